package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.transport.Wasserstein;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of other programs for the same points, computed once. */
class ConventionsTest {
    private static final Points LINE_X = Points.line(0, 1, 3, -2.5, 0.25);
    private static final Points LINE_Y = Points.line(2, 5, 0.5, 1);
    private static final Points X = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}, {3, -1}, {0.5, 0.25}});
    private static final Points Y = Points.of(new double[][] {{3, 4}, {1, 1}, {-2, 0.5}, {2, 2}});
    private static final double[] W = {1, 2, 3, 1, 0.5};
    private static final double[] U = {4, 1, 2, 2};

    /** SciPy 1.10.1, {@code energy_distance} and {@code wasserstein_distance}, without and with weights. */
    @Test
    void scipy() {
        Mmd mmd = Mmd.riesz(1);
        double plain = mmd.squared(LINE_X, LINE_Y);
        double weighted = mmd.squared(LINE_X.weighted(W), LINE_Y.weighted(U));
        assertThat(Conventions.scipy(plain)).isCloseTo(1.008712050091601, within(1e-14));
        assertThat(Conventions.scipy(weighted)).isCloseTo(0.6760451442300559, within(1e-14));
        assertThat(Conventions.fromScipy(1.008712050091601)).isCloseTo(plain, within(1e-14));
        Wasserstein w1 = Wasserstein.order(1);
        assertThat(w1.distance(LINE_X, LINE_Y)).isCloseTo(1.775, within(1e-14));
        assertThat(w1.distance(LINE_X.weighted(W), LINE_Y.weighted(U))).isCloseTo(1.2055555555555557, within(1e-14));
    }

    /** R 4.2.2, energy 1.7-11: {@code edist(rbind(X, Y), sizes = c(5, 4), alpha = r)}, method "cluster" and "discoB". */
    @ParameterizedTest
    @CsvSource({
        "1, 3.484734604029522, 1.742367302014761",
        "0.5, 1.8996841867992684, 0.94984209339963399",
        "1.5, 6.3906743649161335, 3.1953371824580659",
    })
    void edist(double r, double cluster, double between) {
        double squared = Mmd.riesz(r).squared(X, Y);
        assertThat(Conventions.edist(squared, 5, 4)).isCloseTo(cluster, within(1e-14));
        assertThat(Conventions.edist(squared, 5, 4) / 2).isCloseTo(between, within(1e-14));
        assertThat(Conventions.fromEdist(cluster, 5, 4)).isCloseTo(squared, within(1e-14));
    }

    /** The same package on the line: {@code edist} of the numbers of LINE_X and LINE_Y as a matrix of one column. */
    @Test
    void edistOnTheLine() {
        assertThat(Conventions.edist(Mmd.riesz(1).squared(LINE_X, LINE_Y), 5, 4))
                .isCloseTo(2.2611111111111115, within(1e-14));
    }

    /**
     * The pairwise loss {@code energy} of geomloss as its kernel_samples.py defines it (commit 05b5388): ½⟨α,Kα⟩ + ½⟨β,Kβ⟩ −
     * ⟨α,Kβ⟩ with K = −‖x−y‖, evaluated in double precision with PyTorch 1.13.0; the package itself was not run.
     */
    @Test
    void geomloss() {
        Mmd mmd = Mmd.riesz(1);
        double plain = mmd.squared(X, Y);
        assertThat(Conventions.halved(plain)).isCloseTo(0.7840652859066419, within(1e-14));
        assertThat(Conventions.halved(mmd.squared(X.weighted(W), Y.weighted(U))))
                .isCloseTo(1.0828380207020718, within(1e-14));
        assertThat(Conventions.fromHalved(0.7840652859066419)).isCloseTo(plain, within(1e-14));
    }

    /** Over pairs of different points, as it is written down. */
    @Test
    void unbiased() {
        for (double r : new double[] {0.5, 1, 1.5}) {
            double expected = 2 * Brute.meanDistance(X, Y, r)
                    - Brute.meanDistance(X, X, r) * 5 / 4
                    - Brute.meanDistance(Y, Y, r) * 4 / 3;
            assertThat(Conventions.unbiased(Mmd.riesz(r), X, Y)).isCloseTo(expected, within(1e-13));
            // Equal weights are none; a point without weight does not count.
            Measure padded = X.concat(Points.of(new double[] {9, 9})).weighted(2, 2, 2, 2, 2, 0);
            assertThat(Conventions.unbiased(Mmd.riesz(r), padded, Y)).isCloseTo(expected, within(1e-13));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conventions.unbiased(Mmd.riesz(1), X, Points.dirac(1, 2)))
                .withMessageContaining("all mass of y is at one point");
    }

    /**
     * Two samples of one distribution, U[0,1] with 50 and 80 points: E MMD² = (1/50 + 1/80)/3, the U-statistic has mean 0. Over 4000
     * pairs of samples, within four standard errors.
     */
    @Test
    void theBiasOfSamples() {
        int runs = 4000;
        double[] sums = new double[4];
        for (int i = 0; i < runs; i++) {
            Points x = Points.uniform(50, 1, Seed.seed(1).split(i));
            Points y = Points.uniform(80, 1, Seed.seed(2).split(i));
            double v = Mmd.riesz(1).squared(x, y);
            double u = Conventions.unbiased(Mmd.riesz(1), x, y);
            sums[0] += v / runs;
            sums[1] += v * v / runs;
            sums[2] += u / runs;
            sums[3] += u * u / runs;
        }
        assertThat(sums[0]).isCloseTo(0.0108333333333333, within(4 * Math.sqrt((sums[1] - sums[0] * sums[0]) / runs)));
        assertThat(sums[2]).isCloseTo(0, within(4 * Math.sqrt((sums[3] - sums[2] * sums[2]) / runs)));
    }

    @Test
    void constants() {
        assertThat(Conventions.fourier(1, 1)).isCloseTo(Math.PI, within(1e-14));
        assertThat(Conventions.fourier(1, 0.5)).isCloseTo(5.013256549262001, within(1e-13));
        assertThat(Conventions.meanOfSlices(SlicingConstant.of(7, 1.5), 7, 1.5)).isCloseTo(1, within(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> Conventions.fourier(1, 2));
    }

    /** MMD² of δ_0 and δ_a on the line as the integral (1/C) ∫ |1 − e^{iωa}|² / |ω|^{1+r} dω = 2a^r. */
    @ParameterizedTest
    @CsvSource({"0.5", "1", "1.5"})
    void fourierForm(double r) {
        double a = 1.7;
        double integral = 0;
        // ω = e^u; beyond the range the tails are ω² near 0 and, on average, 2 far away.
        double from = -25;
        double to = 9;
        int n = 2_000_000;
        double h = (to - from) / n;
        for (int k = 0; k < n; k++) {
            double omega = Math.exp(from + (k + 0.5) * h);
            integral += 2 * h * 4 * Math.pow(Math.sin(omega * a / 2), 2) * Math.pow(omega, -r);
        }
        integral += 2 * a * a * Math.exp(from * (2 - r)) / (2 - r) + 2 * 2 * Math.exp(-to * r) / r;
        assertThat(integral / Conventions.fourier(1, r)).isCloseTo(2 * Math.pow(a, r), within(1e-4));
    }
}
