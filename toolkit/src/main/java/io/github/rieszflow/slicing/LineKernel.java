package io.github.rieszflow.slicing;

/** What the kernel −|z|^r says of signed masses on a line. */
interface LineKernel {
    /**
     * r Σ_j m_j sign(z_i − z_j) |z_i − z_j|^(r−1) at each place: ∂_iF/w_i of the particles there. What sits at the place
     * itself contributes nothing.
     *
     * @param lines the places on each line; their forces are modified
     * @param count how many lines, from the first on: 1, or at most {@link Lanes#lines}
     */
    void forces(Sites[] lines, int count);

    /**
     * MMD² = −Σ_{i,j} m_i m_j |z_i − z_j|^r, never negative but by rounding.
     *
     * @param s the places; their forces are overwritten
     */
    double squared(Sites s);

    /**
     * The kernel for an exponent.
     *
     * @param exponent r in (0,2)
     * @param accuracy for r ≠ 1: 2 for a relative error of 2e-7, 3 for one of 3e-11
     * @param lanes for several lines at once
     */
    static LineKernel of(double exponent, int accuracy, Lanes lanes) {
        return exponent == 1 ? new AbsoluteValue() : new RieszSums(exponent, accuracy, lanes);
    }
}
