package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;

/**
 * A squared discrepancy D²(μ,ν) between two measures and the gradient of its half F = ½D²(·,ν), which is the functional that
 * flows descend. Here it is MMD², exact ({@link Mmd}) or sliced ({@link SlicedMmd}). A cloud of {@link Points} is a measure with
 * weights 1/N; {@link Points#weighted} gives others.
 *
 * <p>Open: whoever implements {@link #estimate} and {@link #gradient} can let a {@code ParticleFlow} descend it. An
 * implementation does not change what it is given, and gives the same result for the same arguments, from several threads at
 * once. One that draws at random, or keeps something from step to step, implements {@link #descent} as well, whose steps bring a
 * seed each.
 */
public interface Discrepancy {
    /**
     * The value D²(μ,ν), of which flows report how it falls.
     *
     * @param x N×d points, with weights if wanted
     * @param y M×d targets, with weights if wanted
     * @return D² with its standard error, {@link Estimate#exact} if there is none
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Estimate estimate(Measure x, Measure y);

    /**
     * The gradient ∇_{x_i}F of F = ½D² with respect to each particle, which is the derivative of F by its coordinates.
     *
     * @param x N×d particles, with weights if wanted
     * @param y M×d targets, with weights if wanted
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Points gradient(Measure x, Measure y);

    /**
     * The velocity −∇_{x_i}F/w_i with which a Wasserstein gradient flow moves each particle, derived from the gradient; with
     * uniform weights −N∇_{x_i}F. For MMD a particle of weight 0 moves as one of very small weight would: it feels all others
     * and pushes none. For the Riesz kernel with r = 1 no velocity is longer than 2 in any dimension.
     *
     * <p>Where {@link #descent} is not implemented, particles of weight 0 are refused.
     *
     * @param x N×d particles, with weights if wanted
     * @param y M×d targets, with weights if wanted
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    default Points velocity(Measure x, Measure y) {
        return Gradients.velocity(this, drawing(Seed.DEFAULT), x, y);
    }

    /**
     * The seed that a step of a flow hands to its descent: where directions are drawn, mixed with the seed of the
     * discrepancy itself, so that another seed of either means other directions.
     *
     * @param step the seed of the step
     * @return the seed for {@link Descent#step}
     */
    default Seed drawing(Seed step) {
        return step;
    }

    /**
     * Opens a descent: the particles at rest, and the targets. The weights of both stay as they are.
     *
     * <p>Without an implementation of its own it steps along {@link #gradient} and reads {@link #estimate}.
     *
     * @param particles N×d points, with weights if wanted
     * @param targets M×d points, with weights if wanted
     * @return a descent, to be closed, in which {@link Descent#load} and {@link Descent#aim} put other points of the same
     *     weights
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    default Descent descent(Measure particles, Measure targets) {
        return new GradientDescent(this, particles, targets);
    }
}
