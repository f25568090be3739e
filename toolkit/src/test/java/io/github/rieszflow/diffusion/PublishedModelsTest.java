package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.quality.ImageQuality;
import io.github.rieszflow.quality.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that notebooks open are of 2.2 MB or less, complete, trained by the score of the laptop preset, and as good as it says beside them. */
final class PublishedModelsTest {
    private static final int COUNT = 500;

    /**
     * The unbiased energy distance to the first 2,000 test images, of pixels with few and with many network calls (one and four of
     * quick models), and of the features of the published classifier with many; and then how many it is sure of and how many it sees as
     * what was asked for.
     */
    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "mnist-quick, 1, 4, 0.1106, 0.0943, 0.155, 0.980, 0.984",
        "fashion-mnist-quick, 1, 4, 0.0099, 0.0029, 0.153, 0.670, 0.860",
        "cifar10-quick, 1, 4, 0.0538, 0.0450, 0.055, 0.078, 0.536",
        "mnist, 2, 8, 0.1304, 0.0769, 0.165, 0.966, 0.964",
        "mnist-draws, 2, 8, 0.1540, 0.0847, 0.286, 0.898, 0.914",
        "fashion-mnist, 2, 8, 0.1555, -0.0046, 0.042, 0.706, 0.890",
        "cifar10, 2, 8, 1.7740, 0.0490, 0.054, 0.080, 0.482"
    })
    void samplesAreAsGoodAsPublished(
            String name, int few, int many, double rough, double fine, double features, double sure, double asked)
            throws IOException {
        Path folder = Path.of("../notebooks/models").resolve(name);
        RieszDiffusion model = RieszDiffusion.load(folder);
        assertThat(bytes(folder)).isLessThan(2 << 20);
        assertThat(model.complete()).isTrue();
        String data = name.replace("-draws", "").replace("-quick", "");
        RieszPreset preset = RieszPreset.of(data);
        assertThat(model.preset().score()).isEqualTo((name.endsWith("-draws") ? preset.energyScore() : preset).score());
        Path evaluator = folder.resolveSibling(data + "-classifier");
        ImageClassifier classifier = ImageClassifier.load(evaluator);
        assertThat(bytes(evaluator)).isLessThan(2 << 20);
        Optional<ImageSet> held = switch (data) {
            case "mnist" -> Images.mnistIfPresent(Split.TEST);
            case "fashion-mnist" -> Images.fashionMnistIfPresent(Split.TEST);
            default -> Images.cifar10IfPresent(Split.TEST);
        };
        assumeTrue(held.isPresent(), "needs RIESZFLOW_DATA");
        ImageSet real = held.orElseThrow().take(2000);
        ImageSet first = samples(model, few);
        ImageSet second = samples(model, many);
        Sight sight = classifier.look(second);
        int[] seen = sight.classes();
        double[] found = {
            ImageQuality.unbiasedEnergy(first.points(), real.points()).value(),
            ImageQuality.unbiasedEnergy(second.points(), real.points()).value(),
            ImageQuality.unbiasedEnergy(sight.features(), classifier.look(real).features())
                    .value(),
            sight.sure(0.9).value(),
            IntStream.range(0, COUNT).filter(i -> seen[i] == i % 10).count() / (double) COUNT
        };
        // Two images of 500 may be seen otherwise where a processor rounds otherwise.
        double[] margins = {2e-3 * (1 + rough), 2e-3, 0.02 * features + 0.01, 0.0041, 0.0041};
        double[] published = {rough, fine, features, sure, asked};
        for (int k = 0; k < found.length; k++) {
            assertThat(found[k])
                    .as("number %d of %s", k, Arrays.toString(found))
                    .isCloseTo(published[k], within(margins[k]));
        }
    }

    /** Of all classes alike. */
    private static ImageSet samples(RieszDiffusion model, int calls) {
        int[] labels = IntStream.range(0, COUNT).map(i -> i % 10).toArray();
        return model.with(RieszSampler.calls(calls))
                .sampleGiven(labels, seed(1))
                .images();
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
