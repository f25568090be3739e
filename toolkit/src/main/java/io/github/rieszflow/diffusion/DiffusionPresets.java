package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The presets by name, in three sizes: named changes of one default. */
final class DiffusionPresets {
    private static final String GAUSSIANS = "eight-gaussians";
    static final List<String> TOYS = List.of(GAUSSIANS, "spirals", "checkerboard");
    static final List<String> PICTURES = List.of(
            DataNames.MNIST, DataNames.FASHION_MNIST, DataNames.CIFAR10, DataNames.CELEBA, DataNames.LSUN_CHURCH);
    private static final List<String> NAMES =
            Stream.concat(TOYS.stream(), PICTURES.stream()).toList();
    static final Map<String, ImageShape> SHAPES = Map.of(
            DataNames.MNIST, ImageShape.grey(28, 28),
            DataNames.FASHION_MNIST, ImageShape.grey(28, 28),
            DataNames.CIFAR10, ImageShape.colour(32, 32),
            DataNames.CELEBA, ImageShape.colour(64, 64),
            DataNames.LSUN_CHURCH, ImageShape.colour(64, 64));

    /** The lowest noise level of toys: β = 0.03, a third of the width of what is small in them. */
    private static final double LOWEST = 0.02;

    /** Twice the whole way: what the features learn in short trainings of images is too flat. */
    private static final WitnessSampler FAR = WitnessSampler.dmmd().steps(2).stepByNoise(4);

    private DiffusionPresets() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static DiffusionPreset of(String name, Size size) {
        Require.oneOf(name, NAMES, "the preset");
        ImageShape shape = SHAPES.get(name);
        return shape == null ? toy(name, size) : images(DiffusionPreset.standard(name, size), shape);
    }

    private static DiffusionPreset toy(String name, Size size) {
        // Where there are no gaps to cross, steps of four times the whole way let particles reach the size of the data
        // too.
        double way = name.equals(GAUSSIANS) ? 2 : 8;
        // A slope of 0: the witness is then as steep as particles are to move, and flat where nothing is wrong.
        TrainingPlan plan = TrainingPlan.standard().batch(64, 4).noise(LOWEST, 2);
        DiffusionPreset preset = DiffusionPreset.standard(name, size)
                .sampler(WitnessSampler.dmmd().between(1, LOWEST).stepByNoise(way));
        return switch (size) {
            case SMOKE ->
                preset.features(FeatureNetwork.perceptron(16, 32))
                        .training(plan.steps(60))
                        .clean(200);
            case LAPTOP ->
                preset.features(FeatureNetwork.perceptron(64, 128, 128))
                        .training(plan.steps(3000))
                        .clean(20_000);
            case PAPER ->
                preset.features(FeatureNetwork.perceptron(128, 256, 256, 256))
                        .training(plan.steps(50_000))
                        .clean(5000);
        };
    }

    private static DiffusionPreset images(DiffusionPreset preset, ImageShape shape) {
        // Below paper size: along this schedule steps by noise lead from the distribution of one level to that of the
        // next.
        NoiseSchedule straight = NoiseSchedule.straight();
        return switch (preset.size()) {
            case SMOKE ->
                preset.schedule(straight)
                        .features(FeatureNetwork.encoder(shape, 8, UNet.small(4, 1, 1)))
                        .training(TrainingPlan.standard().steps(4).batch(4, 2).decay(0.9))
                        .sampler(FAR.levels(2).steps(1))
                        .clean(20);
            case LAPTOP ->
                preset.schedule(straight)
                        .features(FeatureNetwork.encoder(shape, 128, UNet.small(8, 1, 4, 8)))
                        .sampler(FAR);
            case PAPER ->
                preset.features(FeatureNetwork.encoder(shape, 512, published(shape)))
                        .training(TrainingPlan.standard()
                                .steps(250_000)
                                .batch(64, 4)
                                .learningRate(1e-4)
                                .decay(0.995)
                                .noise(0.001, 0)
                                .penalties(new Penalties(1, 1, 0.1)));
        };
    }

    private static UNet published(ImageShape shape) {
        List<Integer> multipliers = shape.height() == 64 ? List.of(1, 2, 2, 2, 4) : List.of(1, 2, 2);
        return new UNet(128, multipliers, 2, 32, false, false);
    }
}
