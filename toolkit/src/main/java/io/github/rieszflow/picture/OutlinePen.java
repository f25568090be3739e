package io.github.rieszflow.picture;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Draws on a page of SVG or PDF. Text becomes outlines: a file then shows everywhere what the PNG shows, needs no font and
 * embeds none, also where Java's fonts are known by a name only.
 */
final class OutlinePen extends VectorGraphics2D {
    private OutlinePen() {}

    /** A page of this size in millimetres, which are its units; {@code scale} of them to a unit of the drawing. */
    static byte[] page(String format, Drawing drawing, double width, double height, double scale) {
        OutlinePen pen = new OutlinePen();
        pen.setRenderingHint(Pixels.VECTOR, true);
        pen.scale(scale, scale);
        pen.setStroke(new BasicStroke(1));
        drawing.paint(pen);
        Document document = Processors.get(format).getDocument(pen.getCommands(), new PageSize(width, height));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            document.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The figure could not be written as " + format, e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void drawString(String text, float x, float y) {
        fill(getFont().createGlyphVector(getFontRenderContext(), text).getOutline(x, y));
    }

    @Override
    public void drawString(String text, int x, int y) {
        drawString(text, (float) x, (float) y);
    }
}
