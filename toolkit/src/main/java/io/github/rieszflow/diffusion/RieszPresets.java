package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The presets by name, in three sizes: named changes of one default. */
final class RieszPresets {
    private static final List<String> NAMES = Stream.of(
                    DiffusionPresets.TOYS, List.of(DataNames.DRAWN_DIGITS), DiffusionPresets.PICTURES)
            .flatMap(List::stream)
            .toList();
    private static final List<String> LABELLED =
            List.of(DataNames.DRAWN_DIGITS, DataNames.MNIST, DataNames.FASHION_MNIST, DataNames.CIFAR10);

    static final int LATENTS = 8;

    private static final int LARGE = 64;

    private RieszPresets() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static RieszPreset of(String name, Size size) {
        Require.oneOf(name, NAMES, "the preset");
        return DiffusionPresets.TOYS.contains(name) ? toy(name, size) : images(name, size);
    }

    private static RieszPreset toy(String name, Size size) {
        RieszPlan plan = RieszPlan.standard().times(0, 1.5).optimizer(Optimizer.MUON);
        // In few dimensions the flow finds who belongs to whom.
        RieszPlan coupled = plan.coupling(Coupling.flow());
        return switch (size) {
            case SMOKE ->
                RieszPreset.standard(name, size, Denoiser.perceptron(32))
                        .training(plan.steps(60).batch(32));
            case LAPTOP ->
                RieszPreset.standard(name, size, Denoiser.perceptron(128, 128, 128))
                        .training(coupled.steps(8000).batch(256));
            case PAPER ->
                RieszPreset.standard(name, size, Denoiser.perceptron(256, 256, 256, 256))
                        .training(coupled.steps(50_000).batch(1024));
        };
    }

    private static RieszPreset images(String name, Size size) {
        ImageShape shape = DiffusionPresets.SHAPES.getOrDefault(name, ImageShape.grey(28, 28));
        boolean grey = shape.channels() == 1;
        boolean large = large(shape);
        Observation given = LABELLED.contains(name) ? Observation.labels() : Observation.none();
        // Digits and clothes are not their mirror images.
        RieszPlan plan = RieszPlan.standard().mirrored(!grey);
        int squeeze = large ? 4 : 2;
        return switch (size) {
            case SMOKE ->
                RieszPreset.standard(name, size, net(shape, UNet.small(4, 1), squeeze))
                        .score(score(shape, size))
                        .training(plan.steps(4).batch(4).optimizer(Optimizer.MUON))
                        .sampler(RieszSampler.calls(2))
                        .given(given);
            case LAPTOP ->
                // In minutes the mean is learned better than the score, and many steps are worth more than large
                // batches.
                RieszPreset.standard(name, size, net(shape, UNet.small(grey ? 32 : 36, 1, 2), squeeze))
                        .flowMatching()
                        .training(plan.steps(7600).batch(32).optimizer(Optimizer.MUON))
                        .sampler(RieszSampler.calls(8))
                        .given(given);
            case PAPER ->
                RieszPreset.standard(name, size, net(shape, published(large), large ? 2 : 1))
                        .score(score(shape, size))
                        .training(plan.steps(250_000)
                                .batch(256)
                                .learningRate(2e-4)
                                .decay(0.999)
                                .clip(1))
                        .sampler(RieszSampler.calls(16))
                        .given(given);
        };
    }

    /** Of points whole; of images patches of a quarter (an eighth of large ones), half and all of the picture, beside the squared error. */
    static ScoringRule score(@Nullable ImageShape shape, Size size) {
        if (shape == null) {
            return ScoringRule.energy();
        }
        boolean large = large(shape);
        int side = Math.max(1, Math.min(shape.height(), shape.width()) / (large ? 8 : 4));
        return ScoringRule.energy()
                .particles(size.of(2, 2, 8))
                .slices(ScoreSlices.squares(size.of(6, 48, 96), side, 0, 1, large ? 7 : 3))
                .share(1, 0);
    }

    private static boolean large(ImageShape shape) {
        return Math.min(shape.height(), shape.width()) >= LARGE;
    }

    private static Denoiser net(ImageShape shape, UNet net, int squeeze) {
        return Denoiser.unet(shape, ConditionalUNet.of(net).squeeze(squeeze).latents(LATENTS));
    }

    private static UNet published(boolean large) {
        return new UNet(128, large ? List.of(1, 2, 2, 4) : List.of(1, 2, 2), 2, 32, true, true);
    }
}
