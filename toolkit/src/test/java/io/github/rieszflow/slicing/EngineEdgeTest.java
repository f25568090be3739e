package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that short keys, sorts and sums may stumble over. */
class EngineEdgeTest {
    private static final Seed SEED = Seed.seed(31);

    private static float[] gradient(SlicedProblem problem, Points x, Points y) {
        SlicedDescent descent = Engine.cpu().open(problem, x, y);
        return Brute.gradient(descent, SEED);
    }

    private static SlicedProblem exact(Directions directions, int slices) {
        return new SlicedProblem(1, directions, slices, LineSolver.exact());
    }

    private static double error(Points x, Points y, int slices) {
        Directions rule = Directions.iid();
        double[] expected = Brute.sliced(
                x,
                y,
                rule.draw(slices, x.dimension(), SEED).points(),
                SlicingConstant.of(x.dimension(), 1),
                Brute::split);
        return Brute.relative(gradient(exact(rule, slices), x, y), expected);
    }

    private static Points withOutlier(Points points, double at) {
        return points.concat(Points.of(new double[] {at, at / 2, -at}));
    }

    /** One point far away wastes the bits of short keys, whoever it belongs to and however few the particles are. */
    @ParameterizedTest
    @CsvSource({
        "400, 300, 1e6, 1",
        "400, 300, 1, 1e6",
        "400, 300, 1e6, 1e6",
        "400, 300, 1e3, 1",
        "400, 300, 1, 1e3",
        "100, 300, 1, 1e6",
        "70, 300, 1, 1e6",
        "60, 300, 1, 1e6",
        "20, 300, 1, 1e6",
        "2, 300, 1, 1e6",
        "1, 300, 1, 1e6",
        "20, 300, 1, 1e4",
        "300, 20, 1e6, 1",
        "300, 1, 1e6, 1",
        "2100, 300, 1, 1e5",
        "200, 300, 1, 3e3"
    })
    void outliers(int n, int m, double ofX, double ofY) {
        Points x = withOutlier(Points.gaussian(n, 3, Seed.seed(1)), ofX);
        Points y = withOutlier(Points.gaussian(m, 3, Seed.seed(2)), ofY);
        assertThat(error(x, y, 9)).isLessThan(1e-2);
    }

    /** Half of all points in one tight cluster, in which the order matters as much as elsewhere. */
    @ParameterizedTest
    @CsvSource({"66, 1e-7", "100, 1e-7", "500, 1e-7", "2100, 1e-7", "100, 1e-5", "500, 1e-4"})
    void clusters(int n, double width) {
        Points x = Points.gaussian(n, 3, Seed.seed(3))
                .concat(Points.gaussian(n, 3, Seed.seed(4)).scale(width));
        Points y = Points.gaussian(n / 2, 3, Seed.seed(5))
                .translate(3, 0, 0)
                .concat(Points.gaussian(n / 2, 3, Seed.seed(6))
                        .translate(2, 1, 0)
                        .scale(width));
        assertThat(error(x, y, 5)).isLessThan(1e-2);
    }

    @Test
    void allPointsEqual() {
        Points x = Points.dirac(100, 4).translate(1, 2, 3, 4);
        SlicedProblem frozen = new SlicedProblem(1, Directions.orthogonal(), 12, LineSolver.exact(Ties.FREEZE));
        assertThat(gradient(frozen, x, x.take(50))).containsOnly(0f);
        assertThat(gradient(new SlicedProblem(1, Directions.iid(), 12, LineSolver.binned(14)), x, x.take(50)))
                .containsOnly(0f);
        // They have arrived, unless half of the targets are elsewhere.
        assertThat(gradient(new SlicedProblem(1, Directions.iid(), 12, LineSolver.exact()), x, x.take(50)))
                .containsOnly(0f);
        assertThat(error(x, x.take(50).concat(Points.gaussian(50, 4, Seed.seed(9))), 12))
                .isLessThan(1e-6);
    }

    /** The same places as particles and targets: no rounding is left over. */
    @ParameterizedTest
    @ValueSource(strings = {"iid", "orthogonal", "hadamard", "automatic"})
    void arrivedParticlesStay(String rule) {
        Points x = Points.gaussian(200, rule.equals("hadamard") ? 100 : 16, Seed.seed(5));
        for (Ties ties : Ties.values()) {
            SlicedProblem problem = new SlicedProblem(1, Brute.named(rule), 20, LineSolver.exact(ties));
            for (float g : gradient(problem, x, x)) {
                assertThat(g).isZero();
            }
        }
        SlicedProblem twice = new SlicedProblem(1, Brute.named(rule), 20, LineSolver.exact(Ties.FREEZE));
        for (float g : gradient(twice, x, x.concat(x))) {
            assertThat(g).isZero();
        }
    }

    /** Signed counts in units of gcd(N, M) would not fit into an int. */
    @Test
    void sizesWithoutCommonDivisor() {
        Points x = Points.uniform(50_021, 1, Seed.seed(6));
        Points y = Points.uniform(49_999, 1, Seed.seed(7));
        double sign = Directions.iid().draw(1, 1, SEED).points().get(0, 0);
        Line line = Line.of(doubles(x, sign), doubles(y, sign));
        double[] expected = line.gradient(Ties.SPLIT);
        float[] g = gradient(exact(Directions.iid(), 1), x, y);
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= sign;
        }
        assertThat(Brute.relative(g, expected)).isLessThan(1e-6);
    }

    private static double[] doubles(Points x, double sign) {
        double[] values = new double[x.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sign * x.get(i, 0);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-40, 1e-30, 1e-20, 1e20, 1e30, 2e37, 6e37})
    void anyScale(double c) {
        Points x = Points.uniform(90, 3, Seed.seed(8)).scale(c);
        Points y = Points.gaussian(110, 3, Seed.seed(9)).scale(c);
        double error = error(x, y, 10);
        // Below 1e-38 numbers themselves have few digits.
        assertThat(error).isLessThan(c < 1e-38 ? 0.02 : 1e-3);
    }

    /** Projections beyond single precision: no sense in a gradient, but no crash either. */
    @ParameterizedTest
    @ValueSource(strings = {"iid", "hadamard"})
    void projectionsBeyondSinglePrecision(String rule) {
        Points x = Points.uniform(90, 100, Seed.seed(8)).scale(3.3e38);
        Points y = Points.uniform(110, 100, Seed.seed(9)).scale(-3.3e38);
        for (LineSolver solver : new LineSolver[] {LineSolver.exact(), LineSolver.binned(10)}) {
            float[] g = gradient(new SlicedProblem(1, Brute.named(rule), 16, solver), x, y);
            assertThat(g).hasSize(90 * 100);
        }
        for (double r : new double[] {0.5, 1.5}) {
            SlicedDescent descent =
                    Engine.cpu().open(new SlicedProblem(r, Brute.named(rule), 16, LineSolver.exact()), x, y);
            assertThat(Brute.gradient(descent, SEED)).hasSize(90 * 100);
            assertThat(descent.values(SEED).slices()).isEqualTo(16);
        }
    }
}
