package io.github.rieszflow.diffusion;

import java.util.List;

/**
 * What training has reached.
 *
 * @param reached weights, their average, and where to go on
 * @param unit of the data
 * @param classes how often each label was there, empty if labels were not given
 * @param data the fingerprint of all it learned from
 */
record RieszTrained(AveragedTraining.Reached reached, Unit unit, List<Integer> classes, String data) {
    RieszTrained {
        classes = List.copyOf(classes);
    }

    int dimension() {
        return unit.offset().dimension();
    }

    RieszTrained with(AveragedTraining.Reached later) {
        return new RieszTrained(later, unit, classes, data);
    }
}
