package io.github.rieszflow.scheme;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.measure.Measure;
import java.util.Arrays;

/**
 * The interaction energy E(μ) = −½∫∫‖x−y‖^r dμ(x)dμ(y): its flow drives mass apart, and makes a point mass explode.
 *
 * @param exponent r in (0,2)
 */
public record Interaction(double exponent) implements Functional {
    /**
     * Checks the exponent.
     *
     * @param exponent r in (0,2)
     * @throws IllegalArgumentException if r is out of range
     */
    public Interaction {
        SlicingConstant.requireExponent(exponent);
    }

    /**
     * The interaction energy with ‖x−y‖^r.
     *
     * @param exponent r in (0,2)
     * @return the functional
     * @throws IllegalArgumentException if r is out of range
     */
    public static Interaction riesz(double exponent) {
        return new Interaction(exponent);
    }

    /**
     * The MMD functional F = E + V_ν, whose flow goes to a target.
     *
     * @param target ν, M×d
     * @return the functional
     */
    public MmdFunctional toward(Measure target) {
        return new MmdFunctional(this, new Potential(exponent, target));
    }

    @Override
    public double value(double[] x, int size, int dimension) {
        return -PairSums.mean(exponent, x, x, PairSums.uniform(size), dimension) / 2;
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        Arrays.fill(gradient, 0);
        PairSums.gradient(exponent, -1, x, x, PairSums.uniform(size), dimension, gradient);
    }

    @Override
    public Slope slope(Sample one, Sample two) {
        return PairSums.slope(exponent, one, two, PairSums.uniform(two.size())).times(-0.5);
    }

    @Override
    public int dimension() {
        return 0;
    }

    @Override
    public String toString() {
        return "interaction energy, r = " + Numbers.text(exponent);
    }
}
