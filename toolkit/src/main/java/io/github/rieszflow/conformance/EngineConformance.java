package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an engine must do: give the gradients and values of sliced problems, keep particles from step to step, and end when it
 * is told to.
 *
 * <pre>{@code
 * EngineConformance.of(new MyEngine()).require();
 * }</pre>
 *
 * <p>Answers are known: from closed forms (two points, a cloud and its translation, particles that mirror each other) and, on
 * clouds of a few points, from the formulas as they are written, in double precision. Numbers may be wrong by 10⁻⁴ of the
 * largest, which is rounding in single precision. A problem that the engine does not support counts as met where it is
 * refused; only uniform weights with r = 1, exact ranks and given or independent directions must be supported.
 */
public final class EngineConformance {
    private static final int[] DIMENSIONS = {1, 2, 3, 130, 784};
    private static final double TOLERANCE = 1e-4;
    private static final int OPENINGS = 1000;
    private static final Seed SEED = Seed.seed(11);

    private final Engine engine;

    private EngineConformance(Engine engine) {
        this.engine = engine;
    }

    /**
     * Tries an engine.
     *
     * @param engine the engine
     * @return what was found
     */
    public static Conformance of(Engine engine) {
        EngineConformance tried = new EngineConformance(engine);
        return Conformance.of(engine.toString())
                .and("what must be supported is: r = 1, exact ranks, uniform weights", tried::supportsTheLeast)
                .and("two points attract along each direction, with the force of their distance", tried::twoPoints)
                .and("a cloud far from its translation feels its ranks; W1 is how far", tried::translations)
                .and("on the line the gradient is that of sorted points", tried::sorted)
                .and("particles that mirror each other have gradients that do", tried::mirrored)
                .and("coincident particles stay together or are split, as the ties say", tried::ties)
                .and("gradients are those of all pairs, for N ≠ M and d = 1, 2, 3, 130, 784", tried::gradients)
                .and("values are those of all pairs, slice by slice", tried::values)
                .and("other exponents, weights and solvers are right or refused", tried::choices)
                .and("directions are those that the rule draws from the seed", tried::drawn)
                .and("the same seed gives the same bits twice, another seed others", tried::determined)
                .and("a step is v ← ∇F/w + m·v, x ← x − τ·v, and gives the largest coordinate", tried::steps)
                .and("load and aim put other points in place, bit for bit", tried::loadAndAim)
                .and("shapes that do not fit are refused in one sentence", tried::refusals)
                .and("support is known before anything is opened", tried::supported)
                .and("two open descents do not disturb each other", tried::apart)
                .and("a closed descent does nothing more, and can be closed again", tried::closed)
                .and(OPENINGS + " descents can be opened and closed, one after the other", tried::openings);
    }

    private static SlicedProblem problem(double r, Directions directions, int slices, Ties ties) {
        return new SlicedProblem(r, directions, slices, LineSolver.exact(ties));
    }

    /** All coordinate axes, each given once. */
    private static SliceProblem axes(double r, Measure x, Measure y, Ties ties) {
        int d = x.dimension();
        float[] unit = new float[d * d];
        for (int k = 0; k < d; k++) {
            unit[k * d + k] = 1;
        }
        return given(r, x, y, Points.of(unit, d, d), ties);
    }

    private static SliceProblem given(double r, Measure x, Measure y, Measure directions, Ties ties) {
        int slices = directions.size();
        return new SliceProblem(
                problem(r, Directions.of(directions), slices, ties),
                x,
                y,
                directions.points(),
                directions.weights(),
                ties);
    }

    private static Points drawn(int slices, int d, long seed) {
        return Directions.iid().draw(slices, d, Seed.seed(seed)).points();
    }

    /** Opens a problem; null where the engine does not support it and says so. */
    private @Nullable SlicedDescent open(SliceProblem known) {
        if (engine.supports(known.problem, known.x, known.y)) {
            return engine.open(known.problem, known.x, known.y);
        }
        refused(() -> engine.open(known.problem, known.x, known.y).close(), "a problem that it does not support");
        return null;
    }

    private SlicedDescent must(SliceProblem known) {
        SlicedDescent descent = open(known);
        if (descent == null) {
            throw new AssertionError("it does not support " + known.problem + " with " + known.x.shape()
                    + " particles and " + known.y.shape() + " targets");
        }
        return descent;
    }

