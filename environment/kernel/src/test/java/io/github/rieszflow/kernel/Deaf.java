package io.github.rieszflow.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/** Stands for a library that ignores interrupts, for cells of the tests. */
public final class Deaf {
    private Deaf() {}

    /** Computes until told to end. */
    public static void compute(AtomicBoolean end) {
        while (!end.get()) {
            Thread.onSpinWait();
        }
    }
}
