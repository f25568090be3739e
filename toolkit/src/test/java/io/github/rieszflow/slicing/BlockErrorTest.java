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
        assertThat(estimate.standardError()).isCloseTo(Math.sqrt((2.25 + 6.25 + 1) / 2 / 3), within(1e-15));
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
            Estimate estimate = estimate(values, even(slices), blocks);
            square += estimate.value() * estimate.value() / runs;
            claimed += estimate.standardError() * estimate.standardError() / runs;
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
            Estimate estimate = estimate(gaussians(random, 8), weights, blocks);
            square += estimate.value() * estimate.value() / runs;
            claimed += estimate.standardError() * estimate.standardError() / runs;
            assertThat(estimate.degreesOfFreedom()).isBetween(1, 5);
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
