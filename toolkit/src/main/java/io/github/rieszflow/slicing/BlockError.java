package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Estimate;
import java.util.function.IntToDoubleFunction;

/**
 * The variance of a mean over independent blocks.
 *
 * @param variance its estimate, NaN if there is none
 * @param degreesOfFreedom how many it comes from
 */
record BlockError(double variance, int degreesOfFreedom) {
    /**
     * By its Edgeworth expansion (Hall, 1992) Student's interval of 95 % for n numbers of skewness γ is too short by as much as
     * if there were (n−1)/(1 + 0.9γ²) degrees of freedom. The skewness of few numbers comes out too small.
     */
    private static final double SKEWED = 1.5;

    /** The squares of 1, 4, 6, 4 and 1, all together. */
    private static final double FOURTH = 70;
    /** One over the squares of the correlations 1, 0.8, 0.4, 8/70 and 1/70 to both sides. */
    private static final double FREEDOM = 1 / (1 + 2 * (0.64 + 0.16 + 65.0 / 4900));

    /** Half the quantile of Student's t for 90 %, by degrees of freedom, as long as that is above 1. */
    private static final double[] CERTAIN = {1, 3.157, 1.460, 1.177, 1.066, 1.008};

    private static final BlockError NONE = new BlockError(Double.NaN, 0);

    /**
     * Finds it for Σ w_p v_p.
     *
     * @param slice v
     * @param weights w, all together 1
     * @param blocks how many slices each block has
     * @param around whether slices go around the half-circle, where neighbours tell the error
     * @param mean Σ w_p v_p
     */
    static BlockError of(IntToDoubleFunction slice, double[] weights, int[] blocks, boolean around, double mean) {
        if (around) {
            return around(slice, weights.length);
        }
        int last = blocks.length - 1;
        return blocks[0] > blocks[last] && last > 1 && even(weights)
                ? cutShort(slice, blocks[0], blocks[last], last)
                : weighted(slice, weights, blocks, mean);
    }

    /**
     * The same for slices that were drawn one in each of P equal parts around the half-circle, with the same weight. Where the
     * function is even over five of them, Δ_p = v_{p−2} − 4v_{p−1} + 6v_p − 4v_{p+1} + v_{p+2} has the mean 0 and 70 times the variance of
     * one: Σ Δ_p²/(70 P²) errs on the large side elsewhere. Neighbouring Δ overlap, so that there are 0.38 P degrees of freedom
     * or fewer.
     */
    static BlockError around(IntToDoubleFunction slice, int count) {
        double sum = 0;
        double squares = 0;
        for (int p = 0; p < count; p++) {
            double difference = 6 * slice.applyAsDouble(p);
            for (int side = -1; side <= 1; side += 2) {
                difference += slice.applyAsDouble(Math.floorMod(p + 2 * side, count))
                        - 4 * slice.applyAsDouble(Math.floorMod(p + side, count));
            }
            double square = difference * difference;
            sum += square;
            squares += square * square;
        }
        // For normal Δ of one variance the squares of Δ² are 3 P times that of their mean; fewer count where some are
        // far larger.
        double counting = squares > 0 ? Math.min(count, 3 * sum * sum / squares) : count;
        return new BlockError(sum / (FOURTH * count * count), (int) Math.max(2, Math.round(FREEDOM * counting)));
    }

    private static boolean even(double[] weights) {
        for (double weight : weights) {
            if (weight != weights[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * With W_b the weight of block b and m_b its mean, E Σ W_b² (m_b − mean)² = σ² (Q − 2C + Q²), where Q = ΣW_b², C = ΣW_b³
     * and σ² is the variance of m_b. Wanted is σ²Q. For B blocks of the same weight that is the factor B/(B−1).
     */
    private static BlockError weighted(IntToDoubleFunction slice, double[] weights, int[] blocks, double mean) {
        double squares = 0;
        double cubes = 0;
        double q = 0;
        double c = 0;
        double fourth = 0;
        int p = 0;
        for (int size : blocks) {
            double sum = 0;
            double weight = 0;
            for (int end = p + size; p < end; p++) {
                sum += (slice.applyAsDouble(p) - mean) * weights[p];
                weight += weights[p];
            }
            squares += sum * sum;
            cubes += sum * sum * sum;
            q += weight * weight;
            c += weight * weight * weight;
            fourth += weight * weight * weight * weight;
        }
        double expected = q - 2 * c + q * q;
        if (blocks.length == 1 || !(expected > 1e-9 * q)) {
            return NONE;
        }
        // Satterthwaite's: B for blocks of the same weight.
        double count = q * q / fourth;
        double skewness = squares > 0 ? count * cubes * cubes / (squares * squares * squares) : 0;
        double degrees = (count - 1) / (1 + SKEWED * skewness);
        return new BlockError(squares * q / expected, (int) Math.max(1, Math.round(degrees)));
    }

    /**
     * B whole blocks of n slices and one of r &lt; n, all of the same weight. If any two slices of a block depend on each other
     * alike, a sum of m of them has the variance mα + m²γ. Slices within blocks differ by α, means of whole blocks by
     * β = α/n + γ, so that the variance of the sum over all is (Bn² + r²)β + r(1 − r/n)α.
     */
    private static BlockError cutShort(IntToDoubleFunction slice, int n, int r, int whole) {
        double[] means = new double[whole];
        double all = 0;
        double within = 0;
        int p = 0;
        for (int b = 0; b < whole; b++) {
            for (int i = 0; i < n; i++) {
                means[b] += slice.applyAsDouble(p + i) / n;
            }
            for (int i = 0; i < n; i++) {
                double difference = slice.applyAsDouble(p++) - means[b];
                within += difference * difference;
            }
            all += means[b] / whole;
        }
        double between = 0;
        for (double m : means) {
            between += (m - all) * (m - all);
        }
        double alpha = within / (whole * (n - 1.0));
        double beta = between / (whole - 1);
        double slices = (double) whole * n + r;
        double rest = r;
        double blocks = ((double) whole * n * n + rest * r) * beta;
        double last = r * (1 - rest / n) * alpha;
        double sum = blocks + last;
        // Satterthwaite's: that of α is known far better. But not as if what few slices decide were normal.
        double degrees =
                sum > 0 ? sum * sum / (blocks * blocks / (whole - 1) + last * last / (whole * (n - 1.0))) : whole - 1;
        return new BlockError(sum / (slices * slices), (int)
                Math.max(whole - 1, Math.round(Math.min(1.5 * whole, degrees))));
    }

    /** With few degrees of freedom the error is said so much larger that two of it hold 90 % of the time. */
    Estimate estimate(double mean, int slices) {
        double error = Math.sqrt(variance);
        double larger = degreesOfFreedom < CERTAIN.length ? CERTAIN[degreesOfFreedom] : 1;
        return Estimate.overSlices(mean, larger * error, slices, degreesOfFreedom);
    }
}
