package io.github.rieszflow.picture;

import io.github.rieszflow.internal.PackedScript;
import io.github.rieszflow.internal.WholeFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A picture to zoom into, to turn and to play, drawn by plotly.js in the reader's browser; and the same as a still picture
 * and in words wherever scripts do not run: on a page that shows code, in print, in a notebook that is not trusted.
 *
 * <p>All of it is in the output itself: nothing is fetched, also not when the notebook is opened later, and the frame it
 * runs in can reach neither the page around it nor any network. The price is the size of the output, 0.5 to 1.5 MB: the
 * script takes 0.4 MB in the plane and 0.55 MB in space, and what is drawn is thinned, with a remark, to about 80,000
 * coordinates of points or 5,000 points of a curve.
 */
public final class Interactive implements Visible {
    private final Picture still;
    private final PlotlyScript script;
    private final String figure;
    private final int width;
    private final int height;

    Interactive(Picture still, PlotlyScript script, String figure, int width, int height) {
        this.still = still;
        this.script = script;
        this.figure = figure;
        this.width = width;
        this.height = height;
    }

    /** The still picture, with the interactive one in its HTML form. */
    @Override
    public Picture picture() {
        // The frame lies over the still picture and is transparent until the script has drawn.
        String frame =
                "<iframe title=\"Interactive picture\" sandbox=\"allow-scripts allow-downloads\" style=\"position:"
                        + "absolute;left:0;top:0;width:100%;height:100%;border:0\" srcdoc=\"" + Escape.html(page())
                        + "\"></iframe>";
        return still.live("<div style=\"position:relative;width:" + width + "px;height:" + height + "px\">"
                + still.coarse().element("max-width:100%;max-height:100%") + frame + "</div>");
    }

    /**
     * The interactive picture as a page of its own.
     *
     * @return HTML that needs nothing else
     */
    public String page() {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\""
                + " content=\"default-src 'none';script-src 'unsafe-inline' 'unsafe-eval';style-src 'unsafe-inline';"
                + "img-src data: blob:\"><title>" + Escape.html(still.alternative()) + "</title><style>html,body,#plot{"
                + "margin:0;width:100%;height:100%;overflow:hidden}</style></head><body><div id=\"plot\" role=\"img\""
                + " aria-label=\"" + Escape.html(still.alternative()) + "\"></div><script>"
                + PackedScript.run(script.packed(), PackedScript.pack(figure))
                + "</script></body>"
                + "</html>";
    }

    /**
     * Writes the interactive picture as a page of its own.
     *
     * @param file a name that ends in {@code .html}; an existing file is replaced, by a whole one or not at all
     * @return this
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws UncheckedIOException if the file cannot be written
     */
    public Interactive save(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new IllegalArgumentException("An interactive picture is a page: expected a file name ending in .html,"
                    + " got " + name + "; for the still picture use picture().save(\"….png\")");
        }
        WholeFile.write(file, out -> out.write(page().getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /**
     * Writes the interactive picture as a page of its own, as {@link #save(Path)}.
     *
     * @param file a path that ends in {@code .html}
     * @return this
     */
    public Interactive save(String file) {
        return save(Path.of(file));
    }

    @Override
    public String toString() {
        return "Interactive[" + width + "×" + height + ", "
                + still.alternative().lines().findFirst().orElse("") + "]";
    }
}
