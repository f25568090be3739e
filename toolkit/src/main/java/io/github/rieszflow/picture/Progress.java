package io.github.rieszflow.picture;

import java.util.concurrent.TimeUnit;

/**
 * Receives how far a long computation is. Four come along: a line in the notebook cell that replaces itself, with a
 * picture below it where the computation has one; the same line on a terminal; where the output is neither a notebook nor a
 * terminal, lines on standard error, the first after half a minute and then one whenever twice as much time has passed; and
 * silence, where the environment variable {@code CI} is set or the system property {@code rieszflow.progress} is {@code off}.
 * A program listens with its own, in place of the line:
 *
 * <pre>{@code
 * try (var listening = Progress.listen((name, total) -> (done, value, note) -> System.err.println(name + " " + done))) {
 *     flow.from(noise).run(256);
 * }
 * }</pre>
 *
 * <p>Lines wait two seconds, then come at most five times a second, and once more at the end; a program hears every step.
 * A computation reports:
 *
 * <pre>{@code
 * try (Progress progress = Progress.start("flow", 100)) {
 *     for (int k = 1; k <= 100; k++) {
 *         progress.step(k, "MMD² 0.0123");
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Progress extends AutoCloseable {
    /** Opens a receiver for each computation that begins. */
    @FunctionalInterface
    interface Listener {
        /**
         * A computation begins.
         *
         * @param name what is computed, in a word or two
         * @param total number of steps, or 0 if unknown
         * @return what receives its steps, and is closed at its end
         */
        Progress begin(String name, long total);
    }

    /** Ends the listening when it is closed, in the thread that began it. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Called after a step. Never from two threads at once where it was {@linkplain #start started}. What it throws ends the
     * computation.
     *
     * @param done steps done so far
     * @param value what the step reached, such as the loss; NaN if there is none
     * @param note the same in words, such as "MMD² 0.0123"; may be empty
     */
    void step(long done, double value, String note);

    /**
     * A step without a value.
     *
     * @param done steps done so far
     * @param note what can be said about the last step
     */
    default void step(long done, String note) {
        step(done, Double.NaN, note);
    }

    /**
     * A step about which nothing is to be said.
     *
     * @param done steps done so far
     */
    default void step(long done) {
        step(done, "");
    }

    /**
     * Whether pictures are wanted; drawing them takes time.
     *
     * @return false unless {@link #picture} does something
     */
    default boolean pictured() {
        return false;
    }

    /**
     * Shows how what is computed looks by now, in place of the picture before.
     *
     * @param now what to show
     */
    default void picture(Visible now) {}

    /** Called once at the end of the computation, however it ends. */
    @Override
    default void close() {}

    /**
     * Begins a computation, and reports it to whoever {@linkplain #listen listens} in this thread, or on a line if there is
     * somewhere to show it.
     *
     * @param name what is computed, in a word or two
     * @param total number of steps, or 0 if unknown
     * @return the progress, safe for use by several threads, to be closed at the end
     * @throws IllegalArgumentException if the number of steps is negative
     */
    static Progress start(String name, long total) {
        if (total < 0) {
            throw new IllegalArgumentException("Progress: expected the number of steps, or 0 if unknown, got " + total);
        }
        return Listeners.start(name, total);
    }

    /**
     * Listens to the computations that this thread begins from now on, in place of the line and of who listened before.
     *
     * @param listener called when a computation begins
     * @return the listening, to be closed in the same thread
     */
    static Listening listen(Listener listener) {
        return Listeners.listen(listener);
    }

    /**
     * A length of time as progress lines tell it.
     *
     * @param nanos nanoseconds
     * @return as in {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 10 min}
     */
    static String time(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.MILLISECONDS.toNanos(500));
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
