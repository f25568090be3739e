package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;

/** What a network sees in images: numbers in which alike images are near each other. */
public interface ImageFeatures {
    /**
     * The features.
     *
     * @param images N images
     * @return N×F points
     * @throws IllegalArgumentException if the images are of a shape that the network does not take
     */
    Points features(ImageSet images);

    /**
     * What computes them, for captions.
     *
     * @return a few words
     */
    String name();
}
