package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks of points with weights, without a sort: the same numbers as by the definition in double precision. */
final class FusedMassesTest {
    private static float[] line(int n, int m, RandomStream random) {
        float[] line = new float[n + m];
        for (int i = 0; i < line.length; i++) {
            line[i] = (float) random.nextGaussian();
        }
        return line;
    }

    /** Weights that add up to 1, every seventh of them 0. */
    private static double[] weights(int count, RandomStream random) {
        double[] w = new double[count];
        for (int i = 0; i < count; i++) {
            w[i] = i % 7 == 3 ? 0 : random.nextDouble();
        }
        double sum = Arrays.stream(w).sum();
        return Arrays.stream(w).map(x -> x / sum).toArray();
    }

    private static double[] doubles(float[] line, int from, int to) {
        double[] some = new double[to - from];
        Arrays.setAll(some, i -> line[from + i]);
        return some;
    }

    private static float[] fused(float[] line, int n, int m, Masses masses, int row) {
        LineScratch scratch = new LineScratch(n, m);
        FusedMasses stage = new FusedMasses(Ties.SPLIT, masses, Lanes.get());
        float[] out = line.clone();
        stage.prepare(out, 0, n, scratch, (i, j) -> line[i] == line[n + j]);
        stage.gradient(out, 0, n, row, scratch);
        return out;
    }

    /** Keys of 22 bits put few neighbours into the wrong order: each mistake is as large as their two weights. */
    @ParameterizedTest
    @CsvSource({"1000, 1000", "900, 70", "65, 5000", "20000, 30000", "10, 10"})
    void agreesWithTheDefinition(int n, int m) {
        RandomStream random = seed(n + m).stream();
        float[] line = line(n, m, random);
        double[] w = weights(n, random);
        double[] u = weights(m, random);
        double[] expected =
                Line.of(doubles(line, 0, n), w, doubles(line, n, n + m), u).gradient(Ties.SPLIT);
        for (int row = 0; row < 2; row++) {
            float[] found = fused(line, n, m, Masses.of(n, m, w, u), row);
            double squares = 0;
            for (int i = 0; i < n; i++) {
                squares += Math.pow(found[i] - expected[i], 2) / n;
                assertThat((double) found[i]).isCloseTo(expected[i], within(20.0 / Math.min(n, m)));
            }
            assertThat(Math.sqrt(squares)).as("row %d", row).isLessThan(2e-5);
        }
    }

    /** With equal weights it is what counts say. */
    @Test
    void equalWeightsAreNone() {
        int n = 3000;
        int m = 2000;
        float[] line = line(n, m, seed(5).stream());
        float[] counted = line.clone();
        LineScratch scratch = new LineScratch(n, m);
        FusedRanks ranks = new FusedRanks(Ties.SPLIT, Lanes.get());
        ranks.prepare(counted, 0, n, scratch, (i, j) -> false);
        for (int row = 0; row < 2; row++) {
            counted = line.clone();
            ranks.gradient(counted, 0, n, row, scratch);
            float[] weighed = fused(line, n, m, Masses.uniform(n, m), row);
            for (int i = 0; i < n; i++) {
                assertThat(weighed[i]).isCloseTo(counted[i], within(1e-6f));
            }
        }
    }

    /** An outlier would leave all others in one bin, and particles that sit on targets are ties, not rounding: both are sorted. */
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void outliersAndTiesAreSorted(boolean outlier, int row) {
        int n = 500;
        RandomStream random = seed(8).stream();
        float[] line = line(n, n, random);
        if (outlier) {
            line[7] = 1e12f;
        } else {
            System.arraycopy(line, 0, line, n, 200);
        }
        double[] w = weights(n, random);
        double[] u = weights(n, random);
        double[] expected =
                Line.of(doubles(line, 0, n), w, doubles(line, n, 2 * n), u).gradient(Ties.SPLIT);
        float[] found = fused(line, n, n, Masses.of(n, n, w, u), row);
        for (int i = 0; i < n; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6));
        }
    }
}
