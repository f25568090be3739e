package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Require;

/**
 * What is computed on lines: kernel exponent, directions and line solver, three separate choices, and the number of
 * slices.
 *
 * @param exponent r of the kernel −‖x−y‖^r; 1 is the only one the line solvers know so far
 * @param directions the rule that draws directions
 * @param slices P, the number of directions
 * @param solver how the gradient on a line is found
 */
public record SlicedProblem(double exponent, Directions directions, int slices, LineSolver solver) {
    /**
     * Checks the parts.
     *
     * @param exponent r
     * @param directions the rule that draws directions
     * @param slices P
     * @param solver how the gradient on a line is found
     * @throws IllegalArgumentException if r is not 1, P is not positive, or there are not P given directions
     */
    public SlicedProblem {
        SlicingConstant.requireExponent(exponent);
        if (exponent != 1) {
            throw new IllegalArgumentException("slicing works for r = 1: received r = " + exponent
                    + "; use the exact discrepancy for other exponents");
        }
        Require.positive(slices, "the number of slices");
        directions.requireSlices(slices);
    }

    /** The rule that is at work in R^d, checked. */
    Directions in(int dimension) {
        return directions.within(dimension, slices);
    }
}
