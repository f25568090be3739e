package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Cumulative;
import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.internal.PictureRows;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A picture of 100×100 pixels as a density to draw points from, blurred as in the paper: a sharp part plus a hundredth of
 * three wide ones, so that there is some mass everywhere. Pixels are dark where there is mass.
 */
final class Drawing {
    private static final int SIDE = 100;
    private static final double[] WIDE = {10, 20, 50};
    private static final double SHARE = 0.01;
    /** White is not dark, whatever its three parts add up to. */
    private static final double ROUNDING = 1e-12;
    /** Beyond this many standard deviations a Gaussian is nothing. */
    private static final int REACH = 4;

    private final double[] ink;

    private Drawing(double[] ink) {
        this.ink = ink;
    }

    /** How dark it is at a place of the square [−1,1]², y upward. */
    private interface Pen {
        double at(double x, double y);
    }

    private static Drawing of(Pen pen) {
        double[] ink = new double[SIDE * SIDE];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = pen.at((i % SIDE + 0.5) / (SIDE / 2) - 1, 1 - (double) (2 * (i / SIDE) + 1) / SIDE);
        }
        return new Drawing(ink);
    }

    /** A face that smiles. */
    static Drawing smiley() {
        return of((x, y) -> face(x, y, 0.85));
    }

    /** Two faces side by side, one with its hair on end, one combed. */
    static Drawing pair() {
        return of((x, y) -> {
            double left = face((x + 0.5) / 0.45, (y + 0.1) / 0.45, 0.85);
            double right = face((x - 0.5) / 0.45, (y + 0.1) / 0.45, 0.85);
            return Math.max(Math.max(left, right), Math.max(tufts(x + 0.5, y - 0.28), quiff(x - 0.5, y - 0.28)));
        });
    }

    private static double face(double x, double y, double radius) {
        double distance = Math.sqrt(x * x + y * y);
        boolean rim = Math.abs(distance - radius) < 0.06;
        boolean eyes = square(Math.abs(x) - 0.3) + square(y - 0.25) < square(0.11);
        boolean mouth = Math.abs(distance - 0.5) < 0.05 && y < -0.15;
        return rim || eyes || mouth ? 1 : 0;
    }

    /** Five straight strands. */
    private static double tufts(double x, double y) {
        for (int k = -2; k <= 2; k++) {
            if (y > 0 && y < 0.4 && Math.abs(x - 0.1 * k - 0.35 * k * y) < 0.02) {
                return 1;
            }
        }
        return 0;
    }

    /** A lock that lies over the head. */
    private static double quiff(double x, double y) {
        double distance = Math.sqrt(square(x / 0.32) + square(y / 0.28));
        return y > -0.05 && distance > 0.7 && distance < 1 && x < 0.2 ? 1 : 0;
    }

    private static double square(double x) {
        return x * x;
    }

    /** A picture from a file, scaled to 100×100 by areas. */
    static Drawing read(Path file) {
        PictureRows image = PictureFile.read(file, (w, h) -> {});
        double[] ink = new double[SIDE * SIDE];
        double[] area = new double[SIDE * SIDE];
        // Every pixel is cut until no part covers more than one pixel of the small picture.
        int cuts = 1 + (2 * SIDE) / Math.min(image.width(), image.height());
        long width = (long) cuts * image.width();
        long height = (long) cuts * image.height();
        int[][] row = new int[4][image.width()];
        for (int y = 0; y < height; y++) {
            if (y % cuts == 0) {
                image.row(y / cuts, 0, row);
            }
            for (int x = 0; x < width; x++) {
                int pixel = x / cuts;
                double light =
                        (0.2126 * row[0][pixel] + 0.7152 * row[1][pixel] + 0.0722 * row[2][pixel]) / image.most();
                int at = (int) ((long) y * SIDE / height) * SIDE + (int) ((long) x * SIDE / width);
                double dark = 1 - light;
                ink[at] += dark < ROUNDING ? 0 : dark * row[3][pixel] / image.opaque();
                area[at]++;
            }
        }
        for (int i = 0; i < ink.length; i++) {
            ink[i] /= Math.max(1, area[i]);
        }
        if (Arrays.stream(ink).sum() == 0) {
            throw new IllegalArgumentException(file + " has no dark pixel: mass is where it is dark; invert it");
        }
        return new Drawing(ink);
    }

    /**
     * Independent points from the blurred picture, in [−½,½]².
     *
     * @param sigma the standard deviation of the sharp part in pixels
     */
    Points sample(int size, double sigma, Seed seed) {
        double[] sum = blurred(ink, sigma);
        for (double wide : WIDE) {
            double[] more = blurred(ink, wide);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += SHARE * more[i];
            }
        }
        Cumulative pixels = Cumulative.adopt(sum);
        RandomStream stream = seed.stream();
        float[] points = new float[Math.multiplyExact(size, 2)];
        for (int i = 0; i < size; i++) {
            int pixel = pixels.at(stream.nextDouble());
            int row = pixel / SIDE;
            points[2 * i] = (float) ((pixel % SIDE + stream.nextDouble()) / SIDE - 0.5);
            points[2 * i + 1] = (float) (0.5 - (row + stream.nextDouble()) / SIDE);
        }
        return Points.adopt(points, size, 2);
    }

    /** By a Gaussian, first along rows, then along columns; beyond the edges the picture is mirrored. */
    private static double[] blurred(double[] ink, double sigma) {
        int reach = (int) (REACH * sigma + 0.5);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = StrictMath.exp(-k * k / (2 * sigma * sigma));
            sum += kernel[k + reach];
        }
        double[] rows = new double[ink.length];
        double[] both = new double[ink.length];
        for (int i = 0; i < ink.length; i++) {
            for (int k = -reach; k <= reach; k++) {
                rows[i] += kernel[k + reach] / sum * ink[i / SIDE * SIDE + mirrored(i % SIDE + k)];
            }
        }
        for (int i = 0; i < ink.length; i++) {
            for (int k = -reach; k <= reach; k++) {
                both[i] += kernel[k + reach] / sum * rows[mirrored(i / SIDE + k) * SIDE + i % SIDE];
            }
        }
        return both;
    }

    private static int mirrored(int i) {
        int j = Math.floorMod(i, 2 * SIDE);
        return j < SIDE ? j : 2 * SIDE - 1 - j;
    }
}
