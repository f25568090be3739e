package io.github.rieszflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianShiftTest {
    /** Values computed once with mpmath. */
    @ParameterizedTest
    @CsvSource({"2, 0.1, 1, 0.4795831523", "10, 0.2, 3, 0.8185352772", "784, 0.1, 5, 0.1086582522", "2, 1, 1, 0"})
    void bestWidth(int dimension, double deviation, double distance, double expected) {
        GaussianShift shift = new GaussianShift(dimension, deviation, distance);
        double best = shift.bestWidth();
        assertThat(best).isCloseTo(expected, within(1e-10));
        if (best > 0) {
            assertThat(logSlope(shift, best)).isGreaterThan(logSlope(shift, best * 1.01));
            assertThat(logSlope(shift, best)).isGreaterThan(logSlope(shift, best * 0.99));
        } else {
            assertThat(shift.slope(1e-3)).isGreaterThan(shift.slope(1e-2));
        }
    }

    /** In 784 dimensions the slope itself is beyond double precision. */
    private static double logSlope(GaussianShift shift, double width) {
        double s = width * width + 2 * shift.deviation() * shift.deviation();
        return -(shift.dimension() / 2.0 + 1) * Math.log(s) - shift.distance() * shift.distance() / (2 * s);
    }

    @Test
    void squared() {
        assertThat(new GaussianShift(2, 0.3, 1).squared(0.5)).isCloseTo(3.197150905553170, within(1e-14));
        assertThat(new GaussianShift(2, 0.3, 0).squared(0.5)).isZero();
    }

    @Test
    void slopeIsTheDerivativeOfTheSquare() {
        double h = 1e-5;
        double width = 0.7;
        double difference =
                (new GaussianShift(3, 0.2, 1.3 + h).squared(width) - new GaussianShift(3, 0.2, 1.3 - h).squared(width))
                        / (2 * h);
        assertThat(new GaussianShift(3, 0.2, 1.3).slope(width)).isCloseTo(difference, within(1e-8));
    }

    @Test
    void refusesBadNumbers() {
        assertThatThrownBy(() -> new GaussianShift(0, 1, 1)).hasMessage("the dimension must be at least 1: received 0");
        assertThatThrownBy(() -> new GaussianShift(1, Double.NaN, 1)).hasMessageContaining("received NaN");
        assertThatThrownBy(() -> new GaussianShift(1, 1, 1).squared(0))
                .hasMessage("the width of a kernel must be positive and finite: received 0.0");
    }
}
