package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Require;
import java.io.Serializable;

/**
 * What is counted of two samples, and the bounds of their energy distance. Not for several threads at once: each takes its own, and
 * {@link #combine} adds them.
 *
 * <pre>{@code
 * record Row(boolean after, float... features) {}
 * Stream<Row> rows = Stream.of(new Row(false, 0, 1), new Row(true, 2, 3));
 * rows.parallel()
 *         .collect(
 *                 () -> SlicedEnergy.accumulator(64, 4096),
 *                 (counts, row) -> (row.after() ? counts.y() : counts.x()).accept(row.features()),
 *                 EnergyAccumulator::combine)
 *         .result();
 * }</pre>
 *
 * @serial exclude
 */
public final class EnergyAccumulator implements Serializable {
    private final SampleCounts x;
    private final SampleCounts y;

    EnergyAccumulator(SampleCounts x, SampleCounts y) {
        this.x = x;
        this.y = y;
    }

    /**
     * The first sample.
     *
     * @return its counts, which accept points
     */
    public SampleCounts x() {
        return x;
    }

    /**
     * The second sample.
     *
     * @return its counts, which accept points
     */
    public SampleCounts y() {
        return y;
    }

    /**
     * Adds what another one has counted, which is not changed.
     *
     * @param other from the same {@link SlicedEnergy}
     * @return this, changed
     * @throws IllegalArgumentException if slices, bins or dimensions differ
     */
    public EnergyAccumulator combine(EnergyAccumulator other) {
        x.combine(other.x);
        y.combine(other.y);
        return this;
    }

    /**
     * MMD² of the two samples, and how far it may be off.
     *
     * @return lower bound, value and upper bound
     * @throws IllegalStateException if a sample is empty
     * @throws IllegalArgumentException if the samples have different dimensions
     */
    public EnergyBounds result() {
        requireBoth();
        return x.distance(y);
    }

    void requireBoth() {
        x.requireSome("x");
        y.requireSome("y");
        Require.between(y.dimension(), x.dimension(), x.dimension(), "the dimension of y, as x has it,");
    }

    @Override
    public String toString() {
        return x.count() + " and " + y.count() + " points, " + x.energy();
    }
}
