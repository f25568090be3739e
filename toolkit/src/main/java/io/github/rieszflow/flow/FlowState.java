package io.github.rieszflow.flow;

import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a flow is: the step, the time, the particles and their momentum. With the flow it determines all that follows, in
 * every bit; randomness depends on the seed of the flow and the step alone.
 */
public final class FlowState implements Visible {
    private static final String FORMAT = "rieszflow_state";
    private static final String WEIGHTS = "weights";
    private static final long VERSION = 2;

    private final int step;
    private final double time;
    private final Measure particles;
    private final Points velocity;
    /** Where the same particles lie in the layout of an engine, if they still do. */
    private final @Nullable Object place;

    FlowState(int step, double time, Measure particles, Points velocity, @Nullable Object place) {
        this.step = step;
        this.time = time;
        this.particles = particles;
        this.velocity = velocity;
        this.place = place;
    }

    /**
     * The start of a flow: no step done, no momentum.
     *
     * @param particles N×d points, with weights or without
     * @return the state at step 0
     */
    public static FlowState start(Measure particles) {
        return new FlowState(0, 0, particles, Points.dirac(particles.size(), particles.dimension()), null);
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
    public Points velocity() {
        return velocity;
    }

    @Nullable
    Object place() {
        return place;
    }

    /**
     * Saves the state as a NumPy archive (.npz) with particles, velocity, step and time, and weights if there are any. The
     * file appears whole or not at all.
     *
     * @param file where to; overwritten
     */
    public void save(Path file) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put(FORMAT, VERSION);
        arrays.put("step", (long) step);
        arrays.put("time", time);
        arrays.put("particles", particles.points());
        arrays.put("velocity", velocity);
        if (!particles.uniform()) {
            arrays.put(WEIGHTS, particles.weights());
        }
        NumPy.writeArchive(arrays, file);
    }

    /**
     * Loads a state that was saved.
     *
     * @param file a NumPy archive written by {@link #save}
     * @return the state, equal in every bit
     * @throws IllegalArgumentException if the file is damaged or holds something else
     */
    public static FlowState load(Path file) {
        Map<String, Object> arrays = NumPy.readArchive(file);
        if (!(arrays.get(FORMAT) instanceof Long version)) {
            throw new IllegalArgumentException(file + " is not the state of a flow: it holds " + arrays.keySet()
                    + ", expected " + FORMAT + ", step, time, particles, velocity");
        }
        if (version > VERSION) {
            throw new IllegalArgumentException(file + " was written by a later version (state format " + version
                    + ", this one reads up to " + VERSION + "): update Rieszflow");
        }
        if (arrays.get("step") instanceof Long step
                && arrays.get("time") instanceof Double time
                && arrays.get("particles") instanceof Points particles
                && arrays.get("velocity") instanceof Points velocity) {
            Require.sameShape(particles, velocity);
            Require.between(time, 0, Double.MAX_VALUE, "the time in " + file);
            if (step < 0 || step > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(file + " has the step " + step + ", which no flow can reach");
            }
            Measure measure = arrays.get(WEIGHTS) instanceof double[] weights ? particles.weighted(weights) : particles;
            return new FlowState(step.intValue(), time, measure, velocity, null);
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
                && s.velocity.equals(velocity);
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
