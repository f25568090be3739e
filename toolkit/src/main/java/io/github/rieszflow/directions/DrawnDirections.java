package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;

/**
 * Directions that were drawn: P unit vectors in R^D, their weights, and how many of them depend on each other. A value.
 *
 * <pre>{@code
 * DrawnDirections.of(points);                // drawn independently
 * DrawnDirections.of(points).blocks(2);      // pairs that depend on each other
 * }</pre>
 */
public final class DrawnDirections implements Visible {
    /** The size of a block that is the whole set, which cannot be cut into independent parts. */
    public static final int WHOLE = Integer.MAX_VALUE;

    private static final double TOLERANCE = 1e-5;

    private final Measure directions;
    private final int block;

    private DrawnDirections(Measure directions, int block) {
        this.directions = directions;
        this.block = block;
    }

    /**
     * Directions that were drawn independently of each other: {@link #blocks} says otherwise.
     *
     * @param directions P×D unit vectors, of length 1 up to 10⁻⁵, with weights if the measure has them
     * @return the value
     * @throws IllegalArgumentException if one is not a unit vector
     */
    public static DrawnDirections of(Measure directions) {
        requireUnit(directions.points());
        return new DrawnDirections(directions, 1);
    }

    /** Directions that are known to have length 1. */
    static DrawnDirections trusted(Measure directions, int block) {
        return new DrawnDirections(directions, block);
    }

    static void requireUnit(Points points) {
        int d = points.dimension();
        for (int p = 0; p < points.size(); p++) {
            double square = 0;
            for (int k = 0; k < d; k++) {
                square += (double) points.get(p, k) * points.get(p, k);
            }
            double length = Math.sqrt(square);
            if (!(Math.abs(length - 1) <= TOLERANCE)) {
                throw new IllegalArgumentException("directions must have length 1 up to " + TOLERANCE + ": direction "
                        + p + " has length " + (float) length + "; divide each by its length");
            }
        }
    }

    /**
     * The same, where directions depend on each other within blocks: the first {@code size}, the next {@code size}, and so on. Standard
     * errors are taken over blocks if there are three or more, see {@link Directions#draw}; where P is not a multiple, the last
     * one is cut short.
     *
     * @param size how many depend on each other; {@link #WHOLE} if all do
     * @return the value
     * @throws IllegalArgumentException if the size is not positive
     */
    public DrawnDirections blocks(int size) {
        return new DrawnDirections(directions, Require.positive(size, "the size of a block"));
    }

    /**
     * How many directions, one after the other, depend on each other.
     *
     * @return at least 1; {@link #WHOLE} if all do
     */
    public int block() {
        return block;
    }

    /**
     * The directions.
     *
     * @return P×D unit vectors
     */
    public Points points() {
        return directions.points();
    }

    /**
     * The directions with their weights.
     *
     * @return P×D unit vectors, weighted or not
     */
    public Measure measure() {
        return directions;
    }

    /**
     * How many there are.
     *
     * @return P
     */
    public int slices() {
        return directions.size();
    }

    /**
     * The dimension of the space they live in, where points are padded with zeros.
     *
     * @return D
     */
    public int space() {
        return directions.dimension();
    }

    /**
     * The weight of one direction in means over all.
     *
     * @param slice 0, …, P−1
     * @return at least 0, all together 1: 1/P unless weights were given
     * @throws IndexOutOfBoundsException if there is no such direction
     */
    public double weight(int slice) {
        return directions.weight(slice);
    }

    /**
     * Whether weights were given.
     *
     * @return false if all are 1/P
     */
    public boolean weighted() {
        return !directions.uniform();
    }

    /**
     * What they look like: the points on the sphere.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        return directions.picture();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DrawnDirections d && d.block == block && d.directions.equals(directions);
    }

    @Override
    public int hashCode() {
        return 31 * directions.hashCode() + block;
    }

    @Override
    public String toString() {
        String blocks =
                block == 1 ? "independent" : block < slices() ? "in blocks of " + block : "that depend on each other";
        return slices() + (weighted() ? " weighted" : "") + " directions in R^" + space() + ", " + blocks;
    }
}
