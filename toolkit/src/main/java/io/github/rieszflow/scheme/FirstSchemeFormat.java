package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Mlp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Old format: what version 0.1 wrote about the run of a scheme, with its functional and network in words. The words are made
 * here, as that version made them, and must stay as they are.
 */
final class FirstSchemeFormat {
    /** A double is the sum of three floats, each the rest of what is before it rounded. */
    private static final List<String> EXACT = List.of("exact-high", "exact-middle", "exact-low");

    private FirstSchemeFormat() {}

    static SchemeRun read(Scheme scheme, Checkpoint from) {
        Settings header = from.progress();
        require(from, "scheme", scheme.getClass().getSimpleName());
        require(from, "functional", functional(scheme.functional()));
        if (scheme instanceof NeuralScheme<?> neural) {
            int latent = neural.choices().latent();
            require(from, "network", network(neural.choices()) + (latent == 0 ? "" : ", latent variables " + latent));
        }
        int steps = header.count("step");
        SchemeFile.requireSizes(scheme, steps, header.numbers("step-sizes"), from.path());
        NamedTensors tensors = from.part("particles");
        Points particles = Checkpoint.points(tensors, "x");
        List<SchemeRun.Reading> readings = readings(from, steps);
        SchemeState state = new SchemeState(
                steps,
                header.number("time"),
                particles,
                exact(tensors),
                SchemeFile.training(scheme, steps, particles, from),
                readings.get(steps).loss());
        return SchemeRun.resumed(scheme, readings, state, header.text("warning"), header.truth("interrupted"));
    }

    private static void require(Checkpoint from, String key, String mine) {
        String there = from.progress().text(key);
        if (!there.equals(mine)) {
            throw new IllegalArgumentException("the run in " + from.path() + " is of another " + key + ": " + there
                    + ", not " + mine + "; load it by the scheme that made it");
        }
    }

    private static String functional(Functional functional) {
        // That version knew Riesz kernels only: another kernel's name is no number, and so fits none of its folders.
        String exponent = SchemeFile.kernel(functional) instanceof Double r ? Numbers.text(r) : "none";
        if (functional instanceof Interaction) {
            return "interaction energy, r = " + exponent;
        }
        Measure target = functional.target();
        if (target == null) {
            return functional instanceof Implosion
                    ? "implosion and explosion"
                    : "a functional that version 0.1 did not know";
        }
        return (functional instanceof Potential ? "potential energy to " : "MMD functional to ") + target.shape()
                + " points, r = " + exponent
                + String.format(
                        Locale.ROOT,
                        ", target %08x",
                        31 * target.points().hashCode() + Arrays.hashCode(target.weights()));
    }

    private static String network(NeuralScheme.Choices choices) {
        Mlp network = choices.network();
        if (choices.own() != null) {
            return choices.own().identity();
        }
        return network.hiddenWidths().isEmpty()
                ? "affine map"
                : "MLP with hidden layers "
                        + network.hiddenWidths().stream().map(String::valueOf).collect(Collectors.joining(", "));
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

    private static List<SchemeRun.Reading> readings(Checkpoint from, int steps) {
        NamedTensors kept = from.part("kept");
        List<Double> times = column(from, "times", steps + 1);
        List<Double> energies = column(from, "energies", steps + 1);
        List<Double> radii = column(from, "radii", steps + 1);
        List<Double> seconds = column(from, "seconds", steps + 1);
        List<Double> discrepancies = column(from, "discrepancies", steps + 1);
        List<Double> losses = new ArrayList<>(List.of(Double.NaN));
        losses.addAll(column(from, "losses", steps));
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
                    kept.names().contains(name) ? Checkpoint.points(kept, name) : null));
        }
        return readings;
    }

    /** A column of numbers; an empty one stands for numbers that no step has. */
    private static List<Double> column(Checkpoint from, String name, int size) {
        List<Double> column = from.progress().numbers(name);
        if (column.isEmpty()) {
            return Collections.nCopies(size, Double.NaN);
        }
        if (column.size() != size) {
            throw new IllegalArgumentException("the run in " + from.path() + " should have " + size + " numbers under "
                    + name + ": it has " + column.size());
        }
        return column;
    }
}
