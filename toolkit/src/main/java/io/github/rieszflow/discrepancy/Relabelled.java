package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.discrepancy.Pool.BATCH;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/** MMD² for many labellings of the same points: what does not depend on labels is done once. */
interface Relabelled extends AutoCloseable {
    /**
     * MMD² for eight labellings at once.
     *
     * @param signs T×8 signed weights
     * @param out receives eight numbers; modified
     */
    void squared(double[] signs, double[] out);

    /**
     * The mean of ρ(x,y) = f(0) − f(‖x−y‖) over pairs, E‖X−Y‖^r for the Riesz kernel, between two measures on the points. With it
     * MMD² = 2 mean(a,b) − mean(a,a) − mean(b,b).
     *
     * @param a T weights that add up to 1
     * @param b T weights that add up to 1
     * @return the mean, by slices where these are what is relabelled
     */
    double mean(double[] a, double[] b);

    /** How long one call takes, in additions: which sets how often to check for an interrupt. */
    double work();

    /** Who shares the work of many calls. */
    default Team team() {
        return Team.standard();
    }

    @Override
    default void close() {}

    /**
     * All pairs: Σ s_i s_j (K(z_i,z_j) − f(0)) with all terms kept, 4T(T−1) bytes. As the signed weights add up to 0, taking f(0)
     * off changes nothing, and pairs of a point with itself drop out.
     */
    static Relabelled pairs(Points z, RadialKernel kernel) {
        int size = z.size();
        double bytes = 4.0 * size * (size - 1.0);
        String fix = "take fewer points, or the sliced test: with(Mmd.riesz(1).sliced(P))";
        if (bytes > 8.0 * (Integer.MAX_VALUE - 8)) {
            throw new IllegalArgumentException("the exact test with " + size + " points would take "
                    + Memory.text(bytes) + ", one array holds at most " + Memory.text(8.0 * Integer.MAX_VALUE) + ": "
                    + fix);
        }
        Memory.require(bytes, "the exact test with " + size + " points", fix);
        double[] distances = new double[(int) ((long) size * (size - 1) / 2)];
        Pairwise.with(kernel, z).lowerTriangle(z::get, distances);
        double own = Pairwise.profile(kernel).value(0);
        for (int k = 0; own != 0 && k < distances.length; k++) {
            distances[k] -= own;
        }
        return new Relabelled() {
            @Override
            public void squared(double[] signs, double[] out) {
                allPairs(distances, size, signs, out);
            }

            @Override
            public double mean(double[] a, double[] b) {
                double sum = 0;
                int at = 0;
                for (int i = 1; i < size; i++) {
                    double withA = 0;
                    double withB = 0;
                    for (int j = 0; j < i; j++) {
                        double distance = distances[at++];
                        withA += distance * a[j];
                        withB += distance * b[j];
                    }
                    sum += a[i] * withB + b[i] * withA;
                }
                return sum;
            }

            @Override
            public double work() {
                return (double) BATCH * distances.length;
            }
        };
    }

    private static void allPairs(double[] distances, int size, double[] s, double[] out) {
        Arrays.fill(out, 0);
        int at = 0;
        for (int i = 1; i < size; i++) {
            double a0 = 0;
            double a1 = 0;
            double a2 = 0;
            double a3 = 0;
            double a4 = 0;
            double a5 = 0;
            double a6 = 0;
            double a7 = 0;
            for (int o = 0; o < i * BATCH; o += BATCH) {
                double d = distances[at++];
                a0 = Math.fma(d, s[o], a0);
                a1 = Math.fma(d, s[o + 1], a1);
                a2 = Math.fma(d, s[o + 2], a2);
                a3 = Math.fma(d, s[o + 3], a3);
                a4 = Math.fma(d, s[o + 4], a4);
                a5 = Math.fma(d, s[o + 5], a5);
                a6 = Math.fma(d, s[o + 6], a6);
                a7 = Math.fma(d, s[o + 7], a7);
            }
            int o = i * BATCH;
            out[0] -= 2 * s[o] * a0;
            out[1] -= 2 * s[o + 1] * a1;
            out[2] -= 2 * s[o + 2] * a2;
            out[3] -= 2 * s[o + 3] * a3;
            out[4] -= 2 * s[o + 4] * a4;
            out[5] -= 2 * s[o + 5] * a5;
            out[6] -= 2 * s[o + 6] * a6;
            out[7] -= 2 * s[o + 7] * a7;
        }
    }

