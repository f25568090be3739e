package io.github.rieszflow.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The thread on which JShell is used, which is not for two at once. Its stack is large, as the compiler goes down as deep
 * as an expression is nested, and a sum of a thousand terms is nested a thousand times.
 */
final class ShellThread {
    /** Room for some twenty thousand terms: more would take the compiler minutes, which nothing can interrupt. */
    private static final long STACK_BYTES = 16L << 20;

    private static final Duration REST = Duration.ofSeconds(20);

    private final ThreadPoolExecutor executor;

    ShellThread() {
        executor = new ThreadPoolExecutor(
                1, 1, REST.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(null, task, "jshell", STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Has something done after all that was asked for before. */
    void execute(Runnable task) {
        executor.execute(task);
    }

    /** What a question about code comes to; empty if there is no answer, or none within a limit. */
    <T> Optional<T> ask(Duration limit, Callable<Optional<T>> question) {
        var answer = new CompletableFuture<Optional<T>>();
        executor.execute(() -> answer(question, answer));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(false);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // JShell's failures are errors, too.
    @SuppressWarnings("CatchingUnchecked")
    private static <T> void answer(Callable<Optional<T>> question, CompletableFuture<Optional<T>> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            answer.complete(question.call());
        } catch (Throwable t) {
            answer.completeExceptionally(t);
        }
    }
}
