package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Progress;
import io.github.rieszflow.slicing.CpuEngine;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** What permutation tests of two and of k samples have in common. */
final class Permutations {
    private static final int FEW = 2000;
    private static final int SLICES = 128;
    /** Statistics closer than this part of the largest are ties: labellings that differ only by coincident points. */
    private static final double ROUNDING = 1e-10;
    /** Additions between interrupt checks. */
    private static final double BETWEEN_CHECKS = 2e8;

    private static final int BINS = 40;

    /** The statistic of eight labellings. */
    @FunctionalInterface
    interface Labelling {
        /**
         * Finds it.
         *
         * @param first the number of the first of eight labellings; number 0 is the one that was observed
         * @param scratch memory; modified
         * @param out receives eight numbers; modified
         */
        void statistics(int first, double[] scratch, double[] out);
    }

    private Permutations() {}

    /** The statistic where none was chosen. */
    static Discrepancy usual(int size) {
        return size <= FEW ? Mmd.riesz(1) : Mmd.riesz(1).sliced(SLICES);
    }

    /** Refuses what is not found for many labellings at once. */
    static void requireStatistic(Discrepancy discrepancy) {
        if (!(discrepancy instanceof Mmd || discrepancy instanceof SlicedMmd)) {
            throw new IllegalArgumentException(
                    "the test needs MMD², which is found anew for each labelling from what pairs"
                            + " or slices were found once: received " + discrepancy
                            + "; use Mmd.riesz(r), Mmd.radial(f) or"
                            + " Mmd.riesz(1).sliced(P)");
        }
        if (discrepancy instanceof SlicedMmd sliced && sliced.exponent() != 1) {
            throw new IllegalArgumentException("the sliced test is for r = 1: received " + sliced
                    + "; for other exponents use the exact statistic, with(Mmd.riesz(r))");
        }
    }

    /** What is found once of pooled points. */
    static Relabelled onProcessor(Points z, Discrepancy discrepancy) {
        if (discrepancy instanceof SlicedMmd sliced) {
            Team team = Team.of(((CpuEngine) sliced.engine()).threads());
            return Relabelled.lines(z, sliced.directions(), sliced.slices(), sliced.seed(), team);
        }
        RadialKernel kernel = ((Mmd) discrepancy).kernel();
        return Mmd.sorts(kernel, z.dimension())
                ? Relabelled.lines(z, Directions.iid(), 1, Seed.DEFAULT, Team.standard())
                : Relabelled.pairs(z, kernel);
    }

    /**
     * The statistics of labellings 0, …, count−1.
     *
     * @param calls how often {@code relabelled} is asked for eight labellings
     * @param scratch numbers of scratch memory for each thread
     */
    static double[] run(Relabelled relabelled, int count, int calls, int scratch, Labelling labelling) {
        int batch = Pool.BATCH;
        int blocks = (count + batch - 1) / batch;
        double[] statistics = new double[blocks * batch];
        Team team = relabelled.team();
        double[][] own = new double[team.threads()][scratch];
        int chunk = (int) Math.max(1, Math.min(blocks, BETWEEN_CHECKS / (relabelled.work() * calls)));
        try (Progress progress = Progress.start("permutations", count)) {
            for (int from = 0; from < blocks; from += chunk) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "the test was interrupted after " + from * batch + " of " + (count - 1) + " permutations");
                }
                int first = from;
                team.run(Math.min(chunk, blocks - from), 1, (b, worker) -> {
                    double[] out = new double[batch];
                    labelling.statistics((first + b) * batch, own[worker], out);
                    System.arraycopy(out, 0, statistics, (first + b) * batch, batch);
                });
                progress.step(Math.min(count, (from + chunk) * batch));
            }
        }
        Require.number(statistics[0]);
        return Arrays.copyOf(statistics, count);
    }

    /** (b+1)/(B+1), where the first number was observed and b of the B others are at least as large. */
    static double pValue(double[] statistics) {
        double largest = Arrays.stream(statistics).map(Math::abs).max().orElseThrow();
        long atLeast = Arrays.stream(statistics, 1, statistics.length)
                .filter(s -> s >= statistics[0] - ROUNDING * largest)
                .count();
        return (atLeast + 1.0) / statistics.length;
    }

    /** What random labels give, as a histogram, and what was observed. */
    static Chart chart(String alternative, String name, double statistic, double pValue, double[] permuted) {
        double low = Math.min(statistic, Arrays.stream(permuted).min().orElseThrow());
        double high = Math.max(statistic, Arrays.stream(permuted).max().orElseThrow());
        double width = high > low ? (high - low) / BINS : 1;
        double[] counts = new double[BINS];
        for (double value : permuted) {
            counts[(int) Math.min(BINS - 1, (value - low) / width)]++;
        }
        double[] xs = new double[2 * BINS];
        double[] ys = new double[2 * BINS];
        for (int k = 0; k < BINS; k++) {
            xs[2 * k] = low + k * width;
            xs[2 * k + 1] = low + (k + 1) * width;
            ys[2 * k] = counts[k];
            ys[2 * k + 1] = counts[k];
        }
        double most = Arrays.stream(counts).max().orElseThrow();
        return Chart.of(String.format(Locale.ROOT, "p = %.3g", pValue))
                .x(name)
                .y("labellings")
                .line("random labels", xs, ys)
                .dashed("observed", new double[] {statistic, statistic}, new double[] {0, most})
                .alternative(alternative + " under " + permuted.length + " random labellings, and the observed value");
    }
}
