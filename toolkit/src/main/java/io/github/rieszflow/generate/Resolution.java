package io.github.rieszflow.generate;

import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.internal.Require;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One resolution of a chain of networks, or a part of the work there: the next one may have the same pooling and other
 * directions. Its numbers are changed by name:
 *
 * <pre>{@code
 * Resolution.pooled(2).networks(4).stepSizes(1, 0.1).momentum(false).patches(Patches.of(5, 0, 1))
 * }</pre>
 *
 * @param pooling how many pixels each way are averaged into one
 * @param networks how many networks work at this resolution
 * @param firstSteps T_l of its first network, 0 to go on from the previous resolution
 * @param stepSize τ of the first step of each network's flow
 * @param lastStepSize τ of its last step, reached by equal factors: long steps carry particles far, short ones remove the noise
 *     that random directions put into them; 0 for the same as the first
 * @param slices P, with patches for each of their scales
 * @param momentum whether the flow has momentum here
 * @param noise standard deviation of the noise on particles that come up from a coarser one
 * @param replaced whether particles become what the networks make of them, as when sampling; else they flow on exactly
 * @param patches the part of an image that a direction sees; null for all of it
 */
public record Resolution(
        int pooling,
        int networks,
        int firstSteps,
        double stepSize,
        double lastStepSize,
        int slices,
        boolean momentum,
        double noise,
        boolean replaced,
        @Nullable Patches patches) {
    /**
     * Checks the numbers.
     *
     * @param pooling how many pixels each way are averaged into one
     * @param networks how many networks work at this resolution
     * @param firstSteps T_l of its first network, 0 to go on
     * @param stepSize the first τ of a flow
     * @param lastStepSize the last τ of a flow, or 0 for the first one
     * @param slices P
     * @param momentum whether the flow has momentum here
     * @param noise standard deviation of the noise on particles that come up
     * @param replaced whether particles become what the networks make of them
     * @param patches the part of an image that a direction sees
     * @throws IllegalArgumentException if a number is out of range
     */
    public Resolution {
        Require.positive(pooling, "the pooling of a resolution");
        Require.positive(networks, "the number of networks of a resolution");
        Require.between(firstSteps, 0, Integer.MAX_VALUE, "the first number of flow steps of a resolution");
        Require.positive(stepSize, "the step size of a resolution");
        // Checkpoints from before there was this setting have constant step sizes.
        lastStepSize = lastStepSize == 0 ? stepSize : lastStepSize;
        Require.positive(lastStepSize, "the last step size of a resolution");
        Require.positive(slices, "the number of slices of a resolution");
        Require.between(noise, 0, Double.MAX_VALUE, "the noise of a resolution");
    }

    /**
     * A resolution to begin with: one network, τ = 1 at every step, 100 slices of whole images, momentum, no noise, and
     * particles that become what the network makes of them.
     *
     * @param pooling how many pixels each way are averaged into one
     * @return the resolution
     * @throws IllegalArgumentException if the number is not positive
     */
    public static Resolution pooled(int pooling) {
        Draft draft = new Draft();
        draft.pooling = pooling;
        return draft.done();
    }

    private Resolution change(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.pooling = pooling;
        draft.networks = networks;
        draft.firstSteps = firstSteps;
        draft.stepSize = stepSize;
        draft.lastStepSize = lastStepSize;
        draft.slices = slices;
        draft.momentum = momentum;
        draft.noise = noise;
        draft.replaced = replaced;
        draft.patches = patches;
        change.accept(draft);
        return draft.done();
    }

    /** A resolution to begin with, of which some things change. */
    private static final class Draft {
        private int pooling = 1;
        private int networks = 1;
        private int firstSteps;
        private double stepSize = 1;
        private double lastStepSize = 1;
        private int slices = 100;
        private boolean momentum = true;
        private double noise;
        private boolean replaced = true;
        private @Nullable Patches patches;

        private Resolution done() {
            return new Resolution(
                    pooling, networks, firstSteps, stepSize, lastStepSize, slices, momentum, noise, replaced, patches);
        }
    }

    /** τ of one step of a flow of that many. */
    double stepSize(int step, int steps) {
        return Schedule.geometric(stepSize, lastStepSize, Math.max(1, steps - 1))
                .applyAsDouble(step);
    }

    /**
     * The same with another number of networks.
     *
     * @param count how many
     * @return the resolution
     * @throws IllegalArgumentException if it is not positive
     */
    public Resolution networks(int count) {
        return change(draft -> draft.networks = count);
    }

    /**
     * The same with another number of flow steps for its first network.
     *
     * @param steps T_l, or 0 to go on from the previous resolution
     * @return the resolution
     * @throws IllegalArgumentException if it is negative
     */
    public Resolution firstSteps(int steps) {
        return change(draft -> draft.firstSteps = steps);
    }

    /**
     * The same with another step size.
     *
     * @param size τ of every step
     * @return the resolution
     * @throws IllegalArgumentException if it is not positive
     */
    public Resolution stepSize(double size) {
        return stepSizes(size, size);
    }

    /**
     * The same with step sizes that change by equal factors within the flow of each network.
     *
     * @param first τ of the first step
     * @param last τ of the last step
     * @return the resolution
     * @throws IllegalArgumentException if one is not positive
     */
    public Resolution stepSizes(double first, double last) {
        // The record takes 0 for the first one.
        Require.positive(last, "the last step size of a resolution");
        return change(draft -> {
            draft.stepSize = first;
            draft.lastStepSize = last;
        });
    }

    /**
     * The same with another number of slices.
     *
     * @param count P, with patches for each of their scales
     * @return the resolution
     * @throws IllegalArgumentException if it is not positive
     */
    public Resolution slices(int count) {
        return change(draft -> draft.slices = count);
    }

    /**
     * The same with or without momentum.
     *
     * @param on whether the flow has momentum here
     * @return the resolution
     */
    public Resolution momentum(boolean on) {
        return change(draft -> draft.momentum = on);
    }

    /**
     * The same with noise on particles that come up from a coarser one.
     *
     * @param deviation its standard deviation
     * @return the resolution
     * @throws IllegalArgumentException if it is negative
     */
    public Resolution noise(double deviation) {
        return change(draft -> draft.noise = deviation);
    }

    /**
     * The same with particles that become what the networks make of them, or flow on exactly.
     *
     * @param replaced whether they become that
     * @return the resolution
     */
    public Resolution replaced(boolean replaced) {
        return change(draft -> draft.replaced = replaced);
    }

    /**
     * The same with directions that see a part of an image.
     *
     * @param squares which part; null for all of it
     * @return the resolution
     */
    public Resolution patches(@Nullable Patches squares) {
        return change(draft -> draft.patches = squares);
    }
}
