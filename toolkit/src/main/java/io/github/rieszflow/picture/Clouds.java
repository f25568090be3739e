package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.util.List;

/** Point clouds in the plane as a strip of square panels with the same limits. */
@SuppressWarnings("DoNotCallSuggester")
public final class Clouds implements Visible {
    /** One panel: a cloud, a title and perhaps a target underneath. */
    public static final class Panel {
        /**
         * Puts a second cloud underneath, in the second colour.
         *
         * @param target the target, m×d row by row
         * @param m its number of points
         * @param d its dimension
         * @return the panel with the target
         */
        public Panel over(float[] target, int m, int d) {
            throw new UnsupportedOperationException();
        }
    }

    /**
     * A panel.
     *
     * @param title its title, such as "step 8"
     * @param points n×d row by row
     * @param n number of points
     * @param d dimension; the first two coordinates are drawn
     * @return the panel
     */
    public static Panel panel(String title, float[] points, int n, int d) {
        throw new UnsupportedOperationException();
    }

    /**
     * Panels side by side.
     *
     * @param panels one or more
     * @return the strip
     */
    public static Clouds strip(List<Panel> panels) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the limits of both axes in every panel.
     *
     * @param low smallest coordinate shown
     * @param high largest coordinate shown
     * @return the strip with these limits
     */
    public Clouds limits(double low, double high) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the number of panels in a row.
     *
     * @param columns at least 1
     * @return the strip with this width
     */
    public Clouds columns(int columns) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the side of a panel.
     *
     * @param pixels on the screen; the image has twice as many
     * @return the strip with this size
     */
    public Clouds size(int pixels) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the strip with this text
     */
    public Clouds alternative(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Every panel as an image of its own, all of one size and with the same limits.
     *
     * @return the images, for an animation
     */
    public List<BufferedImage> frames() {
        throw new UnsupportedOperationException();
    }

    /**
     * The panels one after the other instead of side by side.
     *
     * @return the animation
     */
    public Animation animation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Picture picture() {
        throw new UnsupportedOperationException();
    }
}
