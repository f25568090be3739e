package io.github.rieszflow.generate;

import io.github.rieszflow.generate.MmdPreset.Momentum;
import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings by name and size. Those of the paper are read off the published code of Hertrich, Wald, Altekrüger, Hagemann
 * (ICLR 2024).
 */
final class MmdPresets {
    /** The published code for grey images runs until it is stopped; its networks take 1,267,056 flow steps on MNIST. */
    private static final int UNTIL_STOPPED = 55;

    private static final List<String> COLOUR = List.of(DataNames.CIFAR10, DataNames.CELEBA);
    /** Drawn digits are not in the paper: as MNIST, which they resemble. */
    private static final List<String> NAMES = List.of(
            DataNames.MNIST, DataNames.FASHION_MNIST, DataNames.CIFAR10, DataNames.CELEBA, DataNames.DRAWN_DIGITS);

    private MmdPresets() {}

    static MmdPreset of(String name, Size size) {
        Require.oneOf(name, NAMES, "the preset");
        if (COLOUR.contains(name)) {
            return switch (size) {
                case SMOKE -> colourSmoke(name);
                case LAPTOP -> colourLaptop(name);
                case PAPER -> name.equals(DataNames.CELEBA) ? celeba() : cifar10();
            };
        }
        boolean clothes = name.equals(DataNames.FASHION_MNIST);
        double momentum = clothes ? 0.8 : 0.7;
        return switch (size) {
            case SMOKE -> smoke(name, momentum);
            case LAPTOP -> laptop(name);
            case PAPER -> grey(name, momentum, clothes ? 50_000 : 30_000);
        };
    }

    /** What all published settings share. */
    private static MmdPreset paper(String name) {
        return MmdPreset.standard(name, Size.PAPER).fast(false).network(UNet.paper());
    }

    private static MmdPreset grey(String name, double momentum, int most) {
        return paper(name)
                .particles(20_000)
                .resolutions(Resolution.pooled(1).networks(UNTIL_STOPPED).slices(1000))
                .flowSteps(32, 2048, most)
                .momentum(momentum, true)
                .training(Training.standard().iterations(2000).learningRate(1e-3, 1e-3));
    }

    private static MmdPreset cifar10() {
        return paper(DataNames.CIFAR10)
                .particles(30_000)
                .resolutions(
                        Resolution.pooled(8).networks(40).stepSize(0.5).slices(500),
                        Resolution.pooled(4).networks(20).slices(500).noise(0.08),
                        Resolution.pooled(2).networks(20).slices(768).noise(0.08),
                        Resolution.pooled(1)
                                .networks(34)
                                .slices(500)
                                .momentum(false)
                                .noise(0.08)
                                .patches(Patches.of(7, 0, 1, 2, 3)))
                .flowSteps(32, 1024, 30_000)
                .momentum(Momentum.growing(0.01, 0.8))
                .training(Training.standard().norm(1).iterations(5000).learningRate(5e-4, 5e-4));
    }

    private static MmdPreset celeba() {
        return paper(DataNames.CELEBA)
                .particles(20_000)
                .resolutions(
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
                                .patches(Patches.of(7, 0, 1, 2, 3).mean(true)),
                        Resolution.pooled(1)
                                .networks(28)
                                .firstSteps(1024)
                                .slices(400)
                                .momentum(false)
                                .noise(0.02)
                                .replaced(false)
                                .patches(Patches.of(7, 0, 1, 2, 3, 4, 5, 6).mean(true)))
                // 8196 instead of 8192 is what ran.
                .flowSteps(16, 8196, 100_000)
                .momentum(Momentum.growing(0.05, 0.8))
                .training(
                        Training.standard().norm(1).iterations(20_000).batch(10).learningRate(5e-4, 5e-4));
    }

