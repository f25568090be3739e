package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import java.util.List;

/** One training, from its start or from where it was interrupted. */
final class DiffusionTraining {
    private static final long WEIGHTS = -1;
    private static final long BATCHES = -2;
    private static final long NOISE = -3;
    /** Mean features, at each noise level, are taken over at most this many points, or images, whose features take longer. */
    private static final int MEANS = 10_000;

    private static final int MEANS_OF_IMAGES = 2000;

    private final DiffusionMmd model;
    private final TrainingPlan plan;
    private final Unit unit;
    private final Points data;
    private final KernelNetwork network;
    private final String fingerprint;

    /** With data in the units of the network. */
    DiffusionTraining(DiffusionMmd model, Unit unit, Points data) {
        this.model = model;
        this.plan = model.preset().training();
        this.unit = unit;
        this.data = data;
        this.network = model.network(data.dimension());
        if (data.size() < 2) {
            throw new IllegalArgumentException("training needs at least 2 data points: received " + data.size());
        }
        Trained before = model.trained();
        this.fingerprint =
                Fingerprint.begin().text(data.shape()).floats(data.values()).hex();
        if (before != null && !before.data().equals(fingerprint)) {
            throw new IllegalArgumentException("this training goes on with other data than it began with: give it the"
                    + " same " + before.clean().dimension() + "-dimensional data in the same order");
        }
    }

    private Points clean() {
        return data.take(Math.min(data.size(), model.preset().clean()));
    }

    /** Without a step. */
    DiffusionMmd begin() {
        return model.with(start());
    }

    private Trained start() {
        TrainingState state = TrainingState.start(network, model.seed().split(WEIGHTS));
        return new Trained(
                state, state.weights(), unit, model.preset().shape(), clean(), MeanFeatures.none(), fingerprint);
    }

    /** At most this many steps more. */
    DiffusionMmd run(int most, Keeper keeper) {
        int dimension = data.dimension();
        Network.require(
                "the features",
                network,
                model.device(),
                List.of(List.of(dimension), List.of(Level.WIDTH)),
                List.of(network.width()));
        Trained reachedBefore = model.trained();
        Trained before = reachedBefore == null ? start() : reachedBefore;
        keeper.begin(() -> snapshot(before));
        TrainingState state = before.state();
        if (state.steps() >= plan.steps()) {
            return model;
        }
        NoisyBatches batches = new NoisyBatches(
                data,
                model.preset().schedule(),
                plan.batch(),
                plan.levels(),
                plan.lowest(),
                plan.emphasis(),
                model.seed().split(BATCHES));
        AveragedTraining training = new AveragedTraining(
                plan.steps(),
                plan.decay(),
                1,
                plan::rate,
                batches::of,
                !model.device().equals(Device.cpu()));
        Trained reached;
        try (Trainer trainer =
                Trainer.open(network, new Loss(plan.penalties().source()), state, model.device(), plan.optimizer())) {
            reached = trained(training.run(
                    new AveragedTraining.Reached(state, before.average()),
                    most,
                    trainer,
                    keeper,
                    now -> snapshot(trained(now))));
        }
        if (reached.state().steps() >= plan.steps() && model.preset().base().isLinear()) {
            reached = trained(new AveragedTraining.Reached(reached.state(), reached.average()), means(reached));
        }
        Trained last = reached;
        keeper.end(() -> snapshot(last));
        return model.with(last);
    }

    private Trained trained(AveragedTraining.Reached reached) {
        return trained(reached, MeanFeatures.none());
    }

    private Trained trained(AveragedTraining.Reached reached, MeanFeatures means) {
        return new Trained(
                reached.state(), reached.average(), unit, model.preset().shape(), clean(), means, fingerprint);
    }

    private MeanFeatures means(Trained reached) {
        try (KernelSession session = new KernelSession(network, reached.average(), model.device())) {
            return MeanFeatures.of(
                    session,
                    network.width(),
                    data.take(Math.min(data.size(), model.preset().shape() == null ? MEANS : MEANS_OF_IMAGES)),
                    model.preset().schedule(),
                    model.preset().sampler().noiseLevels(),
                    model.seed().split(NOISE));
        }
    }

    private Snapshot snapshot(Trained reached) {
        return DiffusionFiles.snapshot(model.preset(), model.seed(), reached);
    }
}
