package io.github.rieszflow.kernel;

/**
 * Ends code of a cell after an interrupt. An error, so that a cell's {@code catch (Exception e)} does not hold it up; one
 * that catches everything meets it again at its next {@link Checkpoint}.
 */
public final class CellStopped extends Error {
    private static final long serialVersionUID = 1L;

    CellStopped() {
        super("Interrupted.", null, false, false);
    }
}
