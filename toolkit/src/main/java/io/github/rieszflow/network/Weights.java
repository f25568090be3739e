package io.github.rieszflow.network;

import io.github.rieszflow.measure.Memory;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** The weights of a network: named tensors in single precision, one after the other in one array. Never changed. */
public final class Weights {
    private final List<Slot> slots;
    private final float[] values;

    private Weights(List<Slot> slots, float[] values) {
        this.slots = slots;
        this.values = values;
    }

    /**
     * Weights at random, as the architecture wants them at first.
     *
     * @param architecture the network
     * @param seed the seed
     * @return uniform entries, each tensor with its own spread and its own part of the seed
     * @throws IllegalArgumentException if they do not fit into memory
     */
    public static Weights initial(Architecture architecture, Seed seed) {
        List<Slot> slots = List.copyOf(architecture.slots());
        float[] values = new float[total(slots)];
        int at = 0;
        for (int s = 0; s < slots.size(); s++) {
            RandomStream stream = seed.split(s).stream();
            double spread = slots.get(s).spread();
            for (int end = at + slots.get(s).size(); at < end; at++) {
                values[at] = (float) (spread * (2 * stream.nextDouble() - 1));
            }
        }
        return new Weights(slots, values);
    }

    /** Takes the array over. */
    static Weights adopt(List<Slot> slots, float[] values) {
        if (values.length != total(slots)) {
            throw new IllegalArgumentException(
                    "these tensors hold " + total(slots) + " numbers: received " + values.length);
        }
        return new Weights(List.copyOf(slots), values);
    }

    /** Whether both have the same names and shapes; how they began does not matter. */
    static boolean sameShapes(List<Slot> one, List<Slot> other) {
        return one.size() == other.size()
                && IntStream.range(0, one.size())
                        .allMatch(s -> one.get(s).name().equals(other.get(s).name())
                                && one.get(s).shape().equals(other.get(s).shape()));
    }

    private static int total(List<Slot> slots) {
        long total = 0;
        for (Slot slot : slots) {
            total += slot.size();
        }
        Memory.require(4.0 * total, total + " weights", "take a smaller network");
        return Math.toIntExact(total);
    }

    /**
     * The tensors.
     *
     * @return names and shapes in order
     */
    public List<Slot> slots() {
        return slots;
    }

    /**
     * How many numbers there are.
     *
     * @return the sum over all tensors
     */
    public int size() {
        return values.length;
    }

    /**
     * A view of all numbers, tensor after tensor, that cannot be written to and costs no copy.
     *
     * @return {@link #size} numbers from position 0
     */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /**
     * One tensor.
     *
     * @param name its name
     * @return its numbers, last side fastest, a copy
     * @throws NoSuchElementException if there is no such tensor
     */
    public float[] get(String name) {
        int at = 0;
        for (Slot slot : slots) {
            if (slot.name().equals(name)) {
                return Arrays.copyOfRange(values, at, at + slot.size());
            }
            at += slot.size();
        }
        throw new NoSuchElementException("no weights are called " + name + ": there are "
                + slots.stream().map(Slot::name).toList());
    }

    /** The array itself, for whoever does not change it. */
    float[] array() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weights w && w.slots.equals(slots) && Arrays.equals(w.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Weights[" + values.length + " in " + slots.size() + " tensors]";
    }
}
