package io.github.rieszflow.flow;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.SoftStop;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Evolution;
import io.github.rieszflow.picture.Progress;
import io.github.rieszflow.slicing.Descent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a flow did: the particles at some steps, readings of how far the targets are at more of them, and the state at the
 * last one. It holds these and nothing of the engine. A value; {@link #run} returns a longer trajectory.
 */
public final class Trajectory extends Evolution implements Drawable {
    /** A picture shows at most this many steps. */
    private static final int PANELS = 12;

    /**
     * The particles at one step.
     *
     * @param step the step
     * @param particles N×d points
     */
    public record Frame(int step, Points particles) {}

    /**
     * How far the targets were at one step.
     *
     * @param step the step
     * @param time the sum of all step sizes before
     * @param squared MMD², un-halved, by directions that are the same for all readings of a flow
     * @param wasserstein W1, sliced where d &gt; 1; null for exact flows in d &gt; 1
     * @param seconds the wall time of all steps before, readings not counted
     */
    public record Reading(
            int step,
            double time,
            Estimate squared,
            @Nullable Estimate wasserstein,
            double seconds) {}

    private final ParticleFlow flow;
    private final List<Frame> frames;
    private final List<Reading> readings;
    private final FlowState state;
    private final boolean interrupted;
    /** What tells the start from others, where it is kept in a folder; else nothing. */
    private final String start;
    /** Whether it was found in the folder of the flow: the number of steps that is asked for then begins at the start. */
    private final boolean found;

    private Trajectory(
            ParticleFlow flow,
            List<Frame> frames,
            List<Reading> readings,
            FlowState state,
            boolean interrupted,
            String start,
            boolean found) {
        this.flow = flow;
        this.frames = List.copyOf(frames);
        this.readings = List.copyOf(readings);
        this.state = state;
        this.interrupted = interrupted;
        this.start = start;
        this.found = found;
    }

    /** A start, or what the folder of the flow has of the trajectory that began there. */
    static Trajectory begin(ParticleFlow flow, FlowState state) {
        Path folder = flow.keeping().folder();
        String start = folder == null ? "" : FlowFile.start(state);
        if (folder == null || !FlowFile.at(folder).exists()) {
            Frame first = new Frame(state.step(), state.particles());
            return new Trajectory(flow, List.of(first), List.of(), state, false, start, false);
        }
        Trajectory kept = FlowFile.at(folder).read(there -> FlowFile.read(flow, start, there));
        return new Trajectory(flow, kept.frames, kept.readings, kept.state, kept.interrupted, start, true);
    }

    /** A trajectory as it was kept. */
    static Trajectory kept(
            ParticleFlow flow,
            List<Frame> frames,
            List<Reading> readings,
            FlowState state,
            boolean interrupted,
            String start) {
        return new Trajectory(flow, frames, readings, state, interrupted, start, false);
    }

    private Trajectory reached(List<Frame> kept, List<Reading> read, FlowState now, boolean stopped) {
        return new Trajectory(flow, kept, read, now, stopped, start, false);
    }

    /**
     * Runs this many more steps; where the flow has a folder and this trajectory was found there, until there are this many from
     * the start. Reports progress if it takes longer than two seconds. If the thread is interrupted, or the time is up, it stops
     * after the current step and returns what it has; the thread's interrupt status is not cleared.
     *
     * @param steps how many more
     * @return this trajectory and what followed
     * @throws IllegalArgumentException if the number is not positive, a scheduled step size or momentum is out of range, there is
     *     not enough memory for what is to be kept, or the folder holds more steps than these or another trajectory
     * @throws IllegalStateException if another trajectory is being kept in the folder right now
     * @throws java.io.UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws FlowDivergedException if the particles diverge
     */
    public Trajectory run(int steps) {
        int last = Require.last(found ? frames.get(0).step() : state.step(), steps, "the number of steps");
        if (found && state.step() >= last) {
            return found(last);
        }
        Points particles = state.particles();
        Keep keep = flow.keep(particles.size(), particles.dimension(), last);
        keep.requireMemory(state.step(), last, particles);
        return SoftStop.call(() -> run(last, keep));
    }

    /** Nothing is left to do. */
    private Trajectory found(int last) {
        if (state.step() > last) {
            throw new IllegalArgumentException(
                    "the trajectory in " + flow.keeping().folder() + " is at step "
                            + state.step() + ", beyond the step " + last
                            + " that is asked for: ask for as many steps, load it, or use another folder");
        }
        return reached(frames, readings, state, false);
    }

    private Trajectory run(int last, Keep keep) {
        try (Keeper keeper = Keeper.open(flow.keeping(), FlowFile.KIND, FlowFile.VERSION)) {
            Checkpoint there = keeper.found();
            if (there != null) {
                int done = FlowFile.read(flow, start, there).state().step();
                if (done > state.step()) {
                    throw new IllegalArgumentException("the trajectory in " + there.path() + " is at step " + done
                            + ", and this one goes on from step " + state.step() + ": load it, or use another folder");
                }
            }
            keeper.begin(() -> snapshot(reached(frames, readings, state, true)));
            Trajectory reached = run(last, keep, keeper);
            keeper.end(() -> snapshot(reached));
            return reached;
        }
    }

    private Snapshot snapshot(Trajectory now) {
        return FlowFile.snapshot(flow, start, now);
    }

    private Trajectory run(int last, Keep keep, Keeper keeper) {
        List<Frame> kept = new ArrayList<>(frames);
        List<Reading> read = new ArrayList<>(readings);
        double seconds = read.isEmpty() ? 0 : read.get(read.size() - 1).seconds();
        try (Progress progress = Progress.start("flow", (long) last - state.step());
                FlowRun run = flow.open(state)) {
            // The descent has its memory now: what is to be kept must fit beside it.
            keep.requireMemory(state.step(), last, state.particles());
            // A run that was broken off goes on as if nothing had happened.
            if (!found || read.isEmpty()) {
                read(run, seconds, read);
            }
            boolean stopped = Thread.currentThread().isInterrupted();
            while (!stopped && run.steps() < last) {
                long begin = System.nanoTime();
                step(run, kept, read);
                seconds += (System.nanoTime() - begin) * 1e-9;
                boolean end = Thread.currentThread().isInterrupted() || run.steps() == last;
                if (end || keep.reading(run.steps())) {
                    read(run, seconds, read);
                }
                if ((end || keep.particles(run.steps()))
                        && run.steps() > kept.get(kept.size() - 1).step()) {
                    kept.add(new Frame(run.steps(), run.particles()));
                }
                stopped = Thread.currentThread().isInterrupted();
                if (!stopped && run.steps() < last) {
                    keeper.at(() -> snapshot(reached(kept, read, run.state(), true)));
                }
                progress.step(
                        run.steps() - state.step(),
                        "MMD² " + read.get(read.size() - 1).squared());
            }
            return reached(kept, read, end(run, kept), stopped);
        }
    }

    /** Where the run is; the last frame and the state share their particles. */
    private static FlowState end(FlowRun run, List<Frame> kept) {
        FlowState state = run.state();
        Frame last = kept.get(kept.size() - 1);
        return last.step() == state.step() ? state.at(last.particles()) : state;
    }

    private void step(FlowRun run, List<Frame> kept, List<Reading> read) {
        try {
            run.step();
        } catch (CancellationException e) {
            // Interrupted within the step, which is then as if it had not begun; the loop above sees the status.
        } catch (FlowDivergedException e) {
            throw new FlowDivergedException(
                    String.valueOf(e.getMessage()), e.step(), reached(kept, read, good(kept), false));
        }
    }

    /** The state at the last kept step; its momentum is lost unless that is where the run began. */
    private FlowState good(List<Frame> kept) {
        Frame good = kept.get(kept.size() - 1);
        if (good.step() == state.step()) {
            return state;
        }
        double time = state.time();
        for (int step = state.step(); step < good.step(); step++) {
            time += flow.stepSizeAt(step);
        }
        return new FlowState(good.step(), time, state.measure().at(good.particles()), null);
    }

    /** Adds a reading unless there is one of this step. Also a run that is interrupted gets its last one. */
    private static void read(FlowRun run, double seconds, List<Reading> read) {
        if (!read.isEmpty() && read.get(read.size() - 1).step() == run.steps()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            Descent.Distances now = run.read();
            read.add(new Reading(run.steps(), run.time(), now.squared(), now.wasserstein(), seconds));
        } catch (CancellationException e) {
            // An interrupt during the reading ends the readings too.
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The state at the last step, to continue from, save, or step by hand.
     *
     * @return the last state
     */
    public FlowState state() {
        return state;
    }

    /**
     * The particles at the last step.
     *
     * @return N×d points
     */
    public Points last() {
        return state.particles();
    }

    /**
     * The particles at all kept steps.
     *
     * @return at least one frame, in order
     */
    public List<Frame> frames() {
        return frames;
    }

    /**
     * The readings.
     *
     * @return in order; none before the first {@link #run}
     */
    public List<Reading> readings() {
        return readings;
    }

    /**
     * Whether the last run was stopped before its end, by an interrupt or because its time was up.
     *
     * @return true if it did fewer steps than asked for
     */
    public boolean interrupted() {
        return interrupted;
    }

    /**
     * Whether all steps that were asked for are done.
     *
     * @return false if the last run was stopped before its end, or none has begun
     */
    public boolean complete() {
        return !readings.isEmpty() && !interrupted;
    }

    /**
     * The readings as a table: step, time, MMD², its standard error, W1 (sliced where d &gt; 1) and seconds.
     *
     * @return one row for each reading
     */
    public Table table() {
        Table table = Table.create(
                "readings",
                IntColumn.create(
                        "step", readings.stream().mapToInt(Reading::step).toArray()),
                DoubleColumn.create("time", column(Reading::time)),
                DoubleColumn.create("MMD²", column(r -> r.squared().value())),
                DoubleColumn.create("±", column(r -> r.squared().standardError())));
        if (readings.stream().allMatch(r -> r.wasserstein() != null)) {
            String name = last().dimension() == 1 ? "W1" : "sliced W1";
            table.addColumns(DoubleColumn.create(
                    name,
                    column(r -> r.wasserstein() == null ? 0 : r.wasserstein().value())));
        }
        return Printed.table(table.addColumns(DoubleColumn.create("seconds", column(Reading::seconds))));
    }

    private double[] column(java.util.function.ToDoubleFunction<Reading> value) {
        return readings.stream().mapToDouble(value).toArray();
    }

    @Override
    protected List<Moment> moments() {
        return titled(frames);
    }

    @Override
    protected List<Moment> shown() {
        return titled(some());
    }

    @Override
    protected Points destination() {
        return flow.target().points();
    }

    @Override
    protected boolean charted() {
        return readings.size() >= 3;
    }

    private static List<Moment> titled(List<Frame> of) {
        return of.stream()
                .map(frame -> new Moment("step " + frame.step(), frame.particles()))
                .toList();
    }

    /** Kept steps that are powers of two, and the last; thinned out evenly if they are too many. */
    private List<Frame> some() {
        List<Frame> some = new ArrayList<>();
        for (Frame frame : frames) {
            if (Integer.bitCount(frame.step()) <= 1 || frame.step() == state.step()) {
                some.add(frame);
            }
        }
        if (some.size() < Math.min(4, frames.size())) {
            some = new ArrayList<>(frames);
        }
        return thinned(some, PANELS);
    }

    /**
     * MMD² over the steps.
     *
     * @return a chart with logarithmic axes, from step 1 on
     * @throws IllegalStateException if there are fewer than two readings after step 0
     */
    @Override
    public Chart chart() {
        List<Reading> after = readings.stream()
                .filter(r -> r.step() > 0 && r.squared().value() > 0)
                .toList();
        if (after.size() < 2) {
            throw new IllegalStateException("a chart needs readings at two steps after the start: run the flow first");
        }
        return curve(
                        Chart.of("How far the targets are")
                                .x("step")
                                .y("MMD²")
                                .logX()
                                .logY(),
                        "MMD²")
                .alternative("MMD² over the steps of a flow, both axes logarithmic: from "
                        + after.get(0).squared() + " to "
                        + after.get(after.size() - 1).squared());
    }

    /**
     * Adds MMD² over the steps to a chart, to compare flows.
     *
     * @param chart the chart
     * @param name what the curve is called
     * @return the chart with one more curve, from step 1 on
     */
    public Chart curve(Chart chart, String name) {
        List<Reading> after = readings.stream().filter(r -> r.step() > 0).toList();
        return chart.line(
                name,
                after.stream().mapToDouble(Reading::step).toArray(),
                after.stream().mapToDouble(r -> r.squared().value()).toArray());
    }

    @Override
    public String toString() {
        String now = readings.isEmpty()
                ? ""
                : ", MMD² " + readings.get(readings.size() - 1).squared();
        return String.format(
                Locale.ROOT,
                "Trajectory[%s particles, step %d%s%s, %d frames]",
                last().shape(),
                state.step(),
                interrupted ? " (interrupted)" : "",
                now,
                frames.size());
    }
}
