package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Estimate;
import java.util.Locale;

/**
 * The sliced energy distance of two samples that were counted in bins: MMD² by the slices at hand, un-halved, lies between the
 * bounds, whatever the samples are. {@link #value} is a number between them, usually far nearer than they are; its standard
 * error is the slices' own, for MMD² in R^d.
 *
 * @param lower a lower bound, at least 0
 * @param value MMD² ± its standard error over slices
 * @param upper an upper bound
 */
public record EnergyBounds(double lower, Estimate value, double upper) {
    /**
     * How far apart the bounds are, as a part of the value.
     *
     * @return (upper − lower) / value; NaN if all are 0
     */
    public double relativeWidth() {
        return (upper - lower) / value.value();
    }

    /**
     * Whether a number lies within the bounds.
     *
     * @param number a number
     * @return true from the lower to the upper bound, both included
     */
    public boolean contains(double number) {
        return lower <= number && number <= upper;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "MMD² %s, by these slices in [%.6g, %.6g]", value, lower, upper);
    }
}
