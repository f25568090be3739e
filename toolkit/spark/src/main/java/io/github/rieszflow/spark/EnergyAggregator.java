package io.github.rieszflow.spark;

import io.github.rieszflow.slicing.EnergyAccumulator;
import io.github.rieszflow.slicing.SlicedEnergy;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;

/**
 * The sliced energy distance of the rows that are labelled as second and those that are not, for {@code functions.udaf}. Within a task
 * counts are changed in place; between tasks they travel without their empty bins. Of a small group the rows
 * are kept, at most 8,192 of each sample; larger ones take slices × bins × 16 bytes for each sample.
 *
 * @serial exclude
 */
public final class EnergyAggregator extends Aggregator<LabelledPoint, EnergyAccumulator, Drift> {
    private static final long serialVersionUID = 1;

    private final SlicedEnergy energy;

    /**
     * For these slices and bins.
     *
     * @param energy what counts are made of
     */
    public EnergyAggregator(SlicedEnergy energy) {
        this.energy = energy;
    }

    @Override
    public EnergyAccumulator zero() {
        return energy.accumulator();
    }

    @Override
    public EnergyAccumulator reduce(EnergyAccumulator counts, LabelledPoint row) {
        (row.isSecond() ? counts.y() : counts.x()).accept(row.getFeatures());
        return counts;
    }

    @Override
    public EnergyAccumulator merge(EnergyAccumulator counts, EnergyAccumulator others) {
        return counts.combine(others);
    }

    @Override
    public Drift finish(EnergyAccumulator counts) {
        boolean both = counts.x().count() > 0 && counts.y().count() > 0;
        return new Drift(
                both ? counts.result() : null, counts.x().count(), counts.y().count());
    }

    @Override
    public Encoder<EnergyAccumulator> bufferEncoder() {
        return Encoders.javaSerialization(EnergyAccumulator.class);
    }

    @Override
    public Encoder<Drift> outputEncoder() {
        return Encoders.bean(Drift.class);
    }
}
