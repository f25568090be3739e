package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Points;

/** Where sliced discrepancies are computed. */
public interface Engine {
    /**
     * Opens a session: memory for so many particles, and the targets in the engine's own layout.
     *
     * @param problem what is computed
     * @param particles N
     * @param targets M×d points
     * @return a session in which the particles are still to be loaded
     * @throws IllegalArgumentException if the directions are not for this dimension or the memory is not there
     */
    SlicedSession open(SlicedProblem problem, int particles, Points targets);

    /**
     * The processor with all its cores and the Vector API where the JVM offers it.
     *
     * @return the default engine
     */
    static CpuEngine cpu() {
        return CpuEngine.DEFAULT;
    }
}
