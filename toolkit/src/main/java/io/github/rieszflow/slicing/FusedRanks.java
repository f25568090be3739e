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
    /** How much fuller than the mean a high digit may be. */
    private static final int CROWDED = 64;
    /** Ties matter where more than one particle in this many sits on a target. */
    private static final int TIED = 100;
    /** Up to this many in one high digit are never too many. */
    private static final int SPARSE = 4;
    /** Lines of so few particles are sorted: too few to see outliers among the targets by. */
    private static final int FEW = 64;

    /** Moves a key to the top of an int. */
    static final int TOP = 32 - LineScratch.KEY_BITS;

    private final boolean split;
    private final Lanes lanes;
    private boolean sort;

    FusedRanks(Ties ties, Lanes lanes) {
        this.split = ties == Ties.SPLIT;
        this.lanes = lanes;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {
        sort = !split
                || sorts(p, xo, yo, s, same)
                // Signed counts in units of the greatest common divisor must fit into an int.
                || 2.0 * s.particles / gcd(s.particles, s.targets) * s.targets > Integer.MAX_VALUE;
    }

    /** Whether lines have to be sorted: there are few particles, or many of them sit on targets. */
    static boolean sorts(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {
        return s.particles <= FEW || s.tied(p, xo, yo, TIED, same);
    }

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        int n = s.particles;
        int m = s.targets;
        if (sort || !keys(p, xo, yo, lanes, s)) {
            SortedLine.gradient(p, xo, yo, s, split);
            return;
        }
        int divisor = gcd(n, m);
        int particle = -2 * (m / divisor);
        int target = 2 * (n / divisor);
        float unit = (float) (1 / ((double) n / divisor * m));
        boolean ranked = s.local
                ? PartitionedRanks.gradient(s, row % 2 == 0, particle, target, unit, p, xo)
                : fused(s, row % 2 == 0, particle, target, unit, p, xo);
        if (!ranked) {
            SortedLine.gradient(p, xo, yo, s, split);
        }
    }

    private static boolean fused(
            LineScratch s, boolean particlesFirst, int particle, int target, float unit, float[] p, int xo) {
        int n = s.particles;
        int m = s.targets;
        int lowBits = s.lowBits;
        Arrays.fill(s.low, 0);
        Arrays.fill(s.high, 0);
        Arrays.fill(s.running, 0);
        count(s.keys, 0, n, lowBits, s.low, s.high);
        count(s.keys, n, n + m, lowBits, s.low, s.running);
        if (weigh(s.high, s.running, particle, target, tooMany(n, s.high.length))) {
            return false;
        }
        starts(s.running);
        starts(s.low);
        if (particlesFirst) {
            scatterParticles(s.keys, n, s.low, s.order);
            scatterTargets(s.keys, n, m, s.low, s.order);
        } else {
            scatterTargets(s.keys, n, m, s.low, s.order);
            scatterParticles(s.keys, n, s.low, s.order);
        }
        emit(s.order, n + m, n, s.highBits, s.running, particle, target, s.keys);
        scale(s.keys, n, unit, p, xo);
        return true;
    }

    /** More particles than this on one of this many high digits say that outliers waste the bits of the keys. */
    static int tooMany(int particles, int digits) {
        return (int) Math.max(SPARSE, (long) CROWDED * particles / digits);
    }

    /** Whether one of the high digits has too many of the particles. */
    static boolean crowded(int[] counts, int particles) {
        int most = tooMany(particles, counts.length);
        for (int count : counts) {
            if (count > most) {
                return true;
            }
        }
        return false;
    }

    /** Fills the keys; false if the range is no number to divide by. */
    static boolean keys(float[] p, int xo, int yo, Lanes lanes, LineScratch s) {
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

    // Each loop is a method of its own: inlined into one big method they compile to slower code. What is written here
    // to save instructions matters, as all tables stay in the caches: shifts by variable amounts compete for one
    // register and cost a quarter of a pass; a maximum is twice as slow as the sign of differences. Tried in vain:
    // buckets by the high digit with insertion inside, keys of fewer bits (20 bits double the error).

    private static void count(int[] keys, int from, int to, int lowBits, int[] low, int[] high) {
        for (int i = from; i < to; i++) {
            int key = keys[i];
            low[key & (low.length - 1)]++;
            high[key >>> lowBits]++;
        }
    }

    /** From the targets on each high digit to the signed weight of all points there; whether one has too many particles. */
    private static boolean weigh(int[] particles, int[] running, int particle, int target, int most) {
        int room = 0;
        for (int i = 0; i < running.length; i++) {
            int x = particles[i];
            running[i] = x * particle + running[i] * target;
            room |= most - x;
        }
        return room < 0;
    }

    /** From counts, a multiple of four of them, to the sums of all counts before. */
    static void starts(int[] counts) {
        int sum = 0;
        for (int i = 0; i < counts.length - 3; i += 4) {
            int one = counts[i];
            int two = one + counts[i + 1];
            int three = two + counts[i + 2];
            int four = three + counts[i + 3];
            counts[i] = sum;
            counts[i + 1] = sum + one;
            counts[i + 2] = sum + two;
            counts[i + 3] = sum + three;
            sum += four;
        }
    }

    /** To the place its low digit says: the high digit at the top of an int, the index below. */
    private static void scatterParticles(int[] keys, int n, int[] low, int[] order) {
        int mask = low.length - 1;
        for (int i = 0; i < n; i++) {
            int key = keys[i];
            order[low[key & mask]++] = ((key & ~mask) << TOP) | i;
        }
    }

    /** All targets get the index n: which one it was is of no use. */
    private static void scatterTargets(int[] keys, int n, int m, int[] low, int[] order) {
        int mask = low.length - 1;
        for (int i = n; i < n + m; i++) {
            int key = keys[i];
            order[low[key & mask]++] = ((key & ~mask) << TOP) | n;
        }
    }

    private static void emit(
            int[] order, int all, int n, int highBits, int[] running, int particle, int target, int[] out) {
        int mask = -1 >>> highBits;
        // A shift by a product.
        long shift = 1L << highBits;
        for (int i = 0; i < all; i++) {
            int packed = order[i];
            int digit = (int) (((packed & 0xFFFFFFFFL) * shift) >>> 32);
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
