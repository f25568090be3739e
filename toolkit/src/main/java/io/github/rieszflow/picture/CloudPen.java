package io.github.rieszflow.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws clouds: a panel with its upper left corner at the origin, and the legend of all. */
final class CloudPen {
    /** Height of numbers and names. */
    static final double TYPE = 10.5;

    private static final int BINS = 96;
    /** At most this many paths, and arrows, are drawn: more cover each other. */
    private static final int PATHS = 300;

    private static final int ARROWS = 200;
    /** Colours in a row of the legend's square. */
    private static final int SWATCH = 5;
    /** Beyond it an axis has its name where a number would be. */
    private static final double ROOM = 0.9;

    private static final String ACROSS = "x₁";
    /** Between the last number and the name of the axis. */
    private static final double GAP = 3;

    private final Graphics2D g;
    private final Theme theme;
    private final Font small;

    CloudPen(Graphics2D g, Theme theme) {
        this.g = g;
        this.theme = theme;
        this.small = theme.font(TYPE, false);
    }

    void panel(double side, Square square, Clouds.Panel panel, boolean leftmost, boolean lowest) {
        Cloud points = panel.points();
        Cloud target = panel.target();
        ticksBelow(side, square, lowest);
        if (!points.onLine()) {
            ticksAside(side, square, leftmost);
        }
        Shape outside = g.getClip();
        g.clip(new Rectangle2D.Double(0, 0, side, side));
        if (points.onLine()) {
            if (target != null) {
                line(side, square, target, theme.target(), 0, null);
            }
            line(side, square, points, theme.cloud(), 1, panel.marks().origin());
        } else {
            if (target != null) {
                dots(side, square, target, theme.target(), null);
            }
            paths(side, square, panel);
            dots(side, square, points, theme.cloud(), panel.marks().origin());
            arrows(side, square, panel);
            panel.curves().forEach(curve -> curve(side, square, curve));
        }
        g.setClip(outside);
        g.setStroke(new BasicStroke(1));
        g.setColor(theme.frame());
        g.draw(new Rectangle2D.Double(0, 0, side, side));
    }

    /** A row below all panels that says which colour is which. */
    void legend(double x, double y, boolean origins, boolean onLine, boolean target, boolean exact) {
        double at = (origins ? swatch(x, y, onLine) : entry(x, y, "points", theme.cloud())) + 14;
        if (target) {
            at = entry(at, y, "target", theme.target()) + 14;
        }
        if (exact) {
            stroke(new Line2D.Double(at, y - 4, at + 16, y - 4));
            Text.draw(g, "exact", at + 21, y, 0, small, theme.ink());
        }
    }

    /** The square or the line on which points began, in small. */
    private double swatch(double x, double y, boolean onLine) {
        for (int i = 0; i < SWATCH * SWATCH; i++) {
            int across = i % SWATCH;
            int up = i / SWATCH;
            double share = (across + 0.5) / SWATCH;
            g.setColor(onLine ? theme.origin(share) : theme.origin(share, (up + 0.5) / SWATCH));
            g.fill(new Rectangle2D.Double(x + 2 * across, y - 2.0 * up, 2, 2));
        }
        String name = "points, by where they began";
        Text.draw(g, name, x + 14, y, 0, small, theme.ink());
        return x + 14 + Text.width(name, small);
    }

    private double entry(double x, double y, String name, Color colour) {
        g.setColor(colour);
        g.fill(new Ellipse2D.Double(x, y - 7.5, 7, 7));
        Text.draw(g, name, x + 11, y, 0, small, theme.ink());
        return x + 11 + Text.width(name, small);
    }

