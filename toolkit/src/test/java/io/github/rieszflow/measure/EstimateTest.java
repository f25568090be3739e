package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
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
        double mean = 0;
        double square = 0;
        double claimed = 0;
        for (int i = 0; i < runs; i++) {
            Estimate estimate = sliced.seed(Seed.seed(5).split(i)).squared(x, y);
            assertThat(estimate.slices()).isEqualTo(slices);
            double error = estimate.value() - exact;
            covered += Math.abs(error) <= 2 * estimate.standardError() ? 1 : 0;
            mean += error / runs;
            square += error * error / runs;
            claimed += estimate.standardError() * estimate.standardError() / runs;
        }
        assertThat((double) covered / runs).isBetween(least, most);
        assertThat(claimed / square).isBetween(0.8, 1.25);
        // Unbiased.
        assertThat(Math.abs(mean)).isLessThan(5 * Math.sqrt(square / runs));
    }

    /** With fewer than two whole blocks slices count as independent, which is too careful but never too bold. */
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
        assertThat(estimate).asString().endsWith("(1 slice)");
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
