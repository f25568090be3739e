package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Shaped;
import io.github.rieszflow.picture.Visible;

/**
 * A discrete probability measure Σ w_i δ_{x_i} on R^d: N points with weights that add up to 1. A cloud of
 * {@link Points} is one with uniform weights 1/N; {@link Points#weighted} gives others.
 */
public sealed interface Measure extends Visible, Shaped permits Points, WeightedPoints {
    /**
     * Where the mass is.
     *
     * @return N×d points
     */
    Points points();

    /**
     * The mass at one point.
     *
     * @param point 0, …, N−1
     * @return w_i in [0,1]
     * @throws IndexOutOfBoundsException if there is no such point
     */
    double weight(int point);

    /**
     * Whether all weights are 1/N: then nothing is spent on weights.
     *
     * @return true for {@link Points}
     */
    boolean uniform();

    /**
     * All weights.
     *
     * @return N numbers that add up to 1 up to rounding in double precision, a copy
     */
    default double[] weights() {
        double[] weights = new double[size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(i);
        }
        return weights;
    }

    /**
     * The same weights at other places.
     *
     * @param points N×d points
     * @return the measure Σ w_i δ_{points_i}
     * @throws IllegalArgumentException if there are not N of them
     */
    Measure at(Points points);

    /**
     * How many points there are.
     *
     * @return N
     */
    @Override
    default int size() {
        return points().size();
    }

    /**
     * How many coordinates each point has.
     *
     * @return d
     */
    @Override
    default int dimension() {
        return points().dimension();
    }

    /**
     * The shape in words.
     *
     * @return for example {@code 2000×2}
     */
    @Override
    default String shape() {
        return points().shape();
    }
}
