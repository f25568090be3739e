package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** What P slices say of two clouds: MMD² and W1 of each slice. */
public final class SliceValues {
    private final double[] squared;
    private final double[] wasserstein;
    private final double[] weights;
    private final double constant;
    private final int[] blocks;
    private final boolean around;

    private SliceValues(
            double[] squared, double[] wasserstein, double[] weights, double constant, int[] blocks, boolean around) {
        this.squared = squared;
        this.wasserstein = wasserstein;
        this.weights = weights;
        this.constant = constant;
        this.blocks = blocks;
        this.around = around;
    }

    /**
     * The values of P slices, for engines to hand out.
     *
     * @param squared MMD² of the projections on each direction, un-halved, without the slicing constant; kept, not copied
     * @param wasserstein W1 of the projections on each direction; kept, not copied
     * @param weights the weight of each direction in means, all together 1; kept, not copied
     * @param constant the slicing constant c_{d,r}: 1 on the line, where every slice is exact
     * @param independent how many slices, one after the other, depend on each other; such blocks are independent. Where there
     *     are fewer than two, slices are taken one by one
     * @return the values
     * @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is out of range
     */
    public static SliceValues of(
            double[] squared, double[] wasserstein, double[] weights, double constant, int independent) {
        Require.positive(squared.length, "the number of slices");
        int size = Require.positive(independent, "the number of slices in a block") <= squared.length / 2
                ? independent
                : 1;
        int[] blocks = new int[(squared.length + size - 1) / size];
        Arrays.fill(blocks, size);
        blocks[blocks.length - 1] = squared.length - (blocks.length - 1) * size;
        return of(squared, wasserstein, weights, constant, blocks);
    }

    /**
     * The values of the P slices that a source drew last by {@link DirectionSource#drawSets}, which knows how they depend on each other.
     *
     * @param squared MMD² of the projections on each direction, un-halved, without the slicing constant; kept, not copied
     * @param wasserstein W1 of the projections on each direction; kept, not copied
     * @param weights the weight of each direction in means, all together 1; kept, not copied
     * @param constant the slicing constant c_{d,r}: 1 on the line, where every slice is exact
     * @param source what drew the directions
     * @return the values
     * @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is out of range
     */
    public static SliceValues of(
            double[] squared, double[] wasserstein, double[] weights, double constant, DirectionSource source) {
        return of(squared, wasserstein, weights, constant, source.blocks(), source.around());
    }

    /**
     * The values of P slices in independent blocks.
     *
     * @param squared MMD² of the projections on each direction, un-halved, without the slicing constant; kept, not copied
     * @param wasserstein W1 of the projections on each direction; kept, not copied
     * @param weights the weight of each direction in means, all together 1; kept, not copied
     * @param constant the slicing constant c_{d,r}: 1 on the line, where every slice is exact
     * @param blocks how many slices, one after the other, each block has; all together P
     * @return the values
     * @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is out of range
     */
    public static SliceValues of(
            double[] squared, double[] wasserstein, double[] weights, double constant, int[] blocks) {
        return of(squared, wasserstein, weights, constant, blocks, false);
    }

    private static SliceValues of(
            double[] squared, double[] wasserstein, double[] weights, double constant, int[] blocks, boolean around) {
        Require.positive(squared.length, "the number of slices");
        if (wasserstein.length != squared.length || weights.length != squared.length) {
            throw new IllegalArgumentException("each slice needs MMD², W1 and a weight: received " + squared.length
                    + ", " + wasserstein.length + " and " + weights.length + " numbers");
        }
        Require.between(constant, 1, Double.MAX_VALUE, "the slicing constant");
        int[] sizes = blocks.clone();
        long all = 0;
        for (int size : sizes) {
            all += Require.positive(size, "the number of slices in a block");
        }
        if (all != squared.length) {
            throw new IllegalArgumentException("each slice belongs to one block: received " + squared.length
                    + " slices and blocks of " + all + " in all");
        }
        return new SliceValues(squared, wasserstein, weights, constant, sizes, around);
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
     * W1 of the projections on one direction. Its mean is the sliced Wasserstein-1 distance, without any constant.
     * Directions of a padded space ({@link Directions#hadamard()}) have a part in R^d that is shorter than 1: what it says is
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
     * The independent blocks of slices, over which standard errors are taken; of slices that go around the half-circle each one, though
     * neighbours tell the error.
     *
     * @return how many slices, one after the other, each block has; all together P
     */
    public int[] blocks() {
        return blocks.clone();
    }

    /**
     * The means over all slices with their standard errors over independent blocks, or from what neighbours around the half-circle
     * differ by. Where the last block is shorter than the
     * others its variance is put together from what slices of a block differ by and what blocks differ by. On the line
     * means are exact; elsewhere the error of a single block is NaN.
     *
     * @return MMD² and sliced W1
     */
    public Descent.Distances reading() {
        return new Descent.Distances(mean(this::squared), mean(this::wasserstein));
    }

    /** The mean of MMD² alone. */
    Estimate squared() {
        return mean(this::squared);
    }

    private Estimate mean(IntToDoubleFunction slice) {
        int slices = slices();
        double mean = 0;
        for (int p = 0; p < slices; p++) {
            mean += slice.applyAsDouble(p) * weight(p);
        }
        if (constant == 1) {
            return Estimate.exact(mean);
        }
        return BlockError.of(slice, weights, blocks, around, mean).estimate(mean, slices);
    }
}
