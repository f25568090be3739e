package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.Directions;

/** What P slices say of two clouds: MMD² and W1 of each line. */
public final class SliceValues {
    private final double[] squared;
    private final double[] wasserstein;
    private final double[] weights;
    private final double constant;
    private final int block;

    SliceValues(double[] squared, double[] wasserstein, double[] weights, double constant, int block) {
        this.squared = squared;
        this.wasserstein = wasserstein;
        this.weights = weights;
        this.constant = constant;
        this.block = block;
    }

    /**
     * How many slices there are.
     *
     * @return P
     */
    public int slices() {
        return squared.length;
    }

    /**
     * What one slice says of MMD² in R^d: c_{d,r} times MMD² of the projections, un-halved.
     *
     * @param slice 0, …, P−1
     * @return an unbiased estimate
     */
    public double squared(int slice) {
        return constant * squared[slice];
    }

    /**
     * W1 of the projections on one line. Its mean is the sliced Wasserstein-1 distance, without any constant. Directions
     * of a padded space ({@link Directions#hadamard()}) have a part in R^d that is shorter than 1: what it says is
     * multiplied by c_{D,1}/c_{d,1}, which makes up for this in the mean.
     *
     * @param slice 0, …, P−1
     * @return W1 on the line
     */
    public double wasserstein(int slice) {
        return wasserstein[slice];
    }

    /**
     * The weight of a slice in means over all: 1/P unless directions were given with other weights.
     *
     * @param slice 0, …, P−1
     * @return at least 0; all together 1
     */
    public double weight(int slice) {
        return weights[slice];
    }

    /**
     * How many slices, one after the other, depend on each other. Blocks are independent, the last may be shorter.
     *
     * @return at least 1
     */
    public int block() {
        return block;
    }
}
