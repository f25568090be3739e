package io.github.rieszflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessSamplerTest {
    /** Without noise at the lowest level the steps are what they are with next to none. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-12, 0.01, 0.3})
    void stepsByNoiseDownToNoNoise(double lowest) {
        NoiseSchedule schedule = NoiseSchedule.cosine();
        WitnessSampler sampler =
                WitnessSampler.dmmd().levels(4).steps(5).between(1, lowest).stepByNoise(2);
        double rest = 1;
        for (int level = 0; level <= 4; level++) {
            double size = sampler.stepSizeAt(level, schedule);
            assertThat(size).isBetween(0.0, 2.0 / 5);
            rest *= 1 - size * 5 / 2;
        }
        // After the last level there is no noise.
        assertThat(rest).isZero();
        assertThat(sampler.stepSizeAt(4, schedule)).isCloseTo(2.0 / 5, within(1e-15));
        assertThat(sampler.stepSize(0.1).stepSizeAt(4, schedule)).isEqualTo(0.1);
    }
}
