package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.nio.file.Path;

/** Models as checkpoints. */
final class DiffusionFiles {
    static final String KIND = "diffusion-mmd";
    static final int VERSION = 2;
    private static final String STATE = "state";
    private static final String AVERAGE = "average";
    private static final String DATA = "data";
    private static final String MEANS = "means";

    private DiffusionFiles() {}

    /** What a folder holds: the preset and seed of a training, and what it has reached. */
    record Kept(DiffusionPreset preset, Seed seed, Trained trained) {}

    static RunFolder at(Path folder) {
        return RunFolder.at(folder, KIND, VERSION);
    }

    /** What a training must share with the one it goes on with: all but the sampler and the name of the size. */
    static Settings settings(DiffusionPreset preset, Seed seed) {
        return Settings.none()
                .with("name", preset.name())
                .with("schedule", preset.schedule())
                .with("features", preset.features(), FeatureNetwork.class)
                .with("base", preset.base())
                .with("training", preset.training())
                .with("clean", preset.clean())
                .with("seed", seed.value());
    }

    static Snapshot snapshot(DiffusionPreset preset, Seed seed, Trained trained) {
        Settings progress = Settings.none()
                .with("size", preset.size())
                .with("sampler", preset.sampler())
                .with("scale", trained.unit().scale());
        Points clean = trained.clean();
        Points offset = trained.unit().offset();
        Snapshot all = Snapshot.of(settings(preset, seed).with(DATA, trained.data()), progress)
                .with(STATE, trained.state(), () -> trained.state().tensors())
                .with(AVERAGE, trained.average(), () -> trained.average().tensors())
                .with(
                        DATA,
                        clean,
                        () -> NamedTensors.of("clean", clean.toArray(), clean.size(), clean.dimension())
                                .and("offset", offset.toArray(), 1, offset.dimension()));
        return trained.means().isEmpty()
                ? all
                : all.with(MEANS, trained.means(), () -> trained.means().tensors());
    }

    /** All that a folder holds, which says itself what it is. */
    static Kept read(Checkpoint from) {
        if (from.version() == 1) {
            throw new IllegalArgumentException("the checkpoint in " + from.path() + " was written by version 0.1, which"
                    + " did not keep all settings: load it with load(preset, folder)");
        }
        Settings settings =
                from.settings().exactly("name", "schedule", "features", "base", "training", "clean", "seed", DATA);
        DiffusionPreset preset = new DiffusionPreset(
                settings.text("name"),
                from.progress().as("size", Size.class),
                settings.as("schedule", NoiseSchedule.class),
                settings.as("features", FeatureNetwork.class),
                settings.as("base", BaseKernel.class),
                settings.as("training", TrainingPlan.class),
                from.progress().as("sampler", WitnessSampler.class),
                settings.count("clean"));
        return new Kept(preset, new Seed(settings.whole("seed")), trained(preset, from));
    }

    /** What a folder holds of a preset that is known, whose features may be of the user's own; its sampler may be another. */
    static Kept read(DiffusionPreset preset, Checkpoint from) {
        if (from.version() == 1) {
            return FirstDiffusionFormat.read(preset, from);
        }
        Seed seed = new Seed(from.settings().whole("seed"));
        from.settings()
                .requireSame(
                        settings(preset, seed).with(DATA, from.settings().text(DATA)),
                        "the training in " + from.path());
        return new Kept(preset, seed, trained(preset, from));
    }

    private static Trained trained(DiffusionPreset preset, Checkpoint from) {
        from.progress().exactly("size", "sampler", "scale");
        return trained(preset, from, from.settings().text(DATA));
    }

    static Trained trained(DiffusionPreset preset, Checkpoint from, String data) {
        NamedTensors points = from.part(DATA);
        Points offset = Checkpoint.points(points, "offset");
        Points clean = from.part(DATA, tensors -> Checkpoint.points(tensors, "clean"));
        KernelNetwork network = new KernelNetwork(preset.features(), preset.base(), clean.dimension());
        return new Trained(
                from.part(STATE, tensors -> TrainingState.of(network, tensors)),
                from.part(AVERAGE, tensors -> Weights.of(network, tensors)),
                new Unit(from.progress().number("scale"), offset),
                preset.shape(),
                clean,
                from.parts().contains(MEANS) ? from.part(MEANS, MeanFeatures::of) : MeanFeatures.none(),
                data);
    }
}
