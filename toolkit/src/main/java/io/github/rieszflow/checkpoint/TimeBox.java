package io.github.rieszflow.checkpoint;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that opens it when its time is up, so that a run ends as it does when a user interrupts it, and
 * takes the interrupt back on closing.
 */
final class TimeBox implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Thread thread = Thread.currentThread();
    private final @Nullable Future<?> alarm;
    private boolean open = true;
    private boolean up;

    private TimeBox(@Nullable Duration time) {
        this.alarm = time == null ? null : CLOCK.schedule(this::ring, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "rieszflow clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Begins now; null for no end. */
    static TimeBox open(@Nullable Duration time) {
        return new TimeBox(time);
    }

    private synchronized void ring() {
        if (open) {
            up = true;
            thread.interrupt();
        }
    }

    synchronized boolean isUp() {
        return up;
    }

    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (up) {
            Thread.interrupted();
        }
    }
}
