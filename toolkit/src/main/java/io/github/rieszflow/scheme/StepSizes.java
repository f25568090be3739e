package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Require;
import java.util.function.IntToDoubleFunction;

/**
 * The sizes of time steps. With a slow start the first one is cut into eight: for r &lt; 1 a point mass explodes so fast that
 * steps of full size would miss it.
 */
record StepSizes(IntToDoubleFunction sizes, boolean slow) {
    private static final double FIRST = 1e-8;
    private static final double GROWTH = 10;
    /** Steps that share the time of the first one. */
    static final int PARTS = 8;

    static StepSizes constant(double size) {
        Require.positive(size, "the step size");
        return new StepSizes(step -> size, false);
    }

    double at(int step) {
        if (!slow) {
            return checked(step, step);
        }
        if (step >= PARTS) {
            return checked(step - PARTS + 1, step);
        }
        double whole = checked(0, step);
        double done = 0;
        double part = 0;
        // 1e-8, 1e-7, … and then what is left; a step that is small itself is cut in the same proportions.
        double unit = Math.min(FIRST, whole / 4e6);
        for (int i = 0; i <= step; i++) {
            part = i < PARTS - 1 ? unit * StrictMath.pow(GROWTH, i) : whole - done;
            done += part;
        }
        return part;
    }

    private double checked(int index, int step) {
        return Require.positive(sizes.applyAsDouble(index), "the step size at step " + step);
    }
}
