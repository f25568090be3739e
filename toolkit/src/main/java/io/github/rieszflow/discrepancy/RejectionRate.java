package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How often a test rejected in simulations.
 *
 * @param rejections how often
 * @param simulations of how many
 * @param level α, at which it was to reject
 */
public record RejectionRate(int rejections, int simulations, double level) {
    /** Counts rejections; each simulation has a seed of its own. */
    static RejectionRate simulate(int simulations, double level, ToDoubleFunction<Seed> pValue) {
        Require.positive(simulations, "the number of simulations");
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "the level of a test must lie strictly between 0 and 1: received " + level);
        }
        int rejections = 0;
        try (Progress progress = Progress.start("simulations", simulations)) {
            for (int i = 0; i < simulations; i++) {
                // Against rounding, so that 10/200 is 0.05.
                rejections += pValue.applyAsDouble(Seed.DEFAULT.split(i)) <= level * (1 + 1e-12) ? 1 : 0;
                progress.step(i + 1);
            }
        }
        return new RejectionRate(rejections, simulations, level);
    }

    /**
     * The part of the simulations in which the test rejected.
     *
     * @return in [0,1]
     */
    public double value() {
        return (double) rejections / simulations;
    }

    /**
     * Its binomial standard error √(q(1−q)/n).
     *
     * @return 0 if the test rejected always or never
     */
    public double standardError() {
        double q = value();
        return Math.sqrt(q * (1 - q) / simulations);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.3f ± %.3f rejected at level %s (%d simulations)",
                value(),
                standardError(),
                Numbers.text(level),
                simulations);
    }
}
