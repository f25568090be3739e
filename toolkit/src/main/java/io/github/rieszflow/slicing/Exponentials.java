package io.github.rieszflow.slicing;

/**
 * The innermost loops of {@link RieszSums}: e^{−λ_k Δ_i} for a tile of gaps Δ_i, four nodes λ_k at a time, and the sums
 * that run along the places with them.
 *
 * <p>Nodes grow like 3^(k/chains), so that no exponential is needed: with f = e^{−t} − 1 tripling t is f ← f (3 + 3f + f²),
 * which keeps all digits of f however small it is. Only sums and products in a fixed order: the same bits on every JVM.
 */
final class Exponentials {
    /** Places in a tile: few enough that four rows of everything stay in the first cache. */
    static final int TILE = 128;
    /** Nodes in a group. */
    static final int GROUP = 4;

    /** Gaps before and after each place: one more than places. */
    private static final int ROW = TILE + 1;

    private final double[] gap = new double[ROW];
    private final double[] f = new double[GROUP * ROW];
    private final double[] decay = new double[GROUP * ROW];
    /** 1 − e^{−2t}, or t + f = ∫ (1 − e^{−s}) ds over (0,t). */
    private final double[] once = new double[GROUP * ROW];
    /** t + f − f²/2 = ∫ (1 − e^{−s})² ds over (0,t). */
    private final double[] twice = new double[GROUP * ROW];
    /** For each node what goes on to the next tile. */
    private double[] carry = {};

    private int alive;
    private int from;
    private int count;

    /** Before a sweep with nodes up to this many. */
    void begin(int nodes) {
        if (carry.length < nodes) {
            carry = new double[nodes];
        }
        java.util.Arrays.fill(carry, 0);
        alive = 0;
    }

    /** After a tile in which only this many nodes mattered: to the others all is far away. */
    void end(int nodes) {
        if (nodes < alive) {
            java.util.Arrays.fill(carry, nodes, alive, 0);
        }
        alive = nodes;
    }

    /** Σ_k weight_k carry_k². */
    double rest(double[] weight) {
        double sum = 0;
        for (int k = 0; k < alive; k++) {
            sum += weight[k] * carry[k] * carry[k];
        }
        return sum;
    }

