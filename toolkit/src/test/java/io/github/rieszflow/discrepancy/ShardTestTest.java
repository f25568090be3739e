package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SampleCounts;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.Erf;
import org.junit.jupiter.api.Test;

class ShardTestTest {
    private static final SlicedEnergy ENERGY = SlicedEnergy.of(8, 512).around(Points.gaussian(500, 2, seed(1)));

    private static List<SampleCounts> shards(int count, int size, double shift, Seed seed) {
        List<SampleCounts> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SampleCounts shard = ENERGY.sample();
            shard.accept(Points.gaussian(size, 2, seed.split(i)).translate(shift, 0));
            shards.add(shard);
        }
        return shards;
    }

    private static SampleCounts merged(List<SampleCounts> shards) {
        SampleCounts all = ENERGY.sample();
        shards.forEach(all::combine);
        return all;
    }

    @Test
    void theStatisticIsTheDistanceOfTheSamples() {
        List<SampleCounts> x = shards(5, 300, 0, seed(2));
        List<SampleCounts> y = shards(7, 400, 0.3, seed(3));
        double whole = merged(x).distance(merged(y)).value().value();
        assertThat(ShardTest.of(x, y).permutations(1).statistic()).isCloseTo(whole, within(1e-4 * whole));
    }

    @Test
    void aShiftIsFoundAndTheSameSeedGivesTheSame() {
        ShardTest test = ShardTest.of(shards(8, 300, 0, seed(4)), shards(8, 300, 0.3, seed(5)));
        assertThat(test.permutations(999).pValue()).isLessThan(0.005);
        assertThat(test.permutations(99).permuted())
                .isEqualTo(test.permutations(99).permuted())
                .isNotEqualTo(test.seed(seed(9)).permutations(99).permuted());
    }

    /** N(0,1) against N(½,1), whose MMD² is known. */
    @Test
    void intervalsHoldTheTrueDistance() {
        double apart = 2 / Math.sqrt(Math.PI) * Math.exp(-0.0625) + 0.5 * Erf.value(0.25);
        double exact = 2 * (apart - 2 / Math.sqrt(Math.PI));
        SlicedEnergy energy = SlicedEnergy.of(1, 512).around(Points.gaussian(500, 1, seed(1)));
        int simulations = 400;
        int held = 0;
        double mean = 0;
        for (int i = 0; i < simulations; i++) {
            List<SampleCounts> x = new ArrayList<>();
            List<SampleCounts> y = new ArrayList<>();
            for (int k = 0; k < 8; k++) {
                x.add(energy.sample());
                x.get(k).accept(Points.gaussian(30 + k, 1, seed(i).split(k)));
                y.add(energy.sample());
                y.get(k).accept(Points.gaussian(30, 1, seed(i).split(8 + k)).translate(0.5));
            }
            Estimate estimate = ShardTest.of(x, y).unbiased();
            Estimate.Interval interval = estimate.interval(0.99);
            held += interval.low() <= exact && exact <= interval.high() ? 1 : 0;
            mean += estimate.value() / simulations;
        }
        assertThat(mean).isCloseTo(exact, within(0.005));
        assertThat(held / (double) simulations).isBetween(0.975, 1.0);
    }

    @Test
    void rejectsAsOftenAsItsLevelSays() {
        int simulations = 600;
        int rejections = 0;
        for (int i = 0; i < simulations; i++) {
            Seed own = seed(6).split(i);
            // Samples of different sizes, in shards of the same size.
            double p = ShardTest.of(shards(4, 20, 0, own.split(1)), shards(8, 20, 0, own.split(2)))
                    .seed(own.split(3))
                    .permutations(199)
                    .pValue();
            rejections += p <= 0.05 ? 1 : 0;
        }
        assertThat(rejections / (double) simulations).isBetween(0.03, 0.07);
    }
}
