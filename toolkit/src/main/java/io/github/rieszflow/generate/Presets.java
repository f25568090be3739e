package io.github.rieszflow.generate;

import io.github.rieszflow.generate.MmdPreset.FlowSteps;
import io.github.rieszflow.generate.MmdPreset.Momentum;
import io.github.rieszflow.generate.MmdPreset.Patches;
import io.github.rieszflow.generate.MmdPreset.Resolution;
import io.github.rieszflow.generate.MmdPreset.Training;
import io.github.rieszflow.network.UNet;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings by name and size. Those of the paper are read off the published code of Hertrich, Wald, Altekrüger, Hagemann
 * (ICLR 2024).
 */
final class Presets {
    /** The published code for grey images runs until it is stopped; so many networks take 1,267,056 flow steps on MNIST. */
    private static final int UNTIL_STOPPED = 55;

    private Presets() {}

    static MmdPreset of(String name, String size) {
        boolean paper = size.equals("paper");
        if (!paper && !size.equals("laptop") && !size.equals("smoke")) {
            throw new IllegalArgumentException("expected the size paper, laptop or smoke: received " + size);
        }
        return switch (name) {
            case "mnist" -> paper ? grey(name, 0.7, 30_000) : smaller(name, size, 0.7);
            case "fashion-mnist" -> paper ? grey(name, 0.8, 50_000) : smaller(name, size, 0.8);
            // Not in the paper: as MNIST, which they resemble.
            case "drawn-digits" -> paper ? grey(name, 0.7, 30_000) : smaller(name, size, 0.7);
            case "cifar10" -> paper ? cifar10() : colour(name, size);
            case "celeba" -> paper ? celeba() : colour(name, size);
            default ->
                throw new IllegalArgumentException(
                        "expected the preset mnist, fashion-mnist, cifar10, celeba or drawn-digits: received " + name);
        };
    }

    private static MmdPreset grey(String name, double momentum, int most) {
        return new MmdPreset(
                name,
                "paper",
                20_000,
                List.of(Resolution.pooled(1).networks(UNTIL_STOPPED).slices(1000)),
                new FlowSteps(32, 2048, most),
                new Momentum(momentum, 0, momentum, true),
                false,
                UNet.paper(),
                new Training(2, 2000, 100, 1e-3, 1e-3),
                Observation.none());
    }

    private static MmdPreset cifar10() {
        Patches patches = Patches.of(7, 0, 1, 2, 3);
        return new MmdPreset(
                "cifar10",
                "paper",
                30_000,
                List.of(
                        Resolution.pooled(8).networks(40).stepSize(0.5).slices(500),
                        Resolution.pooled(4).networks(20).slices(500).noise(0.08),
                        Resolution.pooled(2).networks(20).slices(768).noise(0.08),
                        Resolution.pooled(1)
                                .networks(34)
                                .slices(500)
                                .momentum(false)
                                .noise(0.08)
                                .patches(patches)),
                new FlowSteps(32, 1024, 30_000),
                new Momentum(0, 0.01, 0.8, false),
                false,
                UNet.paper(),
                new Training(1, 5000, 100, 5e-4, 5e-4),
                Observation.none());
    }

    private static MmdPreset celeba() {
        Patches patches = new Patches(7, List.of(0, 1, 2, 3), true, true);
        Patches more = new Patches(7, List.of(0, 1, 2, 3, 4, 5, 6), true, true);
        return new MmdPreset(
                "celeba",
                "paper",
                20_000,
                List.of(
                        Resolution.pooled(8)
                                .networks(22)
                                .firstSteps(16)
                                .stepSize(0.3)
                                .slices(500),
                        Resolution.pooled(4)
                                .networks(20)
                                .firstSteps(256)
                                .stepSize(0.8)
                                .slices(768)
                                .noise(0.02),
                        Resolution.pooled(2)
                                .networks(17)
                                .firstSteps(512)
                                .stepSize(0.8)
                                .slices(400)
                                .momentum(false)
                                .noise(0.02)
                                .patches(patches),
                        Resolution.pooled(1)
                                .networks(28)
                                .firstSteps(1024)
                                .slices(400)
                                .momentum(false)
                                .noise(0.02)
                                .replaced(false)
                                .patches(more)),
                // 8196 instead of 8192 is what ran.
                new FlowSteps(16, 8196, 100_000),
                new Momentum(0, 0.05, 0.8, false),
                false,
                UNet.paper(),
                new Training(1, 20_000, 10, 5e-4, 5e-4),
                Observation.none());
    }

    private static MmdPreset smaller(String name, String size, double momentum) {
        return size.equals("laptop") ? laptop(name) : smoke(name, momentum);
    }

