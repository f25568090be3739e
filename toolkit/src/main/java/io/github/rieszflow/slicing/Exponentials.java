package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * The innermost loops of {@link RieszSums}: e^{−λ_k Δ_i} for a tile of gaps Δ_i, four nodes λ_k at a time, and the sums
 * that run along the places with them. Forces are found on several lines at once, which lie side by side in each row here: a sum
 * along a line waits for itself, those of other lines do not.
 *
 * <p>Nodes grow like 3^(k/chains), so that no exponential is needed: with f = e^{−t} − 1 tripling t is f ← f (3 + 3f + f²),
 * which keeps all digits of f however small it is. Only sums and products in a fixed order, which does not depend on what
 * other lines there are: the same bits on every JVM.
 */
final class Exponentials {
    /** Places in a tile: few enough that four rows of everything, of four lines, stay in the first cache. */
    static final int TILE = 64;
    /** Nodes in a group. */
    static final int GROUP = 4;

    /** Gaps before and after each place: one more than places. */
    private static final int ROW = TILE + 1;

    /** How many lines lie side by side. */
    private int width;
    /** Length of a row: gaps of all lines. */
    private int row;

    private double[] gap = {};
    private double[] f = {};
    /** 1 − e^{−2t}, or t + f = ∫ (1 − e^{−s}) ds over (0,t). */
    private double[] once = {};
    /** t + f − f²/2 = ∫ (1 − e^{−s})² ds over (0,t). */
    private double[] twice = {};

    private double[] mass = {};
    private double[] force = {};
    /** Weights of a group on each line. */
    private double[] weights = {};
    /** For each node what goes on to the next tile. */
    private double[] carry = {};

    /** How many nodes matter on each line in this tile. */
    private int[] nodes = {};

    /** From which node on nothing goes on to this tile, on any line. */
    private int reached;

    private int from;
    private int count;

    /** Before a sweep with nodes up to this many on so many lines. */
    void begin(int most, int lines) {
        if (width != lines) {
            width = lines;
            row = ROW * lines;
            gap = new double[row];
            f = new double[GROUP * row];
            mass = new double[TILE * lines];
            force = new double[TILE * lines];
            weights = new double[GROUP * lines];
            carry = new double[most * lines];
            nodes = new int[lines];
        }
        if (carry.length < most * lines) {
            carry = new double[most * lines];
        }
        // Lines that are missing stay at 0.
        Arrays.fill(gap, 0);
        Arrays.fill(mass, 0);
        Arrays.fill(carry, 0);
        Arrays.fill(nodes, 0);
        reached = 0;
    }

    /** After a tile: to nodes that did not matter on a line, all there is far away, whether another line had them run or not. */
    void end() {
        int most = most();
        for (int line = 0; line < width; line++) {
            for (int k = nodes[line]; k < Math.max(most, reached); k++) {
                carry[k * width + line] = 0;
            }
        }
        reached = most;
    }

    /** Σ_k weight_k carry_k² of one line. */
    double rest(double[] weight) {
        double sum = 0;
        for (int k = 0; k < reached; k++) {
            sum += weight[k] * carry[k] * carry[k];
        }
        return sum;
    }

    /** How many places a line has in the tile that begins with this one. */
    private static int places(Sites s, int first) {
        return Math.max(0, Math.min(TILE, s.count() - first));
    }

    /** Begins with a tile, in which the longest line has so many places. */
    void tile(int first, int longest) {
        from = first;
        count = Math.min(TILE, longest - first);
    }

