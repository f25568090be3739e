package io.github.rieszflow.network;

import ai.djl.engine.Engine;
import io.github.rieszflow.internal.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where networks compute. Nothing moves to another device unless asked for; if a GPU is there but unused, the error stream says so
 * once, with the reason.
 *
 * @param gpu the number of the GPU, or −1 for the processor
 */
public record Device(int gpu) {
    /**
     * Checks the number.
     *
     * @param gpu the number of the GPU, or −1 for the processor
     * @throws IllegalArgumentException if it is less than −1
     */
    public Device {
        Require.between(gpu, -1, Integer.MAX_VALUE, "the number of the GPU, or −1 for the processor,");
    }

    /**
     * The processor.
     *
     * @return the device that is always there
     */
    public static Device cpu() {
        return new Device(-1);
    }

    /**
     * A GPU.
     *
     * @param number from 0
     * @return the device; whether it is there is checked when it is given to something that computes
     * @throws IllegalArgumentException if the number is negative
     */
    public static Device gpu(int number) {
        return new Device(Require.between(number, 0, Integer.MAX_VALUE, "the number of the GPU"));
    }

    /**
     * The first GPU if PyTorch sees one, else the processor. Loads PyTorch.
     *
     * @return a device that is there
     * @throws IllegalStateException if PyTorch's native library is missing
     */
    public static Device best() {
        return engine().getGpuCount() > 0 ? gpu(0) : cpu();
    }

    /**
     * All devices: the processor, and each GPU that PyTorch sees. Loads PyTorch. What only the CUDA driver knows, with memory and
     * versions, is in {@code Toolkit.info()}.
     *
     * @return at least the processor, which comes first
     * @throws IllegalStateException if PyTorch's native library is missing
     */
    public static List<Device> list() {
        return IntStream.range(-1, engine().getGpuCount()).mapToObj(Device::new).toList();
    }

    /**
     * Makes sure that it is there. For a GPU this asks PyTorch, which is loaded for it.
     *
     * @return this
     * @throws IllegalStateException if it is a GPU that is not there, or PyTorch's native library is missing
     */
    public Device require() {
        if (gpu >= 0) {
            resolve();
        }
        return this;
    }

    /** The same to DJL; refuses a device that is not there. */
    ai.djl.Device resolve() {
        Engine engine = engine();
        if (gpu >= engine.getGpuCount()) {
            throw new IllegalStateException(this + " was asked for, PyTorch sees " + engine.getGpuCount()
                    + " GPUs: take Device.cpu(), or point PYTORCH_LIBRARY_PATH to a libtorch with CUDA");
        }
        return gpu < 0 ? ai.djl.Device.cpu() : ai.djl.Device.gpu(gpu);
    }

    private static Engine engine() {
        return PyTorch.engine();
    }

    @Override
    public String toString() {
        return gpu < 0 ? "CPU" : "GPU " + gpu;
    }
}
