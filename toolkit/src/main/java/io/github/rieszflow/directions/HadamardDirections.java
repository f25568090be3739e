package io.github.rieszflow.directions;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/** Blocks of random Hadamard rotations: three rounds of random signs and a Walsh–Hadamard transform. */
final class HadamardDirections extends Rule {
    /** Rounds of signs and transforms. */
    static final int ROUNDS = 3;

    private static final int SMALLEST = 128;

    HadamardDirections() {
        super("Hadamard");
    }

    /** Three rounds reach too few directions in smaller spaces, where orthonormal blocks cost little. */
    @Override
    Rule in(int dimension, int slices) {
        return space(dimension) < SMALLEST ? new OrthogonalDirections() : this;
    }

    @Override
    int space(int dimension) {
        return dimension == 1 ? 1 : Integer.highestOneBit(dimension - 1) * 2;
    }

    @Override
    int block(int dimension) {
        return space(dimension);
    }

    @Override
    int unit(int dimension, int slices) {
        return block(dimension);
    }

    /** The signs of one block, ROUNDS rows of D from o; modifies the signs. */
    static void signs(float[] signs, int o, int space, Seed seed) {
        RandomStream stream = seed.stream();
        long bits = 0;
        for (int i = 0; i < ROUNDS * space; i++) {
            bits = i % 64 == 0 ? stream.nextLong() : bits >>> 1;
            signs[o + i] = (bits & 1) == 0 ? 1 : -1;
        }
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        int space = space(dimension);
        float[] signs = new float[ROUNDS * space];
        signs(signs, 0, space, seed);
        double scale = 1 / Math.sqrt((double) space * space * space);
        double[] row = new double[space];
        for (int p = 0; p < count; p++) {
            // Row p of the matrix is the transpose applied to the unit vector p.
            Arrays.fill(row, 0);
            row[p] = 1;
            for (int round = ROUNDS - 1; round >= 0; round--) {
                transform(row);
                for (int k = 0; k < space; k++) {
                    row[k] *= signs[round * space + k];
                }
            }
            for (int k = 0; k < space; k++) {
                rows[(from + p) * space + k] = (float) (row[k] * scale);
            }
        }
    }

    private static void transform(double[] t) {
        for (int half = 1; half < t.length; half *= 2) {
            for (int i = 0; i < t.length; i += 2 * half) {
                for (int j = i; j < i + half; j++) {
                    double a = t[j];
                    t[j] = a + t[j + half];
                    t[j + half] = a - t[j + half];
                }
            }
        }
    }
}
