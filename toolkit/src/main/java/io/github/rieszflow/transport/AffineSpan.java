package io.github.rieszflow.transport;

import java.util.Arrays;

/**
 * Affinely independent points and an orthonormal basis of what they span: A = QR with the differences to the first point as
 * columns of A. Adding and removing a point takes O(dk).
 */
final class AffineSpan {
    private final int dimension;
    private double[][] points = new double[8][];
    private int[] names = new int[8];
    /** Columns of Q and R; that of R with index j has j+1 numbers. */
    private double[][] q = new double[8][];

    private double[][] r = new double[8][];
    private int size;
    /** What the last projection found: coordinates along Q, barycentric ones, and what is orthogonal. */
    private double[] along = new double[8];

    double[] barycentric = new double[8];
    final double[] rest;

    AffineSpan(double[] first, int name) {
        this.dimension = first.length;
        this.rest = new double[dimension];
        points[0] = first;
        names[0] = name;
        size = 1;
    }

    /** How many points there are. */
    int size() {
        return size;
    }

    /** A point; not to be modified. */
    double[] point(int index) {
        return points[index];
    }

    /** Whether a point is one of them. */
    boolean has(int name) {
        for (int i = 0; i < size; i++) {
            if (names[i] == name) {
                return true;
            }
        }
        return false;
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k < a.length - 3; k += 4) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }
        for (; k < a.length; k++) {
            s0 += a[k] * b[k];
        }
        return s0 + s1 + (s2 + s3);
    }

    private static void add(double[] to, double factor, double[] vector) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * vector[k];
        }
    }

    /**
     * Projects a point on the span: fills {@link #barycentric}, the coordinates of its projection, which add up to 1, and
     * {@link #rest}, what is orthogonal to the span.
     *
     * @return the squared length of the rest
     */
    double project(double[] point) {
        Arrays.fill(along, 0);
        for (int k = 0; k < dimension; k++) {
            rest[k] = point[k] - points[0][k];
        }
        // Once more where much has gone, and twice is enough (Kahan and Parlett).
        double before = dot(rest, rest);
        double left = subtract();
        if (left < before / 2) {
            left = subtract();
        }
        coordinates(along);
        return left;
    }

    /** Takes the part along Q off the rest. */
    private double subtract() {
        for (int j = 0; j < size - 1; j++) {
            double part = dot(q[j], rest);
            along[j] += part;
            add(rest, -part, q[j]);
        }
        return dot(rest, rest);
    }

    /** Solves R μ = z and completes μ to coordinates that add up to 1. */
    private void coordinates(double[] z) {
        double others = 0;
        System.arraycopy(z, 0, barycentric, 1, size - 1);
        for (int j = size - 2; j >= 0; j--) {
            double value = barycentric[j + 1] / r[j][j];
            barycentric[j + 1] = value;
            others += value;
            for (int i = 0; i < j; i++) {
                barycentric[i + 1] -= value * r[j][i];
            }
        }
        barycentric[0] = 1 - others;
    }

    /**
     * The point of the span at the same distance from all points; its coordinates are {@link #barycentric} then.
     *
     * @param centre filled in
     */
    void circumcentre(double[] centre) {
        double[] z = new double[size - 1];
        for (int j = 0; j < size - 1; j++) {
            double half = 0;
            double before = 0;
            for (int i = 0; i <= j; i++) {
                half += r[j][i] * r[j][i] / 2;
                before += i < j ? r[j][i] * z[i] : 0;
            }
            z[j] = (half - before) / r[j][j];
        }
        System.arraycopy(points[0], 0, centre, 0, dimension);
        for (int j = 0; j < size - 1; j++) {
            add(centre, z[j], q[j]);
        }
        coordinates(z);
    }

    /** Adds the point that was projected last, whose rest has this length, above 0. */
    void add(double[] point, int name, double length) {
        if (size == points.length) {
            points = Arrays.copyOf(points, 2 * size);
            names = Arrays.copyOf(names, 2 * size);
            q = Arrays.copyOf(q, 2 * size);
            r = Arrays.copyOf(r, 2 * size);
            along = Arrays.copyOf(along, 2 * size);
            barycentric = Arrays.copyOf(barycentric, 2 * size);
        }
        int j = size - 1;
        q[j] = new double[dimension];
        add(q[j], 1 / length, rest);
        r[j] = Arrays.copyOf(along, j + 1);
        r[j][j] = length;
        points[size] = point;
        names[size++] = name;
    }

    /** Removes a point. */
    void remove(int index) {
        int column = Math.max(0, index - 1);
        int last = size - 2;
        if (index == 0) {
            // Differences to the second point: all columns less the first, which has one number.
            for (int j = 1; j <= last; j++) {
                r[j][0] -= r[0][0];
            }
        }
        System.arraycopy(points, index + 1, points, index, size - 1 - index);
        System.arraycopy(names, index + 1, names, index, size - 1 - index);
        if (last >= 0) {
            System.arraycopy(r, column + 1, r, column, last - column);
        }
        for (int j = column; j < last; j++) {
            triangular(j, last);
        }
        size--;
    }

    /** Turns rows j and j+1 of R, and columns of Q with them, so that column j ends at its diagonal. */
    private void triangular(int j, int last) {
        double length = Math.hypot(r[j][j], r[j][j + 1]);
        double c = r[j][j] / length;
        double s = r[j][j + 1] / length;
        for (int column = j; column < last; column++) {
            double a = r[column][j];
            double b = r[column][j + 1];
            r[column][j] = c * a + s * b;
            r[column][j + 1] = c * b - s * a;
        }
        for (int k = 0; k < dimension; k++) {
            double a = q[j][k];
            double b = q[j + 1][k];
            q[j][k] = c * a + s * b;
            q[j + 1][k] = c * b - s * a;
        }
    }
}
