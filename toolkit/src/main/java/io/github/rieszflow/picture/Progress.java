package io.github.rieszflow.picture;

/** One line that tells how far a long computation is. */
public final class Progress implements AutoCloseable {
    private Progress() {}

    /**
     * Begins a computation. Nothing is shown before two seconds have passed.
     *
     * @param name what is computed
     * @param total number of steps, or 0 if unknown
     * @return the progress, to be closed at the end
     */
    public static Progress start(String name, long total) {
        return new Progress();
    }

    /**
     * Tells how far it is.
     *
     * @param done steps done so far
     */
    public void step(long done) {}

    /**
     * Tells how far it is.
     *
     * @param done steps done so far
     * @param note what can be said about the last step, such as "MMD² 0.0123"
     */
    public void step(long done, String note) {}

    @Override
    public void close() {}
}
