package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.util.List;

/** Many small images in rows and columns. */
@SuppressWarnings("DoNotCallSuggester")
public final class ImageGrid implements Visible {
    /**
     * A grid of images.
     *
     * @param pixels count×channels×height×width, in that order (colour planes one after the other)
     * @param count number of images
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param height rows of pixels in an image
     * @param width columns of pixels in an image
     * @return the grid, near square, values from 0 (black) to 1 (white)
     */
    public static ImageGrid of(float[] pixels, int count, int channels, int height, int width) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the values drawn black and white; values outside are clamped.
     *
     * @param black value drawn black
     * @param white value drawn white
     * @return the grid with this range
     */
    public ImageGrid range(double black, double white) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the number of images in a row.
     *
     * @param columns at least 1
     * @return the grid with this width
     */
    public ImageGrid columns(int columns) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets how many pixels of the picture make one pixel of an image, each way.
     *
     * @param factor at least 1
     * @return the grid with this scale
     */
    public ImageGrid scale(int factor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the title above the grid.
     *
     * @param title such as "step 3"; empty for none
     * @return the grid with this title
     */
    public ImageGrid title(String title) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets a title above each image.
     *
     * @param titles one for each image
     * @return the grid with these titles
     */
    public ImageGrid titles(List<String> titles) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the grid with this text
     */
    public ImageGrid alternative(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Several grids side by side.
     *
     * @param grids one or more, each with its own title
     * @return one picture
     */
    public static Picture strip(List<ImageGrid> grids) {
        throw new UnsupportedOperationException();
    }

    /**
     * The grid as an image, for an animation.
     *
     * @return a new image
     */
    public BufferedImage image() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Picture picture() {
        throw new UnsupportedOperationException();
    }
}
