package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.SoftStop;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Riesz diffusion's choices and how far its training has come: what trains it, keeps it and goes on with what is kept. Never changed.
 *
 * @param preset the choices
 * @param seed of weights and batches
 * @param device where to compute
 * @param keeping where it is kept
 * @param first what training begins with in place of random weights, or null
 * @param trained what it has come to, or null
 */
record RieszRun(
        RieszPreset preset,
        Seed seed,
        Device device,
        Keeping keeping,
        @Nullable RieszTrained first,
        @Nullable RieszTrained trained) {
    private static final String STEPS = "the number of training steps";

    static RieszRun of(RieszPreset preset) {
        return new RieszRun(preset, Seed.DEFAULT, Device.cpu(), Keeping.nowhere(), null, null);
    }

    /** What was kept in a folder. */
    static RieszRun of(RieszFiles.Kept kept, Path folder) {
        return new RieszRun(
                kept.preset(), kept.seed(), Device.cpu(), Keeping.nowhere().in(folder), null, kept.trained());
    }

    RieszRun preset(RieszPreset other) {
        return new RieszRun(other, seed, device, keeping, first, trained);
    }

    RieszRun seed(Seed other) {
        if (trained != null) {
            throw new IllegalStateException("training has begun with the " + seed + ": set another before it");
        }
        return new RieszRun(preset, other, device, keeping, first, null);
    }

    RieszRun on(Device other) {
        return new RieszRun(preset, seed, other, keeping, first, trained);
    }

    RieszRun keeping(Keeping other) {
        return new RieszRun(preset, seed, device, other, first, trained);
    }

    RieszRun trained(RieszTrained other) {
        return new RieszRun(preset, seed, device, keeping, first, other);
    }

    /** Another training from the weights that this one has come to. */
    RieszRun fineTuned(RieszPlan plan) {
        return new RieszRun(preset.training(plan), seed, device, Keeping.nowhere(), requireTrained(), null);
    }

    RieszTrained requireTrained() {
        if (trained == null) {
            throw new IllegalStateException("the network is not trained: call train(…) first, or load(…)");
        }
        return trained;
    }

    boolean complete() {
        return trained != null && trained.steps() >= preset.training().steps();
    }

    Snapshot snapshot() {
        return RieszFiles.snapshot(preset, seed, requireTrained());
    }

    RieszRun train(Points data, int steps) {
        Require.positive(steps, STEPS);
        if (!preset.given().equals(Observation.none())) {
            throw new IllegalArgumentException("the preset " + preset.name() + " is given " + preset.given()
                    + ", which points do not have: train on an ImageSet, or with preset.given(Observation.none())");
        }
        RieszTraining.requireTwo(data.size());
        return SoftStop.call(() -> {
            Unit unit = first != null
                    ? first.unit()
                    : preset.denoiser().shape() == null ? Unit.of(data) : Unit.image(data.dimension());
            return train(TrainingRows.of(data, unit), steps);
        });
    }

    RieszRun train(ImageSet data, int steps) {
        Require.positive(steps, STEPS);
        requireShape(data.shape());
        return SoftStop.call(() -> train(TrainingRows.of(data, preset.given()), steps));
    }

    RieszRun train(DiffusionSamples pairs, int steps) {
        Require.positive(steps, STEPS);
        if (pairs.shape() != null) {
            requireShape(pairs.shape());
        }
        return SoftStop.call(() -> train(pairs.pairs(preset.given()), steps));
    }

    ImageShape requireShape(ImageShape received) {
        ImageShape shape = preset.denoiser().shape();
        if (shape == null || !received.equals(shape)) {
            throw new IllegalArgumentException("the preset " + preset.name() + " is for "
                    + (shape == null ? "points" : "images " + shape) + ": received images " + received
                    + "; change its network with preset.denoiser(Denoiser.unet(…))");
        }
        return shape;
    }

    private RieszRun train(TrainingRows data, int steps) {
        RieszRun complete = trained != null
                ? null
                : Keeper.complete(keeping, RieszFiles.KIND, RieszFiles.VERSION, found -> complete(found, data));
        if (complete != null) {
            return complete;
        }
        try (Keeper keeper = Keeper.open(keeping, RieszFiles.KIND, RieszFiles.VERSION)) {
            Checkpoint found = keeper.found();
            RieszRun there = found == null || trained != null ? this : from(found);
            return trained(there.training(data).run(steps, keeper));
        }
    }

    private @Nullable RieszRun complete(Checkpoint found, TrainingRows data) {
        RieszRun there = from(found);
        if (!there.complete()) {
            return null;
        }
        // Refuses other data.
        there.training(data);
        return there;
    }

    private RieszTraining training(TrainingRows data) {
        return new RieszTraining(preset, seed, device, data, first, trained);
    }

    /** With what a folder holds. */
    private RieszRun from(Checkpoint found) {
        RieszFiles.Kept kept = RieszFiles.read(preset, found);
        if (!kept.seed().equals(seed)) {
            throw new IllegalArgumentException("the training in " + found.path() + " has seed "
                    + kept.seed().value() + " and cannot go on with " + seed.value()
                    + ": use the same, or another folder");
        }
        if (!kept.trained().begun().equals(RieszTraining.begun(first))) {
            throw new IllegalArgumentException("the training in " + found.path() + " began with other weights than this"
                    + " one: use another folder");
        }
        return trained(kept.trained());
    }
}
