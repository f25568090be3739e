package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Require;

/**
 * The shape of an image.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height in pixels
 * @param width in pixels
 */
record ImageShape(int channels, int height, int width) {
    ImageShape {
        Require.positive(channels, "the number of channels");
        Require.positive(height, "the height of an image");
        Require.positive(width, "the width of an image");
    }

    int dimension() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return height + "×" + width + "×" + channels;
    }
}
