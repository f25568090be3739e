package io.github.rieszflow.slicing;

/** The one-dimensional stage of a gradient, on one line at a time. */
interface LineStage {
    /**
     * Looks at one line before all lines of a step are worked on.
     *
     * @param p projections: particles from xo, targets from yo
     * @param scratch of the calling worker; modified
     */
    void prepare(float[] p, int xo, int yo, LineScratch scratch);

    /**
     * The gradient on one line, r = 1: N ∂_iF for the particles at p[xo], …, which it overwrites.
     *
     * @param p projections: particles from xo, targets from yo; the particles' part is modified
     * @param row which line of the step it is
     * @param scratch of the calling worker; modified
     */
    void gradient(float[] p, int xo, int yo, int row, LineScratch scratch);

    /** The stage for a solver. */
    static LineStage of(LineSolver solver, Lanes lanes) {
        if (solver instanceof LineSolver.Binned binned) {
            return new BinnedRanks(binned.bits(), lanes);
        }
        return new FusedRanks(((LineSolver.Exact) solver).ties(), lanes);
    }
}
