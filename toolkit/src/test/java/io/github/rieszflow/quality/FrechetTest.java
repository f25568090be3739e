package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;

class FrechetTest {
    /** Commuting covariances: ‖m₁−m₂‖² + Σ(√λ₁−√λ₂)². */
    @Test
    void diagonalGaussiansHaveTheirClosedForm() {
        double[][] s1 = {{4, 0, 0}, {0, 9, 0}, {0, 0, 0}};
        double[][] s2 = {{1, 0, 0}, {0, 16, 0}, {0, 0, 2}};
        assertThat(Frechet.betweenGaussians(new double[] {1, 0, 2}, s1, new double[] {0, 2, 2}, s2))
                .isCloseTo(5 + 1 + 1 + 2, within(1e-12));
    }

    /** In two dimensions tr √M = √(tr M + 2√det M), so the last term is √(tr Σ₁Σ₂ + 2√(det Σ₁ det Σ₂)). */
    @Test
    void gaussiansInThePlaneThatDoNotCommuteHaveTheirClosedForm() {
        double[][] s1 = {{2, 1}, {1, 3}};
        double[][] s2 = {{5, -2}, {-2, 1}};
        double product = 2 * 5 + 2 * (1 * -2) + 3 * 1;
        double expected = 5 + 6 - 2 * Math.sqrt(product + 2 * Math.sqrt(5.0 * 1.0));
        double[] zero = new double[2];
        assertThat(Frechet.betweenGaussians(zero, s1, zero, s2)).isCloseTo(expected, within(1e-12));
        assertThat(Frechet.betweenGaussians(zero, s2, zero, s1)).isCloseTo(expected, within(1e-12));
        assertThat(Frechet.betweenGaussians(zero, s1, zero, s1)).isCloseTo(0, within(1e-12));
    }

    @Test
    void aCloudAndItsImageUnderATranslationAndAStretch() {
        Points x = Points.gaussian(500, 6, seed(1));
        double trace = 0;
        double[] mean = x.mean();
        for (int i = 0; i < 500; i++) {
            for (int k = 0; k < 6; k++) {
                trace += (x.get(i, k) - mean[k]) * (x.get(i, k) - mean[k]) / 499;
            }
        }
        double square = 0;
        for (double m : mean) {
            square += m * m;
        }
        // x and 3x: ‖m−3m‖² + tr(Σ + 9Σ − 2·3Σ).
        Estimate distance = Frechet.distance(x, x.scale(3));
        assertThat(distance.value()).isCloseTo(4 * square + 4 * trace, within(1e-4));
        assertThat(distance.count()).isEqualTo(500);
        assertThat(Frechet.distance(x, x).value()).isCloseTo(0, within(1e-9));
        assertThat(Frechet.distance(x, x.translate(1, 0, 0, 0, 0, 2)).value()).isCloseTo(5, within(1e-4));
    }

    /** The stated error is the scatter of the distance over independent samples. */
    @Test
    void theErrorIsTheScatterOverSamples() {
        Scatter scatter = Scatter.of(k -> {
            Points x = Points.gaussian(300, 3, seed(2).split(k));
            Points y = Points.uniform(400, 3, seed(3).split(k)).scale(2);
            return Frechet.distance(x, y);
        });
        // The scatter of 200 numbers is known to 5 %: four times that.
        assertThat(scatter.stated() / scatter.deviation()).isBetween(0.8, 1.2);
    }

    @Test
    void featuresThatNeverVaryAreNoTrouble() {
        float[] rows = Points.gaussian(200, 4, seed(4)).toArray();
        for (int i = 0; i < 200; i++) {
            rows[4 * i + 2] = 0;
        }
        Points x = Points.of(rows, 200, 4);
        Estimate distance = Frechet.distance(x, x.translate(0, 0, 1, 0));
        assertThat(distance.value()).isCloseTo(1, within(1e-5));
        assertThat(distance.standardError()).isFinite();
    }

    @Test
    void whatHasNoCovarianceIsRefused() {
        assertThatThrownBy(() -> Frechet.distance(Points.dirac(1, 2), Points.dirac(5, 2)))
                .hasMessage("the number of images for a covariance must be at least 2: received 1");
        assertThatThrownBy(() ->
                        Frechet.betweenGaussians(new double[2], new double[2][2], new double[3], new double[3][3]))
                .hasMessageContaining("Gaussians in dimension 2 need means of 2 numbers");
    }
}
