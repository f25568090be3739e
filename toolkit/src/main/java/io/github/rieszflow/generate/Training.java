package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Later;
import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Optimizer;

/**
 * Training of one network: the batch mean of Σ|e|^p over the pixels, by an optimizer that starts anew for each network, while the
 * weights carry over from the one before.
 *
 * @param norm p: 1 or 2
 * @param iterations how many steps
 * @param batch how many images each sees
 * @param learningRate of the first step
 * @param lastRate of the last step, along half a cosine; equal to the first for a constant one
 * @param optimizer how gradients become steps
 */
public record Training(
        int norm,
        int iterations,
        int batch,
        double learningRate,
        double lastRate,
        @Later(before = "\"ADAM\"") Optimizer optimizer) {
    /**
     * Checks the numbers.
     *
     * @param norm p
     * @param iterations how many steps
     * @param batch how many images each sees
     * @param learningRate of the first step
     * @param lastRate of the last step
     * @param optimizer how gradients become steps
     * @throws IllegalArgumentException if one is out of range
     */
    public Training {
        Require.between(norm, 1, 2, "the norm of the loss");
        Require.positive(iterations, "the number of iterations of a training");
        Require.positive(batch, "the batch of a training");
        Require.positive(learningRate, "the learning rate");
        Require.positive(lastRate, "the last learning rate");
    }

    /**
     * A training by Adam.
     *
     * @param norm p
     * @param iterations how many steps
     * @param batch how many images each sees
     * @param learningRate of the first step
     * @param lastRate of the last step
     * @throws IllegalArgumentException if one is out of range
     */
    public Training(int norm, int iterations, int batch, double learningRate, double lastRate) {
        this(norm, iterations, batch, learningRate, lastRate, Optimizer.ADAM);
    }

    /**
     * A training to begin with.
     *
     * @return the mean square error, 300 steps of 100 images, learning rate from 0.002 to 0.0001, by Adam
     */
    public static Training standard() {
        return new Training(2, 300, 100, 2e-3, 1e-4);
    }

    /**
     * The same with another loss.
     *
     * @param power p: 1 or 2
     * @return the training
     * @throws IllegalArgumentException if it is another number
     */
    public Training norm(int power) {
        return new Training(power, iterations, batch, learningRate, lastRate, optimizer);
    }

    /**
     * The same, longer or shorter.
     *
     * @param count how many steps
     * @return the training
     * @throws IllegalArgumentException if it is not positive
     */
    public Training iterations(int count) {
        return new Training(norm, count, batch, learningRate, lastRate, optimizer);
    }

    /**
     * The same with larger or smaller batches.
     *
     * @param images how many images each step sees
     * @return the training
     * @throws IllegalArgumentException if it is not positive
     */
    public Training batch(int images) {
        return new Training(norm, iterations, images, learningRate, lastRate, optimizer);
    }

    /**
     * The same with another learning rate, along half a cosine.
     *
     * @param start of the first step
     * @param end of the last step; equal to the first for a constant one
     * @return the training
     * @throws IllegalArgumentException if one is not positive and finite
     */
    public Training learningRate(double start, double end) {
        return new Training(norm, iterations, batch, start, end, optimizer);
    }

    /**
     * The same with another optimizer.
     *
     * @param other how gradients become steps
     * @return the training
     */
    public Training optimizer(Optimizer other) {
        return new Training(norm, iterations, batch, learningRate, lastRate, other);
    }

    double rate(long step) {
        return Schedule.cosine(learningRate, lastRate, iterations).applyAsDouble((int) Math.min(step, iterations));
    }
}
