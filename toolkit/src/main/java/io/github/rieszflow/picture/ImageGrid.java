package io.github.rieszflow.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Many small images in rows and columns, row after row. The pixels come as numbers, one image after the other, and within
 * an image one colour plane after the other (count×channels×height×width), as networks hand them out.
 *
 * <pre>{@code
 * ImageGrid.of(pixels, 100, ImageShape.grey(28, 28)).title("step 12")
 * }</pre>
 */
public final class ImageGrid implements Drawable {
    private static final int GAP = 2;
    private static final int ROOM = 1000;
    /** Pixels of a picture across, and at least those of an image in it if there is room. */
    private static final int PAGE = 1900;

    private static final int SEEN = 84;
    private static final int TITLE = 24;
    private static final int SMALL_TITLE = 15;
    /** Beside the titles of rows. */
    private static final int SIDE = 8;
    /** Between grids. */
    private static final int BETWEEN = 12;
    /** Height of the titles above images. */
    private static final double TYPE = 10.5;
    /** Pixels to which an image is enlarged where viewers would smooth it. */
    private static final int FINE = 250;

    private record Look(
            double black,
            double white,
            int columns,
            int scale,
            String title,
            List<String> titles,
            List<String> rows,
            List<String> heads,
            String alternative) {
        Look range(double black, double white) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }

