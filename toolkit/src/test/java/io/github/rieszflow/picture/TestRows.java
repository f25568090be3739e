package io.github.rieszflow.picture;

import java.nio.FloatBuffer;

/** Rows of a given dimension. */
final class TestRows implements Rows {
    private final float[] numbers;
    private final int dimension;

    TestRows(int dimension, float... numbers) {
        this.numbers = numbers;
        this.dimension = dimension;
    }

    @Override
    public int size() {
        return numbers.length / dimension;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public FloatBuffer values() {
        return FloatBuffer.wrap(numbers);
    }
}
