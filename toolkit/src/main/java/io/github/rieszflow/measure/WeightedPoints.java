package io.github.rieszflow.measure;

import io.github.rieszflow.picture.Picture;
import java.util.Arrays;

/** A cloud of N points in R^d with weights: the measure Σ w_i δ_{x_i}, never changed. */
public final class WeightedPoints implements Measure {
    /** Weights whose sum is so close to 1 are taken as they are: to normalise again would change their last bits. */
    private static final double ROUNDING = 1e-12;

    private final Points points;
    private final double[] weights;

    private WeightedPoints(Points points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    static WeightedPoints of(Points points, double[] weights) {
        if (weights.length != points.size()) {
            throw new IllegalArgumentException(
                    points.shape() + " points need " + points.size() + " weights: received " + weights.length);
        }
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights must be finite and not negative: weight " + i + " is "
                        + weights[i] + "; they need not add up to 1");
            }
            most = Math.max(most, weights[i]);
        }
        if (most == 0) {
            throw new IllegalArgumentException(
                    "at least one weight must be positive: all " + weights.length + " are 0");
        }
        double plain = 0;
        for (double weight : weights) {
            plain += weight;
        }
        if (Math.abs(plain - 1) <= ROUNDING) {
            return new WeightedPoints(points, weights.clone());
        }
        // Against overflow and underflow of the sum: relative to the largest.
        double sum = 0;
        double[] normalised = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            normalised[i] = weights[i] / most;
            sum += normalised[i];
        }
        for (int i = 0; i < weights.length; i++) {
            normalised[i] /= sum;
        }
        return new WeightedPoints(points, normalised);
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
