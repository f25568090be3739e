package io.github.rieszflow.slicing;

/** The one-dimensional stage of a gradient, on one line at a time. */
interface LineStage {
    /**
     * Looks at one line before all lines of a step are worked on.
     *
     * @param p projections: particles from xo, targets from yo
     * @param scratch of the calling worker; modified
     * @param same whether a particle sits on a target
     */
    void prepare(float[] p, int xo, int yo, LineScratch scratch, LineScratch.Same same);

    /**
     * The gradient on one line: ∂_iF/w_i for the particles at p[xo], …, which it overwrites.
     *
     * @param p projections: particles from xo, targets from yo; the particles' part is modified
     * @param row which line of the step it is
     * @param scratch of the calling worker; modified
     */
    void gradient(float[] p, int xo, int yo, int row, LineScratch scratch);

    /** How many lines should be worked on together, a power of two. */
    default int together() {
        return 1;
    }

    /** As {@link #gradient} on at most {@link #together} lines, a stride apart. */
    default void gradients(float[] p, int xo, int yo, int stride, int count, int row, LineScratch scratch) {
        for (int line = 0; line < count; line++) {
            gradient(p, xo + line * stride, yo + line * stride, row + line, scratch);
        }
    }

    /**
     * MMD² and W1 of one line.
     *
     * @param p projections: particles from xo, targets from yo
     * @param out receives MMD² at 2·row and W1 at 2·row+1; modified
     * @param scratch of the calling worker; modified
     */
    default void values(float[] p, int xo, int yo, LineScratch scratch, double[] out, int row) {
        SortedLine.values(p, xo, yo, scratch, out, row);
    }

    /** Whether ranks are all there is to know: with r = 1 and uniform weights. */
    static boolean ranks(SlicedProblem problem, Masses masses) {
        return problem.exponent() == 1 && masses.uniform();
    }

    /** The stage for a problem, with so many lines together where that pays. */
    static LineStage of(SlicedProblem problem, Masses masses, int together, Lanes lanes) {
        if (problem.solver() instanceof LineSolver.Exact exact) {
            if (problem.exponent() != 1) {
                return new SortedSums(problem.exponent(), exact.ties(), masses, together, lanes);
            }
            return masses.uniform()
                    ? new FusedRanks(exact.ties(), lanes)
                    : new FusedMasses(exact.ties(), masses, lanes);
        }
        if (problem.solver() instanceof LineSolver.Gridded grid) {
            return new GriddedForces(problem.exponent(), grid.bits(), masses, lanes);
        }
        int bits = ((LineSolver.Binned) problem.solver()).bits();
        return masses.uniform() ? new BinnedRanks(bits, lanes) : new BinnedMasses(bits, masses, lanes);
    }
}
