package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Riesz diffusions as checkpoints. */
final class RieszFiles {
    static final String KIND = "riesz-diffusion";
    /** Of the index of all kinds; no Riesz diffusion was ever written in the first one. */
    static final int VERSION = 2;

    private static final String STATE = "state";
    private static final String AVERAGE = "average";
    private static final String UNIT = "unit";
    private static final String STEPS = "steps";
    private static final String DATA = "data";
    /** Only of those that began with the weights of another model. */
    private static final String BEGUN = "begun";

    private RieszFiles() {}

    /** What a folder holds: the preset and seed of a training, and what it has reached. */
    record Kept(RieszPreset preset, Seed seed, RieszTrained trained) {}

    static RunFolder at(Path folder) {
        return RunFolder.at(folder, KIND, VERSION);
    }

    /** What a training must share with the one it goes on with: all but the sampler and the name of the size. */
    private static Settings settings(RieszPreset preset, Seed seed, String data, String begun) {
        Settings all = Settings.none()
                .with("name", preset.name())
                .with("score", preset.score())
                .with("denoiser", preset.denoiser(), Denoiser.class)
                .with("training", preset.training())
                .with("given", preset.given(), Observation.class)
                .with("seed", seed.value())
                .with(DATA, data);
        return begun.isEmpty() ? all : all.with(BEGUN, begun);
    }

    private static String begun(Settings settings) {
        return settings.has(BEGUN) ? settings.text(BEGUN) : "";
    }

    static Snapshot snapshot(RieszPreset preset, Seed seed, RieszTrained trained) {
        Settings progress = Settings.none()
                .with("size", preset.size())
                .with("sampler", preset.sampler())
                .with("scale", trained.unit().scale())
                .with("classes", trained.classes());
        Points offset = trained.unit().offset();
        Weights average = trained.average();
        TrainingState state = trained.state();
        Snapshot all = Snapshot.of(
                settings(preset, seed, trained.data(), trained.begun()),
                state == null ? progress.with(STEPS, trained.steps()) : progress);
        return (state == null ? all : all.with(STATE, state, state::tensors))
                .with(AVERAGE, average, () -> tensors(average))
                .with(UNIT, offset, () -> NamedTensors.of("offset", offset.toArray(), 1, offset.dimension()));
    }

    /** In half precision if they are of half precision, all of them. */
    private static NamedTensors tensors(Weights weights) {
        return weights.isHalf() ? weights.tensors().half() : weights.tensors();
    }

    /** All that a folder holds, which says itself what it is. */
    static Kept read(Checkpoint from) {
        List<String> keys = new ArrayList<>(List.of("name", "score", "denoiser", "training", "given", "seed", DATA));
        if (from.settings().has(BEGUN)) {
            keys.add(BEGUN);
        }
        Settings settings = from.settings().exactly(keys.toArray(String[]::new));
        RieszPreset preset = new RieszPreset(
                settings.text("name"),
                from.progress().as("size", Size.class),
                settings.as("score", ScoringRule.class),
                settings.as("denoiser", Denoiser.class),
                settings.as("training", RieszPlan.class),
                from.progress().as("sampler", RieszSampler.class),
                settings.as("given", Observation.class));
        return new Kept(preset, new Seed(settings.whole("seed")), trained(preset, from));
    }

    /** What a folder holds of a preset that is known, which may hold choices of the user's own; its sampler may be another. */
    static Kept read(RieszPreset preset, Checkpoint from) {
        Seed seed = new Seed(from.settings().whole("seed"));
        from.settings()
                .requireSame(
                        settings(preset, seed, from.settings().text(DATA), begun(from.settings())),
                        "the training in " + from.path());
        return new Kept(preset, seed, trained(preset, from));
    }

    private static RieszTrained trained(RieszPreset preset, Checkpoint from) {
        boolean open = from.parts().contains(STATE);
        Settings progress = open
                ? from.progress().exactly("size", "sampler", "scale", "classes")
                : from.progress().exactly("size", "sampler", "scale", "classes", STEPS);
        Points offset = from.part(UNIT, tensors -> Checkpoint.points(tensors, "offset"));
        List<Integer> classes = progress.counts("classes");
        Architecture network = preset.network(offset.dimension(), classes.size());
        TrainingState state = open ? from.part(STATE, tensors -> TrainingState.of(network, tensors)) : null;
        return new RieszTrained(
                from.part(AVERAGE, tensors -> Weights.of(network, tensors)),
                state == null ? progress.whole(STEPS) : state.steps(),
                state == null || state.steps() >= preset.training().steps() ? null : state,
                new Unit(progress.number("scale"), offset),
                classes,
                from.settings().text(DATA),
                begun(from.settings()));
    }
}
