package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Whether the descents of an engine begin, go on, change and end as they must. */
final class EngineLifetime extends EngineTrials {
    static final int OPENINGS = 1000;
    private static final int N = 37;
    private static final int M = 29;
    private static final int D = 5;

    EngineLifetime(Engine engine) {
        super(engine);
    }

    /** A problem of everyday size, with directions that are drawn. */
    private SlicedDescent everyday(Points x, Points y) {
        return engine.open(problem(1, Directions.iid(), 12, Ties.SPLIT), x, y);
    }

    private static Points particles() {
        return Points.uniform(N, D, Seed.seed(61));
    }

    private static Points targets() {
        return Points.gaussian(M, D, Seed.seed(62));
    }

    String determined() {
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

    String steps() {
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

    String loadAndAim() {
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

    String refusals() {
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

    String supported() {
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

    String apart() {
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

    String closed() {
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

    String openings() {
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
