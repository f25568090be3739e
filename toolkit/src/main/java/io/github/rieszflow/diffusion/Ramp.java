package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;

/**
 * A number that changes linearly with the time τ of a diffusion, from the one at τ = 0, where there is only noise, to the one at
 * τ = 1, where there is none.
 *
 * @param start at τ = 0
 * @param end at τ = 1
 */
public record Ramp(double start, double end) {
    /**
     * Checks the numbers.
     *
     * @param start at τ = 0
     * @param end at τ = 1
     * @throws IllegalArgumentException if one is not finite
     */
    public Ramp {
        Require.between(start, -Double.MAX_VALUE, Double.MAX_VALUE, "the number at τ = 0");
        Require.between(end, -Double.MAX_VALUE, Double.MAX_VALUE, "the number at τ = 1");
    }

    /**
     * The same number at all times.
     *
     * @param value the number
     * @return the ramp
     * @throws IllegalArgumentException if it is not finite
     */
    public static Ramp flat(double value) {
        return new Ramp(value, value);
    }

    /**
     * The number at a time.
     *
     * @param time τ in [0,1]
     * @return start + (end − start) τ
     */
    public double at(double time) {
        return isFlat() ? start : start + (end - start) * time;
    }

    /**
     * Whether it is the same at all times.
     *
     * @return true if start and end are equal
     */
    public boolean isFlat() {
        return start == end;
    }

    double most() {
        return Math.max(start, end);
    }

    @Override
    public String toString() {
        return isFlat() ? String.valueOf(start) : start + " to " + end;
    }
}
