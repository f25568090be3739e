package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;

/**
 * A functional F of measures whose steepest descent is a flow: its value, its gradient at particles, and its derivative
 * along a plan, which also splits point masses.
 *
 * <p>A velocity plan gives each point of μ a law of velocities; as particles it is pairs (x_i, v_i), in which points may
 * repeat. Its derivative is D_vF(μ) = lim_{t↓0} (F(law of x + tv) − F(μ)) / t.
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023).
 */
public sealed interface Functional permits Interaction, Potential, MmdFunctional, Implosion {
    /** Places closer than this are the same place. */
    double SAME = 1e-10;

    /**
     * The value F(μ) at μ = (1/N) Σ δ_{x_i}, with all pairs.
     *
     * @param x N×d particles
     * @return F
     * @throws IllegalArgumentException if the functional is of another dimension
     */
    default double value(Points x) {
        requireDimension(x.dimension());
        return value(PairSums.doubles(x), x.size(), x.dimension());
    }

    /**
     * The value in double precision.
     *
     * @param x N·d coordinates, particle after particle; not modified
     * @param size N
     * @param dimension d
     * @return F
     */
    double value(double[] x, int size, int dimension);

    /**
     * The gradient of each particle per weight 1/N, N∇_{x_i}F, in double precision; the flow moves particles with minus
     * this. Coincident particles push nothing.
     *
     * @param x N·d coordinates, particle after particle; not modified
     * @param size N
     * @param dimension d
     * @param gradient N·d numbers, modified: what is there is overwritten
     */
    void gradient(double[] x, int size, int dimension, double[] gradient);

    /**
     * The derivative D_vF(μ) along a plan.
     *
     * @param x N×d places, of which some may coincide
     * @param v N×d velocities
     * @return the derivative; infinite where F falls or rises faster than linearly, as for r &lt; 1 from a point mass
     * @throws IllegalArgumentException if the shapes differ or the functional is of another dimension
     */
    default double derivative(Points x, Points v) {
        return derivative(x, v, x, v);
    }

    /**
     * The derivative from two samples of one plan: pairs join a particle of the first with one of the second, so for
     * independent samples it is unbiased.
     *
     * @param x N×d places of the first sample
     * @param v N×d velocities of the first sample
     * @param x2 M×d places of the second sample
     * @param v2 M×d velocities of the second sample
     * @return an estimate of D_vF(μ), infinite as above
     * @throws IllegalArgumentException if the shapes differ or the functional is of another dimension
     */
    default double derivative(Points x, Points v, Points x2, Points v2) {
        Require.sameShape(x, v);
        Require.sameShape(x2, v2);
        Require.sameDimension(x, x2);
        requireDimension(x.dimension());
        return slope(Sample.of(x, v), Sample.of(x2, v2)).value();
    }

    /**
     * The derivative from two samples with both orders of growth apart.
     *
     * @param one the first sample
     * @param two the second sample, or the first again
     * @return how F grows along the plan
     */
    Slope slope(Sample one, Sample two);

    /**
     * The dimension d of the space it is made for.
     *
     * @return d, or 0 where any will do
     */
    int dimension();

    /**
     * The growth at a point mass that splits: t^r with this r.
     *
     * @return r in (0,2)
     */
    double exponent();

    /**
     * Makes sure that particles are of the dimension this is made for.
     *
     * @param dimension d of the particles
     * @throws IllegalArgumentException if they are not
     */
    default void requireDimension(int dimension) {
        if (dimension() != 0 && dimension() != dimension) {
            throw new IllegalArgumentException("the particles must have the dimension of the functional: they have "
                    + dimension + ", it is " + this + " in dimension " + dimension());
        }
    }

    /**
     * Pairs of a place and a velocity, in double precision.
     *
     * @param size N
     * @param dimension d
     * @param x the N·d coordinates of places
     * @param v the N·d coordinates of velocities
     */
    @SuppressWarnings("ArrayRecordComponent") // internal hand-over of arrays that nobody compares
    record Sample(int size, int dimension, double[] x, double[] v) {
        static Sample of(Points x, Points v) {
            return new Sample(x.size(), x.dimension(), PairSums.doubles(x), PairSums.doubles(v));
        }
    }

    /**
     * F(law of x + tv) − F(μ) = linear·t + power·t^r + … with r &lt; 1.
     *
     * @param linear the coefficient of t
     * @param power the coefficient of t^r, from pairs that coincide
     */
    record Slope(double linear, double power) {
        double value() {
            return power == 0 ? linear : power * Double.POSITIVE_INFINITY;
        }

        Slope times(double factor) {
            return new Slope(factor * linear, factor * power);
        }

        Slope plus(Slope other) {
            return new Slope(linear + other.linear, power + other.power);
        }
    }
}
