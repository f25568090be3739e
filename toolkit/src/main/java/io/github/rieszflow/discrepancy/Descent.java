package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.jspecify.annotations.Nullable;

/** Particles on their way down F = ½MMD²(·, targets), kept in the layout of an engine from step to step. */
public interface Descent {
    /**
     * How far away the targets are.
     *
     * @param squared MMD², un-halved
     * @param wasserstein W1, sliced where d &gt; 1; null where it is not a by-product
     */
    record Reading(Estimate squared, @Nullable Estimate wasserstein) {}

    /**
     * Puts other particles in place; the weights stay.
     *
     * @param particles N×d points
     * @param velocity N×d momentum, or null for none
     * @throws IllegalArgumentException if a shape does not fit
     */
    void load(Points particles, @Nullable Points velocity);

    /**
     * One step with momentum: v ← ∇F/w + momentum·v, x ← x − step·v.
     *
     * @param seed draws the directions, if any
     * @param step the step size τ
     * @param momentum m in [0,1)
     * @return the largest coordinate in absolute value, or NaN if one is NaN
     */
    double step(Seed seed, double step, double momentum);

    /**
     * Measures how far away the targets are.
     *
     * @param seed draws the directions, if any
     * @return MMD² and, where it costs nothing more, W1
     */
    Reading read(Seed seed);

    /**
     * The particles as they are.
     *
     * @return N×d points
     */
    Points particles();

    /**
     * The momentum v as it is.
     *
     * @return N×d vectors
     */
    Points velocity();
}
