package io.github.rieszflow.quality;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how good generated images are, by as many measures as it is given the means for; every number comes with its standard
 * error and the numbers of images. A value: each method that adds a means returns a new one.
 *
 * <pre>{@code
 * var quality = ImageQuality.against(Images.mnist(Split.TEST))
 *         .training(Images.mnist())                            // memorising; a row of real images
 *         .classifier(ImageClassifier.of(Images.mnist()));     // classes, how sure, Fréchet distance
 * quality.of("flow", samples).and("diffusion", others);        // one table
 * }</pre>
 */
public final class ImageQuality {
    private static final int COMPARED = 2000;
    private static final int SEARCHED = 1000;
    private static final double SURE = 0.9;

    private final ImageSet heldOut;
    private final @Nullable ImageSet training;
    private final @Nullable ImageClassifier classifier;
    private final List<ImageFeatures> features;
    private final int compared;
    /** What was computed of the real images, kept for the next generator. */
    private final RealImages real;

    private ImageQuality(
            ImageSet heldOut,
            @Nullable ImageSet training,
            @Nullable ImageClassifier classifier,
            List<ImageFeatures> features,
            int compared) {
        this.heldOut = heldOut;
        this.training = training;
        this.classifier = classifier;
        this.features = features;
        this.compared = compared;
        this.real = new RealImages(heldOut);
    }

    /**
     * Compares with held-out images, by the energy distance. Where fewer than all are needed, they are drawn at random, always
     * the same: the files of some sets are not in random order (the first 5,000 test images of MNIST are neater than the rest).
     *
     * @param heldOut real images that the generator did not see
     * @return the measure
     */
    public static ImageQuality against(ImageSet heldOut) {
        return new ImageQuality(shuffled(heldOut), null, null, List.of(), COMPARED);
    }

    private static ImageSet shuffled(ImageSet images) {
        return images.select(Seed.DEFAULT.stream().permutation(images.size()));
    }

    /**
     * Looks for copies of training images too, and measures as many training images as there are samples in a row of their
     * own: what a perfect generator would get.
     *
     * @param training the images the generator learned from
     * @return the measure that does so too
     * @throws IllegalArgumentException if they have another shape than the held-out images
     */
    public ImageQuality training(ImageSet training) {
        requireShape("training images", training);
        return new ImageQuality(heldOut, shuffled(training), classifier, features, compared);
    }

    /**
     * Adds what a classifier says: which classes there are, how many samples it is sure of, and the Fréchet distance and the
     * unbiased energy distance of its features to those of the held-out images.
     *
     * @param classifier it must not have learned from the held-out images
     * @return the measure that does so too
     * @throws IllegalArgumentException if its training was stopped before its end
     */
    public ImageQuality classifier(ImageClassifier classifier) {
        if (classifier.interrupted()) {
            throw new IllegalArgumentException(
                    "a classifier must be trained to its end: received " + classifier + "; go on with its training");
        }
        return new ImageQuality(heldOut, training, classifier, features, compared);
    }

    /**
     * Adds the Fréchet distance and the unbiased energy distance on other features, such as those of an Inception network.
     *
     * @param more what computes features
     * @return the measure that does so too
     */
    public ImageQuality features(ImageFeatures more) {
        List<ImageFeatures> all = new ArrayList<>(features);
        all.add(more);
        return new ImageQuality(heldOut, training, classifier, List.copyOf(all), compared);
    }

    /**
     * Sets how many images the energy distance compares. The V-statistic of equally distributed images is
     * (1/n+1/m)·E‖X−X′‖, so numbers from different n cannot be compared.
     *
     * @param images at most this many samples and as many held-out images, 2,000 by default
     * @return the measure with this size
     * @throws IllegalArgumentException if the number is less than 2
     */
    public ImageQuality compare(int images) {
        Require.between(images, 2, Integer.MAX_VALUE, "the number of images to compare");
        return new ImageQuality(heldOut, training, classifier, features, images);
    }

    /**
     * Measures samples. Takes seconds to a minute for 1,000 samples of 28×28, most of it for the neighbours.
     *
     * @param name who made them
     * @param samples generated images
     * @return a table with their row, below that of real images if there are training images
     * @throws IllegalArgumentException if they have another shape than the held-out images, or there are fewer than 2
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public QualityReport of(String name, ImageSet samples) {
        List<QualityReport.Row> rows = new ArrayList<>();
        if (training != null) {
            rows.add(row("training images", training.take(Math.min(training.size(), samples.size())), false));
        }
        rows.add(measure(name, samples));
        return new QualityReport(this, rows);
    }

    /** One row of a table. */
    QualityReport.Row measure(String name, ImageSet samples) {
        return row(name, samples, true);
    }

    private QualityReport.Row row(String name, ImageSet samples, boolean search) {
        requireShape("samples", samples);
        Require.between(samples.size(), 2, Integer.MAX_VALUE, "the number of samples");
        QualityReport.Row row = new QualityReport.Row(name, samples.size());
        row = row.with("energy distance", energy(samples));
        ImageSet some = heldOut.take(Math.min(heldOut.size(), Math.max(2, samples.size())));
        if (classifier != null) {
            Sight sight = classifier.look(samples);
            row = seen(row, classifier, sight.features(), some);
            row = row.with("sure (> " + SURE + ")", sight.sure(SURE)).seen(sight.histogram());
        }
        for (ImageFeatures more : features) {
            row = seen(row, more, more.features(samples), some);
        }
        if (search && training != null) {
            Neighbours near = Neighbours.of(samples.take(Math.min(SEARCHED, samples.size())), training);
            row = row.with("like copies", near.copies(real.neighbours(training, SEARCHED)))
                    .neighbours(near);
        }
        return row;
    }

