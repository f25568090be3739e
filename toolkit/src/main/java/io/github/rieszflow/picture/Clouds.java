package io.github.rieszflow.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Point clouds in the plane: panels side by side, all with the same square limits, each with a title and, if wanted, a
 * target cloud underneath in a second colour. Of points with more than two coordinates the first two are drawn; points on
 * a line are drawn as ticks with a density curve above, which is scaled for itself. Of more than 4000 points a fixed
 * sample of 4000 is drawn. Curves may lie over the points, such as the circle on which a flow is known to be.
 *
 * <pre>{@code
 * Clouds.strip(List.of(
 *         Clouds.panel("step 0", start, 2000, 2).over(target, 2000, 2),
 *         Clouds.panel("step 8", later, 2000, 2).over(target, 2000, 2)))
 * }</pre>
 */
public final class Clouds implements Drawable {
    private static final int GAP = 12;
    private static final int TITLE = 22;
    private static final int LEFT = 34;
    private static final int BOTTOM = 20;
    private static final int LEGEND = 20;
    private static final int COLOURS = 24;
    /** Sides of panels below this show nothing. */
    private static final int LEAST = 40;

    /** One panel: a cloud, a title and perhaps a target underneath. Keeps its own copy of what it draws. */
    public static final class Panel {
        private final String title;
        private final Cloud points;
        private final @Nullable Cloud target;
        private final List<Curve> curves;

        private Panel(String title, Cloud points, @Nullable Cloud target, List<Curve> curves) {
            this.title = title;
            this.points = points;
            this.target = target;
            this.curves = curves;
        }

        /**
         * Puts a second cloud underneath, in the second colour.
         *
         * @param target m×d points
         * @return the panel with the target
         * @throws IllegalArgumentException if only one cloud is on a line
         */
        public Panel over(Rows target) {
            return over(array(target), target.size(), target.dimension());
        }

        /**
         * Puts a second cloud underneath, in the second colour.
         *
         * @param target the target, m×d row by row
         * @param m its number of points
         * @param d its dimension
         * @return the panel with the target
         * @throws IllegalArgumentException if the array has not m·d finite numbers, or only one cloud is on a line
         */
        public Panel over(float[] target, int m, int d) {
            Cloud under = Cloud.of("target", target, m, d);
            if (under.onLine() != points.onLine()) {
                throw new IllegalArgumentException("A panel shows clouds of one kind: expected a target "
                        + (points.onLine() ? "of dimension 1" : "of dimension 2 or more")
                        + " as its points, got dimension "
                        + d);
            }
            return new Panel(title, points, under, curves);
        }

        /**
         * Draws a circle around the origin over the points, such as the exact support of a flow.
         *
         * @param radius its radius, at least 0
         * @return the panel with one more curve
         * @throws IllegalArgumentException if the radius is negative or not finite, or the points are on a line
         */
        public Panel circle(double radius) {
            return with(Curve.circle(radius));
        }

        /**
         * Draws a curve over the points.
         *
         * @param xs first coordinates of its corners, at least two
         * @param ys second coordinates, as many
         * @return the panel with one more curve
         * @throws IllegalArgumentException if the arrays differ in length, are shorter than two or have a number that is not
         *     finite, or the points are on a line
         */
        public Panel curve(double[] xs, double[] ys) {
            return with(Curve.of(xs, ys));
        }

        private Panel with(Curve curve) {
            if (points.onLine()) {
                throw new IllegalArgumentException(
                        "Curves are drawn over points in the plane: expected points of dimension 2 or more, got dimension"
                                + " 1");
            }
            List<Curve> more = new ArrayList<>(curves);
            more.add(curve);
            return new Panel(title, points, target, List.copyOf(more));
        }

        String title() {
            return title;
        }

        Cloud points() {
            return points;
        }

        @Nullable
        Cloud target() {
            return target;
        }

        List<Curve> curves() {
            return curves;
        }
    }

    private final List<Panel> panels;
    private final double low;
    private final double high;
    private final int columns;
    private final int size;
    private final String alternative;

    private Clouds(List<Panel> panels, double low, double high, int columns, int size, String alternative) {
        this.panels = panels;
        this.low = low;
        this.high = high;
        this.columns = columns;
        this.size = size;
        this.alternative = alternative;
    }

    /**
     * A panel.
     *
     * @param title its title, such as "step 8"
     * @param points n×d row by row, copied
     * @param n number of points
     * @param d dimension; the first two coordinates are drawn
     * @return the panel
     * @throws IllegalArgumentException if the array has not n·d finite numbers
     */
    public static Panel panel(String title, float[] points, int n, int d) {
        return new Panel(title, Cloud.of("points", points, n, d), null, List.of());
    }

