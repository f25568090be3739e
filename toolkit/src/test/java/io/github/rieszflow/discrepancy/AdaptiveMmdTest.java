package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveMmdTest {
    private static final Points X = Points.gaussian(30, 5, Seed.seed(1));
    private static final Points Y = Points.gaussian(20, 5, Seed.seed(2));

    @Test
    void precisionIsReached() {
        for (double relative : new double[] {0.1, 0.02, 0.005}) {
            AdaptiveEstimate estimate =
                    Mmd.riesz(1).sliced(16).toPrecision(relative).squared(X, Y);
            assertThat(estimate.reached()).isTrue();
            assertThat(estimate.standardError()).isLessThanOrEqualTo(relative * estimate.value());
            assertThat(estimate.value()).isCloseTo(Mmd.riesz(1).squared(X, Y), within(5 * relative * estimate.value()));
        }
        AdaptiveEstimate root = Mmd.riesz(1).sliced(16).toPrecision(0.01).value(X, Y);
        assertThat(root.standardError()).isLessThanOrEqualTo(0.01 * root.value());
        AdaptiveEstimate wasserstein = Mmd.riesz(1).sliced(16).toPrecision(0.01).wasserstein(X, Y);
        assertThat(wasserstein.standardError()).isLessThanOrEqualTo(0.01 * wasserstein.value());
    }

    /** The last round alone: the same as that many slices from its seed, bit for bit. */
    @Test
    void onlyTheLastRoundIsReported() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(16);
        AdaptiveEstimate estimate = sliced.toPrecision(1).squared(X, Y);
        assertThat(estimate.spent()).isEqualTo(16);
        assertThat(estimate.estimate())
                .isEqualTo(sliced.seed(Seed.DEFAULT.split(0)).squared(X, Y));
        estimate = sliced.toPrecision(0.01).squared(X, Y);
        assertThat(estimate.spent()).isGreaterThan(estimate.estimate().count());
        assertThat(sliced.toPrecision(0.01).squared(X, Y)).isEqualTo(estimate);
    }

    @Test
    void theCostEndsIt() {
        AdaptiveEstimate estimate =
                Mmd.riesz(1).sliced(16).toPrecision(1e-6).atMost(1000).squared(X, Y);
        assertThat(estimate.reached()).isFalse();
        assertThat(estimate.spent()).isBetween(500, 1000);
        assertThat(estimate).asString().contains("slices, not yet precise to 0.0001 % after");
        // Designs in five dimensions end at 300 directions.
        AdaptiveEstimate few = Mmd.riesz(1)
                .sliced(16)
                .with(Directions.sphericalDesign())
                .toPrecision(1e-6)
                .squared(Points.dirac(3, 9).translate(1, 2, 3, 4, 5, 6, 7, 8, 9), Points.gaussian(4, 9));
        assertThat(few.reached()).isFalse();
        assertThat(few.estimate().count()).isEqualTo(150);
    }

    @Test
    void oneSliceIsNotEnoughUnlessOnTheLine() {
        AdaptiveEstimate estimate = Mmd.riesz(1).sliced(1).toPrecision(0.5).squared(X, Y);
        assertThat(estimate.reached()).isTrue();
        assertThat(estimate.estimate().count()).isGreaterThan(1);
        AdaptiveEstimate line = Mmd.riesz(1).sliced(1).toPrecision(1e-9).squared(Points.line(0, 1), Points.line(1, 5));
        assertThat(line.reached()).isTrue();
        assertThat(line.spent()).isEqualTo(1);
        assertThat(line).asString().endsWith("precise to 0.0000001 % after 1 slice");
    }

    /** Equal clouds are at distance zero, exactly. */
    @Test
    void nothingIsPreciseEnough() {
        assertThat(Mmd.riesz(1).sliced(16).toPrecision(0.01).squared(X, X).reached())
                .isTrue();
    }

    /**
     * How often the exact value lies within two standard errors, and the bias of stopping. Plain estimates are covered 95 %
     * of the time, those from eight sets 91 %; stopping when the error came out small costs a little of that. The bounds are
     * more than four standard deviations of a binomial count below these.
     */
    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"iid, 0.05, 0.91", "orthogonal, 0.02, 0.9", "sobol, 0.02, 0.84", "distance, 0.01, 0.84"})
    void stoppingIsHonest(String rule, double relative, double least) {
        double exact = Mmd.riesz(1).squared(X, Y);
        SlicedMmd sliced = Mmd.riesz(1).sliced(32).with(Brute.named(rule));
        int runs = 1000;
        int covered = 0;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < runs; i++) {
            AdaptiveEstimate estimate =
                    sliced.seed(Seed.seed(3).split(i)).toPrecision(relative).squared(X, Y);
            double error = estimate.value() - exact;
            covered += Math.abs(error) <= 2 * estimate.standardError() ? 1 : 0;
            mean += error / runs;
            square += error * error / runs;
        }
        assertThat((double) covered / runs).isGreaterThan(least);
        // A bias of less than a fifth of the error of one estimate.
        assertThat(Math.abs(mean)).isLessThan(0.2 * Math.sqrt(square));
    }

    @Test
    void badInput() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.toPrecision(0))
                .withMessage("the relative precision must be positive and finite: received 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.toPrecision(0.1).atMost(15))
                .withMessage("the largest number of slices must be at least 16: received 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.toPrecision(0.1).squared(X, Points.dirac(2, 3)))
                .withMessageContaining("x is 30×5, y is 2×3");
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Mmd.riesz(1).sliced(16).toPrecision(1e-5).squared(X, Y))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void showsItself() {
        assertThat(Mmd.riesz(1).sliced(16).toPrecision(0.05))
                .hasToString(
                        "sliced MMD, r = 1, 16 slices, automatic directions or more, to a precision of 5 %, at most 65536");
    }
}
