package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.discrepancy.RieszKernel;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs in a folder: what the scheme is as settings; readings, particles, kept steps and training as parts. */
final class SchemeFile {
    static final String KIND = "scheme-run";
    static final int VERSION = 2;
    private static final String START = "start";
    private static final String PARTICLES = "particles";
    private static final String EXACT = "exact";
    private static final String READINGS = "readings";
    private static final String TRAINING = "training";
    /** Numbers of a reading: time, F, ½MMD², radius, loss and seconds. */
    private static final int COLUMNS = 6;

    private SchemeFile() {}

    static RunFolder at(Path folder) {
        return RunFolder.at(folder, KIND, VERSION);
    }

    /** What a scheme must share with the one that made the run; schedules are code, and how it trains may change on the way. */
    private static Settings settings(Scheme scheme) {
        Settings settings = Settings.none()
                .with("scheme", scheme.getClass().getSimpleName())
                .with("functional", functional(scheme.functional()))
                .with("seed", seed(scheme).value());
        return scheme instanceof NeuralScheme<?> neural
                ? settings.with("network", network(neural))
                        .with("latent", neural.choices().latent())
                : settings;
    }

    /** A perceptron as data, another network by its identity. */
    private static Object network(NeuralScheme<?> neural) {
        Architecture own = neural.choices().own();
        return own == null ? neural.choices().network() : own.identity();
    }

    private static Seed seed(Scheme scheme) {
        return scheme instanceof NeuralScheme<?> neural
                ? neural.choices().seed()
                : scheme instanceof ParticleScheme particles ? particles.seed() : Seed.DEFAULT;
    }

    static Keeping keeping(Scheme scheme) {
        return scheme instanceof NeuralScheme<?> neural
                ? neural.choices().keeping()
                : scheme instanceof ParticleScheme particles ? particles.keeping() : Keeping.nowhere();
    }

    private static Settings functional(Functional functional) {
        Measure target = functional.target();
        return Settings.none()
                .with("name", functional.getClass().getName())
                .with("kernel", kernel(functional))
                .with("dimension", functional.dimension())
                .with("target", target == null ? null : Settings.data(target));
    }

    /** The exponent of a Riesz kernel, the name of another one, null where there is none. */
    static @Nullable Object kernel(Functional functional) {
        RadialKernel kernel = functional instanceof Interaction interaction
                ? interaction.kernel()
                : functional instanceof Potential potential
                        ? potential.kernel()
                        : functional instanceof MmdFunctional mmd
                                ? mmd.interaction().kernel()
                                : null;
        return kernel instanceof RieszKernel riesz ? riesz.exponent() : kernel == null ? null : kernel.name();
    }

