package io.github.rieszflow.spark;

import io.github.rieszflow.slicing.EnergyBounds;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EnergyAggregator} finds: a bean, which Spark makes a column of. Its numbers are null where a sample is empty.
 *
 * @serial exclude
 */
public final class Drift implements Serializable {
    private @Nullable Double lower;
    private @Nullable Double value;
    private @Nullable Double upper;
    private @Nullable Double standardError;
    private long firstRows;
    private long secondRows;

    /** Of two empty samples. */
    public Drift() {}

    Drift(@Nullable EnergyBounds bounds, long firstRows, long secondRows) {
        if (bounds != null) {
            lower = bounds.lower();
            value = bounds.value().value();
            upper = bounds.upper();
            standardError = bounds.value().standardError();
        }
        this.firstRows = firstRows;
        this.secondRows = secondRows;
    }

    /**
     * The lower bound of MMD² by the slices.
     *
     * @return at least 0
     */
    public @Nullable Double getLower() {
        return lower;
    }

    /**
     * Sets the lower bound.
     *
     * @param lower the bound
     */
    public void setLower(@Nullable Double lower) {
        this.lower = lower;
    }

    /**
     * MMD², un-halved.
     *
     * @return a number between the bounds
     */
    public @Nullable Double getValue() {
        return value;
    }

    /**
     * Sets MMD².
     *
     * @param value a number between the bounds
     */
    public void setValue(@Nullable Double value) {
        this.value = value;
    }

    /**
     * The upper bound of MMD² by the slices.
     *
     * @return at least the lower bound
     */
    public @Nullable Double getUpper() {
        return upper;
    }

    /**
     * Sets the upper bound.
     *
     * @param upper the bound
     */
    public void setUpper(@Nullable Double upper) {
        this.upper = upper;
    }

    /**
     * The standard error over slices, for MMD² in R^d.
     *
     * @return at least 0; NaN for a single slice
     */
    public @Nullable Double getStandardError() {
        return standardError;
    }

    /**
     * Sets the standard error.
     *
     * @param standardError the error
     */
    public void setStandardError(@Nullable Double standardError) {
        this.standardError = standardError;
    }

    /**
     * How many rows the first sample has.
     *
     * @return N
     */
    public long getFirstRows() {
        return firstRows;
    }

    /**
     * Sets how many rows the first sample has.
     *
     * @param firstRows N
     */
    public void setFirstRows(long firstRows) {
        this.firstRows = firstRows;
    }

    /**
     * How many rows the second sample has.
     *
     * @return M
     */
    public long getSecondRows() {
        return secondRows;
    }

    /**
     * Sets how many rows the second sample has.
     *
     * @param secondRows M
     */
    public void setSecondRows(long secondRows) {
        this.secondRows = secondRows;
    }
}
