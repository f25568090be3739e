package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.SoftStop;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Evolution;
import io.github.rieszflow.picture.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a scheme did: the particles after each step and readings of them. A value; {@link #run} returns a longer run, which
 * continues with the weights and the optimiser as they were.
 */
public final class SchemeRun extends Evolution {
    /** The most steps that a picture shows. */
    private static final int PANELS = 6;
    /** The most steps whose particles are kept by one call. */
    private static final int FRAMES = 256;

    /**
     * What is known of one step.
     *
     * @param step its number, 0 for the start
     * @param time the sum of all step sizes so far
     * @param energy F, in double precision over all pairs
     * @param discrepancy ½MMD² to the target, NaN where there is none
     * @param rmsRadius the root mean square distance of the particles from the mean of the start
     * @param loss what training reached, NaN where nothing was trained
     * @param seconds wall time of all steps so far
     * @param particles N×d, or null where they were not kept
     */
    public record Reading(
            int step,
            double time,
            double energy,
            double discrepancy,
            double rmsRadius,
            double loss,
            double seconds,
            @Nullable Points particles) {}

    private final Scheme scheme;
    private final List<Reading> readings;
    private final SchemeState state;
    private final String warning;
    private final boolean interrupted;
    /** Whether it was found in the folder of the scheme: the number of steps that is asked for then begins at the start. */
    private final boolean found;

    private SchemeRun(
            Scheme scheme,
            List<Reading> readings,
            SchemeState state,
            String warning,
            boolean interrupted,
            boolean found) {
        this.scheme = scheme;
        this.readings = List.copyOf(readings);
        this.state = state;
        this.warning = warning;
        this.interrupted = interrupted;
        this.found = found;
    }

    /** A start, or what the folder of the scheme has of the run that began there. */
    static SchemeRun begin(Scheme scheme, SchemeState state, String warning) {
        Path folder = SchemeFile.keeping(scheme).folder();
        if (folder == null || !SchemeFile.at(folder).exists()) {
            return start(scheme, state, warning);
        }
        SchemeRun kept = SchemeFile.at(folder).read(there -> SchemeFile.read(scheme, state.particles(), there));
        return new SchemeRun(scheme, kept.readings, kept.state, kept.warning, kept.interrupted, true);
    }

    static SchemeRun start(Scheme scheme, SchemeState state, String warning) {
        Reading first = reading(scheme, state, state.particles().mean(), 0, true);
        return new SchemeRun(scheme, List.of(first), state, warning, false, false);
    }

    /** A run as it was saved. */
    static SchemeRun resumed(
            Scheme scheme, List<Reading> readings, SchemeState state, String warning, boolean interrupted) {
        return new SchemeRun(scheme, readings, state, warning, interrupted, false);
    }

    private static Reading reading(Scheme scheme, SchemeState state, double[] centre, double seconds, boolean keep) {
        Points x = state.particles();
        double energy = energy(scheme, state);
        double discrepancy = scheme.functional() instanceof MmdFunctional mmd ? energy - mmd.least() : Double.NaN;
        return new Reading(
                state.step(),
                state.time(),
                energy,
                discrepancy,
                Units.distance(x, centre),
                state.loss(),
                seconds,
                keep ? x : null);
    }

    /** Also a step before an interrupt gets its reading. */
    private static double energy(Scheme scheme, SchemeState state) {
        Points x = state.particles();
        double[] exact = state.exact();
        boolean interrupted = Thread.interrupted();
        try {
            return exact == null
                    ? scheme.functional().value(x)
                    : scheme.functional().value(exact, x.size(), x.dimension());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs this many more time steps; where the scheme has a folder and this run was found there, until there are this many
     * from the start. Reports progress if it takes longer than two seconds. If the thread is interrupted, or the time is up, it returns
     * the steps that are complete; the thread's interrupt status is not cleared.
     *
     * @param steps how many more
     * @return this run and what followed
     * @throws IllegalArgumentException if the number is not positive, a schedule gives an inadmissible value, the particles of
     *     the steps do not fit into memory, or the folder holds more steps than these or the run of another scheme or start
     * @throws IllegalStateException if networks are needed and PyTorch's native library or the device is missing, or another
     *     run is being kept in the folder right now
     * @throws java.io.UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws ArithmeticException if the training or the particles diverge
     */
    public SchemeRun run(int steps) {
        int origin = found ? 0 : state.step();
        int last = Require.last(origin, steps, "the number of time steps");
        if (found && state.step() >= last) {
            return found(last);
        }
        Points x = state.particles();
        Memory.require(
                4.0 * Math.min(FRAMES, last - state.step()) * x.size() * x.dimension(),
                "keeping " + x.shape() + " particles of up to " + FRAMES + " steps",
                "take fewer particles or steps");
        for (int step = state.step(); step < last; step++) {
            scheme.stepSizeAt(step);
        }
        return SoftStop.call(() -> kept(origin, last));
    }

    private SchemeRun kept(int origin, int last) {
        try (Keeper keeper = Keeper.open(SchemeFile.keeping(scheme), SchemeFile.KIND, SchemeFile.VERSION)) {
            Checkpoint there = keeper.found();
            if (there != null) {
                SchemeFile.requireBefore(this, there);
            }
            SchemeRun reached = run(origin, last, keeper);
            keeper.end(() -> SchemeFile.snapshot(reached));
            return reached;
        }
    }

    /** Nothing is left to do. */
    private SchemeRun found(int last) {
        if (state.step() > last) {
            throw new IllegalArgumentException(
                    "the run in " + SchemeFile.keeping(scheme).folder() + " has done "
                            + state.step() + " steps, more than the " + last
                            + " that are asked for: ask for as many, load it, or use another folder");
        }
        return new SchemeRun(scheme, readings, state, warning, false, false);
    }

    private SchemeRun run(int origin, int last, Keeper keeper) {
        List<Reading> read = new ArrayList<>(readings);
        double[] centre = start().mean();
        int stride = Math.max(1, (last - origin + FRAMES - 1) / FRAMES);
        double seconds = read.get(read.size() - 1).seconds();
        SchemeState now = state;
        keeper.begin(() -> SchemeFile.snapshot(new SchemeRun(scheme, read, state, warning, true, false)));
        String name = scheme instanceof NeuralScheme<?> neural ? neural.name() : "particle flow";
        int steps = last - state.step();
        try (Progress progress = Progress.start(name, (long) SchemeStepper.PARTS * steps);
                SchemeStepper stepper = SchemeStepper.open(scheme, state)) {
            while (now.step() < last) {
                long begin = System.nanoTime();
                int before = now.step() - state.step();
                SchemeState next = stepper.step((part, loss, note) -> progress.step(
                        (long) SchemeStepper.PARTS * before + part,
                        loss,
                        String.format(Locale.ROOT, "step %d of %d, loss %.3g", before + 1, steps, loss)));
                if (next == null) {
                    break;
                }
                seconds += (System.nanoTime() - begin) * 1e-9;
                boolean keep = (next.step() - origin) % stride == 0 || next.step() == last;
                read.add(reading(scheme, next, centre, seconds, keep));
                now = next;
                keep(
                        keeper,
                        () -> SchemeFile.snapshot(
                                new SchemeRun(scheme, read, next, warning, next.step() < last, false)));
                progress.step((long) SchemeStepper.PARTS * (now.step() - state.step()));
            }
        } catch (CancellationException e) {
            // Interrupted within the sums of a step, which is then as if it had not begun. The status is still set.
        }
        return new SchemeRun(scheme, read, now, warning, now.step() < last, false);
    }

    /** Steps of a neural scheme take seconds, those of particles perhaps a moment. */
    private void keep(Keeper keeper, Supplier<Snapshot> now) {
        if (scheme instanceof NeuralScheme) {
            keeper.done(now);
        } else {
            keeper.at(now);
        }
    }

    /**
     * The scheme that runs.
     *
     * @return with all its choices
     */
    public Scheme scheme() {
        return scheme;
    }

    /**
     * The particles at the start.
     *
     * @return N×d points
     */
    public Points start() {
        Points start = readings.get(0).particles();
        return start == null ? last() : start;
    }

    /**
     * The particles after the last step.
     *
     * @return N×d points
     */
    public Points last() {
        return state.particles();
    }

    /**
     * How many steps were done.
     *
     * @return at least 0
     */
    public int steps() {
        return state.step();
    }

    /**
     * The time of the flow: the sum of all step sizes.
     *
     * @return t ≥ 0
     */
    public double time() {
        return state.time();
    }

    /**
     * What is known of the start and of each step.
     *
     * @return one more than steps, in order
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
        return steps() > 0 && !interrupted;
    }

    SchemeState state() {
        return state;
    }

    /**
     * What is wrong with this start, such as a point mass that cannot move.
     *
     * @return a sentence, empty if all is well
     */
    public String warning() {
        return warning;
    }

    /**
     * The readings as a table: step, time, F, ½MMD² if there is a target, rms radius, the loss if there is one, and seconds.
     *
     * @return one row for each step and one for the start
     */
    public Table table() {
        Table table = Table.create(
                "readings",
                IntColumn.create(
                        "step", readings.stream().mapToInt(Reading::step).toArray()),
                column("time", Reading::time),
                column("F", Reading::energy));
        if (scheme.functional() instanceof MmdFunctional) {
            table.addColumns(column("½MMD²", Reading::discrepancy));
        }
        table.addColumns(column("rms radius", Reading::rmsRadius));
        if (scheme instanceof NeuralScheme) {
            table.addColumns(column("loss", Reading::loss));
        }
        return Printed.table(table.addColumns(column("seconds", Reading::seconds)));
    }

    private DoubleColumn column(String name, ToDoubleFunction<Reading> value) {
        return DoubleColumn.create(name, readings.stream().mapToDouble(value).toArray());
    }

    /**
     * The same run measured against the exact flow of the interaction energy from the point mass at its start: radius, energy
     * and Wasserstein distance.
     *
     * @param exact the flow in the same dimension and with the same exponent
     * @return the comparison
     * @throws IllegalArgumentException if the run is of another functional, dimension or start
     */
    public DiracComparison compareWith(DiracFlow exact) {
        return DiracComparison.of(this, exact);
    }

    @Override
    protected List<Moment> moments() {
        List<Moment> kept = new ArrayList<>();
        for (Reading reading : readings) {
            Points x = reading.particles();
            if (x != null) {
                String digits = String.format(Locale.ROOT, "%.4g", reading.time());
                kept.add(new Moment("t = " + Numbers.text(Double.parseDouble(digits)), x));
            }
        }
        return kept;
    }

    @Override
    protected List<Moment> shown() {
        return thinned(moments(), PANELS);
    }

    @Override
    protected boolean charted() {
        return readings.size() >= 3;
    }

    @Override
    protected @Nullable Points destination() {
        Measure target = scheme.functional().target();
        return target == null ? null : target.points();
    }

    /**
     * What falls, over time: ½MMD² to the target, on a logarithmic axis, or F where there is no target.
     *
     * @return a chart of all readings
     * @throws IllegalStateException if there was no step
     */
    @Override
    public Chart chart() {
        if (steps() == 0) {
            throw new IllegalStateException("a chart needs at least one step: run the scheme first");
        }
        boolean target = scheme.functional() instanceof MmdFunctional;
        Chart empty = Chart.of(target ? "How far the target is" : "The functional")
                .x("time t")
                .y(target ? "½MMD²" : "F");
        return curve(target ? empty.logY() : empty, scheme.getClass().getSimpleName());
    }

    /**
     * Adds what {@link #chart} shows to a chart, to compare runs.
     *
     * @param chart the chart
     * @param name what the curve is called
     * @return the chart with one more curve
     */
    public Chart curve(Chart chart, String name) {
        boolean target = scheme.functional() instanceof MmdFunctional;
        ToDoubleFunction<Reading> value = target ? Reading::discrepancy : Reading::energy;
        return chart.line(
                name,
                readings.stream().mapToDouble(Reading::time).toArray(),
                readings.stream().mapToDouble(value).toArray());
    }

    /**
     * Saves the run, to be continued another day: the readings, the kept particles, weights and optimiser, but not the scheme, whose
     * schedules are code. {@link Scheme#load} of the same scheme reads it, and what follows is bit for bit what a run that was
     * never stopped would have done.
     *
     * @param folder where to save it; created if need be. What an earlier save left there is replaced, and is whole until then
     * @throws IllegalArgumentException if the folder holds a checkpoint of something else
     * @throws IllegalStateException if a run is being kept in the folder right now
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void save(Path folder) {
        SchemeFile.at(folder).save(SchemeFile.snapshot(this));
    }

    @Override
    public String toString() {
        Reading now = readings.get(readings.size() - 1);
        return String.format(
                Locale.ROOT,
                "SchemeRun[%s particles, step %d, t = %.4g%s, F = %.5g, rms radius %.4g%s]",
                last().shape(),
                steps(),
                time(),
                interrupted ? " (interrupted)" : "",
                now.energy(),
                now.rmsRadius(),
                warning.isEmpty() ? "" : "; " + warning);
    }
}
