package io.github.rieszflow.slicing;

/**
 * What happens to particles that coincide on a line. A particle on a target always feels the mean of the pushes from
 * both sides, that is none.
 */
public enum Ties {
    /**
     * Coincident particles are ranked by their index and so pushed apart: the Wasserstein steepest descent, in which a
     * point mass explodes. Where the targets at their place weigh just as much they share their mean rank, so that particles
     * that have reached their targets stay there, also where several share one place. The choice for flows.
     */
    SPLIT,
    /**
     * Coincident particles share their mean rank and stay together: the gradient with sign(0) = 0, as automatic
     * differentiation and the pairwise formula have it. The choice for comparing with these.
     */
    FREEZE
}
