package io.github.rieszflow.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.rieszflow.internal.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Methods in TorchScript, compiled for one device, and the arrays they work on, which stay there between calls; to be closed.
 * One computation at a time.
 *
 * <pre>{@code
 * String text = """
 *         def axpy(self, a: Tensor, x: Tensor, y: Tensor) -> Tensor:
 *           return a * x + y
 *         """;
 * try (Program program = Program.load(text, Device.cpu())) {
 *     DeviceArray x = program.array(new float[] {1, 2, 3, 4}, 2, 2);
 *     DeviceArray a = program.array(new float[] {10}, 1);
 *     float[] y = program.call("axpy", a, x, x).get(0).floats();       // 11, 22, 33, 44
 * }
 * }</pre>
 *
 * <p>The text is TorchScript in its resolved form, the one in which PyTorch itself saves modules; see {@link Architecture}.
 */
public final class Program implements AutoCloseable {
    /** Calls that touch fewer numbers than this run on one thread: sharing them out would take longer. */
    private static final long SMALL = 200_000;

    private static final Batch NOTHING = Batch.none();

    private final NDManager manager;
    /** On the processor. */
    private final NDManager host;

    private final Script script;
    /** Whether the script is closed with this program, or with the one it was compiled for. */
    private final boolean own;

    private final DataType type;
    /** Whether all calls run on one thread. */
    private final boolean sequential;

    /** Memory on the processor through which batches go, given back with the program and not by the collector. */
    private final List<NDArray> rooms = new ArrayList<>();

    private final List<ByteBuffer> staging = new ArrayList<>();

    private Program(NDManager manager, Script script, boolean own, DataType type, boolean sequential) {
        this.manager = manager;
        this.host = manager.newSubManager(ai.djl.Device.cpu());
        this.script = script;
        this.own = own;
        this.type = type;
        this.sequential = sequential;
    }

    /**
     * Compiles methods.
     *
     * @param source methods {@code def name(self, …) -> …:} in resolved form
     * @param device where they run
     * @return the program, to be closed
     * @throws IllegalArgumentException if the text does not compile
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Program load(String source, Device device) {
        return load(source, device, DataType.FLOAT32);
    }

    /**
     * The same with calls that run on one thread, however many the processor has: PyTorch's libraries may split a
     * sum by the number of threads, and it then rounds differently.
     *
     * @param source methods {@code def name(self, …) -> …:} in resolved form
     * @param device where they run
     * @return the program, to be closed
     * @throws IllegalArgumentException if the text does not compile
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Program loadSequential(String source, Device device) {
        return load(source, device, DataType.FLOAT32, true);
    }

    /** The same with inputs of another precision. */
    static Program load(String source, Device device, DataType type) {
        return load(source, device, type, false);
    }

