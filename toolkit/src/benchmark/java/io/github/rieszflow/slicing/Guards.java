package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What a step must not fall behind: nanoseconds per scalar in the one-dimensional stage, and the dense projection as a
 * share of the multiplications that one core can do, measured in turn with it. One thread, its own processor time, the
 * best of many rounds: what other work on the machine disturbs least.
 *
 * <p>That gradients are right to 3·10⁻⁴ and bit for bit the same on any number of threads are tests of the toolkit.
 */
public final class Guards {
    private static final double MOST_NANOSECONDS = 8;
    private static final double LEAST_SHARE = 0.6;
    private static final int ROUNDS = 60;
    private static final Seed SEED = Seed.seed(1);

    private Guards() {}

    /**
     * Measures and says what was found.
     *
     * @return two lines
     */
    public static String report() {
        StringBuilder text = new StringBuilder();
        for (int n : new int[] {1000, 10_000, 100_000}) {
            double ns = line(n);
            text.append(String.format(
                    Locale.ROOT,
                    "guard: one-dimensional stage, exact ranks, N = M = %d: %.1f ns per scalar of N+M, %.2f of the %.0f allowed: %s%n",
                    n, ns, ns / MOST_NANOSECONDS, MOST_NANOSECONDS, verdict(ns <= MOST_NANOSECONDS)));
        }
        double[] product = product();
        double share = product[0] / product[1];
        return text.append(String.format(
                        Locale.ROOT,
                        "guard: dense projection, N = M = 2048, d = 784: %.0f of %.0f Gflop/s a core can do, %.2f where %.2f is asked: %s%n",
                        product[0], product[1], share, LEAST_SHARE, verdict(share >= LEAST_SHARE)))
                .toString();
    }

    private static String verdict(boolean kept) {
        return kept ? "kept" : "MISSED";
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Nanoseconds per scalar of one line. */
    private static double line(int n) {
        FusedRanks stage = new FusedRanks(Ties.SPLIT, Lanes.get());
        LineScratch scratch = new LineScratch(n, n);
        int lines = Math.max(1, 40_000 / n);
        float[] fresh = new float[2 * n * lines];
        for (int l = 0; l < lines; l++) {
            float[] x = Points.uniform(n, 1, SEED.split(2 * l)).toArray();
            float[] y = Points.gaussian(n, 1, SEED.split(2 * l + 1)).scale(0.3).toArray();
            System.arraycopy(x, 0, fresh, 2 * n * l, n);
            System.arraycopy(y, 0, fresh, 2 * n * l + n, n);
        }
        float[] p = fresh.clone();
        stage.prepare(p, 0, n, scratch, (i, j) -> p[i] == p[n + j]);
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS + 400_000 / n; round++) {
            System.arraycopy(fresh, 0, p, 0, p.length);
            long begin = cpu();
            for (int l = 0; l < lines; l++) {
                stage.gradient(p, 2 * n * l, 2 * n * l + n, l, scratch);
            }
            best = Math.min(best, (cpu() - begin) / (2.0 * n * lines));
        }
        return best;
    }

    /** Gflop/s of the projection and of multiplications alone. */
    private static double[] product() {
        int n = 2048;
        int d = 784;
        int slices = 192;
        Lanes lanes = Lanes.get();
        Team one = Team.of(1);
        Panels x = new Panels(n, d, lanes.width());
        Panels y = new Panels(n, d, lanes.width());
        x.pack(Points.uniform(n, d, SEED), one);
        y.pack(Points.gaussian(n, d, SEED), one);
        Lines lines = Lines.of(slices, x, y);
        DirectionSource directions = DirectionSource.open(Directions.iid(), d, slices, 1);
        DenseProjection projection = new DenseProjection(directions, 1, slices, 1, lanes);
        projection.draw(SEED);
        float[] sums = new float[FloatVector.SPECIES_PREFERRED.length()];
        double projected = 0;
        double peak = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = cpu();
            projection.project(0, x, y, lines, one);
            long middle = cpu();
            double flops = 0;
            for (int i = 0; i < 200; i++) {
                flops += multiply(2000, sums);
            }
            peak = Math.max(peak, flops / (cpu() - middle));
            projected = Math.max(projected, 4.0 * n * d * slices / (middle - begin));
        }
        if (Arrays.equals(sums, new float[sums.length])) {
            throw new IllegalStateException("nothing was multiplied");
        }
        return new double[] {projected, peak};
    }

    /** Twelve chains of fused multiplications in registers; how many operations that were. */
    private static double multiply(int count, float[] out) {
        VectorSpecies<Float> s = FloatVector.SPECIES_PREFERRED;
        FloatVector x = FloatVector.broadcast(s, 0.5f);
        FloatVector c0 = x;
        FloatVector c1 = x;
        FloatVector c2 = x;
        FloatVector c3 = x;
        FloatVector c4 = x;
        FloatVector c5 = x;
        FloatVector c6 = x;
        FloatVector c7 = x;
        FloatVector c8 = x;
        FloatVector c9 = x;
        FloatVector ca = x;
        FloatVector cb = x;
        for (int i = 0; i < count; i++) {
            c0 = x.fma(x, c0);
            c1 = x.fma(x, c1);
            c2 = x.fma(x, c2);
            c3 = x.fma(x, c3);
            c4 = x.fma(x, c4);
            c5 = x.fma(x, c5);
            c6 = x.fma(x, c6);
            c7 = x.fma(x, c7);
            c8 = x.fma(x, c8);
            c9 = x.fma(x, c9);
            ca = x.fma(x, ca);
            cb = x.fma(x, cb);
        }
        c0.add(c1).add(c2.add(c3)).add(c4.add(c5)).add(c6.add(c7)).add(c8.add(c9)).add(ca.add(cb)).intoArray(out, 0);
        return 24.0 * count * s.length();
    }
}
