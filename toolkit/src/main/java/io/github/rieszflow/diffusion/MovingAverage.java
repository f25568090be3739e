package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Weights;

/**
 * The exponentially moving average of the weights of a training, ā ← q ā + (1−q) w, whose noise is less than that of the last
 * weights. Early on, where 4/(n+3) is more than 1−q, it is that: an average over the last quarter or so of all n that were seen, as
 * the first ones are worth little.
 */
final class MovingAverage {
    private static final double LATEST = 4;

    private final double decay;
    private Weights average;
    private long count;

    /** Goes on from an average of this many weights. */
    MovingAverage(Weights average, double decay, long count) {
        Require.between(decay, 0, Math.nextDown(1.0), "the decay of a moving average");
        this.average = average;
        this.decay = decay;
        this.count = count;
    }

    /** Takes further weights in. */
    void add(Weights weights) {
        count++;
        average = average.mixed(Math.min(decay, 1 - LATEST / (count + LATEST - 1)), weights);
    }

    Weights weights() {
        return average;
    }
}
