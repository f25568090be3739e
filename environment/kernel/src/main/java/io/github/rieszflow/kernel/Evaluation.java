package io.github.rieszflow.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One cell: waits for its turn on the thread of JShell, runs, and is given up if an interrupt does not end it. What is
 * given up can only be the compiler, which heeds nothing: code of the cell ends before, see {@link CellControl}.
 */
final class Evaluation<T> {
    /** How much longer than for code of a cell to wait for the compiler. */
    private static final long MORE_MILLIS = 2000;

    private static final String BUSY = "The compiler is still at work on it, and later cells wait for that."
            + " Restart the kernel if it does not come to an end.";

    private final CellControl control;
    private final CompletableFuture<@Nullable T> result = new CompletableFuture<>();
    private boolean begun;
    private boolean asked;

    Evaluation(CellControl control) {
        this.control = control;
    }

    /** Runs the cell, on the thread of JShell, unless it has been interrupted before. */
    @SuppressWarnings("CatchingUnchecked") // Whatever ends a cell is for its reader.
    void run(Callable<@Nullable T> cell) {
        synchronized (this) {
            if (result.isDone()) {
                return;
            }
            control.begin();
            begun = true;
        }
        try {
            result.complete(cell.call());
        } catch (Throwable t) {
            result.completeExceptionally(t);
        }
    }

    /** Asks the cell to end; asked again, does not wait for it much longer. */
    synchronized void interrupt() {
        if (!begun) {
            result.completeExceptionally(CellError.interrupted("An earlier cell is still being compiled."));
            return;
        }
        control.interrupt();
        long wait = asked ? MORE_MILLIS : CellControl.PATIENCE_MILLIS + MORE_MILLIS;
        asked = true;
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS)
                .execute(() -> result.completeExceptionally(CellError.interrupted(BUSY)));
    }

    /** What the cell came to; throws what ended it. */
    @Nullable
    T await() throws Throwable {
        try {
            return result.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }
}
