package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {
    @Test
    void aStreamStartsAfreshEachTime() {
        Seed seed = Seed.seed(3);
        long first = seed.stream().nextLong();
        seed.stream().nextGaussian();
        assertThat(seed.stream().nextLong()).isEqualTo(first);
        assertThat(new Seed(3)).isEqualTo(seed);
    }

    @Test
    void noTwoPartsShareASeed() {
        Set<Long> seen = new HashSet<>();
        for (int value = 0; value < 100; value++) {
            Seed seed = Seed.seed(value);
            assertThat(seen.add(seed.value())).isTrue();
            for (int key = -50; key < 50; key++) {
                assertThat(seen.add(seed.split(key).value())).isTrue();
                assertThat(seen.add(seed.split(key).split(0).value())).isTrue();
            }
        }
    }

    /** Correlations of n pairs of independent numbers have standard deviation 1/√n; four of them allowed. */
    @Test
    void neighbouringPartsAreUncorrelated() {
        int n = 100_000;
        double sameSeed = 0;
        double sameKey = 0;
        for (int i = 0; i < n; i++) {
            double z = Seed.seed(1).split(i).stream().nextGaussian();
            sameSeed += z * Seed.seed(1).split(i + 1).stream().nextGaussian() / n;
            sameKey += z * Seed.seed(2).split(i).stream().nextGaussian() / n;
        }
        assertThat(sameSeed).isCloseTo(0, within(4 / Math.sqrt(n)));
        assertThat(sameKey).isCloseTo(0, within(4 / Math.sqrt(n)));
    }
}
