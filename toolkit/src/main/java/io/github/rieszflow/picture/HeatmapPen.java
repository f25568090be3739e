package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Digits;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Draws a heat map. XChart's has no logarithmic scale and no empty cells, and writes numbers in one colour on light and dark
 * cells alike.
 */
final class HeatmapPen {
    private static final Font SMALL = Text.font(11, false);
    private static final Font LABEL = Text.font(12.5, false);
    private static final Font TITLE = Text.font(14, true);
    /** Cells up to here have their number written in them. */
    private static final int WRITTEN = 12;

    private static final int COLOURS = 128;
    private static final int BAR = 14;

    private final Heatmap.Look look;
    private final double[][] values;
    private final double[] range;
    private final Graphics2D g;
    private final double left;
    private final double top;
    private final double width;
    private final double height;

    private HeatmapPen(Heatmap.Look look, double[][] values, double[] range, Graphics2D g) {
        this.look = look;
        this.values = values;
        this.range = range;
        this.g = g;
        this.left = 34 + widest(names(look.y()));
        this.top = look.title().isEmpty() ? 14 : 34;
        double right =
                62 + Math.max(Text.width(Digits.text(range[0], 3), SMALL), Text.width(Digits.text(range[1], 3), SMALL));
        this.width = look.width() - left - right;
        this.height = look.height() - top - 44;
    }

    static BufferedImage draw(Heatmap.Look look, double[][] values) {
        double[] range = range(values, look.log());
        BufferedImage image = Style.paper(look.width(), look.height(), Style.DENSITY);
        Graphics2D g = Style.pen(image, Style.DENSITY);
        HeatmapPen pen = new HeatmapPen(look, values, range, g);
        pen.cells();
        pen.axes();
        pen.bar();
        g.dispose();
        return Palette.reduce(image, COLOURS);
    }

    /** The lowest and the highest number that has a shade. */
    static double[] range(double[][] values, boolean log) {
        double[] shown = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(v -> !Double.isNaN(v) && (!log || v > 0))
                .toArray();
        if (shown.length == 0) {
            throw new IllegalStateException(
                    "The heat map has no number" + (log ? " above 0 to show on a logarithmic scale" : ": all are NaN"));
        }
        return new double[] {
            Arrays.stream(shown).min().orElseThrow(), Arrays.stream(shown).max().orElseThrow()
        };
    }

    private double share(double value) {
        double length = look.log() ? Math.log(range[1] / range[0]) : range[1] - range[0];
        double from = look.log() ? Math.log(value / range[0]) : value - range[0];
        return length > 0 ? from / length : 0.5;
    }

    private void cells() {
        int rows = values.length;
        int columns = values[0].length;
        boolean written = rows <= WRITTEN && columns <= WRITTEN;
        for (int i = 0; i < rows; i++) {
            // Edges on whole pixels of the image: no seams between cells.
            double y1 = pixel(top + height * (rows - i - 1) / rows);
            double y2 = pixel(top + height * (rows - i) / rows);
            for (int j = 0; j < columns; j++) {
                double x1 = pixel(left + width * j / columns);
                double x2 = pixel(left + width * (j + 1) / columns);
                double value = values[i][j];
                if (Double.isNaN(value) || (look.log() && value <= 0)) {
                    g.setColor(Style.FRAME);
                    g.draw(new Line2D.Double(x1, y2, x2, y1));
                    continue;
                }
                double share = share(value);
                g.setColor(Style.shade(share));
                g.fill(new Rectangle2D.Double(x1, y1, x2 - x1, y2 - y1));
                String text = Digits.text(value, 3);
                if (written && Text.width(text, SMALL) < x2 - x1 - 4) {
                    Text.draw(g, text, (x1 + x2) / 2, (y1 + y2) / 2 + 4, 0.5, SMALL, Style.inkOn(share));
                }
            }
        }
        frame(left, top, width, height);
    }

    private static double pixel(double at) {
        return Math.rint(at * Style.DENSITY) / Style.DENSITY;
    }

    private void frame(double x, double y, double w, double h) {
        g.setStroke(new BasicStroke(1));
        g.setColor(Style.FRAME);
        g.draw(new Rectangle2D.Double(x, y, w, h));
    }

