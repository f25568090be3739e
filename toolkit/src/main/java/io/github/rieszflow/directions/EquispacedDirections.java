package io.github.rieszflow.directions;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;

/**
 * Equal angles over a half-circle with one random offset. For a value with a standard error of 9 to 63 slices an angle at
 * random in each of P equal parts: what neighbours differ by then tells the error.
 */
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

    /** How many are too few to see how neighbours differ, and so many that eight sets of equal angles say more. */
    private static final int FEWEST = 9;

    private static final int MANY = 64;

    /** Whether values of this many slices take an angle at random in each of as many equal parts. */
    static boolean around(int slices) {
        return slices >= FEWEST && slices < MANY;
    }

    /** An angle at random in each of equal parts of the half-circle, all turned together. */
    static void fillAround(float[] rows, int count, Seed seed) {
        RandomStream stream = seed.stream();
        double offset = stream.nextDouble();
        for (int k = 0; k < count; k++) {
            put(rows, k, (k + stream.nextDouble()) / count + offset);
        }
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        double offset = seed.stream().nextDouble();
        for (int k = 0; k < count; k++) {
            put(rows, from + k, (k + offset) / count);
        }
    }

    private static void put(float[] rows, int row, double turns) {
        double angle = Math.PI * turns;
        rows[2 * row] = (float) StrictMath.cos(angle);
        rows[2 * row + 1] = (float) StrictMath.sin(angle);
    }
}
