package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Measure;

/**
 * Where sliced discrepancies are computed. Whoever is given an engine ({@code on(engine)}) computes on it, or is refused by
 * it. An engine may be used from several threads at once; a descent that it opens belongs to one computation.
 */
public interface Engine {
    /**
     * Opens a descent: particles at rest, and targets, in the engine's own layout. The weights of both stay as they are.
     *
     * @param problem what is computed
     * @param particles N×d points, with weights if wanted
     * @param targets M×d points, with weights if wanted
     * @return a descent, to be closed, in which {@link Descent#load} and {@link Descent#aim} put other points of the same
     *     weights
     * @throws IllegalArgumentException with one sentence that says what is not supported, if the dimensions differ, the
     *     directions are not for this dimension, or the memory is not there
     */
    SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets);

    /**
     * Whether {@link #open} would take this problem, memory aside. Allocates nothing that grows with the problem.
     *
     * @param problem what is to be computed
     * @param particles N×d points, with weights if wanted
     * @param targets M×d points, with weights if wanted
     * @return false if open would refuse it
     */
    boolean supports(SlicedProblem problem, Measure particles, Measure targets);

    /**
     * The processor with all its cores and the Vector API where the JVM offers it.
     *
     * @return the default engine
     * @throws IllegalArgumentException if the system property {@code rieszflow.threads} is no number from 1 to 4096
     */
    static CpuEngine cpu() {
        return CpuEngine.standard();
    }
}
