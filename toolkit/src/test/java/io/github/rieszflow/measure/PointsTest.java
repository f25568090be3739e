package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointsTest {
    private static final Points THREE = Points.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e39})
    void whatIsNotFiniteInSinglePrecisionIsRefused(double bad) {
        String message = "points must be finite: coordinate 1 of point 2 is " + (float) bad
                + " in single precision (at most 3.4e38); remove or replace such points first";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new double[][] {{1, 2}, {3, 4}, {5, bad}}))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new float[][] {{1, 2}, {3, 4}, {5, (float) bad}}))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new float[] {1, 2, 3, 4, 5, (float) bad}, 3, 2))
                .withMessage(message);
    }

    @Test
    void raggedRowsAreRefused() {
        String message = "all points need the same number of coordinates: point 0 has 2, point 1 has 3";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new double[][] {{1, 2}, {3, 4, 5}}))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new float[][] {{1, 2}, {3, 4, 5}}))
                .withMessage(message);
    }

    @Test
    void anEmptyCloudIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new double[0][]))
                .withMessage("a cloud needs at least one point and one coordinate: received 0×0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new float[][] {{}}))
                .withMessageContaining("received 1×0");
        assertThatIllegalArgumentException().isThrownBy(Points::line).withMessageContaining("received 0×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.uniform(-5, 2))
                .withMessageContaining("received -5×2");
    }

    @Test
    void anArrayOfTheWrongLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.of(new float[5], 3, 2))
                .withMessage("3×2 points need 6 numbers: received 5");
    }

    @Test
    void whatNoArrayHoldsIsRefusedWithItsBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.uniform(1_000_000, 3072))
                .withMessage("1000000×3072 points would take 12.3 GB, one cloud holds at most 8.6 GB:"
                        + " take fewer points or coordinates");
        // 2³²: the product is 0 in 32 bits.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.dirac(1 << 16, 1 << 16))
                .withMessageContaining("17.2 GB");
    }

    @Test
    void pointsDoNotChangeWithTheArraysTheyCameFromOrGave() {
        double[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        float[] flat = {1, 2, 3, 4, 5, 6};
        Points fromRows = Points.of(rows);
        Points fromFlat = Points.of(flat, 3, 2);
        rows[0][0] = 9;
        flat[0] = 9;
        fromRows.row(0)[0] = 9;
        fromRows.toArray()[0] = 9;
        fromRows.column(0)[0] = 9;
        assertThat(fromRows).isEqualTo(THREE).isEqualTo(fromFlat).hasSameHashCodeAs(THREE);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> THREE.values().put(0, 9));
        assertThat(THREE.values().isReadOnly()).isTrue();
        assertThat(THREE.values().hasArray()).isFalse();
    }

    @Test
    void adoptedArraysAreNotCopied() {
        float[] flat = {1, 2};
        Points points = Points.adopt(flat, 2, 1);
        flat[0] = 7;
        assertThat(points.get(0, 0)).isEqualTo(7);
    }

    @Test
    void rowsColumnsAndEntriesAreWhereTheyWerePut() {
        assertThat(THREE.shape()).isEqualTo("3×2");
        assertThat(THREE).hasToString("Points[3×2]");
        assertThat(THREE.get(2, 1)).isEqualTo(6);
        assertThat(THREE.row(1)).containsExactly(3, 4);
        assertThat(THREE.column(1)).containsExactly(2, 4, 6);
        assertThat(THREE.mean()).containsExactly(3, 4);
        assertThat(Points.of(new float[][] {{1, 2}, {3, 4}, {5, 6}})).isEqualTo(THREE);
        assertThat(Points.line(1, 2)).isEqualTo(Points.of(new double[][] {{1}, {2}}));
        assertThat(Points.line(1, 2)).isNotEqualTo(Points.of(new double[][] {{1, 2}}));
    }

    @Test
    void whatIsOutsideIsRefusedAndNotReadAsZero() {
        for (int outside : new int[] {-1, 3, 1 << 30}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.row(outside));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.get(outside, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.get(0, outside));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.column(outside));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.select(0, outside));
        }
    }

    @Test
    void partsAndJoinsKeepTheOrder() {
        assertThat(THREE.take(3)).isSameAs(THREE);
        assertThat(THREE.take(2)).isEqualTo(Points.of(new double[][] {{1, 2}, {3, 4}}));
        assertThat(THREE.select(2, 0, 2)).isEqualTo(Points.of(new double[][] {{5, 6}, {1, 2}, {5, 6}}));
        assertThat(THREE.take(2).concat(THREE.select(2))).isEqualTo(THREE);
        for (int count : new int[] {0, 4}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> THREE.take(count))
                    .withMessage("the number of points to take must lie in [1, 3]: received " + count);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.concat(Points.line(1)))
                .withMessage("x and y must have the same dimension: x is 3×2, y is 1×1");
        assertThatIllegalArgumentException().isThrownBy(THREE::select).withMessageContaining("received 0×2");
    }

    @Test
    void pointsMoveAndScale() {
        assertThat(THREE.translate(1, -1)).isEqualTo(Points.of(new double[][] {{2, 1}, {4, 3}, {6, 5}}));
        assertThat(THREE.scale(-2)).isEqualTo(Points.of(new double[][] {{-2, -4}, {-6, -8}, {-10, -12}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.translate(1))
                .withMessage("a translation of 3×2 points needs 2 numbers: received 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.scale(Double.NaN))
                .withMessageContaining("coordinate 0 of point 0 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.translate(0, Double.POSITIVE_INFINITY))
                .withMessageContaining("coordinate 1 of point 0 is Infinity");
    }

    /** Means of n draws have standard error √(1/12n) and √(1/n); four of them allowed. */
    @Test
    void noiseHasItsMeanAndRepeatsWithItsSeed() {
        int n = 50_000;
        assertThat(Points.uniform(n, 2, Seed.seed(1)).mean()[1]).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * n)));
        assertThat(Points.gaussian(n, 2, Seed.seed(1)).mean()[1]).isCloseTo(0, within(4 / Math.sqrt(n)));
        assertThat(Points.uniform(5, 2)).isEqualTo(Points.uniform(5, 2, Seed.DEFAULT));
        assertThat(Points.gaussian(5, 2)).isEqualTo(Points.gaussian(5, 2, Seed.DEFAULT));
        assertThat(Points.uniform(5, 2, Seed.seed(1))).isNotEqualTo(Points.uniform(5, 2, Seed.seed(2)));
        assertThat(Points.dirac(2, 1)).isEqualTo(Points.line(0, 0));
    }

    @Test
    void arithmetic() {
        Points other = Points.of(new double[][] {{0.5, -2}, {1, 1}, {0, 1e-3}});
        assertThat(THREE.plus(other)).isEqualTo(Points.of(new double[][] {{1.5, 0}, {4, 5}, {5, 6.001f}}));
        assertThat(THREE.minus(other)).isEqualTo(Points.of(new double[][] {{0.5, 4}, {2, 3}, {5, 5.999f}}));
        assertThat(THREE.scale(-0.5)).isEqualTo(Points.of(new double[][] {{-0.5, -1}, {-1.5, -2}, {-2.5, -3}}));
        assertThat(THREE.minus(THREE)).isEqualTo(Points.dirac(3, 2));
        // Rounded once: exactly what single precision has for the sum.
        Points x = Points.gaussian(100, 3, Seed.seed(1));
        Points y = Points.gaussian(100, 3, Seed.seed(2)).scale(1e-3);
        for (int i = 0; i < 100; i++) {
            assertThat(x.plus(y).get(i, 2)).isEqualTo((float) ((double) x.get(i, 2) + y.get(i, 2)));
        }
        assertThat(THREE).isEqualTo(Points.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
    }

    @Test
    void columnsAndNorms() {
        assertThat(THREE.columns(1)).isEqualTo(Points.line(2, 4, 6));
        assertThat(THREE.columns(1, 0, 1)).isEqualTo(Points.of(new double[][] {{2, 1, 2}, {4, 3, 4}, {6, 5, 6}}));
        assertThat(THREE.norms()).containsExactly(new double[] {Math.sqrt(5), 5, Math.sqrt(61)}, within(1e-15));
        assertThat(Points.of(new double[][] {{3e30, 4e30}}).norms()[0]).isCloseTo(5e30, within(1e24));
    }

    @Test
    void arithmeticThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.plus(THREE.take(2)))
                .withMessageContaining("3×2")
                .withMessageContaining("2×2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.minus(THREE.columns(0)))
                .withMessageContaining("3×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Points.line(3e38).plus(Points.line(3e38)))
                .withMessageContaining("points must be finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.scale(Double.NaN))
                .withMessageContaining("points must be finite");
        assertThatIllegalArgumentException().isThrownBy(THREE::columns).withMessageContaining("received 3×0");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.columns(0, 2));
    }
}
