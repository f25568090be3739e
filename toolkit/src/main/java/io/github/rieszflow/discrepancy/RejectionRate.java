package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Numbers;
import java.util.Locale;

/**
 * How often a test rejected in simulations.
 *
 * @param rejections how often
 * @param simulations of how many
 * @param level α, at which it was to reject
 */
public record RejectionRate(int rejections, int simulations, double level) {
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
