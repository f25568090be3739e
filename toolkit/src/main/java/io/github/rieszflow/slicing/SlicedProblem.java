package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Require;

/**
 * What is computed on slices: kernel exponent, directions and line solver, three separate choices, and the number of
 * slices.
 *
 * @param exponent r of the kernel −‖x−y‖^r, in (0,2)
 * @param directions the rule that draws directions
 * @param slices P, the number of directions
 * @param solver how the gradient on a line is found
 */
public record SlicedProblem(double exponent, Directions directions, int slices, LineSolver solver) {
    /**
     * Checks the parts.
     *
     * @param exponent r in (0,2)
     * @param directions the rule that draws directions
     * @param slices P
     * @param solver how the gradient on a line is found
     * @throws IllegalArgumentException if r is out of range, P is not positive, there are not P given directions, or r is not
     *     1 and the solver knows ranks only
     */
    public SlicedProblem {
        SlicingConstant.requireExponent(exponent);
        if (exponent != 1 && solver instanceof LineSolver.Binned) {
            throw new IllegalArgumentException(
                    "binned ranks are for r = 1, where ranks are all that counts: received r = " + exponent
                            + "; use LineSolver.exact()");
        }
        if (exponent <= 1 && solver instanceof LineSolver.Gridded) {
            throw new IllegalArgumentException(
                    "a grid smooths the forces of near particles, which is for 1 < r < 2 only:" + " received r = "
                            + exponent + "; use LineSolver." + (exponent == 1 ? "binned(bits)" : "exact()"));
        }
        Require.positive(slices, "the number of slices");
        DirectionSource.requireSlices(directions, slices);
    }
}
