package io.github.rieszflow.flow;

import io.github.rieszflow.discrepancy.Descent;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;

/** A flow under way: a descent and what has been done of it. */
final class Course {
    private final ParticleFlow flow;
    private final Measure start;
    private final Descent descent;
    private final double limit;
    private int step;
    private double time;

    private Course(ParticleFlow flow, FlowState state) {
        this.flow = flow;
        this.start = state.measure();
        this.descent = flow.descent(start);
        this.limit = flow.limit(state.particles());
        this.step = state.step();
        this.time = state.time();
        descent.load(state.particles(), state.velocity());
    }

    /** Goes on where the state was left if nobody has gone on from there yet, and anew from the state otherwise. */
    static Course of(ParticleFlow flow, FlowState state) {
        if (state.place() instanceof Course course && course.flow == flow && course.step == state.step()) {
            return course;
        }
        return new Course(flow, state);
    }

    /** One step. */
    void step() {
        double size = flow.stepSizeAt(step);
        double largest = descent.step(flow.seed(step), size, flow.momentumAt(step));
        step++;
        time += size;
        if (!(largest <= limit)) {
            throw new ArithmeticException("the flow diverged at step " + step + ": a coordinate is "
                    + (Double.isFinite(largest) ? String.format("%.3g", largest) : "not a finite number")
                    + "; take a smaller step size (it was " + size + ") or less momentum");
        }
    }

    int steps() {
        return step;
    }

    double time() {
        return time;
    }

    Descent.Reading read() {
        return flow.read(descent);
    }

    FlowState state() {
        return new FlowState(step, time, start.at(descent.particles()), descent.velocity(), this);
    }

    Points particles() {
        return descent.particles();
    }
}
