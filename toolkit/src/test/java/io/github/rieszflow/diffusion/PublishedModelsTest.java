package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.quality.ImageQuality;
import io.github.rieszflow.quality.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that notebooks open are small, complete, of the laptop preset, and as good as it says beside them. */
final class PublishedModelsTest {
    private static final int COUNT = 500;

    /**
     * The unbiased energy distance of pixels to the first 2,000 test images with two and eight network calls, and with eight how many the published
     * classifier is sure of and how many it sees as what was asked for.
     */
    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"mnist, 0.1540, 0.0847, 0.898, 0.914", "fashion-mnist, 0.1001, 0.0162, 0.550, 0.824"})
    void samplesAreAsGoodAsPublished(String name, double two, double eight, double sure, double asked)
            throws IOException {
        Path folder = Path.of("../notebooks/models").resolve(name);
        RieszDiffusion model = RieszDiffusion.load(folder);
        assertThat(bytes(folder)).isLessThan(2_000_000);
        assertThat(model.complete()).isTrue();
        assertThat(model.preset()).isEqualTo(RieszPreset.of(name));
        Path evaluator = folder.resolveSibling(name + "-classifier");
        ImageClassifier classifier = ImageClassifier.load(evaluator);
        assertThat(bytes(evaluator)).isLessThan(2_000_000);
        Optional<ImageSet> held =
                name.equals("mnist") ? Images.mnistIfPresent(Split.TEST) : Images.fashionMnistIfPresent(Split.TEST);
        assumeTrue(held.isPresent(), "needs RIESZFLOW_DATA");
        Points real = held.orElseThrow().take(2000).points();
        ImageSet rough = samples(model, 2);
        ImageSet fine = samples(model, 8);
        assertThat(ImageQuality.unbiasedEnergy(rough.points(), real).value()).isCloseTo(two, within(2e-3));
        assertThat(ImageQuality.unbiasedEnergy(fine.points(), real).value()).isCloseTo(eight, within(2e-3));
        Sight sight = classifier.look(fine);
        int[] seen = sight.classes();
        // Two images of 500 may be seen otherwise where a processor rounds otherwise.
        assertThat(sight.sure(0.9).value()).isCloseTo(sure, within(0.0041));
        assertThat(IntStream.range(0, COUNT).filter(i -> seen[i] == i % 10).count() / (double) COUNT)
                .isCloseTo(asked, within(0.0041));
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
