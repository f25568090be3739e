package io.github.rieszflow.images;

/**
 * Bicubic resizing along one side: each new pixel is a weighted mean of old ones, with the weights of Keys' cubic kernel
 * (1981), beyond the edge those of the last pixel.
 */
final class Resampling {
    private final int[][] taps;
    private final double[][] weights;

    private Resampling(int[][] taps, double[][] weights) {
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
        return new Resampling(taps, weights);
    }

    private static double cubic(double x, double a) {
        if (x >= 2) {
            return 0;
        }
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }

    private double at(int i, double[] line, int from, int step) {
        double sum = 0;
        for (int k = 0; k < taps[i].length; k++) {
            sum += weights[i][k] * line[from + step * taps[i][k]];
        }
        return sum;
    }

    /** Resizes one plane, first along its rows, and rounds to bytes. */
    static void plane(double[] plane, int width, Resampling across, Resampling down, byte[] into, int at) {
        int height = plane.length / width;
        int to = across.taps.length;
        double[] narrow = new double[height * to];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < to; x++) {
                narrow[y * to + x] = across.at(x, plane, y * width, 1);
            }
        }
        for (int y = 0; y < down.taps.length; y++) {
            for (int x = 0; x < to; x++) {
                double value = down.at(y, narrow, x, to);
                into[at + y * to + x] = (byte) (int) Math.min(255, Math.max(0, Math.floor(value + 0.5)));
            }
        }
    }
}
