package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.jspecify.annotations.Nullable;

/**
 * N particles on their way down F = ½MMD²(·, targets), kept from step to step in the layout of whoever computes. One
 * computation at a time: not thread-safe. It holds memory, perhaps of a device, until it is closed; every method but
 * {@link #close} then throws an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (var descent = Mmd.riesz(1).sliced(100).descent(noise, shape)) {
 *     descent.step(seed(1), 0.1, 0.7);
 *     descent.particles();
 * }
 * }</pre>
 */
public interface Descent extends AutoCloseable {
    /**
     * How far away the targets are.
     *
     * @param squared MMD², un-halved
     * @param wasserstein W1, sliced where d &gt; 1; null where it is not a by-product
     */
    record Distances(Estimate squared, @Nullable Estimate wasserstein) {}

    /**
     * Puts other particles in place; the weights stay.
     *
     * @param particles N×d points
     * @param momentum N×d vectors v, or null for particles at rest
     * @throws IllegalArgumentException if a shape does not fit
     */
    void load(Points particles, @Nullable Points momentum);

    /**
     * Aims at other targets; the weights stay.
     *
     * @param targets M×d points
     * @throws IllegalArgumentException if the shape does not fit
     */
    void aim(Points targets);

    /**
     * The gradient ∇_{x_i}F / w_i at the particles; with uniform weights N ∇_{x_i}F. Moves nothing, and allocates nothing
     * that grows with N, M or d.
     *
     * @param seed draws the directions, if any
     * @param gradient receives N·d numbers, one particle after the other; modified
     * @throws IllegalArgumentException if the array has another length
     */
    void gradient(Seed seed, float[] gradient);

    /**
     * One step with momentum: v ← ∇F/w + m·v, x ← x − τ·v.
     *
     * @param seed draws the directions, if any
     * @param stepSize τ
     * @param momentum m in [0,1)
     * @return the largest coordinate of x in absolute value, or NaN if one is NaN
     */
    double step(Seed seed, double stepSize, double momentum);

    /**
     * Measures how far away the targets are.
     *
     * @param seed draws the directions, if any
     * @return MMD² and, at no extra cost, W1
     */
    Distances read(Seed seed);

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
    Points momentum();

    /** Releases what it holds. Closing it again does nothing. */
    @Override
    void close();
}
