package io.github.rieszflow.picture;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Curves over an axis: lines, points, error bars, bands, histograms and distributions, on linear or logarithmic axes. On a logarithmic axis values
 * at or below zero cannot be drawn; the legend says how many a curve has.
 *
 * <pre>{@code
 * Chart.of("Spirals").x("step").y("MMD²").logX().logY()
 *         .line("exact", steps, exact)
 *         .errors("sliced", steps, sliced, errors)
 * }</pre>
 */
public final class Chart implements Drawable {
    /** Where the names of the series stand. */
    public enum Legend {
        /** Beside the chart; left out where one series is called as the axis is. */
        RIGHT,
        /** Below the chart, in one row. */
        BELOW,
        /** Over the curves, in this corner. */
        TOP_LEFT,
        /** Over the curves, in this corner. */
        TOP_RIGHT,
        /** Over the curves, in this corner. */
        BOTTOM_LEFT,
        /** Over the curves, in this corner. */
        BOTTOM_RIGHT,
        /** Nowhere. */
        NONE
    }

    /** A curve given as a function is drawn with this many points. */
    private static final int FINE = 400;

    private static final int COLOURS = 128;

    private final ChartLook look;
    private final List<Series> series;

    private Chart(ChartLook look, List<Series> series) {
        this.look = look;
        this.series = series;
    }

    /**
     * An empty chart.
     *
     * @param title its title
     * @return the chart
     */
    public static Chart of(String title) {
        return new Chart(new ChartLook(title, "", "", false, false, null, null, Legend.RIGHT, 640, 400, ""), List.of());
    }

    /**
     * How numbers are spread, as a histogram whose area is 1; the number of bins is chosen by the rule of Freedman and
     * Diaconis.
     *
     * @param values at least one
     * @return a chart with labels, to which curves can be added
     * @throws IllegalArgumentException if there is no value, or one is not finite
     */
    public static Chart histogram(double... values) {
        return of("").x("value").y("density").histogram(values.length + " values", values);
    }

    /**
     * How far points are from the origin: to each radius the share of points up to there, for comparison with a distribution.
     *
     * <pre>{@code
     * Chart.radialCdf(points).against(r -> Math.min(1, r * r))     // uniform on the disc
     * }</pre>
     *
     * @param points N×d points
     * @return a chart with labels, to which more clouds and curves can be added
     */
    public static Chart radialCdf(Rows points) {
        return of("").x("distance from the origin").y("share of points").radialCdf(points.size() + " points", points);
    }

    /**
     * Labels the horizontal axis.
     *
     * @param label with its unit, if any
     * @return the chart with the label
     */
    public Chart x(String label) {
        return new Chart(look.labels(label, look.y()), series);
    }

    /**
     * Labels the vertical axis.
     *
     * @param label with its unit, if any
     * @return the chart with the label
     */
    public Chart y(String label) {
        return new Chart(look.labels(look.x(), label), series);
    }

    /**
     * Makes the horizontal axis logarithmic.
     *
     * @return the chart with that axis
     * @throws IllegalArgumentException if its limits are not above 0
     */
    public Chart logX() {
        if (look.limitsX() != null) {
            limits("limitsX", look.limitsX().low(), look.limitsX().high(), true);
        }
        return new Chart(look.logarithmic(true, look.logY()), series);
    }

    /**
     * Makes the vertical axis logarithmic.
     *
     * @return the chart with that axis
     * @throws IllegalArgumentException if its limits are not above 0
     */
    public Chart logY() {
        if (look.limitsY() != null) {
            limits("limitsY", look.limitsY().low(), look.limitsY().high(), true);
        }
        return new Chart(look.logarithmic(look.logX(), true), series);
    }

    /**
     * Sets what the horizontal axis shows; what is outside is cut off.
     *
     * @param low its left end
     * @param high its right end
     * @return the chart with these limits
     * @throws IllegalArgumentException if they are not finite or not in this order, or one is not positive on a logarithmic axis
     */
    public Chart limitsX(double low, double high) {
        return new Chart(look.limits(limits("limitsX", low, high, look.logX()), look.limitsY()), series);
    }

    /**
     * Sets what the vertical axis shows; what is outside is cut off.
     *
     * @param low its lower end
     * @param high its upper end
     * @return the chart with these limits
     * @throws IllegalArgumentException as {@link #limitsX}
     */
    public Chart limitsY(double low, double high) {
        return new Chart(look.limits(look.limitsX(), limits("limitsY", low, high, look.logY())), series);
    }

