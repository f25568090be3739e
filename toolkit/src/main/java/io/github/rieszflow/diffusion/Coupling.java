package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;

/**
 * Which noise ε belongs to which data point x in training, where the network sees τx + (1−τ)ε. Sampling begins with fresh noise
 * whatever the choice; what changes is how far the paths from noise to data cross, and so how many calls a sample takes.
 *
 * <pre>{@code
 * RieszPreset.of("eight-gaussians").flowMatching().training(plan.coupling(Coupling.flow()))
 * }</pre>
 */
public sealed interface Coupling {
    /** Any noise with any data point. */
    record Independent() implements Coupling {
        @Override
        public String toString() {
            return "independent pairs";
        }
    }

    /**
     * Noise with the data point to which a sliced MMD flow carries it.
     *
     * @param pairs M, how many pairs are made together, a round
     * @param uses how often a pair is seen, on average
     * @param steps of the flow
     * @param slices P, directions of a step
     */
    record Flow(int pairs, int uses, int steps, int slices) implements Coupling {
        /**
         * Checks the numbers.
         *
         * @param pairs M, at least 2
         * @param uses at least 1
         * @param steps at least 1
         * @param slices at least 1
         * @throws IllegalArgumentException if one is out of range
         */
        public Flow {
            // The distances between all noise and all data of a round are kept.
            Require.between(pairs, 2, 1 << 14, "the number of pairs of a round");
            Require.positive(uses, "the number of uses of a pair");
            Require.positive(steps, "the number of steps of the flow");
            Require.positive(slices, "the number of slices of the flow");
        }

        @Override
        public String toString() {
            return "pairs by an MMD flow of " + steps + " steps with " + slices + " slices, " + pairs
                    + " together, each seen " + uses + (uses == 1 ? " time" : " times");
        }
    }

    /**
     * Any noise with any data point.
     *
     * @return the coupling of diffusion models
     */
    static Coupling independent() {
        return new Independent();
    }

    /**
     * Noise with the data point to which a sliced MMD flow carries it: each round begins M particles as noise, lets them flow toward
     * M data points with momentum 0.7, each class by itself where labels are given, and takes for each the nearest data point that
     * is still free. Noise stays standard normal and data points as frequent as they are; only which belongs to which is no longer
     * random. Paths then cross less, so that few calls are enough in few dimensions. A round takes 4M(M + 6d) bytes.
     *
     * @return 4,096 pairs by 30 steps with 24 slices, each seen 8 times
     */
    static Coupling flow() {
        return new Flow(4096, 8, 30, 24);
    }
}
