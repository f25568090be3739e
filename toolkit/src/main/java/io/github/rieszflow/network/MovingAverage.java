package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;

/**
 * The exponentially moving average of the weights of a training, ā ← q ā + (1−q) w, whose noise is less than that of the last
 * weights. Early on, where 1/(1+n) of all that was seen is more, it is that mean.
 */
public final class MovingAverage {
    private final double decay;
    private Weights average;
    private long count;

    private MovingAverage(Weights average, double decay, long count) {
        this.average = average;
        this.decay = decay;
        this.count = count;
    }

    /**
     * An average that goes on.
     *
     * @param average the average so far
     * @param decay q in [0,1)
     * @param count how many weights were seen
     * @return the average
     * @throws IllegalArgumentException if a number is out of range
     */
    public static MovingAverage of(Weights average, double decay, long count) {
        Require.between(decay, 0, Math.nextDown(1.0), "the decay of a moving average");
        if (count < 0) {
            throw new IllegalArgumentException("the number of weights seen must not be negative: received " + count);
        }
        return new MovingAverage(average, decay, count);
    }

    /**
     * Takes further weights in.
     *
     * @param weights the weights at this moment
     * @throws IllegalArgumentException if they are of another network
     */
    public void add(Weights weights) {
        if (!Weights.sameShapes(average.slots(), weights.slots())) {
            throw new IllegalArgumentException(
                    "the average is of another network: it has " + average.slots() + ", received " + weights.slots());
        }
        count++;
        double keep = Math.min(decay, 1 - 1.0 / count);
        float[] old = average.array();
        float[] now = weights.array();
        float[] next = new float[now.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (keep * old[i] + (1 - keep) * now[i]);
        }
        average = Weights.adopt(weights.slots(), next);
    }

    /**
     * The average as it is.
     *
     * @return the weights
     */
    public Weights weights() {
        return average;
    }
}
