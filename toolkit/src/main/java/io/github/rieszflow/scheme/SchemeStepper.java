package io.github.rieszflow.scheme;

import io.github.rieszflow.picture.Progress;
import org.jspecify.annotations.Nullable;

/** Makes steps of a scheme; holds native memory. */
interface SchemeStepper extends AutoCloseable {
    /** Of so many parts of a time step progress is told. */
    int PARTS = 100;

    /** Brings what a step needs into place. */
    static SchemeStepper open(Scheme scheme, SchemeState state) {
        return scheme instanceof ParticleScheme particles
                ? particles.open(state)
                : ((NeuralScheme<?>) scheme).open(state);
    }

    /** One time step; progress is told about training, in parts of it. Null if the thread was interrupted before it was complete. */
    @Nullable
    SchemeState step(Progress progress);

    @Override
    void close();
}
