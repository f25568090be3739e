package io.github.rieszflow.slicing;

/** Lines with any kernel and any weights: sorted, in double precision. */
final class SortedSums implements LineStage {
    /** What may be taken for several lines at once, of all memory that Java may have. */
    private static final double SHARE = 0.125;

    private final LineKernel kernel;
    private final Masses masses;
    private final int together;
    /** Whether coincident particles are pushed apart, which is for r = 1 only: no other exponent says how fast. */
    private final boolean split;

    /** With so many lines together. */
    SortedSums(double exponent, Ties ties, Masses masses, int together, Lanes lanes) {
        // Projections have the accuracy of single precision.
        this.kernel = LineKernel.of(exponent, 2, lanes);
        this.masses = masses;
        this.together = together;
        this.split = exponent == 1 && ties == Ties.SPLIT;
    }

    /** How many lines each thread works on together, which changes no bit: as many as lanes take, if memory is no matter. */
    static int together(SlicedProblem problem, int particles, int targets, int threads, Lanes lanes) {
        boolean sums = problem.exponent() != 1 && problem.solver() instanceof LineSolver.Exact;
        double bytes = (double) threads * lanes.lines() * bytes(particles, targets);
        return sums && bytes <= SHARE * Runtime.getRuntime().maxMemory() ? lanes.lines() : 1;
    }

    /** Of one line, with what {@link FusedMasses} takes for it. */
    static double bytes(int particles, int targets) {
        return Sites.bytes(particles, targets) + 12.0 * particles + 8.0 * targets;
    }

    @Override
    public void prepare(float[] p, int xo, int yo, LineScratch s, LineScratch.Same same) {}

    @Override
    public int together() {
        return together;
    }

    @Override
    public void gradient(float[] p, int xo, int yo, int row, LineScratch s) {
        if (!split) {
            gradients(p, xo, yo, 0, 1, row, s);
            return;
        }
        Sites[] line = s.sites(1);
        long[] order = places(p, xo, yo, 0, s);
        kernel.forces(line, 1);
        for (long key : order) {
            int i = (int) key;
            if (i < s.particles) {
                p[xo + i] = (float) line[0].apart(SortedLine.value(key), masses.particle(i));
            }
        }
    }

    @Override
    public void gradients(float[] p, int xo, int yo, int stride, int count, int row, LineScratch s) {
        if (split) {
            LineStage.super.gradients(p, xo, yo, stride, count, row, s);
            return;
        }
        Sites[] lines = s.sites(count);
        for (int line = 0; line < count; line++) {
            places(p, xo + line * stride, yo + line * stride, line, s);
        }
        kernel.forces(lines, count);
        for (int line = 0; line < count; line++) {
            int[] place = s.place(line);
            double[] force = lines[line].force;
            int o = xo + line * stride;
            for (int i = 0; i < s.particles; i++) {
                p[o + i] = (float) force[place[i]];
            }
        }
    }

    /** Sorts a line, fills its places and notes at which each particle is. */
    private long[] places(float[] p, int xo, int yo, int line, LineScratch s) {
        long[] order = SortedLine.sort(p, xo, yo, s);
        Sites sites = s.sites(line + 1)[line];
        int[] place = s.place(line);
        sites.clear();
        for (long key : order) {
            int i = (int) key;
            sites.add(SortedLine.value(key), masses.signed(i));
            if (i < s.particles) {
                place[i] = sites.count() - 1;
            }
        }
        return order;
    }

    @Override
    public void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        Sites sites = s.sites(1)[0];
        places(p, xo, yo, 0, s);
        out[2 * row] = kernel.squared(sites);
        out[2 * row + 1] = sites.wasserstein();
    }
}
