package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Line;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyTestTest {
    private static final Points X = Points.gaussian(30, 2, Seed.seed(1));
    private static final Points Y = Points.gaussian(45, 2, Seed.seed(2)).translate(0.4, 0);

    private static double[] weights(int n) {
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> i % 4);
        return weights;
    }

    /** A labelling as two measures. */
    private static double squared(Function<Measure[], Double> mmd, Pool pool, double[] signs, int lane) {
        double[] x = new double[pool.size()];
        double[] y = new double[pool.size()];
        for (int i = 0; i < x.length; i++) {
            double sign = signs[i * Pool.BATCH + lane];
            x[i] = Math.max(0, sign);
            y[i] = Math.max(0, -sign);
        }
        assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(y).sum()).isCloseTo(1, within(1e-12));
        return mmd.apply(new Measure[] {pool.points().weighted(x), pool.points().weighted(y)});
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7})
    void allPairsOfEveryLabelling(double r) {
        for (Measure[] pair : new Measure[][] {{X, Y}, {X.weighted(weights(30)), Y}, {Y, X.weighted(weights(30))}}) {
            Pool pool = new Pool(pair[0], pair[1]);
            double[] signs = new double[pool.size() * Pool.BATCH];
            double[] out = new double[Pool.BATCH];
            pool.label(0, Seed.seed(3), signs);
            Relabelled.pairs(pool.points(), RadialKernel.riesz(r)).squared(signs, out);
            assertThat(out[0]).isCloseTo(Mmd.riesz(r).squared(pair[0], pair[1]), within(1e-12));
            for (int lane = 1; lane < Pool.BATCH; lane++) {
                assertThat(out[lane])
                        .isCloseTo(squared(m -> Mmd.riesz(r).squared(m[0], m[1]), pool, signs, lane), within(1e-12));
            }
        }
    }

    /** Also with kernels whose diagonal is not zero, where weights make it differ from labelling to labelling. */
    @Test
    void allPairsWithOtherKernels() {
        Mmd mmd = Mmd.radial(RadialKernel.laplace(0.5));
        Pool pool = new Pool(X.weighted(weights(30)), Y);
        double[] signs = new double[pool.size() * Pool.BATCH];
        double[] out = new double[Pool.BATCH];
        pool.label(8, Seed.seed(3), signs);
        Relabelled.pairs(pool.points(), mmd.kernel()).squared(signs, out);
        for (int lane = 0; lane < Pool.BATCH; lane++) {
            assertThat(out[lane]).isCloseTo(squared(m -> mmd.squared(m[0], m[1]), pool, signs, lane), within(1e-13));
        }
    }

    /** Sorted once against sorted for each labelling: the mean over the same directions. */
    @Test
    void linesOfEveryLabelling() {
        Pool pool = new Pool(X, Y);
        Points directions = Directions.orthogonal().draw(5, 2, Seed.seed(4)).points();
        double[] signs = new double[pool.size() * Pool.BATCH];
        double[] out = new double[Pool.BATCH];
        pool.label(8, Seed.seed(3), signs);
        Relabelled.lines(pool.points(), Directions.orthogonal(), 5, Seed.seed(4), Team.standard())
                .squared(signs, out);
        for (int lane = 0; lane < Pool.BATCH; lane++) {
            double sum = 0;
            for (int p = 0; p < 5; p++) {
                double[] z = Brute.project(pool.points(), directions, p);
                double[] x = new double[30];
                double[] y = new double[45];
                int a = 0;
                int b = 0;
                for (int i = 0; i < z.length; i++) {
                    if (signs[i * Pool.BATCH + lane] > 0) {
                        x[a++] = z[i];
                    } else {
                        y[b++] = z[i];
                    }
                }
                sum += Line.of(x, y).squared();
            }
            assertThat(out[lane]).isCloseTo(SlicingConstant.of(2, 1) * sum / 5, within(1e-6));
        }
    }

    @Test
    void allLabellingsAreEquallyLikely() {
        Pool pool = new Pool(Points.line(0, 1), Points.line(2, 3, 4));
        Map<String, Integer> counts = new HashMap<>();
        double[] signs = new double[5 * Pool.BATCH];
        for (int from = 8; from < 8 + 8000; from += Pool.BATCH) {
            pool.label(from, Seed.seed(5), signs);
            for (int lane = 0; lane < Pool.BATCH; lane++) {
                StringBuilder label = new StringBuilder();
                for (int i = 0; i < 5; i++) {
                    label.append(signs[i * Pool.BATCH + lane] > 0 ? 'x' : 'y');
                }
                counts.merge(label.toString(), 1, Integer::sum);
            }
        }
        // χ² with 9 degrees of freedom is above 27.9 once in a thousand.
        assertThat(counts).hasSize(10);
        assertThat(counts.values().stream()
                        .mapToDouble(c -> Math.pow(c - 800, 2) / 800)
                        .sum())
                .isLessThan(27.9);
    }

    /** The part of all labellings that is at least as far apart, by enumeration. */
    private static double enumerated(double[] pool, int n, double observed) {
        int atLeast = 0;
        int all = 0;
        for (int mask = 0; mask < 1 << pool.length; mask++) {
            if (Integer.bitCount(mask) != n) {
                continue;
            }
            double[] x = new double[n];
            double[] y = new double[pool.length - n];
            int a = 0;
            int b = 0;
            for (int i = 0; i < pool.length; i++) {
                if ((mask >> i & 1) == 1) {
                    x[a++] = pool[i];
                } else {
                    y[b++] = pool[i];
                }
            }
            all++;
            atLeast += Line.of(x, y).squared() >= observed - 1e-12 ? 1 : 0;
        }
        return (double) atLeast / all;
    }

    @Test
    void pValuesOfSmallSamples() {
        double[][] xs = {{0, 1}, {0, 0, 1}, {0.125, 0.75, 2}, {1, 1, 1, 1}, {3}};
        double[][] ys = {{10, 11}, {0, 1, 1}, {0.25, 0.875, 1.125, 4}, {1, 1}, {0, 1, 2, 3, 4}};
        for (int k = 0; k < xs.length; k++) {
            Points x = Points.line(xs[k]);
            Points y = Points.line(ys[k]);
            double[] pool = Arrays.copyOf(xs[k], xs[k].length + ys[k].length);
            System.arraycopy(ys[k], 0, pool, xs[k].length, ys[k].length);
            double exact = enumerated(pool, xs[k].length, Mmd.riesz(1).squared(x, y));
            EnergyTestResult result = EnergyTest.of(x, y).permutations(9999);
            assertThat(result.statistic()).isCloseTo(Mmd.riesz(1).squared(x, y), within(1e-7));
            assertThat(result.pValue()).isCloseTo(exact, within(0.02));
            // With the same labels all pairs count as the line does.
            assertThat(EnergyTest.of(plane(x), plane(y)).permutations(9999).pValue())
                    .isEqualTo(result.pValue());
        }
    }

    private static Points plane(Points line) {
        float[] data = new float[2 * line.size()];
        for (int i = 0; i < line.size(); i++) {
            data[2 * i + 1] = line.get(i, 0);
        }
        return Points.adopt(data, line.size(), 2);
    }

    @Test
    void theCountIsTheDefinition() {
        EnergyTestResult result = EnergyTest.of(X, Y).permutations(199);
        double[] permuted = result.permuted();
        long atLeast =
                Arrays.stream(permuted).filter(s -> s >= result.statistic()).count();
        assertThat(permuted).hasSize(199);
        assertThat(result.pValue()).isEqualTo((atLeast + 1) / 200.0);
        double critical = result.critical(0.05);
        assertThat(Arrays.stream(permuted).filter(s -> s > critical).count()).isEqualTo(9);
        assertThat(result.critical(1)).isEqualTo(Arrays.stream(permuted).min().orElseThrow());
        assertThat(result.seconds()).isPositive();
        assertThat(result.toString())
                .contains("p = ", "199 permutations", "exact MMD, r = 1")
                .doesNotContain("\n");
        assertThat(result.picture().alternative()).contains("histogram");
    }

    @Test
    void seesWhatIsThere() {
        assertThat(EnergyTest.of(X, X.translate(2, 0)).permutations(999).pValue())
                .isEqualTo(0.001);
        assertThat(EnergyTest.of(X, X.scale(3))
                        .with(Mmd.riesz(1).sliced(20))
                        .permutations(999)
                        .pValue())
                .isLessThan(0.01);
        assertThat(EnergyTest.of(X, X).permutations(99).pValue()).isEqualTo(1);
        RejectionRate power = EnergyTest.rejectionRate(
                50,
                39,
                0.05,
                s -> EnergyTest.of(
                        Points.gaussian(25, 2, s.split(1)),
                        Points.gaussian(25, 2, s.split(2)).translate(1.5, 0)));
        assertThat(power.value()).isGreaterThan(0.9);
        assertThat(new RejectionRate(20, 100, 0.05))
                .hasToString("0.200 ± 0.040 rejected at level 0.05 (100 simulations)");
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        EnergyTest test = EnergyTest.of(X, Y).seed(Seed.seed(9));
        EnergyTest sliced = test.with(Mmd.riesz(1).sliced(7));
        double[] once = test.permutations(100).permuted();
        double[] onceSliced = sliced.permutations(100).permuted();
        String before = System.getProperty("rieszflow.threads");
        try {
            for (int threads = 1; threads <= 3; threads++) {
                System.setProperty("rieszflow.threads", Integer.toString(threads));
                assertThat(test.permutations(100).permuted()).isEqualTo(once);
                assertThat(sliced.permutations(100).permuted()).isEqualTo(onceSliced);
            }
        } finally {
            if (before == null) {
                System.clearProperty("rieszflow.threads");
            } else {
                System.setProperty("rieszflow.threads", before);
            }
        }
        assertThat(test.seed(Seed.seed(10)).permutations(100).permuted()).isNotEqualTo(once);
        // More permutations begin with the same ones.
        assertThat(Arrays.copyOf(test.permutations(300).permuted(), 100)).isEqualTo(once);
    }

    @Test
    void pointsWithoutWeightAreNotThere() {
        double[] ones = new double[35];
        Arrays.fill(ones, 0, 30, 1);
        Measure padded = X.concat(Points.gaussian(5, 2, Seed.seed(6))).weighted(ones);
        assertThat(EnergyTest.of(padded, Y).permutations(99).pValue())
                .isEqualTo(EnergyTest.of(X, Y).permutations(99).pValue());
    }

    @Test
    void badInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(X, Points.line(1)))
                .withMessage("x and y must have the same dimension: x is 30×2, y is 1×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(X, Y).permutations(0))
                .withMessage("the number of permutations must lie in [1, 10000000]: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(X, Y).permutations(19).critical(0.01))
                .withMessageContaining("the level must lie in [0.05, 1.0]: received 0.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.rejectionRate(10, 19, 1, s -> EnergyTest.of(X, Y)))
                .withMessageContaining("the level of a test must lie strictly between 0 and 1: received 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(X, Y).with(Mmd.riesz(1.5).sliced(3)))
                .withMessageContaining("the sliced test is for r = 1: received sliced MMD, r = 1.5")
                .withMessageContaining("with(Mmd.riesz(r))");
        Points many = Points.dirac(100_000, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(many, many).with(Mmd.riesz(0.5)).permutations(9))
                .withMessageContaining("the exact test with 200000 points would take 160.0 GB")
                .withMessageContaining("the sliced test");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(many, many)
                        .with(Mmd.riesz(1).sliced(1_000_000))
                        .permutations(9))
                .withMessageContaining("the sliced test with 200000 points and 1000000 slices would take 2.4 TB");
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() ->
                            EnergyTest.of(X, Y).with(Mmd.riesz(1).sliced(3)).permutations(99))
                    .withMessage("the test was interrupted after 0 of 99 permutations");
        } finally {
            Thread.interrupted();
        }
    }

    /** 0.05 ± 0.007 over 1000 simulations. */
    @Test
    @Tag("slow")
    void keepsItsLevel() {
        assertThat(level(s -> EnergyTest.of(Points.gaussian(20, 2, s.split(1)), Points.gaussian(30, 2, s.split(2)))))
                .isBetween(0.03, 0.07);
        assertThat(level(s -> EnergyTest.of(Points.gaussian(20, 5, s.split(1)), Points.gaussian(30, 5, s.split(2)))
                        .with(Mmd.riesz(1).sliced(10))))
                .isBetween(0.03, 0.07);
        assertThat(level(s -> EnergyTest.of(Points.gaussian(25, 2, s.split(1)), Points.gaussian(25, 2, s.split(2)))
                        .with(Mmd.riesz(1.5))))
                .isBetween(0.03, 0.07);
    }

    /** Counts 0 to 4 in two coordinates: hardly a point that does not coincide with others. */
    @Test
    @Tag("slow")
    void keepsItsLevelWithTies() {
        for (Discrepancy discrepancy :
                new Discrepancy[] {Mmd.riesz(1), Mmd.riesz(1).sliced(10)}) {
            assertThat(level(s -> EnergyTest.of(counts(25, s.split(1)), counts(25, s.split(2)))
                            .with(discrepancy)))
                    .isBetween(0.03, 0.07);
        }
    }

    /** Weights on (0.05, 1.05) and heavier ones, independent of the points, in both samples and in one of very different size. */
    @Test
    @Tag("slow")
    void keepsItsLevelWithWeights() {
        for (double power : new double[] {1, 4}) {
            assertThat(level(s -> EnergyTest.of(weighted(15, power, s.split(1)), weighted(40, power, s.split(2)))))
                    .isBetween(0.03, 0.07);
            assertThat(level(s -> EnergyTest.of(weighted(15, power, s.split(1)), Points.gaussian(40, 2, s.split(2)))))
                    .isBetween(0.03, 0.07);
            assertThat(level(s -> EnergyTest.of(Points.gaussian(15, 2, s.split(1)), weighted(40, power, s.split(2)))
                            .with(Mmd.riesz(1).sliced(8))))
                    .isBetween(0.03, 0.07);
        }
    }

    private static Measure weighted(int n, double power, Seed seed) {
        RandomStream random = seed.split(7).stream();
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> Math.pow(0.05 + random.nextDouble(), power));
        return Points.gaussian(n, 2, seed).weighted(weights);
    }

    /** Weights of one sample only stay at its places: each labelling has all of them there, and none at the others. */
    @Test
    void weightsOfOneSampleStayInPlace() {
        double[] own = weights(30);
        Pool pool = new Pool(X.weighted(own), Y);
        double[] signs = new double[pool.size() * Pool.BATCH];
        pool.label(0, Seed.seed(3), signs);
        double total = Arrays.stream(own).sum();
        double[] expected = Arrays.stream(own)
                .filter(w -> w > 0)
                .map(w -> w / total)
                .sorted()
                .toArray();
        for (int lane = 0; lane < Pool.BATCH; lane++) {
            double[] labelled = new double[pool.size()];
            for (int i = 0; i < labelled.length; i++) {
                labelled[i] = signs[i * Pool.BATCH + lane];
            }
            double[] positive =
                    Arrays.stream(labelled).filter(w -> w > 0).sorted().toArray();
            assertThat(positive).containsExactly(expected, within(1e-15));
            double[] others = new double[Y.size()];
            Arrays.fill(others, -1.0 / Y.size());
            assertThat(Arrays.stream(labelled).filter(w -> w < 0).toArray()).containsExactly(others, within(1e-15));
        }
    }

    private static double level(Function<Seed, EnergyTest> draw) {
        return EnergyTest.rejectionRate(1000, 199, 0.05, draw).value();
    }

    private static Points counts(int n, Seed seed) {
        RandomStream random = seed.stream();
        float[] data = new float[2 * n];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(5);
        }
        return Points.adopt(data, n, 2);
    }
}
