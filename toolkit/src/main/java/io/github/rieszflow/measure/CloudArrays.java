package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Memory;

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
