package io.github.rieszflow.picture;

/** Curves over an axis. */
@SuppressWarnings("DoNotCallSuggester")
public final class Chart implements Visible {
    /**
     * An empty chart.
     *
     * @param title its title
     * @return the chart
     */
    public static Chart of(String title) {
        throw new UnsupportedOperationException();
    }

    /**
     * Labels the horizontal axis.
     *
     * @param label with its unit
     * @return the chart with the label
     */
    public Chart x(String label) {
        throw new UnsupportedOperationException();
    }

    /**
     * Labels the vertical axis.
     *
     * @param label with its unit
     * @return the chart with the label
     */
    public Chart y(String label) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the horizontal axis logarithmic.
     *
     * @return the chart with that axis
     */
    public Chart logX() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the vertical axis logarithmic.
     *
     * @return the chart with that axis
     */
    public Chart logY() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a line.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     */
    public Chart line(String name, double[] xs, double[] ys) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a dashed line, for theory beside measurement.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     */
    public Chart dashed(String name, double[] xs, double[] ys) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds points joined by a line.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     */
    public Chart marked(String name, double[] xs, double[] ys) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds points.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the points
     */
    public Chart points(String name, double[] xs, double[] ys) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds points joined by a line, with error bars.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @param errors half the length of each bar, as many
     * @return the chart with the line
     */
    public Chart errors(String name, double[] xs, double[] ys, double[] errors) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a band between two curves, in the colour of the line added before it.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param low lower curve, as many
     * @param high upper curve, as many
     * @return the chart with the band
     */
    public Chart band(String name, double[] xs, double[] low, double[] high) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the size on the screen; the image has twice as many pixels each way.
     *
     * @param width in pixels
     * @param height in pixels
     * @return the chart with this size
     */
    public Chart size(int width, int height) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the chart with this text
     */
    public Chart alternative(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Picture picture() {
        throw new UnsupportedOperationException();
    }
}
