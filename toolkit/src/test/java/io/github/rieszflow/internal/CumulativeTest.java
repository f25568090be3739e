package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CumulativeTest {
    /** Shares 0, ¼, 0, 0, ½, ¼, 0: each half open, at its ends and between them. */
    @Test
    void sharesAreHalfOpen() {
        Cumulative some = Cumulative.adopt(new double[] {0, 1, 0, 0, 2, 1, 0});
        assertThat(some.total()).isEqualTo(4);
        assertThat(some.at(0)).isEqualTo(1);
        assertThat(some.at(Math.nextDown(0.25))).isEqualTo(1);
        assertThat(some.at(0.25)).isEqualTo(4);
        assertThat(some.at(Math.nextDown(0.75))).isEqualTo(4);
        assertThat(some.at(0.75)).isEqualTo(5);
        assertThat(some.at(Math.nextDown(1.0))).isEqualTo(5);
    }

    /** The last number below 1, times a sum that rounds up: never one of weight 0, never beyond the end. */
    @Test
    void roundingReachesNoMoreThanThereIs() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 10_000; run++) {
            double[] weights = {random.nextDouble() + 1e-9, random.nextDouble(), random.nextDouble() + 1e-9, 0, 0};
            assertThat(Cumulative.adopt(weights).at(Math.nextDown(1.0))).isEqualTo(2);
        }
    }

    @Test
    void isTheFirstWhoseSumIsAbove() {
        SplittableRandom random = new SplittableRandom(2);
        double[] weights = random.doubles(100).map(w -> w < 0.3 ? 0 : w).toArray();
        Cumulative cumulative = Cumulative.adopt(weights.clone());
        for (int run = 0; run < 10_000; run++) {
            double uniform = random.nextDouble();
            double sum = 0;
            int expected = -1;
            while (sum <= uniform * cumulative.total()) {
                sum += weights[++expected];
            }
            assertThat(cumulative.at(uniform)).isEqualTo(expected);
        }
    }

    @Test
    void noMassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cumulative.adopt(new double[3]))
                .withMessage("at least one weight must be positive: all 3 are 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Cumulative.adopt(new double[0]));
    }
}
