package io.github.rieszflow.flow;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import java.util.Arrays;

/**
 * What a trajectory keeps: at which steps the particles, and at which steps only the readings (MMD², W1, seconds). The
 * first and the last step are always read. Particles cost 4Nd bytes a time.
 */
public final class Keep {
    /** A rule that says yes or no to a step. */
    private interface Rule {
        boolean at(int step);
    }

    /** Readings and animations look even on a logarithmic axis with steps that grow by a quarter. */
    private static final double SMOOTH = 1.25;
    /** The automatic rule keeps fewer particles if it would take more than this. */
    private static final double BUDGET = 64e6;

    /** How many steps are looked at to count frames. */
    private static final int LOOKED = 1 << 22;

    private static final Rule NEVER = step -> false;

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
        Rule growing = rule(SMOOTH);
        return step -> Integer.bitCount(step) <= 1 || growing.at(step);
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
        return of(step -> step % n == 0, "every " + n);
    }

    /**
     * Particles at the given steps.
     *
     * @param steps step numbers, at least 0
     * @return the rule
     */
    public static Keep steps(int... steps) {
        int[] sorted = Arrays.stream(steps).sorted().toArray();
        return of(step -> Arrays.binarySearch(sorted, step) >= 0, "steps " + Arrays.toString(sorted));
    }

    /**
     * Particles at steps 0, 1, 2, 4, 8, …
     *
     * @return the rule
     */
    public static Keep powersOfTwo() {
        return of(step -> Integer.bitCount(step) <= 1, "powers of two");
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
        return of(rule(factor), "steps that grow by " + factor);
    }

    private static Rule rule(double factor) {
        double log = Math.log(factor);
        // A step is kept if a power of the factor lies in (step−1, step].
        return step ->
                step <= 1 || Math.floor(Math.log(step) / log + 1e-9) > Math.floor(Math.log(step - 1) / log + 1e-9);
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
        return new Keep(frames, step -> step % n == 0, name + ", readings every " + n);
    }

    /** Refuses to keep more than fits. */
    void requireMemory(int first, int last, Points particles) {
        double frames = 1;
        // What keeps frames beyond that many steps only has kept more than enough before.
        int looked = (int) Math.min(last, (long) first + LOOKED);
        for (int step = first + 1; step < looked; step++) {
            frames += particles(step) ? 1 : 0;
        }
        Memory.require(
                frames * 4 * particles.size() * particles.dimension(),
                "keeping " + particles.shape() + " particles at " + (long) frames + " steps",
                "keep fewer, with keep(Keep.powersOfTwo()) or keep(Keep.statistics())");
    }

    boolean particles(int step) {
        return frames.at(step);
    }

    boolean reading(int step) {
        return readings.at(step);
    }

    @Override
    public String toString() {
        return name;
    }
}