        Look columns(int columns, List<String> rows, List<String> heads) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }

        Look scale(int scale) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }

        Look title(String title) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }

        Look titles(List<String> titles) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }

        Look alternative(String alternative) {
            return new Look(black, white, columns, scale, title, titles, rows, heads, alternative);
        }
    }

    private final float[] pixels;
    private final int count;
    private final ImageShape shape;
    private final Look look;

    private ImageGrid(float[] pixels, int count, ImageShape shape, Look look) {
        this.pixels = pixels;
        this.count = count;
        this.shape = shape;
        this.look = look;
    }

    private ImageGrid with(Look other) {
        return new ImageGrid(pixels, count, shape, other);
    }

    /**
     * A grid of images, near square, values from 0 (black) to 1 (white).
     *
     * @param pixels count×channels×height×width, copied
     * @param count number of images
     * @param shape of one image
     * @return the grid
     * @throws IllegalArgumentException if the array has another length or a number that is not finite
     */
    public static ImageGrid of(float[] pixels, int count, ImageShape shape) {
        Check.atLeast("Images", 1, count);
        long expected = (long) count * shape.dimension();
        if (pixels.length != expected) {
            throw new IllegalArgumentException(
                    "Images: expected " + count + " of " + shape + " = " + expected + " numbers, got " + pixels.length);
        }
        Check.rows("Images", pixels, count, shape.dimension());
        return new ImageGrid(
                pixels.clone(), count, shape, new Look(0, 1, 0, 0, "", List.of(), List.of(), List.of(), ""));
    }

    /**
     * Sets the values drawn black and white; values outside are clamped.
     *
     * @param black value drawn black
     * @param white value drawn white; below {@code black} gives a negative
     * @return the grid with this range
     * @throws IllegalArgumentException if the values are equal or not finite
     */
    public ImageGrid range(double black, double white) {
        if (!Double.isFinite(black) || !Double.isFinite(white) || black == white) {
            throw new IllegalArgumentException(
                    "Range: expected two different finite numbers, got " + black + " and " + white);
        }
        return with(look.range(black, white));
    }

    /**
     * Sets the number of images in a row, without titles of rows and columns.
     *
     * @param columns at least 1
     * @return the grid with this width
     */
    public ImageGrid columns(int columns) {
        Check.atLeast("Columns", 1, columns);
        return with(look.columns(columns, List.of(), List.of()));
    }

    /**
     * Sets a title above each column, and so the number of images in a row.
     *
     * @param titles one for each column
     * @return the grid with these columns
     * @throws IllegalArgumentException if there is none, or they do not agree with the titles of rows
     */
    public ImageGrid columns(String... titles) {
        Check.notEmpty("Titles of columns", titles.length);
        return labelled(titles.length, look.rows, List.of(titles));
    }

    /**
     * Sets a title left of each row, and so the number of images in a row: that of all by that of rows, rounded up.
     *
     * <pre>{@code
     * ImageGrid.of(pixels, 100, ImageShape.grey(28, 28)).rows("MMD flow", "diffusion")
     * }</pre>
     *
     * @param titles one for each row
     * @return the grid with these rows
     * @throws IllegalArgumentException if there is none, or the images do not fill as many rows, also with the titles of columns
     */
    public ImageGrid rows(String... titles) {
        Check.notEmpty("Titles of rows", titles.length);
        int columns = look.heads.isEmpty() ? (count + titles.length - 1) / titles.length : look.heads.size();
        return labelled(columns, List.of(titles), look.heads);
    }

    private ImageGrid labelled(int columns, List<String> rows, List<String> heads) {
        int filled = (count + columns - 1) / columns;
        if ((!rows.isEmpty() && filled != rows.size()) || columns > count) {
            throw new IllegalArgumentException("Titles: expected one for each row and column of the " + count
                    + " images, got " + rows.size() + " of rows where " + columns + " columns make " + filled);
        }
        return with(look.columns(columns, rows, heads));
    }

    /**
     * Sets how many screen pixels make one pixel of an image, each way. Without it the grid gets a handy size.
     *
     * @param factor at least 1
     * @return the grid with this scale
     */
    public ImageGrid scale(int factor) {
        Check.atLeast("Scale", 1, factor);
        return with(look.scale(factor));
    }

    /**
     * Sets the title above the grid.
     *
     * @param title such as "step 3"; empty for none
     * @return the grid with this title
     */
    public ImageGrid title(String title) {
        return with(look.title(title));
    }

    /**
     * Sets a title above each image.
     *
     * @param titles one for each image
     * @return the grid with these titles
     */
    public ImageGrid titles(List<String> titles) {
        if (titles.size() != count) {
            throw new IllegalArgumentException(
                    "Titles: expected one for each of the " + count + " images, got " + titles.size());
        }
        return with(look.titles(List.copyOf(titles)));
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the grid with this text
     */
    public ImageGrid alternative(String text) {
        return with(look.alternative(text));
    }

    /**
     * Several grids side by side.
     *
     * @param grids one or more, each with its own title
     * @return one picture
     * @throws IllegalArgumentException if there is none, or the picture does not fit into memory
     */
    public static Picture strip(List<ImageGrid> grids) {
        Check.notEmpty("Grids", grids.size());
        long pixelsAcross = grids.stream()
                .mapToLong(g -> (long) g.across() * g.shape.width())
                .sum();
        int unit = unit(2 * ROOM, pixelsAcross);
        double[] units = grids.stream().mapToDouble(g -> g.unit(unit)).toArray();
        return finished(
                List.copyOf(grids),
                units,
                String.join("; ", grids.stream().map(ImageGrid::words).toList()));
    }

    /**
     * The grid as an image, for an animation.
     *
     * @return a new image, twice as many pixels as on the screen each way
     * @throws IllegalArgumentException if it does not fit into memory
     */
    public BufferedImage image() {
        return new GridPlan(List.of(this), new double[] {handy()})
                .drawing(Theme.SCREEN)
                .screen();
    }

    /** Length of a pixel in an animation, where every frame takes its memory. */
    private double handy() {
        return unit(unit(ROOM, (long) across() * shape.width()));
    }

    /** Length of a pixel when the grid stands alone: longer if images could else not be judged, as a page has room. */
    private double own() {
        int seen = (SEEN + shape.width() - 1) / shape.width();
        int fits = unit(PAGE, (long) across() * shape.width());
        return Math.max(handy(), unit(Math.min(seen, fits)));
    }

    /** How large a pixel may become for so many of them to have room. */
    private static int unit(int room, long pixels) {
        return (int) Math.max(1, Math.min(16, room / pixels));
    }

    @Override
    public Picture picture() {
        return finished(List.of(this), new double[] {own()}, words());
    }

    @Override
    public String toString() {
        return "ImageGrid[" + words() + "]";
    }

    private String words() {
        String what = count + (shape.channels() == 1 ? " grey" : " colour")
                + (count == 1 ? " image of " : " images of ") + shape.width() + "×" + shape.height() + " pixels"
                + (look.rows.isEmpty() ? "" : ", in rows " + String.join(", ", look.rows))
                + (look.heads.isEmpty() ? "" : ", in columns " + String.join(", ", look.heads));
        return !look.alternative.isEmpty() ? look.alternative : look.title.isEmpty() ? what : look.title + ": " + what;
    }

    private int across() {
        return look.columns > 0 ? Math.min(look.columns, count) : (int) Math.ceil(Math.sqrt(count));
    }

    /** Units of the drawing to a pixel of an image, each way. */
    private double unit(int otherwise) {
        return look.scale > 0 ? look.scale : (double) otherwise / Style.DENSITY;
    }

    // Grey pictures have few colours, which a palette keeps exactly; colour pictures are left as they are.
    private static Picture finished(List<ImageGrid> grids, double[] units, String words) {
        return Picture.drawn(new GridPlan(grids, units), words, Picture.EXACT);
    }

    /** Grids side by side, and the units of the drawing to a pixel in each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record GridPlan(List<ImageGrid> grids, double[] units) implements Drawing.Plan {
        @Override
        public double type() {
            return TYPE;
        }

        @Override
        public Drawing drawing(Theme theme) {
            double gaps = BETWEEN * (grids.size() - 1.0);
            double images = 0;
            for (int i = 0; i < units.length; i++) {
                ImageGrid grid = grids.get(i);
                images += units[i] * grid.across() * grid.shape.width();
                gaps += GAP * (grid.across() + 1.0) + grid.left(theme);
            }
            double factor = theme.fitted() ? (theme.width() - gaps) / images : 1;
            if (theme.fitted()) {
                Drawing.room("row of images", theme.width(), 2 * gaps);
            }
            double high = 0;
            for (int i = 0; i < units.length; i++) {
                high = Math.max(high, grids.get(i).height(factor * units[i], theme));
            }
            return new Drawing(factor * images + gaps, high, theme, g -> {
                double x = 0;
                for (int i = 0; i < units.length; i++) {
                    AffineTransform before = g.getTransform();
                    g.translate(x, 0);
                    grids.get(i).draw(g, factor * units[i], theme);
                    g.setTransform(before);
                    x += grids.get(i).left(theme) + grids.get(i).width(factor * units[i]) + BETWEEN;
                }
            });
        }
    }

    private double width(double unit) {
        return across() * (shape.width() * unit + GAP) + GAP;
    }

    private double height(double unit, Theme theme) {
        int down = (count + across() - 1) / across();
        return head(theme) + heads() + down * (shape.height() * unit + GAP + small(theme)) + GAP;
    }

    private int head(Theme theme) {
        return Text.available() && !theme.title(look.title).isEmpty() ? TITLE : 0;
    }

    private int small(Theme theme) {
        return Text.available() && theme.titles() && !look.titles.isEmpty() ? SMALL_TITLE : 0;
    }

    private int heads() {
        return Text.available() && !look.heads.isEmpty() ? SMALL_TITLE : 0;
    }

    /** Room for the titles of rows. */
    private double left(Theme theme) {
        Font font = theme.font(TYPE, false);
        double widest = look.rows.stream()
                .mapToDouble(text -> Text.width(text, font))
                .max()
                .orElse(0);
        return widest > 0 ? Math.ceil(widest) + SIDE : 0;
    }

    private void draw(Graphics2D g, double unit, Theme theme) {
        Font bold = theme.font(12.5, true);
        Font plain = theme.font(TYPE, false);
        double room = width(unit);
        int small = small(theme);
        String above = Text.fit(theme.title(look.title), bold, room);
        double left = left(theme);
        Text.draw(g, above, left + room / 2, TITLE - 7.0, 0.5, bold, theme.ink());
        double wide = shape.width() * unit;
        double high = shape.height() * unit;
        double top = head(theme) + heads();
        for (int i = 0; i < look.heads.size(); i++) {
            String text = Text.fit(look.heads.get(i), plain, wide);
            Text.draw(g, text, left + GAP + i * (wide + GAP) + wide / 2, top - 4, 0.5, plain, theme.ink());
        }
        for (int i = 0; i < look.rows.size(); i++) {
            double middle = top + GAP + i * (high + GAP + small) + small + high / 2;
            Text.draw(g, look.rows.get(i), left - SIDE / 2.0, middle + 4, 1, plain, theme.ink());
        }
        for (int i = 0; i < count; i++) {
            double x = left + GAP + i % across() * (wide + GAP);
            int row = i / across();
            double y = top + GAP + row * (high + GAP + small);
            if (small > 0) {
                String title = Text.fit(look.titles.get(i), plain, wide);
                Text.draw(g, title, x + wide / 2, y + 11, 0.5, plain, theme.ink());
            }
            Pixels.draw(g, image(i), x, y + small, wide, high, FINE);
        }
    }

    private BufferedImage image(int index) {
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        int plane = shape.height() * shape.width();
        for (int row = 0; row < shape.height(); row++) {
            for (int column = 0; column < shape.width(); column++) {
                int at = index * shape.channels() * plane + row * shape.width() + column;
                int red = level(pixels[at]);
                int green = shape.channels() == 1 ? red : level(pixels[at + plane]);
                int blue = shape.channels() == 1 ? red : level(pixels[at + 2 * plane]);
                image.setRGB(column, row, red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    private int level(float value) {
        double share = (value - look.black) / (look.white - look.black);
        return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
}
