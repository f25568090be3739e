package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
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
    private static final int COLOURS = 24;
    /** Where every point has a colour of its own. */
    private static final int MANY = 200;
    /** Two lengths are one up to rounding. */
    private static final double ROUNDING = 1e-9;

    /**
     * What says where points come from and where they go.
     *
     * @param origin where each point was, which gives its colour; null for one colour
     * @param before where each point was at earlier moments, in order
     * @param heads where each point goes, null for nowhere
     */
    record Marks(
            @Nullable Cloud origin,
            List<Cloud> before,
            @Nullable Cloud heads) {
        static final Marks NONE = new Marks(null, List.of(), null);
    }

    /** One panel: a cloud, a title and perhaps a target underneath. Keeps its own copy of what it draws. */
    public static final class Panel {
        private final String title;
        private final Cloud points;
        private final @Nullable Cloud target;
        private final List<Curve> curves;
        private final Marks marks;

        private Panel(String title, Cloud points, @Nullable Cloud target, List<Curve> curves, Marks marks) {
            this.title = title;
            this.points = points;
            this.target = target;
            this.curves = curves;
            this.marks = marks;
        }

        private Panel with(Marks other) {
            return new Panel(title, points, target, curves, other);
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
            return new Panel(title, points, under, curves, marks);
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
            requirePlane("Curves");
            List<Curve> more = new ArrayList<>(curves);
            more.add(curve);
            return new Panel(title, points, target, List.copyOf(more), marks);
        }

        /**
         * Colours each point by where it was, so that one sees who goes where; a target is then grey.
         *
         * @param origin N×d points, the i-th that of the i-th point
         * @return the panel with these colours
         * @throws IllegalArgumentException if there are not as many, or only one of both is on a line
         */
        public Panel byOrigin(Rows origin) {
            return byOrigin(same("origin", origin));
        }

        private Panel byOrigin(Cloud origin) {
            return with(new Marks(origin, marks.before, marks.heads));
        }

        /**
         * Draws the way of points as thin lines, of at most 300 of them.
         *
         * @param before where the points were at earlier moments, in order: N×d points each, the i-th that of the i-th point
         * @return the panel with these paths
         * @throws IllegalArgumentException if there is no moment, one has not as many points, or the points are on a line
         */
        public Panel paths(List<? extends Rows> before) {
            Check.notEmpty("Earlier moments", before.size());
            requirePlane("Paths");
            return with(new Marks(
                    marks.origin,
                    before.stream().map(rows -> same("path", rows)).toList(),
                    marks.heads));
        }

        /**
         * Draws an arrow from points to where they go, from at most 200 of them.
         *
         * @param heads N×d points, the i-th the head of the arrow from the i-th point
         * @return the panel with these arrows
         * @throws IllegalArgumentException if there are not as many, or the points are on a line
         */
        public Panel arrows(Rows heads) {
            requirePlane("Arrows");
            return with(new Marks(marks.origin, marks.before, same("arrows", heads)));
        }

        private void requirePlane(String what) {
            if (points.onLine()) {
                throw new IllegalArgumentException(
                        what + " are drawn in the plane: expected points of dimension 2 or more, got dimension 1");
            }
        }

        /** A cloud with a point for each of this panel's. */
        private Cloud same(String what, Rows rows) {
            Cloud cloud = Cloud.of(what, array(rows), rows.size(), rows.dimension());
            requireSame(what, cloud);
            return cloud;
        }

        private void requireSame(String what, Cloud cloud) {
            if (cloud.total() != points.total() || cloud.onLine() != points.onLine()) {
                throw new IllegalArgumentException("Panel \"" + title + "\", " + what
                        + ": expected one place for each of its " + points.words() + ", got " + cloud.words());
            }
        }

        String title() {
            return title;
        }

        Marks marks() {
            return marks;
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
    private final CloudsLook look;

    private Clouds(List<Panel> panels, CloudsLook look) {
        this.panels = panels;
        this.look = look;
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
        return new Panel(title, Cloud.of("points", points, n, d), null, List.of(), Marks.NONE);
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
        return new Clouds(List.copyOf(panels), CloudsLook.USUAL);
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
        return new Clouds(panels, look.window(new Square(low, low, high - low)));
    }

    /**
     * Sets the limits of each axis in every panel; points outside are not drawn.
     *
     * @param left smallest first coordinate shown
     * @param right largest first coordinate shown
     * @param bottom smallest second coordinate shown
     * @param top largest second coordinate shown
     * @return the strip with these limits
     * @throws IllegalArgumentException if both axes are not of one length, as a panel is a square with one scale, if limits are
     *     not in order or not finite, or if the points are on a line
     */
    public Clouds limits(double left, double right, double bottom, double top) {
        double side = right - left;
        if (!(side > 0) || !(Math.abs(top - bottom - side) <= ROUNDING * side)) {
            throw new IllegalArgumentException(
                    "Limits: expected left < right and bottom < top with as much between them, as"
                            + " both axes have one scale, got " + left + ", " + right + " and " + bottom + ", " + top);
        }
        panels.get(0).requirePlane("Limits of a second axis");
        return new Clouds(panels, look.window(new Square(left, bottom, side)));
    }

    /**
     * Sets the colours.
     *
     * @param points of the points: six hexadecimal digits for red, green and blue, such as "#d55e00"
     * @param target of the target underneath, the same
     * @return the strip with these colours
     * @throws IllegalArgumentException if a text is no such colour
     */
    public Clouds colours(String points, String target) {
        return new Clouds(panels, look.colours(Style.colour(points), Style.colour(target)));
    }

    /**
     * Colours each point by where it is in the first panel, so that one sees who goes where; a target is then grey.
     *
     * @return the strip with these colours
     * @throws IllegalArgumentException if a panel has not as many points as the first
     */
    public Clouds byOrigin() {
        Cloud origin = panels.get(0).points;
        panels.forEach(panel -> panel.requireSame("colours by origin", origin));
        return new Clouds(panels.stream().map(panel -> panel.byOrigin(origin)).toList(), look);
    }

    /**
     * Sets the number of panels in a row.
     *
     * @param columns at least 1
     * @return the strip with this width
     */
    public Clouds columns(int columns) {
        return new Clouds(panels, look.columns(Check.atLeast("Columns", 1, columns)));
    }

    /**
     * Sets the side of a panel.
     *
     * @param pixels on the screen, at least 40; a PNG has twice as many
     * @return the strip with this size
     */
    public Clouds size(int pixels) {
        return new Clouds(panels, look.size(Check.atLeast("Panel size", CloudsPlan.LEAST, pixels)));
    }

    /**
     * Draws a circle around the origin over the points of every panel.
     *
     * @param radius its radius, at least 0
     * @return the strip with this circle
     * @throws IllegalArgumentException if the radius is negative or not finite, or the points are on a line
     */
    public Clouds circle(double radius) {
        return new Clouds(panels.stream().map(panel -> panel.circle(radius)).toList(), look);
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the strip with this text
     */
    public Clouds alternative(String text) {
        return new Clouds(panels, look.alternative(text));
    }

    /**
     * Every panel as an image of its own, all of one size and with the same limits, one image pixel to a screen pixel.
     *
     * @return the images, for an animation
     * @throws IllegalArgumentException if they do not fit into memory
     */
    public List<BufferedImage> frames() {
        CloudsPlan plan = plan(1, look.size() > 0 ? look.size() : 400);
        return Animation.drawn(panels.size(), plan::frame);
    }

    private CloudsPlan plan(int across, int side) {
        return new CloudsPlan(panels, across, side, square(), look);
    }

    /**
     * The panels one after the other instead of side by side.
     *
     * @return the animation
     * @throws IllegalArgumentException if it does not fit into memory, or a panel is larger than 65535 pixels
     */
    public Animation animation() {
        Animation animation = manyColoured() ? Animation.of(frames()) : Animation.ofDrawings(frames());
        return animation.alternative(words());
    }

    /**
     * The panels one after the other with a slider, to zoom into; in three dimensions to turn.
     *
     * @return the interactive picture: of more than 60 panels 60, of large clouds a sample whose size is stated; still, it
     *     shows at most six panels
     */
    public Interactive interactive() {
        Clouds few = new Clouds(LiveClouds.some(panels, 6), look);
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
        Theme theme = look.theme(Theme.SCREEN, manyColoured());
        return new Interactive(
                still, script, LiveClouds.script(panels, square(), theme), LiveClouds.WIDTH, LiveClouds.HEIGHT);
    }

    @Override
    public Picture picture() {
        int count = panels.size();
        int rows = (count + 5) / 6;
        int across = look.columns() > 0 ? Math.min(look.columns(), count) : (count + rows - 1) / rows;
        int side = look.size() > 0 ? look.size() : across >= 4 ? 190 : across == 3 ? 240 : across == 2 ? 300 : 360;
        return Picture.drawn(plan(across, side), words(), manyColoured() ? MANY : COLOURS);
    }

    private boolean manyColoured() {
        return panels.stream().anyMatch(panel -> panel.marks.origin != null);
    }

    @Override
    public String toString() {
        return "Clouds[" + panels.size() + " panels: " + panels.get(0).title + " … "
                + panels.get(panels.size() - 1).title + "]";
    }

    private String words() {
        if (!look.alternative().isEmpty()) {
            return look.alternative();
        }
        Panel first = panels.get(0);
        Cloud target = first.target;
        boolean own = look.points() != null;
        StringBuilder text = new StringBuilder(first.points.words());
        if (manyColoured()) {
            text.append(", coloured by where they began");
        }
        if (target != null) {
            text.append(manyColoured() ? "," : own ? "" : " in blue")
                    .append(" over a target of ")
                    .append(target.words());
            text.append(own ? "" : manyColoured() ? " in grey" : " in orange");
        }
        if (panels.stream().anyMatch(panel -> !panel.marks.before.isEmpty())) {
            text.append(", with their paths");
        }
        if (panels.stream().anyMatch(panel -> panel.marks.heads != null)) {
            text.append(", with arrows to where they go");
        }
        if (curves().findAny().isPresent()) {
            text.append(", with the exact curve in black");
        }
        text.append(", at ");
        return text.append(String.join(", ", panels.stream().map(p -> p.title).toList()))
                .toString();
    }

    Square square() {
        return look.window() != null ? look.window() : Square.around(panels);
    }

    private Stream<Curve> curves() {
        return panels.stream().flatMap(panel -> panel.curves.stream());
    }
}
