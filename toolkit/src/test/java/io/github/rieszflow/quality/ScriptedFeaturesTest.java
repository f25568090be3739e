package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.ScriptedNetworkTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedFeaturesTest {
    @TempDir
    Path folder;

    @Test
    void imagesComeInColourAtTheSizeAndLevelsAskedFor() throws IOException {
        ScriptedFeatures means =
                ScriptedFeatures.of(ScriptedNetworkTest.script(folder.resolve("means.pt"), "torch.mean(x, [2, 3])"));
        ImageSet digits = Images.drawnDigits(120, seed(1));
        Points features = means.features(digits);
        assertThat(features.shape()).isEqualTo("120×3");
        Points brightness = digits.pooledPoints(28);
        Points negative = means.range(1, -1).features(digits);
        for (int i = 0; i < 120; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(features.get(i, c)).isCloseTo(brightness.get(i, 0), within(1e-5f));
                assertThat(negative.get(i, c)).isCloseTo(1 - 2 * brightness.get(i, 0), within(1e-5f));
            }
        }
        ScriptedFeatures pixels =
                ScriptedFeatures.of(ScriptedNetworkTest.script(folder.resolve("pixels.pt"), "torch.flatten(x, 1, -1)"));
        assertThat(pixels.side(12).features(digits).dimension()).isEqualTo(3 * 144);
        ImageSet colour = ImageSet.of(new byte[] {0, (byte) 255, 51, 102, (byte) 204, 0, 0, 0, 0, 0, 0, 0}, 2, 2, 3);
        assertThat(pixels.features(colour).row(0)).containsExactly(0, 1, 0.2f, 0.4f, 0.8f, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void theyGiveAColumnOfTheirOwn() throws IOException {
        ScriptedFeatures means = ScriptedFeatures.of(
                ScriptedNetworkTest.script(folder.resolve("means.pt"), "torch.select(torch.mean(x, [3]), 1, 0)"));
        QualityReport report = ImageQuality.against(Images.drawnDigits(60, seed(2)))
                .features(means)
                .of("mine", Images.drawnDigits(50, seed(3)));
        assertThat(report.get("mine", "Fréchet, means.pt").value()).isPositive();
    }
}
