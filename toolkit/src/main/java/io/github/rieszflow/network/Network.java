package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network in the memory of a device, ready to be applied; to be closed. A {@link Trainer} trains one. Not for two threads at
 * once.
 *
 * <pre>{@code
 * try (Network network = Network.open(architecture, weights, Device.cpu())) {
 *     float[] y = network.apply(Batch.of(x, n, d));
 * }
 * }</pre>
 */
public final class Network implements AutoCloseable {
    /** Networks are applied to at most this many rows and this many pixels at once, which bounds the memory of inner layers. */
    private static final int ROWS = 1024;

    private static final int PIXELS = 100_000;
    /** From this many multiplications on, several threads gain more than handing out the work costs. */
    private static final double BIG = 5e8;

    private final List<Slot> slots;
    private final Program program;
    private final NDArray weights;

    private Network(Architecture architecture, String more, Weights weights, Device device, DataType type) {
        this.slots = List.copyOf(architecture.slots());
        requireSame(architecture, slots, weights, "the weights belong");
        this.program = Program.load(NetworkScript.of(slots) + architecture.source() + more, device, type);
        this.weights = program.resident(weights.array());
    }

    static void requireSame(Architecture architecture, List<Slot> slots, Weights weights, String what) {
        if (!Weights.sameShapes(slots, weights.slots())) {
            throw new IllegalArgumentException(what + " to another network: " + architecture + " has the tensors "
                    + slots + ", the state " + weights.slots());
        }
    }

    /**
     * Brings a network into the memory of a device.
     *
     * @param architecture what it computes
     * @param weights its weights
     * @param device where to compute
     * @return the network, to be closed
     * @throws IllegalArgumentException if the weights belong to another network, or its text does not compile
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static Network open(Architecture architecture, Weights weights, Device device) {
        return open(architecture, "", weights, device, DataType.FLOAT32);
    }

    /** The same with more methods. */
    static Network open(Architecture architecture, String more, Weights weights, Device device, DataType type) {
        return new Network(architecture, more, weights, device, type);
    }

    /**
     * Tries an architecture by one forward pass of two samples, before any work is done with it.
     *
     * @param use who uses it, to begin the error with, as in {@code the network of the backward scheme}
     * @param architecture what it computes
     * @param device where it will run
     * @param inputs the sides of one sample of each input
     * @return the sides of one sample of the output
     * @throws IllegalArgumentException if it does not compile, does not take such inputs, or returns another number of rows
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static List<Integer> tried(
            String use, Architecture architecture, Device device, List<List<Integer>> inputs) {
        return Probe.output(use, architecture, device, inputs);
    }

    /**
     * Refuses an architecture that does not map inputs to outputs of the shapes that are needed, by one forward pass of two
     * samples.
     *
     * @param use who uses it, to begin the error with, as in {@code the network of the backward scheme}
     * @param architecture what it computes
     * @param device where it will run
     * @param inputs the sides of one sample of each input
     * @param output the sides of one sample of the output
     * @throws IllegalArgumentException if it does something else
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public static void require(
            String use, Architecture architecture, Device device, List<List<Integer>> inputs, List<Integer> output) {
        Probe.require(use, architecture, device, inputs, output);
    }

    /**
     * Applies the network to rows of inputs.
     *
     * @param inputs one or more tensors with the same number of rows
     * @return the outputs, row after row
     * @throws IllegalArgumentException if the numbers of rows differ, or the inputs do not fit the network
     */
    public float[] apply(Batch inputs) {
        int rows = inputs.rows();
        float[] all = new float[0];
        int block =
                (int) Math.max(1, Math.min(ROWS, PIXELS / inputs.parts().get(0).pixels()));
        for (int from = 0; from < rows; from += block) {
            Batch some = inputs.slice(from, Math.min(rows, from + block));
            float[] part = run(
                    false,
                    "apply",
                    this::resident,
                    some,
                    out -> out.get(0).toType(DataType.FLOAT32, false).toFloatArray());
            if (from == 0) {
                all = new float[Math.multiplyExact(part.length / some.rows(), rows)];
            }
            System.arraycopy(part, 0, all, part.length / some.rows() * from, part.length);
        }
        return all;
    }

    /** The sides of the output for inputs, rows first. */
    int[] shape(Batch inputs) {
        return run(
                false,
                "apply",
                this::resident,
                inputs,
                out -> java.util.Arrays.stream(out.get(0).getShape().getShape())
                        .mapToInt(Math::toIntExact)
                        .toArray());
    }

    /**
     * Calls a method {@code def name(self, w: Tensor, b: List[Tensor]) -> Tensor:} of the architecture, with gradients recorded, so
     * that it may use them; {@code (self).views(w, )} gives the single weights.
     *
     * @param method its name
     * @param inputs b
     * @return the numbers of the result, last side fastest
     * @throws IllegalArgumentException if the inputs do not fit the method
     */
    public float[] call(String method, Batch inputs) {
        return run(
                true,
                method,
                this::resident,
                inputs,
                out -> out.get(0).toType(DataType.FLOAT32, false).toFloatArray());
    }

    /** Calls a method of the script with arrays that are here and a batch; reads the results before they go. */
    <T> T run(boolean gradients, String method, Supplier<NDList> resident, Batch batch, Function<NDList, T> reader) {
        long places =
                batch.parts().stream().mapToLong(p -> p.shape()[0] * p.pixels()).sum();
        return program.run(gradients, (double) places * weights.size() > BIG, method, resident, batch, reader);
    }

    private NDList resident() {
        return new NDList(weights);
    }

    /** All weights, one after the other, where the network computes. */
    NDArray array() {
        return weights;
    }

    Program program() {
        return program;
    }

    /** Numbers in the order of the weights, copied from the device. */
    Weights copy(NDArray array) {
        try (NDArray single = array.toType(DataType.FLOAT32, true)) {
            return Weights.adopt(slots, single.toFloatArray());
        }
    }

    /**
     * The weights as they are.
     *
     * @return a copy outside native memory
     */
    public Weights weights() {
        return copy(weights);
    }

    @Override
    public void close() {
        program.close();
    }
}
