package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.internal.Digits;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.ImageGrid;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Progress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * The training images that are nearest to samples, by the L2 distance of their pixels in [0,1], to reveal memorising.
 *
 * <p>How near is too near depends on the image: pale and blurred ones are near to many. So each distance is divided by the
 * mean distance to the next {@value #NEXT} training images: a copy is much nearer to its original than to all others. Held-out real
 * images tell what this ratio is for images that were not copied.
 */
public final class Neighbours implements Drawable {
    /** The mean distance to this many images after the nearest is the unit of the ratio. */
    private static final int NEXT = 9;
    /** Training images that are compared side by side, stored pixel by pixel so that the compiler makes vector code. */
    private static final int WIDTH = 64;
    /** Up to this many squares of bytes add up in an int. */
    private static final int PIXELS = 32_768;

    private static final int SHOWN = 10;

    private final ImageSet samples;
    private final ImageSet training;
    private final int[] nearest;
    private final double[] distances;
    private final double[] ratios;

    private Neighbours(ImageSet samples, ImageSet training, int[] nearest, double[] distances, double[] ratios) {
        this.samples = samples;
        this.training = training;
        this.nearest = nearest;
        this.distances = distances;
        this.ratios = ratios;
    }

    /**
     * Looks for the nearest training images of each sample, among all. The memory it takes does not depend on how many there
     * are.
     *
     * @param samples N images
     * @param training at least 10 images of the same shape
     * @return the nearest, in the order of the samples
     * @throws IllegalArgumentException if the shapes differ or there are too few training images
     * @throws CancellationException if the thread is interrupted
     */
    public static Neighbours of(ImageSet samples, ImageSet training) {
        if (!samples.shape().equals(training.shape())) {
            throw new IllegalArgumentException("samples and training images must have the same shape: samples are "
                    + samples.shape() + ", training images " + training.shape());
        }
        Require.between(training.size(), NEXT + 1, Integer.MAX_VALUE, "the number of training images");
        Search search = new Search(samples.pixels(), samples.size());
        try (Progress progress = Progress.start("nearest images", training.size())) {
            for (int from = 0; from < training.size(); from += WIDTH) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the search for neighbours was interrupted after " + from + " of "
                            + training.size() + " images");
                }
                search.look(training.pixels(), from, Math.min(WIDTH, training.size() - from));
                progress.step(from + Math.min(WIDTH, training.size() - from));
            }
        }
        int[] nearest = new int[samples.size()];
        double[] distances = new double[nearest.length];
        double[] ratios = new double[nearest.length];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = search.found[i][0];
            distances[i] = Math.sqrt((double) search.squares[i][0]) / 255;
            double next = 0;
            for (int k = 1; k <= NEXT; k++) {
                next += Math.sqrt((double) search.squares[i][k]) / 255 / NEXT;
            }
            ratios[i] = next > 0 ? distances[i] / next : 1;
        }
        return new Neighbours(samples, training, nearest, distances, ratios);
    }

    /** The smallest squared distances of each sample so far, and whose they are. */
    private static final class Search {
        private final ByteBuffer samples;
        private final int image;
        private final long[][] squares;
        private final int[][] found;
        private final int[] panel;
        private final int[][] sums;
        private final long[][] totals;

        Search(ByteBuffer samples, int size) {
            this.samples = samples;
            this.image = samples.remaining() / size;
            this.squares = new long[size][NEXT + 1];
            this.found = new int[size][NEXT + 1];
            for (long[] row : squares) {
                Arrays.fill(row, Long.MAX_VALUE);
            }
            this.panel = new int[image * WIDTH];
            int threads = Team.standard().threads();
            this.sums = new int[threads][WIDTH];
            this.totals = new long[threads][WIDTH];
        }

        void look(ByteBuffer training, int from, int count) {
            for (int l = 0; l < count; l++) {
                int at = (from + l) * image;
                for (int k = 0; k < image; k++) {
                    panel[k * WIDTH + l] = training.get(at + k) & 255;
                }
            }
            Team.standard().run(squares.length, Math.max(1, squares.length / 16), (i, worker) -> {
                long[] total = totals[worker];
                Arrays.fill(total, 0);
                for (int k = 0; k < image; k += PIXELS) {
                    Arrays.fill(sums[worker], 0);
                    for (int p = k; p < Math.min(image, k + PIXELS); p++) {
                        accumulate(samples.get(i * image + p) & 255, panel, p * WIDTH, sums[worker]);
                    }
                    for (int l = 0; l < WIDTH; l++) {
                        total[l] += sums[worker][l];
                    }
                }
                for (int l = 0; l < count; l++) {
                    put(squares[i], found[i], total[l], from + l);
                }
            });
        }

        private static void accumulate(int pixel, int[] panel, int from, int[] sums) {
            for (int l = 0; l < WIDTH; l++) {
                int difference = pixel - panel[from + l];
                sums[l] += difference * difference;
            }
        }

        /** Of equal distances the earlier image comes first. */
        private static void put(long[] squares, int[] found, long square, int image) {
            int k = NEXT;
            if (square >= squares[k]) {
                return;
            }
            while (k > 0 && square < squares[k - 1]) {
                squares[k] = squares[k - 1];
                found[k] = found[k - 1];
                k--;
            }
            squares[k] = square;
            found[k] = image;
        }
    }

    /**
     * Which training image is nearest.
     *
     * @return for each sample a number from 0
     */
    public int[] nearest() {
        return nearest.clone();
    }

    /**
     * How far the nearest is.
     *
     * @return for each sample the L2 distance of pixels in [0,1]
     */
    public double[] distances() {
        return distances.clone();
    }

    /**
     * How far the nearest is, in units of the mean distance to the next nine.
     *
     * @return for each sample a number in [0,1]
     */
    public double[] ratios() {
        return ratios.clone();
    }

    /**
     * The share of samples whose ratio is smaller than that of all but 5 % of images that cannot be copies. It is about
     * 5 % for a sampler that draws new images from the distribution of the data, and 100 % for one that draws
     * from the training images.
     *
     * @param heldOut the neighbours of real images that were held out, among the same training images
     * @return the share; its standard error includes that of the 5 %
     */
    public Estimate copies(Neighbours heldOut) {
        double[] sorted = heldOut.ratios();
        Arrays.sort(sorted);
        double level = sorted[sorted.length / 20];
        int hits = (int) Arrays.stream(ratios).filter(r -> r < level).count();
        Estimate share = Estimate.share(hits, ratios.length);
        double reference = 0.05 * 0.95 / sorted.length;
        double error = Math.sqrt(share.standardError() * share.standardError() + reference);
        return Estimate.overSamples(share.value(), error, ratios.length).against(sorted.length);
    }

    /**
     * The samples that are most like copies, each with its nearest training image below it.
     *
     * @param count how many at most
     * @return a grid of up to ten columns
     * @throws IllegalArgumentException if the count is not positive
     */
    public ImageGrid grid(int count) {
        Require.positive(count, "the number of samples to show");
        int[] order = IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> ratios[i]))
                .limit(count)
                .mapToInt(i -> i)
                .toArray();
        int columns = Math.min(10, order.length);
        // Whole rows only: what is below a sample is its neighbour.
        int shown = order.length / columns * columns;
        int image = samples.pixels().remaining() / samples.size();
        float[] above = samples.select(order).points().toArray();
        float[] below = training.select(
                        Arrays.stream(order).map(i -> nearest[i]).toArray())
                .points()
                .toArray();
        float[] all = new float[2 * shown * image];
        List<String> titles = new ArrayList<>();
        for (int row = 0; row < shown / columns; row++) {
            int part = columns * image;
            System.arraycopy(above, row * part, all, 2 * row * part, part);
            System.arraycopy(below, row * part, all, (2 * row + 1) * part, part);
            for (int half = 0; half < 2; half++) {
                for (int k = 0; k < columns; k++) {
                    titles.add(half == 0 ? "sample" : Digits.text(ratios[order[row * columns + k]], 2));
                }
            }
        }
        return ImageGrid.of(all, 2 * shown, samples.shape())
                .columns(columns)
                .titles(titles)
                .title("most like copies, above their nearest of " + training.size());
    }

    @Override
    public Picture picture() {
        return grid(2 * SHOWN).picture();
    }

    @Override
    public String toString() {
        double[] sorted = ratios();
        Arrays.sort(sorted);
        return "Neighbours[" + samples.size() + " samples among " + training.size() + " images, ratio "
                + Digits.text(sorted[0], 2) + "…" + Digits.text(sorted[sorted.length - 1], 2) + "]";
    }
}
