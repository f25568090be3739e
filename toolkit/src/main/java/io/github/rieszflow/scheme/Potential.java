package io.github.rieszflow.scheme;

import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The potential energy V_ν(μ) = −∫∫K(x,y) dμ(x)dν(y), with the Riesz kernel ∫∫‖x−y‖^r dμdν: its flow draws mass to a target.
 */
public final class Potential implements Functional {
    private final RadialKernel kernel;
    private final Measure target;
    private final PairSums pairs;

    Potential(RadialKernel kernel, Measure target) {
        this.kernel = kernel;
        this.target = target;
        this.pairs = new PairSums(
                Plan.profile(kernel),
                target.points()::get,
                target.size(),
                target.dimension(),
                target.uniform() ? null : target.weights());
    }

    /**
     * The potential energy with K(x,y) = −‖x−y‖^r.
     *
     * @param exponent r in (0,2)
     * @param target ν, M×d
     * @return the functional
     * @throws IllegalArgumentException if r is out of range
     */
    public static Potential riesz(double exponent, Measure target) {
        return new Potential(RadialKernel.riesz(exponent), target);
    }

    /**
     * The potential energy with any radial kernel. Particles can descend it; the neural schemes know Riesz kernels only.
     *
     * @param kernel f, with K(x,y) = f(‖x−y‖)
     * @param target ν, M×d
     * @return the functional
     */
    public static Potential radial(RadialKernel kernel, Measure target) {
        return new Potential(kernel, target);
    }

    /**
     * What draws mass.
     *
     * @return ν, M×d
     */
    @Override
    public Measure target() {
        return target;
    }

    /** f. */
    RadialKernel kernel() {
        return kernel;
    }

    @Override
    public double value(double[] x, int size, int dimension) {
        Plan.requireDimension(this, dimension);
        return pairs.mean(PairSums.Places.of(x, dimension), size, null);
    }

    /** V_ν(ν). */
    double own() {
        return pairs.mean(target.points()::get, target.size(), target.uniform() ? null : target.weights());
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        Arrays.fill(gradient, 0);
        add(x, size, dimension, gradient);
    }

    void add(double[] x, int size, int dimension, double[] gradient) {
        Plan.requireDimension(this, dimension);
        pairs.gradientOfNear(PairSums.Places.of(x, dimension), size, (i, row) -> {
            for (int k = 0; k < dimension; k++) {
                gradient[i * dimension + k] += row[k];
            }
        });
    }

    @Override
    public double derivative(Points x, Points v) {
        Plan plan = Plan.of(this, x, v);
        return slope(plan, plan).value();
    }

    /** Targets do not move. With two samples of μ the mean over both. */
    Plan.Slope slope(Plan one, Plan two) {
        Plan still = Plan.still(Plan.doubles(target.points()), one.dimension());
        Plan.Slope first = one.slope(kernel, still, target.weights());
        if (one.x() == two.x()) {
            return first;
        }
        double share = (double) one.size() / (one.size() + two.size());
        return first.times(share)
                .plus(two.slope(kernel, still, target.weights()).times(1 - share));
    }

    @Override
    public @Nullable FunctionalScript script() {
        return RieszScript.of(kernel, false, true);
    }

    @Override
    public String toString() {
        return "potential energy to " + target.shape() + " points, " + Interaction.name(kernel);
    }
}