    private void axes() {
        Text.draw(g, look.title(), left + width / 2, 22, 0.5, TITLE, Style.INK);
        List<String> across = names(look.x());
        double[] placesX = places(look.x(), width);
        int every = every(across.size() * (widest(across) + 8) / width);
        for (int i = 0; i < across.size(); i += every) {
            tick(left + placesX[i], top + height, 0, 4);
            Text.draw(g, across.get(i), left + placesX[i], top + height + 16, 0.5, SMALL, Style.INK);
        }
        List<String> up = names(look.y());
        double[] placesY = places(look.y(), height);
        every = every(up.size() * 14 / height);
        for (int i = 0; i < up.size(); i += every) {
            tick(left, top + height - placesY[i], -4, 0);
            Text.draw(g, up.get(i), left - 7, top + height - placesY[i] + 4, 1, SMALL, Style.INK);
        }
        Text.draw(g, look.x().label(), left + width / 2, top + height + 36, 0.5, LABEL, Style.INK);
        upward(look.y().label(), 15, top + height / 2);
    }

    /** Which labels have room: all, every second, fifth, tenth … */
    static int every(double crowding) {
        return crowding <= 1 ? 1 : crowding <= 2 ? 2 : crowding <= 5 ? 5 : 10 * every(crowding / 10);
    }

    private void tick(double x, double y, double dx, double dy) {
        g.setColor(Style.FRAME);
        g.draw(new Line2D.Double(x, y, x + dx, y + dy));
    }

    /** A text that is read from below upwards, its middle at y. */
    private void upward(String text, double x, double y) {
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, x, y);
        Text.draw(g, text, x, y, 0.5, LABEL, Style.INK);
        g.setTransform(before);
    }

    /** What stands at an axis: the settings, or round numbers. */
    private static List<String> names(Heatmap.Axis axis) {
        return axis.names().isEmpty()
                ? Arrays.stream(CloudPen.marks(axis.low(), axis.high() - axis.low()))
                        .mapToObj(Digits::text)
                        .toList()
                : axis.names();
    }

    private static double[] places(Heatmap.Axis axis, double length) {
        double[] marks = axis.names().isEmpty() ? CloudPen.marks(axis.low(), axis.high() - axis.low()) : new double[0];
        double[] places = new double[Math.max(marks.length, axis.names().size())];
        for (int i = 0; i < places.length; i++) {
            places[i] = axis.names().isEmpty()
                    ? length * (marks[i] - axis.low()) / (axis.high() - axis.low())
                    : length * (i + 0.5) / places.length;
        }
        return places;
    }

    private static double widest(List<String> names) {
        return names.stream().mapToDouble(name -> Text.width(name, SMALL)).max().orElse(0);
    }

    /** The scale of shades with its numbers. */
    private void bar() {
        double x = left + width + 14;
        for (int i = 0; i < height; i++) {
            g.setColor(Style.shade(1 - (i + 0.5) / height));
            g.fill(new Rectangle2D.Double(x, top + i, BAR, Math.min(1, height - i)));
        }
        frame(x, top, BAR, height);
        for (double value : marks()) {
            double y = top + height * (1 - share(value));
            tick(x + BAR, y, 4, 0);
            Text.draw(g, Digits.text(value, 3), x + BAR + 7, y + 4, 0, SMALL, Style.INK);
        }
        upward(look.value(), look.width() - 6.0, top + height / 2);
    }

    /** Numbers beside the scale: powers of ten if there are two, round numbers else; the ends if all is one number. */
    private double[] marks() {
        if (!(range[1] > range[0])) {
            return new double[] {range[0]};
        }
        if (!look.log()) {
            return CloudPen.marks(range[0], range[1] - range[0]);
        }
        int first = (int) Math.ceil(Math.log10(range[0]));
        int last = (int) Math.floor(Math.log10(range[1]));
        if (last <= first) {
            return range;
        }
        int every = 1 + (last - first) / 8;
        double[] powers = new double[(last - first) / every + 1];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + (first + i * every));
        }
        return powers;
    }
}
