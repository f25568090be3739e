package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One training of a Riesz diffusion, from its start or from where it was interrupted. */
final class RieszTraining {
    /** As the learning rate falls to 0. */
    static final int LATEST = 3;

    private static final long WEIGHTS = -1;
    private static final long BATCHES = -2;

    private final RieszPreset preset;
    private final Seed seed;
    private final Device device;
    private final TrainingRows data;
    private final Architecture network;
    private final ScoreLoss loss;
    private final RieszTrained before;

    /** Goes on with what there is, or starts. */
    RieszTraining(
            RieszPreset preset,
            Seed seed,
            Device device,
            TrainingRows data,
            @Nullable RieszTrained first,
            @Nullable RieszTrained there) {
        this.preset = preset;
        this.seed = seed;
        this.device = device;
        this.data = data;
        requireTwo(data.size());
        requirePlain(data, preset.training());
        RieszTrained with = there != null ? there : first;
        List<Integer> classes = with == null ? data.classes() : with.classes();
        requireClasses(data, classes);
        this.network = preset.network(data.dimension(), classes.size());
        this.loss = new ScoreLoss(
                preset.score(), data.dimension(), preset.denoiser().shape());
        String fingerprint = data.fingerprint();
        if (there != null && !there.data().equals(fingerprint)) {
            throw new IllegalArgumentException("this training goes on with other data than it began with: give it the"
                    + " same " + there.dimension() + "-dimensional data in the same order");
        }
        this.before = there != null
                ? there
                : RieszTrained.start(
                        first == null
                                ? TrainingState.start(network, seed.split(WEIGHTS))
                                : TrainingState.start(first.average()),
                        data.unit(),
                        classes,
                        fingerprint,
                        begun(first));
    }

    /** What tells first weights from any others, empty if there are none. */
    static String begun(@Nullable RieszTrained first) {
        return first == null
                ? ""
                : Fingerprint.begin().floats(first.average().values()).hex();
    }

    private static void requireClasses(TrainingRows data, List<Integer> classes) {
        if (data.classes().size() > classes.size() || data.classes().isEmpty() != classes.isEmpty()) {
            throw new IllegalArgumentException("the weights to begin with are those of a network of " + classes.size()
                    + " classes: received data with labels 0 to "
                    + (data.classes().size() - 1));
        }
    }

    private static void requirePlain(TrainingRows data, RieszPlan plan) {
        if (!data.paired()) {
            return;
        }
        if (!(plan.coupling() instanceof Coupling.Independent)) {
            throw new IllegalArgumentException("these samples bring their noise with them: received a training with "
                    + plan.coupling() + "; take coupling(Coupling.independent())");
        }
        if (plan.mirrored()) {
            throw new IllegalArgumentException(
                    "a mirrored image does not belong to the noise that became the image: take mirrored(false)");
        }
    }

    static void requireTwo(int size) {
        if (size < 2) {
            throw new IllegalArgumentException("training needs at least 2 data points: received " + size);
        }
    }

    /** At most this many steps more. */
    RieszTrained run(int most, Keeper keeper) {
        RieszPlan plan = preset.training();
        List<Integer> sides = preset.denoiser().sides(data.dimension());
        Network.require("the denoiser", network, device, inputs(sides), sides);
        keeper.begin(() -> RieszFiles.snapshot(preset, seed, before));
        TrainingState state = before.state();
        if (state == null) {
            return before;
        }
        AveragedTraining.Reached reached = new AveragedTraining.Reached(state, before.average());
        RieszBatches batches = new RieszBatches(data, before.classes().size(), preset, loss, seed.split(BATCHES));
        AveragedTraining training = new AveragedTraining(
                plan.steps(), plan.decay(), LATEST, plan::rate, batches::of, !device.equals(Device.cpu()));
        boolean masked = preset.given() instanceof Observation.Hidden;
        RieszTrained last;
        try (Trainer trainer = Trainer.open(
                network, loss.loss(inputs(sides).size() - 2, masked), state, device, plan.optimizer(), plan.clip())) {
            int of = plan.steps();
            last = before.with(
                    training.run(
                            reached,
                            most,
                            trainer,
                            keeper,
                            now -> RieszFiles.snapshot(preset, seed, before.with(now, of))),
                    of);
        }
        keeper.end(() -> RieszFiles.snapshot(preset, seed, last));
        return last;
    }

    /** The sides of one sample of all that the network sees. */
    private List<List<Integer>> inputs(List<Integer> sides) {
        List<List<Integer>> inputs = new ArrayList<>(List.of(sides, List.of(1)));
        if (!before.classes().isEmpty()) {
            inputs.add(List.of(before.classes().size()));
        }
        if (preset.given() instanceof Observation.Hidden) {
            inputs.add(sides);
        }
        if (!preset.denoiser().noise().isEmpty()) {
            inputs.add(preset.denoiser().noise());
        }
        return inputs;
    }
}
