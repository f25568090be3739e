package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    private static final Points X = Points.dirac(20, 2);
    private static final Points Y = Points.dirac(10, 3);
    private static final String MESSAGE = "x and y must have the same dimension: x is 20×2, y is 10×3";

    @Test
    void dimensionsThatDiffer() {
        Mmd mmd = Mmd.riesz(1);
        SlicedMmd sliced = mmd.sliced(5);
        assertThatIllegalArgumentException().isThrownBy(() -> mmd.squared(X, Y)).withMessage(MESSAGE);
        assertThatIllegalArgumentException().isThrownBy(() -> mmd.value(X, Y)).withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.functional(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.gradient(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.velocity(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.squared(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.value(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.wasserstein(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.gradient(X, Y))
                .withMessage(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.velocity(X, Y))
                .withMessage(MESSAGE);
        // A cloud on the line against one in the plane: the shortcut of the line must not hide it.
        Points line = Points.line(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.squared(line, X))
                .withMessage("x and y must have the same dimension: x is 2×1, y is 20×2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.squared(line, X))
                .withMessageContaining("2×1");
    }

    @Test
    void descentsOfAnotherShape() {
        for (Discrepancy discrepancy :
                new Discrepancy[] {Mmd.riesz(1), Mmd.riesz(1).sliced(3)}) {
            Descent descent = discrepancy.descent(Points.dirac(20, 3), Y);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descent.load(X, null))
                    .withMessageContaining("is for 20×3 particles: received 20×2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descent.load(Points.dirac(20, 3), X))
                    .withMessageContaining("20×2");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -1, Double.NaN})
    void exponents(double r) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.riesz(r))
                .withMessageStartingWith(
                        "the exponent r of a Riesz kernel must lie strictly between 0 and 2: received " + r);
    }

    @Test
    void slices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.riesz(1).sliced(0))
                .withMessage("the number of slices must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.riesz(1).sliced(5).slices(-3))
                .withMessage("the number of slices must be at least 1: received -3");
    }

    @Test
    void exactDiscrepanciesThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairSums.requireMemory(1_000_000, 3072))
                .withMessageStartingWith(
                        "the exact discrepancy of 1000000×3072 points would take 24.6 GB, the Java heap has ")
                .withMessageContaining("slice instead, or take fewer points");
    }

    @Test
    void valuesShowThemselves() {
        assertThat(Mmd.riesz(1)).hasToString("exact MMD, r = 1");
        assertThat(Mmd.riesz(1).sliced(7)).hasToString("sliced MMD, r = 1, 7 slices, automatic directions");
        assertThat(Estimate.overSlices(0.08312, 0.00061, 100, 99)).hasToString("0.0831 ± 0.0006 over 100 slices");
        assertThat(Estimate.overSlices(0.08312, 0.00131, 100, 99)).hasToString("0.0831 ± 0.0013 over 100 slices");
        assertThat(Estimate.overSlices(1234.5, 25, 9, 8)).hasToString("1235 ± 25 over 9 slices");
        assertThat(Estimate.overSlices(0.5, 0, 1, 0)).hasToString("0.50000 over 1 slice");
        assertThat(Estimate.exact(0.5)).hasToString("0.50000");
        assertThat(Estimate.overSlices(4, 0.1, 5, 4).root().standardError()).isEqualTo(0.025);
        assertThat(Estimate.overSlices(-1e-12, 0.01, 5, 4).root().value()).isZero();
    }

    /** Forbidden, and yet it happens: the results would be NaN, or a p-value of nothing. */
    @Test
    void numbersThatBecameNaNAreSaid() {
        for (int d : new int[] {1, 3}) {
            float[] array = new float[20 * d];
            for (int i = 0; i < array.length; i++) {
                array[i] = i % 7;
            }
            Points changed = Points.adopt(array, 20, d);
            Points other = Points.gaussian(20, d, Seed.seed(1));
            array[5] = Float.NaN;
            List<ThrowingCallable> calls = List.of(
                    () -> Mmd.riesz(1).sliced(20).squared(changed, other),
                    () -> Mmd.riesz(1).sliced(20).squared(other, changed),
                    () -> Mmd.riesz(1).sliced(20).value(other, changed),
                    () -> Mmd.riesz(1).sliced(20).toPrecision(0.1).squared(other, changed),
                    () -> Mmd.riesz(1).sliced(20).gradient(changed, other),
                    () -> Mmd.riesz(1).squared(changed, other),
                    () -> Mmd.riesz(1).squared(other, changed),
                    () -> Mmd.riesz(1).gradient(other, changed),
                    () -> EnergyTest.of(changed, other).permutations(19),
                    () -> EnergyTest.of(other, changed).permutations(19),
                    () -> EnergyTest.of(other, changed)
                            .with(Mmd.riesz(1).sliced(20))
                            .permutations(19));
            for (int i = 0; i < calls.size(); i++) {
                assertThatIllegalArgumentException()
                        .as("call " + i + " in dimension " + d)
                        .isThrownBy(calls.get(i))
                        .withMessageMatching("(?s).*(NaN|finite).*");
            }
        }
    }

    @Test
    void moreSlicesThanFitAreRefused() {
        Points x = Points.gaussian(30, 3, Seed.seed(1));
        Points y = Points.gaussian(20, 3, Seed.seed(2));
        for (int slices : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 7, 1 << 30}) {
            SlicedMmd many = Mmd.riesz(1).sliced(slices);
            List<ThrowingCallable> calls = List.of(
                    () -> many.squared(x, y),
                    () -> many.gradient(x, y),
                    () -> many.with(Directions.iid()).squared(x, y),
                    () -> many.with(Directions.orthogonal()).squared(x, y),
                    () -> many.with(Directions.sobol()).squared(x, y),
                    () -> EnergyTest.of(x, y).with(many).permutations(9),
                    () -> many.compareDirections(x, y));
            for (int i = 0; i < calls.size(); i++) {
                assertThatIllegalArgumentException()
                        .as("call " + i + " with " + slices)
                        .isThrownBy(calls.get(i))
                        .withMessageMatching("(?s).*(take|draw).*");
            }
        }
    }
}
