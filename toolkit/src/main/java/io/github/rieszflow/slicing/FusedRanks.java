package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * Exact ranks without a sort. Projections become 22-bit keys; a counting sort by the low digit visits them so that, per
 * high digit, they come in order; one running sum per high digit is then the gradient.
 *
 * <p>Keys that agree are rounding, not ties: whether particles or targets come first alternates from line to line, so
 * that none is favoured. Where particles really sit on targets, lines are sorted instead.
 */
final class FusedRanks implements LineStage {
    /** A high digit this much fuller than the mean one says that outliers waste the bits of the keys. */
    private static final int CROWDED = 64;
    /** One particle in so many on a target makes ties matter. */
    private static final int TIED = 100;
    /** So many in one high digit are never too many. */
    private static final int SPARSE = 4;
    /** Lines of so few particles are sorted: too few to see outliers among the targets by. */
    private static final int FEW = 64;

    private final boolean split;
    private final Lanes lanes;
    private boolean sort;

    FusedRanks(Ties ties, Lanes lanes) {
        this.split = ties == Ties.SPLIT;
        this.lanes = lanes;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s) {
        sort = !split
                || s.particles <= FEW
                || SortedLine.tied(p, xo, yo, s) > s.particles / TIED
                // Signed counts in units of the greatest common divisor must fit into an int.
                || 2.0 * s.particles / gcd(s.particles, s.targets) * s.targets > Integer.MAX_VALUE;
    }

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        int n = s.particles;
        int m = s.targets;
        if (sort || !keys(p, xo, yo, s)) {
            SortedLine.gradient(p, xo, yo, s, split);
            return;
        }
        int lowBits = s.lowBits;
        int lows = 1 << lowBits;
        int highs = 1 << s.highBits;
        Arrays.fill(s.low, 0, lows, 0);
        Arrays.fill(s.running, 0, highs, 0);
        int divisor = gcd(n, m);
        int particle = -2 * (m / divisor);
        int target = 2 * (n / divisor);
        count(s.keys, 0, n, lowBits, s.low, s.running, 1);
        int fullest = fullest(s.running, highs);
        weigh(s.running, highs, particle);
        count(s.keys, n, n + m, lowBits, s.low, s.running, target);
        if (fullest > Math.max(SPARSE, (long) CROWDED * n / highs)) {
            SortedLine.gradient(p, xo, yo, s, split);
            return;
        }
        starts(s.low, lows);
        starts(s.running, highs);
        int indexBits = 32 - s.highBits;
        if (row % 2 == 0) {
            scatterParticles(s.keys, n, lowBits, indexBits, s.low, s.order);
            scatterTargets(s.keys, n, m, lowBits, indexBits, s.low, s.order);
        } else {
            scatterTargets(s.keys, n, m, lowBits, indexBits, s.low, s.order);
            scatterParticles(s.keys, n, lowBits, indexBits, s.low, s.order);
        }
        emit(s.order, n + m, n, indexBits, s.running, particle, target, s.keys);
        scale(s.keys, n, (float) (1 / ((double) n / divisor * m)), p, xo);
    }

    /** Fills the keys; false if the range is no number to divide by. */
    private boolean keys(float[] p, int xo, int yo, LineScratch s) {
        s.range[0] = Float.POSITIVE_INFINITY;
        s.range[1] = Float.NEGATIVE_INFINITY;
        lanes.range(p, xo, s.particles, s.range);
        lanes.range(p, yo, s.targets, s.range);
        float scale = (float) (((1 << LineScratch.KEY_BITS) - 2) / ((double) s.range[1] - s.range[0]));
        // Also the difference of two floats must be one.
        if (!Float.isFinite(scale) || !Float.isFinite(s.range[1] - s.range[0])) {
            return false;
        }
        lanes.quantise(p, xo, s.particles, s.range[0], scale, s.keys, 0);
        lanes.quantise(p, yo, s.targets, s.range[0], scale, s.keys, s.particles);
        return true;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    // Each loop is a method of its own: inlined into one big method they compile to slower code.

    private static void count(int[] keys, int from, int to, int lowBits, int[] low, int[] high, int weight) {
        int mask = (1 << lowBits) - 1;
        for (int i = from; i < to; i++) {
            int key = keys[i];
            low[key & mask]++;
            high[key >>> lowBits] += weight;
        }
    }

    private static int fullest(int[] counts, int n) {
        int most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, counts[i]);
        }
        return most;
    }

    private static void weigh(int[] counts, int n, int weight) {
        for (int i = 0; i < n; i++) {
            counts[i] *= weight;
        }
    }

    /** From counts to the sums of all counts before. */
    private static void starts(int[] counts, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
    }

    private static void scatterParticles(int[] keys, int n, int lowBits, int indexBits, int[] low, int[] order) {
        int mask = (1 << lowBits) - 1;
        for (int i = 0; i < n; i++) {
            int key = keys[i];
            order[low[key & mask]++] = ((key >>> lowBits) << indexBits) | i;
        }
    }

    /** All targets get the index n: nobody asks which one it was. */
    private static void scatterTargets(int[] keys, int n, int m, int lowBits, int indexBits, int[] low, int[] order) {
        int mask = (1 << lowBits) - 1;
        for (int i = n; i < n + m; i++) {
            int key = keys[i];
            order[low[key & mask]++] = ((key >>> lowBits) << indexBits) | n;
        }
    }

    private static void emit(
            int[] order, int all, int n, int indexBits, int[] running, int particle, int target, int[] out) {
        int mask = (1 << indexBits) - 1;
        for (int i = 0; i < all; i++) {
            int packed = order[i];
            int digit = packed >>> indexBits;
            int index = packed & mask;
            int weight = index < n ? particle : target;
            int sum = running[digit];
            running[digit] = sum + weight;
            out[index] = sum + (weight >> 1);
        }
    }

    private static void scale(int[] counts, int n, float unit, float[] p, int xo) {
        for (int i = 0; i < n; i++) {
            p[xo + i] = counts[i] * unit;
        }
    }
}
