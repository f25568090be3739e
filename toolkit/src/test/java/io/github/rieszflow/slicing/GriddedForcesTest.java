package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GriddedForcesTest {
    private static final int SLICES = 16;

    private static double[] gradient(double r, LineSolver solver, Measure x, Measure y) {
        try (SlicedDescent descent =
                Engine.cpu().open(new SlicedProblem(r, Directions.orthogonal(), SLICES, solver), x, y)) {
            float[] g = Brute.gradient(descent, Seed.seed(3));
            return IntStream.range(0, g.length).mapToDouble(i -> g[i]).toArray();
        }
    }

    private static double error(double r, int bits, Measure x, Measure y) {
        double[] exact = gradient(r, LineSolver.exact(), x, y);
        double[] grid = gradient(r, LineSolver.gridded(bits), x, y);
        double square = 0;
        double all = 0;
        for (int i = 0; i < exact.length; i++) {
            square += Math.pow(grid[i] - exact[i], 2);
            all += exact[i] * exact[i];
        }
        return Math.sqrt(square / all);
    }

    /** The transform against the sum that it stands for. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void convolves(int bits) {
        int nodes = 1 << bits;
        RandomStream random = Seed.seed(1).stream();
        double[] kernel = random.doubles(2L * nodes).toArray();
        double[] q = random.doubles(nodes).map(v -> v - 0.5).toArray();
        double[] sums = q.clone();
        new GridConvolution(bits, k -> kernel[k + nodes]).apply(sums, new double[nodes]);
        for (int j = 0; j < nodes; j++) {
            double expected = 0;
            for (int k = 0; k < nodes; k++) {
                expected += kernel[j - k + nodes] * q[k];
            }
            assertThat(sums[j]).isCloseTo(expected, within(1e-13 * nodes));
        }
    }

    /** Far from the targets and close to them: within twice what was measured, as the documentation says. */
    @ParameterizedTest
    @CsvSource({
        "1.05, 12, 3000, 2, 5e-4",
        "1.05, 12, 3000, 0.05, 1e-2",
        "1.2, 12, 3000, 2, 1.4e-4",
        "1.2, 12, 3000, 0.05, 2.7e-3",
        "1.5, 9, 50, 0.05, 1.5e-3",
        "1.5, 12, 50, 2, 5e-5",
        "1.5, 12, 3000, 2, 1e-5",
        "1.5, 12, 3000, 0.05, 2e-4",
        "1.5, 14, 3000, 0.05, 5e-5",
        "1.5, 16, 3000, 0.05, 1.2e-5",
        "1.8, 9, 3000, 0.05, 1.4e-4",
        "1.8, 12, 3000, 0.05, 1e-5"
    })
    void comesCloseToExactForces(double r, int bits, int n, double shift, double bound) {
        Points x = Points.gaussian(n, 3, Seed.seed(1)).translate(shift, 0, 0);
        Points y = Points.gaussian(2 * n / 3, 3, Seed.seed(2));
        assertThat(error(r, bits, x, y)).isLessThan(bound);
    }

    /** Four times as many nodes, a quarter of the error. */
    @Test
    void theErrorFallsLikeTheDistanceOfNodes() {
        Points x = Points.gaussian(3000, 3, Seed.seed(1)).translate(0.05, 0, 0);
        Points y = Points.gaussian(2000, 3, Seed.seed(2));
        double before = error(1.5, 10, x, y);
        for (int bits : new int[] {12, 14}) {
            double now = error(1.5, bits, x, y);
            assertThat(before / now).isBetween(2.8, 6.0);
            before = now;
        }
    }

    @Test
    void weightsCount() {
        Points x = Points.gaussian(500, 2, Seed.seed(1));
        Points y = Points.gaussian(400, 2, Seed.seed(2)).translate(1, 0);
        double[] w = IntStream.range(0, 500).mapToDouble(i -> i % 7).toArray();
        double[] u = IntStream.range(0, 400).mapToDouble(i -> 1 + i % 3).toArray();
        assertThat(error(1.5, 14, x.weighted(w), y.weighted(u))).isLessThan(8e-6);
        assertThat(error(1.5, 14, x.weighted(w), y)).isLessThan(8e-6);
    }

    /** No particle pushes itself, wherever between two nodes it lies: a pair alone moves as exact forces say. */
    @Test
    void aPairAloneHasTheForceOfItsDistance() {
        for (double place : new double[] {0.1, 0.37, 0.73}) {
            Points x = Points.line(0.0, 1.0, place);
            Points y = Points.line(0.5);
            double[] exact = gradient(1.5, LineSolver.exact(), x, y);
            double[] grid = gradient(1.5, LineSolver.gridded(14), x, y);
            for (int i = 0; i < 3; i++) {
                assertThat(grid[i]).isCloseTo(exact[i], within(1e-5));
            }
        }
    }

    @Test
    void aLineWithoutRangeHasNoForces() {
        assertThat(gradient(1.5, LineSolver.gridded(10), Points.dirac(5, 2), Points.dirac(3, 2)))
                .containsOnly(0);
    }

    @Test
    void valuesAreExact() {
        Points x = Points.gaussian(50, 2, Seed.seed(1));
        Points y = Points.gaussian(60, 2, Seed.seed(2));
        SlicedProblem exact = new SlicedProblem(1.3, Directions.iid(), 9, LineSolver.exact());
        SlicedProblem grid = new SlicedProblem(1.3, Directions.iid(), 9, LineSolver.gridded(8));
        assertThat(Engine.cpu().open(grid, x, y).values(Seed.seed(3)).squared(4))
                .isEqualTo(Engine.cpu().open(exact, x, y).values(Seed.seed(3)).squared(4));
    }
}
