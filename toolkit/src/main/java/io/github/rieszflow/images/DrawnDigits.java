package io.github.rieszflow.images;

import io.github.rieszflow.glyph.Polyline;
import io.github.rieszflow.glyph.StrokeFont;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;
import java.util.List;

/**
 * Draws digits: strokes of the pen font, bent by a smooth random field and an affine map, fitted as the makers of MNIST did
 * (a box of about 20 pixels, centred by mass), and shaded by the distance of each pixel to the nearest stroke.
 * Only +, −, ×, ÷, √ and {@link StrictMath}, so that every JDK draws the same bytes.
 */
final class DrawnDigits {
    static final int SIDE = 28;
    private static final int CLASSES = 10;
    /** The largest extent of the ink in pixels. */
    private static final double BOX = 20;
    /** Over how many pixels the edge of a stroke fades. */
    private static final double EDGE = 1.3;
    /** Vertices of the bending field in each direction; the field is a uniform quadratic spline over them. */
    private static final int LATTICE = 5;

    private static final List<List<List<Polyline>>> FORMS =
            "0123456789".chars().mapToObj(c -> StrokeFont.forms((char) c)).toList();

    private final RandomStream stream;
    private final double[][] field = new double[2][LATTICE * LATTICE];
    private final double[] nearest = new double[SIDE * SIDE];

    private DrawnDigits(RandomStream stream) {
        this.stream = stream;
    }

    static ImageSet draw(int count, Seed seed) {
        Require.positive(count, "the number of digits");
        double bytes = (double) SIDE * SIDE * count;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(count + " digits would take " + Memory.text(bytes)
                    + ", one set holds at most " + Memory.text(Integer.MAX_VALUE - 8.0) + ": draw fewer");
        }
        Memory.require(bytes, count + " digits", "draw fewer");
        byte[] pixels = new byte[SIDE * SIDE * count];
        int[] labels = new int[count];
        Seed order = seed.split(1);
        Seed shape = seed.split(2);
        for (int i = 0; i < count; i += CLASSES) {
            int[] block = order.split(i / CLASSES).stream().permutation(CLASSES);
            for (int k = 0; k < CLASSES && i + k < count; k++) {
                labels[i + k] = block[k];
                new DrawnDigits(shape.split(i + k).stream()).draw(block[k], pixels, (i + k) * SIDE * SIDE);
            }
        }
        return ImageSet.adopt(pixels, ImageShape.grey(SIDE, SIDE)).labelled(labels);
    }

    private void draw(int digit, byte[] pixels, int at) {
        List<List<Polyline>> forms = FORMS.get(digit);
        int form = stream.nextInt(forms.size());
        double radius = 1.28 + 0.32 * bounded();
        double[][] strokes = bend(forms.get(form));
        fit(strokes, BOX - 2 * radius - Math.abs(bounded()), 1 + radius + EDGE / 2);
        Arrays.fill(nearest, Double.MAX_VALUE);
        for (double[] xy : strokes) {
            for (int i = 2; i < xy.length; i += 2) {
                segment(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], radius + EDGE);
            }
        }
        for (int p = 0; p < nearest.length; p++) {
            double t = Math.min(1, Math.max(0, (radius + EDGE / 2 - Math.sqrt(nearest[p])) / EDGE));
            pixels[at + p] = (byte) (255 * t * t * (3 - 2 * t) + 0.5);
        }
    }

    /** The vertices of the strokes under one random bend, slant, stretch and turn; y upwards. */
    private double[][] bend(List<Polyline> strokes) {
        for (double[] part : field) {
            for (int i = 0; i < part.length; i++) {
                part[i] = 0.075 * stream.nextGaussian();
            }
        }
        double angle = 0.10 * bounded();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double slant = 0.14 + 0.13 * bounded();
        double stretch = 1.0 + 0.13 * bounded();
        double[][] bent = new double[strokes.size()][];
        for (int s = 0; s < bent.length; s++) {
            Polyline stroke = strokes.get(s);
            double[] xy = new double[2 * stroke.size()];
            for (int i = 0; i < stroke.size(); i++) {
                double x = stroke.x(i);
                double y = stroke.y(i);
                double bx = stretch * (x + field(0, x, y)) + slant * y;
                double by = y + field(1, x, y);
                xy[2 * i] = cos * bx - sin * by;
                xy[2 * i + 1] = sin * bx + cos * by;
            }
            bent[s] = xy;
        }
        return bent;
    }

    private double field(int part, double x, double y) {
        double[] wx = new double[3];
        double[] wy = new double[3];
        int column = weights(x, wx);
        int row = weights(y, wy);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                sum += wy[i] * wx[k] * field[part][(row + i) * LATTICE + column + k];
            }
        }
        return sum;
    }

    /** Weights of the quadratic B-spline on [0,1] with LATTICE − 2 pieces; returns the first of its three knots. */
    private static int weights(double position, double[] w) {
        double scaled = Math.min(1, Math.max(0, position)) * (LATTICE - 2);
        int piece = Math.min((int) scaled, LATTICE - 3);
        double t = scaled - piece;
        w[0] = (1 - t) * (1 - t) / 2;
        w[2] = t * t / 2;
        w[1] = 1 - w[0] - w[2];
        return piece;
    }

    /**
     * Scales the strokes to the extent and moves their mass to the middle of the image, or as near to it as the margin at
     * each side allows; y then points downwards.
     */
    private static void fit(double[][] strokes, double extent, double margin) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        double[] centre = new double[2];
        double total = 0;
        for (double[] xy : strokes) {
            for (int i = 0; i < xy.length; i++) {
                low[i % 2] = Math.min(low[i % 2], xy[i]);
                high[i % 2] = Math.max(high[i % 2], xy[i]);
            }
            for (int i = 2; i < xy.length; i += 2) {
                double dx = xy[i] - xy[i - 2];
                double dy = xy[i + 1] - xy[i - 1];
                double length = Math.sqrt(dx * dx + dy * dy);
                total += length;
                centre[0] += length * (xy[i] + xy[i - 2]) / 2;
                centre[1] += length * (xy[i + 1] + xy[i - 1]) / 2;
            }
        }
        double factor = extent / Math.max(high[0] - low[0], high[1] - low[1]);
        for (int k = 0; k < 2; k++) {
            double room = (SIDE / 2.0 - margin) / factor;
            centre[k] = Math.min(low[k] + room, Math.max(high[k] - room, centre[k] / total));
        }
        for (double[] xy : strokes) {
            for (int i = 0; i < xy.length; i += 2) {
                xy[i] = SIDE / 2.0 + factor * (xy[i] - centre[0]);
                xy[i + 1] = SIDE / 2.0 - factor * (xy[i + 1] - centre[1]);
            }
        }
    }

    /** Lowers the squared distances of the pixels within reach of one segment. */
    private void segment(double x0, double y0, double x1, double y1, double reach) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double square = dx * dx + dy * dy;
        int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
        int right = Math.min(SIDE - 1, (int) (Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
        int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y1) + reach));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - x0;
                double py = row + 0.5 - y0;
                double t = square == 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
                double ex = px - t * dx;
                double ey = py - t * dy;
                int p = row * SIDE + column;
                nearest[p] = Math.min(nearest[p], ex * ex + ey * ey);
            }
        }
    }

    /** A normal number without its tails: nothing is drawn beyond two deviations. */
    private double bounded() {
        double z;
        do {
            z = stream.nextGaussian();
        } while (Math.abs(z) > 2);
        return z;
    }
}
