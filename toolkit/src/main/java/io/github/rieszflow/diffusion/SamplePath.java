package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.measure.Points;
import java.util.List;
import java.util.Locale;

/**
 * Samples and their way from noise, in the units of the diffusion.
 *
 * @param start where they began
 * @param particles where they have come to
 * @param frames the way of the first few
 * @param evaluations of the network for each sample
 * @param interrupted whether the end was not reached
 */
record SamplePath(Points start, Points particles, List<AtLevel> frames, int evaluations, boolean interrupted) {
    /** Of images this many numbers are kept on their way, of points all. */
    private static final int KEPT_NUMBERS = 16 * 784;

    /** Particles on their way. */
    record AtLevel(double t, Points particles) {}

    /** How many samples are kept on their way. */
    static int kept(int size, int dimension) {
        return dimension <= 3 ? size : Math.max(1, Math.min(size, KEPT_NUMBERS / dimension));
    }

    /** Refuses to keep more than fits. */
    static void requireMemory(double levels, int kept, int dimension) {
        Memory.require(
                levels * (4.0 * kept * dimension + Double.BYTES),
                String.format(Locale.ROOT, "keeping %d×%d samples at %.0f noise levels", kept, dimension, levels),
                "take fewer levels or fewer samples");
    }
}
