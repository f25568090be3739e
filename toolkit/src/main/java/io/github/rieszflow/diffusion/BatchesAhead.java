package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Draws the batch of the next step in a thread of its own while another device works on this one, so that drawing costs no time
 * there. What is drawn depends on the number of the step only, and is the same in any thread.
 */
final class BatchesAhead implements LongFunction<Batch>, AutoCloseable {
    private final LongFunction<Batch> batches;
    private final long end;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "rieszflow batches");
        made.setDaemon(true);
        return made;
    });
    private long number = -1;
    private @Nullable CompletableFuture<Batch> next;

    /** Of batches up to this number, which is not drawn. */
    BatchesAhead(LongFunction<Batch> batches, long end) {
        this.batches = batches;
        this.end = end;
    }

    @Override
    public Batch apply(long step) {
        CompletableFuture<Batch> waiting = next;
        CompletableFuture<Batch> now = waiting != null && number == step ? waiting : draw(step);
        Batch batch;
        try {
            batch = now.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        number = step + 1;
        next = number < end ? draw(number) : null;
        return batch;
    }

    private CompletableFuture<Batch> draw(long step) {
        return CompletableFuture.supplyAsync(() -> batches.apply(step), thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
