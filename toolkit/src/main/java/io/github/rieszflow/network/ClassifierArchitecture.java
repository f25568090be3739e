package io.github.rieszflow.network;

import io.github.rieszflow.picture.ImageShape;

/** Networks that tell classes of images apart, one for each shape: what a classifier asks for. A {@link ConvNet} is one. */
@FunctionalInterface
public interface ClassifierArchitecture {
    /**
     * The network for images of a shape.
     *
     * @param images C channels, H×W pixels, levels in [0,1]
     * @param classes K, how many classes there are
     * @return a network that maps N×C×H×W to N×(F+K), in each row F ≥ 1 features and then K scores, whose softmax are the
     *     probabilities
     * @throws IllegalArgumentException if there is none for this shape
     */
    Architecture of(ImageShape images, int classes);
}
