package io.github.rieszflow.images;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is known of an image before it is generated, y: a generator then learns the posterior P(x|y).
 *
 * <ul>
 *   <li>{@link io.github.rieszflow.generate.MmdGenerator} lets particles (x_i, y_i) flow toward joint samples, pairs of image and
 *       observation, down ½MMD² of the joint distributions, but only x_i moves. Particle i has the observation of image i, so that
 *       the distributions of y agree from the beginning; the networks see y as well as x.
 *   <li>{@link io.github.rieszflow.diffusion.RieszDiffusion} scores the particles of an image given its own observation, which
 *       its network sees.
 * </ul>
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
     * <p>The larger the weight is relative to the distances between images, the more each of K classes flows by itself: a particle
     * then moves up to K times more slowly than without labels, and needs larger
     * {@linkplain io.github.rieszflow.generate.MmdPreset#stepSizes(double) steps} or more of them. Measured for the particle flow on
     * MNIST at half resolution, 1,000 particles, 64 steps of size τ with momentum 0.7 and 256 steps of size τ' on patches of 7 pixels: the
     * mean over classes of MMD² to test images is 0.49 with weight 1, τ = 1, τ' = 0.3, it is 0.56 with weight 10 and the same
     * steps, 0.40 with weight 10, τ = 6, τ' = 3, and 0.35 for the training images themselves (noise of seed 1).
     *
     * <p>A Riesz diffusion has no joint vector and ignores the weight.
     *
     * @param weight length of that vector
     */
    record Labels(double weight) implements Observation {
        /** A message names so many. */
        private static final int MOST_SAID = 20;

        /** More classes than this are surely a mistake; each costs a plane. */
        private static final int MOST_CLASSES = 1000;

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

        /**
         * How often each class is there.
         *
         * @param images images with labels 0, …, K−1, K at most 1000
         * @return K numbers
         * @throws IllegalArgumentException if there are no labels, or one is out of range
         */
        public List<Integer> counts(ImageSet images) {
            if (!images.hasLabels()) {
                throw new IllegalArgumentException("a training given labels needs images with labels: received "
                        + images + "; give them with labelled(…), or by clustered(…) where nobody knows them");
            }
            List<Integer> counts = new ArrayList<>();
            for (int label : images.labels()) {
                if (label < 0 || label >= MOST_CLASSES) {
                    throw new IllegalArgumentException("labels to train on must lie in [0, " + (MOST_CLASSES - 1)
                            + "], one plane for each: received " + label
                            + "; number the classes anew with labelled(…)");
                }
                while (counts.size() <= label) {
                    counts.add(0);
                }
                counts.set(label, counts.get(label) + 1);
            }
            return List.copyOf(counts);
        }

        /**
         * Labels at random, with the counted frequencies.
         *
         * @param counts how often each class is there, see {@link #counts}
         * @param first the number of the first label, at least 0
         * @param count how many
         * @param seed label i depends on the seed and i alone
         * @return labels first, …, first + count − 1
         */
        public static int[] drawn(List<Integer> counts, int first, int count, Seed seed) {
            int total = counts.stream().mapToInt(Integer::intValue).sum();
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                int place = seed.split(first + i).stream().nextInt(total);
                while (place >= counts.get(labels[i])) {
                    place -= counts.get(labels[i]);
                    labels[i]++;
                }
            }
            return labels;
        }

        /**
         * Refuses labels of which there are no images.
         *
         * @param counts how often each class is there, see {@link #counts}
         * @param labels those that are asked for
         * @throws IllegalArgumentException if one of them was not counted
         */
        public static void require(List<Integer> counts, int... labels) {
            for (int label : labels) {
                if (label < 0 || label >= counts.size() || counts.get(label) == 0) {
                    int[] known = IntStream.range(0, counts.size())
                            .filter(k -> counts.get(k) > 0)
                            .toArray();
                    throw new IllegalArgumentException("expected labels of the images in training, which are "
                            + Arrays.stream(known)
                                    .limit(MOST_SAID)
                                    .mapToObj(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + (known.length > MOST_SAID ? ", … up to " + known[known.length - 1] : "")
                            + ": received " + label);
                }
            }
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

        /**
         * Makes sure that it lies inside.
         *
         * @param rows height of the images
         * @param columns width of the images
         * @throws IllegalArgumentException if a hidden pixel lies outside of them
         */
        public void requireInside(int rows, int columns) {
            if ((long) top + height > rows || (long) left + width > columns) {
                throw new IllegalArgumentException("the hidden rectangle must lie inside images of " + rows + "×"
                        + columns + " pixels, rows and columns counted from 0: received " + height + "×" + width
                        + " pixels from row " + top + ", column " + left);
            }
        }

        /**
         * Whether a pixel is hidden.
         *
         * @param row its row
         * @param column its column
         * @return true inside the rectangle
         */
        public boolean hides(int row, int column) {
            return row >= top && row < top + height && column >= left && column < left + width;
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
