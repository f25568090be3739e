package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Require;

/**
 * The shape of an image.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height in pixels
 * @param width in pixels
 */
public record ImageShape(int channels, int height, int width) {
    /**
     * Checks the numbers.
     *
     * @param channels 1 for grey, 3 for colour
     * @param height in pixels
     * @param width in pixels
     * @throws IllegalArgumentException if one is not positive
     */
    public ImageShape {
        Require.positive(channels, "the number of channels");
        Require.positive(height, "the height of an image");
        Require.positive(width, "the width of an image");
    }

    /**
     * How many numbers an image has.
     *
     * @return channels·height·width
     */
    public int dimension() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return height + "×" + width + "×" + channels;
    }
}
