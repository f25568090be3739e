package io.github.rieszflow.directions;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;

/** Blocks of orthonormal directions: normal vectors made orthonormal in order, which gives Haar measure. */
final class OrthogonalDirections extends Rule {
    OrthogonalDirections() {
        super("orthogonal");
    }

    @Override
    int block(int dimension) {
        return dimension;
    }

    @Override
    int spare(int dimension, int count) {
        return Math.min(count, dimension);
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        RandomStream stream = seed.stream();
        for (int first = 0; first < count; first += dimension) {
            int size = Math.min(dimension, count - first);
            frame(spare, size, stream);
            for (int p = 0; p < size; p++) {
                for (int k = 0; k < dimension; k++) {
                    rows[(from + first + p) * dimension + k] = (float) spare[p][k];
                }
            }
        }
    }

    /** Makes the first rows of the block orthonormal ones; modifies the block. */
    static void frame(double[][] block, int size, RandomStream stream) {
        for (int p = 0; p < size; p++) {
            orthonormal(block, p, stream);
        }
    }

    private static void orthonormal(double[][] block, int p, RandomStream stream) {
        double[] row = block[p];
        double norm = 0;
        while (norm < 1e-12) {
            for (int k = 0; k < row.length; k++) {
                row[k] = stream.nextGaussian();
            }
            // Twice is enough (Kahan and Parlett): once leaves rounding errors where vectors nearly agree.
            for (int round = 0; round < 2; round++) {
                for (int q = 0; q < p; q++) {
                    subtract(row, block[q], dot(row, block[q]));
                }
            }
            norm = Math.sqrt(dot(row, row));
        }
        for (int k = 0; k < row.length; k++) {
            row[k] /= norm;
        }
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        int k = 0;
        for (; k < a.length - 1; k += 2) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
        }
        return k < a.length ? s0 + s1 + a[k] * b[k] : s0 + s1;
    }

    private static void subtract(double[] a, double[] b, double factor) {
        for (int k = 0; k < a.length; k++) {
            a[k] -= factor * b[k];
        }
    }
}
