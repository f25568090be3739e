package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.quality.ImageQuality;
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

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"mnist, 0.1540, 0.0847", "fashion-mnist, 0.1001, 0.0162"})
    void samplesAreAsGoodAsPublished(String name, double two, double eight) throws IOException {
        Path folder = Path.of("../notebooks/models").resolve(name);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(2_000_000);
        }
        RieszDiffusion model = RieszDiffusion.load(folder);
        assertThat(model.complete()).isTrue();
        assertThat(model.preset()).isEqualTo(RieszPreset.of(name));
        Optional<ImageSet> held =
                name.equals("mnist") ? Images.mnistIfPresent(Split.TEST) : Images.fashionMnistIfPresent(Split.TEST);
        assumeTrue(held.isPresent(), "needs RIESZFLOW_DATA");
        ImageSet real = held.orElseThrow().take(2000);
        assertThat(distance(model, 2, real)).isCloseTo(two, within(2e-3));
        assertThat(distance(model, 8, real)).isCloseTo(eight, within(2e-3));
    }

    /** The unbiased energy distance of pixels, of samples of all classes alike. */
    private static double distance(RieszDiffusion model, int calls, ImageSet real) {
        int[] labels = IntStream.range(0, COUNT).map(i -> i % 10).toArray();
        ImageSet samples = model.with(RieszSampler.calls(calls))
                .sampleGiven(labels, seed(1))
                .images();
        Estimate estimate = ImageQuality.unbiasedEnergy(samples.points(), real.points());
        return estimate.value();
    }
}
