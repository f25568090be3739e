package io.github.rieszflow.picture;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * What a pen draws, whatever it draws on: pixels, SVG or PDF.
 *
 * @param width in the drawing's own units, a pixel of the screen each
 * @param height the same
 * @param theme how it is drawn
 * @param pen draws it with its upper left corner at the origin, without the ground
 */
record Drawing(double width, double height, Theme theme, Consumer<Graphics2D> pen) {

    /** How a picture is drawn in each theme. */
    interface Plan {
        /** The size of its smallest type, which most of its text has, in the drawing's units. */
        double type();

        /**
         * The drawing.
         *
         * @throws IllegalArgumentException if the theme leaves too little room
         */
        Drawing drawing(Theme theme);
    }

    /** The pixels for the screen. */
    BufferedImage screen() {
        BufferedImage image = Style.paper(width, height, Style.DENSITY);
        Graphics2D g = Style.pen(image, Style.DENSITY);
        pen.accept(g);
        g.dispose();
        return image;
    }

    /** The pixels with so many to a unit. */
    BufferedImage pixels(int wide, int high, double scale) {
        Style.require(wide, high);
        BufferedImage image =
                new BufferedImage(wide, high, theme.clear() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Style.pen(image, scale);
        paint(g);
        g.dispose();
        return image;
    }

    /** Draws the ground and all that is on it. */
    void paint(Graphics2D g) {
        if (!theme.clear()) {
            g.setColor(theme.paper());
            // A little more than the page, so that its last row and column are full.
            g.fill(new Rectangle2D.Double(0, 0, width + 1, height + 1));
        }
        pen.accept(g);
    }

    /** Refuses a part of a figure that would be shorter than so many units. */
    static void room(String what, double length, double least) {
        if (!(length >= least)) {
            throw new IllegalArgumentException("The figure is too small for its type: its " + what + " would be "
                    + Math.round(100 * length / least) + " % of the least that can be read; make the figure wider or"
                    + " higher, or its type smaller");
        }
    }
}
