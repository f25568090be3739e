package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/** Directions of the user's own, the same at every step. */
final class GivenDirections extends Rule {
    private final Measure given;
    private final float[] data;

    GivenDirections(Measure given) {
        super("given");
        this.given = given;
        Points points = given.points();
        this.data = points.toArray();
        DrawnDirections.requireUnit(points);
    }

    @Override
    public String identity() {
        return super.identity() + " "
                + Fingerprint.begin()
                        .floats(given.points().values())
                        .doubles(given.weights())
                        .hex();
    }

    @Override
    Rule in(int dimension, int slices) {
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
    double weight(int slice, int slices) {
        return given.weight(slice);
    }

    @Override
    int block(int dimension) {
        return 1;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        System.arraycopy(data, from * dimension, rows, from * dimension, count * dimension);
    }

    @Override
    public DrawnDirections draw(int slices, int dimension, Seed seed) {
        within(dimension, slices);
        return DrawnDirections.trusted(given, 1);
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
