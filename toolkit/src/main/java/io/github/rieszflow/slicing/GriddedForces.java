package io.github.rieszflow.slicing;

import java.util.Arrays;

/** Lines with exponents between 1 and 2 on a grid: masses go to nodes, forces come from nodes, and no order is needed. */
final class GriddedForces implements LineStage {
    private final int bits;
    private final double exponent;
    private final Masses masses;
    private final Lanes lanes;
    private final GridConvolution convolution;
    /** For values, and for lines without a range. */
    private final SortedSums exact;

    GriddedForces(double exponent, int bits, Masses masses, Lanes lanes) {
        this.exponent = exponent;
        this.bits = bits;
        this.masses = masses;
        this.lanes = lanes;
        this.convolution =
                new GridConvolution(bits, k -> exponent * Math.signum(k) * StrictMath.pow(Math.abs(k), exponent - 1));
        this.exact = new SortedSums(exponent, Ties.FREEZE, masses, 1, lanes);
    }

    static double bytes(SlicedProblem problem, int threads) {
        return problem.solver() instanceof LineSolver.Gridded grid
                ? GridConvolution.bytes(grid.bits()) + threads * 2.0 * Double.BYTES * (1 << grid.bits())
                : 0;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {}

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        s.range[0] = Float.POSITIVE_INFINITY;
        s.range[1] = Float.NEGATIVE_INFINITY;
        lanes.range(p, xo, s.particles, s.range);
        lanes.range(p, yo, s.targets, s.range);
        double low = s.range[0];
        double width = s.range[1] - low;
        int nodes = 1 << bits;
        double scale = (nodes - 1) / width;
        if (!(width > 0 && scale < Double.MAX_VALUE)) {
            exact.gradient(p, xo, yo, row, s);
            return;
        }
        double[] grid = s.grid(nodes);
        Arrays.fill(grid, 0);
        share(p, xo, 0, s.particles, low, scale, grid);
        share(p, yo, s.particles, s.particles + s.targets, low, scale, grid);
        convolution.apply(grid, s.imaginary());
        double unit = StrictMath.pow(scale, 1 - exponent);
        for (int i = xo; i < xo + s.particles; i++) {
            double at = (p[i] - low) * scale;
            int node = Math.min((int) at, nodes - 2);
            double share = at - node;
            p[i] = (float) (unit * (grid[node] + share * (grid[node + 1] - grid[node])));
        }
    }

    /** Shares the masses of points from, …, to − 1 between the nodes beside them. */
    private void share(float[] p, int offset, int from, int to, double low, double scale, double[] grid) {
        int last = grid.length - 2;
        for (int i = from; i < to; i++) {
            double at = (p[offset + i - from] - low) * scale;
            int node = Math.min((int) at, last);
            double upper = masses.signed(i) * (at - node);
            grid[node] += masses.signed(i) - upper;
            grid[node + 1] += upper;
        }
    }

    @Override
    public void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        exact.values(p, xo, yo, s, out, row);
    }
}
