package io.github.rieszflow.slicing;

import java.util.Arrays;

/** Mean ranks in bins where points have weights: one table of masses, one look-up for each particle. */
final class BinnedMasses implements LineStage {
    private final int bits;
    private final Masses masses;
    private final Lanes lanes;
    /** For values, and for lines without a range. */
    private final SortedSums exact;

    BinnedMasses(int bits, Masses masses, Lanes lanes) {
        this.bits = bits;
        this.masses = masses;
        this.lanes = lanes;
        this.exact = new SortedSums(1, Ties.FREEZE, masses, 1, lanes);
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {}

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        int n = s.particles;
        int m = s.targets;
        if (!BinnedRanks.keys(p, xo, yo, bits, lanes, s)) {
            exact.gradient(p, xo, yo, row, s);
            return;
        }
        double[] bins = s.grid(1 << bits);
        Arrays.fill(bins, 0);
        double total = 0;
        for (int i = 0; i < n + m; i++) {
            bins[s.keys[i]] += masses.signed(i);
            total += masses.signed(i);
        }
        // From masses to 2 Σ below + own − Σ all, as for masses on a line.
        double below = 0;
        for (int k = 0; k < bins.length; k++) {
            double own = bins[k];
            bins[k] = 2 * below + own - total;
            below += own;
        }
        for (int i = 0; i < n; i++) {
            p[xo + i] = (float) bins[s.keys[i]];
        }
    }

    @Override
    public void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        exact.values(p, xo, yo, s, out, row);
    }
}
