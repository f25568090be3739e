package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.UNet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Old format: what version 0.1 wrote about a diffusion MMD, with its settings in words. The words are made here, as that
 * version made them, and must stay as they are.
 */
final class FirstDiffusionFormat {
    private FirstDiffusionFormat() {}

    static DiffusionFiles.Kept read(DiffusionPreset preset, Checkpoint from) {
        Settings header = from.progress();
        require(from, "the preset", preset.name(), header.text("preset"));
        require(from, "the kernel", kernel(preset), header.text("kernel"));
        require(from, "the training", training(preset.training()), header.text("training"));
        return new DiffusionFiles.Kept(
                preset, new Seed(header.whole("seed")), DiffusionFiles.trained(preset, from, header.text("data")));
    }

    private static void require(Checkpoint from, String what, String expected, String received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException("the training in " + from.path() + " is of another preset: " + what
                    + " must be " + expected + ", it is " + received + "; load it with the preset it was trained with");
        }
    }

    private static String kernel(DiffusionPreset preset) {
        String schedule = preset.schedule().kind().name().toLowerCase(Locale.ROOT) + " schedule";
        return base(preset.base()) + " of " + features(preset.features()) + ", " + schedule;
    }

    private static String base(BaseKernel base) {
        return switch (base.kind()) {
            case LINEAR -> "linear kernel";
            case RBF -> "RBF kernel of learned width";
            case RATIONAL_QUADRATIC -> "rational quadratic kernel of learned width";
        };
    }

    private static String features(FeatureNetwork features) {
        if (features instanceof Coordinates) {
            return "coordinates";
        }
        if (features instanceof Perceptron perceptron) {
            return "perceptron " + hyphened(perceptron.widths()) + " with " + perceptron.features() + " features";
        }
        if (features instanceof Encoder encoder) {
            UNet net = encoder.net();
            return "encoder with " + encoder.features() + " features by U-Net of "
                    + hyphened(net.multipliers().stream()
                            .map(m -> m * net.channels())
                            .toList())
                    + " channels, " + net.blocks() + (net.blocks() == 1 ? " block" : " blocks") + " a level"
                    + (net.attention() ? ", attention" : "") + (net.noise() ? ", told the noise" : "") + " of images "
                    + encoder.shape().height() + "×" + encoder.shape().width() + "×"
                    + encoder.shape().channels();
        }
        return "features that version 0.1 did not know";
    }

    private static String hyphened(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String training(TrainingPlan plan) {
        Penalties penalties = plan.penalties();
        return plan.steps() + " steps of " + plan.levels() + "×" + plan.batch() + " points, Adam " + plan.learningRate()
                + ", average " + plan.decay() + ", noise from " + plan.lowest() + " with emphasis " + plan.emphasis()
                + ", penalties " + penalties.gradient() + " on slopes other than " + penalties.slope() + ", "
                + penalties.size() + " on features";
    }
}
