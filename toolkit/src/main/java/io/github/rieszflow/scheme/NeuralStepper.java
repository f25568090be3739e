package io.github.rieszflow.scheme;

import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.picture.Progress;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Trains the network of a scheme for one time step after the other, and moves the particles with it. */
final class NeuralStepper implements SchemeStepper {
    private static final long WEIGHTS = -1;
    private static final long LATENT = -1;
    /** To this part of itself the learning rate falls within a time step. */
    private static final double LEAST_RATE = 0.01;
    /** The loss of a step is the mean over its last training steps, this part of all. */
    private static final double LAST = 0.1;

    private final NeuralScheme<?> scheme;
    private final FunctionalScript script;
    private final Trainer trainer;
    private final int latent;
    private SchemeState state;

    NeuralStepper(NeuralScheme<?> scheme, SchemeState state, String loss) {
        this.scheme = scheme;
        this.state = state;
        this.script = scheme.script();
        int dimension = state.particles().dimension();
        this.latent = scheme.latentIn(dimension);
        Architecture net = scheme.architecture(dimension);
        Network.require(
                "the network of the " + scheme.name(),
                net,
                scheme.choices().device(),
                List.of(List.of(dimension), List.of(latent)),
                List.of(dimension));
        TrainingState training = state.training() != null
                ? state.training()
                : TrainingState.start(net, scheme.choices().seed().split(WEIGHTS));
        this.trainer = Trainer.open(
                net,
                new Loss(script.source(dimension) + loss),
                training,
                scheme.choices().device());
    }

    @Override
    public @Nullable SchemeState step(Progress progress) {
        int step = state.step();
        Points x = state.particles();
        double size = scheme.stepSizeAt(step);
        int count = scheme.iterationsAt(step);
        Units units = Units.of(x, size, script, scheme.functional().target());
        Seed seed = scheme.choices().seed().split(step);
        BatchSampler sampler = new BatchSampler(
                x,
                units,
                scheme.factors(units, size),
                scheme.choices().batch(),
                latent,
                scheme.functional().target(),
                seed.stream());
        int last = (int) Math.ceil(count * LAST);
        double[] loss = new double[1];
        double rate = scheme.rateAt(step);
        IntToDoubleFunction falling = Schedule.cosine(1, LEAST_RATE, count);
        int done = trainer.train(count, k -> rate * falling.applyAsDouble(k), k -> sampler.next(), (k, now, note) -> {
            loss[0] += k > count - last ? now / last : 0;
            progress.step(PARTS * k / count, now * scheme.lossUnit(units), note);
        });
        if (done < count || Thread.currentThread().isInterrupted()) {
            return null;
        }
        float[] outputs = trainer.network().apply(sampler.all(seed.split(LATENT).stream()));
        Points moved = scheme.move(x, outputs, units, size);
        state = new SchemeState(
                step + 1, state.time() + size, moved, null, trainer.state(), loss[0] * scheme.lossUnit(units));
        return state;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
