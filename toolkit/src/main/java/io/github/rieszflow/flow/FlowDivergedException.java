package io.github.rieszflow.flow;

import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says that the particles of a flow have diverged. */
public final class FlowDivergedException extends ArithmeticException {
    private static final long serialVersionUID = 1;
    /** Particles this many times farther away than start and targets have diverged. */
    private static final double FAR = 1e4;

    /** The step that diverged. */
    private final int step;

    private final transient @Nullable Trajectory trajectory;

    FlowDivergedException(String message, int step, @Nullable Trajectory trajectory) {
        super(message);
        this.step = step;
        this.trajectory = trajectory;
    }

    /**
     * How far particles may get on their way to targets: 10⁴ times the largest coordinates of start and targets and 1 together.
     *
     * @param start N×d points
     * @param targets M×d points
     * @return the largest coordinate in absolute value
     */
    public static double limit(Points start, Points targets) {
        return FAR * (largest(start) + largest(targets) + 1);
    }

    private static double largest(Points points) {
        FloatBuffer values = points.values();
        float largest = 0;
        while (values.hasRemaining()) {
            largest = Math.max(largest, Math.abs(values.get()));
        }
        return largest;
    }

    /**
     * Stops a flow that has diverged.
     *
     * @param flow what diverges, as the user calls it
     * @param step the step that is just done, counted from 1
     * @param largest the largest coordinate in absolute value, NaN if one is NaN
     * @param limit how large it may be
     * @param stepSize τ of the step
     * @throws FlowDivergedException if it is larger, or not a number
     */
    public static void require(String flow, int step, double largest, double limit, double stepSize) {
        if (!(largest <= limit)) {
            throw new FlowDivergedException(
                    flow + " diverged at step " + step + ": a coordinate is "
                            + (Double.isFinite(largest)
                                    ? String.format(Locale.ROOT, "%.3g", largest)
                                    : "not a finite number")
                            + "; take a smaller step size (it was " + stepSize + ") or less momentum",
                    step,
                    null);
        }
    }

    /**
     * The same, saying which of several flows it was.
     *
     * @param where for example {@code network 3}
     * @return an exception to be thrown instead
     */
    public FlowDivergedException within(String where) {
        FlowDivergedException named = new FlowDivergedException("in " + where + " " + getMessage(), step, trajectory);
        named.initCause(this);
        return named;
    }

    /**
     * The step that diverged.
     *
     * @return its number, counted from 1
     */
    public int step() {
        return step;
    }

    /**
     * What the flow had kept before.
     *
     * @return the trajectory up to the last good kept step; null unless the flow was stepped by {@link Trajectory#run}
     */
    public @Nullable Trajectory trajectory() {
        return trajectory;
    }
}
