package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Clouds;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Rows;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A cloud of N points in R^d: N×d numbers in single precision, finite, never changed. As a measure it is
 * (1/N) Σ δ_{x_i}.
 */
public final class Points implements Measure, Rows {
    private final float[] data;
    private final int size;
    private final int dimension;

    private Points(float[] data, int size, int dimension) {
        this.data = data;
        this.size = size;
        this.dimension = dimension;
    }

    /**
     * Points from rows, rounded to single precision.
     *
     * @param rows N arrays of length d, copied
     * @return the N×d points
     * @throws IllegalArgumentException if there are none, if the lengths differ, if a number is NaN or infinite, or if rounding
     *     makes different numbers of a coordinate equal, keeps less than four digits of how they differ, or changes the whole
     *     number that a coordinate is throughout, of two points and more: see {@link #around}
     */
    public static Points of(double[]... rows) {
        return around(new double[rows.length == 0 ? 0 : rows[0].length], rows);
    }

    /**
     * Points from rows, seen from an origin: rows less the origin in double precision, then rounded to single precision.
     * For dates, map coordinates and ids, which lie far from 0 and close together. Discrepancies and distances only see
     * differences: take one origin for all clouds that are compared.
     *
     * <pre>{@code
     * double[] origin = {1.7e9};
     * var monday = Points.around(origin, new double[][] {{1.7e9}, {1.7e9 + 10}, {1.7e9 + 20}});
     * }</pre>
     *
     * @param origin d numbers
     * @param rows N arrays of length d, copied
     * @return the N×d points
     * @throws IllegalArgumentException as for {@link #of(double[][])}, of the differences
     */
    public static Points around(double[] origin, double[]... rows) {
        return new Points(CloudArrays.around(origin, rows), rows.length, origin.length);
    }

    /**
     * Points from rows.
     *
     * @param rows N arrays of length d, copied
     * @return the N×d points
     * @throws IllegalArgumentException if there are none, if the lengths differ, or if a number is NaN or infinite
     */
    public static Points of(float[]... rows) {
        int d = rows.length == 0 ? 0 : rows[0].length;
        CloudArrays.checkShape(rows.length, d);
        float[] data = new float[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            CloudArrays.checkRow(i, rows[i].length, d);
            System.arraycopy(rows[i], 0, data, i * d, d);
        }
        return adopt(data, rows.length, d);
    }

    /**
     * Points on the line.
     *
     * @param values N numbers, copied
     * @return the N×1 points
     * @throws IllegalArgumentException if there are none, or as for {@link #of(double[][])}
     */
    public static Points line(double... values) {
        return new Points(CloudArrays.rounded(values.length, 1, (i, k) -> values[i]), values.length, 1);
    }

    /**
     * Points from one array, one point after the other.
     *
     * @param rowMajor N·d numbers, copied
     * @param size N
     * @param dimension d
     * @return the N×d points
     * @throws IllegalArgumentException if the array has not N·d entries or if one is NaN or infinite
     */
    public static Points of(float[] rowMajor, int size, int dimension) {
        return adopt(rowMajor.clone(), size, dimension);
    }

    /**
     * Points around one array, which is taken over and not copied.
     *
     * @param rowMajor N·d numbers; the caller must not change them afterwards
     * @param size N
     * @param dimension d
     * @return the N×d points
     * @throws IllegalArgumentException if the array has not N·d entries or if one is NaN or infinite
     */
    public static Points adopt(float[] rowMajor, int size, int dimension) {
        CloudArrays.checkShape(size, dimension);
        if (rowMajor.length != (long) size * dimension) {
            throw new IllegalArgumentException(size + "×" + dimension + " points need " + (long) size * dimension
                    + " numbers: received " + rowMajor.length);
        }
        CloudArrays.requireFinite(rowMajor, dimension);
        return new Points(rowMajor, size, dimension);
    }

    /**
     * Independent points, uniform on the unit cube.
     *
     * @param size N
     * @param dimension d
     * @param seed the seed
     * @return N×d points in [0,1)^d
     * @throws IllegalArgumentException if a count is not positive or the points do not fit into memory
     */
    public static Points uniform(int size, int dimension, Seed seed) {
        float[] data = CloudArrays.allocate(size, dimension);
        RandomStream stream = seed.stream();
        for (int i = 0; i < data.length; i++) {
            data[i] = stream.nextFloat();
        }
        return new Points(data, size, dimension);
    }

