package io.github.rieszflow.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share the items of a loop. Each item is done once by one worker, so a task in which every output belongs
 * to one item gives the same result on any number of threads.
 */
public final class Team {
    /** One item of a loop. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does one item.
         *
         * @param item which one
         * @param worker 0, …, threads−1: whose scratch memory to use
         */
        void run(int item, int worker);
    }

    private static final Map<Integer, Team> TEAMS = new ConcurrentHashMap<>();

    private final int threads;
    private final ExecutorService helpers;

    private Team(int threads) {
        this.threads = threads;
        this.helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "rieszflow-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The team of this many threads, the caller included.
     *
     * @param threads at least 1
     * @return the same team for the same number
     */
    public static Team of(int threads) {
        return TEAMS.computeIfAbsent(threads, Team::new);
    }

    /**
     * The team of all processors, or of as many threads as the system property {@code rieszflow.threads} says.
     *
     * @return the default team
     */
    public static Team standard() {
        return of(Integer.getInteger("rieszflow.threads", Runtime.getRuntime().availableProcessors()));
    }

    /**
     * How many threads work, the caller included.
     *
     * @return at least 1
     */
    public int threads() {
        return threads;
    }

    /**
     * Runs a loop. Returns when all items are done, also when the caller is interrupted meanwhile: its interrupt status
     * is then set.
     *
     * @param items how many
     * @param grain how many a worker takes at a time
     * @param task what to do with each
     */
    public void run(int items, int grain, Task task) {
        int workers = Math.min(threads, (items + grain - 1) / grain);
        if (workers <= 1) {
            for (int i = 0; i < items; i++) {
                task.run(i, 0);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>(workers - 1);
        for (int w = 1; w < workers; w++) {
            int worker = w;
            running.add(helpers.submit(() -> share(items, grain, task, next, worker)));
        }
        try {
            share(items, grain, task, next, 0);
        } finally {
            next.set(items);
            await(running);
        }
    }

    private static void share(int items, int grain, Task task, AtomicInteger next, int worker) {
        for (int from; (from = next.getAndAdd(grain)) < items; ) {
            for (int i = from; i < Math.min(items, from + grain); i++) {
                task.run(i, worker);
            }
        }
    }

    /** Waits for all, also after one has failed: they share memory with the caller. */
    private static void await(List<Future<?>> running) {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> future : running) {
            boolean done = false;
            while (!done) {
                try {
                    future.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
