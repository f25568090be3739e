package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A picture for a paper: drawn anew for a width in millimetres and a type in points, as SVG, PDF or a fine PNG.
 *
 * <pre>{@code
 * Chart.of("").x("step").y("MMD²").logY().line("exact", steps, exact)
 *         .figure().width(84).type(8).save("error.pdf")
 * }</pre>
 *
 * <p>The type keeps its size in the file, whatever the width: it is that of the numbers at the axes; labels are a tenth
 * larger, titles a fifth. Without {@link #type} it is 8 points in a figure whose width is given; without both, a figure is
 * as large as on a screen of 96 pixels to the inch. Text becomes outlines, so that a file looks the same everywhere and needs
 * no font; words in it cannot be searched, and what it shows stands in its title.
 *
 * <p>SVG and PDF are written by the library VectorGraphics2D, which may be left out where neither is wanted.
 */
public final class PaperFigure implements Drawable {
    private static final double INCH = 25.4;
    private static final double POINTS = 72;
    /** Of a screen, to an inch. */
    private static final double PIXELS = 96;
    /** Of most journals. */
    private static final double USUAL = 8;

    /** Millimetres and points, NaN for those that follow from the others. */
    private record Size(double width, double height, double type, int dpi) {}

    private final Drawing.Plan plan;
    private final String alternative;
    private final Size size;
    private final Theme theme;

    private PaperFigure(Drawing.Plan plan, String alternative, Size size, Theme theme) {
        this.plan = plan;
        this.alternative = alternative;
        this.size = size;
        this.theme = theme;
    }

    static PaperFigure of(Drawing.Plan plan, String alternative) {
        return new PaperFigure(plan, alternative, new Size(Double.NaN, Double.NaN, Double.NaN, 300), Theme.LIGHT);
    }

    private PaperFigure with(Size other) {
        return new PaperFigure(plan, alternative, other, theme);
    }

    private PaperFigure with(Theme other) {
        return new PaperFigure(plan, alternative, size, other);
    }

    /**
     * Sets the width of the page.
     *
     * @param millimetres from 10 to 2000, such as 84 for one column of a journal, 174 for two
     * @return the figure with this width
     * @throws IllegalArgumentException if the width is out of range
     */
    public PaperFigure width(double millimetres) {
        return with(new Size(between("width", millimetres, 10, 2000, "mm"), size.height, size.type, size.dpi));
    }

    /**
     * Sets the height of the page of a chart or a heat map; the height of clouds and images follows from their width.
     *
     * @param millimetres from 10 to 2000; without this the picture keeps its proportions
     * @return the figure with this height
     * @throws IllegalArgumentException if the height is out of range
     */
    public PaperFigure height(double millimetres) {
        return with(new Size(size.width, between("height", millimetres, 10, 2000, "mm"), size.type, size.dpi));
    }

    /**
     * Sets the size of the type.
     *
     * @param points from 3 to 72: the size of the numbers at the axes, on which all other type depends
     * @return the figure with this type
     * @throws IllegalArgumentException if the size is out of range
     */
    public PaperFigure type(double points) {
        return with(new Size(size.width, size.height, between("type", points, 3, 72, "points"), size.dpi));
    }

    /**
     * Sets how many pixels a PNG has to an inch; SVG and PDF have none.
     *
     * @param dpi from 30 to 2400; 300 without this
     * @return the figure with this resolution
     * @throws IllegalArgumentException if the number is out of range
     */
    public PaperFigure dpi(int dpi) {
        return with(new Size(size.width, size.height, size.type, (int) between("dpi", dpi, 30, 2400, "pixels")));
    }

    private static double between(String what, double value, double least, double most, String unit) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "PaperFigure: expected a %s of %.0f to %.0f %s, got %s",
                    what,
                    least,
                    most,
                    unit,
                    value));
        }
        return value;
    }

    /**
     * Sets the family of the type.
     *
     * @param family one of this machine's, such as "Helvetica", or "SansSerif", "Serif" or "Monospaced"
     * @return the figure with this type
     * @throws IllegalArgumentException if this machine has no such fonts
     */
    public PaperFigure font(String family) {
        return with(theme.family(Text.family(family)));
    }

    /**
     * Makes ink and colours light and the ground dark.
     *
     * @return the figure for a dark page
     */
    public PaperFigure dark() {
        return with(Theme.DARK.family(theme.family()).without(theme.clear(), theme.titles(), theme.legend()));
    }

    /**
     * Leaves out the ground, so that the page is seen through the figure.
     *
     * @return the figure without a ground
     */
    public PaperFigure transparent() {
        return with(theme.without(true, theme.titles(), theme.legend()));
    }

    /**
     * Leaves out all titles, where the caption says what they say.
     *
     * @return the figure without titles
     */
    public PaperFigure untitled() {
        return with(theme.without(theme.clear(), false, theme.legend()));
    }

    /**
     * Leaves out the legend.
     *
     * @return the figure without a legend
     */
    public PaperFigure noLegend() {
        return with(theme.without(theme.clear(), theme.titles(), false));
    }

    /** The drawing, and how many millimetres a unit of it takes. */
    private record Page(Drawing drawing, double scale) {
        double width() {
            return scale * drawing.width();
        }

        double height() {
            return scale * drawing.height();
        }
    }

    private Page page() {
        boolean wide = !Double.isNaN(size.width);
        double type = !Double.isNaN(size.type) ? size.type : wide ? USUAL : plan.type() * POINTS / PIXELS;
        double scale = type / plan.type() * INCH / POINTS;
        double width = size.width / scale;
        double height = size.height / scale;
        Drawing drawing = plan.drawing(theme.room(width, height));
        if (!Double.isNaN(height) && Math.abs(drawing.height() - height) > 1e-9 * height) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "PaperFigure: expected no height, as that of clouds and images follows from their width and would be"
                            + " %.1f mm, got %.1f mm; leave out height(…)",
                    drawing.height() * scale,
                    size.height));
        }
        return new Page(drawing, scale);
    }

    /**
     * The figure as a PNG, with as many pixels as {@link #dpi} asks for.
     *
     * @throws IllegalArgumentException if the type leaves too little room for the picture, or it does not fit into memory
     */
    @Override
    public Picture picture() {
        Page page = page();
        double pixels = size.dpi / INCH;
        int wide = Math.max(1, (int) Math.rint(page.width() * pixels));
        int high = Math.max(1, (int) Math.rint(page.height() * pixels));
        BufferedImage image = page.drawing().pixels(wide, high, page.scale() * pixels);
        double screen = PIXELS / size.dpi;
        return Picture.of(
                this,
                Png.resolution(Png.encode(image), size.dpi),
                alternative,
                Math.max(1, (int) Math.rint(wide * screen)),
                Math.max(1, (int) Math.rint(high * screen)));
    }

    @Override
    public PaperFigure figure() {
        return this;
    }

    /**
     * Writes the figure to a file, replacing it by a whole one or not at all.
     *
     * @param file a name that ends in {@code .png}, {@code .svg} or {@code .pdf}
     * @return the figure as a picture
     * @throws IllegalArgumentException if the name ends otherwise, or as {@link #picture()}
     * @throws IllegalStateException if the name ends in {@code .svg} or {@code .pdf} and what writes these is not there
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    @Override
    public Picture save(Path file) {
        return picture().save(file);
    }

    /** The content of a file of this format, svg or pdf. */
    byte[] file(String format) {
        Page page = page();
        try {
            byte[] file = OutlinePen.page(format, page.drawing(), page.width(), page.height(), page.scale());
            return format.equals("svg") ? finished(new String(file, StandardCharsets.UTF_8), page) : file;
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException(
                    "SVG and PDF need the library VectorGraphics2D, which is not on the class path: add"
                            + " de.erichseifert.vectorgraphics2d:VectorGraphics2D:0.13, or save a .png",
                    absent);
        }
    }

    /** The size in millimetres, what the figure shows in words, and names that are the same in every run. */
    private byte[] finished(String svg, Page page) {
        int start = svg.indexOf("<svg");
        int end = svg.indexOf('>', start) + 1;
        String head = String.format(
                Locale.ROOT,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%n<svg xmlns=\"http://www.w3.org/2000/svg\""
                        + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"%.4fmm\""
                        + " height=\"%.4fmm\" viewBox=\"0 0 %.4f %.4f\" role=\"img\">%n<title>%s</title>",
                page.width(),
                page.height(),
                page.width(),
                page.height(),
                Escape.html(alternative));
        String body = svg.substring(end).replace("<image ", "<image style=\"image-rendering:pixelated\" ");
        return SvgNames.counted(head.replace("\r", "") + body).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        Page page = page();
        return String.format(
                Locale.ROOT,
                "PaperFigure[%.1f×%.1f mm, type of %.1f points, %s]",
                page.width(),
                page.height(),
                page.scale() * plan.type() * POINTS / INCH,
                alternative.lines().findFirst().orElse(""));
    }
}
