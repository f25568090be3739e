package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is tried of an engine: opening problems, and comparing numbers with those that are known. */
abstract class EngineTrials {
    static final int[] DIMENSIONS = {1, 2, 3, 130, 784};
    static final Seed SEED = Seed.seed(11);

    private static final double TOLERANCE = 1e-4;

    final Engine engine;

    EngineTrials(Engine engine) {
        this.engine = engine;
    }

    static SlicedProblem problem(double r, Directions directions, int slices, Ties ties) {
        return new SlicedProblem(r, directions, slices, LineSolver.exact(ties));
    }

    /** All coordinate axes, each given once. */
    static SliceProblem axes(double r, Measure x, Measure y, Ties ties) {
        int d = x.dimension();
        float[] unit = new float[d * d];
        for (int k = 0; k < d; k++) {
            unit[k * d + k] = 1;
        }
        return given(r, x, y, Points.of(unit, d, d), ties);
    }

    static SliceProblem given(double r, Measure x, Measure y, Measure directions, Ties ties) {
        int slices = directions.size();
        return new SliceProblem(
                problem(r, Directions.of(directions), slices, ties),
                x,
                y,
                directions.points(),
                directions.weights(),
                ties);
    }

    static Points drawn(int slices, int d, long seed) {
        return Directions.iid().draw(slices, d, Seed.seed(seed)).points();
    }

    /** Opens a problem; null where the engine does not support it and says so. */
    @Nullable
    SlicedDescent open(SliceProblem known) {
        if (engine.supports(known.problem, known.x, known.y)) {
            return engine.open(known.problem, known.x, known.y);
        }
        refused(() -> engine.open(known.problem, known.x, known.y).close(), "a problem that it does not support");
        return null;
    }

    SlicedDescent must(SliceProblem known) {
        SlicedDescent descent = open(known);
        if (descent == null) {
            throw new AssertionError("it does not support " + known.problem + " with " + known.x.shape()
                    + " particles and " + known.y.shape() + " targets");
        }
        return descent;
    }

    static float[] gradient(Descent descent, Seed seed, int length) {
        float[] gradient = new float[length];
        Arrays.fill(gradient, Float.NaN);
        descent.gradient(seed, gradient);
        return gradient;
    }

    static double largest(double[] expected) {
        return Arrays.stream(expected).map(Math::abs).max().orElse(0);
    }

    /** How wrong numbers are, in parts of the largest. */
    static double error(float[] actual, double[] expected, String what) {
        return error(actual, expected, new double[expected.length], what);
    }

    /** How wrong the gradient is, beyond what single precision cannot tell. */
    static double gradientError(SlicedDescent descent, SliceProblem known, String what) {
        return error(gradient(descent, SEED, known.length()), known.gradient(), known.doubt(), what);
    }

    private static double error(float[] actual, double[] expected, double[] doubt, String what) {
        double scale = Math.max(largest(expected), 1e-3);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            double error = (difference <= doubt[i] ? 0 : difference - doubt[i]) / scale;
            if (!(error <= TOLERANCE)) {
                throw new AssertionError(String.format(
                        Locale.ROOT, "%s: number %d is %.7g, expected %.7g", what, i, actual[i], expected[i]));
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    static void same(float[] actual, float[] expected, String what) {
        if (!Arrays.equals(actual, expected)) {
            throw new AssertionError(what + " are not the same bit for bit");
        }
    }

    static String rounded(double error) {
        return String.format(Locale.ROOT, "largest error %.1e of the largest number", error);
    }

    static String refused(Runnable call, String what) {
        try {
            call.run();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (message.isBlank() || message.contains("\n")) {
                throw new AssertionError(what + " is refused by \"" + message + "\", not by one sentence");
            }
            return message;
        }
        throw new AssertionError(what + " is not refused");
    }
}
