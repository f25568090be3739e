package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.Progress;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;

/** The loop of a training that keeps a moving average of its weights, tells how it goes and is kept. */
final class AveragedTraining {
    /** The average looks at the weights every few steps: a copy each step would take longer than small steps. */
    static final int STRIDE = 10;

    /** Number of parts of a training after each of which it is kept. */
    private static final int BLOCKS = 20;

    /** What a training has come to. */
    record Reached(TrainingState state, Weights average) {
        static Reached start(Architecture network, io.github.rieszflow.measure.Seed weights) {
            TrainingState state = TrainingState.start(network, weights);
            return new Reached(state, state.weights());
        }
    }

    private final int steps;
    private final double decay;
    private final int latest;
    private final LongToDoubleFunction rate;
    private final LongFunction<Batch> batches;
    private final boolean ahead;

    /**
     * Of this many steps in all, with rates and batches by their numbers, which are drawn ahead where another device has the work;
     * {@link MovingAverage} says what the latest are.
     */
    AveragedTraining(
            int steps,
            double decay,
            int latest,
            LongToDoubleFunction rate,
            LongFunction<Batch> batches,
            boolean ahead) {
        this.steps = steps;
        this.decay = decay;
        this.latest = latest;
        this.rate = rate;
        this.batches = batches;
        this.ahead = ahead;
    }

    /** At most this many steps more, until the thread is interrupted; keeps snapshots on the way, none at the beginning and the end. */
    Reached run(Reached before, int most, Trainer trainer, Keeper keeper, Function<Reached, Snapshot> snapshot) {
        long first = before.state().steps();
        int left = (int) Math.min(most, Math.max(0, steps - first));
        MovingAverage average = new MovingAverage(before.average(), decay, latest, first / STRIDE);
        long block = Math.max(1, steps / BLOCKS);
        try (BatchesAhead drawing = ahead ? new BatchesAhead(batches, first + left) : null;
                Progress progress = Progress.start("training", left)) {
            LongFunction<Batch> drawn = drawing == null ? batches : drawing;
            double[] mean = {0, 0};
            trainer.train(left, k -> rate.applyAsDouble(first + k), k -> drawn.apply(first + k), (k, value, note) -> {
                if ((first + k) % STRIDE == 0) {
                    average.add(trainer.weights());
                }
                mean[0] = 0.99 * mean[0] + 0.01 * value;
                mean[1] = 0.99 * mean[1] + 0.01;
                progress.step(k, value, String.format(Locale.ROOT, "loss %.4g", mean[0] / mean[1]));
                Supplier<Snapshot> now = () -> snapshot.apply(new Reached(trainer.state(), average.weights()));
                if ((first + k) % block == 0 && first + k < steps) {
                    keeper.done(now);
                } else {
                    keeper.at(now);
                }
            });
            return new Reached(trainer.state(), average.weights());
        }
    }
}
