package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;

/**
 * Values of clouds that lie so near to each other that projections in single precision drown what is between them, as at the
 * end of a flow: projected and sorted once more, on the same directions, in double precision. O(P(N+M)d) without any of the
 * short cuts, which is why it is done here alone.
 */
final class NearClouds {
    /** Rounding errors of a projection, of about 2^−24 of the norm, that W1 has to be above. */
    static final double NEAR = 0x1p-18;

    private NearClouds() {}

    /**
     * Replaces values that rounding has a part in.
     *
     * @param squared MMD² of each slice; modified
     * @param wasserstein W1 of each slice; modified
     */
    static void values(
            SlicedProblem problem,
            DirectionSource directions,
            Masses masses,
            Panels x,
            Panels y,
            Seed seed,
            Team team,
            double[] squared,
            double[] wasserstein) {
        double mean = 0;
        for (double w : wasserstein) {
            mean += w / wasserstein.length;
        }
        double norm = norm(y);
        if (!(mean < NEAR * norm) || x.same(y)) {
            return;
        }
        int d = x.dimension;
        int slices = problem.slices();
        Memory.require(
                4.0 * slices * d + 60.0 * team.threads() * (x.size + y.size),
                "values of clouds that nearly coincide",
                "take fewer points or slices");
        float[] rows = new float[Math.multiplyExact(slices, d)];
        directions.drawSets(seed, rows);
        double rounding = Math.ulp(norm) * Math.sqrt((double) x.size + y.size);
        double padding = SlicingConstant.of(directions.space(), 1) / SlicingConstant.of(d, 1);
        team.run(slices, 1, (p, worker) -> {
            Line line = Line.of(projected(x, rows, p * d), projected(y, rows, p * d), masses)
                    .exponent(problem.exponent());
            double w = line.wasserstein();
            // Less is what sums of masses that cancel leave over.
            boolean apart = w > rounding;
            squared[p] = apart ? line.squared() : 0;
            wasserstein[p] = apart ? w * padding : 0;
        });
    }

    /** The root mean square norm. */
    private static double norm(Panels points) {
        double sum = 0;
        for (float coordinate : points.data) {
            sum += (double) coordinate * coordinate;
        }
        return Math.sqrt(sum / points.size);
    }

    private static double[] projected(Panels points, float[] rows, int o) {
        double[] z = new double[points.size];
        int width = points.width;
        for (int panel = 0; panel < points.count; panel++) {
            int first = panel * width;
            int last = Math.min(width, points.size - first);
            for (int k = 0; k < points.dimension; k++) {
                add(points.data, points.start(panel) + k * width, rows[o + k], z, first, last);
            }
        }
        return z;
    }

    private static void add(float[] data, int o, double factor, double[] z, int first, int count) {
        for (int i = 0; i < count; i++) {
            z[first + i] += factor * data[o + i];
        }
    }
}
