package io.github.rieszflow.picture;

import io.github.rieszflow.internal.WholeFile;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A finished picture: a PNG image, an animated GIF, a piece of HTML or a text, always with a text that says it in words.
 *
 * <p>What a notebook receives:
 *
 * <ul>
 *   <li>PNG: {@code image/png} and {@code text/plain}. The alternative text is the {@code text/plain}, so it is always in
 *       the notebook; as {@code alt} of {@code image/png} in the output's metadata it also becomes {@code <img alt>} where
 *       a viewer knows how (nbconvert's classic template does, its lab template leaves out any PNG's). An {@code <img>} in
 *       HTML would carry it everywhere, but every viewer and exporter, GitHub, Markdown, LaTeX and PDF among them, is sure
 *       to show a PNG, and both together would double the notebook's size.
 *   <li>GIF: {@code text/html} with {@code <img src="data:image/gif;base64,…" alt="…">} and {@code text/plain}, because
 *       nbconvert and others print {@code image/gif} as text.
 *   <li>HTML: {@code text/html} and {@code text/plain}; text: {@code text/plain} alone.
 *   <li>{@link Interactive}: {@code text/html} with scripts in a frame of its own, over the PNG as an {@code <img>}; and
 *       {@code image/png} and {@code text/plain} as any PNG.
 * </ul>
 *
 * Never SVG: nbconvert 6 prefers it to PNG and empties it. As a file, what is drawn is also SVG and PDF: see {@link PaperFigure}.
 */
public final class Picture implements Visible {
    private static final List<String> FORMATS = List.of("svg", "pdf");

    /** Instead of a number of colours: all of them. */
    static final int EXACT = -1;