    private void ticksBelow(double side, Square square, boolean numbers) {
        for (double value : marks(square.left(), square.side())) {
            double at = side * (value - square.left()) / square.side();
            g.setColor(theme.rule());
            g.draw(new Line2D.Double(at, 0, at, side));
            String number = theme.number(value, 4);
            if (numbers
                    && at < ROOM * side
                    && at + Text.width(number, small) / 2 + GAP < side - Text.width(ACROSS, small)) {
                Text.draw(g, number, at, side + 13.0, 0.5, small, theme.ink());
            }
        }
        if (numbers) {
            Text.draw(g, ACROSS, side, side + 13.0, 1, small, theme.ink());
        }
    }

    private void ticksAside(double side, Square square, boolean numbers) {
        for (double value : marks(square.bottom(), square.side())) {
            double at = side - side * (value - square.bottom()) / square.side();
            g.setColor(theme.rule());
            g.draw(new Line2D.Double(0, at, side, at));
            if (numbers && at > (1 - ROOM) * side) {
                Text.draw(g, theme.number(value, 4), -5, at + 4, 1, small, theme.ink());
            }
        }
        if (numbers) {
            Text.draw(g, "x₂", -5, 8, 1, small, theme.ink());
        }
    }

    /** A distance of 1, 2 or 5 times a power of ten that fits three to six times. */
    static double step(double length) {
        double power = Math.pow(10, Math.floor(Math.log10(length / 3)));
        double factor = length / 3 / power;
        return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
    }

