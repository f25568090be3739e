package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Weights;

/**
 * The exponentially moving average of the weights of a training, ā ← q ā + (1−q) w, whose noise is less than that of the last
 * weights. Early on, where 1/(1+n) of all that was seen is more, it is that mean.
 */
final class MovingAverage {
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
        average = average.mixed(Math.min(decay, 1 - 1.0 / count), weights);
    }

    Weights weights() {
        return average;
    }
}
