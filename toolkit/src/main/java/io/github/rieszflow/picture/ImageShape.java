package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Require;

/**
 * The shape of an image. Its numbers lie in memory one channel after the other, each row by row.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 * @param channels 1 for grey, 3 for red, green and blue
 */
public record ImageShape(int height, int width, int channels) {
    /**
     * Checks the numbers.
     *
     * @param height rows of pixels
     * @param width columns of pixels
     * @param channels 1 for grey, 3 for red, green and blue
     * @throws IllegalArgumentException if a side is not positive, or the number of channels is neither 1 nor 3
     */
    public ImageShape {
        Require.positive(height, "the height of an image");
        Require.positive(width, "the width of an image");
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("an image has 1 channel (grey) or 3 (red, green and blue): received "
                    + channels + " for " + height + "×" + width + " pixels");
        }
    }

    /**
     * A grey image.
     *
     * @param height rows of pixels
     * @param width columns of pixels
     * @return height×width×1
     * @throws IllegalArgumentException if a side is not positive
     */
    public static ImageShape grey(int height, int width) {
        return new ImageShape(height, width, 1);
    }

    /**
     * An image in red, green and blue.
     *
     * @param height rows of pixels
     * @param width columns of pixels
     * @return height×width×3
     * @throws IllegalArgumentException if a side is not positive
     */
    public static ImageShape colour(int height, int width) {
        return new ImageShape(height, width, 3);
    }

    /**
     * How many numbers an image has.
     *
     * @return height·width·channels
     * @throws ArithmeticException if they are more than 2³¹ − 1
     */
    public int dimension() {
        double numbers = (double) height * width * channels;
        if (numbers > Integer.MAX_VALUE) {
            throw new ArithmeticException("images of " + this + " pixels have more than " + Integer.MAX_VALUE
                    + " numbers: take smaller ones");
        }
        return (int) numbers;
    }

    /**
     * Of images with squares of pixels averaged into one.
     *
     * @param factor side of a square
     * @return height/factor × width/factor × channels
     * @throws IllegalArgumentException if it does not divide height and width
     */
    public ImageShape pooled(int factor) {
        Require.positive(factor, "the pooling factor");
        if (height % factor != 0 || width % factor != 0) {
            throw new IllegalArgumentException(
                    "the pooling factor must divide the height and width of the images: received " + factor
                            + " for images of " + this);
        }
        return new ImageShape(height / factor, width / factor, channels);
    }

    /**
     * Of images with each pixel as a square of pixels.
     *
     * @param factor side of a square
     * @return height·factor × width·factor × channels
     * @throws IllegalArgumentException if it is not positive
     * @throws ArithmeticException if a side is more than 2³¹ − 1
     */
    public ImageShape enlarged(int factor) {
        Require.positive(factor, "the enlargement");
        return new ImageShape(Math.multiplyExact(height, factor), Math.multiplyExact(width, factor), channels);
    }

    @Override
    public String toString() {
        return height + "×" + width + "×" + channels;
    }
}