    /** Both distances in features. */
    private QualityReport.Row seen(QualityReport.Row row, ImageFeatures by, Points features, ImageSet some) {
        Points held = real.features(by, some);
        QualityReport.Row more = row.with("Fréchet, " + by.name(), Frechet.distance(features, held));
        return Math.min(features.size(), held.size()) < 3
                ? more
                : more.with("feature energy, " + by.name(), unbiasedEnergy(features, held));
    }

    private Estimate energy(ImageSet samples) {
        return energy(
                samples.take(Math.min(compared, samples.size())).points(),
                heldOut.take(Math.min(compared, heldOut.size())).points());
    }

    /**
     * The energy distance MMD² = 2E‖X−Y‖ − E‖X−X′‖ − E‖Y−Y′‖, un-halved, all pairs, those of a point with itself included.
     *
     * @param x N×d points
     * @param y M×d points
     * @return the distance, with the standard error of its linear part in both distributions: var f(X)/N + var g(Y)/M, where
     *     f(x) = 2(E‖x−Y‖ − E‖x−X‖) and g likewise; between equal distributions, where this part vanishes, it is too
     *     small
     * @throws IllegalArgumentException if the dimensions differ
     */
    public static Estimate energy(Points x, Points y) {
        Distances d = Distances.of(x, y);
        double value = 2 * mean(d.xy) - mean(d.xx) - mean(d.yy);
        double error = Math.sqrt(variance(d.xy, d.xx) + variance(d.yx, d.yy));
        return Estimate.overSamples(value, error, x.size()).against(y.size());
    }

    /**
     * The energy distance without the pairs of a point with itself: 2E‖X−Y‖ − Σ_{i≠j}‖xᵢ−xⱼ‖/(N(N−1)) − the same of y. Its
     * expectation is the distance between the distributions, 0 between equal ones, around which it then scatters.
     *
     * @param x N×d points, N ≥ 3
     * @param y M×d points, M ≥ 3
     * @return the distance, with a jackknife standard error, which leaves out one point of either sample at a time; between equal
     *     distributions it is too large rather than too small
     * @throws IllegalArgumentException if the dimensions differ or there are fewer than three points
     */
    public static Estimate unbiasedEnergy(Points x, Points y) {
        Require.between(x.size(), 3, Integer.MAX_VALUE, "the number of points");
        Require.between(y.size(), 3, Integer.MAX_VALUE, "the number of points");
        Distances d = Distances.of(x, y);
        double across = mean(d.xy);
        double n = x.size();
        double m = y.size();
        double value = 2 * across - pairs(d.xx) / n / (n - 1) - pairs(d.yy) / m / (m - 1);
        double error = Math.sqrt(jackknife(d.xy, d.xx, across) + jackknife(d.yx, d.yy, across));
        return Estimate.overSamples(value, error, x.size()).against(y.size());
    }

    /** The mean distance of each point of either cloud to each cloud. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Distances(double[] xy, double[] xx, double[] yx, double[] yy) {
        static Distances of(Points x, Points y) {
            Mmd mmd = Mmd.riesz(1);
            return new Distances(mmd.potential(x, y), mmd.potential(x, x), mmd.potential(y, x), mmd.potential(y, y));
        }
    }

    /** The sum over all pairs, from the mean distances of each point to all. */
    private static double pairs(double[] means) {
        return (double) means.length * means.length * mean(means);
    }

    /** The part of the variance that is due to one of the samples. */
    private static double jackknife(double[] across, double[] within, double mean) {
        int n = across.length;
        double pairs = pairs(within);
        double[] without = new double[n];
        Arrays.setAll(
                without,
                i -> 2 * (n * mean - across[i]) / (n - 1) - (pairs - 2.0 * n * within[i]) / (n - 1.0) / (n - 2.0));
        double middle = mean(without);
        double sum = 0;
        for (double value : without) {
            sum += (value - middle) * (value - middle);
        }
        return sum * (n - 1) / n;
    }

    /** The variance of the mean of 2(a−b). */
    private static double variance(double[] a, double[] b) {
        double difference = mean(a) - mean(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double off = 2 * (a[i] - b[i] - difference);
            sum += off * off;
        }
        return sum / (a.length - 1.0) / a.length;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private void requireShape(String what, ImageSet images) {
        if (!images.shape().equals(heldOut.shape())) {
            throw new IllegalArgumentException(what + " must have the shape of the held-out images, " + heldOut.shape()
                    + ": received " + images.shape());
        }
    }

    /** What the numbers are, for the foot of a table. */
    String notes() {
        StringBuilder notes = new StringBuilder("± one standard error. Energy distance: MMD² to at most " + compared
                + " held-out images, un-halved, pairs of an image with itself included; between equal distributions it is"
                + " about (1/n+1/m)·E‖X−X′‖. Compare rows of equally many images only.");
        if (classifier != null || !features.isEmpty()) {
            notes.append(
                    " Fréchet: between Gaussians fitted to features, as many held-out images as samples; feature energy:"
                            + " the energy distance of these features, without bias, 0 between equal distributions.");
        }
        if (training != null) {
            notes.append(
                    " Like copies: nearer to one training image, in units of the distance to the next nine, than 95 %"
                            + " of held-out images are (expected 5 %), of at most " + SEARCHED + " samples.");
        }
        return notes.toString();
    }

    @Override
    public String toString() {
        return "ImageQuality[against " + heldOut.size() + " held-out images of " + heldOut.shape()
                + (training == null ? "" : ", " + training.size() + " training images")
                + (classifier == null ? "" : ", " + classifier.name()) + "]";
    }
}
