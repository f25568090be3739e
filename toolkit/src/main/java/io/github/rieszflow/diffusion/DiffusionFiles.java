package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.CheckpointFolder;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models as checkpoints. */
final class DiffusionFiles {
    private static final String KIND = "diffusion-mmd";
    private static final int VERSION = 1;
    private static final String PRESET = "preset";
    private static final String KERNEL = "kernel";
    private static final String TRAINING = "training";
    private static final String SEED = "seed";
    private static final String SCALE = "scale";
    private static final String STATE = "state";
    private static final String AVERAGE = "average";
    private static final String DATA = "data";
    private static final String MEANS = "means";

    private DiffusionFiles() {}

    static CheckpointFolder at(Path folder) {
        return CheckpointFolder.at(folder, KIND, VERSION);
    }

    static void write(CheckpointFolder folder, DiffusionMmd model, Trained trained) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(PRESET, model.preset().name());
        header.put(KERNEL, kernel(model.preset()));
        header.put(TRAINING, model.preset().training().toString());
        header.put(SEED, model.seed().value());
        header.put(SCALE, trained.unit().scale());
        if (!trained.data().equals(Trained.UNKNOWN)) {
            header.put(DATA, trained.data());
        }
        Map<String, NamedTensors> parts = new LinkedHashMap<>();
        parts.put(STATE, trained.state().tensors());
        parts.put(AVERAGE, trained.average().tensors());
        Points clean = trained.clean();
        Points offset = trained.unit().offset();
        parts.put(
                DATA,
                NamedTensors.of("clean", clean.toArray(), clean.size(), clean.dimension())
                        .and("offset", offset.toArray(), 1, offset.dimension()));
        if (!trained.means().isEmpty()) {
            parts.put(MEANS, trained.means().tensors());
        }
        // Files close under an interrupted thread, and an interrupt is just when this must be kept.
        boolean interrupted = Thread.interrupted();
        try {
            folder.write(header, parts);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String kernel(DiffusionPreset preset) {
        return preset.base() + " of " + preset.features() + ", " + preset.schedule();
    }

    static DiffusionMmd read(DiffusionPreset preset, CheckpointFolder folder) {
        Checkpoint read = folder.read();
        require(folder, "the preset", preset.name(), read.text(PRESET));
        require(folder, "the kernel", kernel(preset), read.text(KERNEL));
        // Earlier versions wrote its first items only.
        String training = preset.training().toString();
        if (!(training + ", ").startsWith(read.text(TRAINING) + ", ")) {
            require(folder, "the training", training, read.text(TRAINING));
        }
        NamedTensors data = read.part(DATA);
        Points offset = points(data, "offset");
        Points clean = points(data, "clean");
        KernelNetwork network = new KernelNetwork(preset.features(), preset.base(), clean.dimension());
        Trained trained = new Trained(
                TrainingState.of(network, read.part(STATE)),
                Weights.of(network, read.part(AVERAGE)),
                new Unit(read.number(SCALE), offset),
                preset.shape(),
                clean,
                read.parts().contains(MEANS) ? MeanFeatures.of(read.part(MEANS)) : MeanFeatures.none(),
                read.header().containsKey(DATA) ? read.text(DATA) : Trained.UNKNOWN);
        return new DiffusionMmd(preset, Seed.seed(read.whole(SEED)), Device.cpu(), folder.path(), trained);
    }

    private static Points points(NamedTensors tensors, String name) {
        return Points.adopt(
                tensors.get(name),
                tensors.shape(name).get(0),
                tensors.shape(name).get(1));
    }

    private static void require(CheckpointFolder folder, String what, String expected, String received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException("the checkpoint in " + folder.path() + " is of another preset: " + what
                    + " must be " + expected + ", it is " + received
                    + "; load it with the preset it was trained with");
        }
    }
}
