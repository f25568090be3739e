package io.github.rieszflow.directions;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;

/** Independent directions. */
final class IidDirections extends Rule {
    IidDirections() {
        super("iid");
    }

    @Override
    int block(int dimension) {
        return 1;
    }

    @Override
    int spare(int dimension, int count) {
        return 1;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        RandomStream stream = seed.stream();
        double[] row = spare[0];
        for (int p = from; p < from + count; p++) {
            double norm = 0;
            while (norm == 0) {
                for (int k = 0; k < dimension; k++) {
                    row[k] = stream.nextGaussian();
                    norm += row[k] * row[k];
                }
            }
            double scale = 1 / Math.sqrt(norm);
            for (int k = 0; k < dimension; k++) {
                rows[p * dimension + k] = (float) (row[k] * scale);
            }
        }
    }
}
