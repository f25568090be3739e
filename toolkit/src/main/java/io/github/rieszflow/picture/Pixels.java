package io.github.rieszflow.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Images made of pixels within drawings. */
final class Pixels {
    /** Set where a drawing does not end as pixels. */
    static final RenderingHints.Key VECTOR = new RenderingHints.Key(1) {
        @Override
        public boolean isCompatibleValue(Object value) {
            return value instanceof Boolean;
        }
    };

    private Pixels() {}

    /**
     * Draws an image over a rectangle, each of its pixels as a sharp one. Viewers of vector files smooth what they enlarge: so
     * there it is enlarged to about {@code fine} pixels before, of which only those at edges are smoothed.
     */
    static void draw(Graphics2D g, BufferedImage image, double x, double y, double width, double height, int fine) {
        BufferedImage drawn = g.getRenderingHint(VECTOR) == null ? image : enlarged(image, fine);
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.scale(width / drawn.getWidth(), height / drawn.getHeight());
        g.drawImage(drawn, 0, 0, null);
        g.setTransform(before);
    }

    private static BufferedImage enlarged(BufferedImage image, int fine) {
        int across = Math.max(1, fine / image.getWidth());
        int down = Math.max(1, fine / image.getHeight());
        BufferedImage large = new BufferedImage(image.getWidth() * across, image.getHeight() * down, image.getType());
        Graphics2D g = large.createGraphics();
        g.drawImage(image, 0, 0, large.getWidth(), large.getHeight(), null);
        g.dispose();
        return large;
    }
}