    /** The sizes of the steps that were done: those of later ones may be others. */
    static List<Double> sizes(Scheme scheme, int steps) {
        List<Double> sizes = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            sizes.add(scheme.stepSizeAt(step));
        }
        return sizes;
    }

    static Snapshot snapshot(SchemeRun run) {
        SchemeState state = run.state();
        List<SchemeRun.Reading> readings = run.readings();
        Settings progress = Settings.none()
                .with("step", state.step())
                .with("time", state.time())
                .with("interrupted", run.interrupted())
                .with("warning", run.warning())
                .with("step-sizes", sizes(run.scheme(), state.step()));
        Snapshot all = Snapshot.of(settings(run.scheme()).with(START, Settings.data(run.start())), progress)
                .with(PARTICLES, state.particles())
                .with(READINGS, readings, () -> readings(readings));
        double[] exact = state.exact();
        if (exact != null) {
            Points x = state.particles();
            all = all.with(EXACT, exact, () -> NamedTensors.none().and("x", exact, x.size(), x.dimension()));
        }
        for (SchemeRun.Reading reading : readings) {
            Points x = reading.particles();
            if (x != null) {
                all = all.with("step-" + reading.step(), x);
            }
        }
        TrainingState training = state.training();
        return training == null ? all : all.with(TRAINING, training, training::tensors);
    }

    private static NamedTensors readings(List<SchemeRun.Reading> readings) {
        double[] rows = new double[COLUMNS * readings.size()];
        int at = 0;
        for (SchemeRun.Reading r : readings) {
            for (double number :
                    new double[] {r.time(), r.energy(), r.discrepancy(), r.rmsRadius(), r.loss(), r.seconds()}) {
                rows[at++] = number;
            }
        }
        return NamedTensors.none().and(READINGS, rows, readings.size(), COLUMNS);
    }

    /** What a folder holds, if it is of this scheme. */
    static SchemeRun read(Scheme scheme, Checkpoint from) {
        return read(scheme, null, from);
    }

    /** What a folder holds, if it is of this scheme and start. */
    static SchemeRun read(Scheme scheme, @Nullable Points start, Checkpoint from) {
        if (from.version() == 1) {
            SchemeRun run = FirstSchemeFormat.read(scheme, from);
            if (start != null && !run.start().equals(start)) {
                throw new IllegalArgumentException("the run in " + from.path() + " began at other particles "
                        + run.start().shape() + ": use the same, or another folder");
            }
            return run;
        }
        from.settings()
                .requireSame(
                        settings(scheme)
                                .with(START, start == null ? from.settings().text(START) : Settings.data(start)),
                        "the run in " + from.path());
        Settings progress = from.progress().exactly("step", "time", "interrupted", "warning", "step-sizes");
        int step = progress.count("step");
        requireSizes(scheme, step, progress.numbers("step-sizes"), from.path());
        Points particles = from.points(PARTICLES);
        List<SchemeRun.Reading> readings = from.part(READINGS, tensors -> readings(tensors, step, from));
        SchemeState state = new SchemeState(
                step,
                progress.number("time"),
                particles,
                from.parts().contains(EXACT) ? from.part(EXACT, tensors -> tensors.doubles("x")) : null,
                training(scheme, step, particles, from),
                readings.get(step).loss());
        return SchemeRun.resumed(scheme, readings, state, progress.text("warning"), progress.truth("interrupted"));
    }

    /** Refuses to write a run into a folder that holds another one, or more of the same. */
    static void requireBefore(SchemeRun run, Checkpoint there) {
        SchemeRun kept = read(run.scheme(), run.start(), there);
        if (kept.steps() > run.steps()) {
            throw new IllegalArgumentException("the run in " + there.path() + " has done " + kept.steps()
                    + " steps, and this one goes on from step " + run.steps()
                    + ": load it, or use another folder");
        }
    }

    static @Nullable TrainingState training(Scheme scheme, int step, Points particles, Checkpoint from) {
        Plan.requireDimension(scheme.functional(), particles.dimension());
        return scheme instanceof NeuralScheme<?> neural && step > 0
                ? from.part(TRAINING, tensors -> TrainingState.of(neural.architecture(particles.dimension()), tensors))
                : null;
    }

    static void requireSizes(Scheme scheme, int steps, List<Double> sizes, Path folder) {
        List<Double> mine = sizes(scheme, steps);
        if (!sizes.equals(mine)) {
            throw new IllegalArgumentException("the run in " + folder + " did its " + steps + " steps with the sizes "
                    + shown(sizes) + ", this scheme would have done them with " + shown(mine)
                    + "; only the sizes of later steps may be others");
        }
    }

    private static String shown(List<Double> sizes) {
        return sizes.size() <= 8 ? sizes.toString() : sizes.subList(0, 8) + " …";
    }

    private static List<SchemeRun.Reading> readings(NamedTensors tensors, int steps, Checkpoint from) {
        if (!tensors.shape(READINGS).equals(List.of(steps + 1, COLUMNS))) {
            throw new IllegalArgumentException("the run in " + from.path() + " should have " + (steps + 1)
                    + " readings of " + COLUMNS + " numbers: it has " + tensors.shape(READINGS));
        }
        double[] rows = tensors.doubles(READINGS);
        List<SchemeRun.Reading> readings = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            int at = COLUMNS * step;
            String kept = "step-" + step;
            readings.add(new SchemeRun.Reading(
                    step,
                    rows[at],
                    rows[at + 1],
                    rows[at + 2],
                    rows[at + 3],
                    rows[at + 4],
                    rows[at + 5],
                    from.parts().contains(kept) ? from.points(kept) : null));
        }
        return readings;
    }
}
