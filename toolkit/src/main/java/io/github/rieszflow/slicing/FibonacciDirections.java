package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Seed;

/** The Fibonacci lattice of the half-sphere under one random rotation. */
final class FibonacciDirections extends Directions {
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

    FibonacciDirections() {
        super("Fibonacci");
    }

    @Override
    Directions in(int dimension) {
        requireDimension(3, dimension);
        return this;
    }

    @Override
    int block(int dimension) {
        return WHOLE;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed) {
        float[] frame = new float[9];
        // Only even functions are integrated: that a Haar frame may also reflect does no harm.
        orthogonal().fillUnit(frame, 0, 3, 3, seed);
        for (int k = 0; k < count; k++) {
            double z = (k + 0.5) / count;
            double radius = Math.sqrt(1 - z * z);
            double x = radius * StrictMath.cos(GOLDEN_ANGLE * k);
            double y = radius * StrictMath.sin(GOLDEN_ANGLE * k);
            for (int i = 0; i < 3; i++) {
                rows[3 * (from + k) + i] = (float) (x * frame[i] + y * frame[3 + i] + z * frame[6 + i]);
            }
        }
    }
}
