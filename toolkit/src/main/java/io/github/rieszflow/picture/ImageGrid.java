package io.github.rieszflow.picture;

import java.awt.Font;
import java.awt.Graphics2D;
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
public final class ImageGrid implements Visible {
    private static final int GAP = 2;
    private static final int ROOM = 1000;
    private static final int TITLE = 24;
    private static final int SMALL_TITLE = 15;

    private record Look(
            double black,
            double white,
            int columns,
            int scale,
            String title,
            List<String> titles,
            String alternative) {}

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
        return new ImageGrid(pixels.clone(), count, shape, new Look(0, 1, 0, 0, "", List.of(), ""));
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
        return with(new Look(black, white, look.columns, look.scale, look.title, look.titles, look.alternative));
    }

    /**
     * Sets the number of images in a row.
     *
     * @param columns at least 1
     * @return the grid with this width
     */
    public ImageGrid columns(int columns) {
        Check.atLeast("Columns", 1, columns);
        return with(new Look(look.black, look.white, columns, look.scale, look.title, look.titles, look.alternative));
    }

    /**
     * Sets how many screen pixels make one pixel of an image, each way. Without it the grid gets a handy size.
     *
     * @param factor at least 1
     * @return the grid with this scale
     */
    public ImageGrid scale(int factor) {
        Check.atLeast("Scale", 1, factor);
        return with(new Look(look.black, look.white, look.columns, factor, look.title, look.titles, look.alternative));
    }

    /**
     * Sets the title above the grid.
     *
     * @param title such as "step 3"; empty for none
     * @return the grid with this title
     */
    public ImageGrid title(String title) {
        return with(new Look(look.black, look.white, look.columns, look.scale, title, look.titles, look.alternative));
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
        return with(new Look(
                look.black, look.white, look.columns, look.scale, look.title, List.copyOf(titles), look.alternative));
    }

    /**
     * Sets what the picture shows, in words.
     *
     * @param text the alternative text
     * @return the grid with this text
     */
    public ImageGrid alternative(String text) {
        return with(new Look(look.black, look.white, look.columns, look.scale, look.title, look.titles, text));
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
        List<BufferedImage> images =
                grids.stream().map(g -> g.draw(g.unit(unit))).toList();
        int gap = 12 * Style.DENSITY;
        double wide = images.stream().mapToDouble(i -> i.getWidth() + gap).sum() - gap;
        int high = images.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
        BufferedImage all = Style.paper(wide, high, 1);
        Graphics2D g = all.createGraphics();
        int x = 0;
        for (BufferedImage image : images) {
            g.drawImage(image, x, 0, null);
            x += image.getWidth() + gap;
        }
        g.dispose();
        return finished(
                all, String.join("; ", grids.stream().map(ImageGrid::words).toList()));
    }

    /**
     * The grid as an image, for an animation.
     *
     * @return a new image, twice as many pixels as on the screen each way
     * @throws IllegalArgumentException if it does not fit into memory
     */
    public BufferedImage image() {
        return draw(unit(unit(ROOM, (long) across() * shape.width())));
    }

    /** How large a pixel may become for so many of them to have room. */
    private static int unit(int room, long pixels) {
        return (int) Math.max(1, Math.min(16, room / pixels));
    }

    @Override
    public Picture picture() {
        return finished(image(), words());
    }

    @Override
    public String toString() {
        return "ImageGrid[" + words() + "]";
    }

    private String words() {
        String what = count + (shape.channels() == 1 ? " grey" : " colour")
                + (count == 1 ? " image of " : " images of ") + shape.width() + "×" + shape.height() + " pixels";
        return !look.alternative.isEmpty() ? look.alternative : look.title.isEmpty() ? what : look.title + ": " + what;
    }

    private int across() {
        return look.columns > 0 ? Math.min(look.columns, count) : (int) Math.ceil(Math.sqrt(count));
    }

    /** Image pixels of the picture to a pixel of an image, each way. */
    private long unit(int otherwise) {
        return look.scale > 0 ? (long) look.scale * Style.DENSITY : otherwise;
    }

    // Grey pictures have few colours, which a palette keeps exactly; colour pictures are left as they are.
    private static Picture finished(BufferedImage image, String words) {
        Palette palette = Palette.of(List.of(image), Integer.MAX_VALUE);
        return Picture.png(palette.size() <= 256 ? Palette.reduce(image, 256) : image, words, Style.DENSITY);
    }

    private BufferedImage draw(long size) {
        int across = across();
        int down = (count + across - 1) / across;
        boolean text = Text.available();
        int head = text && !look.title.isEmpty() ? TITLE * Style.DENSITY : 0;
        int small = text && !look.titles.isEmpty() ? SMALL_TITLE * Style.DENSITY : 0;
        int gap = GAP * Style.DENSITY;
        double wide = across * ((double) shape.width() * size + gap) + gap;
        double high = head + down * ((double) shape.height() * size + gap + small) + gap;
        BufferedImage image = Style.paper(wide, high, 1);
        int unit = (int) size;
        Graphics2D g = Style.pen(image, Style.DENSITY);
        Font bold = Text.font(12.5, true);
        Font plain = Text.font(10.5, false);
        double room = wide / Style.DENSITY;
        Text.draw(g, Text.fit(look.title, bold, room), room / 2, TITLE - 7.0, 0.5, bold, Style.INK);
        for (int i = 0; i < count; i++) {
            int x = gap + i % across * (shape.width() * unit + gap);
            int y = head + gap + i / across * (shape.height() * unit + gap + small);
            if (small > 0) {
                double cell = (double) shape.width() * unit / Style.DENSITY;
                String title = Text.fit(look.titles.get(i), plain, cell);
                Text.draw(
                        g,
                        title,
                        (double) x / Style.DENSITY + cell / 2,
                        (double) y / Style.DENSITY + 11,
                        0.5,
                        plain,
                        Style.INK);
            }
            paint(image, i, x, y + small, unit);
        }
        g.dispose();
        return image;
    }

    private void paint(BufferedImage image, int index, int left, int top, int unit) {
        int plane = shape.height() * shape.width();
        for (int row = 0; row < shape.height(); row++) {
            for (int column = 0; column < shape.width(); column++) {
                int at = index * shape.channels() * plane + row * shape.width() + column;
                int red = level(pixels[at]);
                int green = shape.channels() == 1 ? red : level(pixels[at + plane]);
                int blue = shape.channels() == 1 ? red : level(pixels[at + 2 * plane]);
                int rgb = red << 16 | green << 8 | blue;
                for (int dy = 0; dy < unit; dy++) {
                    for (int dx = 0; dx < unit; dx++) {
                        image.setRGB(left + column * unit + dx, top + row * unit + dy, rgb);
                    }
                }
            }
        }
    }

    private int level(float value) {
        double share = (value - look.black) / (look.white - look.black);
        return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
}
