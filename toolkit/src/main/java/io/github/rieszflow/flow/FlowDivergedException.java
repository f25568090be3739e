package io.github.rieszflow.flow;

/** A flow whose particles left every reasonable place. */
public final class FlowDivergedException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    /** The step that diverged. */
    private final int step;

    private final transient Trajectory trajectory;

    FlowDivergedException(String message, int step, Trajectory trajectory) {
        super(message);
        this.step = step;
        this.trajectory = trajectory;
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
     * @return the trajectory up to the last good kept step
     */
    public Trajectory trajectory() {
        return trajectory;
    }
}
