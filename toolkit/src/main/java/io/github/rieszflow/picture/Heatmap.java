package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Digits;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers over two axes as shades, from light (low) to dark (high): a value for each pair of settings, or how many points of
 * a large cloud are where. Up to 12×12 cells their numbers are written into them. A NaN is a cell without a value, which
 * stays empty.
 *
 * <pre>{@code
 * Heatmap.of(values)                                    // values[i][j] belongs to the i-th momentum, the j-th step size
 *         .x("step size", 0.01, 0.1, 1).y("momentum", 0, 0.5, 0.9)
 *         .value("MMD² after 100 steps").log()
 * }</pre>
 */
public final class Heatmap implements Drawable {
    private static final int MOST = 1000;
    private static final int COLOURS = 128;

    /** An axis: its label, and either what stands at each row or column or, if that is empty, its limits. */
    record Axis(String label, List<String> names, double low, double high) {}

    /** Everything but the numbers. */
    record Look(String title, Axis x, Axis y, String value, boolean log, int width, int height, String alternative) {}

    private final double[][] values;
    private final Look look;

    private Heatmap(double[][] values, Look look) {
        this.values = values;
        this.look = look;
    }

    /**
     * A heat map.
     *
     * @param values rows from the lowest up, each from left to right; NaN where there is no value
     * @return the map, with rows and columns counted from 0
     * @throws IllegalArgumentException if there is no cell, the rows differ in length, there are more than 1000 rows or columns,
     *     or a number is infinite
     */
    public static Heatmap of(double[][] values) {
        Check.notEmpty("Heat map: rows", values.length);
        int columns = values[0].length;
        Check.notEmpty("Heat map: columns", columns);
        if (values.length > MOST || columns > MOST) {
            throw new IllegalArgumentException("Heat map: expected at most " + MOST + " rows and columns, got "
                    + values.length + "×" + columns + "; take means of some cells each");
        }
        double[][] copy = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != columns) {
                throw new IllegalArgumentException("Heat map: expected rows of one length, got " + columns + " in row 0"
                        + " and " + values[i].length + " in row " + i);
            }
            for (int j = 0; j < columns; j++) {
                if (Double.isInfinite(values[i][j])) {
                    throw new IllegalArgumentException(
                            "Heat map: expected finite numbers, or NaN where there is none, got " + values[i][j]
                                    + " in row " + i + ", column " + j + " (counted from 0)");
                }
                Check.drawable("Heat map", values[i][j]);
            }
            copy[i] = values[i].clone();
        }
        Axis x = new Axis("column", counted(columns), 0, columns);
        Axis y = new Axis("row", counted(values.length), 0, values.length);
        return new Heatmap(copy, new Look("", x, y, "value", false, 520, 400, ""));
    }

    /**
     * How many points are where, for clouds too large to draw each point.
     *
     * @param points N×d points with d at least 2, of which the first two coordinates count
     * @param cells in each direction, from 2 to 1000
     * @return counts in squares
     * @throws IllegalArgumentException if the points are on a line or the number of cells is out of range
     */
    public static Heatmap density(Rows points, int cells) {
        if (points.dimension() < 2 || cells < 2 || cells > MOST) {
            throw new IllegalArgumentException("Density: expected points of dimension 2 or more and 2 to " + MOST
                    + " cells, got dimension " + points.dimension() + " and " + cells + " cells");
        }
        Square square = Clouds.of(points).square();
        double[][] counts = new double[cells][cells];
        FloatBuffer values = points.values();
        for (int i = 0; i < points.size(); i++) {
            double x = (values.get(i * points.dimension()) - square.left()) / square.side();
            double y = (values.get(i * points.dimension() + 1) - square.bottom()) / square.side();
            counts[(int) (y * cells)][(int) (x * cells)]++;
        }
        return of(counts)
                .over(
                        "x₁",
                        square.left(),
                        square.left() + square.side(),
                        "x₂",
                        square.bottom(),
                        square.bottom() + square.side())
                .value("points in a cell")
                .size(460, 400);
    }

    private static List<String> counted(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(Integer.toString(i));
        }
        return names;
    }

    /**
     * Labels the columns.
     *
     * @param label what the settings are, with their unit
     * @param settings one for each column, from left to right
     * @return the map with these labels
     * @throws IllegalArgumentException if there are more or fewer settings than columns
     */
    public Heatmap x(String label, double... settings) {
        return with(axis("columns", label, settings, values[0].length), look.y);
    }

    /**
     * Labels the rows.
     *
     * @param label what the settings are, with their unit
     * @param settings one for each row, from the lowest up
     * @return the map with these labels
     * @throws IllegalArgumentException if there are more or fewer settings than rows
     */
    public Heatmap y(String label, double... settings) {
        return with(look.x, axis("rows", label, settings, values.length));
    }

    private static Axis axis(String what, String label, double[] settings, int count) {
        if (settings.length != count) {
            throw new IllegalArgumentException(
                    "Heat map: expected a setting for each of the " + count + " " + what + ", got " + settings.length);
        }
        Check.finite(label, settings);
        return new Axis(label, Arrays.stream(settings).mapToObj(Digits::text).toList(), 0, count);
    }

    /**
     * Says that the cells are squares of a plane.
     *
     * @param x label of the horizontal axis
     * @param left where the first column begins
     * @param right where the last column ends
     * @param y label of the vertical axis
     * @param bottom where the lowest row begins
     * @param top where the highest row ends
     * @return the map with these axes
     * @throws IllegalArgumentException if a limit is not finite or not below the other
     */
    public Heatmap over(String x, double left, double right, String y, double bottom, double top) {
        if (!(left < right) || !(bottom < top) || !Double.isFinite(right - left) || !Double.isFinite(top - bottom)) {
            throw new IllegalArgumentException("Heat map: expected left < right and bottom < top, all finite, got "
                    + left + ", " + right + " and " + bottom + ", " + top);
        }
        return with(new Axis(x, List.of(), left, right), new Axis(y, List.of(), bottom, top));
    }

    private Heatmap with(Axis x, Axis y) {
        return new Heatmap(
                values, new Look(look.title, x, y, look.value, look.log, look.width, look.height, look.alternative));
    }

    /**
     * Sets the title.
     *
     * @param title such as "Which settings are fast?"
     * @return the map with the title
     */
    public Heatmap title(String title) {
        return new Heatmap(
                values,
                new Look(title, look.x, look.y, look.value, look.log, look.width, look.height, look.alternative));
    }

    /**
     * Says what the numbers are.
     *
     * @param label beside the scale of shades, with its unit
     * @return the map with the label
     */
    public Heatmap value(String label) {
        return new Heatmap(
                values,
                new Look(look.title, look.x, look.y, label, look.log, look.width, look.height, look.alternative));
    }

    /**
     * Makes the shades follow the logarithm; numbers at or below zero then are cells without a shade.
     *
     * @return the map with this scale
     */
    public Heatmap log() {
        return new Heatmap(
                values,
                new Look(look.title, look.x, look.y, look.value, true, look.width, look.height, look.alternative));
    }

    /**
     * Sets the size on the screen; the image has twice as many pixels each way.
     *
     * @param width in pixels, at least 200
     * @param height in pixels, at least 120
     * @return the map with this size
     */
    public Heatmap size(int width, int height) {
        Check.atLeast("Heat map width", 200, width);
        Check.atLeast("Heat map height", 120, height);
        return new Heatmap(
                values, new Look(look.title, look.x, look.y, look.value, look.log, width, height, look.alternative));
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the map with this text
     */
    public Heatmap alternative(String text) {
        return new Heatmap(
                values, new Look(look.title, look.x, look.y, look.value, look.log, look.width, look.height, text));
    }

    /**
     * The map to zoom into, with the numbers of the cell under the mouse.
     *
     * @return the interactive picture
     * @throws IllegalStateException as {@link #picture()}
     * @throws IllegalArgumentException if there are more than 40,000 cells
     */
    public Interactive interactive() {
        return new Interactive(
                picture(), PlotlyScript.PLANE, LiveHeatmap.script(look, values), look.width, look.height);
    }

    /**
     * The map as a PNG.
     *
     * @throws IllegalStateException if no cell has a number that can be shown, or the machine has no fonts
     */
    @Override
    public Picture picture() {
        Text.require("A heat map");
        return Picture.drawn(new HeatmapPlan(look, values), words(), COLOURS);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record HeatmapPlan(Look look, double[][] values) implements Drawing.Plan {
        @Override
        public double type() {
            return HeatmapPen.TYPE;
        }

        @Override
        public Drawing drawing(Theme theme) {
            return HeatmapPen.drawing(look, values, theme);
        }
    }

    @Override
    public String toString() {
        return "Heatmap[" + values.length + "×" + values[0].length + ", " + words() + "]";
    }

    private String words() {
        if (!look.alternative.isEmpty()) {
            return look.alternative;
        }
        double[] range = HeatmapPen.range(values, look.log);
        return (look.title.isEmpty() ? "" : look.title + ": ") + look.value + " over " + look.x.label + " and "
                + look.y.label + ", from " + Digits.text(range[0]) + " (light) to " + Digits.text(range[1]) + " (dark)"
                + (look.log ? ", on a logarithmic scale" : "");
    }
}
