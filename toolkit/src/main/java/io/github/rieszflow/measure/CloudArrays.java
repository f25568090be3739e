package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.SinglePrecision;

/** What is refused before an array becomes a cloud. */
final class CloudArrays {
    private CloudArrays() {}

    static float[] allocate(int size, int dimension) {
        checkShape(size, dimension);
        return new float[size * dimension];
    }

    static void checkShape(int size, int dimension) {
        if (size < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    "a cloud needs at least one point and one coordinate: received " + size + "×" + dimension);
        }
        double bytes = 4.0 * size * dimension;
        if ((long) size * dimension > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(size + "×" + dimension + " points would take " + Memory.text(bytes)
                    + ", one cloud holds at most " + Memory.text(4.0 * (Integer.MAX_VALUE - 8))
                    + ": take fewer points or coordinates");
        }
        Memory.require(bytes, size + "×" + dimension + " points", "take fewer points or coordinates");
    }

    static void checkRow(int row, int length, int dimension) {
        if (length != dimension) {
            throw new IllegalArgumentException("all points need the same number of coordinates: point 0 has "
                    + dimension + ", point " + row + " has " + length);
        }
    }

    /** A number of a cloud. */
    interface Place {
        double at(int point, int coordinate);
    }

    /** Numbers in single precision, one point after the other. */
    static float[] rounded(int size, int dimension, Place numbers) {
        float[] data = allocate(size, dimension);
        SinglePrecision single = new SinglePrecision(size, dimension);
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < dimension; k++) {
                data[i * dimension + k] = single.round(numbers.at(i, k), k);
            }
        }
        requireFinite(data, dimension);
        single.require(k -> "coordinate " + k);
        return data;
    }

    static float[] around(double[] origin, double[][] rows) {
        int d = origin.length;
        if (rows.length > 0 && rows[0].length != d) {
            throw new IllegalArgumentException("an origin needs as many coordinates as the points: received " + d
                    + " for points of " + rows[0].length);
        }
        for (int i = 0; i < rows.length; i++) {
            checkRow(i, rows[i].length, d);
        }
        return rounded(rows.length, d, (i, k) -> rows[i][k] - origin[k]);
    }

    static float[] translated(Points points, float[] data, double[] by) {
        int d = points.dimension();
        if (by.length != d) {
            throw new IllegalArgumentException(
                    "a translation of " + points.shape() + " points needs " + d + " numbers: received " + by.length);
        }
        return rounded(points.size(), d, (i, k) -> data[i * d + k] + by[k]);
    }

    static void requireFinite(float[] rowMajor, int dimension) {
        for (int i = 0; i < rowMajor.length; i++) {
            if (!Float.isFinite(rowMajor[i])) {
                throw new IllegalArgumentException("points must be finite: coordinate " + i % dimension + " of point "
                        + i / dimension + " is " + rowMajor[i] + " in single precision (at most 3.4e38)"
                        + "; remove or replace such points first");
            }
        }
    }
}