    /**
     * Lines, r = 1: c_{d,1}/P Σ_p 2 Σ_k (z_{k+1}−z_k) C_k² with C_k the signed weight up to the k-th point. All points are
     * projected and sorted here, once; a labelling needs one pass over each sorted line. 12PT bytes.
     */
    static Relabelled lines(Points z, Directions rule, int slices, Seed seed, Team team) {
        int size = z.size();
        int d = z.dimension();
        int count = d == 1 && rule.slices() == 0 ? 1 : slices;
        Memory.require(
                12.0 * count * size + 16.0 * size,
                "the sliced test with " + size + " points and " + count + " slices",
                "take fewer points or slices");
        DirectionSource directions = DirectionSource.open(rule, d, count, team.threads());
        float[] rows = new float[Math.multiplyExact(count, d)];
        directions.draw(seed, rows);
        double constant = 2 * SlicingConstant.of(directions.space(), 1);
        int[][] order = new int[count][];
        double[][] gaps = new double[count][];
        Points near = Origin.of(z).from(z);
        team.run(count, 1, (p, worker) -> {
            double scale = directions.weighted() ? constant * directions.weight(p) : constant / count;
            long[] keys = keys(near, rows, p * d);
            order[p] = new int[size];
            gaps[p] = new double[size];
            for (int k = 0; k < size; k++) {
                order[p][k] = (int) keys[k] * BATCH;
                gaps[p][k] = k + 1 < size ? scale * ((double) number(keys[k + 1]) - number(keys[k])) : 0;
            }
        });
        return new Relabelled() {
            @Override
            public void squared(double[] signs, double[] out) {
                Arrays.fill(out, 0);
                for (int p = 0; p < count; p++) {
                    oneLine(order[p], gaps[p], signs, out);
                }
            }

            /** On a line E|X−Y| = ∫ A(1−B) + B(1−A) for the distribution functions A and B. */
            @Override
            public double mean(double[] a, double[] b) {
                double sum = 0;
                for (int p = 0; p < count; p++) {
                    double belowA = 0;
                    double belowB = 0;
                    for (int k = 0; k < size; k++) {
                        int i = order[p][k] / BATCH;
                        belowA += a[i];
                        belowB += b[i];
                        sum += gaps[p][k] * (belowA * (1 - belowB) + belowB * (1 - belowA));
                    }
                }
                return sum / 2;
            }

            @Override
            public double work() {
                return (double) BATCH * count * size;
            }

            @Override
            public Team team() {
                return team;
            }
        };
    }

    private static void oneLine(int[] order, double[] gaps, double[] s, double[] out) {
        double c0 = 0;
        double c1 = 0;
        double c2 = 0;
        double c3 = 0;
        double c4 = 0;
        double c5 = 0;
        double c6 = 0;
        double c7 = 0;
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double a4 = 0;
        double a5 = 0;
        double a6 = 0;
        double a7 = 0;
        for (int k = 0; k < order.length; k++) {
            int o = order[k];
            double gap = gaps[k];
            c0 += s[o];
            c1 += s[o + 1];
            c2 += s[o + 2];
            c3 += s[o + 3];
            c4 += s[o + 4];
            c5 += s[o + 5];
            c6 += s[o + 6];
            c7 += s[o + 7];
            a0 = Math.fma(gap * c0, c0, a0);
            a1 = Math.fma(gap * c1, c1, a1);
            a2 = Math.fma(gap * c2, c2, a2);
            a3 = Math.fma(gap * c3, c3, a3);
            a4 = Math.fma(gap * c4, c4, a4);
            a5 = Math.fma(gap * c5, c5, a5);
            a6 = Math.fma(gap * c6, c6, a6);
            a7 = Math.fma(gap * c7, c7, a7);
        }
        out[0] += a0;
        out[1] += a1;
        out[2] += a2;
        out[3] += a3;
        out[4] += a4;
        out[5] += a5;
        out[6] += a6;
        out[7] += a7;
    }

    /** Projections in order, as keys that hold the number and the point. */
    private static long[] keys(Points z, float[] directions, int o) {
        int d = z.dimension();
        long[] keys = new long[z.size()];
        java.nio.FloatBuffer values = z.values();
        float[] row = new float[d];
        for (int i = 0; i < keys.length; i++) {
            values.get(row);
            double sum = 0;
            for (int k = 0; k < d; k++) {
                sum += (double) directions[o + k] * row[k];
            }
            // Adding 0 makes −0 and 0 equal; the bits of negative numbers grow downwards.
            int bits = Float.floatToIntBits((float) sum + 0f);
            keys[i] = (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | i;
        }
        Arrays.sort(keys);
        return keys;
    }

    private static float number(long key) {
        int bits = (int) (key >> 32);
        return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }
}
