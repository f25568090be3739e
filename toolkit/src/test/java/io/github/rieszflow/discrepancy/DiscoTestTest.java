package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Groups;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoTestTest {
    /** Groups of different sizes, each moved by a multiple of {@code shift}. */
    private static Map<String, Points> groups(int d, double shift, Seed seed, int... sizes) {
        Map<String, Points> groups = new LinkedHashMap<>();
        for (int k = 0; k < sizes.length; k++) {
            double[] by = new double[d];
            by[0] = shift * k;
            groups.put("g" + k, Points.gaussian(sizes[k], d, seed.split(k)).translate(by));
        }
        return groups;
    }

    private static Points of(Map<String, Points> groups, String name) {
        return Objects.requireNonNull(groups.get(name));
    }

    /** The mean of ‖x−y‖^r over all pairs, by its definition. */
    private static double g(Points x, Points y, double r) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < y.size(); j++) {
                double square = 0;
                for (int k = 0; k < x.dimension(); k++) {
                    double difference = (double) x.get(i, k) - y.get(j, k);
                    square += difference * difference;
                }
                sum += Math.pow(square, r / 2);
            }
        }
        return sum / x.size() / y.size();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7})
    void sumsAreThoseOfTheDefinition(double r) {
        for (int d : new int[] {1, 3}) {
            Map<String, Points> groups = groups(d, 0.4, Seed.seed(1), 5, 12, 1, 30);
            List<Points> all = new ArrayList<>(groups.values());
            Points pool = all.get(0).concat(all.get(1)).concat(all.get(2)).concat(all.get(3));
            int size = pool.size();
            double between = 0;
            double within = 0;
            for (int i = 0; i < 4; i++) {
                Points x = all.get(i);
                within += x.size() / 2.0 * g(x, x, r);
                for (int j = i + 1; j < 4; j++) {
                    Points y = all.get(j);
                    between += (double) x.size() * y.size() / (2.0 * size) * (2 * g(x, y, r) - g(x, x, r) - g(y, y, r));
                }
            }
            DiscoResult result = EnergyTest.of(groups).with(Mmd.riesz(r)).permutations(9);
            // Lines are kept in single precision.
            double accuracy = d == 1 && r == 1 ? 1e-6 : 1e-12;
            assertThat(result.between()).isCloseTo(between, within(accuracy));
            assertThat(result.within()).isCloseTo(within, within(accuracy));
            assertThat(result.within("g1")).isCloseTo(6 * g(all.get(1), all.get(1), r), within(accuracy));
            assertThat(result.total()).isCloseTo(size / 2.0 * g(pool, pool, r), within(accuracy));
            assertThat(result.total()).isCloseTo(result.between() + result.within(), within(1e-9));
            assertThat(result.statistic()).isCloseTo(between / 3 / (within / (size - 4)), within(accuracy));
            assertThat(result.explained()).isCloseTo(between / (between + within), within(accuracy));
        }
    }

    /** With slices too: each sum is the mean over the same directions. */
    @Test
    void slicesAddUpToo() {
        DiscoResult result = EnergyTest.of(groups(3, 0.4, Seed.seed(2), 20, 15, 30))
                .with(Mmd.riesz(1).sliced(50))
                .permutations(9);
        assertThat(result.total()).isCloseTo(result.between() + result.within(), within(1e-9));
    }

    @Test
    void twoGroupsAreTheTestOfTwoSamples() {
        for (Discrepancy mmd :
                new Discrepancy[] {Mmd.riesz(1), Mmd.riesz(0.5), Mmd.riesz(1).sliced(20)}) {
            Map<String, Points> groups = groups(2, 0.3, Seed.seed(3), 25, 40);
            DiscoResult disco = EnergyTest.of(groups).with(mmd).permutations(4999);
            EnergyTestResult two =
                    EnergyTest.of(of(groups, "g0"), of(groups, "g1")).with(mmd).permutations(4999);
            assertThat(disco.between()).isCloseTo(25.0 * 40 / (2 * 65) * two.statistic(), within(1e-12));
            // Each p has a standard error of at most 0.007.
            assertThat(disco.pValue()).isCloseTo(two.pValue(), within(0.03));
        }
    }

    /** On the line r = 2 is the analysis of variance: 2.5, 5, 8.5 with mean squares 36.75 and 2.25, by hand. */
    @Test
    void squaresOnTheLineAreTheAnalysisOfVariance() {
        Map<String, Points> groups = Map.of("a", Points.line(1, 4), "b", Points.line(4, 6), "c", Points.line(8, 9));
        double between = 2 * (square(2.5 - 16 / 3.0) + square(5 - 16 / 3.0) + square(8.5 - 16 / 3.0));
        double within = 4.5 + 2 + 0.5;
        DiscoResult result = EnergyTest.of(groups).with(Mmd.radial(z -> -z * z)).permutations(9);
        assertThat(result.between()).isCloseTo(between, within(1e-12));
        assertThat(result.within()).isCloseTo(within, within(1e-12));
        assertThat(result.statistic()).isCloseTo(between / 2 / (within / 3), within(1e-12));
    }

    private static double square(double z) {
        return z * z;
    }

    /** All 90 ways to deal six points out to three groups of two. */
    @Test
    void pValuesAreThoseOfAllLabellings() {
        double[] z = {0, 1, 1.5, 5, 5.25, 7};
        Map<String, Points> groups = new LinkedHashMap<>();
        groups.put("a", Points.line(0, 1.5));
        groups.put("b", Points.line(1, 5));
        groups.put("c", Points.line(5.25, 7));
        double observed = inside(z, new int[] {0, 1, 0, 1, 2, 2});
        int atMost = 0;
        int all = 0;
        for (int code = 0; code < 729; code++) {
            int[] label = new int[6];
            int[] count = new int[3];
            for (int i = 0, c = code; i < 6; i++, c /= 3) {
                label[i] = c % 3;
                count[c % 3]++;
            }
            if (Arrays.equals(count, new int[] {2, 2, 2})) {
                all++;
                atMost += inside(z, label) <= observed + 1e-9 ? 1 : 0;
            }
        }
        assertThat(all).isEqualTo(90);
        assertThat(EnergyTest.of(groups).permutations(19_999).pValue()).isCloseTo((double) atMost / all, within(0.015));
    }

    private static double inside(double[] z, int[] label) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += label[i] == label[j] ? Math.abs(z[i] - z[j]) / 2 : 0;
            }
        }
        return sum;
    }

    @Test
    void seesAShiftAndAWidth() {
        assertThat(EnergyTest.of(groups(3, 1, Seed.seed(4), 30, 30, 30))
                        .permutations(999)
                        .pValue())
                .isEqualTo(0.001);
        Map<String, Points> widths = groups(2, 0, Seed.seed(5), 40, 40, 40);
        widths.replaceAll((name, points) -> name.equals("g2") ? points.scale(3) : points);
        assertThat(EnergyTest.of(widths).permutations(999).pValue()).isLessThan(0.005);
        RejectionRate power =
                DiscoTest.rejectionRate(40, 39, 0.05, seed -> EnergyTest.of(groups(2, 0.8, seed, 20, 20, 20)));
        assertThat(power.value()).isGreaterThan(0.9);
    }

    /** 0.05 ± 0.007 over 1000 simulations. */
    @Test
    @Tag("slow")
    void keepsItsLevel() {
        for (Discrepancy mmd : new Discrepancy[] {Mmd.riesz(1), Mmd.riesz(1).sliced(10)}) {
            RejectionRate rate = DiscoTest.rejectionRate(
                    1000,
                    99,
                    0.05,
                    seed -> EnergyTest.of(groups(2, 0, seed, 10, 20, 15)).with(mmd));
            assertThat(rate.value()).isBetween(0.03, 0.07);
        }
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        DiscoTest test = EnergyTest.of(groups(2, 0.2, Seed.seed(6), 10, 20, 15));
        double[] once = test.with(Mmd.riesz(1).sliced(9).on(Engine.cpu().threads(1)))
                .permutations(50)
                .permuted();
        double[] more = test.with(Mmd.riesz(1).sliced(9).on(Engine.cpu().threads(3)))
                .permutations(80)
                .permuted();
        assertThat(Arrays.copyOf(more, 50)).isEqualTo(once);
        assertThat(test.seed(Seed.seed(10)).permutations(50).permuted())
                .isNotEqualTo(test.permutations(50).permuted());
    }

    @Test
    void showsItself() {
        DiscoResult result =
                EnergyTest.of(groups(2, 0.5, Seed.seed(7), 10, 20, 15)).permutations(199);
        assertThat(result.table().text())
                .contains("Distance components of 3 samples", "between", "within", "  g1", "total")
                .contains("exact MMD, r = 1; 199 permutations");
        assertThat(result.picture().alternative()).isEqualTo(result.table().text());
        assertThat(result.toString())
                .contains("F ", "p = ", "between 3 samples")
                .doesNotContain("\n");
        assertThat(result.chart().picture().alternative()).contains("histogram");
        assertThat(result.seconds()).isPositive();
        assertThat(result.permuted()).hasSize(199);
        double observed = result.statistic();
        long atLeast =
                Arrays.stream(result.permuted()).filter(f -> f >= observed).count();
        assertThat(result.pValue()).isEqualTo((atLeast + 1) / 200.0);
    }

    @Test
    void allPointsTheSame() {
        DiscoResult result =
                EnergyTest.of(Groups.windows(Points.dirac(9, 2), 3)).permutations(99);
        assertThat(result.pValue()).isEqualTo(1);
        assertThat(result.explained()).isZero();
        assertThat(result.statistic()).isNaN();
    }

    @Test
    void energyCoefficient() {
        Points x = Points.gaussian(30, 2, Seed.seed(1));
        Points y = Points.gaussian(45, 2, Seed.seed(2)).translate(0.4, 0);
        for (double r : new double[] {0.5, 1, 1.7}) {
            EnergyTestResult result = EnergyTest.of(x, y).with(Mmd.riesz(r)).permutations(9);
            assertThat(result.coefficient()).isCloseTo(Mmd.riesz(r).squared(x, y) / (2 * g(x, y, r)), within(1e-12));
        }
        double[] weights = new double[30];
        Arrays.setAll(weights, i -> i % 3);
        double potential = 0;
        double sum = 0;
        double[] far = Mmd.riesz(1).potential(x, y);
        for (int i = 0; i < 30; i++) {
            potential += weights[i] * far[i];
            sum += weights[i];
        }
        Measure weighted = x.weighted(weights);
        assertThat(EnergyTest.of(weighted, y).permutations(9).coefficient())
                .isCloseTo(Mmd.riesz(1).squared(weighted, y) / (2 * potential / sum), within(1e-12));
        double exact = EnergyTest.of(x, y).permutations(9).coefficient();
        EnergyTest sliced = EnergyTest.of(x, y).with(Mmd.riesz(1).sliced(2000));
        assertThat(sliced.permutations(9).coefficient()).isCloseTo(exact, within(0.02 * exact));
        assertThat(EnergyTest.of(Points.dirac(3, 2), Points.dirac(4, 2).translate(1, 1))
                        .permutations(9)
                        .coefficient())
                .isCloseTo(1, within(1e-12));
        assertThat(EnergyTest.of(x, x).permutations(9).coefficient()).isCloseTo(0, within(1e-12));
        assertThat(EnergyTest.of(Points.dirac(3, 2), Points.dirac(4, 2))
                        .permutations(9)
                        .coefficient())
                .isZero();
    }

    @Test
    void badInput() {
        Points x = Points.gaussian(5, 2, Seed.seed(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(Map.of("a", x)))
                .withMessageContaining("pairs need at least two groups: received [a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(Map.of("a", x, "b", x.weighted(1, 1, 1, 1, 2))))
                .withMessage("the k-sample test takes points without weights: \"b\" has weights; take its points()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(Map.of("a", x.take(1), "b", x.take(1))))
                .withMessage("the k-sample test needs more points than groups: received 2 points in 2 groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(Map.of("a", x, "b", x))
                        .with(Mmd.riesz(1.5).sliced(3)))
                .withMessageContaining("the sliced test is for r = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(Map.of("a", x, "b", x)).permutations(0))
                .withMessage("the number of permutations must lie in [1, 10000000]: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        EnergyTest.of(Map.of("a", x, "b", x)).permutations(1).within("c"))
                .withMessageContaining("there is no group \"c\": the groups are [");
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> EnergyTest.of(groups(2, 0, Seed.seed(1), 5, 5))
                            .with(Mmd.riesz(1).sliced(3))
                            .permutations(99))
                    .withMessage("the test was interrupted after 0 of 99 permutations");
        } finally {
            Thread.interrupted();
        }
    }
}
