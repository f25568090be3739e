package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.Map;

/** The presets by name, in three sizes. */
final class Presets {
    private static final List<String> TOYS = List.of("eight-gaussians", "spirals", "checkerboard");
    private static final Map<String, ImageShape> IMAGES = Map.of(
            "mnist", ImageShape.grey(28, 28),
            "fashion-mnist", ImageShape.grey(28, 28),
            "cifar10", ImageShape.colour(32, 32),
            "celeba", ImageShape.colour(64, 64),
            "lsun-church", ImageShape.colour(64, 64));
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine();
    /** Of images below paper size: along it steps by noise lead from the law of one level to that of the next. */
    private static final NoiseSchedule STRAIGHT = NoiseSchedule.straight();
    /** A slope of 0: the witness is then as steep as particles are to move, and flat where nothing is wrong. */
    private static final Penalties FLAT = new Penalties(1, 0, 0.001);

    /** The lowest noise level of toys: β = 0.03, a third of the width of what is small in them. */
    private static final double LOWEST = 0.02;

    /** Twice the whole way: what the features learn in short trainings of images is too flat. */
    private static final WitnessSampler FAR = WitnessSampler.dmmd().steps(2).stepByNoise(4);

    private static final Penalties PAPER = new Penalties(1, 1, 0.1);

    private Presets() {}

    private static ImageShape shape(String name) {
        ImageShape shape = IMAGES.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no preset " + name + ": take one of " + TOYS + " or "
                    + IMAGES.keySet().stream().sorted().toList());
        }
        return shape;
    }

    static DiffusionPreset laptop(String name) {
        if (TOYS.contains(name)) {
            return toy(name, "laptop", FeatureNetwork.perceptron(64, 128, 128), 3000, 20_000);
        }
        ImageShape shape = shape(name);
        TrainingPlan plan = new TrainingPlan(6000, 32, 2, 2e-3, 0.97, 0.05, 0, FLAT);
        return images(name, "laptop", STRAIGHT, encoder(shape, 128, UNet.small(8, 1, 4, 8)), plan, FAR, 500);
    }

    static DiffusionPreset smoke(String name) {
        if (TOYS.contains(name)) {
            return toy(name, "smoke", FeatureNetwork.perceptron(16, 32), 60, 200);
        }
        TrainingPlan plan = new TrainingPlan(4, 4, 2, 2e-3, 0.9, 0.05, 0, FLAT);
        WitnessSampler sampler = FAR.levels(2).steps(1);
        return images(name, "smoke", STRAIGHT, encoder(shape(name), 8, UNet.small(4, 1, 1)), plan, sampler, 20);
    }

    static DiffusionPreset paper(String name) {
        if (TOYS.contains(name)) {
            return toy(name, "paper", FeatureNetwork.perceptron(128, 256, 256, 256), 50_000, 5000);
        }
        ImageShape shape = shape(name);
        UNet net = shape.height() == 64
                ? new UNet(128, List.of(1, 2, 2, 2, 4), 2, 32, false, false)
                : new UNet(128, List.of(1, 2, 2), 2, 32, false, false);
        TrainingPlan plan = new TrainingPlan(250_000, 64, 4, 1e-4, 0.995, 0.001, 0, PAPER);
        return images(name, "paper", SCHEDULE, encoder(shape, 512, net), plan, WitnessSampler.dmmd(), 500);
    }

    private static FeatureNetwork encoder(ImageShape shape, int features, UNet net) {
        return FeatureNetwork.encoder(shape, features, net);
    }

    private static DiffusionPreset toy(String name, String size, FeatureNetwork features, int steps, int clean) {
        TrainingPlan plan = new TrainingPlan(steps, 64, 4, 2e-3, 0.97, LOWEST, 2, FLAT);
        // Where there are no gaps to cross, steps of four times the whole way let particles reach the size of the data
        // too.
        boolean gaps = name.equals("eight-gaussians");
        WitnessSampler sampler = WitnessSampler.dmmd().between(1, LOWEST).stepByNoise(gaps ? 2 : 8);
        return new DiffusionPreset(name, size, SCHEDULE, features, BaseKernel.linear(), plan, sampler, clean);
    }

    private static DiffusionPreset images(
            String name,
            String size,
            NoiseSchedule schedule,
            FeatureNetwork features,
            TrainingPlan plan,
            WitnessSampler sampler,
            int clean) {
        return new DiffusionPreset(name, size, schedule, features, BaseKernel.linear(), plan, sampler, clean);
    }
}
