package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import java.util.Arrays;
import java.util.Locale;

/** What a permutation test found. */
public final class EnergyTestResult implements Drawable {
    private final String statisticName;
    private final double statistic;
    /** E‖X−Y‖^r, NaN if it is not known. */
    private final double between;

    private final double pValue;
    private final double[] permuted;
    private final double seconds;

    EnergyTestResult(
            String statisticName, double statistic, double between, double pValue, double[] permuted, double seconds) {
        this.statisticName = statisticName;
        this.statistic = statistic;
        this.between = between;
        this.pValue = pValue;
        this.permuted = permuted;
        this.seconds = seconds;
    }

    /**
     * MMD² between the samples as they were labelled, un-halved, pairs of a point with itself included.
     *
     * @return the statistic
     */
    public double statistic() {
        return statistic;
    }

    /**
     * The energy coefficient, MMD² as a part of the most that it could be at this distance:
     *
     * <pre>  H = MMD² / 2E‖X−Y‖^r = (2E‖X−Y‖^r − E‖X−X′‖^r − E‖Y−Y′‖^r) / 2E‖X−Y‖^r.</pre>
     *
     * <p>0 where both samples are the same, 1 where each is a single point and they differ. It has no unit, so that it can be
     * compared between data sets; in small samples of one distribution it is about (1/N + 1/M)/2, not 0. With a kernel
     * f(‖x−y‖) of another kind f(0) − f(‖x−y‖) stands for the distance, and H lies in [0,1] if f is nowhere above f(0). Source:
     * Székely, Rizzo (WIREs Computational Statistics 5, 2013).
     *
     * @return H in [0,1]; by slices where the statistic is, and then its denominator is found on the processor on every engine
     * @throws IllegalStateException if the test had no points but counts, as {@link ShardTest} has
     */
    public double coefficient() {
        if (Double.isNaN(between)) {
            throw new IllegalStateException(
                    "the energy coefficient needs the mean distance between the samples, which a test of"
                            + " shards does not find: use EnergyTest.of(x, y) with some of the points");
        }
        return between > 0 ? Math.max(0, statistic / (2 * between)) : 0;
    }

    /**
     * The p-value (b+1)/(B+1), where b of B random labellings gave at least the statistic.
     *
     * @return in (0,1]
     */
    public double pValue() {
        return pValue;
    }

    /**
     * The statistic for each random labelling.
     *
     * @return B numbers, a copy
     */
    public double[] permuted() {
        return permuted.clone();
    }

    /**
     * The value that the statistic must exceed to be rejected: at most the part {@code level} of the random labellings gave
     * more.
     *
     * @param level α in [1/(B+1), 1]
     * @return a quantile of {@link #permuted}
     * @throws IllegalArgumentException if the level is smaller than any p-value or above 1
     */
    public double critical(double level) {
        Require.between(level, 1.0 / (permuted.length + 1), 1, "the level");
        double[] sorted = permuted();
        Arrays.sort(sorted);
        int above = (int) Math.floor(level * (permuted.length + 1) * (1 + 1e-12)) - 1;
        return sorted[Math.max(0, permuted.length - 1 - above)];
    }

    /**
     * How long it took.
     *
     * @return wall time
     */
    public double seconds() {
        return seconds;
    }

    /**
     * What random labels give, as a histogram, and what was observed.
     *
     * @return the chart
     */
    public Chart chart() {
        return Permutations.chart(this + ": histogram of MMD²", "MMD²", statistic, pValue, permuted);
    }

    @Override
    public Picture picture() {
        return chart().picture();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "MMD² %.5g, %sp = %.3g (%d permutations, %s)",
                statistic,
                Double.isNaN(between) ? "" : String.format(Locale.ROOT, "H = %.3g, ", coefficient()),
                pValue,
                permuted.length,
                statisticName);
    }
}
