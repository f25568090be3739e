package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Memory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * The one look of all pictures: an opaque white ground and dark ink, so that they read on light and dark pages, and the
 * colours of Okabe and Ito (2008), which the colour-blind can tell apart.
 */
final class Style {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x262626);
    static final Color FRAME = new Color(0x8c8c8c);
    static final Color RULE = new Color(0xe8e8e8);

    private static final Color BLUE = new Color(0x0072b2);
    private static final Color ORANGE = new Color(0xe69f00);
    private static final Color VERMILION = new Color(0xd55e00);
    private static final Color GREEN = new Color(0x009e73);
    private static final Color PURPLE = new Color(0xcc79a7);
    private static final Color SKY = new Color(0x56b4e9);
    private static final Color BLACK = new Color(0x000000);

    /** The points of a cloud, and the target under them. */
    static final Color CLOUD = BLUE;

    static final Color TARGET = ORANGE;

    /** Series of a chart, in this order. The yellow of Okabe and Ito is left out: it cannot be seen on white. */
    static final List<Color> SERIES = List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK);

    /** Colours that stay exact when the colours of a drawing are reduced. */
    static final List<Color> KEPT = List.of(PAPER, INK, FRAME, RULE, BLUE, ORANGE, VERMILION, GREEN, PURPLE, SKY);

    /** From low to high: one hue, ever darker, so that the order is seen by everybody and in print. */
    private static final int[] SHADES = {0xeef5fa, 0xa8cfe8, 0x4f9dcb, 0x0b629e, 0x052c4d};

    /** Pixels of an image to a pixel on the screen, for displays with fine pixels. */
    static final int DENSITY = 2;

    /** What a pixel takes until the picture is packed: as it is drawn, while its colours are counted, and as an index. */
    private static final double BYTES = 10;

    private static final int MOST_PIXELS = Integer.MAX_VALUE - 8;
    private static final String SMALLER = "show it smaller, by size or scale, or show less of it";

    private Style() {}

    /** A colour as a user writes it, refused if it is none. */
    static Color colour(String text) {
        if (!text.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException(
                    "Colour: expected # and six hexadecimal digits such as \"#d55e00\", got \"" + text + "\"");
        }
        return Color.decode(text);
    }

    /** Between two colours: 0 the first, 1 the second. */
    static Color mixed(Color one, Color other, double share) {
        int mixed = 0;
        for (int shift : new int[] {16, 8, 0}) {
            int low = one.getRGB() >> shift & 0xff;
            int high = other.getRGB() >> shift & 0xff;
            mixed |= (int) Math.round(low + share * (high - low)) << shift;
        }
        return new Color(mixed);
    }

    /** The colour for a value, 0 the lowest and 1 the highest. */
    static Color shade(double share) {
        double at = Math.max(0, Math.min(1, share)) * (SHADES.length - 1);
        int below = (int) Math.min(SHADES.length - 2, Math.floor(at));
        return mixed(new Color(SHADES[below]), new Color(SHADES[below + 1]), at - below);
    }

    /** A text on a shade. */
    static Color inkOn(double share) {
        return share > 0.55 ? PAPER : INK;
    }

    /**
     * A white image; lengths are then given in screen pixels.
     *
     * @throws IllegalArgumentException if it does not fit into memory
     */
    static BufferedImage paper(double width, double height, int density) {
        require(width * density, height * density);
        BufferedImage image =
                new BufferedImage((int) (width * density), (int) (height * density), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(PAPER);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.dispose();
        return image;
    }

    /** Refuses an image that is too large to be drawn, given in pixels of the image. */
    static void require(double width, double height) {
        String what = String.format(Locale.ROOT, "a picture of %.0f×%.0f pixels", width, height);
        if (Math.max(width, height) > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw new IllegalArgumentException(what + " would take " + Memory.text(BYTES * width * height)
                    + ", one picture has at most " + MOST_PIXELS + " pixels: " + SMALLER);
        }
        Memory.require(BYTES * width * height, what, SMALLER);
    }

    /** Refuses an animation of so many frames like this one, which are all drawn before their colours are counted. */
    static void requireFrames(int count, BufferedImage frame) {
        double pixels = (double) frame.getWidth() * frame.getHeight();
        Memory.require(
                (count + 2.0) * (Integer.BYTES + 1) * pixels,
                count + " frames of " + frame.getWidth() + "×" + frame.getHeight() + " pixels",
                "take fewer or smaller ones");
    }

    /** A smooth pen, with so many pixels of the image to a unit. */
    static Graphics2D pen(BufferedImage image, double density) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(density, density);
        g.setStroke(new BasicStroke(1));
        return g;
    }
}
