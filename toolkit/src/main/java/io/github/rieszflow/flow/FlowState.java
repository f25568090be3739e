package io.github.rieszflow.flow;

import io.github.rieszflow.checkpoint.Versions;
import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a flow is: the step, the time, the particles and their momentum. A value, which holds nothing else. With the flow it
 * determines all that follows, bit for bit; randomness depends on the seed of the flow and the step alone.
 */
public final class FlowState implements Visible {
    private static final String FORMAT = "rieszflow_state";
    private static final String WEIGHTS = "weights";
    private static final String MOMENTUM = "momentum";
    /** Old format: what momentum was called up to version 2, which version 0.1 wrote. */
    private static final String VELOCITY = "velocity";

    private static final long VERSION = 3;

    private final int step;
    private final double time;
    private final Measure particles;
    /** Null for particles at rest. */
    private final @Nullable Points momentum;

    FlowState(int step, double time, Measure particles, @Nullable Points momentum) {
        this.step = step;
        this.time = time;
        this.particles = particles;
        this.momentum = momentum;
    }

    /**
     * The start of a flow: no step done, no momentum.
     *
     * @param particles N×d points, with weights or without
     * @return the state at step 0
     */
    public static FlowState start(Measure particles) {
        return new FlowState(0, 0, particles, null);
    }

    /**
     * A state in the middle of a flow.
     *
     * @param step how many steps have been done
     * @param time the sum of their step sizes
     * @param particles N×d points, with weights or without
     * @param momentum N×d vectors v, or null for particles at rest
     * @return the state
     * @throws IllegalArgumentException if a number is negative or the shapes differ
     */
    public static FlowState of(int step, double time, Measure particles, @Nullable Points momentum) {
        Require.between(step, 0, Integer.MAX_VALUE, "the step of a flow");
        Require.between(time, 0, Double.MAX_VALUE, "the time of a flow");
        if (momentum != null) {
            Require.sameShape(particles, momentum);
        }
        return new FlowState(step, time, particles, momentum);
    }

    /**
     * How many steps have been done.
     *
     * @return at least 0
     */
    public int step() {
        return step;
    }

    /**
     * The time of the flow: the sum of all step sizes.
     *
     * @return at least 0
     */
    public double time() {
        return time;
    }

    /**
     * The particles.
     *
     * @return N×d points
     */
    public Points particles() {
        return particles.points();
    }

    /**
     * The particles with their weights.
     *
     * @return N×d points, weighted if the start was
     */
    public Measure measure() {
        return particles;
    }

    /**
     * The momentum v.
     *
     * @return N×d vectors
     */
    public Points momentum() {
        return momentum != null ? momentum : Points.dirac(particles.size(), particles.dimension());
    }

    /** The same with an equal cloud of particles, so that they are in memory once. */
    FlowState at(Points same) {
        return new FlowState(step, time, particles.at(same), momentum);
    }

    /** Whether there is no momentum. */
    boolean resting() {
        return momentum == null;
    }

    /**
     * Saves the state as a NumPy archive (.npz) with particles, momentum, step and time, and weights if there are any. The
     * file appears whole or not at all.
     *
     * @param file where to save it; overwritten
     */
    public void save(Path file) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put(FORMAT, VERSION);
        arrays.put("step", (long) step);
        arrays.put("time", time);
        arrays.put("particles", particles.points());
        arrays.put(MOMENTUM, momentum());
        if (!particles.uniform()) {
            arrays.put(WEIGHTS, particles.weights());
        }
        NumPy.writeArchive(arrays, file);
    }

    /**
     * Loads a state that was saved.
     *
     * @param file a NumPy archive written by {@link #save}
     * @return the state, bit for bit
     * @throws IllegalArgumentException if the file is damaged or holds something else
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static FlowState load(Path file) {
        Map<String, Object> arrays = NumPy.readArchive(file);
        if (!(arrays.get(FORMAT) instanceof Long version)) {
            throw new IllegalArgumentException(file + " is not the state of a flow: it holds " + arrays.keySet()
                    + ", expected " + FORMAT + ", step, time, particles, momentum");
        }
        Versions.require(file, FORMAT, version, VERSION);
        String momentumName = version < VERSION ? VELOCITY : MOMENTUM;
        Set<String> parts = new LinkedHashSet<>(List.of(FORMAT, "step", "time", "particles", momentumName, WEIGHTS));
        if (!parts.containsAll(arrays.keySet())) {
            // What is left over may be a part whose name was damaged.
            throw new IllegalArgumentException(file + " is not the state of a flow, or damaged: it holds "
                    + arrays.keySet() + ", expected " + parts);
        }
        if (arrays.get("step") instanceof Long step
                && arrays.get("time") instanceof Double time
                && arrays.get("particles") instanceof Points particles
                && arrays.get(momentumName) instanceof Points momentum) {
            Require.between(time, 0, Double.MAX_VALUE, "the time in " + file);
            if (step < 0 || step > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(file + " has the step " + step + ", which no flow can reach");
            }
            try {
                Require.sameShape(particles, momentum);
                Measure measure =
                        arrays.get(WEIGHTS) instanceof double[] weights ? particles.weighted(weights) : particles;
                return new FlowState(step.intValue(), time, measure, momentum);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException(
                file + " lacks a part of the state of a flow: it holds " + arrays.keySet() + "; save it again");
    }

    /**
     * What this looks like: its particles.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        return particles.picture();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowState s
                && s.step == step
                && s.time == time
                && s.particles.equals(particles)
                && s.momentum().equals(momentum());
    }

    @Override
    public int hashCode() {
        return 31 * particles.hashCode() + step;
    }

    @Override
    public String toString() {
        return "FlowState[step " + step + ", " + particles.shape() + " particles]";
    }
}
