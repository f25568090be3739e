package io.github.rieszflow.picture;

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
    /** Height of numbers. */
    static final double TYPE = 11;

    /** Cells up to here have their number written in them. */
    private static final int WRITTEN = 12;

    private static final int BAR = 14;
    private static final int FINE = 640;
    /** Shades of the scale off the screen. */
    private static final int STEPS = 256;

    private final Heatmap.Look look;
    private final double[][] values;
    private final double[] range;
    private final Graphics2D g;
    private final Theme theme;
    private final Font small;
    private final Font label;
    private final String title;
    private final double page;
    private final double left;
    private final double top;
    private final double width;
    private final double height;

    private HeatmapPen(
            Heatmap.Look look, double[][] values, Graphics2D g, Theme theme, double pageWidth, double pageHeight) {
        this.look = look;
        this.values = values;
        this.range = range(values, look.log());
        this.g = g;
        this.theme = theme;
        this.small = theme.font(TYPE, false);
        this.label = theme.font(12.5, false);
        this.title = theme.title(look.title());
        this.page = pageWidth;
        this.left = 34 + widest(names(look.y()));
        this.top = title.isEmpty() ? 14 : 34;
        double right = 62 + Math.max(Text.width(number(range[0]), small), Text.width(number(range[1]), small));
        this.width = pageWidth - left - right;
        this.height = pageHeight - top - 44;
    }

    static Drawing drawing(Heatmap.Look look, double[][] values, Theme theme) {
        range(values, look.log());
        double width = theme.fitted() ? theme.width() : look.width();
        double height = !Double.isNaN(theme.height())
                ? theme.height()
                : theme.fitted() ? width * look.height() / look.width() : look.height();
        Drawing.room("width", width, 170);
        Drawing.room("height", height, 110);
        return new Drawing(width, height, theme, g -> {
            HeatmapPen pen = new HeatmapPen(look, values, g, theme, width, height);
            pen.cells();
            pen.axes();
            pen.bar();
        });
    }

    private String number(double value) {
        return theme.number(value, 3);
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
        if (!theme.pixels()) {
            shades(rows, columns);
        }
        for (int i = 0; i < rows; i++) {
            // Edges on whole pixels of the image: no seams between cells.
            double y1 = pixel(top + height * (rows - i - 1) / rows);
            double y2 = pixel(top + height * (rows - i) / rows);
            for (int j = 0; j < columns; j++) {
                double x1 = pixel(left + width * j / columns);
                double x2 = pixel(left + width * (j + 1) / columns);
                double value = values[i][j];
                if (empty(value)) {
                    g.setStroke(new BasicStroke(1));
                    g.setColor(theme.frame());
                    g.draw(new Line2D.Double(x1, y2, x2, y1));
                    continue;
                }
                double share = share(value);
                if (theme.pixels()) {
                    g.setColor(Style.shade(share));
                    g.fill(new Rectangle2D.Double(x1, y1, x2 - x1, y2 - y1));
                }
                String text = number(value);
                if (written && Text.width(text, small) < x2 - x1 - 4) {
                    Text.draw(g, text, (x1 + x2) / 2, (y1 + y2) / 2 + 4, 0.5, small, Style.inkOn(share));
                }
            }
        }
        frame(left, top, width, height);
    }

    private boolean empty(double value) {
        return Double.isNaN(value) || (look.log() && value <= 0);
    }

    /** Cells as one image: side by side as shapes they would show seams where edges are smoothed. */
    private void shades(int rows, int columns) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = values[rows - 1 - i][j];
                image.setRGB(j, i, empty(value) ? 0 : Style.shade(share(value)).getRGB());
            }
        }
        Pixels.draw(g, image, left, top, width, height, FINE);
    }

    private static double pixel(double at) {
        return Math.rint(at * Style.DENSITY) / Style.DENSITY;
    }

    private void frame(double x, double y, double w, double h) {
        g.setStroke(new BasicStroke(1));
        g.setColor(theme.frame());
        g.draw(new Rectangle2D.Double(x, y, w, h));
    }

    private void axes() {
        Text.draw(g, title, left + width / 2, 22, 0.5, theme.font(14, true), theme.ink());
        List<String> across = names(look.x());
        double[] placesX = places(look.x(), width);
        int every = every(across.size() * (widest(across) + 8) / width);
        for (int i = 0; i < across.size(); i += every) {
            tick(left + placesX[i], top + height, 0, 4);
            Text.draw(g, across.get(i), left + placesX[i], top + height + 16, 0.5, small, theme.ink());
        }
        List<String> up = names(look.y());
        double[] placesY = places(look.y(), height);
        every = every(up.size() * 14 / height);
        for (int i = 0; i < up.size(); i += every) {
            tick(left, top + height - placesY[i], -4, 0);
            Text.draw(g, up.get(i), left - 7, top + height - placesY[i] + 4, 1, small, theme.ink());
        }
        Text.draw(g, look.x().label(), left + width / 2, top + height + 36, 0.5, label, theme.ink());
        upward(look.y().label(), 15, top + height / 2);
    }

    /** Which labels have room: all, every second, fifth, tenth … */
    static int every(double crowding) {
        return crowding <= 1 ? 1 : crowding <= 2 ? 2 : crowding <= 5 ? 5 : 10 * every(crowding / 10);
    }

    private void tick(double x, double y, double dx, double dy) {
        g.setColor(theme.frame());
        g.draw(new Line2D.Double(x, y, x + dx, y + dy));
    }

    /** A text that is read from below upwards, its middle at y. */
    private void upward(String text, double x, double y) {
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, x, y);
        Text.draw(g, text, x, y, 0.5, label, theme.ink());
        g.setTransform(before);
    }

    /** What stands at an axis: the settings, or round numbers. */
    private List<String> names(Heatmap.Axis axis) {
        return axis.names().isEmpty()
                ? Arrays.stream(CloudPen.marks(axis.low(), axis.high() - axis.low()))
                        .mapToObj(mark -> theme.number(mark, 4))
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

    private double widest(List<String> names) {
        return names.stream().mapToDouble(name -> Text.width(name, small)).max().orElse(0);
    }

    /** The scale of shades with its numbers. */
    private void bar() {
        double x = left + width + 14;
        if (theme.pixels()) {
            for (int i = 0; i < height; i++) {
                g.setColor(Style.shade(1 - (i + 0.5) / height));
                g.fill(new Rectangle2D.Double(x, top + i, BAR, Math.min(1, height - i)));
            }
        } else {
            BufferedImage scale = new BufferedImage(1, STEPS, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < STEPS; i++) {
                scale.setRGB(0, i, Style.shade(1 - (i + 0.5) / STEPS).getRGB());
            }
            Pixels.draw(g, scale, x, top, BAR, height, FINE);
        }
        frame(x, top, BAR, height);
        for (double value : marks()) {
            double y = top + height * (1 - share(value));
            tick(x + BAR, y, 4, 0);
            Text.draw(g, number(value), x + BAR + 7, y + 4, 0, small, theme.ink());
        }
        upward(look.value(), page - 6.0, top + height / 2);
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
