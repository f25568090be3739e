package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.slicing.Brute;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the standard error of a sliced value tells the truth. */
class EstimateTest {
    private static final Points X = Points.uniform(40, 2, Seed.seed(1));

    private static Points cloud(int n, int d, int seed) {
        return Points.gaussian(n, d, Seed.seed(seed));
    }

    /**
     * How often the exact value lies within two standard errors: 95 % of the time for many independent blocks, 91 % for
     * eight sets (Student's t with 7 degrees of freedom). The bounds are more than four standard deviations of a
     * binomial count wide.
     */
    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "iid, 10, 200, 0.92, 0.98",
        "orthogonal, 4, 160, 0.915, 0.975",
        "orthogonal, 10, 604, 0.915, 0.975",
        "hadamard, 100, 2048, 0.86, 0.96",
        "fibonacci, 3, 200, 0.85, 1",
        "equispaced, 2, 64, 0.85, 1",
        "sobol, 5, 256, 0.86, 0.96",
        "distance, 5, 200, 0.85, 1",
        "design, 3, 160, 0.85, 1",
        "automatic, 10, 300, 0.85, 1",
    })
    void coverage(String rule, int d, int slices, double least, double most) {
        Points x = cloud(30, d, 1);
        Points y = cloud(20, d, 2).translate(new double[d]);
        double exact = Mmd.riesz(1).squared(x, y);
        SlicedMmd sliced = Mmd.riesz(1).sliced(slices).with(Brute.named(rule));
        int runs = 1000;
        int covered = 0;
        int inside = 0;
        double mean = 0;
        double square = 0;
        double claimed = 0;
        for (int i = 0; i < runs; i++) {
            Estimate estimate = sliced.seed(Seed.seed(5).split(i)).squared(x, y);
            assertThat(estimate.count()).isEqualTo(slices);
            double error = estimate.value() - exact;
            inside += estimate.interval(0.95).contains(exact) ? 1 : 0;
            covered += Math.abs(error) <= 2 * estimate.standardError() ? 1 : 0;
            mean += error / runs;
            square += error * error / runs;
            claimed += estimate.standardError() * estimate.standardError() / runs;
        }
        assertThat((double) covered / runs).isBetween(least, most);
        // Four standard deviations of a binomial count about 95 %.
        assertThat((double) inside / runs).isBetween(0.922, 0.978);
        // Eight sets that happen to be skewed count as fewer, and then more is claimed.
        assertThat(claimed / square).isBetween(0.8, 1.4);
        // Unbiased.
        assertThat(Math.abs(mean)).isLessThan(5 * Math.sqrt(square / runs));
    }

    /** With few blocks sets of a third of one count as independent directions, which is too careful but never too bold. */
    @ParameterizedTest
    @CsvSource({"hadamard, 128, 128", "hadamard, 128, 200", "orthogonal, 30, 30", "orthogonal, 30, 45"})
    void oneBlockIsJudgedCarefully(String rule, int d, int slices) {
        Points x = cloud(30, d, 1);
        Points y = cloud(20, d, 2);
        double exact = Mmd.riesz(1).squared(x, y);
        SlicedMmd sliced = Mmd.riesz(1).sliced(slices).with(Brute.named(rule));
        int runs = 300;
        double square = 0;
        double claimed = 0;
        for (int i = 0; i < runs; i++) {
            Estimate estimate = sliced.seed(Seed.seed(6).split(i)).squared(x, y);
            square += Math.pow(estimate.value() - exact, 2) / runs;
            claimed += Math.pow(estimate.standardError(), 2) / runs;
        }
        assertThat(claimed).isGreaterThan(0.9 * square);
    }

    @Test
    void onTheLineThereIsNoError() {
        Points x = Points.line(0, 1, 3);
        Estimate estimate = Mmd.riesz(1).sliced(100).squared(x, Points.line(2, 2, 5));
        assertThat(estimate.value()).isCloseTo(14.0 / 9, within(1e-6));
        assertThat(estimate.standardError()).isZero();
    }

    /** One slice in the plane says nothing of its error: zero would claim that it is exact. */
    @Test
    void oneSliceDoesNotKnowItsError() {
        Estimate estimate = Mmd.riesz(1).sliced(1).squared(X, X.scale(2));
        assertThat(estimate.standardError()).isNaN();
        assertThat(estimate).asString().endsWith(" over 1 slice, error unknown");
    }

    /** Quantiles of Student's t as in tables, and their limit, the normal quantile 1.959964. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.95, 12.706204736",
        "2, 0.95, 4.302652730",
        "7, 0.95, 2.364624252",
        "30, 0.95, 2.042272456",
        "100, 0.95, 1.983971519",
        "7, 0.99, 3.499483297",
        "1, 0.5, 1",
        "1000000000, 0.95, 1.959963985",
    })
    void intervalsAreStudents(int degrees, double confidence, double quantile) {
        Estimate estimate = Estimate.overSlices(5, 0.25, degrees + 1, degrees);
        Estimate.Interval interval = estimate.interval(confidence);
        assertThat(interval.high()).isCloseTo(5 + quantile / 4, within(3e-9));
        assertThat(interval.low()).isCloseTo(5 - quantile / 4, within(3e-9));
    }

    /** The mean of n normal numbers lies in its interval as often as it says. */
    @Test
    void intervalsOverSamplesHoldTheTruth() {
        RandomStream stream = Seed.seed(11).stream();
        int runs = 4000;
        int inside = 0;
        for (int run = 0; run < runs; run++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 4; i++) {
                double x = stream.nextGaussian();
                sum += x;
                squares += x * x;
            }
            double variance = (squares - sum * sum / 4) / 3;
            Estimate mean = Estimate.overSamples(sum / 4, Math.sqrt(variance / 4), 4);
            inside += mean.interval(0.9).contains(0) ? 1 : 0;
        }
        assertThat((double) inside / runs).isCloseTo(0.9, within(0.02));
    }

    @Test
    void saysWhoseErrorItIs() {
        assertThat(Estimate.overSlices(0.0138, 0.0002, 256, 255)).hasToString("0.0138 ± 0.0002 over 256 slices");
        Estimate samples = Estimate.overSamples(0.048, 0.004, 2000);
        assertThat(samples).hasToString("0.048 ± 0.004 over 2000 samples");
        assertThat(samples.against(500)).hasToString("0.048 ± 0.004 over 2000 samples against 500");
        assertThat(samples.against(500).degreesOfFreedom()).isEqualTo(499);
        assertThat(samples.interval(0.95)).hasToString("0.040 to 0.056 (95 %)");
        assertThat(samples.interval(0.999).toString()).endsWith("(99.9 %)");
        assertThat(Estimate.exact(2).interval(0.95)).isEqualTo(new Estimate.Interval(2, 2, 0.95));
        assertThat(Estimate.exact(2).interval(0.95)).hasToString("2.0000 to 2.0000 (95 %)");
        assertThat(Estimate.share(30, 100).standardError()).isEqualTo(Math.sqrt(0.3 * 0.7 / 100));
        assertThat(Estimate.share(30, 100).root().over()).isEqualTo(Estimate.Over.SAMPLES);
    }

    @Test
    void refusesIntervalsWithoutAnError() {
        Estimate one = Mmd.riesz(1).sliced(1).squared(X, X.scale(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> one.interval(0.95))
                .withMessageStartingWith("there is no interval where the standard error is not known: this is ")
                .withMessageEndingWith("over 1 slice, error unknown; take more slices");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.exact(1).interval(95))
                .withMessage("the confidence of an interval must lie between 0 and 1, 0.95 say: received 95.0");
    }

    @Test
    void equalCallsGiveEqualResults() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(10);
        Points y = X.scale(0.5);
        assertThat(sliced.squared(X, y))
                .isEqualTo(sliced.squared(X, y))
                .isNotEqualTo(sliced.seed(Seed.seed(1)).squared(X, y));
        assertThat(sliced.gradient(X, y)).isEqualTo(sliced.gradient(X, y));
        assertThat(sliced.value(X, y).value())
                .isEqualTo(Math.sqrt(sliced.squared(X, y).value()));
        assertThat(sliced.velocity(X, y).scale(-1.0 / X.size())).isEqualTo(sliced.gradient(X, y));
    }
}
