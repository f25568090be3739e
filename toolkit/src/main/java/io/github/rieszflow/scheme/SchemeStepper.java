package io.github.rieszflow.scheme;

import io.github.rieszflow.picture.Progress;
import org.jspecify.annotations.Nullable;

/** Makes steps of a scheme; holds native memory. */
interface SchemeStepper extends AutoCloseable {
    /** Number of parts of a time step in which progress is reported. */
    int PARTS = 100;

    /** Brings what a step needs into place. */
    static SchemeStepper open(Scheme scheme, SchemeState state) {
        return scheme instanceof ParticleScheme particles
                ? particles.open(state)
                : ((NeuralScheme<?>) scheme).open(state);
    }

    /** One time step, which reports progress in parts of it. Null if the thread was interrupted before it was complete. */
    @Nullable
    SchemeState step(Progress progress);

    @Override
    void close();
}