    static double[] marks(double from, double length) {
        double step = step(length);
        // A number too near the corner would run into the neighbouring panel or axis.
        long first = (long) Math.ceil((from + 0.04 * length) / step);
        long last = (long) Math.floor((from + 0.96 * length) / step);
        double[] marks = new double[(int) Math.max(0, last - first + 1)];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = (first + i) * step;
        }
        return marks;
    }

    private void dots(double side, Square square, Cloud cloud, Color colour, @Nullable Cloud origin) {
        int count = cloud.x().length;
        // Area of all dots about a twentieth of the panel, within what the eye can see and separate.
        double radius = Math.min(3.5, Math.max(0.85, side * Math.sqrt(0.05 / (Math.PI * count))));
        g.setColor(colour);
        // In files of shapes, thousands of one colour are one shape: a tenth as large.
        Path2D.Double all = origin == null && !theme.pixels() ? new Path2D.Double() : null;
        for (int i = 0; i < count; i++) {
            if (origin != null) {
                g.setColor(theme.origin(origin.across(i), origin.up(i)));
            }
            double px = square.across(side, cloud.x()[i]);
            double py = square.down(side, cloud.y()[i]);
            Ellipse2D.Double dot = new Ellipse2D.Double(px - radius, py - radius, 2 * radius, 2 * radius);
            if (all == null) {
                g.fill(dot);
            } else {
                all.append(dot, false);
            }
        }
        if (all != null) {
            g.fill(all);
        }
    }

    private void paths(double side, Square square, Clouds.Panel panel) {
        List<Cloud> before = panel.marks().before();
        if (before.isEmpty()) {
            return;
        }
        List<Cloud> way = Stream.concat(before.stream(), Stream.of(panel.points()))
                .map(cloud -> cloud.thinned(PATHS))
                .toList();
        Cloud origin =
                panel.marks().origin() == null ? null : panel.marks().origin().thinned(PATHS);
        g.setStroke(new BasicStroke(0.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < way.get(0).x().length; i++) {
            Path2D.Double path = new Path2D.Double();
            for (Cloud at : way) {
                double x = square.across(side, at.x()[i]);
                double y = square.down(side, at.y()[i]);
                if (path.getCurrentPoint() == null) {
                    path.moveTo(x, y);
                } else {
                    path.lineTo(x, y);
                }
            }
            Color colour = origin == null ? theme.cloud() : theme.origin(origin.across(i), origin.up(i));
            g.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 130));
            g.draw(path);
        }
    }

    private void arrows(double side, Square square, Clouds.Panel panel) {
        Cloud all = panel.marks().heads();
        if (all == null) {
            return;
        }
        Cloud heads = all.thinned(ARROWS);
        Cloud tails = panel.points().thinned(ARROWS);
        g.setStroke(new BasicStroke(0.9f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(theme.ink());
        for (int i = 0; i < heads.x().length; i++) {
            double fromX = square.across(side, tails.x()[i]);
            double fromY = square.down(side, tails.y()[i]);
            double toX = square.across(side, heads.x()[i]);
            double toY = square.down(side, heads.y()[i]);
            double length = Math.hypot(toX - fromX, toY - fromY);
            if (length < 3) {
                continue; // too short to point anywhere
            }
            double along = Math.min(4.5, 0.5 * length) / length;
            double backX = (fromX - toX) * along;
            double backY = (fromY - toY) * along;
            Path2D.Double arrow = new Path2D.Double();
            arrow.moveTo(fromX, fromY);
            arrow.lineTo(toX, toY);
            arrow.moveTo(toX + backX - 0.45 * backY, toY + backY + 0.45 * backX);
            arrow.lineTo(toX, toY);
            arrow.lineTo(toX + backX + 0.45 * backY, toY + backY - 0.45 * backX);
            g.draw(arrow);
        }
    }

    private void curve(double side, Square square, Curve curve) {
        Path2D.Double path = new Path2D.Double();
        for (int i = 0; i < curve.xs().length; i++) {
            double px = square.across(side, curve.xs()[i]);
            double py = square.down(side, curve.ys()[i]);
            if (i == 0) {
                path.moveTo(px, py);
            } else {
                path.lineTo(px, py);
            }
        }
        stroke(path);
    }

    /** A dark line with a light edge, to be seen over dots and between them. */
    private void stroke(Shape shape) {
        g.setStroke(new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(theme.paper());
        g.draw(shape);
        g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(theme.ink());
        g.draw(shape);
    }

    /** A density curve over a row of ticks; the second cloud's ticks stand in a row of their own below. */
    private void line(double side, Square square, Cloud cloud, Color colour, int row, @Nullable Cloud origin) {
        double base = side * 0.84;
        double[] density = density(cloud, square);
        double highest = 0;
        for (double value : density) {
            highest = Math.max(highest, value);
        }
        if (highest > 0) {
            Path2D.Double curve = new Path2D.Double();
            curve.moveTo(0, base);
            for (int i = 0; i < BINS; i++) {
                curve.lineTo(side * (i + 0.5) / BINS, base - 0.9 * base * density[i] / highest);
            }
            curve.lineTo(side, base);
            g.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70));
            g.fill(curve);
            g.setStroke(new BasicStroke(1.6f));
            g.setColor(colour);
            g.draw(curve);
        }
        double top = base + side * (row == 0 ? 0.09 : 0.02);
        g.setStroke(new BasicStroke(0.6f));
        g.setColor(colour);
        for (int i = 0; i < cloud.x().length; i++) {
            if (origin != null) {
                g.setColor(theme.origin(origin.across(i)));
            }
            double at = square.across(side, cloud.x()[i]);
            g.draw(new Line2D.Double(at, top, at, top + side * 0.05));
        }
    }

    /** Counts in equal bins, smoothed by eight rounds of the weights ¼ ½ ¼. */
    private static double[] density(Cloud cloud, Square square) {
        double[] counts = new double[BINS];
        for (float x : cloud.x()) {
            int bin = (int) Math.floor(BINS * (x - square.left()) / square.side());
            if (bin >= 0 && bin < BINS) {
                counts[bin]++;
            }
        }
        for (int round = 0; round < 8; round++) {
            double[] smooth = new double[BINS];
            for (int i = 0; i < BINS; i++) {
                double before = i >= 1 ? counts[i - 1] : 0;
                double after = i + 1 < BINS ? counts[i + 1] : 0;
                smooth[i] = (before + 2 * counts[i] + after) / 4;
            }
            counts = smooth;
        }
        return counts;
    }
}