    private static ChartLook.Limits limits(String what, double low, double high, boolean logarithmic) {
        if (!(low < high) || !Double.isFinite(high - low) || (logarithmic && low <= 0)) {
            throw new IllegalArgumentException(what + ": expected low < high, both finite"
                    + (logarithmic ? " and above 0 on a logarithmic axis" : "") + ", got " + low + " and " + high);
        }
        return new ChartLook.Limits(low, high);
    }

    /**
     * Sets where the names of the series stand.
     *
     * @param place beside, below or over the chart, or nowhere
     * @return the chart with this legend
     */
    public Chart legend(Legend place) {
        return new Chart(look.legend(place), series);
    }

    /**
     * Sets the colour of the series added last.
     *
     * @param colour six hexadecimal digits for red, green and blue, such as "#d55e00"
     * @return the chart with this colour
     * @throws IllegalArgumentException if the text is no such colour
     * @throws IllegalStateException if the chart is empty
     */
    public Chart colour(String colour) {
        Color decoded = Style.colour(colour);
        return last(one -> one.colour(decoded));
    }

    /**
     * Sets the width of the line of the series added last.
     *
     * @param width in pixels of the screen, above 0 and at most 20; 1.9 without this
     * @return the chart with this line
     * @throws IllegalArgumentException if the width is out of range
     * @throws IllegalStateException if the chart is empty
     */
    public Chart lineWidth(double width) {
        if (!(width > 0 && width <= 20)) {
            throw new IllegalArgumentException("Line width: expected above 0 and at most 20, got " + width);
        }
        return last(one -> one.thickness(width));
    }

    private Chart last(UnaryOperator<Series> change) {
        if (series.isEmpty()) {
            throw new IllegalStateException(
                    "The chart \"" + look.title() + "\" is empty: expected a series before its colour or line width");
        }
        List<Series> changed = new ArrayList<>(series);
        int last = changed.size() - 1;
        changed.set(last, change.apply(changed.get(last)));
        return new Chart(look, List.copyOf(changed));
    }

    /**
     * Adds a line.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     * @throws IllegalArgumentException if the arrays are empty, differ in length or have a number that is not finite
     */
    public Chart line(String name, double[] xs, double[] ys) {
        return add(Series.of(Series.Form.LINE, name, xs, ys));
    }

    /**
     * Adds a dashed line, for theory beside measurement.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     * @throws IllegalArgumentException as {@link #line}
     */
    public Chart dashed(String name, double[] xs, double[] ys) {
        return add(Series.of(Series.Form.DASHED, name, xs, ys));
    }

    /**
     * Adds points joined by a line.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the line
     * @throws IllegalArgumentException as {@link #line}
     */
    public Chart marked(String name, double[] xs, double[] ys) {
        return add(Series.of(Series.Form.MARKED, name, xs, ys));
    }

    /**
     * Adds points.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @return the chart with the points
     * @throws IllegalArgumentException as {@link #line}
     */
    public Chart points(String name, double[] xs, double[] ys) {
        return add(Series.of(Series.Form.POINTS, name, xs, ys));
    }

    /**
     * Adds points joined by a line, with error bars.
     *
     * @param name in the legend
     * @param xs abscissae
     * @param ys ordinates, as many
     * @param errors half the length of each bar, as many, none negative
     * @return the chart with the line
     * @throws IllegalArgumentException as {@link #line}, or if an error is negative
     */
    public Chart errors(String name, double[] xs, double[] ys, double[] errors) {
        return add(Series.bars(name, xs, ys, errors));
    }

    /**
     * Adds a band between two curves, in the colour of the series added before it.
     *
     * @param name in the legend; empty to leave it out there
     * @param xs abscissae in ascending order, at least two
     * @param low lower curve, as many
     * @param high upper curve, as many
     * @return the chart with the band
     * @throws IllegalArgumentException as {@link #line}, or if the lower curve is above the upper one
     */
    public Chart band(String name, double[] xs, double[] low, double[] high) {
        return add(Series.band(name, xs, low, high));
    }

    /**
     * Adds a histogram whose area is 1.
     *
     * @param name in the legend
     * @param values at least one
     * @return the chart with the histogram
     * @throws IllegalArgumentException if there is no value, or one is not finite
     */
    public Chart histogram(String name, double... values) {
        Sample sample = Sample.of(name, values);
        double[][] corners = sample.histogram(sample.bins());
        return add(Series.of(Series.Form.FILLED, name, corners[0], corners[1]));
    }

    /**
     * Adds the distribution of the distances from the origin: to each radius the share of points up to there.
     *
     * @param name in the legend
     * @param points N×d points
     * @return the chart with one more curve
     */
    public Chart radialCdf(String name, Rows points) {
        double[][] corners = Sample.radii(points).distribution();
        return line(name, corners[0], corners[1]);
    }

