package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DriftMonitor} watches for: how the reference looks, how many points are judged together, and how rarely a false alarm
 * may come. A value: each method that changes one choice returns a new one.
 *
 * <pre>{@code
 * DriftMonitor monitor = DriftWatch.of(reference).window(25).falseAlarms(0.01).start();
 * monitor.accept(later);                      // points as they come, one or many at a time
 * monitor.alarm()
 * }</pre>
 *
 * <p>The reference is cut into windows of w points in its order. Every second one, and what is left over, makes up the sample Z that
 * windows are compared with, by T(B) = MMD²(B, Z). The other windows say what T is when nothing has changed: at least ten of them
 * must be there, so 20w points.
 *
 * <p>The promise on false alarms holds for any distribution, any kernel and any number of points, provided that the windows of
 * the reference and those that come later are exchangeable while nothing changes: for independent points they are. Points that
 * depend on those before them need windows that are long against that dependence; a reference that is sorted by anything must be
 * shuffled first.
 */
public final class DriftWatch {
    private static final int FEWEST = 10;
    /** Windows that the reference is cut into unless told otherwise. */
    private static final int USUAL = 50;
    /** Coordinates of a window beyond which slices are faster than all pairs with it. */
    private static final int MANY = 4000;

    private static final int SLICES = 64;

    private final Points reference;
    private final int window;
    private final double probability;
    private final double runLength;
    private final @Nullable Discrepancy discrepancy;
    private final Seed seed;

    DriftWatch(
            Points reference,
            int window,
            double probability,
            double runLength,
            @Nullable Discrepancy discrepancy,
            Seed seed) {
        this.reference = reference;
        this.window = window;
        this.probability = probability;
        this.runLength = runLength;
        this.discrepancy = discrepancy;
        this.seed = seed;
    }

    /**
     * A watch with windows of a fiftieth of the reference, at least one point, and a probability of 0.01 that there is ever a
     * false alarm.
     *
     * @param reference N×d points from before any change, at least 20
     * @return the watch, still to be started
     * @throws IllegalArgumentException if there are fewer points
     */
    public static DriftWatch of(Points reference) {
        int window = Math.max(1, reference.size() / USUAL);
        requireWindow(reference, window);
        return new DriftWatch(reference, window, 0.01, 0, null, Seed.DEFAULT);
    }

    private static void requireWindow(Points reference, int window) {
        if (reference.size() / window < 2 * FEWEST) {
            throw new IllegalArgumentException("the reference must hold at least " + 2 * FEWEST
                    + " windows: received " + reference.shape() + " points and windows of " + window
                    + "; take a smaller window or more points");
        }
    }

    /**
     * The same with windows of another length. Long ones see small changes, short ones are soon full.
     *
     * @param points w, how many points are judged together
     * @return the watch
     * @throws IllegalArgumentException if it is not positive, the reference holds fewer than 20 windows, or the run length is
     *     shorter than two windows
     */
    public DriftWatch window(int points) {
        requireWindow(reference, Require.positive(points, "the window"));
        if (runLength > 0) {
            requireRunLength(runLength, points);
        }
        return new DriftWatch(reference, points, probability, runLength, discrepancy, seed);
    }

    /**
     * One alarm for all time: while nothing changes the probability that it is ever raised is at most this, however long the
     * monitor runs and however often it is looked at. Once raised, the alarm stays.
     *
     * @param probability α in (0,1)
     * @return the watch
     * @throws IllegalArgumentException if it is out of range
     */
    public DriftWatch falseAlarms(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "the probability of a false alarm must lie strictly between 0 and 1: received " + probability);
        }
        return new DriftWatch(reference, window, probability, 0, discrepancy, seed);
    }

    /**
     * Alarms again and again: while nothing changes the mean number of points up to the first alarm, and from one to the next,
     * is at least this. The monitor begins anew after each alarm. It sees changes sooner than one alarm for all time does.
     *
     * @param points the average run length, at least 2w
     * @return the watch
     * @throws IllegalArgumentException if it is shorter than two windows
     */
    public DriftWatch runLength(double points) {
        requireRunLength(points, window);
        return new DriftWatch(reference, window, probability, points, discrepancy, seed);
    }

    private static void requireRunLength(double points, int window) {
        if (!(points >= 2.0 * window && points < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the average run length, in points, must be finite and at least two windows, " + 2L * window
                            + ": received " + Numbers.text(points));
        }
    }

    /**
     * The same with another comparison of windows: another exponent or kernel, slices, or a discrepancy of your own. Usual is the
     * exact MMD with r = 1, and 64 slices for windows of more than 4,000 coordinates.
     *
     * @param discrepancy a function of two clouds that gives the same value whenever it is asked
     * @return the watch
     */
    public DriftWatch with(Discrepancy discrepancy) {
        return new DriftWatch(reference, window, probability, runLength, discrepancy, seed);
    }

    /**
     * The same with other random numbers, which break ties.
     *
     * @param seed the seed
     * @return the watch
     */
    public DriftWatch seed(Seed seed) {
        return new DriftWatch(reference, window, probability, runLength, discrepancy, seed);
    }

    /**
     * Begins to watch: compares the windows of the reference with each other.
     *
     * @return a monitor that has seen no point yet
     * @throws IllegalArgumentException if the memory for comparing windows is not there
     * @throws CancellationException if the thread is interrupted
     */
    public DriftMonitor start() {
        return new DriftMonitor(this);
    }

    Points reference() {
        return reference;
    }

    int window() {
        return window;
    }

    /** Whether the monitor begins anew after an alarm. */
    boolean renews() {
        return runLength > 0;
    }

    /** What the evidence of a monitor has to reach. */
    double limit() {
        return renews() ? runLength / window : 1 / probability;
    }

    double probability() {
        return probability;
    }

    /** The run length, 0 for one alarm. */
    double points() {
        return runLength;
    }

    /** The comparison that was chosen. */
    @Nullable
    Discrepancy comparison() {
        return discrepancy;
    }

    Discrepancy discrepancy() {
        if (discrepancy != null) {
            return discrepancy;
        }
        return (long) window * reference.dimension() <= MANY
                ? Mmd.riesz(1)
                : Mmd.riesz(1).sliced(SLICES);
    }

    Seed seed() {
        return seed;
    }

    /** The promise in words. */
    String promise() {
        return renews()
                ? "at most one false alarm in " + Numbers.text(runLength) + " points on average"
                : "a false alarm ever with probability at most " + Numbers.text(probability);
    }

    @Override
    public String toString() {
        return "DriftWatch[reference " + reference.shape() + ", windows of " + window + ", " + promise() + ", "
                + discrepancy() + "]";
    }
}