    /** Loads the gaps around the places of a tile, relative to the range; returns the smallest. */
    double load(Sites s, int first) {
        double range = s.range();
        from = first;
        count = Math.min(TILE, s.count() - first);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= count; i++) {
            int next = first + i;
            if (next == 0 || next == s.count()) {
                gap[i] = 0;
            } else {
                gap[i] = (s.at[next] - s.at[next - 1]) / range;
                least = Math.min(least, gap[i]);
            }
        }
        return least;
    }

    /** Σ m² over the places of the tile. */
    double squaresOfMasses(double[] mass) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += mass[i] * mass[i];
        }
        return sum;
    }

    /** Σ 2ΔC² over the gaps after the places of the tile. */
    double energy(double[] below) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 2 * gap[i + 1] * below[from + i] * below[from + i];
        }
        return sum;
    }

    /** Σ m² − 4Cm over the places of the tile. */
    double mixed(double[] mass, double[] below) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += mass[i] * (mass[i] - 4 * below[i]);
        }
        return sum;
    }

    /** Goes on to the four nodes from node k on; groups come in order. */
    void group(int k, double[] lambda, int chains) {
        for (int row = 0; row < GROUP; row++) {
            int to = row * ROW;
            if (k + row < chains) {
                start(gap, count + 1, lambda[k + row], f, to);
            } else {
                triple(f, (row + GROUP - chains) % GROUP * ROW, to, count + 1);
            }
            decay(f, to, count + 1, decay);
        }
    }

    /** The same with integrals. */
    void groupWithIntegrals(int k, double[] lambda, int chains) {
        for (int row = 0; row < GROUP; row++) {
            int to = row * ROW;
            if (k + row < chains) {
                start(gap, count + 1, lambda[k + row], f, to);
                startIntegrals(gap, count + 1, lambda[k + row], once, twice, to);
            } else {
                int source = (row + GROUP - chains) % GROUP * ROW;
                tripleIntegrals(f, once, twice, source, to, count + 1);
                triple(f, source, to, count + 1);
            }
        }
    }

    /** Adds Σ_k weight_k Σ_{j ≤ i} m_j e^{−λ_k (z_i − z_j)} to the force at each place i of the tile. */
    void up(Sites s, double[] weight, int k) {
        up(decay, count, s.mass, from, weight, k, carry, s.force);
    }

    /** Subtracts Σ_k weight_k Σ_{j ≥ i} m_j e^{−λ_k (z_j − z_i)} from the force at each place i of the tile. */
    void down(Sites s, double[] weight, int k) {
        down(decay, count, s.mass, from, weight, k, carry, s.force);
    }

    /** Σ_k weight_k 2λ_k ∫ A² over the gaps after the places of the tile. */
    double squares(Sites s, double[] weight, int k) {
        for (int row = 0; row < GROUP; row++) {
            loss(f, row * ROW, count + 1, once);
        }
        return squares(decay, once, count, s.mass, from, weight, k, carry);
    }

    /** Σ_k weight_k 2λ_k ∫ (C − A)² over the gaps after the places of the tile. */
    double differences(double[] below, double[] weight, double[] lambda, int k) {
        double sum = 0;
        for (int row = 0; row < GROUP; row++) {
            double before = from == 0 ? 0 : below[from - 1];
            sum += 2 * weight[k + row] * differences(lambda[k + row], row * ROW, below, before, k + row);
        }
        return sum;
    }

    // Each loop is a method of its own: the simple ones become vector code, the others keep four sums in registers.

    /** By its series: t is small at the first nodes. */
    private static void start(double[] gap, int n, double lambda, double[] f, int o) {
        for (int i = 0; i < n; i++) {
            double t = lambda * gap[i];
            double s = 1 - t * (1.0 / 4) * (1 - t * (1.0 / 5) * (1 - t * (1.0 / 6) * (1 - t * (1.0 / 7))));
            f[o + i] = -t * (1 - t * (1.0 / 2) * (1 - t * (1.0 / 3) * s));
        }
    }

    private static void startIntegrals(double[] gap, int n, double lambda, double[] once, double[] twice, int o) {
        for (int i = 0; i < n; i++) {
            double t = lambda * gap[i];
            double s = 1 - t / 4 * (1 - t / 5 * (1 - t / 6 * (1 - t / 7)));
            once[o + i] = t * t / 2 * (1 - t / 3 * s);
            s = -1.0 / 24 + t * (31.0 / 2520 - t / 320);
            twice[o + i] = t * t * t * (1.0 / 3 + t * (-1.0 / 4 + t * (7.0 / 60 + t * s)));
        }
    }

    private static void triple(double[] f, int source, int to, int n) {
        for (int i = 0; i < n; i++) {
            double v = f[source + i];
            f[to + i] = v * Math.fma(v, 3 + v, 3);
        }
    }

    /** All terms are positive, as 8 + 7.5f + 3f² + f³/2 is for f in [−1, 0]. */
    private static void tripleIntegrals(double[] f, double[] once, double[] twice, int source, int to, int n) {
        for (int i = 0; i < n; i++) {
            double v = f[source + i];
            double square = v * v;
            once[to + i] = Math.fma(square, 3 + v, 3 * once[source + i]);
            double more = Math.fma(v, Math.fma(v, Math.fma(v, 0.5, 3), 7.5), 8);
            twice[to + i] = Math.fma(-square * v, more, 3 * twice[source + i]);
        }
    }

    private static void decay(double[] f, int o, int n, double[] decay) {
        for (int i = 0; i < n; i++) {
            decay[o + i] = 1 + f[o + i];
        }
    }

    private static void loss(double[] f, int o, int n, double[] loss) {
        for (int i = 0; i < n; i++) {
            loss[o + i] = -f[o + i] * (2 + f[o + i]);
        }
    }

    private static void up(
            double[] decay, int n, double[] mass, int o, double[] weight, int k, double[] carry, double[] out) {
        double w0 = weight[k];
        double w1 = weight[k + 1];
        double w2 = weight[k + 2];
        double w3 = weight[k + 3];
        double a0 = carry[k];
        double a1 = carry[k + 1];
        double a2 = carry[k + 2];
        double a3 = carry[k + 3];
        for (int i = 0; i < n; i++) {
            double m = mass[o + i];
            a0 = Math.fma(a0, decay[i], m);
            a1 = Math.fma(a1, decay[ROW + i], m);
            a2 = Math.fma(a2, decay[2 * ROW + i], m);
            a3 = Math.fma(a3, decay[3 * ROW + i], m);
            out[o + i] += Math.fma(w0, a0, w1 * a1) + Math.fma(w2, a2, w3 * a3);
        }
        carry[k] = a0;
        carry[k + 1] = a1;
        carry[k + 2] = a2;
        carry[k + 3] = a3;
    }

    private static void down(
            double[] decay, int n, double[] mass, int o, double[] weight, int k, double[] carry, double[] out) {
        double w0 = weight[k];
        double w1 = weight[k + 1];
        double w2 = weight[k + 2];
        double w3 = weight[k + 3];
        double a0 = carry[k];
        double a1 = carry[k + 1];
        double a2 = carry[k + 2];
        double a3 = carry[k + 3];
        for (int i = n - 1; i >= 0; i--) {
            double m = mass[o + i];
            a0 = Math.fma(a0, decay[i + 1], m);
            a1 = Math.fma(a1, decay[ROW + i + 1], m);
            a2 = Math.fma(a2, decay[2 * ROW + i + 1], m);
            a3 = Math.fma(a3, decay[3 * ROW + i + 1], m);
            out[o + i] -= Math.fma(w0, a0, w1 * a1) + Math.fma(w2, a2, w3 * a3);
        }
        carry[k] = a0;
        carry[k + 1] = a1;
        carry[k + 2] = a2;
        carry[k + 3] = a3;
    }

    private static double squares(
            double[] decay, double[] loss, int n, double[] mass, int o, double[] weight, int k, double[] carry) {
        double a0 = carry[k];
        double a1 = carry[k + 1];
        double a2 = carry[k + 2];
        double a3 = carry[k + 3];
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < n; i++) {
            double m = mass[o + i];
            a0 = Math.fma(a0, decay[i], m);
            a1 = Math.fma(a1, decay[ROW + i], m);
            a2 = Math.fma(a2, decay[2 * ROW + i], m);
            a3 = Math.fma(a3, decay[3 * ROW + i], m);
            s0 = Math.fma(a0 * a0, loss[i + 1], s0);
            s1 = Math.fma(a1 * a1, loss[ROW + i + 1], s1);
            s2 = Math.fma(a2 * a2, loss[2 * ROW + i + 1], s2);
            s3 = Math.fma(a3 * a3, loss[3 * ROW + i + 1], s3);
        }
        carry[k] = a0;
        carry[k + 1] = a1;
        carry[k + 2] = a2;
        carry[k + 3] = a3;
        return (weight[k] * s0 + weight[k + 1] * s1) + (weight[k + 2] * s2 + weight[k + 3] * s3);
    }

    /**
     * For one node: D = C − A is continuous, and along a gap it moves toward C: D ← D e^{−t} + C (1 − e^{−t}). The integral of
     * its square is written with D where t is small and with C where t is large, so that little cancels.
     */
    private double differences(double lambda, int row, double[] below, double before, int k) {
        double d = carry[k];
        double c = before;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double decay = f[row + i];
            d = Math.fma(d, 1 + decay, -c * decay);
            c = below[from + i];
            double a = c - d;
            double t = lambda * gap[i + 1];
            if (t > 1) {
                double g = f[row + i + 1];
                sum += Math.fma(c, Math.fma(c, t, 2 * a * g), -a * a * g * (1 + g / 2));
            } else {
                sum += Math.fma(d, Math.fma(d, t, 2 * a * once[row + i + 1]), a * a * twice[row + i + 1]);
            }
        }
        carry[k] = d;
        return sum;
    }
}
