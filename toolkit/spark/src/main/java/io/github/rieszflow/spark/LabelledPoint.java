package io.github.rieszflow.spark;

import java.io.Serializable;

/**
 * A row as {@link EnergyAggregator} takes it: a bean, as Spark makes rows of. Its columns are features and second, in this order.
 *
 * @serial exclude
 */
public final class LabelledPoint implements Serializable {
    private double[] features = {};
    private boolean second;

    /** A point without coordinates, to be filled. */
    public LabelledPoint() {}

    /**
     * The point.
     *
     * @return d numbers, not copied
     */
    public double[] getFeatures() {
        return features;
    }

    /**
     * Sets the point.
     *
     * @param features d numbers, kept and not copied
     */
    public void setFeatures(double[] features) {
        this.features = features;
    }

    /**
     * Which sample it belongs to.
     *
     * @return true for the second one
     */
    public boolean isSecond() {
        return second;
    }

    /**
     * Sets which sample it belongs to.
     *
     * @param second true for the second one
     */
    public void setSecond(boolean second) {
        this.second = second;
    }
}
