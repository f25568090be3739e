package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import org.jspecify.annotations.Nullable;

/**
 * A functional F of measures whose steepest descent is a flow: its value and its gradient at particles, in double
 * precision. The gradient has one sign everywhere; particles move along minus it.
 *
 * <p>Open: implementing the first two methods is enough for {@link ParticleScheme}. An implementation does not
 * change the particles it is given, and gives the same result for the same particles, from several threads at once; another
 * order of the particles is the same measure. The neural schemes ask for {@link #script} as well.
 *
 * <pre>{@code
 * class Bowl implements Functional {                                       // F(μ) = ½∫‖x‖² dμ
 *     public double value(double[] x, int size, int dimension) {
 *         return Arrays.stream(x).map(c -> c * c / 2).sum() / size;
 *     }
 *
 *     public void gradient(double[] x, int size, int dimension, double[] gradient) {
 *         System.arraycopy(x, 0, gradient, 0, x.length);
 *     }
 * }
 * ParticleScheme.of(new Bowl()).stepSize(0.1).from(Points.gaussian(200, 2)).run(20);
 * }</pre>
 */
public interface Functional {
    /**
     * The value F(μ) at μ = (1/N) Σ δ_{x_i}.
     *
     * @param x N·d coordinates, particle after particle; not modified
     * @param size N
     * @param dimension d
     * @return F
     */
    double value(double[] x, int size, int dimension);

    /**
     * The Wasserstein gradient N∇_{x_i}F at each particle: its derivative by the coordinates of the particle, per weight 1/N.
     * For F = ∫V dμ it is ∇V(x_i). Where F has a kink because particles coincide, these exert no force on each other.
     *
     * @param x N·d coordinates, particle after particle; not modified
     * @param size N
     * @param dimension d
     * @param gradient N·d numbers, modified: what is there is overwritten
     */
    void gradient(double[] x, int size, int dimension, double[] gradient);

    /**
     * The value F(μ) at points.
     *
     * @param x N×d particles
     * @return F
     * @throws IllegalArgumentException if the functional is of another dimension
     */
    default double value(Points x) {
        Plan.requireDimension(this, x.dimension());
        return value(Plan.doubles(x), x.size(), x.dimension());
    }

    /**
     * The Wasserstein gradient N∇_{x_i}F at points, rounded to single precision.
     *
     * @param x N×d particles
     * @return N×d vectors
     * @throws IllegalArgumentException if the functional is of another dimension
     */
    default Points gradient(Points x) {
        Plan.requireDimension(this, x.dimension());
        double[] exact = new double[x.size() * x.dimension()];
        gradient(Plan.doubles(x), x.size(), x.dimension(), exact);
        float[] single = new float[exact.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) exact[i];
        }
        return Points.adopt(single, x.size(), x.dimension());
    }

    /**
     * The derivative along a plan, D_vF(μ) = lim_{t↓0} (F(distribution of x + tv) − F(μ)) / t. A velocity plan gives each
     * place a distribution of velocities; as particles it is pairs (x_i, v_i), in which places may repeat, so it also splits
     * point masses.
     *
     * <p>Without an implementation of its own it is (1/N) Σ ⟨N∇_{x_i}F, v_i⟩, which is right where F is differentiable.
     *
     * @param x N×d places, of which some may coincide
     * @param v N×d velocities
     * @return the derivative; infinite where F falls or rises faster than linearly, as with a Riesz kernel of r &lt; 1 from a point
     *     mass
     * @throws IllegalArgumentException if the shapes differ or the functional is of another dimension
     */
    default double derivative(Points x, Points v) {
        Require.sameShape(x, v);
        Plan.requireDimension(this, x.dimension());
        double[] gradient = new double[x.size() * x.dimension()];
        gradient(Plan.doubles(x), x.size(), x.dimension(), gradient);
        double[] velocities = Plan.doubles(v);
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += gradient[i] * velocities[i];
        }
        return sum / x.size();
    }

    /**
     * The dimension of the space it is made for.
     *
     * @return d, or 0 where any will do
     */
    default int dimension() {
        Measure target = target();
        return target == null ? 0 : target.dimension();
    }

    /**
     * What it draws mass to, if that is a measure: shown in pictures, handed to {@link #script}, and part of what makes two
     * runs the same.
     *
     * @return ν, M×d, or null if there is none
     */
    default @Nullable Measure target() {
        return null;
    }

    /**
     * The same functional in TorchScript, which the neural schemes train networks with.
     *
     * @return the script, or null if there is none: {@link ParticleScheme} needs none
     */
    default @Nullable FunctionalScript script() {
        return null;
    }
}
