package io.github.rieszflow.network;

import io.github.rieszflow.measure.Require;
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
     * Saves the state as one safetensors file: the weights under their own names, which PyTorch reads, and the optimiser's
     * memory beside them. The file appears whole or not at all.
     *
     * @param file where to; overwritten
     */
    public void save(Path file) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        put(tensors, "", weights);
        put(tensors, MEAN, mean);
        put(tensors, SQUARE, square);
        Safetensors.write(file, tensors, Map.of(FORMAT, "1", "steps", Long.toString(steps)));
    }

    private static void put(Map<String, Safetensors.Tensor> tensors, String prefix, Weights weights) {
        for (Slot slot : weights.slots()) {
            tensors.put(prefix + slot.name(), new Safetensors.Tensor(slot.shape(), weights.get(slot.name())));
        }
    }

    /**
     * Loads a state that was saved.
     *
     * @param architecture the network it belongs to
     * @param file a file written by {@link #save}
     * @return the state, equal in every bit
     * @throws IllegalArgumentException if the file is damaged, holds something else or belongs to another network
     */
    public static TrainingState load(Architecture architecture, Path file) {
        Safetensors.Content content = Safetensors.read(file);
        String version = content.metadata().get(FORMAT);
        if (version == null) {
            throw new IllegalArgumentException(file + " is not a training of Rieszflow: it holds "
                    + content.tensors().keySet());
        }
        if (!version.equals("1")) {
            throw new IllegalArgumentException(file + " was written by a later version (format " + version
                    + ", this one reads 1): update Rieszflow");
        }
        long steps;
        try {
            steps = Long.parseLong(content.metadata().getOrDefault("steps", "none"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " does not say how many steps were done; save it again", e);
        }
        List<Slot> slots = architecture.slots();
        return new TrainingState(
                take(content, "", slots, file),
                take(content, MEAN, slots, file),
                take(content, SQUARE, slots, file),
                steps);
    }

    private static Weights take(Safetensors.Content content, String prefix, List<Slot> slots, Path file) {
        int total = slots.stream().mapToInt(Slot::size).sum();
        float[] values = new float[Require.positive(total, "the number of weights")];
        int at = 0;
        for (Slot slot : slots) {
            Safetensors.Tensor tensor = content.tensors().get(prefix + slot.name());
            if (tensor == null || !tensor.shape().equals(slot.shape())) {
                throw new IllegalArgumentException(file + " belongs to another network: " + prefix + slot.name()
                        + " must have the shape " + slot.shape() + ", "
                        + (tensor == null ? "it is not there" : "it has " + tensor.shape()));
            }
            System.arraycopy(tensor.values(), 0, values, at, slot.size());
            at += slot.size();
        }
        return Weights.adopt(slots, values);
    }

    @Override
    public String toString() {
        return "TrainingState[" + weights.size() + " weights, step " + steps + "]";
    }
}
