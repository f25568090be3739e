package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Estimate;

/**
 * A number to a wanted precision.
 *
 * @param estimate the number, its standard error, and the slices of the last round, which it comes from
 * @param relative the wanted standard error, as a part of the value
 * @param reached whether the standard error is as small as wanted; else the slices were used up
 * @param spent the slices of all rounds together
 */
public record AdaptiveEstimate(Estimate estimate, double relative, boolean reached, int spent) {
    /**
     * The number.
     *
     * @return the value of the estimate
     */
    public double value() {
        return estimate.value();
    }

    /**
     * Its standard error.
     *
     * @return the standard error of the estimate
     */
    public double standardError() {
        return estimate.standardError();
    }

    @Override
    public String toString() {
        return estimate + (reached ? ", precise to " : ", not yet precise to ") + AdaptiveMmd.percent(relative)
                + " after " + spent + (spent == 1 ? " slice" : " slices");
    }
}
