package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Weights;

/**
 * The exponentially moving average of the weights of a training, ā ← q ā + (1−q) w, whose noise is less than that of the last
 * weights. Early on, where l/(n+l−1) is more than 1−q, it is that: with l = 1 the mean of all n that were seen, with l = 3 an average over
 * the last third of them or so, for a training whose steps become small.
 */
final class MovingAverage {
    private final double decay;
    private final int latest;
    private Weights average;
    private long count;

    /** Goes on from an average of this many weights. */
    MovingAverage(Weights average, double decay, int latest, long count) {
        Require.between(decay, 0, Math.nextDown(1.0), "the decay of a moving average");
        this.average = average;
        this.decay = decay;
        this.latest = latest;
        this.count = count;
    }

    /** Takes further weights in. */
    void add(Weights weights) {
        count++;
        average = average.mixed(Math.min(decay, 1 - latest / (count + latest - 1.0)), weights);
    }

    Weights weights() {
        return average;
    }
}
