package io.github.rieszflow.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is kept, how often, and how long it may take: what the methods {@code in}, {@code saveEvery} and
 * {@code atMost} of flows, schemes, generators and classifiers choose.
 *
 * @param folder where to, or null for nowhere
 * @param every the time between two snapshots within a unit of work
 * @param atMost how long one call may run, or null for as long as it takes
 */
public record Keeping(
        @Nullable Path folder, Duration every, @Nullable Duration atMost) {
    private static final Keeping NOWHERE = new Keeping(null, Duration.ofSeconds(60), null);

    /**
     * Checks the times.
     *
     * @param folder where to
     * @param every the time between two snapshots
     * @param atMost how long one call may run
     * @throws IllegalArgumentException if one is negative, or nothing at all may be run
     */
    public Keeping {
        if (every.isNegative()) {
            throw new IllegalArgumentException("the time between two saves must not be negative: received " + every);
        }
        if (atMost != null && (atMost.isNegative() || atMost.isZero())) {
            throw new IllegalArgumentException("the time a run may take must be positive: received " + atMost);
        }
    }

    /**
     * In memory only, for as long as it takes.
     *
     * @return the choices; every 60 seconds once there is a folder
     */
    public static Keeping nowhere() {
        return NOWHERE;
    }

    /**
     * The same in a folder.
     *
     * @param where the folder
     * @return the choices
     */
    public Keeping in(Path where) {
        return new Keeping(where, every, atMost);
    }

    /**
     * The same more or less often.
     *
     * @param time between two snapshots within a unit of work, 0 for as often as possible
     * @return the choices
     * @throws IllegalArgumentException if it is negative
     */
    public Keeping saveEvery(Duration time) {
        return new Keeping(folder, time, atMost);
    }

    /**
     * The same for at most so long.
     *
     * @param time of one call, positive
     * @return the choices
     * @throws IllegalArgumentException if it is not positive
     */
    public Keeping atMost(Duration time) {
        return new Keeping(folder, every, time);
    }
}
