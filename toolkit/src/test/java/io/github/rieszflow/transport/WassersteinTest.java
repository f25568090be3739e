package io.github.rieszflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WassersteinTest {
    private static final Points A = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
    private static final Points TARGETS_OF_A = Points.of(new double[][] {{3, 4}, {1, 1}});
    private static final double[] W = {0.5, 1 / 3.0, 1 / 6.0};

    /** Least costs of a small set, found apart from this code by linear programming. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 1.537155489455732, 1.331646783062107",
        "1, 2.585277605112291, 1.930709990013844",
        "1.5, 4.585608639182118, 3.020068596426869",
    })
    void inThePlane(double p, double uniform, double weighted) {
        Wasserstein transport = Wasserstein.order(p);
        assertThat(transport.cost(A, TARGETS_OF_A)).isCloseTo(uniform, within(1e-13));
        assertThat(transport.cost(A.weighted(W), TARGETS_OF_A.weighted(1, 3))).isCloseTo(weighted, within(1e-13));
        assertThat(transport.cost(TARGETS_OF_A.weighted(1, 3), A.weighted(W))).isCloseTo(weighted, within(1e-13));
    }

    @Test
    void onTheLine() {
        Measure x = Points.line(0, 1, 3).weighted(3, 2, 1);
        Measure y = Points.line(2, 5).weighted(1, 3);
        assertThat(Wasserstein.order(1).distance(x, y)).isCloseTo(41 / 12.0, within(1e-14));
        double[] grid =
                IntStream.range(0, 1024).mapToDouble(i -> (i + 0.5) / 1024).toArray();
        double[] shifted = Arrays.stream(grid).map(z -> z + 0.5).toArray();
        assertThat(Wasserstein.order(1).distance(Points.line(grid), Points.line(shifted)))
                .isCloseTo(0.5, within(1e-14));
        assertThat(Wasserstein.order(2).distance(Points.line(grid), Points.line(shifted)))
                .isCloseTo(0.5, within(1e-14));
    }

    /** The least mean cost over all pairings. */
    private static double brute(Points x, Points y, double p) {
        return brute(x, y, p, new int[x.size()], 0) / x.size();
    }

    private static double brute(Points x, Points y, double p, int[] used, int i) {
        if (i == x.size()) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < y.size(); j++) {
            if (used[j] == 0) {
                double square = 0;
                for (int k = 0; k < x.dimension(); k++) {
                    square += Math.pow((double) x.get(i, k) - y.get(j, k), 2);
                }
                used[j] = 1;
                least = Math.min(least, Math.pow(square, p / 2) + brute(x, y, p, used, i + 1));
                used[j] = 0;
            }
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2, 3.5})
    void bestPairing(double p) {
        for (int seed = 0; seed < 20; seed++) {
            int d = 1 + seed % 3;
            Points x = Points.gaussian(6, d, Seed.seed(seed));
            Points y = Points.uniform(6, d, Seed.seed(100 + seed));
            assertThat(Wasserstein.order(p).cost(x, y)).isCloseTo(brute(x, y, p), within(1e-12));
            // Two points of mass 1/2 against three of mass 1/3, as six of mass 1/6.
            Points two = x.take(2);
            Points three = y.take(3);
            double expected = brute(two.select(0, 0, 0, 1, 1, 1), three.select(0, 0, 1, 1, 2, 2), p);
            assertThat(Wasserstein.order(p).cost(two, three)).isCloseTo(expected, within(1e-12));
            assertThat(Wasserstein.order(p).cost(two.weighted(1, 2), three.weighted(3, 2, 1)))
                    .isCloseTo(brute(two.select(0, 0, 1, 1, 1, 1), three.select(0, 0, 0, 1, 1, 2), p), within(1e-12));
        }
    }

    /** A line in the plane goes to the network, the line itself is sorted: two algorithms. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2})
    void networkAgreesWithSorting(double p) {
        for (int[] size : new int[][] {{1, 1}, {1, 40}, {300, 211}, {128, 128}}) {
            Points x = Points.gaussian(size[0], 1, Seed.seed(3));
            Points y = Points.uniform(size[1], 1, Seed.seed(4));
            // Some coincide, and some are without mass.
            y = Points.line(IntStream.range(0, size[1])
                            .mapToDouble(i -> i % 7 == 0 ? 0.25 : 0)
                            .toArray())
                    .concat(y)
                    .concat(x);
            double[] weights = new double[y.size()];
            for (int j = 0; j < weights.length; j++) {
                weights[j] = j % 5 == 1 ? 0 : 1 + j % 11;
            }
            assertThat(Wasserstein.order(p).cost(inThePlane(x), inThePlane(y)))
                    .isCloseTo(Wasserstein.order(p).cost(x, y), within(1e-6));
            assertThat(Wasserstein.order(p).cost(inThePlane(x), inThePlane(y).weighted(weights)))
                    .isCloseTo(Wasserstein.order(p).cost(x, y.weighted(weights)), within(1e-6));
        }
    }

    /** Single precision puts points next to the line by 6e-8 of their size. */
    private static Points inThePlane(Points line) {
        float[] data = new float[2 * line.size()];
        for (int i = 0; i < line.size(); i++) {
            data[2 * i] = 0.6f * line.get(i, 0);
            data[2 * i + 1] = 0.8f * line.get(i, 0);
        }
        return Points.adopt(data, line.size(), 2);
    }

    @Test
    void thePlanHasTheMarginals() {
        Points x = Points.gaussian(70, 3, Seed.seed(5));
        Points y = Points.gaussian(90, 3, Seed.seed(6));
        double[] u = IntStream.range(0, 90).mapToDouble(j -> j % 4).toArray();
        Measure nu = y.weighted(u);
        TransportPlan plan = Wasserstein.order(1).plan(x, nu);
        double[] rows = new double[70];
        double[] columns = new double[90];
        double cost = 0;
        for (TransportPlan.Entry entry : plan.entries()) {
            assertThat(entry.mass()).isPositive();
            rows[entry.from()] += entry.mass();
            columns[entry.to()] += entry.mass();
            cost += entry.mass() * entry.distance();
        }
        // Multiples of 2⁻⁵³; what they miss goes to the heaviest point.
        assertThat(rows).containsExactly(x.weights(), within(1e-14));
        assertThat(columns).containsExactly(nu.weights(), within(1e-14));
        assertThat(plan.cost()).isCloseTo(cost, within(1e-14));
        assertThat(plan.cost()).isEqualTo(Wasserstein.order(1).cost(x, nu));
        assertThat(plan.entries()).hasSizeLessThan(160);
        assertThat(plan.table().rowCount()).isEqualTo(plan.entries().size());
        assertThat(plan.table().columnNames()).containsExactly("from", "to", "mass", "distance");
        assertThat(plan.picture().alternative()).contains("The first 20 of ");
        assertThat(plan.toString()).startsWith("TransportPlan[cost ").doesNotContain("\n");
        assertThat(Wasserstein.order(2)).hasToString("exact transport, cost ‖x−y‖^2");
    }

    @Test
    void nothingToMove() {
        Points x = Points.gaussian(40, 2, Seed.seed(7));
        assertThat(Wasserstein.order(1).distance(x, x)).isZero();
        assertThat(Wasserstein.order(0.5).distance(x, x.concat(x))).isZero();
        assertThat(Wasserstein.order(1).distance(Points.dirac(9, 2), Points.dirac(4, 2)))
                .isZero();
        assertThat(Wasserstein.order(1).distance(Points.line(-0.0, 1), Points.line(0.0, 1)))
                .isZero();
    }

    @Test
    void translationsAndScales() {
        Points x = Points.gaussian(50, 2, Seed.seed(8));
        assertThat(Wasserstein.order(2).distance(x, x.translate(3, -4))).isCloseTo(5, within(1e-6));
        Points y = Points.uniform(30, 2, Seed.seed(9));
        double w = Wasserstein.order(1).distance(x, y);
        for (double c : new double[] {1e-30, 1e30}) {
            assertThat(Wasserstein.order(1).distance(x.scale(c), y.scale(c)) / c)
                    .isCloseTo(w, within(1e-6 * w));
        }
    }

    @Test
    void badInput() {
        Points million = Points.dirac(1_000_000, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(1).distance(million, million))
                .withMessageContaining("exact transport between 1000000×2 and 1000000×2 points would take 8.0 TB")
                .withMessageContaining("take fewer points, or the sliced distance");
        Points many = Points.dirac(40_000, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(1).plan(many, many))
                .withMessageContaining("would take 12.8 GB, the Java heap has ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(1).cost(A, Points.line(1)))
                .withMessage("x and y must have the same dimension: x is 3×2, y is 1×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(0))
                .withMessageContaining("the order p of a Wasserstein distance must be positive and finite: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(9).cost(A.scale(1e38), A))
                .withMessageContaining("the cost ‖x−y‖^p of moving a point to another");
    }

    @Test
    void canBeInterrupted() {
        Points x = Points.gaussian(400, 2, Seed.seed(1));
        Points y = Points.gaussian(400, 2, Seed.seed(2));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> Wasserstein.order(1).distance(x, y))
                    .withMessageContaining("interrupted after");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    /** One of four points moves by 50, one of two by 0.01: W_p = 50·(1/4)^(1/p), 0.01·(1/2)^(1/p). */
    @Test
    void largeOrders() {
        for (double p : new double[] {3, 20, 540, 5000}) {
            Wasserstein order = Wasserstein.order(p);
            assertThat(order.distance(Points.line(1, 2, 3, 54), Points.line(1, 2, 3, 4)))
                    .isCloseTo(50 * Math.pow(0.25, 1 / p), within(1e-12));
            assertThat(order.distance(Points.line(0, 0.01), Points.line(0, 0)))
                    .isCloseTo(0.01f * Math.pow(0.5, 1 / p), within(1e-15));
            // The same in the plane, where plans are found by their costs.
            assertThat(order.distance(
                            Points.of(new double[][] {{1, 7}, {2, 7}, {3, 7}, {54, 7}}),
                            Points.of(new double[][] {{1, 7}, {2, 7}, {3, 7}, {4, 7}})))
                    .isCloseTo(50 * Math.pow(0.25, 1 / p), within(1e-12));
        }
        assertThat(Wasserstein.order(540).distance(Points.line(1, 2, 3, 54), Points.line(1, 2, 3, 4)))
                .isCloseTo(49.871804, within(1e-6));
        assertThat(Wasserstein.order(200).distance(Points.line(0, 0.01), Points.line(0, 0)))
                .isCloseTo(0.0099654, within(1e-7));
    }

    /**
     * All assignments of five points, near ones and far ones: a plan for a large p must not lose sight of short ways beside a
     * long one that it never takes.
     */
    @ParameterizedTest
    @ValueSource(doubles = {2.5, 7, 60, 540, 3000})
    void largeOrdersInThePlane(double p) {
        RandomStream random = Seed.seed(8).stream();
        for (int run = 0; run < 40; run++) {
            double[][] x = new double[5][2];
            double[][] y = new double[5][2];
            for (int i = 0; i < 5; i++) {
                double far = i < run % 5 ? 1000 : 0;
                for (int k = 0; k < 2; k++) {
                    x[i][k] = (float) (far + random.nextGaussian());
                    y[i][k] = (float) (far + random.nextGaussian());
                }
            }
            double best = Double.POSITIVE_INFINITY;
            for (int[] order : permutations(5)) {
                double longest = 0;
                for (int i = 0; i < 5; i++) {
                    longest = Math.max(longest, distance(x[i], y[order[i]]));
                }
                double sum = 0;
                for (int i = 0; i < 5; i++) {
                    sum += Math.pow(distance(x[i], y[order[i]]) / longest, p) / 5;
                }
                best = Math.min(best, longest * Math.pow(sum, 1 / p));
            }
            Points a = Points.of(x);
            Points b = Points.of(y);
            assertThat(Wasserstein.order(p).distance(a, b)).isCloseTo(best, withinPercentage(1e-9));
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static List<int[]> permutations(int n) {
        if (n == 0) {
            return List.of(new int[0]);
        }
        List<int[]> all = new ArrayList<>();
        for (int[] shorter : permutations(n - 1)) {
            for (int at = 0; at < n; at++) {
                int[] order = new int[n];
                System.arraycopy(shorter, 0, order, 0, at);
                order[at] = n - 1;
                System.arraycopy(shorter, at, order, at + 1, n - 1 - at);
                all.add(order);
            }
        }
        return all;
    }

    @Test
    void costsThatOverflowAreRefused() {
        Points x = Points.line(1, 2, 3, 54);
        Points y = Points.line(1, 2, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.order(540).cost(x, y))
                .withMessage(
                        "the cost ‖x−y‖^p of moving a point to another must lie in [0.0, 1.0E300]: received Infinity");
    }
}
