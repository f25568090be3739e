package io.github.rieszflow.internal;

/** Numbers in texts. */
public final class Numbers {
    private Numbers() {}

    /**
     * A number in a text: 1 instead of 1.0, else as Java has it.
     *
     * @param value the number
     * @return the text
     */
    public static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
