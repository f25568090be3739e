package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import java.util.Arrays;
import java.util.Locale;

/** What a permutation test found. */
public final class EnergyTestResult implements Drawable {
    private static final int BINS = 40;

    private final String statisticName;
    private final double statistic;
    private final double pValue;
    private final double[] permuted;
    private final double seconds;

    EnergyTestResult(String statisticName, double statistic, double pValue, double[] permuted, double seconds) {
        this.statisticName = statisticName;
        this.statistic = statistic;
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
                .x("MMD²")
                .y("labellings")
                .line("random labels", xs, ys)
                .dashed("observed", new double[] {statistic, statistic}, new double[] {0, most})
                .alternative(this + ": histogram of MMD² under " + permuted.length
                        + " random labellings, and the observed value");
    }

    @Override
    public Picture picture() {
        return chart().picture();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "MMD² %.5g, p = %.3g (%d permutations, %s)",
                statistic,
                pValue,
                permuted.length,
                statisticName);
    }
}
