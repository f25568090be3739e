package io.github.rieszflow.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says once that a GPU is there and networks leave it alone, and why: silence would look like a choice of ours. */
final class UnusedGpu {
    /** What NVIDIA's driver puts there, on Linux and on Windows. */
    private static final List<Path> DRIVER = List.of(
            Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidia0"), Path.of("C:/Windows/System32/nvcuda.dll"));

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private UnusedGpu() {}

    /** On the error stream, the first time it is so in this JVM. */
    static void say(Device used, int seen) {
        message(used, seen, DRIVER.stream().anyMatch(Files::exists)).ifPresent(message -> {
            if (!SAID.getAndSet(true)) {
                System.err.println(message);
            }
        });
    }

    /** What there is to say when networks run on a device: by how many GPUs PyTorch sees, and whether a driver is there. */
    static Optional<String> message(Device used, int seen, boolean driver) {
        if (used.gpu() >= 0) {
            return Optional.empty();
        }
        if (seen > 0) {
            return Optional.of("There is a GPU, and networks run on the processor because nothing else was asked for:"
                    + " .on(Device.gpu(0)) or .on(Device.best()) moves them.");
        }
        return driver
                ? Optional.of("There is a GPU, and networks run on the processor because this PyTorch is built without"
                        + " CUDA: point PYTORCH_LIBRARY_PATH to a libtorch with CUDA, set PYTORCH_FLAVOR to its name"
                        + " (as cu124), and say .on(Device.best()).")
                : Optional.empty();
    }
}
