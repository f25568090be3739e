package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Progress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * Trains a {@link Network} in the memory of a device; to be closed. A training step, that is loss, gradient and
 * a step of {@link Optimizer#ADAM Adam} or another optimizer, is one call into PyTorch. Not for two threads at once.
 *
 * <p>The same state and batches give bit for bit the same weights on one kind of processor; PyTorch's matrix products may
 * round otherwise on another. A small step is made on one thread, so the number of threads is nothing to it; a big one
 * adds up in another order on another number of threads, and so agrees with itself on theirs but for rounding.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.open(architecture, Loss.squared(), state, Device.cpu())) {
 *     trainer.train(1000, k -> 1e-3, k -> Batch.of(x, n, d).and(y, n, d), progress);
 *     state = trainer.state();
 * }
 * }</pre>
 */
public final class Trainer implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final Network network;
    private final NDArray mean;
    private final NDArray square;
    /** The longest gradient, infinite for any. */
    private final double clip;

    private long steps;

    private Trainer(
            Architecture architecture,
            Loss loss,
            TrainingState state,
            Device device,
            DataType type,
            Optimizer optimizer,
            double clip) {
        this.clip = clip;
        List<Slot> slots = List.copyOf(architecture.slots());
        Network.requireSame(architecture, slots, state.weights(), "the state belongs");
        this.network = Network.open(
                architecture, TrainingScript.of(slots, optimizer) + loss.source(), state.weights(), device, type);
        this.mean = network.program().resident(state.mean().array());
        this.square = network.program().resident(state.square().array());
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
        return new Trainer(
                architecture, loss, state, device, DataType.FLOAT32, Optimizer.ADAM, Double.POSITIVE_INFINITY);
    }

    /**
     * The same with gradients that are clipped: a longer one is made shorter before the optimizer sees it.
     *
     * @param architecture what it computes
     * @param loss what training makes small
     * @param state where to go on
     * @param device where to compute
     * @param clip the longest gradient, in the Euclidean norm over all weights; positive
     * @return the trainer, to be closed
     * @throws IllegalArgumentException if the state belongs to another network, or the length is not positive and finite
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Trainer open(Architecture architecture, Loss loss, TrainingState state, Device device, double clip) {
        return open(architecture, loss, state, device, Optimizer.ADAM, clip);
    }

    /**
     * The same with a choice of the optimizer. A training goes on with the one it began with.
     *
     * @param architecture what it computes
     * @param loss what training makes small
     * @param state where to go on
     * @param device where to compute
     * @param optimizer how a gradient becomes a step
     * @return the trainer, to be closed
     * @throws IllegalArgumentException if the state belongs to another network
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Trainer open(
            Architecture architecture, Loss loss, TrainingState state, Device device, Optimizer optimizer) {
        return new Trainer(architecture, loss, state, device, DataType.FLOAT32, optimizer, Double.POSITIVE_INFINITY);
    }

    /**
     * The same with gradients that are clipped.
     *
     * @param architecture what it computes
     * @param loss what training makes small
     * @param state where to go on
     * @param device where to compute
     * @param optimizer how a gradient becomes a step
     * @param clip the longest gradient, in the Euclidean norm over all weights; positive
     * @return the trainer, to be closed
     * @throws IllegalArgumentException if the state belongs to another network, or the length is not positive and finite
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Trainer open(
            Architecture architecture,
            Loss loss,
            TrainingState state,
            Device device,
            Optimizer optimizer,
            double clip) {
        Require.positive(clip, "the longest gradient");
        return new Trainer(architecture, loss, state, device, DataType.FLOAT32, optimizer, clip);
    }

    /**
     * The same in double precision on the processor, to compare gradients with finite differences. Weights and batches are
     * those of single precision, what is computed from them is not rounded to it.
     *
     * @param architecture what it computes
     * @param loss what training makes small
     * @param state where to go on
     * @return the trainer, to be closed
     * @throws IllegalArgumentException if the state belongs to another network
     * @throws IllegalStateException if PyTorch's native library is missing
     */
    public static Trainer openDouble(Architecture architecture, Loss loss, TrainingState state) {
        return new Trainer(
                architecture, loss, state, Device.cpu(), DataType.FLOAT64, Optimizer.ADAM, Double.POSITIVE_INFINITY);
    }

    /**
     * The training loop. Stops after the step at hand if the thread is interrupted; the status stays set.
     *
     * @param count how many steps
     * @param rate the learning rate as a function of the step of this call, from 0
     * @param batches what each step of this call sees, from 0
     * @param progress is told the loss before each step; it is not closed
     * @return how many steps were done, fewer than asked for only after an interrupt
     * @throws ArithmeticException if the loss is not a finite number; the weights are then spoilt
     */
    public int train(int count, IntToDoubleFunction rate, IntFunction<Batch> batches, Progress progress) {
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
            progress.step(step + 1, loss, "");
        }
        return count;
    }

    /** One step; returns the loss before it. */
    private double step(Batch batch, double rate) {
        steps++;
        float first = (float) (rate / (1 - StrictMath.pow(BETA1, (double) steps)));
        float second = (float) (1 / Math.sqrt(1 - StrictMath.pow(BETA2, (double) steps)));
        float[] rates = {first, second, (float) clip, (float) rate};
        return network.run(
                true,
                clip < Double.POSITIVE_INFINITY ? "clipped" : "step",
                () -> new NDList(
                        network.array(), mean, square, network.program().tensor(rates)),
                batch,
                Trainer::number);
    }

    /**
     * The loss, without training.
     *
     * @param batch what to look at
     * @return its loss
     */
    public double loss(Batch batch) {
        // A loss may take gradients of its own.
        return network.run(true, "value", () -> new NDList(network.array()), batch, Trainer::number);
    }

    /**
     * The gradient of the loss, without training.
     *
     * @param batch what to look at
     * @return its derivatives with respect to all weights, in the order of {@link Weights#values}
     */
    public double[] gradient(Batch batch) {
        return network.run(
                true,
                "gradient",
                () -> new NDList(network.array()),
                batch,
                out -> out.get(0).toType(DataType.FLOAT64, false).toDoubleArray());
    }

    /**
     * The network as it is trained so far.
     *
     * @return a view, which changes with training and is closed with the trainer
     */
    public Network network() {
        return network;
    }

    /**
     * The weights as they are.
     *
     * @return a copy outside native memory
     */
    public Weights weights() {
        return network.weights();
    }

    /**
     * The state as it is.
     *
     * @return a copy outside native memory
     */
    public TrainingState state() {
        return new TrainingState(network.weights(), network.copy(mean), network.copy(square), steps);
    }

    private static double number(NDList result) {
        return result.get(0).toType(DataType.FLOAT64, false).toDoubleArray()[0];
    }

    @Override
    public void close() {
        network.close();
    }
}
