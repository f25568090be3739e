package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import org.jspecify.annotations.Nullable;

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
        this.least = potential.own() / 2;
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
     * @return −½∫∫K dνdν, with the Riesz kernel ½∫∫‖y−y′‖^r dνdν
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
        potential.add(x, size, dimension, gradient);
    }

    @Override
    public double derivative(Points x, Points v) {
        Plan plan = Plan.of(this, x, v);
        return slope(plan, plan).value();
    }

    /** From two samples of one plan. */
    Plan.Slope slope(Plan one, Plan two) {
        return interaction.slope(one, two).plus(potential.slope(one, two));
    }

    /**
     * What draws mass.
     *
     * @return ν, M×d
     */
    @Override
    public Measure target() {
        return potential.target();
    }

    @Override
    public @Nullable FunctionalScript script() {
        return RieszScript.of(interaction.kernel(), true, true);
    }

    @Override
    public String toString() {
        return "MMD functional to " + potential.target().shape() + " points, " + Interaction.name(interaction.kernel());
    }
}
