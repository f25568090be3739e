package io.github.rieszflow.slicing;

import java.util.Arrays;

/** Mean ranks in bins: one table of counts, one look-up for each particle, no order at all. */
final class BinnedRanks implements LineStage {
    static final long ONE_TARGET = 1L << 32;

    private final int bits;
    private final Lanes lanes;

    BinnedRanks(int bits, Lanes lanes) {
        this.bits = bits;
        this.lanes = lanes;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {}

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        int n = s.particles;
        int m = s.targets;
        if (!keys(p, xo, yo, bits, lanes, s)) {
            SortedLine.gradient(p, xo, yo, s, false);
            return;
        }
        long[] counts = s.counts(1 << bits);
        float[] gradient = s.gradient();
        Arrays.fill(counts, 0);
        count(s.keys, 0, n, counts, 1);
        count(s.keys, n, n + m, counts, ONE_TARGET);
        lanes.meanRanks(counts, 1.0 / m, 1.0 / n, gradient);
        look(s.keys, n, gradient, p, xo);
    }

    /** Fills the keys with the bins that points are in; false if the range is no number to divide. */
    static boolean keys(float[] p, int xo, int yo, int bits, Lanes lanes, LineScratch s) {
        s.range[0] = Float.POSITIVE_INFINITY;
        s.range[1] = Float.NEGATIVE_INFINITY;
        lanes.range(p, xo, s.particles, s.range);
        lanes.range(p, yo, s.targets, s.range);
        float width = s.range[1] - s.range[0];
        if (!Float.isFinite(width)) {
            return false;
        }
        float scale = scale(bits, width);
        lanes.quantise(p, xo, s.particles, s.range[0], scale, s.keys, 0);
        lanes.quantise(p, yo, s.targets, s.range[0], scale, s.keys, s.particles);
        return true;
    }

    /** Bins for each unit of length, where the line has this width. */
    static float scale(int bits, float width) {
        return width > 0 ? Math.min(Float.MAX_VALUE, (float) (((1 << bits) - 2) / (double) width)) : 0;
    }

    static void count(int[] keys, int from, int to, long[] counts, long one) {
        for (int i = from; i < to; i++) {
            counts[keys[i]] += one;
        }
    }

    static void look(int[] keys, int n, float[] gradient, float[] p, int xo) {
        for (int i = 0; i < n; i++) {
            p[xo + i] = gradient[keys[i]];
        }
    }
}
