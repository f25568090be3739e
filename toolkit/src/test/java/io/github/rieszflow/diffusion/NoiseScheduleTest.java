package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {
    @ParameterizedTest
    @EnumSource(names = "STRAIGHT", mode = EnumSource.Mode.EXCLUDE)
    void keepsTheVarianceAndOnlyAddsNoise(NoiseSchedule.Kind kind) {
        NoiseSchedule schedule = new NoiseSchedule(kind);
        double before = -1;
        for (int i = 0; i <= 1000; i++) {
            double t = i / 1000.0;
            double alpha = schedule.alpha(t);
            double beta = schedule.beta(t);
            assertThat(alpha * alpha + beta * beta).isCloseTo(1, within(1e-15));
            assertThat(beta).isGreaterThan(before);
            before = beta;
        }
        assertThat(schedule.alpha(0)).isEqualTo(1);
        assertThat(schedule.beta(0)).isZero();
        assertThat(schedule.alpha(1)).isLessThan(0.01);
    }

    /** A share 1 − s/t of the way from x_t to x_0 is x_s. */
    @Test
    void straightStepsByNoiseLeadFromLevelToLevel() {
        NoiseSchedule straight = NoiseSchedule.straight();
        Points clean = Points.gaussian(50, 3, seed(1));
        Points here = straight.noisy(clean, 0.8, seed(2));
        Points there = straight.noisy(clean, 0.3, seed(2));
        float[] x = here.toArray();
        float[] data = clean.toArray();
        double share = 1 - straight.beta(0.3) / straight.beta(0.8);
        for (int i = 0; i < x.length; i++) {
            x[i] += (float) (share * (data[i] - x[i]));
        }
        assertThat(x).usingComparatorWithPrecision(1e-5f).containsExactly(there.toArray());
        assertThat(straight.alpha(1)).isZero();
        assertThat(straight.beta(0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noisyPointsHaveTheMomentsOfTheirLaw(NoiseSchedule.Kind kind) {
        NoiseSchedule schedule = new NoiseSchedule(kind);
        Points clean = Points.dirac(40_000, 2).translate(1.5, -2);
        Points noisy = schedule.noisy(clean, 0.3, seed(4));
        double alpha = schedule.alpha(0.3);
        double beta = schedule.beta(0.3);
        double[] mean = noisy.mean();
        double error = 4 * beta / Math.sqrt(40_000);
        assertThat(mean[0]).isCloseTo(1.5 * alpha, within(error));
        assertThat(mean[1]).isCloseTo(-2 * alpha, within(error));
        double square = 0;
        for (float x : noisy.translate(-mean[0], -mean[1]).toArray()) {
            square += x * (double) x / 80_000;
        }
        assertThat(square).isCloseTo(beta * beta, within(4 * beta * beta * Math.sqrt(2.0 / 80_000)));
        assertThat(schedule.noisy(clean, 0.3, seed(4))).isEqualTo(noisy);
        assertThat(schedule.noisy(clean, 0, seed(4))).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.001, Double.NaN})
    void refusesLevelsOutOfRange(double t) {
        assertThatThrownBy(() -> NoiseSchedule.cosine().alpha(t))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the noise level t must lie in [0.0, 1.0]: received " + t);
        assertThatThrownBy(() -> NoiseSchedule.linear().noisy(Points.dirac(1, 1), t, seed(1)))
                .hasMessageContaining("the noise level t must lie in");
    }
}
