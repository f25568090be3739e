package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one training step sees: tensors in order. */
public final class Batch {
    /** One tensor; the arrays are not copied. */
    static final class Part {
        private final float[] values;
        private final long[] shape;

        private Part(float[] values, long[] shape) {
            this.values = values;
            this.shape = shape;
        }

        float[] values() {
            return values;
        }

        long[] shape() {
            return shape;
        }

        /** At how many places of a row weights are used: the pixels of an image, else one. */
        long pixels() {
            return shape.length < 4 ? 1 : shape[2] * shape[3];
        }
    }

    private final List<Part> parts;

    private Batch(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * A batch of one tensor.
     *
     * @param values its numbers, last side fastest; not copied, to be left alone afterwards
     * @param shape its sides, outermost first
     * @return the batch
     * @throws IllegalArgumentException if the shape does not hold as many numbers
     */
    public static Batch of(float[] values, int... shape) {
        return new Batch(List.of()).and(values, shape);
    }

    /**
     * The same with one more tensor.
     *
     * @param values its numbers, last side fastest; not copied, to be left alone afterwards
     * @param shape its sides, outermost first
     * @return the batch
     * @throws IllegalArgumentException if the shape does not hold as many numbers
     */
    public Batch and(float[] values, int... shape) {
        long[] sides = Arrays.stream(shape).asLongStream().toArray();
        if (sides.length == 0) {
            throw new IllegalArgumentException("a batch needs a shape with at least one side: received none");
        }
        Require.shape(shape, values.length);
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(values, sides));
        return new Batch(more);
    }

    /**
     * An empty batch, of no tensors.
     *
     * @return the batch
     */
    public static Batch none() {
        return new Batch(List.of());
    }

    List<Part> parts() {
        return parts;
    }

    /** The number of rows, which all parts share. */
    int rows() {
        long rows = parts.get(0).shape()[0];
        for (Part part : parts) {
            if (part.shape()[0] != rows) {
                throw new IllegalArgumentException("all inputs of a network need the same number of rows: received "
                        + rows + " and " + part.shape()[0]);
            }
        }
        return (int) rows;
    }

    /** Some rows of all parts. */
    Batch slice(int from, int to) {
        List<Part> some = new ArrayList<>();
        for (Part part : parts) {
            int width = (int) (part.values().length / part.shape()[0]);
            long[] shape = part.shape().clone();
            shape[0] = (long) to - from;
            some.add(new Part(Arrays.copyOfRange(part.values(), from * width, to * width), shape));
        }
        return new Batch(some);
    }
}
