package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.CpuEngine;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A monitor as it is written: what was asked for, and all that has been seen since.
 *
 * @param reference N×d numbers
 * @param dimension d
 * @param window how many points are judged together
 * @param probability of a false alarm
 * @param runLength 0 for one alarm
 * @param comparison how windows are compared; null for the usual way
 * @param seed breaks ties
 * @param sorted the values of all windows in order
 * @param coming the points of an unfinished window
 * @param pValues of all windows
 * @param evidences after all windows
 * @param evidence what bets have won
 * @param alarms so far
 * @param drawing which directions slices were along
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptMonitor(
        float[] reference,
        int dimension,
        int window,
        double probability,
        double runLength,
        @Nullable Serializable comparison,
        long seed,
        double[] sorted,
        float[] coming,
        double[] pValues,
        double[] evidences,
        Evidence evidence,
        DriftMonitor.Alarm[] alarms,
        int drawing)
        implements Serializable {
    /** A discrepancy with a Riesz kernel, by slices on automatic directions if there are any. */
    private record Riesz(double exponent, int slices, long seed) implements Serializable {
        Discrepancy discrepancy() {
            Mmd exact = Mmd.riesz(exponent);
            return slices == 0 ? exact : exact.sliced(slices).seed(Seed.seed(seed));
        }
    }

    /** How a discrepancy is written, for {@link #discrepancy}. */
    static @Nullable Serializable comparison(@Nullable Discrepancy discrepancy) throws ObjectStreamException {
        if (discrepancy == null || discrepancy instanceof Serializable) {
            return (Serializable) discrepancy;
        }
        if (discrepancy instanceof Mmd mmd && mmd.kernel() instanceof RieszKernel kernel) {
            return new Riesz(kernel.exponent(), 0, 0);
        }
        if (discrepancy instanceof SlicedMmd sliced && sliced.engine() instanceof CpuEngine) {
            double exponent = sliced.problem().exponent();
            int slices = sliced.problem().slices();
            // Another solver changes no value, and all processors give the same bits.
            if (sliced.problem()
                    .directions()
                    .equals(Mmd.riesz(exponent).sliced(slices).problem().directions())) {
                return new Riesz(exponent, slices, sliced.seed().value());
            }
        }
        throw new NotSerializableException(
                "a monitor that is written compares by Mmd.riesz(r), by its slices on automatic directions, or by a"
                        + " discrepancy of your own that is Serializable: received " + discrepancy
                        + "; choose one of these with DriftWatch.with before it is started");
    }

    private @Nullable Discrepancy discrepancy() {
        return comparison instanceof Riesz riesz ? riesz.discrepancy() : (Discrepancy) comparison;
    }

    private Object readResolve() throws ObjectStreamException {
        try {
            DriftWatch watch = new DriftWatch(
                    Points.adopt(reference, reference.length / dimension, dimension),
                    window,
                    probability,
                    runLength,
                    discrepancy(),
                    Seed.seed(seed));
            if (watch.discrepancy() instanceof SlicedMmd) {
                // Ranks among values along other directions say nothing.
                Drawing.require(drawing, "this monitor has compared windows", "start it anew");
            }
            return new DriftMonitor(watch, this);
        } catch (RuntimeException e) {
            InvalidObjectException damaged = new InvalidObjectException("a monitor was written that cannot be: " + e);
            damaged.initCause(e);
            throw damaged;
        }
    }
}
