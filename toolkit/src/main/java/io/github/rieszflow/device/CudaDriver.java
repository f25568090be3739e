package io.github.rieszflow.device;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The CUDA driver, by those of its functions that are needed here. Each says in one sentence what went wrong. Nothing is
 * loaded where no driver is.
 */
final class CudaDriver {
    /** Names another library that has the driver's functions. */
    static final String LIBRARY = "rieszflow.cuda.library";

    /** What a driver leaves in the file system; looking there costs nothing. */
    private static final List<Path> TRACES =
            List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"), Path.of("C:\\Windows\\System32\\nvcuda.dll"));

    private static final int OUT_OF_MEMORY = 2;
    private static final Map<String, CudaDriver> LOADED = new ConcurrentHashMap<>();

    private final NativeLibrary library;
    private final Map<String, Function> functions = new ConcurrentHashMap<>();

    private CudaDriver(String name) {
        this.library = NativeLibrary.getInstance(name);
        call("start", "cuInit", 0);
    }

    /** The driver, or null where none is or it does not start. */
    static @Nullable CudaDriver get() {
        String name = System.getProperty(LIBRARY, "");
        if (name.isEmpty() && TRACES.stream().noneMatch(Files::exists)) {
            return null;
        }
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        try {
            return LOADED.computeIfAbsent(name.isEmpty() ? windows ? "nvcuda" : "libcuda.so.1" : name, CudaDriver::new);
        } catch (LinkageError | IllegalStateException e) {
            return null;
        }
    }

    /** Calls a function; fails with a sentence that says what it was to do. */
    void call(String what, String name, Object... arguments) {
        int error = tell(name, arguments);
        if (error != 0) {
            throw new IllegalStateException("the CUDA driver could not " + what + ": " + describe(error));
        }
    }

    /** Calls a function; what it returns is 0 or an error. */
    int tell(String name, Object... arguments) {
        return functions.computeIfAbsent(name, library::getFunction).invokeInt(arguments);
    }

    /** An error in words, for example {@code out of memory (CUDA_ERROR_OUT_OF_MEMORY)}. */
    private String describe(int error) {
        return text("cuGetErrorString", error) + " (" + text("cuGetErrorName", error) + ")";
    }

    private String text(String function, int error) {
        PointerByReference text = new PointerByReference();
        int unknown = tell(function, error, text);
        return unknown != 0 || text.getValue() == null
                ? "error " + error
                : text.getValue().getString(0);
    }

    int version() {
        return number("tell its version", "cuDriverGetVersion");
    }

    int devices() {
        return number("count devices", "cuDeviceGetCount");
    }

    int device(int ordinal) {
        return number("find device " + ordinal, "cuDeviceGet", ordinal);
    }

    int attribute(int attribute, int device) {
        return number("describe a device", "cuDeviceGetAttribute", attribute, device);
    }

    private int number(String what, String function, Object... arguments) {
        IntByReference result = new IntByReference();
        Object[] all = new Object[arguments.length + 1];
        all[0] = result;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        call(what, function, all);
        return result.getValue();
    }

    String name(int device) {
        try (Memory text = new Memory(256)) {
            call("name a device", "cuDeviceGetName", text, 256, device);
            return text.getString(0, StandardCharsets.UTF_8.name());
        }
    }

    long memory(int device) {
        LongByReference bytes = new LongByReference();
        call("tell the memory of a device", "cuDeviceTotalMem_v2", bytes, device);
        return bytes.getValue();
    }

    /** The context that all libraries of this process share on a device. */
    Pointer retain(int device) {
        PointerByReference context = new PointerByReference();
        call("open the device", "cuDevicePrimaryCtxRetain", context, device);
        return context.getValue();
    }

    void push(Pointer context) {
        call("switch to the device", "cuCtxPushCurrent_v2", context);
    }

    void pop() {
        tell("cuCtxPopCurrent_v2", new PointerByReference());
    }

    Pointer module(byte[] ptx) {
        PointerByReference module = new PointerByReference();
        call("compile the kernels for this device", "cuModuleLoadData", module, ptx);
        return module.getValue();
    }

    Pointer function(Pointer module, String name) {
        PointerByReference function = new PointerByReference();
        call("find the kernel " + name, "cuModuleGetFunction", function, module, name);
        return function.getValue();
    }

    /** Bytes free on the device of the current context. */
    long free() {
        LongByReference free = new LongByReference();
        call("tell how much memory is free", "cuMemGetInfo_v2", free, new LongByReference());
        return free.getValue();
    }

    /** Memory on the device of the current context. */
    long allocate(long bytes) {
        LongByReference pointer = new LongByReference();
        int error = tell("cuMemAlloc_v2", pointer, bytes);
        if (error == OUT_OF_MEMORY) {
            throw new IllegalArgumentException("the device has not the "
                    + CudaDevice.text(bytes) + " left that are needed ("
                    + CudaDevice.text(free())
                    + " are free): take fewer points, or a lower limit with CudaEngine.atMost(bytes)");
        }
        if (error != 0) {
            throw new IllegalStateException(
                    "the CUDA driver could not allocate " + CudaDevice.text(bytes) + ": " + describe(error));
        }
        return pointer.getValue();
    }

    void free(long pointer) {
        tell("cuMemFree_v2", pointer);
    }
}
