package io.github.rieszflow.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where code of cells looks whether it may go on: {@link Weaver} puts a call at the beginning of every method and before
 * every jump back, so that an interrupt ends any loop and any recursion, on whichever thread it runs. Code of libraries
 * holds no such calls; it ends when it responds to the interrupt or returns to a cell.
 */
public final class Checkpoint {
    // Two plain reads of volatile fields are all that a loop of a cell pays.
    private static volatile int stops;
    private static volatile boolean watched;

    private static volatile boolean closed;
    private static final Set<Thread> ABANDONED = ConcurrentHashMap.newKeySet();

    private Checkpoint() {}

    /**
     * At the beginning of a method.
     *
     * @return what {@link #pass} of this run of the method is to be given
     */
    public static int enter() {
        if (watched && (closed || ABANDONED.contains(Thread.currentThread()))) {
            throw new CellStopped();
        }
        return stops;
    }

    /**
     * Before a jump back.
     *
     * @param entered what {@link #enter} returned
     */
    public static void pass(int entered) {
        if (entered != stops) {
            throw new CellStopped();
        }
    }

    /** Ends every method of a cell that is running now at its next jump back, and lets none begin until {@link #open}. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // of synchronized methods only
    static synchronized void close() {
        stops++;
        closed = true;
        watched = true;
    }

    /** Lets methods of cells begin again, but for those a thread calls that no one waits for any more. */
    static synchronized void open() {
        closed = false;
        ABANDONED.removeIf(thread -> !thread.isAlive());
        watched = !ABANDONED.isEmpty();
    }

    /** Lets no method of a cell begin on this thread any more. */
    static synchronized void abandon(Thread thread) {
        ABANDONED.add(thread);
        watched = true;
    }
}