    /**
     * Loads the gaps around the places of a line in the tile, relative to the range, and 0 behind its end.
     *
     * @return the smallest
     */
    double load(Sites s, int line) {
        double range = s.range();
        int own = places(s, from);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= count; i++) {
            int next = from + i;
            double here = 0;
            if (i <= own && next > 0 && next < s.count()) {
                here = (s.at[next] - s.at[next - 1]) / range;
                least = Math.min(least, here);
            }
            gap[i * width + line] = here;
        }
        return least;
    }

    /** Says how many nodes matter on a line in the tile. */
    void matter(int line, int many) {
        nodes[line] = many;
    }

    /** How many matter on some line. */
    int most() {
        int most = 0;
        for (int many : nodes) {
            most = Math.max(most, many);
        }
        return most;
    }

    /** Loads the masses of a line in the tile and the forces found so far. */
    void loadMasses(Sites s, int line) {
        int own = places(s, from);
        for (int i = 0; i < count; i++) {
            mass[i * width + line] = i < own ? s.mass[from + i] : 0;
            force[i * width + line] = i < own ? s.force[from + i] : 0;
        }
    }

    /** Gives the forces of a line back. */
    void store(Sites s, int line) {
        int own = places(s, from);
        for (int i = 0; i < own; i++) {
            s.force[from + i] = force[i * width + line];
        }
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

    /** Goes on to the four nodes from node k on of one line; groups come in order. */
    void group(int k, double[] lambda, int chains) {
        if (k == 0) {
            before(lambda, chains);
        }
        for (int i = 0; i < GROUP; i++) {
            triple(f, (i + GROUP - chains) % GROUP * row, i * row, count + 1);
        }
    }

    /** A third of the first nodes, in the last rows. */
    private void before(double[] lambda, int chains) {
        for (int i = 0; i < chains; i++) {
            start(gap, (count + 1) * width, lambda[i] / 3, f, (GROUP - chains + i) * row);
        }
    }

    /** The same with integrals, on one line. */
    void groupWithIntegrals(int k, double[] lambda, int chains) {
        integrals();
        for (int i = 0; i < GROUP; i++) {
            int to = i * ROW;
            if (k + i < chains) {
                start(gap, count + 1, lambda[k + i], f, to);
                startIntegrals(gap, count + 1, lambda[k + i], once, twice, to);
            } else {
                int source = (i + GROUP - chains) % GROUP * ROW;
                tripleIntegrals(f, once, twice, source, to, count + 1);
                triple(f, source, to, count + 1);
            }
        }
    }

    /** Room for integrals, which only values need. */
    private void integrals() {
        if (once.length == 0) {
            once = new double[GROUP * ROW];
            twice = new double[GROUP * ROW];
        }
    }

    private void weigh(double[] weight, int k) {
        for (int i = 0; i < GROUP; i++) {
            for (int line = 0; line < width; line++) {
                weights[i * width + line] = k < nodes[line] ? weight[k + i] : 0;
            }
        }
    }

    /** Adds Σ_k weight_k Σ_{j ≤ i} m_j e^{−λ_k (z_i − z_j)} to the force at each place i of the tile, for four nodes from k on. */
    void up(Lanes lanes, double[] lambda, int chains, double[] weight, int k) {
        weigh(weight, k);
        if (width > 1) {
            pair(k, lambda, chains);
            lanes.up(f, 2 * row, row, count, mass, weights, carry, k * width, force);
        } else {
            group(k, lambda, chains);
            up(f, count, mass, weights, k, carry, force);
        }
    }

    /** Subtracts Σ_k weight_k Σ_{j ≥ i} m_j e^{−λ_k (z_j − z_i)} from the force at each place i of the tile, likewise. */
    void down(Lanes lanes, double[] lambda, int chains, double[] weight, int k) {
        weigh(weight, k);
        if (width > 1) {
            pair(k, lambda, chains);
            lanes.down(f, 2 * row, row, count, mass, weights, carry, k * width, force);
        } else {
            group(k, lambda, chains);
            down(f, count, mass, weights, k, carry, force);
        }
    }

    /** Lanes triple twice by themselves. */
    private void pair(int k, double[] lambda, int chains) {
        if (chains != 2) {
            throw new IllegalArgumentException("several lines go by two chains: received " + chains);
        }
        if (k == 0) {
            before(lambda, chains);
        }
    }

    /** Σ_k weight_k 2λ_k ∫ A² over the gaps after the places of the tile. */
    double squares(Sites s, double[] weight, int k) {
        integrals();
        for (int i = 0; i < GROUP; i++) {
            loss(f, i * ROW, count + 1, once);
        }
        return squares(f, once, count, s.mass, from, weight, k, carry);
    }

    /** Σ_k weight_k 2λ_k ∫ (C − A)² over the gaps after the places of the tile. */
    double differences(double[] below, double[] weight, double[] lambda, int k) {
        double sum = 0;
        for (int i = 0; i < GROUP; i++) {
            double before = from == 0 ? 0 : below[from - 1];
            sum += 2 * weight[k + i] * differences(lambda[k + i], i * ROW, below, before, k + i);
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

    private static void loss(double[] f, int o, int n, double[] loss) {
        for (int i = 0; i < n; i++) {
            loss[o + i] = -f[o + i] * (2 + f[o + i]);
        }
    }

    private static void up(double[] f, int n, double[] mass, double[] weights, int k, double[] carry, double[] out) {
        double w0 = weights[0];
        double w1 = weights[1];
        double w2 = weights[2];
        double w3 = weights[3];
        double a0 = carry[k];
        double a1 = carry[k + 1];
        double a2 = carry[k + 2];
        double a3 = carry[k + 3];
        for (int i = 0; i < n; i++) {
            double m = mass[i];
            a0 = Math.fma(a0, 1 + f[i], m);
            a1 = Math.fma(a1, 1 + f[ROW + i], m);
            a2 = Math.fma(a2, 1 + f[2 * ROW + i], m);
            a3 = Math.fma(a3, 1 + f[3 * ROW + i], m);
            out[i] += Math.fma(w0, a0, w1 * a1) + Math.fma(w2, a2, w3 * a3);
        }
        carry[k] = a0;
        carry[k + 1] = a1;
        carry[k + 2] = a2;
        carry[k + 3] = a3;
    }

    private static void down(double[] f, int n, double[] mass, double[] weights, int k, double[] carry, double[] out) {
        double w0 = weights[0];
        double w1 = weights[1];
        double w2 = weights[2];
        double w3 = weights[3];
        double a0 = carry[k];
        double a1 = carry[k + 1];
        double a2 = carry[k + 2];
        double a3 = carry[k + 3];
        for (int i = n - 1; i >= 0; i--) {
            double m = mass[i];
            a0 = Math.fma(a0, 1 + f[i + 1], m);
            a1 = Math.fma(a1, 1 + f[ROW + i + 1], m);
            a2 = Math.fma(a2, 1 + f[2 * ROW + i + 1], m);
            a3 = Math.fma(a3, 1 + f[3 * ROW + i + 1], m);
            out[i] -= Math.fma(w0, a0, w1 * a1) + Math.fma(w2, a2, w3 * a3);
        }
        carry[k] = a0;
        carry[k + 1] = a1;
        carry[k + 2] = a2;
        carry[k + 3] = a3;
    }

    private static double squares(
            double[] f, double[] loss, int n, double[] mass, int o, double[] weight, int k, double[] carry) {
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
            a0 = Math.fma(a0, 1 + f[i], m);
            a1 = Math.fma(a1, 1 + f[ROW + i], m);
            a2 = Math.fma(a2, 1 + f[2 * ROW + i], m);
            a3 = Math.fma(a3, 1 + f[3 * ROW + i], m);
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
