package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.CheckpointFolder;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Runs in a folder: readings and what the scheme was in the header, particles, kept steps and training as tensors. */
final class SchemeFile {
    private static final String KIND = "scheme-run";
    private static final int VERSION = 1;
    private static final String PARTICLES = "particles";
    private static final String KEPT = "kept";
    private static final String TRAINING = "training";
    /** A double is the sum of three floats, each the rest of what is before it rounded. */
    private static final List<String> EXACT = List.of("exact-high", "exact-middle", "exact-low");

    private SchemeFile() {}

    static void write(SchemeRun run, Scheme.SchemeState state, Path folder) {
        List<SchemeRun.Reading> readings = run.readings();
        List<SchemeRun.Reading> after = readings.subList(1, readings.size());
        Map<String, Object> header = new LinkedHashMap<>(identity(run.scheme()));
        header.put("step", state.step());
        header.put("time", state.time());
        header.put("interrupted", run.interrupted());
        header.put("warning", run.warning());
        header.put("step-sizes", sizes(run.scheme(), state.step()));
        header.put("times", numbers(readings, SchemeRun.Reading::time));
        header.put("energies", numbers(readings, SchemeRun.Reading::energy));
        header.put("radii", numbers(readings, SchemeRun.Reading::rmsRadius));
        header.put("seconds", numbers(readings, SchemeRun.Reading::seconds));
        // Numbers that are not there are not written, as JSON knows none.
        header.put(
                "discrepancies",
                targeted(run.scheme()) ? numbers(readings, SchemeRun.Reading::discrepancy) : List.of());
        header.put(
                "losses", run.scheme() instanceof NeuralScheme ? numbers(after, SchemeRun.Reading::loss) : List.of());
        Map<String, NamedTensors> parts = new LinkedHashMap<>();
        parts.put(PARTICLES, particles(state));
        parts.put(KEPT, kept(readings));
        TrainingState training = state.training();
        if (training != null) {
            parts.put(TRAINING, training.tensors());
        }
        CheckpointFolder.at(folder, KIND, VERSION).write(header, parts);
    }

    static SchemeRun read(Scheme scheme, Path folder) {
        Checkpoint file = CheckpointFolder.at(folder, KIND, VERSION).read();
        identity(scheme).forEach((key, mine) -> {
            if (!file.text(key).equals(mine)) {
                throw new IllegalArgumentException("the run in " + folder + " is of another " + key + ": "
                        + file.text(key) + ", not " + mine + "; load it by the scheme that made it");
            }
        });
        int steps = Math.toIntExact(file.whole("step"));
        List<Double> sizes = file.numbers("step-sizes");
        if (!sizes.equals(sizes(scheme, steps))) {
            throw new IllegalArgumentException("the run in " + folder + " did its " + steps + " steps with the sizes "
                    + sizes + ", this scheme would have done them with " + sizes(scheme, steps)
                    + "; only the sizes of later steps may be others");
        }
        NamedTensors tensors = file.part(PARTICLES);
        Points particles = points(tensors, "x");
        Plan.requireDimension(scheme.functional(), particles.dimension());
        List<SchemeRun.Reading> readings = readings(file, steps);
        TrainingState training = scheme instanceof NeuralScheme<?> neural && steps > 0
                ? TrainingState.of(neural.architecture(particles.dimension()), file.part(TRAINING))
                : null;
        Scheme.SchemeState state = new Scheme.SchemeState(
                steps,
                file.number("time"),
                particles,
                exact(tensors),
                training,
                readings.get(steps).loss());
        boolean interrupted = Boolean.TRUE.equals(file.header().get("interrupted"));
        return SchemeRun.resumed(scheme, readings, state, file.text("warning"), interrupted);
    }

