package io.github.rieszflow.slicing;

/** Lines with any kernel and any weights: sorted, in double precision. */
final class SortedSums implements LineStage {
    private final LineKernel kernel;
    private final Masses masses;
    /** Whether coincident particles are pushed apart, which is for r = 1 only: no other exponent says how fast. */
    private final boolean split;

    SortedSums(double exponent, Ties ties, Masses masses) {
        // Projections have the accuracy of single precision.
        this.kernel = LineKernel.of(exponent, 2);
        this.masses = masses;
        this.split = exponent == 1 && ties == Ties.SPLIT;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {}

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        long[] order = SortedLine.sort(p, xo, yo, s);
        Sites sites = places(order, s);
        kernel.forces(sites);
        for (long key : order) {
            int i = (int) key;
            if (i < s.particles) {
                p[xo + i] = (float) sites.force(SortedLine.value(key), masses.particle(i), split);
            }
        }
    }

    private Sites places(long[] order, LineScratch s) {
        Sites sites = s.sites();
        sites.clear();
        for (long key : order) {
            sites.add(SortedLine.value(key), masses.signed((int) key));
        }
        return sites;
    }

    @Override
    public void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        Sites sites = places(SortedLine.sort(p, xo, yo, s), s);
        out[2 * row] = kernel.squared(sites);
        out[2 * row + 1] = sites.wasserstein();
    }
}
