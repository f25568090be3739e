package io.github.rieszflow.network;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.Versions;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a training is: weights and the memory of its optimiser (Adam: the running means of the gradient and of its square,
 * and how many steps were done). With the same batches it determines all that follows.
 *
 * @param weights the weights
 * @param mean the running mean of the gradient, shaped as the weights
 * @param square the running mean of its square
 * @param steps how many steps were done
 */
public record TrainingState(Weights weights, Weights mean, Weights square, long steps) {
    private static final String MEAN = "adam.mean.";
    private static final String SQUARE = "adam.square.";
    private static final String FORMAT = "rieszflow_training";
    private static final String STEPS = "steps";

    /**
     * Checks the shapes.
     *
     * @param weights the weights
     * @param mean the running mean of the gradient
     * @param square the running mean of its square
     * @param steps how many steps were done
     * @throws IllegalArgumentException if the shapes differ or the number of steps is negative
     */
    public TrainingState {
        if (mean.size() != weights.size() || square.size() != weights.size()) {
            throw new IllegalArgumentException("the optimiser must remember one number for each of " + weights.size()
                    + " weights: received " + mean.size() + " and " + square.size());
        }
        if (steps < 0) {
            throw new IllegalArgumentException("the number of training steps must not be negative: received " + steps);
        }
    }

    /**
     * The start: weights at random, nothing remembered.
     *
     * @param architecture the network
     * @param seed the seed of the weights
     * @return the state at step 0
     */
    public static TrainingState start(Architecture architecture, Seed seed) {
        return start(Weights.initial(architecture, seed));
    }

    /**
     * The start from given weights, nothing remembered.
     *
     * @param weights the weights
     * @return the state at step 0
     */
    public static TrainingState start(Weights weights) {
        Weights zeros = Weights.adopt(weights.slots(), new float[weights.size()]);
        return new TrainingState(weights, zeros, zeros, 0);
    }

    /**
     * The state as tensors: the weights under their own names, which PyTorch reads, and the optimiser's memory beside them.
     *
     * @return what {@link #of} reads
     */
    public NamedTensors tensors() {
        Map<String, NamedTensors.Tensor> tensors =
                new LinkedHashMap<>(weights.tensors().tensors());
        put(tensors, MEAN, mean);
        put(tensors, SQUARE, square);
        return new NamedTensors("a training", tensors, Map.of())
                .note(FORMAT, "1")
                .note(STEPS, Long.toString(steps));
    }

    private static void put(Map<String, NamedTensors.Tensor> tensors, String prefix, Weights weights) {
        for (Slot slot : weights.slots()) {
            tensors.put(prefix + slot.name(), new NamedTensors.Tensor(slot.shape(), weights.get(slot.name())));
        }
    }

    /**
     * The state that {@link #tensors} wrote down.
     *
     * @param architecture the network it belongs to
     * @param tensors the state
     * @return the state, bit for bit the same
     * @throws IllegalArgumentException if the tensors are something else or belong to another network
     */
    public static TrainingState of(Architecture architecture, NamedTensors tensors) {
        String where = tensors.origin();
        String version = tensors.notes().get(FORMAT);
        if (version == null) {
            throw new IllegalArgumentException(where + " is not a training of Rieszflow: it holds " + tensors.names());
        }
        Versions.require(where, FORMAT, version.equals("1") ? 1 : 2, 1);
        long steps;
        try {
            steps = Long.parseLong(tensors.notes().getOrDefault(STEPS, "none"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + " does not say how many steps were done; save it again", e);
        }
        List<Slot> slots = architecture.slots();
        return new TrainingState(
                Weights.of(slots, tensors, ""),
                Weights.of(slots, tensors, MEAN),
                Weights.of(slots, tensors, SQUARE),
                steps);
    }

    /**
     * Saves the state as one safetensors file, which appears whole or not at all.
     *
     * @param file where to save it; replaced
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path file) {
        tensors().save(file);
    }

    /**
     * Loads a state that was saved.
     *
     * @param architecture the network it belongs to
     * @param file a file written by {@link #save}
     * @return the state, bit for bit the same
     * @throws IllegalArgumentException if the file is damaged, holds something else or belongs to another network
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static TrainingState load(Architecture architecture, Path file) {
        return of(architecture, NamedTensors.load(file));
    }

    @Override
    public String toString() {
        return "TrainingState[" + weights.size() + " weights, step " + steps + "]";
    }
}
