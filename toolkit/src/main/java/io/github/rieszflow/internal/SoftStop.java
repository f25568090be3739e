package io.github.rieszflow.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a stop by jshell into an interrupt. On Ctrl-C jshell throws an error into the thread of the snippet, wherever it
 * happens to be, and what the snippet has computed is lost. So in jshell a run goes on in a thread of its own, while that of
 * the snippet waits for it: the error then hits the waiting, the run is interrupted, and what it returns is the value of the
 * snippet. A second Ctrl-C does not wait.
 */
public final class SoftStop {
    /** Calls snippets, in the process in which jshell runs them. */
    private static final String SNIPPETS = "jdk.jshell.execution.RemoteExecutionControl";

    private SoftStop() {}

    /**
     * Calls a run that returns what it has when its thread is interrupted.
     *
     * @param run the run
     * @param <T> what it gives
     * @return what it gives
     */
    public static <T extends @Nullable Object> T call(Supplier<T> run) {
        return inSnippet() ? apart(run) : run.get();
    }

    private static boolean inSnippet() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(SNIPPETS)));
    }

    private static <T extends @Nullable Object> T apart(Supplier<T> run) {
        FutureTask<T> task = new FutureTask<>(run::get);
        Thread thread = new Thread(task, "run");
        thread.setDaemon(true);
        thread.start();
        boolean stopped = false;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result(task);
                } catch (InterruptedException e) {
                    // A stop wakes the thread up by an interrupt and then throws: that is no interrupt of the user's.
                    interrupted = !stopped;
                    thread.interrupt();
                } catch (Throwable e) {
                    if (stopped || !isStop(e)) {
                        throw e;
                    }
                    stopped = true;
                    thread.interrupt();
                    System.out.println("Interrupted; waiting for what is there. A second Ctrl-C does not wait.");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T extends @Nullable Object> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStop(Throwable e) {
        return e.getClass().getName().startsWith(SNIPPETS + "$");
    }
}
