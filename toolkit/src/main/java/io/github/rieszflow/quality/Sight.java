package io.github.rieszflow.quality;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;

/**
 * What a classifier sees in images.
 *
 * @param features N×F, the outputs of its last but one layer
 * @param probabilities N×C, for each image and class
 */
public record Sight(Points features, Points probabilities) {
    /**
     * The most probable class of each image.
     *
     * @return N classes from 0
     */
    public int[] classes() {
        int[] classes = new int[probabilities.size()];
        for (int i = 0; i < classes.length; i++) {
            for (int c = 1; c < probabilities.dimension(); c++) {
                classes[i] = probabilities.get(i, c) > probabilities.get(i, classes[i]) ? c : classes[i];
            }
        }
        return classes;
    }

    /**
     * How many images have each class as their most probable one.
     *
     * @return C counts
     */
    public int[] histogram() {
        int[] counts = new int[probabilities.dimension()];
        for (int c : classes()) {
            counts[c]++;
        }
        return counts;
    }

    /**
     * The share of images of whose class the classifier is sure.
     *
     * @param probability what the most probable class must exceed, such as 0.9
     * @return the share with its standard error
     */
    public Estimate sure(double probability) {
        int[] classes = classes();
        int hits = 0;
        for (int i = 0; i < classes.length; i++) {
            hits += probabilities.get(i, classes[i]) > probability ? 1 : 0;
        }
        return Estimate.share(hits, classes.length);
    }
}
