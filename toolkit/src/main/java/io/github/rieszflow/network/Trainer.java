package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/**
 * A network in native memory, ready to be trained and applied; to be closed. A training step, that is loss, gradient and
 * Adam, is one call into PyTorch. Not for two threads at once.
 *
 * <p>The same state and batches give the same weights in every bit on one kind of processor; PyTorch's matrix products may
 * round otherwise on another. A small step is made on one thread, so the number of threads is nothing to it; a big one
 * adds up in another order on another number of threads, and so agrees with itself on theirs but for rounding.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.open(architecture, Loss.squared(), state, Device.cpu())) {
 *     trainer.train(1000, k -> 1e-3, k -> Batch.of(x, n, d).and(y, n, d), (k, loss) -> {});
 *     state = trainer.state();
 * }
 * }</pre>
 *
 * <p>Adam: Kingma and Ba (ICLR 2015), with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 */
public final class Trainer implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    /** Networks are applied to at most so many rows and so many pixels at once, which bounds the memory of inner layers. */
    private static final int ROWS = 1024;

    private static final int PIXELS = 100_000;
    /** From so many multiplications in a step on, several threads are worth their trouble; they wait busily for each other. */
    private static final double BIG_STEP = 5e8;

    /** Sees every training step. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Called after each step.
         *
         * @param step how many steps of this call are done
         * @param loss the loss before the step
         */
        void step(int step, double loss);
    }

    private final List<Slot> slots;
    private final DataType type;
    private final NDManager manager;
    private final Script script;
    private final NDArray weights;
    private final NDArray mean;
    private final NDArray square;
    private final List<ByteBuffer> staging = new ArrayList<>();
    private long steps;

    private Trainer(Architecture architecture, Loss loss, TrainingState state, Device device, DataType type) {
        this.slots = List.copyOf(architecture.slots());
        this.type = type;
        if (!Weights.sameShapes(slots, state.weights().slots())) {
            throw new IllegalArgumentException(
                    "the state belongs to another network: " + architecture + " has the tensors " + slots
                            + ", the state " + state.weights().slots());
        }
        this.manager = PyTorch.manager(device);
        try {
            this.script = Script.load(manager, TrainingScript.of(slots) + architecture.source() + loss.source());
            this.weights =
                    tensor(state.weights().array(), new Shape(state.weights().size()));
            this.mean = tensor(state.mean().array(), new Shape(state.weights().size()));
            this.square =
                    tensor(state.square().array(), new Shape(state.weights().size()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        this.steps = state.steps();
    }

    /**
     * Brings a network into native memory.
     *
     * @param architecture what it computes
     * @param loss what training makes small
     * @param state where to go on
     * @param device where to compute
     * @return the trainer, to be closed
     * @throws IllegalArgumentException if the state belongs to another network
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Trainer open(Architecture architecture, Loss loss, TrainingState state, Device device) {
        return new Trainer(architecture, loss, state, device, DataType.FLOAT32);
    }

    /** The same in double precision, for tests against finite differences. */
    static Trainer openDouble(Architecture architecture, Loss loss, TrainingState state) {
        return new Trainer(architecture, loss, state, Device.cpu(), DataType.FLOAT64);
    }

    /**
     * The training loop. Stops after the step at hand if the thread is interrupted; the status stays set.
     *
     * @param count how many steps
     * @param rate the learning rate as a function of the step of this call, from 0
     * @param batches what each step of this call sees, from 0
     * @param watcher sees every step
     * @return how many steps were done, fewer than asked for only after an interrupt
     * @throws ArithmeticException if the loss is not a finite number; the weights are then spoilt
     */
    public int train(int count, IntToDoubleFunction rate, IntFunction<Batch> batches, Watcher watcher) {
        for (int step = 0; step < count; step++) {
            if (Thread.currentThread().isInterrupted()) {
                return step;
            }
            double loss = step(batches.apply(step), rate.applyAsDouble(step));
            if (!Double.isFinite(loss)) {
                throw new ArithmeticException("the training diverged at step " + (step + 1) + " of " + count
                        + ": the loss is " + loss + "; take a smaller learning rate (it was "
                        + rate.applyAsDouble(step) + ")");
            }
            watcher.step(step + 1, loss);
        }
        return count;
    }

    /** One step of Adam; returns the loss before it. */
    private double step(Batch batch, double rate) {
        steps++;
        float[] adam = {
            (float) (rate / (1 - StrictMath.pow(BETA1, (double) steps))),
            (float) (1 / Math.sqrt(1 - StrictMath.pow(BETA2, (double) steps)))
        };
        return inScope(true, batch, () -> {
            NDList inputs = new NDList(weights, mean, square, tensor(adam, new Shape(2)));
            return number(script.call(manager, "step", with(inputs, batch)));
        });
    }

    /**
     * The loss, without training.
     *
     * @param batch what to look at
     * @return its loss
     */
    public double loss(Batch batch) {
        // A loss may take gradients of its own.
        return inScope(true, batch, () -> number(script.call(manager, "value", with(new NDList(weights), batch))));
    }

    /** The gradient of the loss with respect to all weights, in their order. */
    double[] gradient(Batch batch) {
        return inScope(
                true,
                batch,
                () -> script.call(manager, "gradient", with(new NDList(weights), batch))
                        .get(0)
                        .toType(DataType.FLOAT64, false)
                        .toDoubleArray());
    }

    /**
     * Applies the network to rows of inputs.
     *
     * @param inputs one or more tensors with the same number of rows
     * @return the outputs, row after row
     * @throws IllegalArgumentException if the numbers of rows differ
     */
    public float[] apply(Batch inputs) {
        int rows = inputs.rows();
        float[] all = new float[0];
        int block =
                (int) Math.max(1, Math.min(ROWS, PIXELS / inputs.parts().get(0).pixels()));
        for (int from = 0; from < rows; from += block) {
            Batch some = inputs.slice(from, Math.min(rows, from + block));
            float[] part = inScope(
                    false,
                    some,
                    () -> script.call(manager, "apply", with(new NDList(weights), some))
                            .get(0)
                            .toFloatArray());
            if (from == 0) {
                all = new float[Math.multiplyExact(part.length / some.rows(), rows)];
            }
            System.arraycopy(part, 0, all, part.length / some.rows() * from, part.length);
        }
        return all;
    }

    /**
     * Calls a method {@code def name(self, w: Tensor, b: List[Tensor]) -> Tensor:} of the architecture or the loss, with
     * gradients recorded, so that it may take some; {@code (self).views(w, )} gives the single weights.
     *
     * @param method its name
     * @param inputs b
     * @return the numbers of the result, last side fastest
     */
    public float[] call(String method, Batch inputs) {
        return inScope(
                true,
                inputs,
                () -> script.call(manager, method, with(new NDList(weights), inputs))
                        .get(0)
                        .toType(DataType.FLOAT32, false)
                        .toFloatArray());
    }

    /**
     * The weights as they are.
     *
     * @return a copy outside native memory
     */
    public Weights weights() {
        return copy(weights);
    }

    /**
     * The state as it is.
     *
     * @return a copy outside native memory
     */
    public TrainingState state() {
        return new TrainingState(copy(weights), copy(mean), copy(square), steps);
    }

    private Weights copy(NDArray array) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return Weights.adopt(slots, array.toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    private <T> T inScope(boolean gradients, Batch batch, Supplier<T> body) {
        long places =
                batch.parts().stream().mapToLong(p -> p.shape()[0] * p.pixels()).sum();
        PyTorch.threads((double) places * weights.size() > BIG_STEP);
        return PyTorch.recording(gradients, () -> {
            // Everything that is made in here, also what was not asked for, goes with the scope.
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return body.get();
            }
        });
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
            staging.add(ByteBuffer.allocateDirect(0));
        }
        ByteBuffer buffer = staging.get(place);
        int bytes = Math.multiplyExact(Float.BYTES, values.length);
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            staging.set(place, buffer);
        }
        buffer.clear().limit(bytes);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    private NDArray tensor(float[] values, Shape shape) {
        NDArray single = manager.create(values, shape);
        return type == DataType.FLOAT32 ? single : single.toType(type, true);
    }

    private static double number(NDList result) {
        return result.get(0).toType(DataType.FLOAT64, false).toDoubleArray()[0];
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
