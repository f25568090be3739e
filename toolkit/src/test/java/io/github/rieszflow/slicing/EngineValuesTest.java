package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MMD² and W1 of slices against the line in double precision on the same directions. */
class EngineValuesTest {
    private static final Seed SEED = Seed.seed(21);

    @ParameterizedTest
    @CsvSource({
        "iid, 200, 157, 1, 1, 1 of 1",
        "iid, 33, 70, 5, 7, 7 of 1",
        "equispaced, 120, 130, 2, 65, 7 of 8 and 9",
        "equispaced, 120, 130, 2, 3, 3 of 1",
        "fibonacci, 60, 133, 3, 24, 8 of 3",
        "orthogonal, 130, 99, 5, 40, 8 of 5",
        "orthogonal, 130, 99, 5, 43, 8 of 5 and 3",
        "orthogonal, 129, 140, 64, 130, 130 of 1",
        "orthogonal, 129, 140, 64, 200, 3 of 64 and 8",
        "hadamard, 80, 77, 65, 3, 3 of 1",
        "hadamard, 77, 45, 100, 200, 200 of 1",
        "hadamard, 150, 120, 130, 300, 300 of 1",
        "hadamard, 150, 120, 130, 720, 8 of 90",
        "hadamard, 150, 120, 130, 800, 3 of 256 and 32",
        "hadamard, 77, 45, 100, 1056, 8 of 128 and 32",
    })
    void areThoseOfTheLine(String rule, int n, int m, int d, int slices, String blocks) {
        Directions directions = Brute.named(rule);
        Points x = Points.uniform(n, d, Seed.seed(1));
        Points y = Points.gaussian(m, d, Seed.seed(2)).scale(0.3);
        SlicedDescent descent = Engine.cpu().open(new SlicedProblem(1, directions, slices, LineSolver.exact()), x, y);
        SliceValues values = descent.values(SEED);
        assertThat(values.slices()).isEqualTo(slices);
        assertThat(text(values.blocks())).isEqualTo(blocks);
        int space = directions.draw(slices, d, SEED).space();
        double c = SlicingConstant.of(space, 1);
        Points drawn = draw(directions, slices, d, space);
        for (int p = 0; p < slices; p++) {
            Line line = Line.of(Brute.project(x, drawn, p), Brute.project(y, drawn, p));
            // Single precision, against projections of size 1: some directions of a padded space are blind to both
            // clouds.
            assertThat(values.squared(p)).isCloseTo(c * line.squared(), within(1e-5 * line.squared() + 1e-7));
            double shorter = c / SlicingConstant.of(d, 1);
            assertThat(values.wasserstein(p))
                    .isCloseTo(shorter * line.wasserstein(), within(1e-5 * line.wasserstein() + 1e-7));
        }
    }

    /** How many blocks of which size, and the last one. */
    private static String text(int[] blocks) {
        int last = blocks[blocks.length - 1];
        long same = Arrays.stream(blocks).filter(size -> size == blocks[0]).count();
        return same == blocks.length ? same + " of " + last : blocks.length - 1 + " of " + blocks[0] + " and " + last;
    }

    /** The directions of values: sets, each as the rule draws so many. */
    private static Points draw(Directions rule, int slices, int d, int space) {
        DirectionSource source = DirectionSource.open(rule, d, slices, 1);
        float[] rows = new float[slices * d];
        source.drawSets(SEED, rows);
        int[] sets = source.sets();
        Points first = rule.draw(sets[0], d, SEED).points();
        for (int p = 0; p < sets[0]; p++) {
            for (int k = 0; k < d; k++) {
                assertThat(rows[p * d + k]).isEqualTo(first.get(p, k));
            }
        }
        float[] padded = new float[slices * space];
        for (int p = 0; p < slices; p++) {
            System.arraycopy(rows, p * d, padded, p * space, d);
        }
        return Points.adopt(padded, slices, space);
    }

    /** Point masses at distance 1: MMD² = 2, and the sliced W1 is E|ξ_1| = 1/c_{d,1}, with any rule. */
    @ParameterizedTest
    @CsvSource({
        "iid, 20, 4000",
        "orthogonal, 20, 4000",
        "orthogonal, 129, 1290",
        "hadamard, 129, 2560",
        "hadamard, 200, 2560",
        "hadamard, 256, 2560",
        "automatic, 784, 4096",
        "automatic, 2, 64",
        "automatic, 3, 640",
        "automatic, 1, 5"
    })
    void pointMassesAtDistanceOne(String rule, int d, int slices) {
        double[] at = new double[d];
        for (int k = 0; k < d; k++) {
            at[k] = (k % 2 == 0 ? 1 : -1) / Math.sqrt(d);
        }
        Points x = Points.of(at);
        Points y = Points.dirac(2, d);
        var sliced = Mmd.riesz(1).sliced(slices).with(Brute.named(rule));
        Estimate squared = sliced.squared(x, y);
        Estimate wasserstein = sliced.wasserstein(x, y);
        assertThat(squared.value()).isCloseTo(2, withinPercentage(5));
        assertThat(Math.abs(squared.value() - 2)).isLessThanOrEqualTo(4 * squared.standardError() + 1e-6);
        double expected = 1 / SlicingConstant.of(d, 1);
        assertThat(wasserstein.value()).isCloseTo(expected, withinPercentage(5));
        assertThat(Math.abs(wasserstein.value() - expected))
                .isLessThanOrEqualTo(4 * wasserstein.standardError() + 1e-6);
    }

    @Test
    void neitherClampedNorNegativeWhereCloudsAgree() {
        Points x = Points.gaussian(300, 10, Seed.seed(3));
        SlicedDescent descent = Engine.cpu().open(new SlicedProblem(1, Directions.iid(), 20, LineSolver.exact()), x, x);
        SliceValues values = descent.values(SEED);
        for (int p = 0; p < 20; p++) {
            assertThat(values.squared(p)).isZero();
            assertThat(values.wasserstein(p)).isZero();
        }
    }
}
