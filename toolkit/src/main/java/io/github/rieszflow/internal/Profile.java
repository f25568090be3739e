package io.github.rieszflow.internal;

import java.util.function.DoubleUnaryOperator;

/** A radial function φ(‖x−y‖) as sums over pairs need it: a panel of squared distances at a time. */
public interface Profile {
    /**
     * The power φ(ρ) = ρ^r.
     *
     * @param exponent r &gt; 0
     * @return the profile, with r as its {@link #factor}
     */
    static Profile power(double exponent) {
        return new PowerProfile(exponent);
    }

    /**
     * The negative −f of any radial function, so that its gradient attracts as that of a power does.
     *
     * @param value f
     * @param derivative f′, only ever asked at distances above 0
     * @param name what f is called where it is not finite
     * @return the profile −f
     */
    static Profile negative(DoubleUnaryOperator value, DoubleUnaryOperator derivative, String name) {
        return new NegativeProfile(value, derivative, name);
    }

    /**
     * Replaces squared distances by φ.
     *
     * @param squares squared distances; modified
     * @param count how many, from the first
     */
    void values(double[] squares, int count);

    /**
     * Replaces squared distances by φ′(ρ)/(factor·ρ), the coefficients of x − y in a gradient, and by 0 at distance 0: coincident
     * pairs contribute nothing.
     *
     * @param squares squared distances; modified
     * @param count how many, from the first
     */
    void slopes(double[] squares, int count);

    /**
     * What all coefficients have to be multiplied by.
     *
     * @return a positive number
     */
    double factor();

    /**
     * The value at one distance.
     *
     * @param square the squared distance
     * @return φ
     */
    default double value(double square) {
        double[] one = {square};
        values(one, 1);
        return one[0];
    }
}
