package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aStepMustBePositiveAndFinite(double step) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.positive(step, "step size"))
                .withMessage("step size must be positive and finite: received " + step);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShareMustLieBetweenItsBounds(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.between(share, 0, 1, "momentum"))
                .withMessage("momentum must lie in [0.0, 1.0]: received " + share);
    }

    @Test
    void boundsAreIncluded() {
        assertThat(Require.between(0.0, 0, 1, "x")).isZero();
        assertThat(Require.between(1.0, 0, 1, "x")).isOne();
        assertThat(Require.between(3, 3, 3, "x")).isEqualTo(3);
        assertThat(Require.positive(1, "x")).isOne();
        assertThat(Require.positive(Double.MIN_VALUE, "x")).isPositive();
    }

    @Test
    void wholeNumbersAreNamedAsWholeNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.between(6, 1, 5, "the number"))
                .withMessage("the number must lie in [1, 5]: received 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.positive(0, "the number"))
                .withMessage("the number must be at least 1: received 0");
    }

    @Test
    void cloudsMustFitTogether() {
        Points x = Points.dirac(2000, 2);
        Points y = Points.dirac(1000, 3);
        Points z = Points.dirac(1000, 2);
        assertThatCode(() -> Require.sameDimension(x, z)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.sameDimension(x, y))
                .withMessage("x and y must have the same dimension: x is 2000×2, y is 1000×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.sameShape(x, z))
                .withMessage("both clouds must have the same shape: one is 2000×2, the other 1000×2");
    }
}
