package io.github.rieszflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static double[][] draw(int n, int d, DoubleSupplier each) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, k -> each.getAsDouble());
        }
        return rows;
    }

    /** Points of bits: where each bit and its opposite occur often enough, the corners of a cube. */
    @ParameterizedTest
    @CsvSource({"4, 300, 16, 2", "7, 300, 16, 2", "8, 300, 16, 2", "9, 300, 16, 2", "238, 100, 10, 1.5811388300841898"})
    void bits(int seed, int n, int d, double radius) {
        Random random = new Random(seed);
        EnclosingBall ball = EnclosingBall.of(Points.of(draw(n, d, () -> random.nextInt(2))));
        assertThat(ball.radius()).isCloseTo(radius, within(1e-13));
    }

    /**
     * Data of all kinds, on lattices and not, far from zero, nearly on a line, of very different sizes: no point is outside, and no
     * smaller ball holds all by the dual program, whose value is computed from points and weights alone.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bits",
                "questionnaires",
                "counts",
                "rare",
                "normal",
                "rounded",
                "far",
                "line",
                "sizes",
                "blurred",
                "huge"
            })
    void exactOnAllKindsOfData(String kind) {
        for (int run = 0; run < 60; run++) {
            Random random = new Random(run);
            int d = 1 + random.nextInt(24);
            int n = 1 + random.nextInt(300);
            double[] direction = new double[d];
            Arrays.setAll(direction, k -> random.nextGaussian());
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++) {
                double place = random.nextGaussian();
                double size = Math.pow(10, random.nextInt(7) - 3);
                rows[i] = new double[d];
                for (int k = 0; k < d; k++) {
                    rows[i][k] = switch (kind) {
                        case "bits" -> random.nextInt(2);
                        case "questionnaires" -> 1 + random.nextInt(5);
                        case "counts" -> random.nextInt(4) * random.nextInt(2);
                        case "rare" -> random.nextInt(10) == 0 ? 1 : 0;
                        case "normal" -> random.nextGaussian();
                        case "rounded" -> Math.round(random.nextGaussian() * 4) / 8.0;
                        case "far" -> 1e6 + random.nextInt(3);
                        case "line" -> place * direction[k] + 1e-7 * random.nextGaussian();
                        case "sizes" -> size * random.nextGaussian();
                        case "blurred" -> (float) (random.nextInt(2) + 1e-5 * random.nextGaussian());
                        default -> 1e37 * random.nextInt(9);
                    };
                }
            }
            Points points = Points.of(rows);
            EnclosingBall ball = EnclosingBall.of(points);
            GrowingBall growing = new GrowingBall(new Support(points));
            growing.grow();
            assertThat(growing.radius()).isEqualTo(ball.radius());
            double square = ball.radius() * ball.radius();
            assertThat(square - growing.bound()).isBetween(-1e-13 * square, 1e-13 * square);
            double[] centre = ball.centre();
            for (int i = 0; i < n; i++) {
                double distance = 0;
                double far = 0;
                for (int k = 0; k < d; k++) {
                    distance += Math.pow(points.get(i, k) - centre[k], 2);
                    far = Math.max(far, Math.abs(centre[k]));
                }
                // The centre is rounded where it is far from zero.
                assertThat(Math.sqrt(distance)).isLessThanOrEqualTo(ball.radius() * (1 + 1e-14) + 1e-15 * d * far);
            }
        }
    }

    /** Pictures of the drawn digits, of few grey values, in 49 dimensions; alone and as the bounds need it. */
    @Test
    void pooledPictures() {
        Points digits = Images.drawnDigits(300).pooled(4).points();
        GrowingBall ball = new GrowingBall(new Support(digits));
        ball.grow();
        assertThat(ball.bound()).isCloseTo(ball.radius() * ball.radius(), withinPercentage(1e-10));
        Points one = digits.take(60);
        assertThat(Bounds.between(one, digits.select(IntStream.range(60, 120).toArray()))
                        .hold())
                .isTrue();
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        Random random = new Random(1);
        assertThatThrownBy(() -> EnclosingBall.of(Points.of(draw(50, 20, () -> random.nextInt(2)))))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
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
