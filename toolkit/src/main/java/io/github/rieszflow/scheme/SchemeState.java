package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * Where a scheme is.
 *
 * @param step how many steps were done
 * @param time the sum of their sizes
 * @param particles N×d
 * @param exact the same in double precision, or null where single precision is all there is
 * @param training weights and optimiser, or null before the first step and where there are none
 * @param loss what the last step reached, NaN where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SchemeState(
        int step,
        double time,
        Points particles,
        double @Nullable [] exact,
        @Nullable TrainingState training,
        double loss) {}
