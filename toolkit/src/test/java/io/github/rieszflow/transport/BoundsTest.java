package io.github.rieszflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    private static final Points A = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
    private static final Points TARGETS_OF_A = Points.of(new double[][] {{3, 4}, {1, 1}});

    private static Bounds.Inequality named(Bounds bounds, String name) {
        return bounds.inequalities().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** MMD²/(2 min E‖X−Y‖^r), evaluated apart from this code. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.4525063", "1, 0.5161970", "1.5, 0.6104882"})
    void transportBoundsMmd(double r, double ratio) {
        Bounds bounds = Bounds.between(A, TARGETS_OF_A, r);
        assertThat(named(bounds, "transport bounds MMD").sharpness()).isCloseTo(ratio, within(5e-8));
        assertThat(bounds.inequalities()).hasSize(r == 1 ? 4 : 1);
        assertThat(bounds.hold()).isTrue();
    }

    @Test
    void slicedTransport() {
        Bounds bounds = Bounds.between(A, TARGETS_OF_A);
        Bounds.Inequality sliced = named(bounds, "MMD bounds sliced transport");
        assertThat(bounds.radius()).isCloseTo(2.5, within(1e-14));
        assertThat(sliced.left().value()).isCloseTo(1.629586, within(1e-4));
        assertThat(sliced.right()).isCloseTo(2.061040, within(5e-7));
        assertThat(named(bounds, "slicing shortens").right()).isCloseTo(2.585277605112291 * 2 / Math.PI, within(1e-13));
    }

    /** U[0,1] against U[½,3/2] in midpoints: W1 = ½, MMD² = 5/12, R = ¾. */
    @Test
    void intervals() {
        double[] grid =
                IntStream.range(0, 1024).mapToDouble(i -> (i + 0.5) / 1024).toArray();
        Points x = Points.line(grid);
        Bounds bounds = Bounds.between(x, x.translate(0.5));
        Bounds.Inequality line = named(bounds, "MMD bounds transport on the line");
        assertThat(line.left().value()).isCloseTo(0.5, within(1e-14));
        assertThat(line.right()).isCloseTo(0.559017, within(1e-3));
        assertThat(named(bounds, "transport bounds MMD").left().value()).isCloseTo(5 / 12.0, within(1e-5));
    }

    /** Equalities: point masses, and on the line those at the ends. */
    @Test
    void sharp() {
        for (double r : new double[] {0.3, 1, 1.9}) {
            Bounds bounds = Bounds.between(Points.of(new double[] {1, 2, 3}), Points.of(new double[] {-1, 5, 2}), r);
            assertThat(bounds.inequalities().get(0).sharpness()).isCloseTo(1, within(1e-13));
            assertThat(bounds.hold()).isTrue();
        }
        Bounds line = Bounds.between(Points.line(-3), Points.line(5));
        assertThat(line.radius()).isEqualTo(4);
        assertThat(named(line, "MMD bounds transport on the line").sharpness()).isCloseTo(1, within(1e-13));
    }

    private static Measure random(RandomStream random, int d) {
        int n = 1 + random.nextInt(8);
        float[] data = new float[n * d];
        double[] weights = new double[n];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(3) == 0 ? 0 : (float) random.nextGaussian();
        }
        Arrays.setAll(weights, i -> i == 0 ? 1 : random.nextInt(4) == 0 ? 0 : random.nextDouble());
        return Points.adopt(data, n, d).weighted(weights);
    }

    @Test
    void holdForRandomWeightedMeasures() {
        double[] exponents = {0.3, 0.5, 1, 1.5, 1.9};
        RandomStream random = Seed.seed(1).stream();
        for (int run = 0; run < 120; run++) {
            int d = 1 + run % 4;
            Measure x = random(random, d);
            Measure y = random(random, d);
            for (double r : exponents) {
                Bounds bounds = Bounds.between(x, y, r);
                assertThat(bounds.hold()).as("%s", bounds).isTrue();
            }
        }
    }

    @Test
    void nothingBetweenEqualMeasures() {
        Bounds bounds = Bounds.between(A, A);
        assertThat(bounds.hold()).isTrue();
        assertThat(bounds.inequalities())
                .allSatisfy(i -> assertThat(i.left().value()).isCloseTo(0, within(1e-7)));
        assertThat(Bounds.between(Points.dirac(3, 2), Points.dirac(2, 2)).radius())
                .isZero();
    }

    @Test
    void failsWhereItMust() {
        Bounds.Inequality wrong = new Bounds.Inequality("wrong", "1 ≤ 0.9", Estimate.exact(1), 0.9, true, 0);
        assertThat(wrong.holds()).isFalse();
        assertThat(new Bounds.Inequality("unsure", "", Estimate.overSlices(1, 0.05, 9, 8), 0.9, true, 0).holds())
                .isTrue();
        assertThat(new Bounds.Inequality("off", "", Estimate.overSlices(1, 0.005, 900, 899), 0.9, true, 0).holds())
                .isFalse();
        assertThat(new Bounds.Inequality("unknown", "", Estimate.overSlices(1, Double.NaN, 1, 0), 0.9, true, 0).holds())
                .isTrue();
        assertThat(new Bounds.Inequality("rounded", "", Estimate.exact(1), 0.9, true, 0.11).holds())
                .isTrue();
        assertThat(new Bounds.Inequality("open", "", Estimate.exact(1), 0.9, false, 0).holds())
                .isTrue();
    }

    @Test
    void showsItself() {
        Bounds bounds = Bounds.between(A, TARGETS_OF_A);
        assertThat(bounds.toString())
                .startsWith("MMD² ≤ 2 W1: 2.669 ≤ 5.171; SW1 ≤ W1/c: 1.62")
                .contains(" ± ")
                .contains("W1 ≤ C R^(5/6) MMD^(1/3): 2.585 ≤ C · 2.5")
                .doesNotContain("\n");
        assertThat(bounds.table().rowCount()).isEqualTo(4);
        assertThat(bounds.table().columnNames())
                .containsExactly("name", "formula", "left", "±", "right", "left/right", "holds");
        assertThat(bounds.picture().alternative()).contains("W1 ≤ C R^(5/6) MMD^(1/3)", "R = 2.5");
    }

    /** Sharp: of a translation each slice says |⟨ξ,t⟩|, so that SW1 = W1/c. */
    @ParameterizedTest
    @CsvSource({"2, 60", "3, 20", "10, 10", "50, 6", "130, 10", "256, 6"})
    void holdForTranslations(int d, int runs) {
        RandomStream random = Seed.seed(d).stream();
        for (int run = 0; run < runs; run++) {
            double[] by = new double[d];
            double size = run % 3 == 0 ? 1e-3 : 1;
            Arrays.setAll(by, k -> size * random.nextGaussian());
            Points x = Points.gaussian(run % 4 == 0 ? 1 : 30, d, Seed.seed(run));
            Points far = run % 5 == 0 && size == 1
                    ? x.translate(Arrays.stream(by).map(b -> 100).toArray())
                    : x;
            Bounds bounds = Bounds.between(far, far.translate(by));
            assertThat(bounds.hold()).as("%s", bounds).isTrue();
        }
    }

    @Test
    void holdForMoonsMoved() {
        Points moons = Shapes.moons(200, Seed.seed(1));
        Bounds bounds = Bounds.between(moons, moons.translate(0.2, 0.5));
        assertThat(bounds.hold()).as("%s", bounds).isTrue();
        assertThat(named(bounds, "slicing shortens").sharpness()).isCloseTo(1, within(1e-4));
    }

    /** Equal measures in another order, with other weights for the same mass, and with one slice, whose error is not known. */
    @Test
    void holdWhereBothSidesVanish() {
        for (int d : new int[] {1, 2, 5}) {
            Points x = Points.gaussian(40, d, Seed.seed(3)).translate(new double[d]);
            Points turned = x.select(IntStream.range(0, 40)
                    .map(i -> (7 * i) % 40 == 0 ? i : 40 - i)
                    .map(i -> i % 40)
                    .toArray());
            assertThat(Bounds.between(x, turned).hold()).isTrue();
            double[] thirds = new double[80];
            Arrays.setAll(thirds, i -> i < 40 ? 1 : 2);
            assertThat(Bounds.between(x.concat(x).weighted(thirds), x).hold()).isTrue();
            assertThat(Bounds.between(x, x.scale(1.1), Mmd.riesz(1).sliced(1)).hold())
                    .isTrue();
            assertThat(Bounds.between(x, x.scale(1 + 1e-6)).hold()).isTrue();
        }
    }

    @Test
    void badInput() {
        Points directions = Points.of(new double[][] {{1, 0}, {0, 1}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between(A, A, Mmd.riesz(1).sliced(Directions.of(directions))))
                .withMessageStartingWith("SW1 is a mean over all directions, of which given ones say nothing sure");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between(A, Points.line(1)))
                .withMessage("x and y must have the same dimension: x is 3×2, y is 1×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between(A, A, 2))
                .withMessageContaining("strictly between 0 and 2");
    }
}
