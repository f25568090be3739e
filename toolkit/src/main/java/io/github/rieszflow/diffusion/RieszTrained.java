package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What training has reached.
 *
 * @param average the weights that sample
 * @param steps how many steps were done
 * @param state where to go on, none when training is complete
 * @param unit of the data
 * @param classes how often each label was there, empty if labels were not given
 * @param data the fingerprint of all it learned from
 * @param begun the fingerprint of the weights it began with, empty if they were random
 */
record RieszTrained(
        Weights average,
        long steps,
        @Nullable TrainingState state,
        Unit unit,
        List<Integer> classes,
        String data,
        String begun) {
    RieszTrained {
        classes = List.copyOf(classes);
    }

    /** Before the first step. */
    static RieszTrained start(TrainingState state, Unit unit, List<Integer> classes, String data, String begun) {
        return new RieszTrained(state.weights(), state.steps(), state, unit, classes, data, begun);
    }

    int dimension() {
        return unit.offset().dimension();
    }

    /** After more steps, of this many in all. */
    RieszTrained with(AveragedTraining.Reached later, int of) {
        TrainingState state = later.state();
        return new RieszTrained(
                later.average(), state.steps(), state.steps() < of ? state : null, unit, classes, data, begun);
    }

    RieszTrained with(Weights other) {
        return new RieszTrained(other, steps, state, unit, classes, data, begun);
    }
}
