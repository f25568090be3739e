package io.github.rieszflow.picture;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Draws on a page of SVG or PDF. Text becomes outlines: a file then shows everywhere what the PNG shows, needs no font and
 * embeds none, also where Java's fonts are known by a name only.
 */
final class OutlinePen extends VectorGraphics2D {
    private static final double DIGITS = 100;

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

    /** What has no ink is not in the file. */
    @Override
    public void fill(Shape shape) {
        if (getColor().getAlpha() > 0) {
            super.fill(shape instanceof Path2D path ? rounded(path) : shape);
        }
    }

    @Override
    public void draw(Shape shape) {
        if (getColor().getAlpha() > 0) {
            super.draw(shape instanceof Path2D path ? rounded(path) : shape);
        }
    }

    /** The same to a hundredth of a pixel: all digits of a double would make files five times as large. */
    private static Shape rounded(Path2D path) {
        Path2D.Double round = new Path2D.Double(path.getWindingRule());
        double[] at = new double[6];
        for (PathIterator parts = path.getPathIterator(null); !parts.isDone(); parts.next()) {
            int part = parts.currentSegment(at);
            for (int i = 0; i < at.length; i++) {
                at[i] = Math.rint(at[i] * DIGITS) / DIGITS;
            }
            switch (part) {
                case PathIterator.SEG_MOVETO -> round.moveTo(at[0], at[1]);
                case PathIterator.SEG_LINETO -> round.lineTo(at[0], at[1]);
                case PathIterator.SEG_QUADTO -> round.quadTo(at[0], at[1], at[2], at[3]);
                case PathIterator.SEG_CUBICTO -> round.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> round.closePath();
            }
        }
        return round;
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
