package io.github.rieszflow.directions;

import io.github.rieszflow.measure.Seed;

/** Equal angles over a half-circle with one random offset. */
final class EquispacedDirections extends Rule {
    EquispacedDirections() {
        super("equispaced");
    }

    @Override
    Rule in(int dimension, int slices) {
        requireDimension(2, 2, dimension);
        return this;
    }

    @Override
    public int most(int dimension) {
        return dimension == 2 ? Integer.MAX_VALUE : 0;
    }

    @Override
    int block(int dimension) {
        return DrawnDirections.WHOLE;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        double offset = seed.stream().nextDouble();
        for (int k = 0; k < count; k++) {
            double angle = Math.PI * (k + offset) / count;
            rows[2 * (from + k)] = (float) StrictMath.cos(angle);
            rows[2 * (from + k) + 1] = (float) StrictMath.sin(angle);
        }
    }
}
