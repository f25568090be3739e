package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets of points that are turned by random rotations. */
class SphereSetTest {
    private static double dot(double[] points, int d, int p, int q) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += points[p * d + k] * points[q * d + k];
        }
        return sum;
    }

    /** The mean of x^α over the sphere: Π (α_k−1)!! / (d (d+2) ⋯ (d+|α|−2)) for even α, else 0. */
    private static double moment(int[] powers) {
        double above = 1;
        double below = 1;
        int total = 0;
        for (int power : powers) {
            if (power % 2 == 1) {
                return 0;
            }
            for (int i = 1; i < power; i += 2) {
                above *= i;
                below *= powers.length + total;
                total += 2;
            }
        }
        return above / below;
    }

    @Test
    void momentsOfTheSphere() {
        assertThat(moment(new int[] {2, 0, 0})).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(moment(new int[] {4, 0, 0})).isCloseTo(1.0 / 5, within(1e-15));
        assertThat(moment(new int[] {2, 2, 0})).isCloseTo(1.0 / 15, within(1e-15));
        assertThat(moment(new int[] {2, 2, 2})).isCloseTo(1.0 / 105, within(1e-15));
        assertThat(moment(new int[] {3, 1, 0})).isZero();
    }

    /** Largest error over random products x^α of even degree up to t; with their opposites odd degrees are exact. */
    private static double worst(double[] points, int d, int degree) {
        RandomStream random = Seed.seed(1).stream();
        double worst = 0;
        for (int i = 0; i < 300; i++) {
            int[] powers = new int[d];
            for (int j = 0; j < 2 * (1 + i % ((degree - 1) / 2)); j++) {
                powers[random.nextInt(d)]++;
            }
            double mean = 0;
            int count = points.length / d;
            for (int p = 0; p < count; p++) {
                double product = 1;
                for (int k = 0; k < d; k++) {
                    product *= Math.pow(points[p * d + k], powers[k]);
                }
                mean += product / count;
            }
            worst = Math.max(worst, Math.abs(mean - moment(powers)));
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"3, 6, 3", "3, 13, 5", "3, 64, 15", "3, 100, 19", "4, 50, 7", "5, 100, 7", "10, 60, 3"})
    void designsIntegratePolynomials(int d, int count, int degree) {
        SphericalDesign.Design design = SphericalDesign.design(d, count);
        assertThat(design.degree()).isEqualTo(degree);
        assertThat(design.points()).hasSize(count * d);
        assertThat(worst(design.points(), d, degree)).isLessThan(1e-13);
        // And no more than that: as a control of this test.
        if (count > 20) {
            assertThat(worst(design.points(), d, degree + 4)).isGreaterThan(1e-9);
        }
        for (int p = 0; p < count; p++) {
            assertThat(dot(design.points(), d, p, p)).isCloseTo(1, within(1e-14));
        }
    }

    /** Where there are as many equations as unknowns the degree below is taken, not a point that only comes near. */
    @Test
    void whatIsNotSolvedIsNotCalledADesign() {
        SphericalDesign.Design design = SphericalDesign.design(4, 20);
        assertThat(design.degree()).isEqualTo(3);
        assertThat(worst(design.points(), 4, 3)).isLessThan(1e-13);
    }

    /** The number of harmonics: 2l+1 in space, (l+1)² in four dimensions. */
    @ParameterizedTest
    @CsvSource({"3, 2, 5", "3, 10, 21", "4, 2, 9", "4, 6, 49", "5, 2, 14", "10, 2, 54", "10, 4, 660"})
    void harmonics(int d, int degree, long count) {
        assertThat(SphericalDesign.harmonics(d, degree)).isEqualTo(count);
    }

    @Test
    void upToTheDimensionDirectionsFarApartAreOrthonormal() {
        double[] points = new DistanceSet().points(7, 5);
        for (int p = 0; p < 5; p++) {
            for (int q = 0; q <= p; q++) {
                assertThat(dot(points, 7, p, q)).isEqualTo(p == q ? 1 : 0);
            }
        }
    }

    /** Four lines farthest apart in space are the diagonals of a cube, six are those of an icosahedron. */
    @ParameterizedTest
    @CsvSource({"4, 0.3333333333333333", "6, 0.4472135954999579"})
    void knownMaxima(int count, double cosine) {
        double[] points = new DistanceSet().points(3, count);
        for (int p = 0; p < count; p++) {
            for (int q = 0; q < p; q++) {
                assertThat(Math.abs(dot(points, 3, p, q))).isCloseTo(cosine, within(1e-4));
            }
        }
    }

    /** Higher than the lattice, and no small move makes it higher: a maximum. */
    @Test
    void theSumOfDistancesIsLargest() {
        int count = 50;
        double[] points = new DistanceSet().points(3, count);
        double best = distances(points, 3);
        assertThat(best).isGreaterThan(distances(new FibonacciLattice().points(3, count), 3));
        RandomStream random = Seed.seed(2).stream();
        for (int i = 0; i < 200; i++) {
            double[] moved = points.clone();
            int p = random.nextInt(count);
            for (int k = 0; k < 3; k++) {
                moved[3 * p + k] += 0.03 * random.nextGaussian();
            }
            double length = Math.sqrt(dot(moved, 3, p, p));
            for (int k = 0; k < 3; k++) {
                moved[3 * p + k] /= length;
            }
            assertThat(distances(moved, 3)).isLessThan(best);
        }
    }

    private static double distances(double[] points, int d) {
        double sum = 0;
        for (int p = 0; p < points.length / d; p++) {
            for (int q = 0; q < p; q++) {
                double t = dot(points, d, p, q);
                sum += Math.sqrt(Math.max(0, 2 - 2 * t)) + Math.sqrt(Math.max(0, 2 + 2 * t));
            }
        }
        return sum;
    }

    /** Found twice, once with all threads: bit for bit the same. */
    @Test
    void setsAreAlwaysTheSame() {
        assertThat(new DistanceSet().points(10, 400)).isEqualTo(new DistanceSet().points(10, 400));
        assertThat(SphericalDesign.design(3, 40).points())
                .isEqualTo(SphericalDesign.design(3, 40).points());
    }
}
