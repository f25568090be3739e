package io.github.rieszflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnclosingBallTest {
    @Test
    void smallSets() {
        Points x = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
        Points y = Points.of(new double[][] {{3, 4}, {1, 1}});
        EnclosingBall ball = EnclosingBall.of(x, y);
        assertThat(ball.radius()).isCloseTo(2.5, within(1e-14));
        assertThat(ball.centre()).containsExactly(new double[] {1.5, 2}, within(1e-14));
        assertThat(EnclosingBall.of(Points.line(3)).radius()).isZero();
        assertThat(EnclosingBall.of(Points.line(3)).centre()).containsExactly(3);
        assertThat(EnclosingBall.of(Points.line(1, 1, 1)).radius()).isZero();
        assertThat(EnclosingBall.of(Points.line(-1, 4, 0), Points.line(2)).radius())
                .isEqualTo(2.5);
        assertThat(ball).hasToString("EnclosingBall[radius 2.5000 in dimension 2]");
    }

    @Test
    void whatHasNoMassIsOutside() {
        Points far = Points.of(new double[][] {{0, 0}, {100, 0}, {0, 2}});
        assertThat(EnclosingBall.of(far.weighted(1, 0, 1)).radius()).isCloseTo(1, within(1e-14));
    }

    /** The corners of a cube, of a simplex and of a cross in many dimensions. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100, 300})
    void symmetricSets(int d) {
        double[][] simplex = new double[d][d];
        double[][] cross = new double[2 * d][d];
        for (int k = 0; k < d; k++) {
            simplex[k][k] = 1;
            cross[k][k] = 1;
            cross[d + k][k] = -1;
        }
        assertThat(EnclosingBall.of(Points.of(simplex)).radius()).isCloseTo(Math.sqrt((d - 1.0) / d), within(1e-12));
        assertThat(EnclosingBall.of(Points.of(cross)).radius()).isCloseTo(1, within(1e-12));
    }

    @Test
    void corners() {
        double[][] cube = new double[1024][10];
        for (int i = 0; i < cube.length; i++) {
            for (int k = 0; k < 10; k++) {
                cube[i][k] = i >> k & 1;
            }
        }
        assertThat(EnclosingBall.of(Points.of(cube)).radius()).isCloseTo(Math.sqrt(2.5), within(1e-13));
    }

    /** In the plane the ball is that of two points or of three: the smallest of those that hold all. */
    @Test
    void allPairsAndTriples() {
        RandomStream random = Seed.seed(2).stream();
        for (int run = 0; run < 200; run++) {
            int n = 2 + random.nextInt(6);
            double[][] p = new double[n][2];
            for (double[] q : p) {
                q[0] = random.nextInt(9);
                q[1] = random.nextInt(9);
            }
            double best = Double.POSITIVE_INFINITY;
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    double[] middle = {(p[a][0] + p[b][0]) / 2, (p[a][1] + p[b][1]) / 2};
                    best = Math.min(best, holding(p, middle, p[a]));
                    for (int c = 0; c < n; c++) {
                        best = Math.min(best, holding(p, circumcentre(p[a], p[b], p[c]), p[a]));
                    }
                }
            }
            assertThat(EnclosingBall.of(Points.of(p)).radius()).isCloseTo(best, within(1e-9));
        }
    }

    private static double[] circumcentre(double[] a, double[] b, double[] c) {
        double bx = b[0] - a[0];
        double by = b[1] - a[1];
        double cx = c[0] - a[0];
        double cy = c[1] - a[1];
        double d = 2 * (bx * cy - by * cx);
        double bb = bx * bx + by * by;
        double cc = cx * cx + cy * cy;
        return new double[] {a[0] + (cy * bb - by * cc) / d, a[1] + (bx * cc - cx * bb) / d};
    }

    /** The radius of the circle with this centre through a point if it holds all points, else infinity. */
    private static double holding(double[][] points, double[] centre, double[] through) {
        double radius = Math.hypot(through[0] - centre[0], through[1] - centre[1]);
        for (double[] q : points) {
            if (!(Math.hypot(q[0] - centre[0], q[1] - centre[1]) <= radius + 1e-9)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return radius;
    }

    @Test
    void badInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnclosingBall.of())
                .withMessageContaining("the number of measures must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnclosingBall.of(Points.line(1), Points.dirac(2, 2)))
                .withMessageContaining("the same dimension");
    }
}
