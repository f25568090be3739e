package io.github.rieszflow.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the items of a loop. Each item is done once by one worker, so a task in which every output belongs
 * to one item gives the same result on any number of threads. A loop within a task, of this team or another one, is run
 * by the thread that does the task.
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

    /** The system property that says how many threads the standard team has. */
    private static final String PROPERTY = "rieszflow.threads";

    /** The most threads of a team. */
    public static final int MOST = 4096;

    private static final Map<Integer, Team> TEAMS = new ConcurrentHashMap<>();
    /** Whether this thread is in a task that it shares with others. */
    private static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

    private final int threads;
    private final ThreadPoolExecutor helpers;

    private Team(int threads) {
        this.threads = threads;
        int others = Math.max(1, threads - 1);
        this.helpers =
                new ThreadPoolExecutor(others, others, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
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
     * @throws IllegalArgumentException if the number is not from 1 to 4096
     */
    public static Team of(int threads) {
        Require.between(threads, 1, MOST, "the number of threads");
        return TEAMS.computeIfAbsent(threads, Team::new);
    }

    /**
     * The team of all processors, or of as many threads as the system property {@code rieszflow.threads} says.
     *
     * @return the default team
     * @throws IllegalArgumentException if the property is no whole number from 1 to 4096
     */
    public static Team standard() {
        String set = System.getProperty(PROPERTY);
        if (set == null) {
            return of(Math.min(MOST, Runtime.getRuntime().availableProcessors()));
        }
        int threads;
        try {
            threads = Integer.parseInt(set.strip());
        } catch (NumberFormatException e) {
            threads = 0;
        }
        if (threads < 1 || threads > MOST) {
            throw new IllegalArgumentException("the system property " + PROPERTY + " must be a whole number from 1 to "
                    + MOST + ": received \"" + set + "\"; leave it out for all processors");
        }
        return of(threads);
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
     * is then set. If a task fails, no further items are begun, and what it threw is thrown when all that began have ended.
     *
     * @param items how many
     * @param grain how many a worker takes at a time
     * @param task what to do with each
     */
    public void run(int items, int grain, Task task) {
        int workers = (int) Math.min(threads, ((long) items + grain - 1) / grain);
        // Helpers that wait for helpers of theirs could wait for ever.
        if (workers <= 1 || WITHIN.get()) {
            for (int i = 0; i < items; i++) {
                task.run(i, 0);
            }
            return;
        }
        Loop loop = new Loop(items, grain, task);
        Runnable[] others = new Runnable[workers - 1];
        for (int w = 1; w < workers; w++) {
            int worker = w;
            others[w - 1] = () -> loop.join(worker);
            helpers.execute(others[w - 1]);
        }
        loop.join(0);
        if (loop.close() < others.length) {
            for (Runnable other : others) {
                helpers.remove(other);
            }
        }
        loop.await();
    }

    /** A loop that is being run. */
    private static final class Loop {
        private final int items;
        private final int grain;
        private final Task task;
        private final AtomicLong next = new AtomicLong();
        /** How many helpers have come, and how many of them are still at it. */
        private int came;

        private int busy;
        private boolean closed;
        private @Nullable Throwable failure;

        Loop(int items, int grain, Task task) {
            this.items = items;
            this.grain = grain;
            this.task = task;
        }

        /** Does a share of the items, unless the loop is over. */
        void join(int worker) {
            if (worker > 0 && !enter()) {
                return;
            }
            Throwable thrown = null;
            WITHIN.set(true);
            try {
                share(worker);
            } catch (Throwable e) {
                thrown = e;
                next.set(items);
            } finally {
                WITHIN.set(false);
                leave(worker, thrown);
            }
        }

        private void share(int worker) {
            for (long from; (from = next.getAndAdd(grain)) < items; ) {
                for (int i = (int) from; i < Math.min(items, from + grain); i++) {
                    task.run(i, worker);
                }
            }
        }

        private synchronized boolean enter() {
            if (closed) {
                return false;
            }
            came++;
            busy++;
            return true;
        }

        private synchronized void leave(int worker, @Nullable Throwable thrown) {
            // The caller's own failure is what it sees, else the first one.
            if (thrown != null && (failure == null || worker == 0)) {
                failure = thrown;
            }
            if (worker > 0) {
                busy--;
                notifyAll();
            }
        }

        /** Nobody joins any more; how many helpers have. */
        synchronized int close() {
            closed = true;
            return came;
        }

        /** Waits for all who joined, also after one has failed: they share memory with the caller. */
        synchronized void await() {
            boolean interrupted = false;
            while (busy > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
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
}
