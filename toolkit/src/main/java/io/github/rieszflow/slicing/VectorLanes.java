package io.github.rieszflow.slicing;

import jdk.incubator.vector.FloatVector;

final class VectorLanes {
    private VectorLanes() {}

    static int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
