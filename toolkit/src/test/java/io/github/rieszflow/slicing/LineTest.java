package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    private static final Offset<Double> TIGHT = within(1e-14);
    private static final double[][] A = {{0, 0}, {1, 0}, {0, 2}};
    private static final double[][] TARGETS_OF_A = {{3, 4}, {1, 1}};
    private static final double[][] SLICES = {{1, 0}, {0, 1}, {0.6, 0.8}, {-0.28, 0.96}};

    private static Line line(double[] x, double... y) {
        return Line.of(x, y);
    }

    private static double[] of(double... values) {
        return values;
    }

    @Test
    void targetsThatCoincide() {
        Line line = line(of(0, 1, 3), 2, 2, 5);
        assertThat(line.squared()).isCloseTo(14.0 / 9, TIGHT);
        assertThat(line.gradient(Ties.FREEZE)).containsExactly(of(-1.0 / 3, -1, -1.0 / 3), TIGHT);
        assertThat(line.gradient(Ties.SPLIT)).containsExactly(of(-1.0 / 3, -1, -1.0 / 3), TIGHT);
    }

    @Test
    void everyKindOfTie() {
        Line line = line(of(1, 1, 4), 1, 4, 6);
        assertThat(line.squared()).isCloseTo(10.0 / 9, TIGHT);
        assertThat(line.gradient(Ties.FREEZE)).containsExactly(of(-1.0 / 3, -1.0 / 3, -2.0 / 3), TIGHT);
        assertThat(line.gradient(Ties.SPLIT)).containsExactly(of(0, -2.0 / 3, -2.0 / 3), TIGHT);
    }

    @Test
    void splitRanksByIndexAlsoIfThePointsComeInAnotherOrder() {
        assertThat(line(of(4, 1, 1), 6, 4, 1).gradient(Ties.SPLIT)).containsExactly(of(-2.0 / 3, 0, -2.0 / 3), TIGHT);
    }

    /** N∂E = (¾, ¼, −¼, −¾) at four coincident particles; one far target adds −1. */
    @Test
    void aPointMassExplodesUnlessItIsFrozen() {
        Line line = line(of(0, 0, 0, 0), 7);
        assertThat(line.gradient(Ties.SPLIT)).containsExactly(of(-0.25, -0.75, -1.25, -1.75), TIGHT);
        assertThat(line.gradient(Ties.FREEZE)).containsExactly(of(-1, -1, -1, -1), TIGHT);
        // On half of the target: the mean of both sides, −½, and the explosion.
        assertThat(line(of(0, 0, 0, 0), 0, 7).gradient(Ties.SPLIT))
                .containsExactly(of(0.25, -0.25, -0.75, -1.25), TIGHT);
        // On the target itself it has arrived.
        assertThat(line(of(0, 0, 0, 0), 0).gradient(Ties.SPLIT)).containsExactly(of(0, 0, 0, 0), TIGHT);
    }

    @Test
    void zeroAndMinusZeroAreOnePlace() {
        assertThat(line(of(-0.0, 0.0), 0.0).gradient(Ties.FREEZE)).containsExactly(0, 0);
        assertThat(line(of(0.0, -0.0), -0.0).gradient(Ties.SPLIT)).containsExactly(0, 0);
        assertThat(line(of(0.0, -0.0), -0.0, 1).gradient(Ties.SPLIT)).containsExactly(0, -1);
    }

    /** Rational values of four slices of a small set; the first two have exact ties. */
    @Test
    void fourFixedSlices() {
        double[][] gradient = {
            {-2.0 / 9, -7.0 / 18, -2.0 / 9},
            {-2.0 / 9, -2.0 / 9, -2.0 / 9},
            {-1.0 / 9, -1.0 / 3, -2.0 / 9},
            {-1.0 / 3, -1.0 / 9, -2.0 / 9}
        };
        double[] squared = {17.0 / 9, 35.0 / 18, 23.0 / 9, 287.0 / 225};
        double[][] mean = new double[3][2];
        double value = 0;
        for (int p = 0; p < 4; p++) {
            Line line = line(dot(A, SLICES[p]), dot(TARGETS_OF_A, SLICES[p]));
            double[] g = line.gradient(Ties.FREEZE);
            assertThat(line.squared()).isCloseTo(squared[p], TIGHT);
            value += line.squared() / 4;
            for (int i = 0; i < 3; i++) {
                assertThat(g[i] / 3).isCloseTo(gradient[p][i], TIGHT);
                mean[i][0] += g[i] / 3 * SLICES[p][0] / 4;
                mean[i][1] += g[i] / 3 * SLICES[p][1] / 4;
            }
        }
        double[][] back = {{-11.0 / 225, -71.0 / 450}, {-251.0 / 1800, -67.0 / 450}, {-11.0 / 150, -23.0 / 150}};
        double[][] times = {
            {-0.0767944870877505, -0.2478367537831948},
            {-0.21903882112528836, -0.23387411976724015},
            {-0.11519173063162574, -0.24085543677521748}
        };
        double c = SlicingConstant.of(2, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(mean[i]).containsExactly(back[i], TIGHT);
            assertThat(of(c * mean[i][0], c * mean[i][1])).containsExactly(times[i], TIGHT);
        }
        assertThat(c * value).isCloseTo(3.0098202950642214, TIGHT);
    }

    private static double[] dot(double[][] points, double[] direction) {
        double[] line = new double[points.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = points[i][0] * direction[0] + points[i][1] * direction[1];
        }
        return line;
    }

    @Test
    void pointMassesAtADistance() {
        Line line = line(of(-2, -2, -2), 1, 1);
        assertThat(line.squared()).isCloseTo(6, TIGHT);
        assertThat(line.wasserstein()).isCloseTo(3, TIGHT);
        assertThat(line(of(5), 5).squared()).isZero();
        assertThat(line(of(5), 5).wasserstein()).isZero();
    }

    /** Random clouds, on a coarse grid so that all kinds of ties are frequent. */
    @ParameterizedTest
    @ValueSource(ints = {3, 12, 100_000})
    void agreesWithPairs(int places) {
        RandomStream random = Seed.seed(places).stream();
        for (int trial = 0; trial < 200; trial++) {
            double[] x = draw(random, 1 + random.nextInt(20), places);
            double[] y = draw(random, 1 + random.nextInt(20), places);
            Line line = line(x, y);
            assertThat(line.gradient(Ties.FREEZE)).containsExactly(Brute.frozen(x, y), TIGHT);
            double[] split = line.gradient(Ties.SPLIT);
            assertThat(split).containsExactly(Brute.split(x, y), TIGHT);
            for (double g : split) {
                assertThat(g).isBetween(-2 + 1.0 / x.length - 1e-14, 2 - 1.0 / x.length + 1e-14);
            }
            double expected = 2 * meanDistance(x, y) - meanDistance(x, x) - meanDistance(y, y);
            assertThat(line.squared()).isNotNegative().isCloseTo(expected, within(1e-12 * places));
            assertThat(line.wasserstein()).isCloseTo(transport(x, y), within(1e-12 * places));
            assertThat(line.squared()).isLessThanOrEqualTo(2 * line.wasserstein() * (1 + 1e-12));
        }
    }

    private static double[] draw(RandomStream random, int n, int places) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(places) - places / 3;
        }
        return values;
    }

    private static double meanDistance(double[] x, double[] y) {
        double sum = 0;
        for (double a : x) {
            for (double b : y) {
                sum += Math.abs(a - b);
            }
        }
        return sum / x.length / y.length;
    }

    /** W1 between N and M points by matching N·M copies in order. */
    private static double transport(double[] x, double[] y) {
        double[] a = x.clone();
        double[] b = y.clone();
        java.util.Arrays.sort(a);
        java.util.Arrays.sort(b);
        int copies = a.length * b.length;
        double sum = 0;
        for (int i = 0; i < copies; i++) {
            sum += Math.abs(a[i / b.length] - b[i / a.length]);
        }
        return sum / copies;
    }

    @Test
    void emptyAndInfiniteInputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(new double[0], of(1)))
                .withMessage("the number of points of x must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(of(1), of(1, Double.NaN)))
                .withMessageContaining("a point of y")
                .withMessageContaining("received NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(of(Double.NEGATIVE_INFINITY), of(1)))
                .withMessageContaining("a point of x");
    }

    @Test
    void inputIsCopied() {
        double[] x = {0, 1};
        Line line = line(x, 5);
        x[0] = 9;
        assertThat(line.wasserstein()).isCloseTo(4.5, TIGHT);
    }
}