    private static float[] gradient(Descent descent, Seed seed, int length) {
        float[] gradient = new float[length];
        Arrays.fill(gradient, Float.NaN);
        descent.gradient(seed, gradient);
        return gradient;
    }

    private static double largest(double[] expected) {
        return Arrays.stream(expected).map(Math::abs).max().orElse(0);
    }

    /** How wrong numbers are, in parts of the largest. */
    private static double error(float[] actual, double[] expected, String what) {
        double scale = Math.max(largest(expected), 1e-3);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(actual[i] - expected[i]) / scale;
            if (!(error <= TOLERANCE)) {
                throw new AssertionError(String.format(
                        Locale.ROOT, "%s: number %d is %.7g, expected %.7g", what, i, actual[i], expected[i]));
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    private static void same(float[] actual, float[] expected, String what) {
        if (!Arrays.equals(actual, expected)) {
            throw new AssertionError(what + " are not the same bit for bit");
        }
    }

    private static String rounded(double error) {
        return String.format(Locale.ROOT, "largest error %.1e of the largest number", error);
    }

    private static String refused(Runnable call, String what) {
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

    private String supportsTheLeast() {
        for (int d : DIMENSIONS) {
            Points x = Points.uniform(5, d, Seed.seed(1));
            Points y = Points.uniform(4, d, Seed.seed(2));
            must(axes(1, x, y, Ties.SPLIT)).close();
            SlicedProblem iid = problem(1, Directions.iid(), 3, Ties.SPLIT);
            if (!engine.supports(iid, x, y)) {
                throw new AssertionError("independent directions are not supported in dimension " + d);
            }
        }
        return "in " + Arrays.toString(DIMENSIONS) + " dimensions";
    }

    /** F = |z|^r on each axis: force r|z|^(r−1) sign z, MMD² 2|z|^r, W1 |z|. */
    private String twoPoints() {
        double worst = 0;
        for (double r : new double[] {1, 0.5, 1.5}) {
            for (int d : DIMENSIONS) {
                Points x = Points.gaussian(1, d, Seed.seed(3));
                Points y = Points.gaussian(1, d, Seed.seed(4));
                SlicedDescent open = open(axes(r, x, y, Ties.SPLIT));
                if (open == null) {
                    continue;
                }
                try (SlicedDescent descent = open) {
                    double c = SlicingConstant.of(d, r);
                    double[] expected = new double[d];
                    double squared = 0;
                    double transport = 0;
                    for (int k = 0; k < d; k++) {
                        double z = (double) x.get(0, k) - y.get(0, k);
                        expected[k] = c / d * r * Math.pow(Math.abs(z), r - 1) * Math.signum(z);
                        squared += c / d * 2 * Math.pow(Math.abs(z), r);
                        transport += Math.abs(z) / d;
                    }
                    String what = "two points in dimension " + d + ", r = " + r;
                    worst = Math.max(worst, error(gradient(descent, SEED, d), expected, what));
                    Descent.Reading reading = descent.read(SEED);
                    double w1 = reading.wasserstein() == null
                            ? Double.NaN
                            : reading.wasserstein().value();
                    worst = Math.max(
                            worst,
                            error(
                                    new float[] {(float) reading.squared().value(), (float) w1},
                                    new double[] {squared, transport},
                                    what + ", MMD² and W1"));
                }
            }
        }
        return rounded(worst);
    }

    /** All particles below all targets: N∂_iF = −1 − (2 rank_i + 1 − N)/N, W1 = the shift. */
    private String translations() {
        int n = 9;
        double[] places =
                IntStream.range(0, n).mapToDouble(i -> i * 7 % n / 10.0).toArray();
        Points x = Points.line(places);
        double shift = 3;
        double[] expected = IntStream.range(0, n)
                .mapToDouble(i -> -1 - (2 * (i * 7 % n) + 1.0 - n) / n)
                .toArray();
        try (SlicedDescent descent = must(axes(1, x, x.translate(shift), Ties.SPLIT))) {
            double worst = error(gradient(descent, SEED, n), expected, "the gradient toward a translation");
            Descent.Reading reading = descent.read(SEED);
            double w1 = reading.wasserstein() == null
                    ? Double.NaN
                    : reading.wasserstein().value();
            worst = Math.max(
                    worst, error(new float[] {(float) w1}, new double[] {shift}, "W1 from a cloud to its translation"));
            // Both moved together.
            Points far = x.translate(100);
            descent.load(far, null);
            descent.aim(far.translate(shift));
            return rounded(Math.max(worst, error(gradient(descent, SEED, n), expected, "the same, both moved by 100")));
        }
    }

    /** x_(i) against y_(j): N∂_iF = 2·#{y < x_i}/M − 1 − (2·rank_i + 1 − N)/N. */
    private String sorted() {
        double worst = 0;
        for (int[] sizes : new int[][] {{7, 4}, {40, 61}, {1, 5}, {6, 1}}) {
            int n = sizes[0];
            int m = sizes[1];
            Points x = Points.gaussian(n, 1, Seed.seed(5));
            Points y = Points.uniform(m, 1, Seed.seed(6));
            float[] px = x.toArray();
            float[] py = y.toArray();
            double[] expected = new double[n];
            for (int i = 0; i < n; i++) {
                float own = px[i];
                long rank = IntStream.range(0, n).filter(j -> px[j] < own).count();
                long below = IntStream.range(0, m).filter(j -> py[j] < own).count();
                expected[i] = 2.0 * below / m - 1 - (2.0 * rank + 1 - n) / n;
            }
            try (SlicedDescent descent = must(axes(1, x, y, Ties.SPLIT))) {
                worst = Math.max(
                        worst, error(gradient(descent, SEED, n), expected, n + " particles, " + m + " targets"));
            }
        }
        return rounded(worst);
    }

    private String mirrored() {
        int d = 3;
        Points half = Points.gaussian(6, d, Seed.seed(7));
        Points targets = Points.uniform(5, d, Seed.seed(8));
        Points x = half.concat(half.scale(-1));
        Points y = targets.concat(targets.scale(-1));
        try (SlicedDescent descent = must(given(1, x, y, drawn(16, d, 9), Ties.SPLIT))) {
            float[] g = gradient(descent, SEED, 12 * d);
            double[] expected = new double[g.length];
            for (int i = 0; i < g.length; i++) {
                expected[i] = -g[(i + g.length / 2) % g.length];
            }
            return rounded(error(g, expected, "the gradient against minus that of the mirror image"));
        }
    }

    private String ties() {
        Points x = Points.line(0, 1, 1, 1, 1, 2, 2);
        Points y = Points.line(-1, 0.5, 1, 3);
        double worst = 0;
        for (Ties ties : Ties.values()) {
            SliceProblem known = axes(1, x, y, ties);
            SlicedDescent open = ties == Ties.SPLIT ? must(known) : open(known);
            if (open == null) {
                continue;
            }
            try (SlicedDescent descent = open) {
                float[] g = gradient(descent, SEED, 7);
                double[] expected = known.gradient();
                // Which of the coincident ones is pushed which way is up to the engine.
                for (int[] group : new int[][] {{1, 5}, {5, 7}}) {
                    Arrays.sort(g, group[0], group[1]);
                    Arrays.sort(expected, group[0], group[1]);
                }
                worst = Math.max(worst, error(g, expected, ties.toString()));
            }
        }
        return rounded(worst);
    }

    private String gradients() {
        double worst = 0;
        for (int d : DIMENSIONS) {
            for (int[] sizes : new int[][] {{12, 7}, {5, 23}, {70, 64}}) {
                Points x = Points.uniform(sizes[0], d, Seed.seed(20 + d));
                Points y = Points.gaussian(sizes[1], d, Seed.seed(21 + d)).scale(0.5);
                SliceProblem known = given(1, x, y, drawn(d == 1 ? 1 : 19, d, 22), Ties.SPLIT);
                try (SlicedDescent descent = must(known)) {
                    worst = Math.max(
                            worst,
                            error(
                                    gradient(descent, SEED, known.length()),
                                    known.gradient(),
                                    "dimension " + d + ", " + sizes[0] + " particles, " + sizes[1] + " targets"));
                }
            }
        }
        return rounded(worst);
    }

    private String values() {
        double worst = 0;
        for (int d : DIMENSIONS) {
            SliceProblem known = given(
                    1,
                    Points.uniform(14, d, Seed.seed(31)),
                    Points.gaussian(9, d, Seed.seed(32)),
                    drawn(d == 1 ? 1 : 7, d, 33),
                    Ties.SPLIT);
            try (SlicedDescent descent = must(known)) {
                worst = Math.max(worst, values(known, descent, "dimension " + d));
            }
        }
        return rounded(worst);
    }

    private static double values(SliceProblem known, SlicedDescent descent, String what) {
        SliceValues values = descent.values(SEED);
        int slices = known.problem.slices();
        if (values.slices() != slices) {
            throw new AssertionError(what + ": " + values.slices() + " values, expected " + slices);
        }
        float[] actual = new float[3 * slices + 2];
        double[] expected = new double[3 * slices + 2];
        for (int p = 0; p < slices; p++) {
            actual[3 * p] = (float) values.squared(p);
            expected[3 * p] = known.squared(p);
            actual[3 * p + 1] = (float) values.wasserstein(p);
            expected[3 * p + 1] = known.wasserstein(p);
            actual[3 * p + 2] = (float) values.weight(p);
            expected[3 * p + 2] = known.weight(p);
            expected[3 * slices] += known.weight(p) * known.squared(p);
            expected[3 * slices + 1] += known.weight(p) * known.wasserstein(p);
        }
        Descent.Reading reading = descent.read(SEED);
        actual[3 * slices] = (float) reading.squared().value();
        actual[3 * slices + 1] = reading.wasserstein() == null
                ? Float.NaN
                : (float) reading.wasserstein().value();
        return error(actual, expected, what + ": MMD², W1 and weight of each slice, and their means");
    }

    private String choices() {
        double worst = 0;
        List<String> refused = new ArrayList<>();
        int d = 4;
        Points px = Points.uniform(15, d, Seed.seed(41));
        Points py = Points.gaussian(11, d, Seed.seed(42));
        Measure wx = px.weighted(IntStream.range(0, 15).mapToDouble(i -> i % 4).toArray());
        Measure wy =
                py.weighted(IntStream.range(0, 11).mapToDouble(i -> 1 + i % 3).toArray());
        Points directions = drawn(9, d, 43);
        Measure weighted = directions.weighted(
                IntStream.range(0, 9).mapToDouble(p -> 1 + p).toArray());
        for (double r : new double[] {0.5, 1, 1.5}) {
            for (Measure[] clouds : new Measure[][] {{px, py}, {wx, py}, {px, wy}, {wx, wy}}) {
                for (Measure along : new Measure[] {directions, weighted}) {
                    SliceProblem known = given(r, clouds[0], clouds[1], along, Ties.SPLIT);
                    String what = "r = " + r + (clouds[0].uniform() ? "" : ", weighted particles")
                            + (clouds[1].uniform() ? "" : ", weighted targets")
                            + (along.uniform() ? "" : ", weighted directions");
                    SlicedDescent open = open(known);
                    if (open == null) {
                        refused.add(what);
                        continue;
                    }
                    try (SlicedDescent descent = open) {
                        worst = Math.max(worst, error(gradient(descent, SEED, known.length()), known.gradient(), what));
                        worst = Math.max(worst, values(known, descent, what));
                    }
                }
            }
        }
        return rounded(worst) + (refused.isEmpty() ? "" : "; refused: " + String.join("; ", refused));
    }

    private String drawn() {
        double worst = 0;
        List<String> refused = new ArrayList<>();
        for (int d : DIMENSIONS) {
            for (Directions rule : List.of(Directions.iid(), Directions.automatic())) {
                Points x = Points.uniform(13, d, Seed.seed(51));
                Points y = Points.gaussian(17, d, Seed.seed(52));
                int slices = d == 1 ? 1 : 24;
                DrawnDirections drawn = rule.draw(slices, d, SEED);
                SliceProblem known = new SliceProblem(
                        problem(1, rule, slices, Ties.SPLIT),
                        x,
                        y,
                        drawn.points(),
                        drawn.measure().weights(),
                        Ties.SPLIT);
                SlicedDescent open = open(known);
                if (open == null) {
                    refused.add(rule + " directions in dimension " + d);
                    continue;
                }
                try (SlicedDescent descent = open) {
                    worst = Math.max(
                            worst,
                            error(
                                    gradient(descent, SEED, known.length()),
                                    known.gradient(),
                                    rule + " directions in dimension " + d));
                }
            }
        }
        return rounded(worst) + (refused.isEmpty() ? "" : "; refused: " + String.join("; ", refused));
    }

    /** A problem of everyday size, with directions that are drawn. */
    private SlicedDescent everyday(Points x, Points y) {
        return engine.open(problem(1, Directions.iid(), 12, Ties.SPLIT), x, y);
    }

    private static final int N = 37;
    private static final int M = 29;
    private static final int D = 5;

    private static Points particles() {
        return Points.uniform(N, D, Seed.seed(61));
    }

    private static Points targets() {
        return Points.gaussian(M, D, Seed.seed(62));
    }

    private String determined() {
        try (SlicedDescent one = everyday(particles(), targets());
                SlicedDescent two = everyday(particles(), targets())) {
            float[] first = gradient(one, SEED, N * D);
            same(gradient(one, SEED, N * D), first, "two gradients of one descent from one seed");
            same(gradient(two, SEED, N * D), first, "gradients of two descents from one seed");
            if (Arrays.equals(gradient(one, Seed.seed(12), N * D), first)) {
                throw new AssertionError("two seeds give the same gradient");
            }
            same(gradient(one, SEED, N * D), first, "gradients from one seed, before and after another");
            if (!one.read(SEED).equals(two.read(SEED))) {
                throw new AssertionError(
                        "two readings from one seed differ: " + one.read(SEED) + ", " + two.read(SEED));
            }
            return "gradients and readings";
        }
    }

    private String steps() {
        Points x = particles();
        Points v = Points.gaussian(N, D, Seed.seed(63));
        double worst = 0;
        try (SlicedDescent descent = everyday(x, targets())) {
            descent.load(x, v);
            for (double[] step : new double[][] {{0.25, 0.75}, {0.5, 0}, {0.125, 0.5}}) {
                float[] places = descent.particles().toArray();
                float[] moving = descent.momentum().toArray();
                float[] gradient = gradient(descent, SEED, N * D);
                same(descent.particles().toArray(), places, "particles before and after a gradient");
                double largest = descent.step(SEED, step[0], step[1]);
                double[] newV = new double[N * D];
                double[] newX = new double[N * D];
                for (int i = 0; i < newV.length; i++) {
                    newV[i] = gradient[i] + step[1] * moving[i];
                    newX[i] = places[i] - step[0] * newV[i];
                }
                worst = Math.max(worst, error(descent.momentum().toArray(), newV, "the momentum after a step"));
                float[] now = descent.particles().toArray();
                worst = Math.max(worst, error(now, newX, "the particles after a step"));
                double most = 0;
                for (float coordinate : now) {
                    most = Math.max(most, Math.abs(coordinate));
                }
                if ((float) largest != (float) most) {
                    throw new AssertionError("the largest coordinate is " + most + ", the step gave " + largest);
                }
            }
        }
        return rounded(worst);
    }

    private String loadAndAim() {
        Points other = particles().scale(2).translate(1, 0, 0, 0, 0);
        Points otherTargets = targets().translate(0, 2, 0, 0, 0);
        Points v = Points.gaussian(N, D, Seed.seed(64));
        try (SlicedDescent fresh = everyday(other, otherTargets);
                SlicedDescent used = everyday(particles(), targets())) {
            same(used.particles().toArray(), particles().toArray(), "particles that were opened with and read back");
            same(used.momentum().toArray(), new float[N * D], "momentum at the beginning and zeros");
            used.step(Seed.seed(13), 0.5, 0.5);
            used.load(other, v);
            same(used.particles().toArray(), other.toArray(), "particles that were loaded and read back");
            same(used.momentum().toArray(), v.toArray(), "momentum that was loaded and read back");
            used.load(other, null);
            same(used.momentum().toArray(), new float[N * D], "momentum after loading particles at rest and zeros");
            used.aim(otherTargets);
            same(
                    gradient(used, SEED, N * D),
                    gradient(fresh, SEED, N * D),
                    "gradients of a descent that was loaded and aimed and of one that was opened so");
            if (!used.read(SEED).equals(fresh.read(SEED))) {
                throw new AssertionError("a descent that was loaded and aimed reads " + used.read(SEED)
                        + ", one that was opened so " + fresh.read(SEED));
            }
            return "particles, momentum, targets";
        }
    }

    private String refusals() {
        try (SlicedDescent descent = everyday(particles(), targets())) {
            refused(() -> descent.load(Points.dirac(N + 1, D), null), "a particle more");
            refused(() -> descent.load(Points.dirac(N, D + 1), null), "a coordinate more");
            refused(() -> descent.load(particles(), targets()), "momentum of another shape");
            refused(() -> descent.aim(Points.dirac(M - 1, D)), "a target less");
            refused(() -> descent.gradient(SEED, new float[N * D - 1]), "an array that is too short");
            // What was refused has changed nothing.
            same(descent.particles().toArray(), particles().toArray(), "particles before and after refusals");
        }
        SlicedProblem problem = problem(1, Directions.iid(), 12, Ties.SPLIT);
        return refused(
                () -> engine.open(problem, particles(), Points.dirac(M, D + 1)).close(), "another dimension");
    }

    private String supported() {
        Measure weighted =
                targets().weighted(IntStream.range(0, M).mapToDouble(i -> 1 + i).toArray());
        int opened = 0;
        int refused = 0;
        for (double r : new double[] {1, 1.5}) {
            for (LineSolver solver :
                    List.of(LineSolver.exact(), LineSolver.exact(Ties.FREEZE), LineSolver.binned(10))) {
                for (Directions rule : List.of(Directions.iid(), Directions.hadamard(), Directions.equispaced())) {
                    for (Measure to : List.of(targets(), weighted)) {
                        if (r != 1 && solver instanceof LineSolver.Binned) {
                            continue;
                        }
                        SlicedProblem problem = new SlicedProblem(r, rule, 8, solver);
                        if (engine.supports(problem, particles(), to)) {
                            engine.open(problem, particles(), to).close();
                            opened++;
                        } else {
                            refused(() -> engine.open(problem, particles(), to).close(), problem.toString());
                            refused++;
                        }
                    }
                }
            }
        }
        return opened + " problems opened, " + refused + " refused";
    }

    private String apart() {
        try (SlicedDescent one = everyday(particles(), targets())) {
            float[] before = gradient(one, SEED, N * D);
            try (SlicedDescent two = everyday(particles(), targets())) {
                two.load(particles().scale(5), null);
                two.aim(targets().scale(3));
                two.step(SEED, 1, 0.5);
                same(gradient(one, SEED, N * D), before, "gradients before and after another descent moved");
            }
            same(gradient(one, SEED, N * D), before, "gradients before and after another descent was closed");
            same(one.particles().toArray(), particles().toArray(), "particles");
        }
        return "moved and closed";
    }

    private String closed() {
        SlicedDescent descent = everyday(particles(), targets());
        descent.step(SEED, 0.1, 0);
        descent.close();
        descent.close();
        List<Runnable> verbs = List.of(
                () -> descent.load(particles(), null),
                () -> descent.aim(targets()),
                () -> descent.gradient(SEED, new float[N * D]),
                () -> descent.step(SEED, 0.1, 0),
                () -> descent.values(SEED),
                () -> descent.read(SEED),
                descent::particles,
                descent::momentum);
        for (int i = 0; i < verbs.size(); i++) {
            try {
                verbs.get(i).run();
            } catch (IllegalStateException e) {
                continue;
            }
            throw new AssertionError("method " + (i + 1) + " of load, aim, gradient, step, values, read, particles,"
                    + " momentum does not throw an IllegalStateException");
        }
        return verbs.size() + " methods";
    }

    private String openings() {
        float[] first = {};
        for (int i = 0; i < OPENINGS; i++) {
            try (SlicedDescent descent = everyday(particles(), targets())) {
                float[] gradient = gradient(descent, SEED, N * D);
                if (i == 0) {
                    first = gradient;
                } else {
                    same(gradient, first, "the first gradient and that of descent " + (i + 1));
                }
            }
        }
        return "all with the same gradient";
    }
}
