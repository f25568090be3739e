package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Powers;

/**
 * The Riesz kernel K(x,y) = −‖x−y‖^r, for r = 1 that of the energy distance. It has no length of its own, and is the only
 * radial kernel here that can be sliced.
 *
 * @param exponent r in (0,2)
 */
public record RieszKernel(double exponent) implements RadialKernel {
    /**
     * Checks the exponent.
     *
     * @param exponent r in (0,2)
     * @throws IllegalArgumentException if r is out of range
     */
    public RieszKernel {
        SlicingConstant.requireExponent(exponent);
    }

    @Override
    public double value(double distance) {
        // Not the minus zero: K(x,x) = 0.
        return 0 - Powers.ofSquare(distance * distance, exponent);
    }

    @Override
    public double derivative(double distance) {
        return -exponent * Powers.ofSquare(distance * distance, exponent) / distance;
    }

    @Override
    public String name() {
        return "Riesz kernel, r = " + Numbers.text(exponent);
    }

    @Override
    public String toString() {
        return name();
    }
}
