package io.github.rieszflow.scheme;

import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.discrepancy.RieszKernel;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import org.jspecify.annotations.Nullable;

/**
 * The interaction energy E(μ) = ½∫∫K(x,y) dμ(x)dμ(y), with the Riesz kernel −½∫∫‖x−y‖^r dμdμ: its flow drives mass apart, and
 * makes a point mass explode.
 *
 * @param kernel f, with K(x,y) = f(‖x−y‖)
 */
public record Interaction(RadialKernel kernel) implements Functional {
    /**
     * The interaction energy with K(x,y) = −‖x−y‖^r.
     *
     * @param exponent r in (0,2)
     * @return the functional
     * @throws IllegalArgumentException if r is out of range
     */
    public static Interaction riesz(double exponent) {
        return new Interaction(RadialKernel.riesz(exponent));
    }

    /**
     * The interaction energy with any radial kernel. Particles can descend it; the neural schemes know Riesz kernels only.
     *
     * @param kernel f, with K(x,y) = f(‖x−y‖)
     * @return the functional
     */
    public static Interaction radial(RadialKernel kernel) {
        return new Interaction(kernel);
    }

    /**
     * The MMD functional F = E + V_ν, whose flow goes to a target.
     *
     * @param target ν, M×d
     * @return the functional
     */
    public MmdFunctional toward(Measure target) {
        return new MmdFunctional(this, new Potential(kernel, target));
    }

    @Override
    public double value(double[] x, int size, int dimension) {
        return -pairs(x, size, dimension).mean(PairSums.Places.of(x, dimension), size, null) / 2;
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        pairs(x, size, dimension).gradientOfNear(PairSums.Places.of(x, dimension), size, (i, row) -> {
            for (int k = 0; k < dimension; k++) {
                gradient[i * dimension + k] = -row[k];
            }
        });
    }

    private PairSums pairs(double[] x, int size, int dimension) {
        return new PairSums(Plan.profile(kernel), PairSums.Places.of(x, dimension), size, dimension, null);
    }

    @Override
    public double derivative(Points x, Points v) {
        Plan plan = Plan.of(this, x, v);
        return slope(plan, plan).value();
    }

    /** From two samples of one plan: pairs join a particle of each, so for independent samples it is unbiased. */
    Plan.Slope slope(Plan one, Plan two) {
        return one.slope(kernel, two, Plan.uniform(two.size())).times(-0.5);
    }

    @Override
    public @Nullable FunctionalScript script() {
        return RieszScript.of(kernel, true, false);
    }

    @Override
    public String toString() {
        return "interaction energy, " + name(kernel);
    }

    /** The kernel in the name of a functional. */
    static String name(RadialKernel kernel) {
        return kernel instanceof RieszKernel riesz ? "r = " + Numbers.text(riesz.exponent()) : kernel.name();
    }
}
