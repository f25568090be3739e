package io.github.rieszflow.directions;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/** Directions of the user's own, the same at every step. */
final class GivenDirections extends Directions {
    private static final double TOLERANCE = 1e-5;

    private final Measure given;
    private final float[] data;

    GivenDirections(Measure given) {
        super("given");
        this.given = given;
        Points points = given.points();
        this.data = points.toArray();
        int d = points.dimension();
        for (int p = 0; p < points.size(); p++) {
            double square = 0;
            for (int k = 0; k < d; k++) {
                square += (double) data[p * d + k] * data[p * d + k];
            }
            double length = Math.sqrt(square);
            if (!(Math.abs(length - 1) <= TOLERANCE)) {
                throw new IllegalArgumentException("directions must have length 1 up to " + TOLERANCE + ": direction "
                        + p + " has length " + (float) length + "; divide each by its length");
            }
        }
    }

    @Override
    Directions in(int dimension, int slices) {
        requireDimension(given.dimension(), given.dimension(), dimension);
        return this;
    }

    @Override
    public int most(int dimension) {
        return dimension == given.dimension() ? given.size() : 0;
    }

    @Override
    public int slices() {
        return given.size();
    }

    @Override
    boolean weighted() {
        return !given.uniform();
    }

    @Override
    public double weight(int slice, int slices) {
        return given.weight(slice);
    }

    @Override
    public int block(int dimension) {
        return 1;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        System.arraycopy(data, from * dimension, rows, from * dimension, count * dimension);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GivenDirections g && g.given.equals(given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }
}
