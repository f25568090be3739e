package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.jspecify.annotations.Nullable;

/**
 * N particles against M targets, kept in the layout of an {@link Engine} from step to step. Not thread-safe: one session
 * belongs to one computation.
 */
public interface SlicedSession {
    /**
     * Puts other particles in place; the weights stay.
     *
     * @param particles N×d points
     * @param velocity N×d momentum, or null for none
     * @throws IllegalArgumentException if a shape does not fit
     */
    void load(Points particles, @Nullable Points velocity);

    /**
     * The sliced gradient ∇_{x_i}F / w_i of F = ½MMD²(·, targets) at the particles, with fresh directions; with uniform
     * weights N ∇_{x_i}F.
     *
     * @param seed draws the directions
     * @return N·d numbers, one particle after the other
     */
    float[] gradient(Seed seed);

    /**
     * One step of descent with fresh directions: v ← ∇F/w + momentum·v, x ← x − step·v.
     *
     * @param seed draws the directions
     * @param step the step size τ
     * @param momentum m in [0,1)
     * @return the largest coordinate in absolute value, or NaN if one is NaN
     */
    float descend(Seed seed, double step, double momentum);

    /**
     * MMD² and W1 of each slice.
     *
     * @param seed draws the directions
     * @return the values of the lines
     */
    SliceValues values(Seed seed);

    /**
     * The particles as they are.
     *
     * @return N×d points
     * @throws IllegalArgumentException if a coordinate is not finite
     */
    Points particles();

    /**
     * The momentum v as it is.
     *
     * @return N×d vectors
     * @throws IllegalArgumentException if a coordinate is not finite
     */
    Points velocity();
}