    /** What a scheme must share with the one that made the run; how it trains may change on the way. */
    private static Map<String, String> identity(Scheme scheme) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("scheme", scheme.getClass().getSimpleName());
        Measure target = scheme.functional().target();
        String hash = target == null
                ? ""
                : String.format(", target %08x", 31 * target.points().hashCode() + Arrays.hashCode(target.weights()));
        identity.put("functional", scheme.functional() + hash);
        if (scheme instanceof NeuralScheme<?> neural) {
            int latent = neural.choices().latent();
            identity.put("network", network(neural) + (latent == 0 ? "" : ", latent variables " + latent));
        }
        return identity;
    }

    private static String network(NeuralScheme<?> neural) {
        Architecture own = neural.choices().own();
        return own == null ? neural.choices().network().toString() : own.identity();
    }

    private static boolean targeted(Scheme scheme) {
        return scheme.functional() instanceof MmdFunctional;
    }

    private static List<Double> sizes(Scheme scheme, int steps) {
        List<Double> sizes = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            sizes.add(scheme.stepSizeAt(step));
        }
        return sizes;
    }

    private static List<Double> numbers(List<SchemeRun.Reading> of, ToDoubleFunction<SchemeRun.Reading> value) {
        return of.stream().map(value::applyAsDouble).toList();
    }

    private static NamedTensors particles(Scheme.SchemeState state) {
        Points x = state.particles();
        NamedTensors tensors = NamedTensors.of("x", x.toArray(), x.size(), x.dimension());
        double[] exact = state.exact();
        if (exact == null) {
            return tensors;
        }
        double[] rest = exact.clone();
        for (String name : EXACT) {
            float[] part = new float[rest.length];
            for (int i = 0; i < part.length; i++) {
                part[i] = (float) rest[i];
                rest[i] -= part[i];
            }
            tensors = tensors.and(name, part, x.size(), x.dimension());
        }
        return tensors;
    }

    private static double @Nullable [] exact(NamedTensors tensors) {
        if (!tensors.names().contains(EXACT.get(0))) {
            return null;
        }
        double[] sum = new double[tensors.get("x").length];
        for (int part = EXACT.size() - 1; part >= 0; part--) {
            float[] values = tensors.get(EXACT.get(part));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }

    private static NamedTensors kept(List<SchemeRun.Reading> readings) {
        NamedTensors tensors = null;
        for (SchemeRun.Reading reading : readings) {
            Points x = reading.particles();
            if (x != null) {
                String name = "step-" + reading.step();
                tensors = tensors == null
                        ? NamedTensors.of(name, x.toArray(), x.size(), x.dimension())
                        : tensors.and(name, x.toArray(), x.size(), x.dimension());
            }
        }
        if (tensors == null) {
            throw new IllegalStateException("the start of a run is always kept");
        }
        return tensors;
    }

    private static Points points(NamedTensors tensors, String name) {
        List<Integer> shape = tensors.shape(name);
        return Points.adopt(tensors.get(name), shape.get(0), shape.get(1));
    }

    private static List<SchemeRun.Reading> readings(Checkpoint file, int steps) {
        NamedTensors kept = file.part(KEPT);
        List<Double> times = column(file, "times", steps + 1);
        List<Double> energies = column(file, "energies", steps + 1);
        List<Double> radii = column(file, "radii", steps + 1);
        List<Double> seconds = column(file, "seconds", steps + 1);
        List<Double> discrepancies = column(file, "discrepancies", steps + 1);
        List<Double> losses = new ArrayList<>(List.of(Double.NaN));
        losses.addAll(column(file, "losses", steps));
        List<SchemeRun.Reading> readings = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            String name = "step-" + step;
            readings.add(new SchemeRun.Reading(
                    step,
                    times.get(step),
                    energies.get(step),
                    discrepancies.get(step),
                    radii.get(step),
                    losses.get(step),
                    seconds.get(step),
                    kept.names().contains(name) ? points(kept, name) : null));
        }
        return readings;
    }

    /** A column of so many numbers; one that is empty was not there for any step. */
    private static List<Double> column(Checkpoint file, String name, int size) {
        List<Double> column = file.numbers(name);
        if (column.isEmpty()) {
            return Collections.nCopies(size, Double.NaN);
        }
        if (column.size() != size) {
            throw new IllegalArgumentException("the run in " + file.path() + " should have " + size + " numbers under "
                    + name + ": it has " + column.size());
        }
        return column;
    }
}
