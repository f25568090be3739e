package io.github.rieszflow.flow;

import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Descent;

/**
 * A flow under way, stepped by hand. It holds the memory of its descent until it is closed; the states it gives are independent
 * values and stay valid. Not thread-safe.
 *
 * <pre>{@code
 * try (var run = flow.open(noise)) {
 *     while (run.steps() < 10) {
 *         run.step();
 *     }
 *     run.state();
 * }
 * }</pre>
 */
public final class FlowRun implements AutoCloseable {
    private final ParticleFlow flow;
    private final Discrepancy discrepancy;
    private final Measure start;
    private final Descent descent;
    private final double limit;
    private int steps;
    private double time;

    FlowRun(ParticleFlow flow, Discrepancy discrepancy, FlowState state) {
        this.flow = flow;
        this.discrepancy = discrepancy;
        this.start = state.measure();
        this.limit =
                FlowDivergedException.limit(state.particles(), flow.target().points());
        this.steps = state.step();
        this.time = state.time();
        this.descent = discrepancy.descent(start, flow.target());
        if (!state.resting()) {
            descent.load(state.particles(), state.momentum());
        }
    }

    /**
     * One step.
     *
     * @return this
     * @throws FlowDivergedException if the particles diverge; there is then no valid state
     * @throws java.util.concurrent.CancellationException if the thread is interrupted within a long step; it is then as if the step
     *     had not begun
     * @throws IllegalArgumentException if a scheduled step size or momentum is out of range
     * @throws IllegalStateException if the run is closed
     */
    public FlowRun step() {
        double size = flow.stepSizeAt(steps);
        double largest = descent.step(discrepancy.drawing(flow.seed(steps)), size, flow.momentumAt(steps));
        steps++;
        time += size;
        FlowDivergedException.require("the flow", steps, largest, limit, size);
        return this;
    }

    /**
     * How many steps of the flow are done, including those before the state it began from.
     *
     * @return at least 0
     */
    public int steps() {
        return steps;
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
     * Measures how far away the targets are, by directions that are the same for all readings of a flow.
     *
     * @return MMD² and, at no extra cost, W1
     * @throws IllegalStateException if the run is closed
     */
    public Descent.Distances read() {
        return descent.read(discrepancy.drawing(flow.readingSeed()));
    }

    /**
     * Where the flow is, to be kept, saved, or continued from.
     *
     * @return the state, which no longer needs the run
     * @throws IllegalStateException if the run is closed
     */
    public FlowState state() {
        return new FlowState(steps, time, start.at(descent.particles()), descent.momentum());
    }

    /**
     * The particles as they are.
     *
     * @return N×d points
     * @throws IllegalStateException if the run is closed
     */
    public Points particles() {
        return descent.particles();
    }

    /** Releases what the run holds. Closing it again does nothing. */
    @Override
    public void close() {
        descent.close();
    }

    @Override
    public String toString() {
        return "FlowRun[step " + steps + " of " + flow + "]";
    }
}
