package io.github.rieszflow.network;

import io.github.rieszflow.picture.ImageShape;

/**
 * Networks from images to images, one for each shape: this is what a generator asks for the network that fits its images. A
 * {@link UNet} is one; so is any function:
 *
 * <pre>{@code
 * ImageArchitecture mine = (images, planes) -> new Convolutions(images.channels() + planes, images.channels());
 * }</pre>
 */
@FunctionalInterface
public interface ImageArchitecture {
    /**
     * The network for images of a shape.
     *
     * @param images C channels, H×W pixels, at the resolution in use
     * @param planes K, how many planes of what is given of an image follow its channels; 0 if nothing is given
     * @return a network that maps N×(C+K)×H×W to N×C×H×W
     * @throws IllegalArgumentException if there is none for this shape
     */
    Architecture of(ImageShape images, int planes);
}
