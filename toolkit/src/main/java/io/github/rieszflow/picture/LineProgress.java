package io.github.rieszflow.picture;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress as one line that replaces itself: none in the first two seconds, then at most five a second, and the last state at the end. */
abstract class LineProgress implements Progress {
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final String name;
    private final long total;
    private final LongSupplier nanos;
    private final long begin;
    private long done;
    private String note = "";
    private long shownAt;
    private boolean shown;
    private boolean pending;
    private boolean closed;

    LineProgress(String name, long total, LongSupplier nanos) {
        this.name = name;
        this.total = total;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /** How long nothing is shown. */
    long quiet() {
        return QUIET;
    }

    /** How long after a line the next one may come, from how long after the beginning that one came. */
    long pause(long shownAfter) {
        return PAUSE;
    }

    /** Shows a line in place of the one before. */
    abstract void line(String text);

    /** Called once after the last line, if there was one. */
    abstract void end();

    @Override
    public synchronized void step(long done, double value, String note) {
        this.done = done;
        this.note = note;
        if (closed) {
            return;
        }
        pending = true;
        long now = nanos.getAsLong();
        if (now - begin >= quiet() && (!shown || now - shownAt >= pause(shownAt - begin))) {
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
            end();
        }
    }

    private void show(long now) {
        line(text(now - begin));
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
        text.append(", ").append(Progress.time(elapsed));
        if (total > 0 && done > 0 && done < total) {
            text.append(", about ")
                    .append(Progress.time((long) ((double) elapsed / done * (total - done))))
                    .append(" left");
        }
        return note.isEmpty() ? text.toString() : text.append(", ").append(note).toString();
    }
}
