package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Whether an engine gives the numbers that are known. */
final class EngineAnswers extends EngineTrials {
    EngineAnswers(Engine engine) {
        super(engine);
    }

    String supportsTheLeast() {
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
    String twoPoints() {
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
                    Descent.Distances reading = descent.read(SEED);
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
    String translations() {
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
            Descent.Distances reading = descent.read(SEED);
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
    String sorted() {
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

    String mirrored() {
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

    String ties() {
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
        // As much of both at each place: the minimum.
        SliceProblem settled = axes(1, Points.line(2, 0, 2, 2, 0, 2), Points.line(2, 0, 2), Ties.SPLIT);
        try (SlicedDescent descent = must(settled)) {
            worst = Math.max(worst, error(gradient(descent, SEED, 6), new double[6], "particles that have arrived"));
        }
        return rounded(worst);
    }

    String gradients() {
        double worst = 0;
        for (int d : DIMENSIONS) {
            for (int[] sizes : new int[][] {{12, 7}, {5, 23}, {70, 64}}) {
                Points x = Points.uniform(sizes[0], d, Seed.seed(20 + d));
                Points y = Points.gaussian(sizes[1], d, Seed.seed(21 + d)).scale(0.5);
                SliceProblem known = given(1, x, y, drawn(d == 1 ? 1 : 19, d, 22), Ties.SPLIT);
                try (SlicedDescent descent = must(known)) {
                    String what = "dimension " + d + ", " + sizes[0] + " particles, " + sizes[1] + " targets";
                    worst = Math.max(worst, gradientError(descent, known, what));
                }
            }
        }
        return rounded(worst);
    }

    String values() {
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
        Descent.Distances reading = descent.read(SEED);
        actual[3 * slices] = (float) reading.squared().value();
        actual[3 * slices + 1] = reading.wasserstein() == null
                ? Float.NaN
                : (float) reading.wasserstein().value();
        return error(actual, expected, what + ": MMD², W1 and weight of each slice, and their means");
    }

    String choices() {
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
                        worst = Math.max(worst, gradientError(descent, known, what));
                        worst = Math.max(worst, values(known, descent, what));
                    }
                }
            }
        }
        return rounded(worst) + (refused.isEmpty() ? "" : "; refused: " + String.join("; ", refused));
    }

    String drawn() {
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
                    worst = Math.max(worst, gradientError(descent, known, rule + " directions in dimension " + d));
                }
            }
        }
        return rounded(worst) + (refused.isEmpty() ? "" : "; refused: " + String.join("; ", refused));
    }
}
