package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers on the device of a {@link Program}; closed with it, or before. */
public final class DeviceArray implements AutoCloseable {
    private final Program owner;
    private final NDArray array;

    DeviceArray(Program owner, NDArray array) {
        this.owner = owner;
        this.array = array;
    }

    NDArray array() {
        return array;
    }

    void requireOf(Program program) {
        if (owner != program) {
            throw new IllegalArgumentException(
                    "an array belongs to the program that made it: make it with array(…) of this program");
        }
    }

    /**
     * Its sides.
     *
     * @return outermost first; none for a single number
     */
    public int[] shape() {
        return Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /**
     * Copies its numbers from the device, in single precision.
     *
     * @return the numbers, last side fastest
     */
    public float[] floats() {
        try (NDArray typed = array.toType(DataType.FLOAT32, true)) {
            return typed.toFloatArray();
        }
    }

    /**
     * Copies its numbers from the device, in double precision.
     *
     * @return the numbers, last side fastest
     */
    public double[] doubles() {
        try (NDArray typed = array.toType(DataType.FLOAT64, true)) {
            return typed.toDoubleArray();
        }
    }

    /**
     * Copies its numbers from the device into an existing array, in single precision.
     *
     * @param into receives the numbers, last side fastest; modified
     * @param from where the first one goes
     * @throws IllegalArgumentException if there is no room for them from there on
     */
    public void read(float[] into, int from) {
        int count = Math.toIntExact(array.size());
        if (from < 0 || count > into.length - from) {
            throw new IllegalArgumentException(count + " numbers from place " + from
                    + " on do not fit into an array of " + into.length + ": take a longer one");
        }
        // On the processor already this is the array itself, which then must not be closed.
        NDArray single = array.toType(DataType.FLOAT32, false);
        NDArray here = single.toDevice(ai.djl.Device.cpu(), false);
        try {
            here.toByteBuffer(true)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .get(into, from, count);
        } finally {
            if (here != single) {
                here.close();
            }
            if (single != array) {
                single.close();
            }
        }
    }

    /** Frees its memory; any number of times. */
    @Override
    public void close() {
        array.close();
    }

    @Override
    public String toString() {
        return "DeviceArray[" + array.getDataType() + " " + array.getShape() + " on " + array.getDevice() + "]";
    }
}
