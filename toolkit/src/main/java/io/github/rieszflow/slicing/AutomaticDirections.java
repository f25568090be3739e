package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Seed;

/** The rule that suits the dimension. */
final class AutomaticDirections extends Directions {
    /** From here on fast transforms beat dense products. */
    private static final int HIGH = 128;

    AutomaticDirections() {
        super("automatic");
    }

    @Override
    Directions in(int dimension) {
        return switch (dimension) {
            case 1 -> iid();
            case 2 -> equispaced();
            case 3 -> fibonacci();
            default -> dimension < HIGH ? orthogonal() : hadamard();
        };
    }

    @Override
    int block(int dimension) {
        return in(dimension).block(dimension);
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed) {
        in(dimension).fillUnit(rows, from, count, dimension, seed);
    }
}