    /**
     * Adds what theory says, as a dashed line called "exact" over the range of what the chart holds.
     *
     * @param curve from x to y
     * @return the chart with the curve
     * @throws IllegalStateException if the chart is empty
     * @throws IllegalArgumentException if a value of the curve is not finite
     */
    public Chart against(DoubleUnaryOperator curve) {
        return against("exact", curve);
    }

    /**
     * Adds what theory says, as a dashed line over the range of what the chart holds.
     *
     * @param name in the legend
     * @param curve from x to y
     * @return the chart with the curve
     * @throws IllegalStateException if the chart is empty
     * @throws IllegalArgumentException if a value of the curve is not finite
     */
    public Chart against(String name, DoubleUnaryOperator curve) {
        DoubleSummaryStatistics range = series.stream()
                .flatMapToDouble(s -> Arrays.stream(s.xs()))
                .filter(x -> !look.logX() || x > 0)
                .summaryStatistics();
        if (range.getCount() == 0) {
            throw new IllegalStateException(
                    "The chart \"" + look.title() + "\" is empty: expected what is measured before the" + " curve \""
                            + name + "\", whose range it gives");
        }
        double low = range.getMin();
        double high = range.getMax();
        double[] xs = new double[FINE + 1];
        for (int i = 0; i <= FINE; i++) {
            double share = (double) i / FINE;
            xs[i] = look.logX() ? low * Math.pow(high / low, share) : low + share * (high - low);
        }
        return dashed(name, xs, Arrays.stream(xs).map(curve).toArray());
    }

    /**
     * Sets the size on the screen; the image has twice as many pixels each way.
     *
     * @param width in pixels, at least 200
     * @param height in pixels, at least 120
     * @return the chart with this size
     */
    public Chart size(int width, int height) {
        Check.atLeast("Chart width", 200, width);
        Check.atLeast("Chart height", 120, height);
        return new Chart(look.size(width, height), series);
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the chart with this text
     */
    public Chart alternative(String text) {
        return new Chart(look.alternative(text), series);
    }

    /**
     * The chart to zoom into, with the numbers of the point under the mouse.
     *
     * @return the interactive picture: of a curve with more than 5000 points every so manieth, as is then stated
     * @throws IllegalStateException as {@link #picture()}
     */
    public Interactive interactive() {
        return new Interactive(
                picture(), PlotlyScript.PLANE, LiveChart.script(look, series), look.width(), look.height());
    }

    /**
     * The chart as a PNG.
     *
     * @throws IllegalStateException if nothing was added, an axis has no label, nothing can be drawn on a logarithmic axis,
     *     or the machine has no fonts
     */
    @Override
    public Picture picture() {
        if (series.isEmpty()) {
            throw new IllegalStateException(
                    "The chart \"" + look.title() + "\" is empty: add a line(name, xs, ys) or points(name, xs, ys)");
        }
        if (look.x().isBlank() || look.y().isBlank()) {
            throw new IllegalStateException("The chart \"" + look.title()
                    + "\" needs a label on both axes: add x(\"…\") and y(\"…\"), got x \"" + look.x() + "\" and y \""
                    + look.y() + "\"");
        }
        Text.require("A chart");
        return Picture.drawn(new ChartPlan(look, series), words(), COLOURS);
    }

    private record ChartPlan(ChartLook look, List<Series> series) implements Drawing.Plan {
        @Override
        public double type() {
            return ChartPen.TYPE;
        }

        @Override
        public Drawing drawing(Theme theme) {
            return ChartPen.drawing(look, series, theme);
        }
    }

    @Override
    public String toString() {
        return "Chart[" + words() + "]";
    }

    private String words() {
        if (!look.alternative().isEmpty()) {
            return look.alternative();
        }
        String names = String.join(
                ", ",
                series.stream().map(Series::name).filter(n -> !n.isBlank()).toList());
        return (look.title().isBlank() ? "" : look.title() + ": ") + look.y() + " against " + look.x()
                + (look.logX() && look.logY()
                        ? ", both axes logarithmic"
                        : look.logX() || look.logY()
                                ? ", " + (look.logX() ? look.x() : look.y()) + " axis logarithmic"
                                : "")
                + (names.isEmpty() ? "" : "; " + names);
    }

    private Chart add(Series one) {
        List<Series> longer = new ArrayList<>(series);
        longer.add(one);
        return new Chart(look, List.copyOf(longer));
    }
}
