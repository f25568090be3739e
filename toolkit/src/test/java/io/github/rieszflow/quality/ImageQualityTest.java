package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.discrepancy.Conventions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ImageQualityTest {
    @Test
    void theEnergyDistanceIsTheExactOne() {
        Points x = Points.gaussian(150, 3, seed(1));
        Points y = Points.uniform(100, 3, seed(2));
        assertThat(ImageQuality.energy(x, y).value()).isCloseTo(Mmd.riesz(1).squared(x, y), within(1e-12));
        // δ₀ against δ_h: 2h, without error.
        Estimate far =
                ImageQuality.energy(Points.dirac(5, 2), Points.dirac(4, 2).translate(3, 4));
        assertThat(far.value()).isCloseTo(10, within(1e-12));
        assertThat(far.standardError()).isZero();
    }

    /** Gaussians N(0,1) and N(1,1) on the line: MMD² = 0.5418 in the limit; the stated error is the scatter. */
    @Test
    void theErrorIsTheScatterOverSamples() {
        Scatter scatter = Scatter.of(k -> {
            Points x = Points.gaussian(300, 1, seed(3).split(k));
            Points y = Points.gaussian(200, 1, seed(4).split(k)).translate(1);
            return ImageQuality.energy(x, y);
        });
        assertThat(scatter.stated() / scatter.deviation()).isBetween(0.8, 1.2);
        // The V-statistic counts pairs of a point with itself: 2/√π times (1/300 + 1/200) too much.
        double bias = 2 / Math.sqrt(Math.PI) * (1 / 300.0 + 1 / 200.0);
        assertThat(scatter.mean())
                .isCloseTo(0.5418065793059575 + bias, within(4 * scatter.deviation() / Math.sqrt(Scatter.REPEATS)));
    }

    /** The definition, and the jackknife by leaving points out one by one. */
    @Test
    void withoutPairsOfAPointWithItself() {
        Points x = Points.gaussian(7, 3, seed(1));
        Points y = Points.uniform(5, 3, seed(2));
        Estimate found = ImageQuality.unbiasedEnergy(x, y);
        assertThat(found.value()).isCloseTo(Conventions.unbiased(Mmd.riesz(1), x, y), within(1e-12));
        double variance = leftOut(x, y) + leftOut(y, x);
        assertThat(found.standardError()).isCloseTo(Math.sqrt(variance), within(1e-12));
    }

    private static double leftOut(Points of, Points other) {
        int n = of.size();
        double[] values = IntStream.range(0, n)
                .mapToDouble(i -> ImageQuality.unbiasedEnergy(
                                of.select(IntStream.range(0, n)
                                        .filter(k -> k != i)
                                        .toArray()),
                                other)
                        .value())
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() * (n - 1) / n;
    }

    /** N(0,1) against N(1,1) as above, now without bias; and between equal distributions 0, with an error that is not too small. */
    @Test
    void theUnbiasedDistanceIsUnbiased() {
        for (double shift : new double[] {0, 1}) {
            Scatter scatter = Scatter.of(k -> ImageQuality.unbiasedEnergy(
                    Points.gaussian(300, 1, seed(3).split(k)),
                    Points.gaussian(200, 1, seed(4).split(k)).translate(shift)));
            double expected = shift == 0 ? 0 : 0.5418065793059575;
            assertThat(scatter.mean())
                    .isCloseTo(expected, within(4 * scatter.deviation() / Math.sqrt(Scatter.REPEATS)));
            assertThat(scatter.stated() / scatter.deviation()).isBetween(0.8, shift == 0 ? 2 : 1.2);
        }
    }

    @Test
    void generatorsStandInOneTable() {
        ImageSet training = Images.drawnDigits(1000, seed(5));
        ImageQuality quality = ImageQuality.against(Images.drawnDigits(500, seed(6)))
                .training(training)
                .classifier(ImageClassifier.train(training, seed(7)));
        ImageSet noise = ImageSet.of(Points.uniform(200, 784, seed(8)), 28, 28, 1);
        QualityReport report = quality.of("drawn anew", Images.drawnDigits(200, seed(9)))
                .and("noise", noise)
                .and("copies", training.take(200));
        assertThat(report.names()).containsExactly("training images", "drawn anew", "noise", "copies");
        assertThat(report.measures())
                .containsExactly(
                        "energy distance",
                        "Fréchet, classifier of 10 classes",
                        "feature energy, classifier of 10 classes",
                        "sure (> 0.9)",
                        "like copies");
        double floor = report.get("training images", "energy").value();
        assertThat(report.get("drawn anew", "energy").value()).isBetween(floor / 2, floor * 2);
        assertThat(report.get("noise", "energy").value()).isGreaterThan(20 * floor);
        assertThat(report.get("noise", "Fréchet").value())
                .isGreaterThan(5 * report.get("drawn anew", "Fréchet").value());
        assertThat(report.get("drawn anew", "sure").value()).isGreaterThan(0.8);
        assertThat(report.get("copies", "like copies").value()).isGreaterThan(0.99);
        assertThat(report.get("drawn anew", "like copies").value()).isLessThan(0.15);
        assertThat(report.histogram("drawn anew")).hasSize(10).allMatch(count -> count > 10 && count < 30);
        assertThat(report.neighbours("copies").distances()).containsOnly(0);
        assertThat(report.table().text().lines())
                .anyMatch(line -> line.matches("drawn anew +200 +0\\.0\\d+ ± 0\\.\\d+ .*"));
        assertThat(report.toString())
                .startsWith("QualityReport[copies: energy distance ")
                .endsWith("; 4 rows]");
        assertThatThrownBy(() -> report.get("drawn", "energy"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("there is no row drawn, only [training images, drawn anew");
        assertThatThrownBy(() -> report.neighbours("training images"))
                .hasMessageContaining("no neighbours were looked for");
    }

    @Test
    void lessMeansGiveFewerColumns() {
        QualityReport report = ImageQuality.against(Images.drawnDigits(100, seed(1)))
                .features(new Brightness())
                .of("some", Images.drawnDigits(50, seed(2)));
        assertThat(report.names()).containsExactly("some");
        assertThat(report.measures())
                .containsExactly("energy distance", "Fréchet, brightness", "feature energy, brightness");
        assertThat(report.get("some", "energy").against()).isEqualTo(100);
        assertThat(report.histogram("some")).isEqualTo(List.of());
    }

    /** The mean level of each image. */
    private static final class Brightness implements ImageFeatures {
        @Override
        public Points features(ImageSet images) {
            return images.pooledPoints(28);
        }

        @Override
        public String name() {
            return "brightness";
        }
    }

    @Test
    void imagesOfAnotherShapeAreRefused() {
        ImageQuality quality = ImageQuality.against(Images.drawnDigits(20, seed(1)));
        ImageSet small = Images.drawnDigits(20, seed(2)).pooled(2);
        assertThatThrownBy(() -> quality.of("small", small))
                .hasMessage("samples must have the shape of the held-out images, 28×28×1: received 14×14×1");
        assertThatThrownBy(() -> quality.training(small)).hasMessageStartingWith("training images must have the shape");
        assertThatThrownBy(() -> quality.of("one", Images.drawnDigits(1))).hasMessageContaining("at least 2");
    }

    /** What the specification of the measure says: noise 10.2, two sets of real digits 0.01. */
    @Test
    @Tag("slow")
    void realDigitsAreNearToRealDigits() {
        assumeTrue(Images.mnistIfPresent(Split.TEST).isPresent(), "needs RIESZFLOW_DATA");
        ImageSet test = Images.mnist(Split.TEST);
        ImageSet train = Images.mnist();
        ImageSet some =
                train.select(Seed.seed(1).stream().permutation(train.size())).take(2000);
        QualityReport report = ImageQuality.against(test)
                .of("train", some)
                .and("noise", ImageSet.of(Points.uniform(2000, 784, seed(2)), 28, 28, 1));
        // Against the first 2,000 test images it is 10.16, against these 2,000 of all test images 9.84.
        assertThat(report.get("noise", "energy").value()).isCloseTo(9.84, within(0.1));
        assertThat(report.get("train", "energy").value()).isBetween(0.008, 0.03);
    }
}
