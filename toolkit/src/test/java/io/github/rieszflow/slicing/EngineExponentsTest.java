package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every exponent and weights in the engine, against the line in double precision on the same directions. */
class EngineExponentsTest {
    private static final Seed SEED = Seed.seed(41);

    private static Measure weighted(Points points, boolean weights) {
        return weights
                ? points.weighted(IntStream.range(0, points.size())
                        .mapToDouble(i -> i % 4)
                        .toArray())
                : points;
    }

    private static SlicedDescent open(double r, Directions rule, int slices, Ties ties, Measure x, Measure y) {
        return Engine.cpu().open(new SlicedProblem(r, rule, slices, LineSolver.exact(ties)), x, y);
    }

    private static Line line(double r, Measure x, Measure y, Points directions, int p) {
        return Line.of(
                        Brute.project(x.points(), directions, p),
                        x.weights(),
                        Brute.project(y.points(), directions, p),
                        y.weights())
                .exponent(r);
    }

    /** (c/P) Σ_p ∂_iF/w_i ξ_p. */
    private static double[] sliced(double r, Measure x, Measure y, Points directions, int space, Ties ties) {
        int d = x.dimension();
        double[] g = new double[x.size() * d];
        double c = SlicingConstant.of(space, r) / directions.size();
        for (int p = 0; p < directions.size(); p++) {
            double[] along = line(r, x, y, directions, p).gradient(ties);
            for (int i = 0; i < g.length; i++) {
                g[i] += c * along[i / d] * directions.get(p, i % d);
            }
        }
        return g;
    }

    /** Coordinates on a line are projected without rounding, so that only the solver is seen. */
    @ParameterizedTest
    @CsvSource({
        "0.1, false",
        "0.5, false",
        "0.75, true",
        "1, true",
        "1.25, true",
        "1.5, false",
        "1.9, false",
        "1.9, true"
    })
    void sixDigitsOnTheLine(double r, boolean weights) {
        for (Points cloud : new Points[] {
            Points.uniform(300, 1, Seed.seed(1)),
            Points.gaussian(300, 1, Seed.seed(2)).scale(1e-3).concat(Points.gaussian(80, 1, Seed.seed(3))),
            grid(200, 40)
        }) {
            Measure x = weighted(cloud, weights);
            Measure y = weighted(grid(150, 37), weights);
            for (Ties ties : Ties.values()) {
                SlicedDescent descent = open(r, Directions.iid(), 1, ties, x, y);
                double[] expected =
                        sliced(r, x, y, Directions.iid().draw(1, 1, SEED).points(), 1, ties);
                assertThat(Brute.relative(Brute.gradient(descent, SEED), expected))
                        .isLessThan(5e-7);
            }
        }
    }

    private static Points grid(int n, int places) {
        var random = Seed.seed(n).stream();
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
            data[i] = random.nextInt(places) / 16f;
        }
        return Points.adopt(data, n, 1);
    }

    /** Projections have seven digits, which small gaps turn into fewer: the more so the smaller r is. */
    @ParameterizedTest
    @CsvSource({
        "0.5, iid, 200, 157, 5, 20, 3e-2, false",
        "1.5, iid, 200, 157, 5, 20, 1e-5, false",
        "1.5, orthogonal, 120, 300, 20, 40, 1e-5, true",
        "1, orthogonal, 120, 300, 20, 40, 1e-5, true",
        "1, equispaced, 300, 200, 2, 30, 2e-4, true",
        "0.5, equispaced, 200, 157, 2, 20, 3e-2, true",
        "1.9, hadamard, 100, 130, 90, 40, 1e-5, false",
        "1, hadamard, 100, 130, 130, 300, 2e-4, true",
        "0.5, hadamard, 100, 130, 200, 20, 3e-2, true",
    })
    void isThatOfTheLine(double r, String name, int n, int m, int d, int slices, double tolerance, boolean weights) {
        Directions rule = Brute.named(name);
        Measure x = weighted(Points.uniform(n, d, Seed.seed(1)), weights);
        Measure y = weighted(Points.gaussian(m, d, Seed.seed(2)).scale(0.3), weights);
        DrawnDirections drawn = rule.draw(slices, d, SEED);
        int space = drawn.space();
        Points directions = drawn.points();
        SlicedDescent descent = open(r, rule, slices, Ties.SPLIT, x, y);
        double[] expected = sliced(r, x, y, directions, space, Ties.SPLIT);
        assertThat(Brute.relative(Brute.gradient(descent, SEED), expected)).isLessThan(tolerance);
        DirectionSource source = DirectionSource.open(rule, d, slices, 1);
        float[] rows = new float[slices * d];
        source.drawSets(SEED, rows);
        float[] padded = new float[slices * space];
        for (int p = 0; p < slices; p++) {
            System.arraycopy(rows, p * d, padded, p * space, d);
        }
        Points sets = Points.adopt(padded, slices, space);
        SliceValues values = descent.values(SEED);
        double shorter = SlicingConstant.of(space, 1) / SlicingConstant.of(d, 1);
        for (int p = 0; p < slices; p++) {
            Line line = line(r, x, y, sets, p);
            double squared = SlicingConstant.of(space, r) * line.squared();
            assertThat(values.squared(p)).isCloseTo(squared, within(1e-3 * squared + 1e-6));
            double w1 = shorter * line.wasserstein();
            assertThat(values.wasserstein(p)).isCloseTo(w1, within(1e-4 * w1 + 1e-6));
        }
    }
}
