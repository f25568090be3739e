package io.github.rieszflow.picture;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One line that tells how far a long computation is, and replaces itself: as an output of the notebook cell, or on the
 * terminal. Nothing is shown in the first two seconds, then at most five lines a second, and on closing the last one.
 * Silent where the environment variable {@code CI} is set, where the system property {@code rieszflow.progress} is
 * {@code off}, and where the output is neither a notebook nor a terminal.
 *
 * <pre>{@code
 * try (Progress progress = Progress.start("flow", steps)) {
 *     for (int k = 1; k <= steps; k++) {
 *         …
 *         progress.step(k, "MMD² 0.0123");
 *     }
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
    /** Where lines go. */
    interface Sink {
        /** Shows a line in place of the one before. */
        void line(String text);

        /** Called once after the last line, if there was one. */
        void end();
    }

    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final String name;
    private final long total;
    private final LongSupplier nanos;
    private final Sink sink;
    private final long begin;
    private long done;
    private String note = "";
    private long shownAt;
    private boolean shown;
    private boolean pending;
    private boolean closed;

    Progress(String name, long total, LongSupplier nanos, Sink sink) {
        this.name = name;
        this.total = total;
        this.nanos = nanos;
        this.sink = sink;
        this.begin = nanos.getAsLong();
    }

    /**
     * Begins a computation.
     *
     * @param name what is computed, in a word or two
     * @param total number of steps, or 0 if unknown
     * @return the progress, to be closed at the end
     */
    public static Progress start(String name, long total) {
        if (total < 0) {
            throw new IllegalArgumentException("Progress: expected the number of steps, or 0 if unknown, got " + total);
        }
        return new Progress(name, total, System::nanoTime, ProgressSinks.choose());
    }

    /**
     * Tells how far it is.
     *
     * @param done steps done so far
     */
    public void step(long done) {
        step(done, "");
    }

    /**
     * Tells how far it is.
     *
     * @param done steps done so far
     * @param note what can be said about the last step, such as "MMD² 0.0123"
     */
    public synchronized void step(long done, String note) {
        this.done = done;
        this.note = note;
        if (closed) {
            return;
        }
        pending = true;
        long now = nanos.getAsLong();
        if (now - begin >= QUIET && (!shown || now - shownAt >= PAUSE)) {
            show(now);
        }
    }

    /** Shows the last state, if any state was shown, and ends the line. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (shown) {
            if (pending) {
                show(nanos.getAsLong());
            }
            sink.end();
        }
    }

    private void show(long now) {
        sink.line(text(now - begin));
        shown = true;
        pending = false;
        shownAt = now;
    }

    private String text(long elapsed) {
        StringBuilder text = new StringBuilder(name).append(' ').append(done);
        if (total > 0) {
            text.append('/')
                    .append(total)
                    .append(" (")
                    .append(100 * done / total)
                    .append(" %)");
        }
        text.append(", ").append(time(elapsed));
        if (total > 0 && done > 0 && done < total) {
            text.append(", about ")
                    .append(time((long) ((double) elapsed / done * (total - done))))
                    .append(" left");
        }
        return note.isEmpty() ? text.toString() : text.append(", ").append(note).toString();
    }

    /**
     * A length of time as progress lines tell it.
     *
     * @param nanos nanoseconds
     * @return as in {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 10 min}
     */
    public static String time(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.MILLISECONDS.toNanos(500));
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
