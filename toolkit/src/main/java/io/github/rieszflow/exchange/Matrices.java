package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.SinglePrecision;
import io.github.rieszflow.measure.Points;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/** Points to and from dense matrices of EJML, one point per row. */
public final class Matrices {
    private Matrices() {}

    /**
     * The rows of a matrix as points, rounded to single precision.
     *
     * @param matrix N×d, copied
     * @return N×d points
     * @throws IllegalArgumentException if the matrix is empty, a number is NaN or infinite in single precision, or a column does
     *     not survive it, as for {@link Points#of(double[][])}
     */
    public static Points points(DMatrixRMaj matrix) {
        int entries = entries(matrix.getNumRows(), matrix.getNumCols());
        int columns = matrix.getNumCols();
        float[] data = new float[entries];
        SinglePrecision single = new SinglePrecision(matrix.getNumRows(), columns);
        for (int i = 0; i < entries; i++) {
            data[i] = single.round(matrix.data[i], i % columns);
        }
        Points points = Points.adopt(data, matrix.getNumRows(), columns);
        single.require(k -> "column " + k);
        return points;
    }

    /**
     * The rows of a matrix as points.
     *
     * @param matrix N×d, copied
     * @return N×d points
     * @throws IllegalArgumentException if the matrix is empty or a number is NaN or infinite
     */
    public static Points points(FMatrixRMaj matrix) {
        float[] data = new float[entries(matrix.getNumRows(), matrix.getNumCols())];
        System.arraycopy(matrix.data, 0, data, 0, data.length);
        return Points.adopt(data, matrix.getNumRows(), matrix.getNumCols());
    }

    /**
     * Points as the rows of a matrix.
     *
     * @param points N×d points
     * @return an N×d matrix of its own, in double precision
     * @throws IllegalArgumentException if it does not fit into memory
     */
    public static DMatrixRMaj matrix(Points points) {
        Memory.require(
                8.0 * points.size() * points.dimension(),
                "a matrix of " + points.shape() + " points in double precision",
                "take fewer points");
        DMatrixRMaj matrix = new DMatrixRMaj(points.size(), points.dimension());
        var values = points.values();
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = values.get(i);
        }
        return matrix;
    }

    /** The array behind a matrix may be longer than the matrix. */
    private static int entries(int rows, int columns) {
        if (rows == 0 || columns == 0) {
            throw new IllegalArgumentException(
                    "expected a matrix with at least one row and one column: received " + rows + "×" + columns);
        }
        return Math.multiplyExact(rows, columns);
    }
}
