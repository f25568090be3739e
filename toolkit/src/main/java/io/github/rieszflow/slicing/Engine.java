package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Measure;

/** Where sliced discrepancies are computed. */
public interface Engine {
    /**
     * Opens a session: particles, without momentum, and targets in the engine's own layout. The weights of both stay as they
     * are.
     *
     * @param problem what is computed
     * @param particles N×d points, with weights if wanted
     * @param targets M×d points, with weights if wanted
     * @return a session, in which {@link SlicedSession#load} puts other particles of the same weights
     * @throws IllegalArgumentException if the dimensions differ, the directions are not for this dimension, or the memory is
     *     not there
     */
    SlicedSession open(SlicedProblem problem, Measure particles, Measure targets);

    /**
     * The processor with all its cores and the Vector API where the JVM offers it.
     *
     * @return the default engine
     */
    static CpuEngine cpu() {
        return CpuEngine.DEFAULT;
    }
}
