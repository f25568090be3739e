package io.github.rieszflow.internal;

import java.util.Arrays;

/** Draws from a discrete distribution by binary search in its running sums: O(log n) for each draw. */
public final class Cumulative {
    /** What all up to and with each weigh. */
    private final double[] reached;

    private Cumulative(double[] reached) {
        this.reached = reached;
    }

    /**
     * A distribution over 0, …, n−1.
     *
     * @param weights at least 0, not all 0; need not add up to 1; replaced by their running sums and kept
     * @return the distribution
     * @throws IllegalArgumentException if there is no weight above 0
     */
    public static Cumulative adopt(double[] weights) {
        for (int i = 1; i < weights.length; i++) {
            weights[i] += weights[i - 1];
        }
        if (weights.length == 0 || !(weights[weights.length - 1] > 0)) {
            throw new IllegalArgumentException(
                    "at least one weight must be positive: all " + weights.length + " are 0");
        }
        return new Cumulative(weights);
    }

    /**
     * The sum of all weights.
     *
     * @return above 0
     */
    public double total() {
        return reached[reached.length - 1];
    }

    /**
     * Which one a uniform number falls to: the share of each is half open, so one of weight 0 is never drawn.
     *
     * @param uniform in [0,1)
     * @return 0, …, n−1
     */
    public int at(double uniform) {
        // Rounding could reach the total.
        double mass = Math.min(uniform * total(), Math.nextDown(total()));
        int found = Arrays.binarySearch(reached, mass);
        int i = found < 0 ? -found - 1 : found;
        while (reached[i] <= mass) {
            i++;
        }
        return i;
    }
}
