package io.github.rieszflow.slicing;

/** The one-dimensional stage of a gradient, on one line at a time. */
interface LineStage {
    /**
     * The gradient on one line, r = 1: N ∂_iF for the particles at p[xo], …, which it overwrites.
     *
     * @param p projections: particles from xo, targets from yo; the particles' part is modified
     * @param scratch of the calling worker; modified
     */
    void gradient(float[] p, int xo, int yo, LineScratch scratch);

    /** The stage for a solver. */
    static LineStage of(LineSolver solver, Lanes lanes) {
        if (solver instanceof LineSolver.Binned binned) {
            return new BinnedRanks(binned.bits(), lanes);
        }
        return new FusedRanks(((LineSolver.Exact) solver).ties(), lanes);
    }
}
