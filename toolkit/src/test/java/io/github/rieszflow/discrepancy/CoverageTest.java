package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often intervals of sliced values hold the exact one, for every rule, also with few and with cut blocks. */
@Tag("slow")
class CoverageTest {
    private static final int RUNS = 1000;

    /** Another scale, another mean, and clusters of other sizes with coordinates of different weight. */
    private static Points other(int kind, int d) {
        Points y = Points.gaussian(20, d, Seed.seed(2));
        if (kind == 0) {
            return y.scale(1.3);
        }
        float[] numbers = y.toArray();
        for (int i = 0; i < numbers.length; i++) {
            int point = i / d;
            int k = i % d;
            numbers[i] = kind == 1
                    ? numbers[i] + (k == 0 ? 2 : 0)
                    : numbers[i] * (point % 2 == 0 ? 0.05f : 3f) * (k % 7 == 0 ? 3 : 1);
        }
        return Points.of(numbers, 20, d);
    }

    @ParameterizedTest
    @CsvSource({
        "iid, 2, 16",
        "iid, 10, 17",
        "iid, 784, 16",
        "orthogonal, 2, 16",
        "orthogonal, 3, 16",
        "orthogonal, 3, 25",
        "orthogonal, 10, 16",
        "orthogonal, 10, 45",
        "orthogonal, 10, 81",
        "orthogonal, 50, 50",
        "orthogonal, 50, 101",
        "orthogonal, 50, 260",
        "orthogonal, 50, 402",
        "hadamard, 2, 64",
        "hadamard, 5, 96",
        "hadamard, 130, 32",
        "hadamard, 130, 200",
        "hadamard, 130, 700",
        "hadamard, 130, 2050",
        "hadamard, 784, 24",
        "hadamard, 784, 1000",
        "equispaced, 2, 16",
        "equispaced, 2, 25",
        "fibonacci, 3, 100",
        "sobol, 3, 31",
        "sobol, 10, 100",
        "sobol, 50, 64",
        "distance, 3, 17",
        "distance, 10, 60",
        "distance, 50, 40",
        "design, 3, 33",
        "design, 10, 16",
        "automatic, 10, 100",
        "automatic, 784, 100",
    })
    void intervalsHoldTheExactValue(String rule, int d, int slices) {
        Points x = Points.gaussian(30, d, Seed.seed(1));
        SlicedMmd sliced = Mmd.riesz(1).sliced(slices).with(Brute.named(rule));
        for (int kind = 0; kind < 3; kind++) {
            Points y = other(kind, d);
            double exact = Mmd.riesz(1).squared(x, y);
            boolean[][] held = IntStream.range(0, RUNS)
                    .parallel()
                    .mapToObj(i -> {
                        Estimate estimate = sliced.seed(Seed.seed(5).split(i)).squared(x, y);
                        return new boolean[] {
                            estimate.interval(0.95).contains(exact),
                            Math.abs(estimate.value() - exact) <= 2 * estimate.standardError()
                        };
                    })
                    .toArray(boolean[][]::new);
            String what = "kind " + kind;
            assertThat(share(held, 0)).as(what).isBetween(0.92, 0.99);
            assertThat(share(held, 1)).as(what).isGreaterThanOrEqualTo(0.87);
        }
    }

    /**
     * Nine whole blocks cancel nearly all, so that the error is that of the one slice left over: bounded, and so more often within
     * two standard errors than 99 %. These are right.
     */
    @Test
    void oneSliceLeftOver() {
        Points x = Points.gaussian(30, 2, Seed.seed(1));
        Points y = other(1, 2);
        double exact = Mmd.riesz(1).squared(x, y);
        SlicedMmd sliced = Mmd.riesz(1).sliced(19).with(Directions.orthogonal());
        double square = 0;
        double claimed = 0;
        for (int i = 0; i < RUNS; i++) {
            Estimate estimate = sliced.seed(Seed.seed(6).split(i)).squared(x, y);
            square += Math.pow(estimate.value() - exact, 2);
            claimed += Math.pow(estimate.standardError(), 2);
        }
        assertThat(Math.sqrt(claimed / square)).isBetween(0.9, 1.1);
    }

    private static double share(boolean[][] held, int which) {
        int count = 0;
        for (boolean[] one : held) {
            count += one[which] ? 1 : 0;
        }
        return (double) count / held.length;
    }
}
