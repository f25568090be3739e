package io.github.rieszflow.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own, keeps the value as an object, and lets the running snippet
 * be interrupted.
 *
 * <p>An interrupted snippet gets {@link #GRACE_MILLIS} to return by itself, so that a long computation can hand over
 * what it has. After that, or at a second interrupt, it is abandoned: its thread may go on, but nobody waits for it.
 */
final class CellControl extends DirectExecutionControl {
    static final long GRACE_MILLIS = 3000;

    /** The work in progress. */
    private record Work(Thread thread, CompletableFuture<@Nullable Object> result) {}

    /** Says that an interrupted snippet did not return in time. */
    private static final class Abandoned extends Exception {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("Interrupted.", null, false, false);
        }
    }

    // The JShell loader, set on this thread by the superclass: what snippets must see as their context loader.
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private @Nullable Work work;
    private boolean interrupted;
    // Of the thread that evaluates cells only.
    private boolean stopped;
    private @Nullable Object value;
    private @Nullable Throwable failure;

    @Override
    protected String invoke(Method snippet) throws Exception {
        value = null;
        failure = null;
        // An interrupt that came while this snippet was compiled.
        if (interrupted()) {
            stopped = true;
            throw new StoppedException();
        }
        try {
            value = call(() -> snippet.invoke(null));
        } catch (Abandoned e) {
            stopped = true;
            throw new StoppedException();
        } catch (InvocationTargetException e) {
            failure = e.getCause();
            throw e;
        }
        // The superclass would return the value as text: for a large array that takes seconds, and nobody reads it.
        return "";
    }

    /** Runs an action as a snippet is run: on its own thread, interruptible; throws what it threw. */
    <T extends @Nullable Object> T call(Callable<T> action) throws Exception {
        var result = new CompletableFuture<@Nullable Object>();
        var thread = new Thread(() -> complete(result, action), "cell");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        synchronized (this) {
            work = new Work(thread, result);
        }
        thread.start();
        try {
            @SuppressWarnings("unchecked")
            T done = (T) result.get();
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new InvocationTargetException(e.getCause());
        } finally {
            synchronized (this) {
                work = null;
            }
        }
    }

    // Whatever the action throws belongs to whoever waits for it.
    @SuppressWarnings("CatchingUnchecked")
    private static void complete(CompletableFuture<@Nullable Object> result, Callable<?> action) {
        try {
            result.complete(action.call());
        } catch (Throwable t) {
            result.completeExceptionally(t);
        }
    }

    /** Asks the running snippet to end; at the second time no longer waits for it. */
    synchronized void interrupt() {
        var now = work;
        if (interrupted && now != null) {
            now.result().completeExceptionally(new Abandoned());
        } else if (now != null) {
            now.thread().interrupt();
            CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> now.result().completeExceptionally(new Abandoned()));
        }
        interrupted = true;
    }

    /** Forgets earlier interrupts: a new cell begins. */
    synchronized void begin() {
        interrupted = false;
        stopped = false;
    }

    /** Whether an interrupt came since the cell began. */
    synchronized boolean interrupted() {
        return interrupted;
    }

    /** Whether a snippet of this cell was abandoned, or not begun, because of an interrupt. */
    boolean stopped() {
        return stopped;
    }

    /** What the last snippet threw, if it did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The value of the last snippet, handed out once. */
    @Nullable
    Object takeValue() {
        var last = value;
        value = null;
        return last;
    }
}
