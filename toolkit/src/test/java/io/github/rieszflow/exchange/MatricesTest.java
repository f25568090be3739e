package io.github.rieszflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class MatricesTest {
    private static final Points POINTS = Points.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

    @Test
    void rowsOfAMatrixArePoints() {
        assertThat(Matrices.points(new DMatrixRMaj(new double[][] {{1, 2, 3}, {4, 5, 6}})))
                .isEqualTo(POINTS);
        assertThat(Matrices.points(new FMatrixRMaj(new float[][] {{1, 2, 3}, {4, 5, 6}})))
                .isEqualTo(POINTS);
        DMatrixRMaj matrix = Matrices.matrix(POINTS);
        assertThat(matrix.get(1, 2)).isEqualTo(6);
        assertThat(Matrices.points(matrix)).isEqualTo(POINTS);
    }

    @Test
    void aMatrixThatShrankKeepsItsLongArray() {
        DMatrixRMaj doubles = new DMatrixRMaj(10, 10);
        doubles.reshape(1, 2);
        doubles.set(0, 1, 7);
        FMatrixRMaj floats = new FMatrixRMaj(10, 10);
        floats.reshape(1, 2);
        floats.set(0, 1, 7);
        assertThat(Matrices.points(doubles))
                .isEqualTo(Matrices.points(floats))
                .isEqualTo(Points.of(new double[][] {{0, 7}}));
    }

    @Test
    void aMatrixAndItsPointsShareNothing() {
        DMatrixRMaj matrix = Matrices.matrix(POINTS);
        Points points = Matrices.points(matrix);
        matrix.set(0, 0, 9);
        assertThat(points).isEqualTo(POINTS);
        FMatrixRMaj floats = new FMatrixRMaj(1, 1);
        Points zero = Matrices.points(floats);
        floats.set(0, 0, 9);
        assertThat(zero).isEqualTo(Points.line(0));
    }

    @Test
    void emptyAndUndefinedMatricesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrices.points(new DMatrixRMaj(0, 3)))
                .withMessage("expected a matrix with at least one row and one column: received 0×3");
        DMatrixRMaj undefined = new DMatrixRMaj(2, 2);
        undefined.set(1, 0, Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrices.points(undefined))
                .withMessageContaining("coordinate 0 of point 1 is NaN");
    }
}
