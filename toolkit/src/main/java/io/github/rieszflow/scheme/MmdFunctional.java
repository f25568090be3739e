package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;

/**
 * The MMD functional F_ν = E + V_ν, the interaction energy plus the potential energy to a target. It is half the squared
 * discrepancy up to a constant, F_ν(μ) = ½MMD²(μ,ν) − E(ν), and so has its least value where μ = ν.
 */
public final class MmdFunctional implements Functional {
    private final Interaction interaction;
    private final Potential potential;
    private final double least;

    MmdFunctional(Interaction interaction, Potential potential) {
        this.interaction = interaction;
        this.potential = potential;
        Measure nu = potential.target();
        double[] y = PairSums.doubles(nu.points());
        double sum = 0;
        for (int i = 0; i < nu.size(); i++) {
            sum += nu.weight(i) * PairSums.mean(exponent(), row(nu, i), y, nu.weights(), nu.dimension());
        }
        this.least = sum / 2;
    }

    private static double[] row(Measure nu, int i) {
        return PairSums.doubles(nu.points().select(i));
    }

    /**
     * The part that drives mass apart.
     *
     * @return E
     */
    public Interaction interaction() {
        return interaction;
    }

    /**
     * The part that draws mass to the target.
     *
     * @return V_ν
     */
    public Potential potential() {
        return potential;
    }

    /**
     * The least value −E(ν), which F takes at μ = ν.
     *
     * @return ½∫∫‖y−y′‖^r dν dν
     */
    public double least() {
        return least;
    }

    /**
     * How far μ is from the target: D²(μ,ν) = ½MMD²(μ,ν) = F_ν(μ) + E(ν).
     *
     * @param x N×d particles
     * @return D² ≥ 0 up to rounding
     * @throws IllegalArgumentException if the dimensions differ
     */
    public double discrepancy(Points x) {
        return value(x) - least;
    }

    @Override
    public double value(double[] x, int size, int dimension) {
        return interaction.value(x, size, dimension) + potential.value(x, size, dimension);
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        interaction.gradient(x, size, dimension, gradient);
        potential.add(x, dimension, gradient);
    }

    @Override
    public Slope slope(Sample one, Sample two) {
        return interaction.slope(one, two).plus(potential.slope(one, two));
    }

    @Override
    public int dimension() {
        return potential.dimension();
    }

    @Override
    public double exponent() {
        return interaction.exponent();
    }

    @Override
    public String toString() {
        return "MMD functional to " + potential.target().shape() + " points, r = " + Numbers.text(exponent());
    }
}
