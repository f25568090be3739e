package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlicingConstantTest {
    private static final double PER_CENT = 1e-10;

    /** Γ quotients in 30 digits, evaluated apart from this code. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "2, 1.3110287771460599052, 1.5707963267948966192, 1.7972103521033883112",
        "3, 1.5, 2, 2.5",
        "4, 1.6387859714325748815, 2.3561944901923449288, 3.1451181161809295445",
        "5, 1.75, 2.6666666666666666667, 3.75",
        "8, 1.9972704026834506369, 3.4361169648638363546, 5.4056717621859726547",
        "10, 2.1220998028511663017, 3.8656315854718158989, 6.4192352175958425274",
        "50, 3.2221235773330466374, 8.8180714401680472477, 21.781398642988601783",
        "100, 3.8389989460486706073, 12.501848174018745379, 36.700199156641024005",
        "147, 4.2296886878932732533, 15.169805605551851084, 49.024823766078242411",
        "784, 6.4344105902414520285, 35.081607327048739883, 172.23228362450205752",
        "1000, 6.8383637478893963187, 39.623365897903642008, 206.72830283622389151",
        "3072, 9.0544575322693447523, 69.460067532912692834, 479.7563797077097429",
        "12288, 12.805522858707876737, 138.92861433654302773, 1357.018071357430561",
        "1000000, 38.462150288858606088, 1253.3138239870050884, 36768.953930606578575",
    })
    void tabulatedConstants(int d, double half, double one, double threeHalves) {
        assertThat(SlicingConstant.of(d, 0.5)).isCloseTo(half, withinPercentage(PER_CENT));
        assertThat(SlicingConstant.of(d, 1)).isCloseTo(one, withinPercentage(PER_CENT));
        assertThat(SlicingConstant.of(d, 1.5)).isCloseTo(threeHalves, withinPercentage(PER_CENT));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.3, 0.5, 1, 1.3, 1.9, 1.999999})
    void twoDimensionsMoreMultiplyByTheRatio(double r) {
        for (int d = 1; d < 60; d++) {
            double expected = SlicingConstant.of(d, r) * (d + r) / d;
            assertThat(SlicingConstant.of(d + 2, r)).isCloseTo(expected, withinPercentage(PER_CENT));
        }
        assertThat(SlicingConstant.of(1, r)).isEqualTo(1);
        assertThat(SlicingConstant.of(3, r)).isCloseTo(1 + r, withinPercentage(PER_CENT));
    }

    /** c_{d,0} = 1 and c_{d,2} = d are the limits, which ties even dimensions to something that is not the recursion. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10, 784})
    void limitsOfTheExponent(int d) {
        assertThat(SlicingConstant.of(d, 1e-12)).isCloseTo(1, withinPercentage(1e-8));
        assertThat(SlicingConstant.of(d, 2 - 1e-12)).isCloseTo(d, withinPercentage(1e-8));
    }

    @Test
    void oneIsTheRatioOfGammasInTheLimitOfManyDimensions() {
        int d = 100_000;
        double twoTerms = Math.sqrt(Math.PI * d / 2) * (1 - 1 / (4.0 * d));
        assertThat(SlicingConstant.of(d, 1)).isCloseTo(twoTerms, withinPercentage(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -1, 2.5, Double.NaN, Double.POSITIVE_INFINITY})
    void exponentsOutsideAreRefused(double r) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlicingConstant.of(3, r))
                .withMessage("the exponent r of a Riesz kernel must lie strictly between 0 and 2: received " + r
                        + " (r = 1 is the energy distance; at r = 2 only the means are compared)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -7})
    void dimensionsOutsideAreRefused(int d) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlicingConstant.of(d, 1))
                .withMessage("dimension must be at least 1: received " + d);
    }
}
