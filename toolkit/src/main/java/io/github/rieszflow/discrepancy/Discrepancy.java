package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;

/**
 * MMD²(μ,ν) = 2E‖X−Y‖^r − E‖X−X′‖^r − E‖Y−Y′‖^r between two measures, un-halved, and the gradient of its
 * half F = ½MMD²(·,ν), which is the functional that flows descend. A cloud of {@link Points} is a measure with weights 1/N;
 * {@link Points#weighted} gives others.
 */
public sealed interface Discrepancy permits Mmd, SlicedMmd {
    /**
     * The gradient ∇_{x_i}F of F = ½MMD² with respect to each particle.
     *
     * @param x N×d particles, with weights if wanted
     * @param y M×d targets, with weights if wanted
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Points gradient(Measure x, Measure y);

    /**
     * The velocity −∇_{x_i}F/w_i with which a Wasserstein gradient flow moves each particle; with uniform weights
     * −N∇_{x_i}F. A particle of weight 0 moves as one of very small weight would: it feels all others and pushes none. For
     * r = 1 no velocity is longer than 2 in any dimension.
     *
     * @param x N×d particles, with weights if wanted
     * @param y M×d targets, with weights if wanted
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Points velocity(Measure x, Measure y);

    /**
     * Opens a descent: the particles in place, without momentum, and the targets. The weights of both stay as they are.
     *
     * @param particles N×d points, with weights if wanted
     * @param targets M×d points, with weights if wanted
     * @return a descent, in which {@link Descent#load} puts other particles of the same weights
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Descent descent(Measure particles, Measure targets);
}
