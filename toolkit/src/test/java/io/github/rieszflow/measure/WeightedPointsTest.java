package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedPointsTest {
    private static final Points THREE = Points.line(1, 2, 5);

    @Test
    void weightsAreDividedByTheirSum() {
        assertThat(THREE.weighted(1, 2, 1).weights()).containsExactly(0.25, 0.5, 0.25);
        assertThat(THREE.weighted(0, 3, 0).weights()).containsExactly(0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e308, 1e-320, Double.MIN_VALUE})
    void hugeAndTinyWeightsNeitherOverflowNorVanish(double weight) {
        Measure measure = THREE.weighted(weight, weight, weight);
        for (double w : measure.weights()) {
            assertThat(w).isCloseTo(1.0 / 3, within(1e-15));
        }
    }

    @Test
    void pointsAreUniformAndWeightedOnesAreNot() {
        assertThat(THREE.uniform()).isTrue();
        assertThat(THREE.weights()).containsExactly(1.0 / 3, 1.0 / 3, 1.0 / 3);
        assertThat(THREE.weighted(1, 1, 1).uniform()).isFalse();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.weight(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> THREE.weighted(1, 1, 1).weight(3));
    }

    @Test
    void nobodyCanChangeTheWeights() {
        double[] given = {1, 1, 2};
        WeightedPoints measure = THREE.weighted(given);
        given[0] = 100;
        measure.weights()[1] = 100;
        assertThat(measure).isEqualTo(THREE.weighted(1, 1, 2)).hasSameHashCodeAs(THREE.weighted(1, 1, 2));
        assertThat(measure).isNotEqualTo(THREE.weighted(1, 2, 1)).hasToString("WeightedPoints[3×1]");
    }

    @Test
    void badWeightsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.weighted(1, 2))
                .withMessage("3×1 points need 3 weights: received 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.weighted(1, -2, 3))
                .withMessage("weights must be finite and not negative: weight 1 is -2.0; they need not add up to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.weighted(1, 2, Double.NaN))
                .withMessageContaining("weight 2 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.weighted(Double.POSITIVE_INFINITY, 2, 1))
                .withMessageContaining("weight 0 is Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.weighted(0, 0, 0))
                .withMessage("at least one weight must be positive: all 3 are 0");
    }
}