    /**
     * A panel.
     *
     * @param title its title, such as "step 8"
     * @param points N×d points, of which the first two coordinates are drawn
     * @return the panel
     */
    public static Panel panel(String title, Rows points) {
        return panel(title, array(points), points.size(), points.dimension());
    }

    /**
     * One cloud.
     *
     * @param points N×d points, of which the first two coordinates are drawn
     * @return a single panel
     */
    public static Clouds of(Rows points) {
        return strip(List.of(panel(points.size() + (points.size() == 1 ? " point" : " points"), points)));
    }

    private static float[] array(Rows rows) {
        float[] values = new float[Math.multiplyExact(rows.size(), rows.dimension())];
        rows.values().get(values);
        return values;
    }

    /**
     * Panels side by side, with the smallest square limits that hold every point.
     *
     * @param panels one or more
     * @return the strip
     * @throws IllegalArgumentException if there is no panel, or some are on a line and some are not
     */
    public static Clouds strip(List<Panel> panels) {
        Check.notEmpty("Panels", panels.size());
        boolean onLine = panels.get(0).points.onLine();
        for (Panel panel : panels) {
            if (panel.points.onLine() != onLine) {
                throw new IllegalArgumentException(
                        "Panels of one strip share their axes: expected all clouds on a line or none, got both");
            }
        }
        return new Clouds(List.copyOf(panels), Double.NaN, Double.NaN, 0, 0, "");
    }

