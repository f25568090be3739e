package io.github.rieszflow.benchmark;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/** N particles against N targets in R^d with P slices. */
public enum Setting {
    A(1000, 2, 100),
    B(10_000, 2, 100),
    C512(512, 784, 1000),
    C2048(2048, 784, 1000),
    CFULL(20_000, 784, 1000),
    D2048(2048, 3072, 1000),
    E5(100_000, 2, 50),
    E6(1_000_000, 2, 10);

    final int size;
    final int dimension;
    final int slices;

    Setting(int size, int dimension, int slices) {
        this.size = size;
        this.dimension = dimension;
        this.slices = slices;
    }

    Points particles() {
        return Points.uniform(size, dimension, Seed.seed(1));
    }

    Points targets() {
        return Points.gaussian(size, dimension, Seed.seed(2)).scale(0.3);
    }
}
