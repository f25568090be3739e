package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Descent;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every cloud. Exponents 0.3 to 1.9, dimensions 1 to 5, sizes below and above a panel of 64. */
class MmdPropertyTest {
    private static final int[][] SHAPES = {{1, 1, 1}, {7, 5, 1}, {65, 64, 2}, {30, 131, 3}, {130, 40, 5}};

    /** Multiples of 1/64: sums and differences with other such numbers are exact in single precision. */
    private static Points cloud(int n, int d, int seed) {
        RandomStream random = Seed.seed(seed).stream();
        float[] data = new float[n * d];
        for (int i = 0; i < data.length; i++) {
            data[i] = (random.nextInt(257) - 100) / 64f;
        }
        return Points.adopt(data, n, d);
    }

    private static void close(Points actual, double[] expected, double tolerance) {
        assertThat(Brute.relative(actual.toArray(), expected)).isLessThan(tolerance);
    }

    private static double[] doubles(Points points) {
        float[] values = points.toArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1, 1.5, 1.9})
    void agreesWithPairs(double r) {
        Mmd mmd = Mmd.riesz(r);
        for (int[] s : SHAPES) {
            Points x = cloud(s[0], s[2], 1);
            Points y = cloud(s[1], s[2], 2);
            assertThat(mmd.squared(x, y)).isCloseTo(Brute.squared(x, y, r), within(1e-11));
            assertThat(mmd.squared(y, x)).isCloseTo(mmd.squared(x, y), within(1e-11));
            assertThat(mmd.squared(x, y)).isGreaterThan(-1e-12);
            assertThat(mmd.functional(x, y))
                    .isCloseTo((mmd.squared(x, y) + Brute.meanDistance(y, y, r)) / 2, within(1e-11));
            close(mmd.velocity(x, y).scale(-1), Brute.exact(x, y, r), 3e-7);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void movesAndTurnsWithThePoints(double r) {
        Mmd mmd = Mmd.riesz(r);
        Points x = cloud(50, 3, 3);
        Points y = cloud(70, 3, 4);
        double[] g = doubles(mmd.gradient(x, y));
        double[] by = {4.5, -32, 1};
        close(mmd.gradient(x.translate(by), y.translate(by)), g, 1e-7);
        close(mmd.gradient(x.scale(-1), y.scale(-1)).scale(-1), g, 1e-7);
        // A quarter turn and a swap of axes is a rotation without rounding.
        double[] turned = doubles(turn(Points.adopt(mmd.gradient(x, y).toArray(), 50, 3)));
        close(mmd.gradient(turn(x), turn(y)), turned, 1e-7);
        assertThat(mmd.squared(turn(x), turn(y))).isCloseTo(mmd.squared(x, y), within(1e-12));
        double c = 8;
        assertThat(mmd.squared(x.scale(c), y.scale(c)))
                .isCloseTo(Math.pow(c, r) * mmd.squared(x, y), withinPercentage(1e-9));
        close(mmd.gradient(x.scale(c), y.scale(c)).scale(Math.pow(c, 1 - r)), g, 2e-7);
    }

    private static Points turn(Points points) {
        float[] data = new float[points.size() * 3];
        for (int i = 0; i < points.size(); i++) {
            data[3 * i] = -points.get(i, 2);
            data[3 * i + 1] = points.get(i, 0);
            data[3 * i + 2] = -points.get(i, 1);
        }
        return Points.adopt(data, points.size(), 3);
    }

    /** No net force within the particles: the mean force is that of the targets alone. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void particlesDoNotPushTheirOwnMean(double r) {
        Mmd mmd = Mmd.riesz(r);
        Points x = cloud(90, 2, 5);
        Points y = cloud(33, 2, 6);
        double[] mean = mmd.velocity(x, y).mean();
        double[] byTargets = new double[2];
        for (int i = 0; i < x.size(); i++) {
            // One particle alone feels only the targets.
            double[] one = mmd.velocity(Points.of(x.row(i)), y).mean();
            byTargets[0] += one[0] / x.size();
            byTargets[1] += one[1] / x.size();
        }
        assertThat(mean).containsExactly(byTargets, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void nothingPushesWhatHasArrived(double r) {
        Mmd mmd = Mmd.riesz(r);
        for (int[] s : SHAPES) {
            Points x = cloud(s[0], s[2], 7);
            assertThat(mmd.squared(x, x)).isZero();
            for (float g : mmd.gradient(x, x).toArray()) {
                assertThat(g).isZero();
            }
            // Each point twice is the same measure.
            assertThat(mmd.squared(x, x.concat(x))).isCloseTo(0, within(1e-12));
            for (float g : mmd.velocity(x.concat(x), x).toArray()) {
                assertThat(g).isCloseTo(0, within(1e-12f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void orderDoesNotMatter(double r) {
        Mmd mmd = Mmd.riesz(r);
        Points x = cloud(70, 2, 8);
        Points y = cloud(80, 2, 9);
        int[] order = Seed.seed(1).stream().permutation(70);
        Points mixed = x.select(order);
        Points other = y.select(Seed.seed(2).stream().permutation(80));
        assertThat(mmd.squared(mixed, other)).isCloseTo(mmd.squared(x, y), within(1e-12));
        close(mmd.gradient(mixed, other), doubles(mmd.gradient(x, y).select(order)), 1e-7);
    }

    /** Central differences of F, with steps that are exact in single precision, at points without ties. */
    @ParameterizedTest
    @CsvSource({"0.5, 2", "1, 2", "1.5, 2", "0.5, 1", "1, 1", "1.5, 1", "1, 5"})
    void gradientIsTheDerivative(double r, int d) {
        Mmd mmd = Mmd.riesz(r);
        Points x = Points.uniform(6, d, Seed.seed(10));
        Points y = Points.uniform(9, d, Seed.seed(11));
        float[] g = mmd.gradient(x, y).toArray();
        double h = 0x1p-14;
        for (int i = 0; i < g.length; i++) {
            double slope = (mmd.functional(moved(x, i, h), y) - mmd.functional(moved(x, i, -h), y)) / (2 * h);
            assertThat((double) g[i]).isCloseTo(slope, within(1e-4));
        }
    }

    private static Points moved(Points x, int coordinate, double by) {
        float[] data = x.toArray();
        data[coordinate] = (float) (data[coordinate] + by);
        return Points.adopt(data, x.size(), x.dimension());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void smallStepsGoDown(double r) {
        Mmd mmd = Mmd.riesz(r);
        Points y = Points.gaussian(60, 2, Seed.seed(12));
        Descent descent = mmd.descent(Points.uniform(50, 2, Seed.seed(13)), y);
        double last = Double.POSITIVE_INFINITY;
        for (int step = 0; step < 30; step++) {
            double now = mmd.functional(descent.particles(), y);
            assertThat(now).isLessThan(last);
            last = now;
            descent.step(Seed.DEFAULT, 1e-3, 0);
        }
    }

    @Test
    void forTheEnergyDistanceNoVelocityIsLongerThanTwo() {
        for (int d : new int[] {1, 2, 7, 50}) {
            Points x = cloud(40, d, 14)
                    .translate(IntStream.range(0, d).mapToDouble(k -> 3).toArray());
            Points v = Mmd.riesz(1).velocity(x.concat(Points.dirac(1, d)), cloud(20, d, 15));
            for (int i = 0; i < v.size(); i++) {
                double square = 0;
                for (float k : v.row(i)) {
                    square += (double) k * k;
                }
                assertThat(Math.sqrt(square)).isLessThanOrEqualTo(2 + 1e-6);
            }
        }
    }

    /** In the sums distances are never squared in single precision, so scales far from 1 lose nothing. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e-15, 1e15, 1e30})
    void anyScale(double c) {
        Points x = Points.uniform(20, 2, Seed.seed(16)).scale(c);
        Points y = Points.uniform(30, 2, Seed.seed(17)).scale(c);
        assertThat(Mmd.riesz(1).squared(x, y)).isCloseTo(Brute.squared(x, y, 1), withinPercentage(1e-8));
        close(Mmd.riesz(1).velocity(x, y).scale(-1), Brute.exact(x, y, 1), 2e-7);
    }
}