    private enum Kind {
        PNG("png"),
        GIF("gif"),
        HTML("html"),
        TEXT("txt");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }
    }

    private final Kind kind;
    private final byte[] content;
    private final String alternative;
    private final int width;
    private final int height;
    /** An interactive form in HTML; empty if there is none. */
    private final String live;
    /** What it is drawn from; null if it is made of pixels. */
    private final @Nullable PaperFigure figure;
    /** What it shows as a table, null if it is none. */
    private final @Nullable TableHtml table;

    private Picture(Kind kind, byte[] content, String alternative, int width, int height) {
        this(kind, content, alternative, width, height, "", null, null);
    }

    private Picture(
            Kind kind,
            byte[] content,
            String alternative,
            int width,
            int height,
            String live,
            @Nullable PaperFigure figure,
            @Nullable TableHtml table) {
        Objects.requireNonNull(alternative, "alternative");
        if (alternative.isBlank()) {
            throw new IllegalArgumentException(
                    "A picture needs an alternative text that says what it shows: got a blank one");
        }
        this.kind = kind;
        this.content = content;
        this.alternative = alternative.strip();
        this.width = width;
        this.height = height;
        this.live = live;
        this.figure = figure;
        this.table = table;
    }

    /**
     * A PNG picture.
     *
     * @param image the pixels, copied
     * @param alternative what the picture shows, in words
     * @return the picture
     */
    public static Picture png(BufferedImage image, String alternative) {
        return png(image, alternative, 1);
    }

    /** A PNG picture with {@code density} pixels to each unit of length on the screen. */
    static Picture png(BufferedImage image, String alternative, int density) {
        return new Picture(
                Kind.PNG, Png.encode(image), alternative, image.getWidth() / density, image.getHeight() / density);
    }

    /** A picture drawn for the screen, with at most so many colours, as a PNG that remembers how it is drawn. */
    static Picture drawn(Drawing.Plan plan, String alternative, int colours) {
        BufferedImage image = plan.drawing(Theme.SCREEN).screen();
        boolean few = colours != EXACT
                || Palette.of(List.of(image), Integer.MAX_VALUE).size() <= 256;
        byte[] png = Png.encode(few ? Palette.reduce(image, colours == EXACT ? 256 : colours) : image);
        return new Picture(
                Kind.PNG,
                png,
                alternative,
                image.getWidth() / Style.DENSITY,
                image.getHeight() / Style.DENSITY,
                "",
                PaperFigure.of(plan, alternative),
                null);
    }

    /** A PNG made with a figure's choices, of a size in pixels of the screen. */
    static Picture of(PaperFigure figure, byte[] png, String alternative, int width, int height) {
        return new Picture(Kind.PNG, png, alternative, width, height, "", figure, null);
    }

    /** A table, which knows more than its HTML. */
    static Picture of(TableHtml table) {
        return new Picture(
                Kind.HTML, table.html().getBytes(StandardCharsets.UTF_8), table.text(), 0, 0, "", null, table);
    }

    /**
     * A GIF picture, usually animated.
     *
     * @param bytes the content of a GIF file, copied
     * @param alternative what the picture shows, in words
     * @return the picture
     * @throws IllegalArgumentException if the bytes do not begin as a GIF file does
     */
    public static Picture gif(byte[] bytes, String alternative) {
        if (bytes.length < 10 || bytes[0] != 'G' || bytes[1] != 'I' || bytes[2] != 'F') {
            throw new IllegalArgumentException("Expected the content of a GIF file, got " + bytes.length
                    + " bytes that do not begin with \"GIF\"");
        }
        int width = (bytes[6] & 0xff) | (bytes[7] & 0xff) << 8;
        int height = (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8;
        return new Picture(Kind.GIF, bytes.clone(), alternative, width, height);
    }

    /**
     * A picture made of HTML, such as a table.
     *
     * @param html a fragment without scripts; texts in it must be escaped
     * @param text the same as plain text
     * @return the picture
     */
    public static Picture html(String html, String text) {
        return new Picture(Kind.HTML, html.getBytes(StandardCharsets.UTF_8), text, 0, 0);
    }

    /**
     * A picture that is only a text.
     *
     * @param text one or more lines
     * @return the picture
     */
    public static Picture text(String text) {
        return new Picture(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8), text, 0, 0);
    }

    /**
     * The picture in every form it has, best first.
     *
     * @return MIME type to content, images in base64; always with {@code text/plain}
     */
    public Map<String, String> bundle() {
        Map<String, String> bundle = new LinkedHashMap<>();
        switch (kind) {
            case PNG -> {
                if (!live.isEmpty()) {
                    bundle.put("text/html", live);
                }
                bundle.put("image/png", base64());
            }
            case GIF -> bundle.put("text/html", element(""));
            case HTML -> bundle.put("text/html", new String(content, StandardCharsets.UTF_8));
            case TEXT -> {}
        }
        bundle.put("text/plain", alternative);
        return Collections.unmodifiableMap(bundle);
    }

    /**
     * What a notebook should know about the picture beside its content: the alternative text and the size on the screen.
     *
     * @return MIME type to a map with {@code alt}, {@code width} and {@code height}; empty unless the picture is a PNG
     */
    public Map<String, Map<String, Object>> metadata() {
        return kind == Kind.PNG
                ? Map.of("image/png", Map.of("alt", alternative, "width", width, "height", height))
                : Map.of();
    }

    /**
     * What the picture shows, in words.
     *
     * @return the text given when the picture was made
     */
    public String alternative() {
        return alternative;
    }

    /**
     * The pixels; of an animation, those of its first frame.
     *
     * @return a new image
     * @throws IllegalStateException if this picture is HTML or text, which have no pixels
     */
    public BufferedImage image() {
        if (width == 0) {
            throw new IllegalStateException("This picture is " + kind + " and has no pixels: use save(\"picture."
                    + kind.extension + "\") or bundle()");
        }
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(content)), "not an image");
        } catch (IOException e) {
            throw new UncheckedIOException("The picture's bytes cannot be read as " + kind, e);
        }
    }

    /**
     * The picture for a paper, drawn anew with choices of its own.
     *
     * @return the figure
     * @throws IllegalStateException if this picture is not drawn but made of pixels, moves, or is HTML or text
     */
    @Override
    public PaperFigure figure() {
        if (figure == null) {
            throw new IllegalStateException("This picture is " + what()
                    + " and cannot be drawn anew: a figure is made of what draws itself, such"
                    + " as chart() or clouds()");
        }
        return figure;
    }

    private String what() {
        return switch (kind) {
            case PNG -> figure != null ? "drawn" : "a PNG";
            case GIF -> "an animation";
            case HTML -> table != null ? "a table" : "a page";
            case TEXT -> "a text";
        };
    }

    /**
     * Writes the picture to a file, replacing it by a whole one or not at all.
     *
     * @param file a name that ends as the picture does: {@code .png}, {@code .gif}, {@code .html} or {@code .txt}; of what is
     *     drawn also {@code .svg} or {@code .pdf}; of a table also {@code .csv} or {@code .tex}
     * @return this picture
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws IllegalStateException if the name ends in {@code .svg} or {@code .pdf} and what writes these is not there
     * @throws UncheckedIOException if the file cannot be written
     */
    public Picture save(Path file) {
        String ending = ending(file);
        byte[] bytes = ending.equals(kind.extension)
                ? content
                : figure != null && FORMATS.contains(ending)
                        ? figure.file(ending)
                        : table != null ? table.file(ending) : null;
        if (bytes == null) {
            throw new IllegalArgumentException("This picture is " + what() + ": expected a file name ending in "
                    + endings() + ", got " + file.getFileName());
        }
        WholeFile.write(file, out -> out.write(bytes));
        return this;
    }

    /** The endings that this picture can be saved with. */
    private String endings() {
        return figure != null
                ? ".png, .svg or .pdf"
                : table != null ? ".html, .txt, .csv or .tex" : "." + kind.extension;
    }

    boolean hasPixels() {
        return width > 0;
    }

    String extension() {
        return kind.extension;
    }

    /** What follows the last dot of a file's name. */
    static String ending(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /**
     * Writes the picture to a file, as {@link #save(Path)}.
     *
     * @param file a path
     * @return this picture
     */
    public Picture save(String file) {
        return save(Path.of(file));
    }

    @Override
    public Picture picture() {
        return this;
    }

    @Override
    public String toString() {
        String size = width == 0 ? "" : " " + width + "×" + height + ",";
        return "Picture[" + kind + "," + size + " "
                + alternative.lines().findFirst().orElse("") + "]";
    }

    /** The same picture, with an interactive form for notebooks that show HTML. */
    Picture live(String html) {
        if (kind != Kind.PNG) {
            throw new IllegalArgumentException(
                    "An interactive picture needs a PNG for where scripts do not run, got a " + kind);
        }
        return new Picture(kind, content, alternative, width, height, html, figure, table);
    }

    /** The same picture with one pixel to each on the screen, and few colours: a small file. */
    Picture coarse() {
        BufferedImage fine = image();
        BufferedImage image = Style.paper(width, height, 1);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(fine, 0, 0, width, height, null);
        g.dispose();
        return png(Palette.reduce(image, 16), alternative);
    }

    /** The pixels as an element of HTML. */
    String element(String style) {
        return "<img src=\"data:image/" + kind.extension + ";base64," + base64() + "\" width=\"" + width + "\""
                + (style.isEmpty() ? "" : " style=\"" + style + "\"") + " alt=\"" + Escape.html(alternative) + "\">";
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(content);
    }
}