    /**
     * What makes minutes of hours, each measured on MNIST: half the resolution first, where flows and networks have a quarter of
     * the work; after one network directions on squares, for those in all of space find the large features in a few
     * steps and then hardly move anything for thousands; steps that get shorter within the flow for each network, so that what
     * random directions shake into the particles is taken out before a network has to learn it. The flow alone at half
     * resolution (5,000 particles), after 64 steps of the first kind: MMD² to 2,000 test images of that size 0.185, after 1,000
     * more on squares of 5 pixels, from 0.6 to 0.05, 0.019, after 2,000 more 0.014. Which digit a particle becomes is settled
     * there: a classifier of such images is more than 0.9 sure of 29, 59 and 68 % of them.
     *
     * <p>The whole chain (training seed 1, 2,000 samples of seed 7): MMD² to 2,000 random test images 0.048 ± 0.004, a classifier
     * is more than 0.9 sure of 70 %; 880 s on two hyper-threads of an AMD EPYC. FashionMNIST: 0.019 ± 0.005 and 48 %, where the
     * classifier is sure of 79 % of the training images.
     */
    private static MmdPreset laptop(String name) {
        return laptop(
                name,
                List.of(
                        first(2),
                        onSquares(2, 4, 256, 1, 0.1, 0, 5, 0, 1),
                        onSquares(2, 4, 320, 0.6, 0.06, 0, 4, 0, 1, 2),
                        onSquares(2, 4, 384, 0.4, 0.04, 0, 5, 0, 1),
                        onSquares(1, 2, 192, 0.4, 0.05, 0.05, 7, 0, 1, 2, 3),
                        onSquares(1, 2, 256, 0.4, 0.05, 0, 5, 0, 1, 2, 3),
                        onSquares(1, 2, 320, 0.3, 0.02, 0, 7, 0, 1, 2, 3)));
    }

    /** What laptop sizes share: particles, step counts, networks and their training. */
    private static MmdPreset laptop(String name, List<Resolution> levels) {
        return new MmdPreset(
                name,
                "laptop",
                5000,
                levels,
                new FlowSteps(64, 64, 1024),
                new Momentum(0, 0, 0, false),
                true,
                new UNet(8, List.of(1, 4), 1, 8, true, false),
                new Training(2, 300, 100, 2e-3, 1e-4),
                Observation.none());
    }

    private static Resolution onSquares(
            int pooling, int networks, int steps, double size, double last, double noise, int side, Integer... scales) {
        return Resolution.pooled(pooling)
                .networks(networks)
                .firstSteps(steps)
                .stepSizes(size, last)
                .momentum(false)
                .noise(noise)
                .patches(Patches.of(side, scales));
    }

    /** The first network of a laptop's chain sees whole images. */
    private static Resolution first(int pooling) {
        return Resolution.pooled(pooling).firstSteps(64).stepSize(6).slices(196).momentum(false);
    }

    private static MmdPreset smoke(String name, double momentum) {
        return new MmdPreset(
                name,
                "smoke",
                500,
                List.of(Resolution.pooled(1).networks(3).slices(256)),
                new FlowSteps(8, 64, 64),
                new Momentum(momentum, 0, momentum, true),
                true,
                UNet.small(8, 1, 2),
                new Training(2, 25, 32, 3e-3, 3e-4),
                Observation.none());
    }

    private static MmdPreset colour(String name, String size) {
        return size.equals("laptop") ? colourLaptop(name) : colourSmoke(name);
    }

    /**
     * As {@link #laptop(String)} from 8×8 pixels up. There all of an image fits into a patch of 4×4 cells of 2×2 pixels; at larger sizes small
     * patches at several scales take the added noise out, the larger ones set their parts together.
     */
    private static MmdPreset colourLaptop(String name) {
        List<Resolution> levels = new ArrayList<>();
        boolean large = name.equals("celeba");
        int coarsest = large ? 8 : 4;
        levels.add(first(coarsest));
        levels.add(onSquares(coarsest, 5, 256, 1, 0.1, 0, 4, 0, 1));
        for (int pooling = coarsest / 2; pooling >= 1; pooling /= 2) {
            int networks = pooling == 1 ? 2 : 3;
            Integer[] scales = pooling == coarsest / 2 ? new Integer[] {0, 1, 2} : new Integer[] {0, 1, 2, 3};
            levels.add(onSquares(pooling, networks, 384, 0.6, 0.04, 0.05, 3, scales));
            levels.add(onSquares(pooling, networks, 384, 0.4, 0.03, 0, pooling == 1 ? 7 : 5, scales));
        }
        return laptop(name, levels);
    }

    private static MmdPreset colourSmoke(String name) {
        boolean large = name.equals("celeba");
        Patches patches = new Patches(7, large ? List.of(0, 1, 2, 3, 4, 5, 6) : List.of(0, 1, 2, 3), large, true);
        return new MmdPreset(
                name,
                "smoke",
                200,
                List.of(
                        Resolution.pooled(8).stepSize(large ? 0.3 : 0.5).slices(64),
                        Resolution.pooled(4)
                                .stepSize(large ? 0.8 : 1)
                                .slices(64)
                                .noise(0.05),
                        Resolution.pooled(2)
                                .stepSize(large ? 0.8 : 1)
                                .slices(64)
                                .noise(0.05),
                        Resolution.pooled(1)
                                .slices(16)
                                .momentum(false)
                                .noise(0.05)
                                .patches(patches)),
                new FlowSteps(8, 8, 16),
                new Momentum(0, 0, 0.5, false),
                true,
                UNet.small(8, 1, 2),
                new Training(1, 10, 20, 1e-3, 1e-3),
                Observation.none());
    }
}