    /**
     * Sets the limits of both axes in every panel; points outside are not drawn.
     *
     * @param low smallest coordinate shown
     * @param high largest coordinate shown
     * @return the strip with these limits
     */
    public Clouds limits(double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("Limits: expected low < high, both finite, got " + low + " and " + high);
        }
        return new Clouds(panels, low, high, columns, size, alternative);
    }

    /**
     * Sets the number of panels in a row.
     *
     * @param columns at least 1
     * @return the strip with this width
     */
    public Clouds columns(int columns) {
        return new Clouds(panels, low, high, Check.atLeast("Columns", 1, columns), size, alternative);
    }

    /**
     * Sets the side of a panel.
     *
     * @param pixels on the screen, at least 40; a PNG has twice as many
     * @return the strip with this size
     */
    public Clouds size(int pixels) {
        return new Clouds(panels, low, high, columns, Check.atLeast("Panel size", LEAST, pixels), alternative);
    }

    /**
     * Draws a circle around the origin over the points of every panel.
     *
     * @param radius its radius, at least 0
     * @return the strip with this circle
     * @throws IllegalArgumentException if the radius is negative or not finite, or the points are on a line
     */
    public Clouds circle(double radius) {
        return new Clouds(
                panels.stream().map(panel -> panel.circle(radius)).toList(), low, high, columns, size, alternative);
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the strip with this text
     */
    public Clouds alternative(String text) {
        return new Clouds(panels, low, high, columns, size, text);
    }

    /**
     * Every panel as an image of its own, all of one size and with the same limits, one image pixel to a screen pixel.
     *
     * @return the images, for an animation
     * @throws IllegalArgumentException if they do not fit into memory
     */
    public List<BufferedImage> frames() {
        Square square = square();
        int side = size > 0 ? size : 400;
        return Animation.drawn(panels.size(), i -> draw(List.of(panels.get(i)), 1, side, square));
    }

    /**
     * The panels one after the other instead of side by side.
     *
     * @return the animation
     * @throws IllegalArgumentException if it does not fit into memory, or a panel is larger than 65535 pixels
     */
    public Animation animation() {
        return Animation.ofDrawings(frames()).alternative(words());
    }

    /**
     * The panels one after the other with a slider, to zoom into; in three dimensions to turn.
     *
     * @return the interactive picture: of more than 60 panels 60, of large clouds a sample whose size is stated; still, it
     *     shows at most six panels
     */
    public Interactive interactive() {
        Clouds few = new Clouds(LiveClouds.some(panels, 6), low, high, columns, size, alternative);
        return interactive(few.picture());
    }

    /**
     * The same with a still picture that shows less, such as fewer panels.
     *
     * @param still what is seen where scripts do not run
     * @return the interactive picture
     */
    public Interactive interactive(Picture still) {
        PlotlyScript script = LiveClouds.space(panels) ? PlotlyScript.SPACE : PlotlyScript.PLANE;
        return new Interactive(still, script, LiveClouds.script(panels, square()), LiveClouds.WIDTH, LiveClouds.HEIGHT);
    }

    @Override
    public Picture picture() {
        int count = panels.size();
        int rows = (count + 5) / 6;
        int across = columns > 0 ? Math.min(columns, count) : (count + rows - 1) / rows;
        int side = size > 0 ? size : across >= 4 ? 190 : across == 3 ? 240 : across == 2 ? 300 : 360;
        return Picture.drawn(new CloudsPlan(this, across, side), words(), COLOURS);
    }

    private record CloudsPlan(Clouds clouds, int across, double side) implements Drawing.Plan {
        @Override
        public double type() {
            return CloudPen.TYPE;
        }

        @Override
        public Drawing drawing(Theme theme) {
            double fitted = theme.fitted() ? (theme.width() - LEFT) / across - GAP : side;
            Drawing.room("panels", fitted, LEAST);
            return clouds.drawing(clouds.panels, across, fitted, clouds.square(), theme);
        }
    }

    @Override
    public String toString() {
        return "Clouds[" + panels.size() + " panels: " + panels.get(0).title + " … "
                + panels.get(panels.size() - 1).title + "]";
    }

    private String words() {
        if (!alternative.isEmpty()) {
            return alternative;
        }
        Panel first = panels.get(0);
        Cloud target = first.target;
        StringBuilder text = new StringBuilder(count(first.points));
        if (target != null) {
            text.append(" in blue over a target of ").append(count(target)).append(" in orange");
        }
        if (curves().findAny().isPresent()) {
            text.append(", with the exact curve in black");
        }
        text.append(", at ");
        return text.append(String.join(", ", panels.stream().map(p -> p.title).toList()))
                .toString();
    }

    private static String count(Cloud cloud) {
        return cloud.total() + (cloud.total() == 1 ? " point" : " points");
    }

    /** The part of the plane that every panel shows. */
    record Square(double left, double bottom, double side) {}

    Square square() {
        if (!Double.isNaN(low)) {
            return new Square(low, low, high - low);
        }
        List<Cloud> clouds = new ArrayList<>();
        for (Panel panel : panels) {
            clouds.add(panel.points);
            if (panel.target != null) {
                clouds.add(panel.target);
            }
        }
        double[] xs = curves().flatMapToDouble(c -> Arrays.stream(c.xs())).toArray();
        double[] ys = curves().flatMapToDouble(c -> Arrays.stream(c.ys())).toArray();
        double left = least(clouds.stream().mapToDouble(Cloud::left), xs);
        double right = -least(clouds.stream().mapToDouble(c -> -c.right()), negative(xs));
        double bottom = least(clouds.stream().mapToDouble(Cloud::bottom), ys);
        double top = -least(clouds.stream().mapToDouble(c -> -c.top()), negative(ys));
        double side = Math.max(right - left, top - bottom);
        side = side > 0 ? 1.08 * side : 2; // a single point stands in a square of side 2
        return new Square((left + right - side) / 2, (bottom + top - side) / 2, side);
    }

    private Stream<Curve> curves() {
        return panels.stream().flatMap(panel -> panel.curves.stream());
    }

    private static double least(DoubleStream clouds, double[] curves) {
        return DoubleStream.concat(clouds, Arrays.stream(curves)).min().orElseThrow();
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    /** One image pixel to a unit, for an animation. */
    private BufferedImage draw(List<Panel> shown, int across, int side, Square square) {
        Drawing drawing = drawing(shown, across, side, square, Theme.SCREEN);
        BufferedImage image = Style.paper(drawing.width(), drawing.height(), 1);
        Graphics2D g = Style.pen(image, 1);
        drawing.pen().accept(g);
        g.dispose();
        return image;
    }

    private Drawing drawing(List<Panel> shown, int across, double side, Square square, Theme theme) {
        int rows = (shown.size() + across - 1) / across;
        boolean target = panels.stream().anyMatch(p -> p.target != null);
        boolean exact = curves().findAny().isPresent();
        boolean legend = (target || exact) && Text.available() && theme.legend();
        // Without titles there is still room for half a number.
        int title = theme.titles() ? TITLE : TITLE / 3;
        double width = LEFT + across * (side + GAP);
        double height = rows * (title + side) + BOTTOM + (legend ? LEGEND : 0);
        return new Drawing(width, height, theme, g -> {
            Font font = theme.font(12.5, true);
            CloudPen pen = new CloudPen(g, theme);
            for (int i = 0; i < shown.size(); i++) {
                Panel panel = shown.get(i);
                double x = LEFT + i % across * (side + GAP);
                int row = i / across;
                double y = row * (title + side) + title;
                String text = Text.fit(theme.title(panel.title), font, side + GAP - 2.0);
                Text.draw(g, text, x + side / 2.0, y - 7, 0.5, font, theme.ink());
                AffineTransform outside = g.getTransform();
                g.translate(x, y);
                boolean last = i + across >= shown.size();
                pen.panel(side, square, panel, i % across == 0, last);
                g.setTransform(outside);
            }
            if (legend) {
                pen.legend(LEFT, height - 8, target, exact);
            }
        });
    }
}
