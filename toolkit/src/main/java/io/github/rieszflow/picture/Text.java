package io.github.rieszflow.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** Text in pictures. Without any font on the machine pictures are drawn without text. */
final class Text {
    private static final boolean AVAILABLE = probe();

    private Text() {}

    static boolean available() {
        return AVAILABLE;
    }

    /** Refuses a picture that means nothing without its text. */
    static void require(String what) {
        if (!AVAILABLE) {
            throw new IllegalStateException(what + " needs a font to write with, and this machine has none: install the"
                    + " packages fontconfig and fonts-dejavu-core (Debian, Ubuntu) and start Java again");
        }
    }

    static Font font(double size, boolean bold) {
        return font(Font.SANS_SERIF, size, bold);
    }

    static Font font(String family, double size, boolean bold) {
        return new Font(family, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
    }

    /** A family of fonts of this machine. */
    static String family(String name) {
        String[] all = GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames(Locale.ROOT);
        for (String known : all) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "Font: expected a family of this machine, got \"" + name + "\"; there are " + String.join(", ", all));
    }

    /** Draws one line whose baseline is at y; {@code anchor} 0 puts its left end at x, 0.5 its middle, 1 its right end. */
    static void draw(Graphics2D g, String text, double x, double y, double anchor, Font font, Color colour) {
        if (!AVAILABLE || text.isEmpty()) {
            return;
        }
        g.setFont(font);
        g.setColor(colour);
        g.drawString(text, (float) (x - anchor * width(text, font)), (float) y);
    }

    /** The length of a line, 0 without fonts. */
    static double width(String text, Font font) {
        if (!AVAILABLE || text.isEmpty()) {
            return 0;
        }
        Rectangle2D bounds = font.getStringBounds(text, new FontRenderContext(null, true, true));
        return bounds.getWidth();
    }

    /** The text, cut with an ellipsis where it is longer than the room for it. */
    static String fit(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 1 && width(text.substring(0, end) + "…", font) > room) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    // RuntimeException on some JDKs, InternalError and then NoClassDefFoundError on others: hence Throwable.
    private static boolean probe() {
        try {
            Graphics2D g = Style.paper(8, 8, 1).createGraphics();
            g.setFont(font(10, false));
            g.drawString("x", 1, 7);
            g.dispose();
            return true;
        } catch (Throwable noFonts) {
            return false;
        }
    }
}
