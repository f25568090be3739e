package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Require;

/**
 * How the gradient of ½MMD² on a line is found. For r = 1, with the distribution functions R of the particles μ and the
 * targets ν, it is ∂_iF/w_i = 2 (R_ν(x_i) − R_μ(x_i)), with mean ranks: only ranks are needed, no distances. Other exponents
 * need sums over all distances, which {@link Exact} finds too.
 */
public sealed interface LineSolver {
    /**
     * Ranks of the projections rounded to 22 bits of their range, which is the accuracy of single precision; where
     * outliers would waste these bits, ranks of the projections themselves. Work per line grows like N+M.
     *
     * <p>If more than one in a hundred particles sits on a target, ties are found and treated as {@link Ties} says. With
     * fewer, which side they count to alternates from line to line, as for numbers that only rounding makes equal.
     *
     * <p>With weights, ranks are sums of weights. For r ≠ 1 the line is sorted and passed twice with sums of exponentials, O((N+M) · nodes) with 30 to 60 nodes: to the projections in single precision they add a relative error
     * below 5e-7 of the gradient on the line in the Euclidean norm over all particles. Single precision itself costs more
     * where r &lt; 1 and two points nearly coincide. Particles that do coincide then do not push each other, whatever the
     * rule for ties.
     *
     * @param ties what happens to coincident particles for r = 1
     */
    record Exact(Ties ties) implements LineSolver {
        @Override
        public String toString() {
            return "exact ranks, ties " + (ties == Ties.SPLIT ? "split" : "frozen");
        }
    }

    /**
     * Ranks of the projections rounded to 2^bits bins of their range: an approximation, up to five times as fast as exact
     * ranks, the more so the more points and the fewer dimensions there are. All particles in a bin share their mean rank, so
     * coincident particles never separate. Weights are summed up in the bins. For r = 1 only: other problems are refused.
     *
     * <p>On a line with N = M and uniform weights the error of the gradient, which is at most 2, is about 2/√(N·2^bits) + 2^(−bits) in root mean
     * square; over P slices it averages out like c_{d,1}/√P. Compared with the error of slicing itself this is at
     * most about 1.7·2^(−bits/2), also close to the targets: 1.4 % for 14 bits.
     *
     * @param bits 8 to 16
     */
    record Binned(int bits) implements LineSolver {
        /**
         * Checks the number of bits.
         *
         * @param bits 8 to 16
         */
        public Binned {
            Require.between(bits, 8, 16, "the number of bits of binned ranks");
        }

        @Override
        public String toString() {
            return "ranks in 2^" + bits + " bins";
        }
    }

    /**
     * Forces for 1 &lt; r &lt; 2 by a grid of 2^bits nodes over the range of the projections: each mass is shared by the two nodes
     * beside it, a Fourier transform convolves the nodes with r sign(z)|z|^(r−1), and each particle takes the mean of the two
     * nodes beside it in the same shares, so that it does not push itself. O(N+M + 2^bits·bits) for each line, in any order of
     * the points, with weights or without: about the cost of exact ranks for r = 1. Values of MMD² stay exact.
     *
     * <p>An approximation, as forces between points that are nearer than two nodes are smoothed. Its error falls like 2^(−bits),
     * and rises where r comes near 1. Relative to the gradient of 3,000 normal particles against 2,000 targets over 16 slices, for
     * 12 bits: for r = 1.2, 1.5 and 1.8 7e-5, 5e-6 and 2e-7 two standard deviations away, and 1.3e-3, 9e-5 and 4e-6 a twentieth
     * away. Outliers that widen the range of a line make its nodes coarse.
     *
     * @param bits 8 to 16
     */
    record Gridded(int bits) implements LineSolver {
        /**
         * Checks the number of bits.
         *
         * @param bits 8 to 16
         */
        public Gridded {
            Require.between(bits, 8, 16, "the number of bits of a grid");
        }

        @Override
        public String toString() {
            return "forces on a grid of 2^" + bits + " nodes";
        }
    }

    /**
     * Exact ranks, coincident particles split: the default.
     *
     * @return the solver
     */
    static LineSolver exact() {
        return new Exact(Ties.SPLIT);
    }

    /**
     * Exact ranks with the given tie rule.
     *
     * @param ties what happens to coincident particles
     * @return the solver
     */
    static LineSolver exact(Ties ties) {
        return new Exact(ties);
    }

    /**
     * Binned ranks.
     *
     * @param bits 8 to 16; 14 suits thousands of particles
     * @return the solver
     * @throws IllegalArgumentException if bits is out of range
     */
    static LineSolver binned(int bits) {
        return new Binned(bits);
    }

    /**
     * Forces on a grid, for exponents between 1 and 2.
     *
     * @param bits 8 to 16; 12 suits thousands of particles
     * @return the solver
     * @throws IllegalArgumentException if bits is out of range
     */
    static LineSolver gridded(int bits) {
        return new Gridded(bits);
    }
}
