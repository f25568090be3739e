package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockErrorTest {
    private static Estimate estimate(double[] values, double[] weights, int... blocks) {
        return Objects.requireNonNull(
                SliceValues.of(values, values, weights, 2, blocks).reading().wasserstein());
    }

    /** What is claimed before it is said larger for few degrees of freedom. */
    private static BlockError error(double[] values, double[] weights, int... blocks) {
        double mean = 0;
        for (int p = 0; p < values.length; p++) {
            mean += weights[p] * values[p];
        }
        return BlockError.of(p -> values[p], weights, blocks, false, mean);
    }

    private static double[] even(int slices) {
        double[] weights = new double[slices];
        Arrays.fill(weights, 1.0 / slices);
        return weights;
    }

    private static double[] gaussians(RandomStream random, int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> random.nextGaussian());
        return numbers;
    }

    /** Equal blocks: the usual s/√B over their means, 1.5, 5.5 and 2 here. */
    @Test
    void wholeBlocks() {
        Estimate estimate = estimate(new double[] {1, 2, 5, 6, 0, 4}, even(6), 2, 2, 2);
        assertThat(estimate.value()).isCloseTo(3, within(1e-15));
        BlockError error = error(new double[] {1, 2, 5, 6, 0, 4}, even(6), 2, 2, 2);
        assertThat(error.variance()).isCloseTo((2.25 + 6.25 + 1) / 2 / 3, within(1e-15));
    }

    /** Two standard errors are the quantile of Student's t for 90 %, where that is more than two: 6.314, 2.920, 2.353, 2.132, 2.015. */
    @Test
    void fewDegreesOfFreedomAreSaidLarger() {
        double[] t = {6.314, 2.920, 2.353, 2.132, 2.015, 2, 2};
        for (int degrees = 1; degrees <= t.length; degrees++) {
            Estimate said = new BlockError(4, degrees).estimate(3, 100);
            assertThat(said.standardError()).isCloseTo(t[degrees - 1], within(2e-3));
            assertThat(said.degreesOfFreedom()).isEqualTo(degrees);
        }
        assertThat(new BlockError(0, 1).estimate(3, 100).standardError()).isZero();
    }

    /** Around the half-circle: numbers at random have the error of a mean, and what neighbours have in common has none. */
    @Test
    void neighboursTellTheError() {
        RandomStream random = Seed.seed(8).stream();
        int slices = 40;
        int runs = 5000;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = gaussians(random, slices);
            double height = 10 * random.nextDouble();
            for (int p = 0; p < slices; p++) {
                values[p] += height * Math.sin(2 * Math.PI * p / slices);
            }
            BlockError error = BlockError.around(p -> values[p], slices);
            claimed += error.variance() * slices / runs;
            assertThat(error.degreesOfFreedom()).isBetween(4, 15);
        }
        // The fourth difference of a wave of 40 slices is 1/1600 of it.
        assertThat(claimed).isCloseTo(1, within(0.02));
    }

    /** Numbers that share a part within their block: the mean square of what is claimed is the variance of the mean. */
    @ParameterizedTest
    @CsvSource({"4, 1, -0.2", "4, 3, -0.2", "4, 2, 0.5", "7, 1, 0", "2, 1, -0.9"})
    void aBlockCutShortIsWeighedRight(int size, int rest, double shared) {
        int whole = 8;
        int slices = whole * size + rest;
        int[] blocks = new int[whole + 1];
        Arrays.fill(blocks, size);
        blocks[whole] = rest;
        RandomStream random = Seed.seed(3).stream();
        int runs = 20_000;
        double square = 0;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = new double[slices];
            for (int from = 0; from < slices; from += size) {
                // Exchangeable numbers: each less a part of the sum of all of a whole block, drawn or not.
                double[] own = gaussians(random, size);
                double sum = Arrays.stream(own).sum();
                for (int i = 0; i < size && from + i < slices; i++) {
                    values[from + i] = own[i] + shared * sum / size;
                }
            }
            double mean = Arrays.stream(values).average().orElseThrow();
            square += mean * mean / runs;
            claimed += error(values, even(slices), blocks).variance() / runs;
        }
        // Relative errors of √(2/runs) and, for seven degrees of freedom, √(2/(7·runs)): five times both.
        assertThat(claimed / square).isCloseTo(1, within(0.06));
    }

    /** Weights 1 to 8: unbiased too, and fewer degrees of freedom than seven. */
    @Test
    void weightedSlices() {
        double[] weights = new double[8];
        Arrays.setAll(weights, p -> (p + 1) / 36.0);
        int[] blocks = new int[8];
        Arrays.fill(blocks, 1);
        RandomStream random = Seed.seed(4).stream();
        int runs = 20_000;
        double square = 0;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = gaussians(random, 8);
            double mean = 0;
            for (int p = 0; p < 8; p++) {
                mean += weights[p] * values[p];
            }
            BlockError error = error(values, weights, blocks);
            square += mean * mean / runs;
            claimed += error.variance() / runs;
            assertThat(error.degreesOfFreedom()).isBetween(1, 5);
        }
        assertThat(claimed / square).isCloseTo(1, within(0.06));
    }

    @Test
    void oneBlockKnowsNoError() {
        assertThat(estimate(new double[] {1, 2}, even(2), 2).standardError()).isNaN();
        assertThat(estimate(new double[] {1, 2}, new double[] {1, 0}, 1, 1).standardError())
                .isNaN();
        assertThat(estimate(new double[] {2, 2, 2}, even(3), 1, 1, 1).standardError())
                .isZero();
    }

    @Test
    void blocksHoldAllSlices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimate(new double[] {1, 2}, even(2), 1, 2))
                .withMessage("each slice belongs to one block: received 2 slices and blocks of 3 in all");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimate(new double[] {1, 2}, even(2), 2, 0))
                .withMessageContaining("the number of slices in a block must be at least 1");
    }
}
