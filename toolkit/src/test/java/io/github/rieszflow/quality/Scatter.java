package io.github.rieszflow.quality;

import io.github.rieszflow.measure.Estimate;
import java.util.function.IntFunction;

/**
 * Numbers measured again and again on independent samples.
 *
 * @param mean of the numbers
 * @param deviation of the numbers, which {@link #REPEATS} of them tell to 5 %
 * @param stated the mean of their standard errors
 */
record Scatter(double mean, double deviation, double stated) {
    static final int REPEATS = 200;

    static Scatter of(IntFunction<Estimate> repeat) {
        double sum = 0;
        double square = 0;
        double stated = 0;
        for (int k = 0; k < REPEATS; k++) {
            Estimate measured = repeat.apply(k);
            sum += measured.value();
            square += measured.value() * measured.value();
            stated += measured.standardError() / REPEATS;
        }
        double deviation = Math.sqrt((square - sum * sum / REPEATS) / (REPEATS - 1));
        return new Scatter(sum / REPEATS, deviation, stated);
    }
}