    /**
     * What makes minutes of hours, each measured on MNIST: half the resolution first, where flows and networks have a quarter of
     * the work; after one network directions on squares, for those in all of space find the large features in a few
     * steps and then barely move anything for thousands; steps that get shorter within the flow for each network, so that what
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
        return MmdPreset.standard(name, Size.LAPTOP)
                .resolutions(
                        first(2),
                        squares(2, 4).firstSteps(256).stepSizes(1, 0.1).patches(Patches.of(5, 0, 1)),
                        squares(2, 4).firstSteps(320).stepSizes(0.6, 0.06).patches(Patches.of(4, 0, 1, 2)),
                        squares(2, 4).firstSteps(384).stepSizes(0.4, 0.04).patches(Patches.of(5, 0, 1)),
                        squares(1, 2)
                                .firstSteps(192)
                                .stepSizes(0.4, 0.05)
                                .noise(0.05)
                                .patches(Patches.of(7, 0, 1, 2, 3)),
                        squares(1, 2).firstSteps(256).stepSizes(0.4, 0.05).patches(Patches.of(5, 0, 1, 2, 3)),
                        squares(1, 2).firstSteps(320).stepSizes(0.3, 0.02).patches(Patches.of(7, 0, 1, 2, 3)));
    }

    /** Where directions see squares only. */
    private static Resolution squares(int pooling, int networks) {
        return Resolution.pooled(pooling).networks(networks).momentum(false);
    }

    /** The first network of a laptop's chain sees whole images. */
    private static Resolution first(int pooling) {
        return Resolution.pooled(pooling).firstSteps(64).stepSize(6).slices(196).momentum(false);
    }

    private static MmdPreset smoke(String name, double momentum) {
        return MmdPreset.standard(name, Size.SMOKE)
                .particles(500)
                .resolutions(Resolution.pooled(1).networks(3).slices(256))
                .flowSteps(8, 64, 64)
                .momentum(momentum, true)
                .network(UNet.small(8, 1, 2))
                .training(Training.standard().iterations(25).batch(32).learningRate(3e-3, 3e-4));
    }

    /**
     * As {@link #laptop(String)} from 8×8 pixels up. There all of an image fits into a patch of 4×4 cells of 2×2 pixels; at larger sizes small
     * patches at several scales take the added noise out, the larger ones set their parts together.
     */
    private static MmdPreset colourLaptop(String name) {
        List<Resolution> levels = new ArrayList<>();
        boolean large = name.equals(DataNames.CELEBA);
        int coarsest = large ? 8 : 4;
        levels.add(first(coarsest));
        levels.add(squares(coarsest, 5).firstSteps(256).stepSizes(1, 0.1).patches(Patches.of(4, 0, 1)));
        for (int pooling = coarsest / 2; pooling >= 1; pooling /= 2) {
            int networks = pooling == 1 ? 2 : 3;
            Integer[] scales = pooling == coarsest / 2 ? new Integer[] {0, 1, 2} : new Integer[] {0, 1, 2, 3};
            levels.add(squares(pooling, networks)
                    .firstSteps(384)
                    .stepSizes(0.6, 0.04)
                    .noise(0.05)
                    .patches(Patches.of(3, scales)));
            levels.add(squares(pooling, networks)
                    .firstSteps(384)
                    .stepSizes(0.4, 0.03)
                    .patches(Patches.of(pooling == 1 ? 7 : 5, scales)));
        }
        return MmdPreset.standard(name, Size.LAPTOP).resolutions(levels.toArray(Resolution[]::new));
    }

    private static MmdPreset colourSmoke(String name) {
        boolean large = name.equals(DataNames.CELEBA);
        Patches patches = large ? Patches.of(7, 0, 1, 2, 3, 4, 5, 6).mean(true) : Patches.of(7, 0, 1, 2, 3);
        return MmdPreset.standard(name, Size.SMOKE)
                .particles(200)
                .resolutions(
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
                                .patches(patches))
                .flowSteps(8, 8, 16)
                .momentum(Momentum.growing(0, 0.5))
                .network(UNet.small(8, 1, 2))
                .training(Training.standard().norm(1).iterations(10).batch(20).learningRate(1e-3, 1e-3));
    }
}
