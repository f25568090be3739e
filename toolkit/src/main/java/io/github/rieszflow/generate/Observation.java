package io.github.rieszflow.generate;

import io.github.rieszflow.internal.Require;

/**
 * What is known of an image before it is generated, y. The chain then learns the posterior P(x|y): particles (x_i, y_i) flow
 * toward joint samples, pairs of image and observation, down ½MMD² of the joint distributions, but only x_i moves. Particle i has the
 * observation of image i, so that the distributions of y agree from the beginning; the networks see y beside x.
 *
 * <pre>{@code
 * var preset = MmdPreset.of("mnist").given(Observation.labels()).stepSizes(5);
 * var model = MmdGenerator.of(preset).train(Images.mnist());
 * model.sampleGiven(7, 20, seed(1));                    // sevens
 * }</pre>
 *
 * <p>Source: Hagemann, Hertrich, Altekrüger, Beinert, Chemseddine, Steidl: Posterior Sampling Based on Gradient Flows of the
 * MMD with Negative Distance Kernel (ICLR 2024).
 */
public sealed interface Observation {
    /** Nothing is observed: new images. */
    record None() implements Observation {
        @Override
        public String toString() {
            return "nothing";
        }
    }

    /**
     * The label is observed: in the joint vector it is weight·e_label beside the pixels, for the networks a plane of ones
     * among planes of zeros.
     *
     * <p>The larger the weight is against the distances of images, the more each of K classes flows by itself: then a particle
     * moves up to K times more slowly than without labels, and wants larger {@linkplain MmdPreset#stepSizes(double) steps} or
     * more of them. Measured for the particle flow on MNIST at half resolution, 1,000 particles, 64 steps of size τ with
     * momentum 0.7 and 256 steps of size τ' on squares of 7 pixels: the mean over classes of MMD² to test images is 0.49 with
     * weight 1, τ = 1, τ' = 0.3, it is 0.56 with weight 10 and the same steps, 0.40 with weight 10, τ = 6, τ' = 3, and 0.35
     * for the training images themselves (noise of seed 1).
     *
     * @param weight length of that vector
     */
    record Labels(double weight) implements Observation {
        /**
         * Checks the weight.
         *
         * @param weight of labels against pixels
         * @throws IllegalArgumentException if it is not positive or more than a million
         */
        public Labels {
            Require.positive(weight, "the weight of labels");
            Require.between(weight, 0, 1e6, "the weight of labels");
        }

        @Override
        public String toString() {
            return "labels of weight " + weight;
        }
    }

    /**
     * All pixels but those of a rectangle are observed. Rows and columns are those of the full size, from 0.
     *
     * @param top its first row
     * @param left its first column
     * @param height its number of rows
     * @param width its number of columns
     */
    record Hidden(int top, int left, int height, int width) implements Observation {
        /**
         * Checks the numbers.
         *
         * @param top its first row
         * @param left its first column
         * @param height its number of rows
         * @param width its number of columns
         * @throws IllegalArgumentException if one is negative or the rectangle is empty
         */
        public Hidden {
            Require.between(top, 0, Integer.MAX_VALUE, "the first row of the hidden rectangle");
            Require.between(left, 0, Integer.MAX_VALUE, "the first column of the hidden rectangle");
            Require.positive(height, "the height of the hidden rectangle");
            Require.positive(width, "the width of the hidden rectangle");
        }

        @Override
        public String toString() {
            return "all but the " + height + "×" + width + " pixels from row " + top + ", column " + left;
        }
    }

    /**
     * Nothing is observed.
     *
     * @return the observation
     */
    static Observation none() {
        return new None();
    }

    /**
     * Labels are observed, with weight 10 as in the published experiments.
     *
     * @return the observation
     */
    static Observation labels() {
        return labels(10);
    }

    /**
     * Labels are observed.
     *
     * @param weight as in {@link Labels}
     * @return the observation
     * @throws IllegalArgumentException if the weight is not positive or more than a million
     */
    static Observation labels(double weight) {
        return new Labels(weight);
    }

    /**
     * All pixels but those of a rectangle are observed.
     *
     * @param top its first row
     * @param left its first column
     * @param height its number of rows
     * @param width its number of columns
     * @return the observation
     * @throws IllegalArgumentException if a number is negative or the rectangle is empty
     */
    static Observation hidden(int top, int left, int height, int width) {
        return new Hidden(top, left, height, width);
    }
}
