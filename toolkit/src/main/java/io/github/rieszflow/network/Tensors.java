package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.measure.Points;

/** Points to and from tensors of DJL, one point per entry of the first axis. */
public final class Tensors {
    private Tensors() {}

    /**
     * The entries of a tensor as points, rounded to single precision.
     *
     * @param tensor N×d, N numbers on a line, or N×C×H×W images, whose pixels become coordinates in this order; on any device,
     *     copied
     * @return N×d points, d the numbers of one entry
     * @throws IllegalArgumentException if the tensor is a single number, is empty, holds no real numbers or does not fit into
     *     memory here, or if a number is NaN or infinite in single precision
     */
    public static Points points(NDArray tensor) {
        Shape shape = tensor.getShape();
        if (shape.dimension() == 0 || shape.size() == 0) {
            throw new IllegalArgumentException(
                    "expected a tensor of N entries with at least one number each: received the shape " + shape);
        }
        DataType type = tensor.getDataType();
        if (!type.isFloating() && !type.isInteger()) {
            throw new IllegalArgumentException("expected a tensor of real numbers: received " + type);
        }
        Memory.require(4.0 * shape.size(), "points from a tensor of the shape " + shape, "take fewer entries");
        int size = Math.toIntExact(shape.get(0));
        int dimension = Math.toIntExact(shape.size() / shape.get(0));
        if (type == DataType.FLOAT32) {
            return Points.adopt(tensor.toFloatArray(), size, dimension);
        }
        try (NDArray single = tensor.toType(DataType.FLOAT32, true)) {
            return Points.adopt(single.toFloatArray(), size, dimension);
        }
    }

    /**
     * Points as a tensor.
     *
     * @param points N×d points
     * @param manager gives the tensor its engine and device; the tensor lives as long as this manager, or until it is closed
     * @return an N×d tensor of its own in single precision
     */
    public static NDArray tensor(Points points, NDManager manager) {
        return manager.create(points.values(), new Shape(points.size(), points.dimension()), DataType.FLOAT32);
    }
}
