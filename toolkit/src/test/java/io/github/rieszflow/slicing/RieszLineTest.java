package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every exponent and weights on the line, against sums over pairs. */
class RieszLineTest {
    private static final Offset<Double> TIGHT = within(1e-10);
    private static final double[] EXPONENTS = {0.1, 0.5, 0.75, 0.999999, 1, 1.000001, 1.25, 1.5, 1.9};

    private static double distance(double[] actual, double[] expected) {
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += (actual[i] - expected[i]) * (actual[i] - expected[i]);
        }
        return Math.sqrt(sum);
    }

    private static double relative(double[] actual, double[] expected) {
        return distance(actual, expected) / distance(expected, new double[expected.length]);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1.0818539287865219, -0.015782049371301513, -0.15516073437852515, 0.00046867602429328815",
        "1, 1.5555555555555556, -0.1111111111111111, -0.3333333333333333, -0.1111111111111111",
        "1.5, 2.721941526415874, -0.3887407157795171, -0.5976310729378175, -0.42674632205251123",
    })
    void knownNumbers(double r, double squared, double a, double b, double c) {
        Line line = Line.of(new double[] {0, 1, 3}, new double[] {2, 2, 5}).exponent(r);
        assertThat(line.squared()).isCloseTo(squared, TIGHT);
        assertThat(line.gradient(Ties.FREEZE)).containsExactly(new double[] {3 * a, 3 * b, 3 * c}, TIGHT);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.49690399499995325, -0.024845199749997663, -0.024845199749997663, -0.07135872502089852",
        "1.5, 2.4845199749997664, -0.37267799624996495, -0.37267799624996495, -0.5243773949903288",
    })
    void knownNumbersWithTies(double r, double squared, double a, double b, double c) {
        Line line = Line.of(new double[] {1, 1, 4}, new double[] {1, 4, 6}).exponent(r);
        assertThat(line.squared()).isCloseTo(squared, TIGHT);
        for (Ties ties : Ties.values()) {
            assertThat(line.gradient(ties)).containsExactly(new double[] {3 * a, 3 * b, 3 * c}, TIGHT);
        }
    }

    @Test
    void knownNumbersWithWeights() {
        Line line = Line.of(new double[] {0, 1, 3}, new double[] {3, 2, 1}, new double[] {2, 5}, new double[] {1, 3});
        assertThat(line.squared()).isCloseTo(347.0 / 72, within(1e-14));
        assertThat(line.wasserstein()).isCloseTo(41.0 / 12, within(1e-14));
        for (Ties ties : Ties.values()) {
            assertThat(line.gradient(ties)).containsExactly(new double[] {-0.5, -4.0 / 3, -4.0 / 3}, within(1e-14));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "uniform, 300, 400", "clustered, 300, 400", "tied, 300, 400", "outliers, 100, 90", "uniform, 1, 1",
        "uniform, 2, 1", "tied, 128, 1", "uniform, 64, 64", "uniform, 65, 64", "clustered, 700, 325",
    })
    void agreesWithPairs(String places, int n, int m) {
        LinePair pair = LinePair.draw(places, n, m, 3 * n + m);
        for (double r : EXPONENTS) {
            Line line = pair.line(r);
            assertThat(relative(line.gradient(Ties.FREEZE), pair.gradient(r)))
                    .as("gradient, r = %s", r)
                    .isLessThan(1e-9);
            double scale = LinePair.mean(pair.x, pair.w, pair.y, pair.u, r);
            assertThat(line.squared())
                    .as("MMD², r = %s", r)
                    .isCloseTo(pair.squared(r), within(1e-9 * pair.squared(r) + 1e-13 * scale));
        }
    }

    /** The accuracy that lines in single precision are given. */
    @ParameterizedTest
    @CsvSource({"uniform, 300, 400", "clustered, 300, 400", "tied, 300, 400", "outliers, 100, 90"})
    void theFasterRuleHasSixDigitsToo(String places, int n, int m) {
        LinePair pair = LinePair.draw(places, n, m, 5 * n + m);
        for (double r : EXPONENTS) {
            LineKernel kernel = LineKernel.of(r, 2, Lanes.get());
            Sites sites = sites(pair);
            kernel.forces(new Sites[] {sites}, 1);
            double[] forces = Arrays.copyOf(sites.force, sites.count());
            double[] expected = new double[forces.length];
            Arrays.setAll(
                    expected,
                    i -> LinePair.push(sites.at[i], pair.y, pair.u, r) - LinePair.push(sites.at[i], pair.x, pair.w, r));
            assertThat(relative(forces, expected)).as("r = %s", r).isLessThan(5e-7);
            assertThat(kernel.squared(sites)).isCloseTo(pair.squared(r), withinPercentage(1e-5));
        }
    }

    /** Lines of other lengths, with ties, tiny gaps or one place alone, go side by side: each gets the bits it has alone. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.9, 1.2, 1.9})
    void linesTogetherHaveTheBitsOfLinesAlone(double r) {
        Lanes lanes = Lanes.get();
        Sites[] lines = new Sites[lanes.lines()];
        String[] places = {"uniform", "tied", "outliers", "clustered"};
        for (int count = 1; count <= lines.length; count++) {
            for (int line = 0; line < count; line++) {
                boolean short1 = line == 1;
                LinePair pair = LinePair.draw(
                        places[line % 4], short1 ? 1 : 90 + 70 * line, short1 ? 1 : 200 - 20 * line, 10 * count + line);
                lines[line] = sites(pair);
            }
            LineKernel kernel = LineKernel.of(r, 2, lanes);
            kernel.forces(lines, count);
            for (int line = 0; line < count; line++) {
                double[] together = lines[line].force.clone();
                kernel.forces(new Sites[] {lines[line]}, 1);
                assertThat(lines[line].force).as("line %d of %d", line, count).isEqualTo(together);
            }
        }
    }

    /** Where one line is coarse the other is fine: each needs nodes at places where the other has no use for them. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.9, 1.2, 1.9})
    void linesThatAreFineInTurnsHaveTheBitsOfLinesAlone(double r) {
        Lanes lanes = Lanes.get();
        Sites[] lines = new Sites[lanes.lines()];
        for (int line = 0; line < lines.length; line++) {
            lines[line] = new Sites(400);
            double at = 0;
            for (int i = 0; i < 400; i++) {
                lines[line].add(at, i % 2 == 0 ? 1 : -1.5);
                at += (i / 100 + line) % 2 == 0 ? 1 : 1e-6 * (1 + i % 7);
            }
        }
        LineKernel kernel = LineKernel.of(r, 2, lanes);
        kernel.forces(lines, lines.length);
        for (Sites line : lines) {
            double[] together = line.force.clone();
            kernel.forces(new Sites[] {line}, 1);
            assertThat(line.force).isEqualTo(together);
        }
    }

    private static Sites sites(LinePair pair) {
        double[][] points = new double[pair.x.length + pair.y.length][];
        for (int i = 0; i < points.length; i++) {
            boolean ofX = i < pair.x.length;
            int j = ofX ? i : i - pair.x.length;
            points[i] = ofX ? new double[] {pair.x[j], -pair.w[j]} : new double[] {pair.y[j], pair.u[j]};
        }
        Arrays.sort(points, (a, b) -> Double.compare(a[0], b[0]));
        Sites sites = new Sites(points.length);
        for (double[] point : points) {
            sites.add(point[0], point[1]);
        }
        return sites;
    }

    /** A million particles and a million targets, checked at some of the particles. */
    @ParameterizedTest
    @CsvSource({"0.5, uniform", "1.5, uniform", "0.75, clustered", "1.9, clustered", "0.1, tied"})
    @Tag("slow")
    void aMillionPoints(double r, String places) {
        LinePair pair = LinePair.draw(places, 1_000_000, 1_000_000, 9);
        double[] all = pair.line(r).gradient(Ties.FREEZE);
        double[] some = new double[10];
        double[] expected = new double[some.length];
        for (int k = 0; k < some.length; k++) {
            int i = k * 99_999;
            some[k] = all[i];
            expected[k] = LinePair.push(pair.x[i], pair.y, pair.u, r) - LinePair.push(pair.x[i], pair.x, pair.w, r);
        }
        assertThat(relative(some, expected)).isLessThan(1e-6);
    }

    /** The work is places times nodes, which each tile chooses: of 64 of N uniform points the smallest gap is about 1/(64 N). */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1.5, 1.9})
    void workGrowsLittleFasterThanTheNumberOfPoints(double r) {
        RieszSums sums = new RieszSums(r, 2, Lanes.get());
        double ratio = 100.0 * sums.nodes(1 / (64 * 1e6)) / sums.nodes(1 / (64 * 1e4));
        assertThat(ratio).isBetween(100.0, 12.0 * 12);
        assertThat(sums.nodes(1 / (64 * 1e6))).isLessThan(60);
    }

    /** MMD² ≈ h² for clouds that differ by h: with all digits, where a difference of means would have none left. */
    @Test
    void cloudsThatNearlyAgreeLoseNoDigits() {
        double[] w = {1, 1};
        for (double r : EXPONENTS) {
            for (double h : new double[] {0x1p-8, 0x1p-16, 0x1p-24}) {
                // Particles at 0 and 1 against targets at h and 1 − h: 2h^r − (1 − (1 − 2h)^r)/2 − …, by its series.
                Line line = Line.of(new double[] {0, 1}, w, new double[] {h, 1 - h}, w)
                        .exponent(r);
                double rest = 2 * Math.expm1(r * Math.log1p(-h)) / 2 - Math.expm1(r * Math.log1p(-2 * h)) / 2;
                assertThat(line.squared())
                        .as("r = %s, h = %s", r, h)
                        .isCloseTo(Math.pow(h, r) + rest, withinPercentage(r < 1.8 ? 1e-6 : 1e-3));
            }
        }
    }

    /** U[0,1] against a point in the middle, in closed form; N midpoints are 1/N² away from it. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.40947570824873", "1, 0.16666666666666666", "1.5, 0.05427128390319044"})
    void uniformAgainstAPoint(double r, double expected) {
        int n = 20_000;
        double[] x = new double[n];
        Arrays.setAll(x, i -> (i + 0.5) / n);
        Line line = Line.of(x, new double[] {0.5}).exponent(r);
        // E|X − X'|^r lacks the pairs within a cell: N^{−1−r}, the target's own cell N^{−1−r}.
        assertThat(line.squared()).isCloseTo(expected, within(3 * Math.pow(n, -1 - r) + 1e-10));
    }

    @Test
    void properties() {
        for (int seed = 0; seed < 5; seed++) {
            LinePair pair = LinePair.draw(seed % 2 == 0 ? "tied" : "clustered", 40 + 30 * seed, 90, seed);
            LinePair swapped = new LinePair(pair.y, pair.u, pair.x, pair.w);
            for (double r : EXPONENTS) {
                double squared = pair.line(r).squared();
                double[] g = pair.line(r).gradient(Ties.FREEZE);
                assertThat(swapped.line(r).squared()).isCloseTo(squared, withinPercentage(1e-8));
                double c = 8;
                assertThat(pair.map(z -> c * z).line(r).squared())
                        .isCloseTo(Math.pow(c, r) * squared, withinPercentage(1e-10));
                double[] scaled = pair.map(z -> c * z).line(r).gradient(Ties.FREEZE);
                Arrays.setAll(scaled, i -> scaled[i] * Math.pow(c, 1 - r));
                assertThat(relative(scaled, g)).isLessThan(1e-12);
                double[] turned = pair.map(z -> -z).line(r).gradient(Ties.FREEZE);
                Arrays.setAll(turned, i -> -turned[i]);
                assertThat(relative(turned, g)).isLessThan(1e-9);
                double[] moved = pair.map(z -> z + 64).line(r).gradient(Ties.FREEZE);
                assertThat(relative(moved, g)).isLessThan(1e-5);
                // No force within: what particles feel in the mean is minus what targets would feel.
                double[] back = swapped.line(r).gradient(Ties.FREEZE);
                assertThat(dot(pair.w, g) + dot(pair.u, back)).isCloseTo(0, within(1e-8 * Math.sqrt(dot(g, g))));
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** A point of weight 2/3 is two points of weight 1/3; one of weight 0 is none, and feels what is there. */
    @Test
    void weightsAreRepetitions() {
        double[] w = {2, 0, 1};
        double[] y = {0.25, 4, 5};
        double[] u = {1, 3, 0};
        for (double r : EXPONENTS) {
            Line weighted = Line.of(new double[] {0, 1, 3}, w, y, u).exponent(r);
            Line repeated = Line.of(new double[] {0, 0, 3}, new double[] {0.25, 4, 4, 4})
                    .exponent(r);
            assertThat(weighted.squared()).isCloseTo(repeated.squared(), within(1e-9));
            assertThat(weighted.wasserstein()).isCloseTo(repeated.wasserstein(), within(1e-14));
            double[] g = weighted.gradient(Ties.FREEZE);
            double[] h = repeated.gradient(Ties.FREEZE);
            assertThat(new double[] {g[0], g[0], g[2]}).containsExactly(h, within(1e-8));
            double felt = LinePair.push(1, y, new double[] {0.25, 0.75, 0}, r)
                    - LinePair.push(1, new double[] {0, 3}, new double[] {2.0 / 3, 1.0 / 3}, r);
            assertThat(g[1]).isCloseTo(felt, within(1e-8));
        }
    }

    /** The parts of a split point mass keep their centre and are as far apart as their weights say. */
    @Test
    void weightedPointMassesExplode() {
        Line line = Line.of(new double[] {0, 0, 0}, new double[] {1, 2, 1}, new double[] {0}, new double[] {1});
        Line half = Line.of(new double[] {0, 0, 0}, new double[] {1, 2, 1}, new double[] {0, 5}, new double[] {1, 1});
        assertThat(half.gradient(Ties.SPLIT)).containsExactly(new double[] {0.25, -0.5, -1.25}, within(1e-15));
        // All of the target: they have arrived.
        assertThat(line.gradient(Ties.SPLIT)).containsExactly(0, 0, 0);
        assertThat(line.gradient(Ties.FREEZE)).containsExactly(0, 0, 0);
        assertThat(line.exponent(0.5).gradient(Ties.SPLIT)).containsExactly(0, 0, 0);
        assertThat(line.exponent(0.5).squared()).isZero();
    }

    @Test
    void arrivedParticlesStay() {
        LinePair pair = LinePair.draw("clustered", 200, 5, 1);
        for (double r : EXPONENTS) {
            Line same = Line.of(pair.x, pair.w, pair.x, pair.w).exponent(r);
            assertThat(same.squared()).isZero();
            assertThat(same.gradient(Ties.FREEZE)).containsOnly(0);
        }
    }

    /** Central differences of ½MMD². */
    @Test
    void gradientIsTheDerivative() {
        LinePair pair = LinePair.draw("uniform", 9, 7, 4);
        double h = 1e-5;
        for (double r : new double[] {0.5, 0.9, 1.2, 1.7}) {
            double[] g = pair.line(r).gradient(Ties.FREEZE);
            for (int i = 0; i < 9; i++) {
                double[] up = pair.x.clone();
                double[] down = pair.x.clone();
                up[i] += h;
                down[i] -= h;
                double slope = (Line.of(up, pair.w, pair.y, pair.u).exponent(r).squared()
                                - Line.of(down, pair.w, pair.y, pair.u)
                                        .exponent(r)
                                        .squared())
                        / (4 * h);
                assertThat(pair.w[i] * g[i]).isCloseTo(slope, within(1e-4));
            }
        }
    }

    @Test
    void extremeGaps() {
        for (double r : new double[] {0.5, 1.5}) {
            LinePair pair = new LinePair(
                    new double[] {0, 1e-200, 1}, new double[] {0.5, 0.25, 0.25}, new double[] {2, 1e100}, new double[] {
                        0.5, 0.5
                    });
            assertThat(relative(pair.line(r).gradient(Ties.FREEZE), pair.gradient(r)))
                    .isLessThan(1e-9);
        }
    }

    @Test
    void badInput() {
        double[] two = {1, 2};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(two, new double[] {1}, two, two))
                .withMessage("the points of x need 2 weights: received 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(two, two, two, new double[] {1, -1}))
                .withMessageContaining("weight 1 is -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(two, two, two, new double[] {0, 0}))
                .withMessageContaining("at least one weight must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.of(two, two).exponent(2))
                .withMessageContaining("strictly between 0 and 2: received 2.0");
    }
}
