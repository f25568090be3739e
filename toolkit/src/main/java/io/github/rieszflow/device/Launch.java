package io.github.rieszflow.device;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.function.BiConsumer;

/** Arguments of a kernel, in order, and then its launch. Used once. */
final class Launch {
    private static final int MOST = 32;
    /** The most bytes of parameters that a kernel takes. */
    private static final int BYTES = 4096;

    private final CudaRuntime runtime;
    private final String name;
    private final Pointer function;
    private final int dynamic;
    private final Memory values = new Memory(BYTES);
    private final Memory places = new Memory((long) MOST * Long.BYTES);
    private int count;
    private long end;

    Launch(CudaRuntime runtime, String name, Pointer function, int dynamic) {
        this.runtime = runtime;
        this.name = name;
        this.function = function;
        this.dynamic = dynamic;
    }

    private long next(int bytes) {
        // All arguments on 16 bytes: more than any of them needs.
        long here = (end + 15) / 16 * 16;
        end = here + bytes;
        places.setPointer((long) count++ * Long.BYTES, values.share(here));
        return here;
    }

    Launch with(int value) {
        values.setInt(next(Integer.BYTES), value);
        return this;
    }

    Launch with(long value) {
        values.setLong(next(Long.BYTES), value);
        return this;
    }

    Launch with(float value) {
        values.setFloat(next(Float.BYTES), value);
        return this;
    }

    /** A structure, given by its words. */
    Launch with(int[] words) {
        values.write(next(words.length * Integer.BYTES), words, 0, words.length);
        return this;
    }

    /** Starts blocksX × blocksY blocks of threads and does not wait for them. */
    void run(int blocksX, int blocksY, int threads) {
        try (values;
                places) {
            BiConsumer<String, Runnable> watch = runtime.watch;
            if (watch == null) {
                start(blocksX, blocksY, threads);
            } else {
                watch.accept(name, () -> start(blocksX, blocksY, threads));
            }
        }
    }

    private void start(int blocksX, int blocksY, int threads) {
        runtime.driver.call(
                "start the kernel " + name,
                "cuLaunchKernel",
                function,
                blocksX,
                blocksY,
                1,
                threads,
                1,
                1,
                dynamic,
                Pointer.NULL,
                places,
                Pointer.NULL);
    }
}