    /**
     * Independent points, uniform on the unit cube, from {@link Seed#DEFAULT}: the same in every run.
     *
     * @param size N
     * @param dimension d
     * @return N×d points in [0,1)^d
     */
    public static Points uniform(int size, int dimension) {
        return uniform(size, dimension, Seed.DEFAULT);
    }

    /**
     * Independent standard normal points.
     *
     * @param size N
     * @param dimension d
     * @param seed the seed
     * @return N×d points from N(0, I_d)
     * @throws IllegalArgumentException if a count is not positive or the points do not fit into memory
     */
    public static Points gaussian(int size, int dimension, Seed seed) {
        float[] data = CloudArrays.allocate(size, dimension);
        RandomStream stream = seed.stream();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) stream.nextGaussian();
        }
        return new Points(data, size, dimension);
    }

    /**
     * Independent standard normal points from {@link Seed#DEFAULT}: the same in every run.
     *
     * @param size N
     * @param dimension d
     * @return N×d points from N(0, I_d)
     */
    public static Points gaussian(int size, int dimension) {
        return gaussian(size, dimension, Seed.DEFAULT);
    }

    /**
     * All points at the origin: the measure δ_0.
     *
     * @param size N
     * @param dimension d
     * @return N×d zeros
     * @throws IllegalArgumentException if a count is not positive or the points do not fit into memory
     */
    public static Points dirac(int size, int dimension) {
        return new Points(CloudArrays.allocate(size, dimension), size, dimension);
    }

    /**
     * The same points with weights: the measure Σ w_i δ_{x_i}.
     *
     * @param weights N numbers, finite and not negative, at least one of them positive; divided by their sum unless it is 1
     *     up to 1e-12, so they need not add up to 1
     * @return the weighted measure
     * @throws IllegalArgumentException if there are not N of them, or if they are negative, not finite or all zero
     */
    public WeightedPoints weighted(double... weights) {
        return WeightedPoints.of(this, weights);
    }

    @Override
    public Points points() {
        return this;
    }

    @Override
    public double weight(int point) {
        Objects.checkIndex(point, size);
        return 1.0 / size;
    }

    @Override
    public boolean uniform() {
        return true;
    }

    @Override
    public Points at(Points points) {
        if (points.size != size) {
            throw new IllegalArgumentException(
                    "weights of " + size + " points need as many places: received " + points.shape() + " points");
        }
        return points;
    }

    /**
     * How many points there are.
     *
     * @return N
     */
    @Override
    public int size() {
        return size;
    }

    /**
     * How many coordinates each point has.
     *
     * @return d
     */
    @Override
    public int dimension() {
        return dimension;
    }

    /**
     * One coordinate of one point.
     *
     * @param point 0, …, N−1
     * @param coordinate 0, …, d−1
     * @return x_{point, coordinate}
     * @throws IndexOutOfBoundsException if there is no such point or coordinate
     */
    public float get(int point, int coordinate) {
        return data[Objects.checkIndex(point, size) * dimension + Objects.checkIndex(coordinate, dimension)];
    }

    /**
     * One point.
     *
     * @param point 0, …, N−1
     * @return its d coordinates, a copy
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public float[] row(int point) {
        int start = Objects.checkIndex(point, size) * dimension;
        return Arrays.copyOfRange(data, start, start + dimension);
    }

    /**
     * One coordinate of all points.
     *
     * @param coordinate 0, …, d−1
     * @return N numbers, a copy
     * @throws IndexOutOfBoundsException if there is no such coordinate
     */
    public float[] column(int coordinate) {
        return columns(coordinate).data;
    }

    /**
     * Some coordinates of all points in a chosen order.
     *
     * @param coordinates numbers of coordinates, each 0, …, d−1; one may be chosen more than once
     * @return N×k points, where k coordinates were chosen
     * @throws IllegalArgumentException if none is chosen
     * @throws IndexOutOfBoundsException if there is no such coordinate
     */
    public Points columns(int... coordinates) {
        float[] chosen = CloudArrays.allocate(size, coordinates.length);
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < coordinates.length; k++) {
                chosen[i * coordinates.length + k] =
                        data[i * dimension + Objects.checkIndex(coordinates[k], dimension)];
            }
        }
        return new Points(chosen, size, coordinates.length);
    }

    /**
     * The Euclidean lengths ‖x_i‖, in double precision.
     *
     * @return N numbers
     */
    public double[] norms() {
        double[] norms = new double[size];
        for (int i = 0; i < data.length; i++) {
            norms[i / dimension] += (double) data[i] * data[i];
        }
        Arrays.setAll(norms, i -> Math.sqrt(norms[i]));
        return norms;
    }

    /**
     * The mean (1/N) Σ x_i, summed in double precision in the order of the points.
     *
     * @return d numbers
     */
    public double[] mean() {
        double[] mean = new double[dimension];
        for (int i = 0; i < data.length; i++) {
            mean[i % dimension] += data[i];
        }
        for (int k = 0; k < dimension; k++) {
            mean[k] /= size;
        }
        return mean;
    }

    /**
     * All numbers, one point after the other.
     *
     * @return N·d numbers, a copy
     */
    public float[] toArray() {
        return data.clone();
    }

    /**
     * A view of all numbers, one point after the other, that cannot be written to and costs no copy.
     *
     * @return N·d numbers from position 0
     */
    @Override
    public FloatBuffer values() {
        return FloatBuffer.wrap(data).asReadOnlyBuffer();
    }

    /**
     * The first points.
     *
     * @param count how many, at least 1 and at most N
     * @return count×d points
     * @throws IllegalArgumentException if there are fewer
     */
    public Points take(int count) {
        Require.between(count, 1, size, "the number of points to take");
        return count == size ? this : new Points(Arrays.copyOf(data, count * dimension), count, dimension);
    }

    /**
     * Some of these points in a chosen order, for example a random part by {@link RandomStream#permutation}.
     *
     * @param points numbers of points, each 0, …, N−1; a point may be chosen more than once
     * @return as many points as were chosen
     * @throws IllegalArgumentException if none is chosen
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public Points select(int... points) {
        float[] selected = CloudArrays.allocate(points.length, dimension);
        for (int i = 0; i < points.length; i++) {
            int start = Objects.checkIndex(points[i], size) * dimension;
            System.arraycopy(data, start, selected, i * dimension, dimension);
        }
        return new Points(selected, points.length, dimension);
    }

    /**
     * These points followed by others: as measures, their mixture.
     *
     * @param others M×d points
     * @return (N+M)×d points
     * @throws IllegalArgumentException if the dimensions differ or the result does not fit into memory
     */
    public Points concat(Points others) {
        Require.sameDimension(this, others);
        int total = (int) Math.min((long) size + others.size, Integer.MAX_VALUE);
        float[] both = CloudArrays.allocate(total, dimension);
        System.arraycopy(data, 0, both, 0, data.length);
        System.arraycopy(others.data, 0, both, data.length, others.data.length);
        return new Points(both, total, dimension);
    }

    /**
     * These points with the same vector added to each.
     *
     * @param by d numbers
     * @return N×d points
     * @throws IllegalArgumentException if the vector has not d entries or is not finite, or if so far away too little is left of
     *     the points, as for {@link #of(double[][])}
     */
    public Points translate(double... by) {
        return new Points(CloudArrays.translated(this, data, by), size, dimension);
    }

    /**
     * The sums x_i + y_i, point by point.
     *
     * @param others y, N×d points
     * @return N×d points
     * @throws IllegalArgumentException if the shapes differ or the result is not finite
     */
    public Points plus(Points others) {
        return combined(others, 1);
    }

    /**
     * The differences x_i − y_i, point by point.
     *
     * @param others y, N×d points
     * @return N×d points
     * @throws IllegalArgumentException if the shapes differ or the result is not finite
     */
    public Points minus(Points others) {
        return combined(others, -1);
    }

    private Points combined(Points others, int sign) {
        Require.sameShape(this, others);
        float[] sum = new float[data.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = data[i] + sign * others.data[i];
        }
        return adopt(sum, size, dimension);
    }

    /**
     * The products λ x_i with a number, as in {@code x.minus(gradient.scale(0.1))}.
     *
     * @param factor λ, any finite number
     * @return N×d points
     * @throws IllegalArgumentException if the result is not finite
     */
    public Points scale(double factor) {
        float[] scaled = new float[data.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (factor * data[i]);
        }
        return adopt(scaled, size, dimension);
    }

    /**
     * The shape in words.
     *
     * @return for example {@code 2000×2}
     */
    @Override
    public String shape() {
        return size + "×" + dimension;
    }

    /**
     * What this looks like: the first two coordinates as a scatter, or ticks on a line.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        String title = dimension <= 2 ? size + " points" : size + " points, coordinates 1 and 2 of " + dimension;
        return Clouds.strip(List.of(Clouds.panel(title, data, size, dimension))).picture();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Points p && p.dimension == dimension && Arrays.equals(p.data, data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(data) + dimension;
    }

    @Override
    public String toString() {
        return "Points[" + shape() + "]";
    }
}
