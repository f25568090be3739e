package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.picture.Progress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * A sliced discrepancy that takes as many slices as a wanted relative precision needs, or as many as are allowed. It goes
 * in rounds, each with fresh directions; a round that is not precise enough says how many slices the next one gets, at
 * least twice and at most eight times as many. Only the last round is reported: so the precision of a rule that gains more
 * than the root of P is not lost, and no value has been looked at before the decision to stop but by its own standard
 * error.
 *
 * <p>What is left of the bias of stopping is that a standard error may come out small by chance. Measured on 30 against
 * 20 standard normal points in five dimensions, beginning with 32 slices: the exact value lay within two standard errors 95.6 % of the
 * time for independent directions to 5 % and 95.0 % for orthogonal ones to 2 % (2,000 seeds), 88.1 % for Sobol directions to 2 % (800)
 * and 86 ± 2 % for distance directions to 1 % (300), whose errors come from eight sets (91 % without stopping); the bias was 3 and 6 % of
 * the standard error for the first two.
 *
 * <p>A value: each method that changes one choice returns a new one.
 */
public final class AdaptiveMmd {
    /** How many slices all rounds together may take if nothing else is said. */
    private static final int MOST = 1 << 16;

    private final SlicedMmd sliced;
    private final double relative;
    private final int most;

    private AdaptiveMmd(SlicedMmd sliced, double relative, int most) {
        this.sliced = sliced;
        this.relative = relative;
        this.most = most;
    }

    static AdaptiveMmd of(SlicedMmd sliced, double relative) {
        Require.positive(relative, "the relative precision");
        if (sliced.directions().slices() > 0) {
            throw new IllegalArgumentException("given directions cannot become more: received toPrecision with "
                    + sliced.directions().slices() + " given directions; a rule that draws them can");
        }
        return new AdaptiveMmd(sliced, relative, Math.max(MOST, sliced.slices()));
    }

    /**
     * The same with another bound on the cost; without it 65,536 slices.
     *
     * @param slices how many slices all rounds together may take
     * @return the discrepancy
     * @throws IllegalArgumentException if that is less than the first round takes
     */
    public AdaptiveMmd atMost(int slices) {
        return new AdaptiveMmd(
                sliced,
                relative,
                Require.between(slices, sliced.slices(), Integer.MAX_VALUE, "the largest number of slices"));
    }

    /**
     * MMD²(μ,ν), un-halved.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD² ± its standard error, and whether it is as precise as wanted
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     * @throws CancellationException if the thread is interrupted
     */
    public AdaptiveEstimate squared(Measure x, Measure y) {
        return run(x.dimension(), mmd -> mmd.squared(x, y));
    }

    /**
     * MMD(μ,ν), the root of {@link #squared}.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD ± its standard error to first order, and whether it is as precise as wanted
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     * @throws CancellationException if the thread is interrupted
     */
    public AdaptiveEstimate value(Measure x, Measure y) {
        return run(x.dimension(), mmd -> mmd.value(x, y));
    }

    /**
     * The sliced Wasserstein-1 distance.
     *
     * @param x N×d points
     * @param y M×d points
     * @return the mean over the slices ± its standard error, and whether it is as precise as wanted
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     * @throws CancellationException if the thread is interrupted
     */
    public AdaptiveEstimate wasserstein(Measure x, Measure y) {
        return run(x.dimension(), mmd -> mmd.wasserstein(x, y));
    }

    private AdaptiveEstimate run(int dimension, Function<SlicedMmd, Estimate> estimate) {
        int slices = sliced.slices();
        int possible = sliced.directions().most(dimension);
        int spent = 0;
        try (Progress progress = Progress.start("slicing", most)) {
            for (int round = 0; ; round++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while slices were being added");
                }
                Estimate now =
                        estimate.apply(sliced.slices(slices).seed(sliced.seed().split(round)));
                spent += slices;
                progress.step(spent, now.toString());
                // An error of NaN is not small enough.
                double wanted = relative * Math.abs(now.value());
                boolean reached = now.standardError() <= wanted;
                int next = Math.min(Math.min(most - spent, possible), more(slices, now.standardError() / wanted));
                if (reached || next <= slices) {
                    return new AdaptiveEstimate(now, relative, reached, spent);
                }
                slices = next;
            }
        }
    }

    /** As many as errors that fall like P^(−1/2) need, and a fifth more. */
    private static int more(int slices, double excess) {
        double factor = Double.isNaN(excess) ? 2 : Math.min(8, Math.max(2, 1.2 * excess * excess));
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(slices * factor));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s or more, to a precision of %s, at most %d", sliced, percent(relative), most);
    }

    static String percent(double part) {
        return new BigDecimal(100 * part)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString() + " %";
    }
}
