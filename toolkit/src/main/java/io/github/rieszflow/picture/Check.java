package io.github.rieszflow.picture;

/** Refuses what cannot be drawn. */
final class Check {
    /** Beyond this size the length of an axis would be beyond every number. */
    private static final double LARGEST = 1e300;

    private Check() {}

    /** Row by row data of the stated shape, all finite. */
    static void rows(String what, float[] values, int n, int d) {
        if (n < 1 || d < 1) {
            throw new IllegalArgumentException(what + ": expected at least 1 row and 1 column, got " + n + "×" + d);
        }
        if (values.length != (long) n * d) {
            throw new IllegalArgumentException(what + ": expected " + n + "×" + d + " = " + (long) n * d
                    + " numbers row by row, got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(what + ": expected finite numbers, got " + values[i] + " in row "
                        + i / d + ", column " + i % d + " (counted from 0)");
            }
        }
    }

    static void finite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(what + ": expected finite numbers, got " + values[i] + " at index "
                        + i + "; leave such points out");
            }
            drawable(what, values[i]);
        }
    }

    static void drawable(String what, double value) {
        if (Math.abs(value) > LARGEST) {
            throw new IllegalArgumentException(
                    what + ": expected numbers from -1e300 to 1e300, got " + value + "; draw them in larger units");
        }
    }

    static int atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": expected at least " + least + ", got " + value);
        }
        return value;
    }

    static void notEmpty(String what, int size) {
        if (size == 0) {
            throw new IllegalArgumentException(what + ": expected at least one, got none");
        }
    }
}
