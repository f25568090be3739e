package io.github.rieszflow.flow;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trajectories in a folder: what the flow is as settings; particles, momentum, frames and readings as parts. */
final class FlowFile {
    static final String KIND = "particle-flow";
    static final int VERSION = 2;
    private static final String START = "start";
    private static final String PARTICLES = "particles";
    private static final String WEIGHTS = "weights";
    private static final String MOMENTUM = "momentum";
    private static final String READINGS = "readings";
    /** Numbers of a reading: step, time, seconds, and six of each estimate, of which the second may be missing. */
    private static final int COLUMNS = 3 + 2 * 6;

    /** What estimates may be over, in the order of the numbers that say so. */
    private static final List<Estimate.Over> OVER =
            List.of(Estimate.Over.NOTHING, Estimate.Over.SLICES, Estimate.Over.SAMPLES);

    private FlowFile() {}

    static RunFolder at(Path folder) {
        return RunFolder.at(folder, KIND, VERSION);
    }

    /** What a flow must share with the one that made a trajectory; what it keeps, and where it computes, may be others. */
    private static Settings settings(ParticleFlow flow, String start) {
        Discrepancy discrepancy = flow.discrepancy();
        Settings settings = discrepancy instanceof SlicedMmd sliced
                ? Settings.none().with("discrepancy", sliced.problem())
                : Settings.none().with("discrepancy", discrepancy, Discrepancy.class);
        return settings.with("seed", flow.seed().value())
                .with("target", Settings.data(flow.target()))
                .with(START, start);
    }

    /** What tells a start from any other one. */
    static String start(FlowState state) {
        return "step " + state.step() + ", " + Settings.data(state.measure())
                + (state.resting() ? "" : ", momentum " + Settings.data(state.momentum()));
    }

    /** Over the sizes and momenta of the steps that were done: those of later ones may be others. */
    private static String schedule(ParticleFlow flow, int from, int to) {
        double[] done = new double[2 * (to - from)];
        for (int step = from; step < to; step++) {
            done[2 * (step - from)] = flow.stepSizeAt(step);
            done[2 * (step - from) + 1] = flow.momentumAt(step);
        }
        return Fingerprint.begin().doubles(done).hex();
    }

    static Snapshot snapshot(ParticleFlow flow, String start, Trajectory trajectory) {
        FlowState state = trajectory.state();
        List<Trajectory.Frame> frames = trajectory.frames();
        int origin = frames.get(0).step();
        Settings progress = Settings.none()
                .with("step", state.step())
                .with("time", state.time())
                .with("interrupted", trajectory.interrupted())
                .with("frames", frames.stream().map(Trajectory.Frame::step).toList())
                .with("schedule", schedule(flow, origin, state.step()));
        List<Trajectory.Reading> readings = trajectory.readings();
        Snapshot all = Snapshot.of(settings(flow, start), progress).with(PARTICLES, state.particles());
        for (Trajectory.Frame frame : frames) {
            all = all.with("step-" + frame.step(), frame.particles());
        }
        if (!readings.isEmpty()) {
            all = all.with(READINGS, readings, () -> readings(readings));
        }
        if (!state.measure().uniform()) {
            double[] weights = state.measure().weights();
            all = all.with(WEIGHTS, weights, () -> NamedTensors.none().and(WEIGHTS, weights, weights.length));
        }
        return state.resting() ? all : all.with(MOMENTUM, state.momentum());
    }

    private static NamedTensors readings(List<Trajectory.Reading> readings) {
        double[] rows = new double[COLUMNS * readings.size()];
        int at = 0;
        for (Trajectory.Reading reading : readings) {
            rows[at] = reading.step();
            rows[at + 1] = reading.time();
            rows[at + 2] = reading.seconds();
            estimate(reading.squared(), rows, at + 3);
            estimate(reading.wasserstein(), rows, at + 9);
            at += COLUMNS;
        }
        return NamedTensors.none().and(READINGS, rows, readings.size(), COLUMNS);
    }

    /** An estimate that is missing has −1 for what it is over. */
    private static void estimate(@Nullable Estimate estimate, double[] rows, int at) {
        if (estimate == null) {
            rows[at + 2] = -1;
            return;
        }
        rows[at] = estimate.value();
        rows[at + 1] = estimate.standardError();
        rows[at + 2] = OVER.indexOf(estimate.over());
        rows[at + 3] = estimate.count();
        rows[at + 4] = estimate.against();
        rows[at + 5] = estimate.degreesOfFreedom();
    }

    private static @Nullable Estimate estimate(double[] rows, int at) {
        int over = (int) rows[at + 2];
        return over < 0
                ? null
                : new Estimate(rows[at], rows[at + 1], OVER.get(over), (int) rows[at + 3], (int) rows[at + 4], (int)
                        rows[at + 5]);
    }

    /** What a folder holds, if it is of this flow, and if one is given of this start. */
    static Trajectory read(ParticleFlow flow, @Nullable String start, Checkpoint from) {
        String there = from.settings().text(START);
        from.settings().requireSame(settings(flow, start == null ? there : start), "the trajectory in " + from.path());
        Settings progress = from.progress().exactly("step", "time", "interrupted", "frames", "schedule");
        int step = progress.count("step");
        List<Trajectory.Frame> frames = new ArrayList<>();
        for (int frame : progress.counts("frames")) {
            frames.add(new Trajectory.Frame(frame, from.points("step-" + frame)));
        }
        if (!schedule(flow, frames.get(0).step(), step).equals(progress.text("schedule"))) {
            throw new IllegalArgumentException("the trajectory in " + from.path() + " did its " + step
                    + " steps with other sizes or momenta than this flow would have done them with; only those of later"
                    + " steps may be others");
        }
        Points particles = from.points(PARTICLES);
        Measure measure = from.parts().contains(WEIGHTS)
                ? particles.weighted(from.part(WEIGHTS).doubles(WEIGHTS))
                : particles;
        FlowState state = FlowState.of(
                step, progress.number("time"), measure, from.parts().contains(MOMENTUM) ? from.points(MOMENTUM) : null);
        List<Trajectory.Reading> readings = from.parts().contains(READINGS) ? readings(from.part(READINGS)) : List.of();
        return Trajectory.kept(flow, frames, readings, state, progress.truth("interrupted"), there);
    }

    private static List<Trajectory.Reading> readings(NamedTensors tensors) {
        double[] rows = tensors.doubles(READINGS);
        List<Trajectory.Reading> readings = new ArrayList<>();
        for (int at = 0; at < rows.length; at += COLUMNS) {
            Estimate squared = estimate(rows, at + 3);
            if (squared == null) {
                throw new IllegalArgumentException(tensors.origin() + " has a reading without a discrepancy");
            }
            readings.add(new Trajectory.Reading(
                    (int) rows[at], rows[at + 1], squared, estimate(rows, at + 9), rows[at + 2]));
        }
        return readings;
    }
}
