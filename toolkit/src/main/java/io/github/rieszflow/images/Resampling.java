package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;

/**
 * Images in another size or in grey. Bicubic resizing along one side: each new pixel is a weighted mean of old ones, with the weights of Keys' cubic kernel
 * (1981), beyond the edge those of the last pixel.
 */
final class Resampling {
    private final int from;
    private final int[][] taps;
    private final double[][] weights;

    private Resampling(int from, int[][] taps, double[][] weights) {
        this.from = from;
        this.taps = taps;
        this.weights = weights;
    }

    /** Four old pixels for each new one, a = −3/4, also where the image becomes smaller: as PyTorch interpolates. */
    static Resampling sharp(int from, int to) {
        return of(from, to, -0.75, 1);
    }

    /** As many old pixels as a new one covers and some around, a = −1/2: small images without false patterns. */
    static Resampling smooth(int from, int to) {
        return of(from, to, -0.5, Math.max(1, (double) from / to));
    }

    private static Resampling of(int from, int to, double a, double stretch) {
        int[][] taps = new int[to][];
        double[][] weights = new double[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * from / to - 0.5;
            int first = (int) Math.floor(centre - 2 * stretch) + 1;
            int count = (int) Math.ceil(centre + 2 * stretch) - first;
            taps[i] = new int[count];
            weights[i] = new double[count];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                taps[i][k] = Math.min(from - 1, Math.max(0, first + k));
                weights[i][k] = cubic(Math.abs(first + k - centre) / stretch, a);
                sum += weights[i][k];
            }
            for (int k = 0; k < count; k++) {
                weights[i][k] /= sum;
            }
        }
        return new Resampling(from, taps, weights);
    }

    private static double cubic(double x, double a) {
        if (x >= 2) {
            return 0;
        }
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }

    /** Gives the rows of an image, one after the other from the top. */
    interface Rows {
        /**
         * The next row.
         *
         * @param y which it is
         * @param row one line for each channel; overwritten
         */
        void next(int y, double[][] row);
    }

    private double at(int i, double[] line) {
        double sum = 0;
        for (int k = 0; k < taps[i].length; k++) {
            sum += weights[i][k] * line[taps[i][k]];
        }
        return sum;
    }

    /**
     * Resizes an image, first along its rows, and rounds to bytes. Of its rows only those are kept that are still needed.
     *
     * @param rows the image, as wide and high as the two were made for
     * @param into takes one channel after the other
     * @param at where in it the first begins
     */
    static void resize(Rows rows, int channels, Resampling across, Resampling down, byte[] into, int at) {
        int to = across.taps.length;
        int kept =
                Arrays.stream(down.taps).mapToInt(rowsOf -> rowsOf.length).max().orElseThrow();
        double[][][] narrow = new double[kept][channels][to];
        double[][] row = new double[channels][across.from];
        int next = 0;
        for (int y = 0; y < down.taps.length; y++) {
            int last = down.taps[y][down.taps[y].length - 1];
            for (; next <= last; next++) {
                rows.next(next, row);
                for (int c = 0; c < channels; c++) {
                    for (int x = 0; x < to; x++) {
                        narrow[next % kept][c][x] = across.at(x, row[c]);
                    }
                }
            }
            for (int c = 0; c < channels; c++) {
                for (int x = 0; x < to; x++) {
                    double value = 0;
                    for (int k = 0; k < down.taps[y].length; k++) {
                        value += down.weights[y][k] * narrow[down.taps[y][k] % kept][c][x];
                    }
                    into[at + (c * down.taps.length + y) * to + x] =
                            (byte) (int) Math.min(255, Math.max(0, Math.floor(value + 0.5)));
                }
            }
        }
    }

    /** All images in another shape, smoothly. */
    static byte[] resized(ImageSet images, ImageShape shape) {
        double bytes = (double) images.size() * shape.height() * shape.width() * shape.channels();
        String what = images.size() + " images of " + shape;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(what + " would take " + Memory.text(bytes) + ", a set holds at most "
                    + Memory.text(Integer.MAX_VALUE - 8.0) + ": take fewer images with take(n)");
        }
        Memory.require(bytes, what, "take fewer images with take(n)");
        Resampling across = smooth(images.width(), shape.width());
        Resampling down = smooth(images.height(), shape.height());
        byte[] other = new byte[(int) bytes];
        for (int i = 0; i < images.size(); i++) {
            int image = i;
            Rows rows = (y, row) -> {
                for (int c = 0; c < row.length; c++) {
                    for (int x = 0; x < row[c].length; x++) {
                        row[c][x] = images.level(image, c, y, x);
                    }
                }
            };
            resize(rows, shape.channels(), across, down, other, i * shape.dimension());
        }
        return other;
    }

    /** The luma of images in colour, of {@code plane} pixels each. */
    static byte[] luma(byte[] pixels, int size, int plane) {
        byte[] grey = new byte[size * plane];
        for (int i = 0; i < grey.length; i++) {
            int at = i / plane * 3 * plane + i % plane;
            int red = pixels[at] & 255;
            int green = pixels[at + plane] & 255;
            int blue = pixels[at + 2 * plane] & 255;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return grey;
    }
}
