package io.github.rieszflow.device;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A device at work: its context and its kernels, compiled when first needed. One for each device and process, kept to its
 * end; memory belongs to those who allocate it. Calls are between {@link #enter} and {@link #leave}, on any thread.
 */
final class CudaRuntime {
    private static final int SHARED_LIMIT = 8;
    /** More shared memory must be asked for. */
    private static final int SHARED_DEFAULT = 48 << 10;
    /** Kernels have at most so much shared memory of their own. */
    private static final int SHARED_OWN = 1 << 10;
    /** Points go to and from the device in portions of this many numbers. */
    private static final int PORTION = 4 << 20;

    private record Key(CudaDriver driver, int index) {}

    private static final Map<Key, CudaRuntime> OPEN = new ConcurrentHashMap<>();

    final CudaDriver driver;
    /** The most shared memory that a launch may ask for. */
    final int shared;

    final int multiprocessors;
    private final Pointer context;
    private final Map<String, Pointer> modules = new ConcurrentHashMap<>();
    private final Map<String, Pointer> functions = new ConcurrentHashMap<>();

    /** Told of every launch in place of starting it, to time kernels. */
    @Nullable
    BiConsumer<String, Runnable> watch;

    private CudaRuntime(Key key) {
        this.driver = key.driver();
        this.shared = shared(driver, key.index());
        this.multiprocessors = CudaDevice.multiprocessors(driver, key.index());
        this.context = driver.retain(driver.device(key.index()));
    }

    /** The most shared memory that a launch may ask for on a device, which is not opened for this. */
    static int shared(CudaDriver driver, int index) {
        return CudaDevice.shared(driver, index) - SHARED_OWN;
    }

    static CudaRuntime of(CudaDriver driver, int index) {
        return OPEN.computeIfAbsent(new Key(driver, index), CudaRuntime::new);
    }

    void enter() {
        driver.push(context);
    }

    void leave() {
        driver.pop();
    }

    /** Where the module with a kernel starts. */
    private Pointer function(String module, String name, boolean large) {
        return functions.computeIfAbsent(large ? name + " large" : name, key -> {
            Pointer function = driver.function(modules.computeIfAbsent(module, this::load), name);
            if (large) {
                driver.call("reserve shared memory", "cuFuncSetAttribute", function, SHARED_LIMIT, shared);
            }
            return function;
        });
    }

    private Pointer load(String module) {
        try (InputStream in = CudaRuntime.class.getResourceAsStream(module + ".ptx")) {
            if (in == null) {
                throw new IllegalStateException("the kernels " + module + ".ptx are missing from this jar");
            }
            byte[] text = in.readAllBytes();
            // The driver reads up to a zero.
            return driver.module(Arrays.copyOf(text, text.length + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A launch of a kernel, whose arguments are then added in order. */
    Launch kernel(String module, String name, int dynamic) {
        return new Launch(this, name, function(module, name, dynamic > SHARED_DEFAULT), dynamic);
    }

    void upload(FloatBuffer from, long to) {
        try (Memory portion = new Memory(4L * Math.min(PORTION, Math.max(1, from.remaining())))) {
            FloatBuffer own = portion.getByteBuffer(0, portion.size()).asFloatBuffer();
            for (long done = 0; from.hasRemaining(); ) {
                int count = Math.min(own.capacity(), from.remaining());
                own.put(0, from, from.position(), count);
                from.position(from.position() + count);
                driver.call("copy to the device", "cuMemcpyHtoD_v2", to + 4 * done, portion, 4L * count);
                done += count;
            }
        }
    }

    void download(long from, float[] to) {
        try (Memory portion = new Memory(4L * Math.min(PORTION, Math.max(1, to.length)))) {
            int most = (int) (portion.size() / 4);
            for (int done = 0; done < to.length; done += most) {
                int count = Math.min(most, to.length - done);
                driver.call("copy from the device", "cuMemcpyDtoH_v2", portion, from + 4L * done, 4L * count);
                portion.read(0, to, done, count);
            }
        }
    }

    int word(long from) {
        int[] word = new int[1];
        driver.call("copy from the device", "cuMemcpyDtoH_v2", word, from, 4L);
        return word[0];
    }

    void clear(long from, long words) {
        driver.call("clear memory", "cuMemsetD32_v2", from, 0, words);
    }
}
