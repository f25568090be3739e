package io.github.rieszflow.spark;

import io.github.rieszflow.slicing.SampleCounts;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;

/** The sliced energy distance of all rows from a sample that has been counted. */
final class AgainstAggregator extends Aggregator<LabelledPoint, SampleCounts, Drift> {
    private static final long serialVersionUID = 1;

    private final SampleCounts reference;

    AgainstAggregator(SampleCounts reference) {
        this.reference = reference;
    }

    @Override
    public SampleCounts zero() {
        return reference.energy().sample();
    }

    @Override
    public SampleCounts reduce(SampleCounts counts, LabelledPoint row) {
        counts.accept(row.getFeatures());
        return counts;
    }

    @Override
    public SampleCounts merge(SampleCounts counts, SampleCounts others) {
        return counts.combine(others);
    }

    @Override
    public Drift finish(SampleCounts counts) {
        boolean both = reference.count() > 0 && counts.count() > 0;
        return new Drift(both ? distance(counts) : null, reference.count(), counts.count());
    }

    /** Tasks of one executor share the reference. */
    private io.github.rieszflow.slicing.EnergyBounds distance(SampleCounts counts) {
        synchronized (reference) {
            return reference.distance(counts);
        }
    }

    @Override
    public Encoder<SampleCounts> bufferEncoder() {
        return Encoders.javaSerialization(SampleCounts.class);
    }

    @Override
    public Encoder<Drift> outputEncoder() {
        return Encoders.bean(Drift.class);
    }
}
