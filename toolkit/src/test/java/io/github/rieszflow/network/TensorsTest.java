package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;

class TensorsTest {
    private static final Points POINTS = Points.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

    private static NDManager manager() {
        return NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
    }

    @Test
    void pointsComeBackAsTheyWent() {
        try (NDManager manager = manager()) {
            NDArray tensor = Tensors.tensor(POINTS, manager);
            assertThat(tensor.getShape()).isEqualTo(new Shape(2, 3));
            assertThat(tensor.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(tensor.get(1).getFloat(2)).isEqualTo(6);
            assertThat(Tensors.points(tensor)).isEqualTo(POINTS);
            Points many = Points.gaussian(300, 70);
            assertThat(Tensors.points(Tensors.tensor(many, manager))).isEqualTo(many);
        }
    }

    @Test
    void aTensorAndItsPointsShareNothing() {
        Points points;
        try (NDManager manager = manager()) {
            NDArray tensor = Tensors.tensor(POINTS, manager);
            points = Tensors.points(tensor);
            tensor.muli(7);
            assertThat(points).isEqualTo(POINTS);
        }
        assertThat(points).as("after the native memory is gone").isEqualTo(POINTS);
    }

    @Test
    void imagesLinesAndOtherNumbersAreTaken() {
        try (NDManager manager = manager()) {
            NDArray images = manager.arange(24f).reshape(2, 3, 2, 2);
            assertThat(Tensors.points(images).shape()).isEqualTo("2×12");
            assertThat(Tensors.points(images).get(1, 0)).isEqualTo(12);
            assertThat(Tensors.points(manager.create(new double[] {0.1, 2}))).isEqualTo(Points.line(0.1, 2));
            assertThat(Tensors.points(manager.create(new int[] {-3, 4}, new Shape(1, 2))))
                    .isEqualTo(Points.of(new double[][] {{-3, 4}}));
            NDArray turned = manager.create(new float[] {1, 4, 2, 5, 3, 6}, new Shape(3, 2))
                    .transpose();
            assertThat(Tensors.points(turned))
                    .as("a view that is not row by row")
                    .isEqualTo(POINTS);
        }
    }

    @Test
    void refusesWhatHasNoPoints() {
        try (NDManager manager = manager()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensors.points(manager.create(1f)))
                    .withMessageContaining("expected a tensor of N entries")
                    .withMessageContaining("()");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensors.points(manager.create(new Shape(0, 3))))
                    .withMessageContaining("(0, 3)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensors.points(manager.create(new boolean[] {true})))
                    .withMessage("expected a tensor of real numbers: received boolean");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensors.points(manager.create(new float[] {1, Float.NaN})))
                    .withMessageContaining("NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensors.points(manager.create(new double[] {1e300})))
                    .withMessageContaining("Infinity");
        }
    }
}
