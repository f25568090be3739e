package io.github.rieszflow.network;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.internal.HalfPrecision;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** The weights of a network: named tensors in single precision, one after the other in one array. Immutable. */
public final class Weights {
    private final List<Slot> slots;
    private final float[] values;

    private Weights(List<Slot> slots, float[] values) {
        this.slots = slots;
        this.values = values;
    }

    /**
     * Random weights, as the architecture specifies.
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
            double centre = slots.get(s).centre();
            double spread = slots.get(s).spread();
            for (int end = at + slots.get(s).size(); at < end; at++) {
                values[at] = (float) (centre + spread * (2 * stream.nextDouble() - 1));
            }
        }
        return new Weights(slots, values);
    }

    /**
     * The weights of an architecture among tensors.
     *
     * @param architecture the network
     * @param tensors what was saved; may hold more
     * @return its weights
     * @throws IllegalArgumentException if one is missing or has another shape
     */
    public static Weights of(Architecture architecture, NamedTensors tensors) {
        return of(architecture.slots(), tensors, "");
    }

    static Weights of(List<Slot> slots, NamedTensors tensors, String prefix) {
        float[] values = new float[total(slots)];
        int at = 0;
        for (Slot slot : slots) {
            NamedTensors.Tensor tensor = tensors.tensors().get(prefix + slot.name());
            if (tensor == null || !tensor.shape().equals(slot.shape())) {
                throw new IllegalArgumentException(tensors.origin() + " belongs to another network: " + prefix
                        + slot.name() + " must have the shape " + slot.shape() + ", "
                        + (tensor == null ? "it is not there" : "it has " + tensor.shape()));
            }
            System.arraycopy(tensor.values(), 0, values, at, slot.size());
            at += slot.size();
        }
        return new Weights(List.copyOf(slots), values);
    }

    /**
     * The weights as tensors under their own names, which PyTorch reads.
     *
     * @return a copy
     */
    public NamedTensors tensors() {
        Map<String, NamedTensors.Tensor> tensors = new LinkedHashMap<>();
        for (Slot slot : slots) {
            tensors.put(slot.name(), new NamedTensors.Tensor(slot.shape(), get(slot.name())));
        }
        return new NamedTensors("a network", tensors, Map.of());
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
     * A read-only view of all numbers, tensor after tensor, without a copy.
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

    /**
     * A mean of two, number by number.
     *
     * @param share q, how much of it is of these weights
     * @param other w, weights of the same network
     * @return q times these and 1 − q times the others
     * @throws IllegalArgumentException if the share is not in [0,1], or the others are of another network
     */
    public Weights mixed(double share, Weights other) {
        Require.between(share, 0, 1, "the share of weights in a mean");
        if (!sameShapes(slots, other.slots)) {
            throw new IllegalArgumentException(
                    "a mean needs weights of one network: these are " + slots + ", received " + other.slots);
        }
        float[] mixed = new float[values.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (share * values[i] + (1 - share) * other.values[i]);
        }
        return new Weights(other.slots, mixed);
    }

    /**
     * The same, each rounded to the nearest number of half precision: eleven binary digits.
     *
     * @return the weights, which take half as many bytes in a file
     * @throws ArithmeticException if one is not finite or larger than 65,504
     */
    public Weights half() {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = HalfPrecision.round(values[i]);
            if (!Float.isFinite(rounded[i])) {
                throw new ArithmeticException("the weight " + values[i] + " is too large for half precision");
            }
        }
        return new Weights(slots, rounded);
    }

    /**
     * Whether all are of half precision.
     *
     * @return true if rounding them would change none
     */
    public boolean isHalf() {
        for (float value : values) {
            if (HalfPrecision.round(value) != value) {
                return false;
            }
        }
        return true;
    }

    /** The array itself, for callers that do not change it. */
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
