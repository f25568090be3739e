package io.github.rieszflow.device;

import io.github.rieszflow.internal.Memory;

/**
 * A CUDA device as its driver describes it.
 *
 * @param index 0, 1, …: which one
 * @param name for example {@code NVIDIA H100 80GB HBM3}
 * @param memory in bytes
 * @param capability its compute capability, for example {@code 9.0}
 * @param driver the CUDA version up to which the driver goes, for example {@code 13.0}
 */
public record CudaDevice(int index, String name, long memory, String capability, String driver) {
    private static final int MULTIPROCESSORS = 16;
    private static final int MAJOR = 75;
    private static final int MINOR = 76;
    /** The most shared memory a thread block may ask for. */
    private static final int SHARED = 97;

    static CudaDevice of(CudaDriver driver, int index) {
        int device = driver.device(index);
        int version = driver.version();
        return new CudaDevice(
                index,
                driver.name(device),
                driver.memory(device),
                driver.attribute(MAJOR, device) + "." + driver.attribute(MINOR, device),
                version / 1000 + "." + version % 1000 / 10);
    }

    static int shared(CudaDriver driver, int index) {
        return driver.attribute(SHARED, driver.device(index));
    }

    static int multiprocessors(CudaDriver driver, int index) {
        return driver.attribute(MULTIPROCESSORS, driver.device(index));
    }

    /** A number of bytes in words. */
    static String text(long bytes) {
        return Memory.text((double) bytes);
    }

    @Override
    public String toString() {
        return "GPU " + index + ": " + name + ", " + text(memory) + ", compute capability " + capability
                + ", driver for CUDA " + driver;
    }
}
