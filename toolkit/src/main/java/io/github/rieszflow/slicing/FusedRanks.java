package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * Exact ranks without a sort. Projections become 22-bit keys; a counting sort by the low digit visits them so that, per
 * high digit, they come in order; one running sum per high digit is then the gradient. A target counts half before and
 * half after the particles on its key, so a particle on its target feels no push.
 */
final class FusedRanks implements LineStage {
    /** A high digit this much fuller than the mean one says that outliers waste the bits of the keys. */
    private static final int CROWDED = 64;

    private final boolean split;
    private final Lanes lanes;

    FusedRanks(Ties ties, Lanes lanes) {
        this.split = ties == Ties.SPLIT;
        this.lanes = lanes;
    }

    @Override
    public void gradient(float[] p, int xo, int yo, LineScratch s) {
        int n = s.particles;
        int m = s.targets;
        int highBits = s.highBits;
        int lowBits = s.lowBits;
        int lows = 1 << lowBits;
        int highs = 1 << highBits;

        s.range[0] = Float.POSITIVE_INFINITY;
        s.range[1] = Float.NEGATIVE_INFINITY;
        lanes.range(p, xo, n, s.range);
        lanes.range(p, yo, m, s.range);
        float width = s.range[1] - s.range[0];
        float scale = width > 0 ? (float) (((1 << LineScratch.KEY_BITS) - 2) / (double) width) : 0;
        lanes.quantise(p, xo, n, s.range[0], scale, s.keys, 0);
        lanes.quantise(p, yo, m, s.range[0], scale, s.keys, n);

        Arrays.fill(s.lowParticles, 0, lows, 0);
        Arrays.fill(s.lowTargets, 0, lows, 0);
        Arrays.fill(s.highParticles, 0, highs, 0);
        Arrays.fill(s.highTargets, 0, highs, 0);
        count(s.keys, 0, n, lowBits, s.lowParticles, s.highParticles);
        count(s.keys, n, n + m, lowBits, s.lowTargets, s.highTargets);
        int divisor = gcd(n, m);
        long halfParticle = -(m / divisor);
        long halfTarget = n / divisor;
        int fullest = weigh(s, highs, 2 * halfParticle, 2 * halfTarget);
        if (fullest > CROWDED * Math.max(1L, (n + (long) m) / highs) || !Float.isFinite(scale)) {
            SortedLine.gradient(p, xo, yo, s, split);
            return;
        }
        starts(s.lowParticles, lows);
        starts(s.lowTargets, lows);
        scatterParticles(s.keys, n, lowBits, highBits, s.lowParticles, s.order);
        scatterTargets(s.keys, n, m, lowBits, s.lowTargets, s.high);
        double unit = 1 / ((double) n / divisor * m);
        if (split) {
            emitSplit(s, lows, 32 - highBits, halfParticle, halfTarget, p, xo, unit);
        } else {
            emitFrozen(s, lows, 32 - highBits, halfParticle, halfTarget, p, xo, unit);
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    // Each loop is a method of its own: inlined into one big method they compile to slower code.

    private static void count(int[] keys, int from, int to, int lowBits, int[] low, int[] high) {
        int mask = (1 << lowBits) - 1;
        for (int i = from; i < to; i++) {
            int key = keys[i];
            low[key & mask]++;
            high[key >>> lowBits]++;
        }
    }

    /** The signed weight below each high digit, and how many points the fullest one holds. */
    private static int weigh(LineScratch s, int highs, long particle, long target) {
        long sum = 0;
        int fullest = 0;
        for (int i = 0; i < highs; i++) {
            int x = s.highParticles[i];
            int y = s.highTargets[i];
            s.running[i] = sum;
            sum += x * particle + y * target;
            fullest = Math.max(fullest, x + y);
        }
        return fullest;
    }

    private static void starts(int[] counts, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
    }

    /** Leaves in low the end of each bucket. */
    private static void scatterParticles(int[] keys, int n, int lowBits, int highBits, int[] low, int[] order) {
        int mask = (1 << lowBits) - 1;
        int indexBits = 32 - highBits;
        for (int i = 0; i < n; i++) {
            int key = keys[i];
            order[low[key & mask]++] = ((key >>> lowBits) << indexBits) | i;
        }
    }

    private static void scatterTargets(int[] keys, int n, int m, int lowBits, int[] low, char[] high) {
        int mask = (1 << lowBits) - 1;
        for (int i = n; i < n + m; i++) {
            int key = keys[i];
            high[low[key & mask]++] = (char) (key >>> lowBits);
        }
    }

    private static void emitSplit(
            LineScratch s, int lows, int indexBits, long halfX, long halfY, float[] p, int xo, double unit) {
        int[] endX = s.lowParticles;
        int[] endY = s.lowTargets;
        int[] order = s.order;
        char[] high = s.high;
        long[] running = s.running;
        int mask = (1 << indexBits) - 1;
        int i = 0;
        int j = 0;
        for (int low = 0; low < lows; low++) {
            int toX = endX[low];
            int fromY = j;
            int toY = endY[low];
            for (; j < toY; j++) {
                running[high[j]] += halfY;
            }
            for (; i < toX; i++) {
                int packed = order[i];
                int digit = packed >>> indexBits;
                long sum = running[digit] + halfX;
                running[digit] = sum + halfX;
                p[xo + (packed & mask)] = (float) (sum * unit);
            }
            for (j = fromY; j < toY; j++) {
                running[high[j]] += halfY;
            }
        }
    }

    private static void emitFrozen(
            LineScratch s, int lows, int indexBits, long halfX, long halfY, float[] p, int xo, double unit) {
        int mask = (1 << indexBits) - 1;
        int i = 0;
        int j = 0;
        for (int low = 0; low < lows; low++) {
            int fromX = i;
            int toX = s.lowParticles[low];
            int fromY = j;
            int toY = s.lowTargets[low];
            for (j = fromY; j < toY; j++) {
                s.running[s.high[j]] += halfY;
            }
            for (i = fromX; i < toX; i++) {
                s.running[s.order[i] >>> indexBits] += halfX;
            }
            for (i = fromX; i < toX; i++) {
                int packed = s.order[i];
                p[xo + (packed & mask)] = (float) (s.running[packed >>> indexBits] * unit);
            }
            for (i = fromX; i < toX; i++) {
                s.running[s.order[i] >>> indexBits] += halfX;
            }
            for (j = fromY; j < toY; j++) {
                s.running[s.high[j]] += halfY;
            }
        }
    }
}
