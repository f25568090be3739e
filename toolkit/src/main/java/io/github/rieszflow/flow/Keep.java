package io.github.rieszflow.flow;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What a trajectory keeps: at which steps the particles, and at which steps only the readings (MMD², W1, seconds). The
 * first and the last step are always read. Particles cost 4Nd bytes each time.
 */
public final class Keep {
    /** How many of the steps after one and before another a rule says yes to, or a little more. */
    private interface Count {
        double between(int first, int last);
    }

    /** A rule that says yes or no to a step. */
    private record Rule(IntPredicate steps, Count count) {
        static Rule every(int n) {
            return new Rule(step -> step % n == 0, (first, last) -> (last - 1) / n - first / n);
        }

        /** A step is kept if a power of the factor lies in (step−1, step]. */
        static Rule growing(double factor) {
            double log = Math.log(factor);
            return new Rule(
                    step -> step <= 1
                            || Math.floor(Math.log(step) / log + 1e-9) > Math.floor(Math.log(step - 1) / log + 1e-9),
                    (first, last) -> {
                        // Up to here every step is kept.
                        double dense = Math.min(last - 1.0, Math.max(first, 1 / (factor - 1)));
                        return dense - first + Math.ceil((Math.log(last) - Math.log(Math.max(1, dense))) / log) + 1;
                    });
        }

        Rule or(Rule other) {
            return new Rule(
                    steps.or(other.steps),
                    (first, last) -> count.between(first, last) + other.count.between(first, last));
        }
    }

    private static final Rule NEVER = new Rule(step -> false, (first, last) -> 0);
    private static final Rule POWERS_OF_TWO = new Rule(
            step -> Integer.bitCount(step) <= 1,
            (first, last) -> Integer.numberOfLeadingZeros(first) - Integer.numberOfLeadingZeros(last - 1));

    /** Readings and animations look even on a logarithmic axis with steps that grow by a quarter. */
    private static final double SMOOTH = 1.25;
    /** The automatic rule keeps fewer particles if it would take more than this. */
    private static final double BUDGET = 64e6;

    /** What a reading takes, with its two estimates. */
    private static final double READING_BYTES = 160;

    private final Rule frames;
    private final Rule readings;
    private final String name;

    private Keep(Rule frames, Rule readings, String name) {
        this.frames = frames;
        this.readings = readings;
        this.name = name;
    }

    private static Keep of(Rule frames, String name) {
        return new Keep(frames, smooth(), name);
    }

    /** The default for a cloud of this size: steps that grow by a quarter, or powers of two if that is too much. */
    static Keep automatic(int size, int dimension, int steps) {
        double frames = Math.log(Math.max(2, steps)) / Math.log(SMOOTH) * 1.3 + 4;
        return frames * 4 * size * dimension <= BUDGET ? of(smooth(), "automatic") : powersOfTwo();
    }

    /** Steps that grow by a quarter, and all powers of two, which pictures show. */
    private static Rule smooth() {
        return POWERS_OF_TWO.or(Rule.growing(SMOOTH));
    }

    /**
     * Particles at every n-th step.
     *
     * @param n at least 1
     * @return the rule
     * @throws IllegalArgumentException if n is not positive
     */
    public static Keep every(int n) {
        Require.positive(n, "the number of steps between kept steps");
        return of(Rule.every(n), "every " + n);
    }

    /**
     * Particles at the given steps.
     *
     * @param steps step numbers, at least 0
     * @return the rule
     */
    public static Keep steps(int... steps) {
        int[] sorted = Arrays.stream(steps).sorted().toArray();
        Rule listed = new Rule(
                step -> Arrays.binarySearch(sorted, step) >= 0,
                (first, last) -> Arrays.stream(sorted)
                        .filter(step -> step > first && step < last)
                        .distinct()
                        .count());
        return of(listed, "steps " + Arrays.toString(sorted));
    }

    /**
     * Particles at steps 0, 1, 2, 4, 8, …
     *
     * @return the rule
     */
    public static Keep powersOfTwo() {
        return of(POWERS_OF_TWO, "powers of two");
    }

    /**
     * Particles at steps that grow by a factor, rounded up.
     *
     * @param factor more than 1
     * @return the rule
     * @throws IllegalArgumentException if the factor is not more than 1
     */
    public static Keep geometric(double factor) {
        if (!(factor > 1)) {
            throw new IllegalArgumentException("the factor between kept steps must be more than 1: received " + factor);
        }
        return of(Rule.growing(factor), "steps that grow by " + factor);
    }

    /**
     * No particles but those of the last step.
     *
     * @return the rule
     */
    public static Keep statistics() {
        return of(NEVER, "statistics");
    }

    /**
     * The same with readings at every n-th step instead of steps that grow by a quarter.
     *
     * @param n at least 1
     * @return the rule
     * @throws IllegalArgumentException if n is not positive
     */
    public Keep readEvery(int n) {
        Require.positive(n, "the number of steps between readings");
        return new Keep(frames, Rule.every(n), name + ", readings every " + n);
    }

    /** Refuses to keep more than fits. */
    void requireMemory(int first, int last, Points particles) {
        double steps = 1 + kept(first, last);
        Memory.require(
                steps * 4 * particles.size() * particles.dimension(),
                "keeping " + particles.shape() + " particles at " + (long) steps + " steps",
                "keep fewer, with keep(Keep.powersOfTwo()) or keep(Keep.statistics())");
        double read = 2 + readings.count().between(first, last);
        Memory.require(
                read * READING_BYTES,
                "keeping " + (long) read + " readings",
                "read less often, with keep(Keep.every(k).readEvery(n))");
    }

    /** At how many steps between two particles are kept, or a little more. */
    double kept(int first, int last) {
        return frames.count().between(first, last);
    }

    boolean particles(int step) {
        return frames.steps().test(step);
    }

    boolean reading(int step) {
        return readings.steps().test(step);
    }

    @Override
    public String toString() {
        return name;
    }
}
