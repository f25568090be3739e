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

    /** Deviations from 1 down to 1e-8 beside others, in coordinates and turned: Σ(√λ₁−√λ₂)². */
    @Test
    void covariancesOverSixteenDecades() {
        int d = 17;
        double[][] s1 = new double[d][d];
        double[][] s2 = new double[d][d];
        double expected = 0;
        for (int k = 0; k < d; k++) {
            s1[k][k] = Math.pow(10, -k);
            s2[k][k] = Math.pow(10, -(k * 5 % d));
            expected += Math.pow(Math.sqrt(s1[k][k]) - Math.sqrt(s2[k][k]), 2);
        }
        double[] zero = new double[d];
        assertThat(Frechet.betweenGaussians(zero, s1, zero, s2) / expected).isCloseTo(1, within(1e-13));
        assertThat(Frechet.betweenGaussians(zero, s2, zero, s1) / expected).isCloseTo(1, within(1e-13));
        assertThat(Frechet.betweenGaussians(zero, s1, zero, s1)).isCloseTo(0, within(1e-14));
        // A turn of all pairs of coordinates keeps the distance; the smallest eigenvalues are now lost in the matrix
        // itself.
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < i; k++) {
                turn(s1, i, k);
                turn(s2, i, k);
            }
        }
        assertThat(Frechet.betweenGaussians(zero, s1, zero, s2) / expected).isCloseTo(1, within(1e-7));
    }

    /** Q S Qᵀ with a turn by one radian in the plane of two coordinates. */
    private static void turn(double[][] s, int i, int k) {
        double c = Math.cos(1);
        double t = Math.sin(1);
        for (double[] row : s) {
            double a = row[i];
            row[i] = c * a - t * row[k];
            row[k] = t * a + c * row[k];
        }
        for (int j = 0; j < s.length; j++) {
            double a = s[i][j];
            s[i][j] = c * a - t * s[k][j];
            s[k][j] = t * a + c * s[k][j];
        }
    }

    /** Fewer images than features: both covariances have many zeros, which rounding must not fill. */
    @Test
    void fewerImagesThanFeatures() {
        Points x = Points.gaussian(20, 60, seed(5));
        assertThat(Frechet.distance(x, x).value()).isCloseTo(0, within(1e-9));
        float[] first = new float[20 * 60];
        float[] second = new float[20 * 60];
        for (int i = 0; i < 20; i++) {
            for (int k = 0; k < 30; k++) {
                first[i * 60 + k] = x.get(i, k);
                second[i * 60 + 30 + k] = x.get(i, 30 + k);
            }
        }
        // In spaces that know nothing of each other nothing can be saved: ‖m₁‖² + ‖m₂‖² + tr Σ₁ + tr Σ₂.
        Points a = Points.of(first, 20, 60);
        Points b = Points.of(second, 20, 60);
        double[] mean = x.mean();
        double all = 0;
        for (int k = 0; k < 60; k++) {
            all += mean[k] * mean[k];
            for (int i = 0; i < 20; i++) {
                all += Math.pow(x.get(i, k) - mean[k], 2) / 19;
            }
        }
        assertThat(Frechet.distance(a, b).value() / all).isCloseTo(1, within(1e-9));
    }
}