    private static Program load(String source, Device device, DataType type, boolean sequential) {
        NDManager manager = PyTorch.manager(device);
        try {
            return new Program(manager, Script.load(manager, source), true, type, sequential);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Another program of the same methods, with arrays of its own. They are not compiled again, so opening takes no time; it may
     * run at the same time as this one and others.
     *
     * @return the program, to be closed before this one is
     */
    public Program again() {
        NDManager fresh = NDManager.newBaseManager(manager.getDevice(), "PyTorch");
        return new Program(fresh, script, false, type, sequential);
    }

    /**
     * Copies numbers to the device, in single precision.
     *
     * @param values its numbers, last side fastest; not modified
     * @param shape its sides, outermost first
     * @return the array, which lives until it or the program is closed
     * @throws IllegalArgumentException if the shape does not hold as many numbers
     */
    public DeviceArray array(float[] values, int... shape) {
        requireSize(values.length, shape);
        return kept(manager.create(values, shape(shape)));
    }

    /**
     * Copies numbers to the device, in double precision.
     *
     * @param values its numbers, last side fastest; not modified
     * @param shape its sides, outermost first
     * @return the array, which lives until it or the program is closed
     * @throws IllegalArgumentException if the shape does not hold as many numbers
     */
    public DeviceArray array(double[] values, int... shape) {
        requireSize(values.length, shape);
        return kept(manager.create(values, shape(shape)));
    }

    private static void requireSize(int received, int[] shape) {
        Require.shape(shape, received);
    }

    private static Shape shape(int[] sides) {
        return new Shape(Arrays.stream(sides).asLongStream().toArray());
    }

    /** An array that outlives the scope it was made in. */
    private DeviceArray kept(NDArray array) {
        NDScope.unregister(array);
        array.attach(manager);
        return new DeviceArray(this, array);
    }

    /**
     * Calls a method. Gradients are not recorded.
     *
     * @param method its name
     * @param arguments what follows {@code self}, arrays of this program; only in-place operations of the script modify them
     * @return what it returns, one array or several; they stay on the device until they or the program are closed
     * @throws IllegalArgumentException if an array belongs to another program, or PyTorch refuses the call
     */
    public List<DeviceArray> call(String method, DeviceArray... arguments) {
        return call(false, method, NOTHING, arguments);
    }

    /**
     * Calls a method with numbers that come for this call alone. Gradients are not recorded.
     *
     * @param method its name
     * @param batch tensors that arrive as one list behind the arguments; they are gone after the call, so what is to stay has to be
     *     copied by the script
     * @param arguments what follows {@code self}, arrays of this program; only in-place operations of the script modify them
     * @return what it returns, one array or several; they stay on the device until they or the program are closed
     * @throws IllegalArgumentException if an array belongs to another program, or PyTorch refuses the call
     */
    public List<DeviceArray> call(String method, Batch batch, DeviceArray... arguments) {
        return call(false, method, batch, arguments);
    }

    /**
     * Calls a method that takes gradients, as by {@code torch.autograd.grad}.
     *
     * @param method its name
     * @param arguments what follows {@code self}, arrays of this program; only in-place operations of the script modify them
     * @return what it returns, one array or several; they stay on the device until they or the program are closed
     * @throws IllegalArgumentException if an array belongs to another program, or PyTorch refuses the call
     */
    public List<DeviceArray> callRecording(String method, DeviceArray... arguments) {
        return call(true, method, NOTHING, arguments);
    }

    private List<DeviceArray> call(boolean gradients, String method, Batch batch, DeviceArray... arguments) {
        long numbers = 0;
        for (DeviceArray argument : arguments) {
            argument.requireOf(this);
            numbers += argument.array().size();
        }
        Supplier<NDList> list = () -> {
            NDList all = new NDList();
            for (DeviceArray argument : arguments) {
                all.add(argument.array());
            }
            return all;
        };
        return run(gradients, numbers >= SMALL, method, list, batch, results -> {
            List<DeviceArray> all = new ArrayList<>();
            results.forEach(result -> all.add(kept(result)));
            return all;
        });
    }

    /**
     * Calls a method with arrays that are here, made where the scope of the call is open, and a list of arrays that come for
     * this call alone. What the reader does not copy goes with the scope.
     */
    <T> T run(
            boolean gradients,
            boolean many,
            String method,
            Supplier<NDList> resident,
            Batch batch,
            Function<NDList, T> reader) {
        PyTorch.threads(many && !sequential);
        return PyTorch.recording(gradients, () -> {
            // Everything that is made in here, also what was not asked for, goes with the scope.
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return reader.apply(script.call(manager, method, with(resident.get(), batch)));
            } catch (EngineException e) {
                throw refused(method, e);
            }
        });
    }

    private static RuntimeException refused(String method, EngineException e) {
        String reason = Script.reason(e);
        String text = "PyTorch could not run the method " + method + ": " + reason;
        return reason.contains("out of memory")
                ? new IllegalStateException(text, e)
                : new IllegalArgumentException(text, e);
    }

    private NDList with(NDList inputs, Batch batch) {
        for (int i = 0; i < batch.parts().size(); i++) {
            Batch.Part part = batch.parts().get(i);
            NDArray tensor = manager.create(staged(i, part.values()), new Shape(part.shape()), DataType.FLOAT32);
            NDArray typed = type == DataType.FLOAT32 ? tensor : tensor.toType(type, false);
            typed.setName("b[]");
            inputs.add(typed);
        }
        return inputs;
    }

    /** The numbers outside the heap, where tensors are laid over them: in memory of ours, as DJL's own waits for the collector. */
    private ByteBuffer staged(int place, float[] values) {
        while (staging.size() <= place) {
            rooms.add(room(1));
            staging.add(ByteBuffer.allocate(0));
        }
        int bytes = Math.multiplyExact(Float.BYTES, values.length);
        if (staging.get(place).capacity() < bytes) {
            rooms.get(place).close();
            NDArray room = room(values.length);
            rooms.set(place, room);
            staging.set(place, room.toByteBuffer(true).order(ByteOrder.nativeOrder()));
        }
        ByteBuffer buffer = staging.get(place);
        buffer.clear().limit(bytes);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    /** Memory for so many numbers on the processor, which lives as long as the program. */
    private NDArray room(int numbers) {
        NDArray room = host.create(new Shape(numbers), DataType.FLOAT32);
        NDScope.unregister(room);
        return room;
    }

    /** Numbers in the precision of the inputs; they go with the scope they are made in. */
    NDArray tensor(float... values) {
        NDArray single = manager.create(values, new Shape(values.length));
        return type == DataType.FLOAT32 ? single : single.toType(type, true);
    }

    /** Numbers in the precision of the inputs, which live as long as the program; closes it if they find no room. */
    NDArray resident(float[] values) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray array = tensor(values);
            NDScope.unregister(array);
            return array;
        } catch (EngineException e) {
            close();
            throw refused("that takes the weights", e);
        }
    }

    @Override
    public void close() {
        if (own) {
            script.close();
        }
        manager.close();
    }
}
