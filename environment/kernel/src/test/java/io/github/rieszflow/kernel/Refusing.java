package io.github.rieszflow.kernel;

/** Stands for a toolkit class that refuses an argument, for cells of the tests. */
public final class Refusing {
    private Refusing() {}

    /** Returns x if it is positive. */
    public static double positive(double x) {
        if (!(x > 0)) {
            throw new IllegalArgumentException("x must be positive: x is " + x);
        }
        return x;
    }
}
