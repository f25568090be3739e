package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * Exact ranks where points have weights, found as {@link FusedRanks} finds them: in place of counts there are sums of masses, and
 * each point takes its mass along, so that memory is read as it lies.
 */
final class FusedMasses implements LineStage {
    private final Masses masses;
    private final Lanes lanes;
    private final boolean split;
    /** For values, ties, few particles and outliers. */
    private final SortedSums sorted;

    private boolean sort;

    FusedMasses(Ties ties, Masses masses, Lanes lanes) {
        this.masses = masses;
        this.lanes = lanes;
        this.split = ties == Ties.SPLIT;
        this.sorted = new SortedSums(1, ties, masses, 1, lanes);
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {
        sort = !split || FusedRanks.sorts(p, xo, yo, s, same);
    }

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        if (sort || !FusedRanks.keys(p, xo, yo, lanes, s) || !fused(s, row % 2 == 0, p, xo)) {
            sorted.gradient(p, xo, yo, row, s);
        }
    }

    private boolean fused(LineScratch s, boolean particlesFirst, float[] p, int xo) {
        int n = s.particles;
        int m = s.targets;
        int digits = s.high.length;
        double[] running = s.running(digits);
        Arrays.fill(s.low, 0);
        Arrays.fill(s.high, 0);
        Arrays.fill(running, 0);
        int[] low = s.low;
        PartitionedRanks.count(s.keys, 0, n, s.lowBits, s.high);
        if (FusedRanks.crowded(s.high, n)) {
            return false;
        }
        count(s.keys, n + m, s.lowBits, low, running);
        double total = 0;
        for (int k = 0; k < digits; k++) {
            double own = running[k];
            running[k] = total;
            total += own;
        }
        FusedRanks.starts(low);
        double[] along = s.along();
        if (particlesFirst) {
            scatter(s.keys, 0, n, n, low, s.order, along);
            scatter(s.keys, n, n + m, n, low, s.order, along);
        } else {
            scatter(s.keys, n, n + m, n, low, s.order, along);
            scatter(s.keys, 0, n, n, low, s.order, along);
        }
        emit(s.order, along, n + m, n, s.highBits, running, total, p, xo);
        return true;
    }

    private void count(int[] keys, int all, int lowBits, int[] low, double[] high) {
        for (int i = 0; i < all; i++) {
            int key = keys[i];
            low[key & (low.length - 1)]++;
            high[key >>> lowBits] += masses.signed(i);
        }
    }

    /** As the scatters of {@link FusedRanks}. */
    private void scatter(int[] keys, int from, int to, int n, int[] low, int[] order, double[] along) {
        int mask = low.length - 1;
        for (int i = from; i < to; i++) {
            int key = keys[i];
            int place = low[key & mask]++;
            order[place] = ((key & ~mask) << FusedRanks.TOP) | Math.min(i, n);
            along[place] = masses.signed(i);
        }
    }

    /** 2 Σ below + own − Σ all. */
    private static void emit(
            int[] order,
            double[] along,
            int all,
            int n,
            int highBits,
            double[] running,
            double total,
            float[] p,
            int xo) {
        int mask = -1 >>> highBits;
        long shift = 1L << highBits;
        for (int i = 0; i < all; i++) {
            int packed = order[i];
            int digit = (int) (((packed & 0xFFFFFFFFL) * shift) >>> 32);
            int index = packed & mask;
            double own = along[i];
            double below = running[digit];
            running[digit] = below + own;
            if (index < n) {
                p[xo + index] = (float) (2 * below + own - total);
            }
        }
    }

    @Override
    public void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        sorted.values(p, xo, yo, s, out, row);
    }
}
