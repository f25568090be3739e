package io.github.rieszflow.discrepancy;

import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DiscoTest} found: how the dispersion of all points is made up of what is between samples and what is within them. In
 * a notebook it is the table of an analysis of variance.
 */
public final class DiscoResult implements Drawable {
    private final String statisticName;
    private final List<String> names;
    private final int[] sizes;
    private final double[] within;
    private final double total;
    /** S as observed and then of all random labellings. */
    private final double[] between;

    private final double seconds;

    DiscoResult(
            String statisticName,
            List<String> names,
            int[] sizes,
            double[] within,
            double total,
            double[] between,
            double seconds) {
        this.statisticName = statisticName;
        this.names = List.copyOf(names);
        this.sizes = sizes;
        this.within = within;
        this.total = total;
        this.between = between;
        this.seconds = seconds;
    }

    /**
     * What is between samples, S.
     *
     * @return Σ_{i&lt;j} (n_i n_j/2N) MMD²(A_i,A_j) ≥ 0
     */
    public double between() {
        return between[0];
    }

    /**
     * What is within samples, W.
     *
     * @return Σ_j (n_j/2) E‖X−X′‖^r over the pairs of each sample
     */
    public double within() {
        return Arrays.stream(within).sum();
    }

    /**
     * The part of {@link #within()} that one sample has.
     *
     * @param group its name
     * @return (n_j/2) E‖X−X′‖^r over its pairs
     * @throws IllegalArgumentException if there is no such group
     */
    public double within(String group) {
        int index = names.indexOf(group);
        if (index < 0) {
            throw new IllegalArgumentException("there is no group \"" + group + "\": the groups are " + names);
        }
        return within[index];
    }

    /**
     * What there is in all, T = S + W.
     *
     * @return (N/2) E‖X−X′‖^r over the pairs of all points
     */
    public double total() {
        return total;
    }

    /**
     * The part of the dispersion that is between samples, as R² is in an analysis of variance.
     *
     * @return S/T in [0,1]; 0 where all points are the same
     */
    public double explained() {
        return total > 0 ? Math.max(0, between[0] / total) : 0;
    }

    /**
     * The statistic F = (S/(k−1)) / (W/(N−k)).
     *
     * @return F ≥ 0; infinite where every sample is a single place, and NaN where all points are
     */
    public double statistic() {
        return f(between[0], within());
    }

    private double f(double s, double w) {
        int k = names.size();
        return s / (k - 1) / (w / (size() - k));
    }

    private int size() {
        return Arrays.stream(sizes).sum();
    }

    /**
     * F for each random labelling.
     *
     * @return B numbers
     */
    public double[] permuted() {
        return Arrays.stream(between, 1, between.length)
                .map(s -> f(s, total - s))
                .toArray();
    }

    /**
     * The p-value (b+1)/(B+1), where b of B random labellings gave at least the observed F.
     *
     * @return in (0,1]
     */
    public double pValue() {
        return Permutations.pValue(between);
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
     * The table of an analysis of variance by distances.
     *
     * @return rows between, within each sample, within all and total
     */
    public TableHtml table() {
        int k = names.size();
        int n = size();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("between", k - 1, between(), between() / (k - 1), statistic(), pValue()));
        rows.add(row("within", n - k, within(), within() / (n - k), null, null));
        for (int g = 0; g < k; g++) {
            rows.add(row("  " + names.get(g), sizes[g] - 1, within[g], null, null, null));
        }
        rows.add(row("total", n - 1, total, null, null, null));
        return TableHtml.of(List.of("source", "degrees of freedom", "dispersion", "mean", "F", "p"), rows)
                .caption("Distance components of " + k + " samples")
                .note(statisticName + "; " + (between.length - 1) + " permutations");
    }

    private static List<@Nullable Object> row(
            String source,
            int degrees,
            double dispersion,
            @Nullable Double mean,
            @Nullable Double f,
            @Nullable Double p) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(source);
        row.add(degrees);
        row.add(dispersion);
        row.add(mean);
        row.add(f);
        row.add(p);
        return row;
    }

    /**
     * S under random labels, as a histogram, and as it was observed; F is the same but for the scale.
     *
     * @return the chart
     */
    public Chart chart() {
        return Permutations.chart(
                this + ": histogram of the dispersion between samples",
                "dispersion between samples",
                between[0],
                pValue(),
                Arrays.copyOfRange(between, 1, between.length));
    }

    @Override
    public Picture picture() {
        return table().picture();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "F %.5g, p = %.3g, %.3g of the dispersion between %d samples (%d permutations, %s)",
                statistic(),
                pValue(),
                explained(),
                names.size(),
                between.length - 1,
                statisticName);
    }
}
