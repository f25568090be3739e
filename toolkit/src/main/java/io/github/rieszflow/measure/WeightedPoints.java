package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Picture;
import java.util.Arrays;

/** A cloud of N points in R^d with weights: the measure Σ w_i δ_{x_i}, never changed. */
public final class WeightedPoints implements Measure {
    private final Points points;
    private final double[] weights;

    private WeightedPoints(Points points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    static WeightedPoints of(Points points, double[] weights) {
        return new WeightedPoints(points, Require.weights(weights, points.size(), points.shape() + " points"));
    }

    @Override
    public Points points() {
        return points;
    }

    @Override
    public WeightedPoints at(Points places) {
        points.at(places);
        return new WeightedPoints(places, weights);
    }

    @Override
    public double weight(int point) {
        return weights[point];
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public boolean uniform() {
        return false;
    }

    /**
     * What this looks like: its points, without the weights.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        return points.picture();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightedPoints w && w.points.equals(points) && Arrays.equals(w.weights, weights);
    }

    @Override
    public int hashCode() {
        return 31 * points.hashCode() + Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "WeightedPoints[" + shape() + "]";
    }
}
