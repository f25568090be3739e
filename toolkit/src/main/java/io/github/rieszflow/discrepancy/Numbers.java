package io.github.rieszflow.discrepancy;

/** Numbers in texts. */
final class Numbers {
    private Numbers() {}

    /** 1 instead of 1.0, else as Java has it. */
    static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
