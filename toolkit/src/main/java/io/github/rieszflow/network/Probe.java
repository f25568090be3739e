package io.github.rieszflow.network;

import io.github.rieszflow.measure.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks whether a network fits where it is to be used, by one forward pass of two samples, before any work is done. */
final class Probe {
    private static final int ROWS = 2;

    private Probe() {}

    /**
     * The shape of what a network returns.
     *
     * @param use who uses it, to begin the error with, as in {@code the network of the backward scheme}
     * @param architecture the network
     * @param device where it will run
     * @param inputs the sides of one sample of each input
     * @return the sides of one sample of the output
     * @throws IllegalArgumentException if it does not compile, does not take such inputs, or returns another number of rows
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    static List<Integer> output(String use, Architecture architecture, Device device, List<List<Integer>> inputs) {
        Batch batch = Batch.none();
        for (List<Integer> sides : inputs) {
            int[] shape = withRows(sides);
            batch = batch.and(new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
        }
        int[] out;
        try (Network network = Network.open(architecture, Weights.initial(architecture, Seed.DEFAULT), device)) {
            out = network.shape(batch);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    use + " does not take inputs of the shapes " + all(inputs) + ": " + e.getMessage() + " ("
                            + architecture + ")",
                    e);
        }
        if (out.length == 0 || out[0] != ROWS) {
            throw new IllegalArgumentException(use + " must return one row for each of " + ROWS + " samples: "
                    + architecture + " returns the shape " + Arrays.toString(out));
        }
        return Arrays.stream(out).skip(1).boxed().toList();
    }

    /**
     * Refuses a network that does not map inputs to outputs of the shapes that are needed.
     *
     * @param use who uses it, to begin the error with, as in {@code the network of the backward scheme}
     * @param architecture the network
     * @param device where it will run
     * @param inputs the sides of one sample of each input
     * @param output the sides of one sample of the output
     * @throws IllegalArgumentException if it does something else
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    static void require(
            String use, Architecture architecture, Device device, List<List<Integer>> inputs, List<Integer> output) {
        List<Integer> out = output(use, architecture, device, inputs);
        if (!out.equals(output)) {
            throw new IllegalArgumentException(use + " must map inputs of the shapes " + all(inputs) + " to "
                    + text(output) + ": " + architecture + " returns " + text(out));
        }
    }

    private static int[] withRows(List<Integer> sides) {
        List<Integer> all = new ArrayList<>(List.of(ROWS));
        all.addAll(sides);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String all(List<List<Integer>> shapes) {
        return String.join(", ", shapes.stream().map(Probe::text).toList());
    }

    private static String text(List<Integer> sides) {
        return "N" + String.join("", sides.stream().map(side -> "×" + side).toList());
    }
}
