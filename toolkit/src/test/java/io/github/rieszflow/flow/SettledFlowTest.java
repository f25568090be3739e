package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Line;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Particles that are distributed like their targets stay where they are, also where many share one place. */
class SettledFlowTest {
    private static void stays(SlicedMmd mmd, Measure start, Measure target) {
        Trajectory path = ParticleFlow.of(mmd)
                .toward(target)
                .stepSize(1)
                .momentum(0.5)
                .from(start)
                .run(6);
        assertThat(path.last()).as("%s", mmd).isEqualTo(start.points());
        assertThat(mmd.squared(start.at(path.last()), target).value()).isZero();
    }

    /** Each of some points so many times, in an order of no meaning. */
    private static Points repeated(Points points, int times) {
        return points.select(IntStream.range(0, points.size() * times)
                .map(i -> i * 7 % points.size())
                .toArray());
    }

    @Test
    void threeTimesOnePoint() {
        Points c = Points.of(new double[][] {{1, 1}, {1, 1}, {1, 1}});
        stays(Mmd.riesz(1).sliced(32), c, c);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 130})
    void duplicatesOnBothSides(int d) {
        Points few = Points.gaussian(20, d, seed(1));
        SlicedMmd mmd = Mmd.riesz(1).sliced(32);
        stays(mmd, repeated(few, 3), repeated(few, 3));
        // As many at each place as a part of all, in other numbers.
        stays(mmd, repeated(few, 6), few);
        stays(mmd, few, repeated(few, 9));
        stays(mmd, repeated(few, 10), repeated(few, 15));
        stays(mmd.with(LineSolver.exact(Ties.FREEZE)), repeated(few, 3), repeated(few, 2));
        stays(mmd.with(LineSolver.binned(12)), repeated(few, 3), repeated(few, 3));
        stays(mmd.with(Directions.iid()), repeated(few, 6), repeated(few, 4));
    }

    /** Questionnaires: few values, many rows, and places that different numbers of rows share. */
    @Test
    void discreteData() {
        float[] data = new float[500 * 3];
        var stream = seed(3).stream();
        for (int i = 0; i < data.length; i++) {
            data[i] = 1 + stream.nextInt(3);
        }
        Points rows = Points.of(data, 500, 3);
        stays(Mmd.riesz(1).sliced(64), rows, rows);
        stays(Mmd.riesz(1).sliced(64), rows.concat(rows), rows);
    }

    @Test
    void weightsThatAddUpTheSame() {
        Points x = Points.line(0, 0, 1, 1, 1, 4);
        Points y = Points.line(0, 1, 1, 4, 4);
        Measure mu = x.weighted(0.1, 0.2, 0.1, 0.1, 0.2, 0.3);
        Measure nu = y.weighted(0.3, 0.3, 0.1, 0.15, 0.15);
        float[] g = new float[6];
        try (var descent = Mmd.riesz(1).sliced(1).descent(mu, nu)) {
            descent.gradient(seed(1), g);
        }
        for (float each : g) {
            assertThat(Math.abs(each)).isLessThan(1e-15f);
        }
        double[] exact = Line.of(
                        new double[] {0, 0, 1, 1, 1, 4},
                        new double[] {0.1, 0.2, 0.1, 0.1, 0.2, 0.3},
                        new double[] {0, 1, 1, 4, 4},
                        new double[] {0.3, 0.3, 0.1, 0.15, 0.15})
                .gradient(Ties.SPLIT);
        assertThat(Arrays.stream(exact).map(Math::abs).max().getAsDouble()).isLessThan(1e-15);
    }

    /** With fewer targets than particles at a place these are pushed apart as before. */
    @Test
    void whereTooManyAreAtOnePlace() {
        double[] g = Line.of(new double[] {1, 1, 4}, new double[] {1, 4, 6}).gradient(Ties.SPLIT);
        assertThat(g).containsExactly(0, -2.0 / 3, -2.0 / 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5})
    void otherExponents(double r) {
        Points few = Points.gaussian(20, 2, seed(1));
        Points start = repeated(few, 4);
        Points end = ParticleFlow.of(Mmd.riesz(r).sliced(32))
                .toward(repeated(few, 2))
                .stepSize(0.1)
                .from(start)
                .run(6)
                .last();
        assertThat(Arrays.stream(end.minus(start).norms()).max().getAsDouble()).isLessThan(1e-6);
    }
}
