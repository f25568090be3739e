package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Points;

/**
 * MMD²(μ,ν) = 2E‖X−Y‖^r − E‖X−X′‖^r − E‖Y−Y′‖^r between two clouds, un-halved, and the gradient of its half
 * F = ½MMD²(·,ν), which is the functional that flows descend.
 */
public sealed interface Discrepancy permits Mmd, SlicedMmd {
    /**
     * The gradient ∇_{x_i}F of F = ½MMD² with respect to each particle.
     *
     * @param x N×d particles
     * @param y M×d targets
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    Points gradient(Points x, Points y);

    /**
     * The velocity −N∇_{x_i}F with which a Wasserstein gradient flow moves each particle. For r = 1 it is no longer than 2
     * in any dimension.
     *
     * @param x N×d particles
     * @param y M×d targets
     * @return N×d vectors
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    default Points velocity(Points x, Points y) {
        return gradient(x, y).scale(-x.size());
    }

    /**
     * Opens a descent: memory for so many particles and the targets in place.
     *
     * @param particles N
     * @param targets M×d points
     * @return a descent in which the particles are still to be loaded
     * @throws IllegalArgumentException if the memory is not there
     */
    Descent descent(int particles, Points targets);
}
