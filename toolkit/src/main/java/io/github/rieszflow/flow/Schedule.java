package io.github.rieszflow.flow;

import io.github.rieszflow.internal.Require;
import java.util.function.IntToDoubleFunction;

/** Step sizes and momenta that change from step to step. Any function of the step number will do; these are common. */
public final class Schedule {
    private Schedule() {}

    /**
     * From one value to another in equal steps, constant afterwards.
     *
     * @param from the value at step 0
     * @param to the value from the given step on
     * @param steps when it is reached, at least 1
     * @return the value as a function of the step
     * @throws IllegalArgumentException if the number of steps is not positive
     */
    public static IntToDoubleFunction linear(double from, double to, int steps) {
        Require.positive(steps, "the number of steps of a schedule");
        return step -> step >= steps ? to : from + (to - from) * step / steps;
    }

    /**
     * From one value to another along half a cosine, constant afterwards.
     *
     * @param from the value at step 0
     * @param to the value from the given step on
     * @param steps when it is reached, at least 1
     * @return the value as a function of the step
     * @throws IllegalArgumentException if the number of steps is not positive
     */
    public static IntToDoubleFunction cosine(double from, double to, int steps) {
        Require.positive(steps, "the number of steps of a schedule");
        return step -> step >= steps ? to : to + (from - to) * 0.5 * (1 + StrictMath.cos(Math.PI * step / steps));
    }

    /**
     * From one value to another by equal factors, constant afterwards.
     *
     * @param from the value at step 0, positive
     * @param to the value from the given step on, positive
     * @param steps when it is reached, at least 1
     * @return the value as a function of the step
     * @throws IllegalArgumentException if a number is not positive
     */
    public static IntToDoubleFunction geometric(double from, double to, int steps) {
        Require.positive(steps, "the number of steps of a schedule");
        Require.positive(from, "the first value of a geometric schedule");
        Require.positive(to, "the last value of a geometric schedule");
        double rate = StrictMath.log(to / from) / steps;
        return step -> step >= steps ? to : from * StrictMath.exp(rate * step);
    }
}
