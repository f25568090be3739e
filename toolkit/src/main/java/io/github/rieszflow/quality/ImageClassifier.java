package io.github.rieszflow.quality;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.ConvNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * A small convolutional network ({@link ConvNet}) that learned the classes of a set of labelled images, as a judge of
 * generated ones: what they look like, and how sure it is of that. The outputs of its last but one layer serve as features.
 *
 * <pre>{@code
 * var judge = ImageClassifier.of(Images.mnist());      // trained once, then from the cache
 * judge.accuracy(Images.mnist(Split.TEST));            // 0.9919 ± 0.0009 over 10000 samples
 * }</pre>
 */
public final class ImageClassifier implements ImageFeatures {
    private static final ConvNet NET = new ConvNet(16, 128);
    private static final int BATCH = 100;
    private static final int EPOCHS = 6;
    private static final double RATE = 2e-3;
    private static final String FORMAT = "rieszflow_classifier";
    private static final String DATA = "data";
    private static final String CLASSES = "classes";
    /** So many images are looked at in one go, which bounds the memory they take as floats. */
    private static final int BLOCK = 1000;

    private final Weights weights;
    private final int classes;
    private final ImageShape shape;
    private final String fingerprint;

    private ImageClassifier(Weights weights, int classes, ImageSet images, String fingerprint) {
        this.weights = weights;
        this.classes = classes;
        this.shape = images.shape();
        this.fingerprint = fingerprint;
    }

    /** Of the shape, the labels and all pixels. */
    private static String fingerprint(ImageSet images) {
        Fingerprint all = Fingerprint.begin().text(images.size() + "×" + images.shape());
        if (images.hasLabels()) {
            all.integers(images.labels());
        }
        return all.bytes(images.pixels()).hex();
    }

    /**
     * The classifier of a set: from the user's cache if it was trained on these images before, else trained now as by
     * {@link #train} and kept there, about 1 MB.
     *
     * @param training labelled images
     * @return the classifier
     * @throws IllegalStateException if they have no labels or PyTorch's native library is missing
     * @throws CancellationException if the thread is interrupted
     */
    public static ImageClassifier of(ImageSet training) {
        Path file = Images.cache()
                .resolve("classifiers")
                .resolve(fingerprint(training).substring(0, 16) + ".safetensors");
        if (Files.isRegularFile(file)) {
            return load(file, training);
        }
        ImageClassifier trained = train(training, Seed.DEFAULT);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the classifier in " + file.getParent() + " (" + e + ")", e);
        }
        trained.save(file);
        return trained;
    }

    /**
     * Trains a classifier: six times through all images in random order, in batches of a hundred, with Adam and a learning
     * rate that falls from 0.002 to nothing.
     *
     * @param training labelled images, labels from 0
     * @param seed the seed of the first weights and of the order
     * @return the classifier
     * @throws IllegalStateException if they have no labels or PyTorch's native library is missing
     * @throws IllegalArgumentException if all have the same label
     * @throws CancellationException if the thread is interrupted
     */
    public static ImageClassifier train(ImageSet training, Seed seed) {
        int[] labels = training.labels();
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        Architecture net = architecture(training, classes);
        Order order = new Order(training.size(), seed.split(1).stream());
        int count = Math.max(1, EPOCHS * training.size() / BATCH);
        TrainingState start = TrainingState.start(net, seed.split(0));
        try (Trainer trainer = Trainer.open(net, Loss.crossEntropy(), start, Device.cpu());
                Progress progress = Progress.start("classifier", count)) {
            int done = trainer.train(
                    count,
                    step -> RATE * (1 - (double) step / count),
                    step -> batch(training, labels, classes, order),
                    (step, loss) -> progress.step(step, String.format(Locale.ROOT, "loss %.3f", loss)));
            if (done < count) {
                throw new CancellationException(
                        "the training of the classifier was interrupted at step " + done + " of " + count);
            }
            return new ImageClassifier(trainer.state().weights(), classes, training, fingerprint(training));
        }
    }

    private static Architecture architecture(ImageSet images, int classes) {
        return NET.between(images.channels(), images.height(), images.width(), classes);
    }

    /** Numbers of images without end: every image once, then all again in another order. */
    private static final class Order {
        private final int size;
        private final RandomStream random;
        private int[] now = {};
        private int at;

        Order(int size, RandomStream random) {
            this.size = size;
            this.random = random;
        }

        int next() {
            if (at == now.length) {
                now = random.permutation(size);
                at = 0;
            }
            return now[at++];
        }
    }

    private static Batch batch(ImageSet images, int[] labels, int classes, Order order) {
        float[] rows = new float[BATCH * classes];
        int[] chosen = new int[BATCH];
        for (int b = 0; b < BATCH; b++) {
            chosen[b] = order.next();
            rows[b * classes + labels[chosen[b]]] = 1;
        }
        return pixels(images.select(chosen)).and(rows, BATCH, classes);
    }

    private static Batch pixels(ImageSet images) {
        ByteBuffer bytes = images.pixels();
        float[] values = new float[bytes.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (bytes.get(i) & 255) / 255f;
        }
        return Batch.of(values, images.size(), images.channels(), images.height(), images.width());
    }

    /**
     * How many classes it tells apart.
     *
     * @return C
     */
    public int classes() {
        return classes;
    }

    /** Features and scores, row by row. */
    private float[] outputs(ImageSet images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "the classifier looks at images of " + shape + ": received " + images.shape());
        }
        int row = NET.features() + classes;
        float[] all = new float[Math.multiplyExact(images.size(), row)];
        Architecture net = architecture(images, classes);
        try (Trainer trainer = Trainer.open(net, Loss.crossEntropy(), TrainingState.start(weights), Device.cpu());
                Progress progress = Progress.start("features", images.size())) {
            for (int from = 0; from < images.size(); from += BLOCK) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("looking at images was interrupted after " + from);
                }
                int[] block = java.util.stream.IntStream.range(from, Math.min(images.size(), from + BLOCK))
                        .toArray();
                float[] part = trainer.apply(pixels(images.select(block)));
                System.arraycopy(part, 0, all, from * row, part.length);
                progress.step(from + block.length);
            }
        }
        return all;
    }

    private Points columns(float[] outputs, int from, int count) {
        int row = NET.features() + classes;
        float[] some = new float[outputs.length / row * count];
        for (int i = 0; i < outputs.length / row; i++) {
            System.arraycopy(outputs, i * row + from, some, i * count, count);
        }
        return Points.adopt(some, outputs.length / row, count);
    }

    /**
     * The features: what the last but one layer says.
     *
     * @param images N images
     * @return N×128 numbers, none negative
     * @throws IllegalArgumentException if the images are of another shape
     */
    @Override
    public Points features(ImageSet images) {
        return look(images).features();
    }

    /**
     * Looks at images.
     *
     * @param images N images
     * @return what it sees in them
     * @throws IllegalArgumentException if the images are of another shape
     */
    public Sight look(ImageSet images) {
        float[] outputs = outputs(images);
        Points scores = columns(outputs, NET.features(), classes);
        float[] probabilities = new float[scores.size() * classes];
        for (int i = 0; i < scores.size(); i++) {
            softmax(scores.row(i), probabilities, i * classes);
        }
        return new Sight(columns(outputs, 0, NET.features()), Points.adopt(probabilities, scores.size(), classes));
    }

    private static void softmax(float[] scores, float[] into, int at) {
        double most = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += StrictMath.exp(score - most);
        }
        for (int c = 0; c < scores.length; c++) {
            into[at + c] = (float) (StrictMath.exp(scores[c] - most) / sum);
        }
    }

    /**
     * The share of labelled images whose most probable class is their label.
     *
     * @param labelled images with labels, not those it learned from
     * @return the share with its standard error
     * @throws IllegalStateException if they have no labels
     * @throws IllegalArgumentException if the images are of another shape
     */
    public Estimate accuracy(ImageSet labelled) {
        int[] labels = labelled.labels();
        int[] seen = look(labelled).classes();
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            hits += labels[i] == seen[i] ? 1 : 0;
        }
        return Estimate.share(hits, labels.length);
    }

    /**
     * Saves the classifier as one safetensors file, with the fingerprint of the images it learned from.
     *
     * @param file where to; overwritten
     */
    public void save(Path file) {
        weights.tensors()
                .note(FORMAT, "1")
                .note(CLASSES, Integer.toString(classes))
                .note(DATA, fingerprint)
                .save(file);
    }

    /**
     * Loads a classifier.
     *
     * @param file written by {@link #save}
     * @param training the images it learned from
     * @return the classifier
     * @throws IllegalArgumentException if the file is damaged, holds something else, or the classifier learned from other
     *     images
     */
    public static ImageClassifier load(Path file, ImageSet training) {
        NamedTensors tensors = NamedTensors.load(file);
        String format = tensors.notes().get(FORMAT);
        if (format == null || !format.equals("1")) {
            throw new IllegalArgumentException(file
                    + (format == null
                            ? " is no classifier of Rieszflow: it holds " + tensors.names()
                            : " was written by a later version (format " + format + ", this one reads 1): update"
                                    + " Rieszflow"));
        }
        String fingerprint = fingerprint(training);
        if (!fingerprint.equals(tensors.notes().get(DATA))) {
            throw new IllegalArgumentException(file + " belongs to other images: it learned from a set with the"
                    + " fingerprint " + tensors.notes().get(DATA) + ", " + training + " has " + fingerprint
                    + "; train one with ImageClassifier.train(…)");
        }
        int classes = Arrays.stream(training.labels()).max().orElseThrow() + 1;
        return new ImageClassifier(
                Weights.of(architecture(training, classes), tensors), classes, training, fingerprint);
    }

    @Override
    public String name() {
        return "classifier of " + classes + " classes";
    }

    @Override
    public String toString() {
        return "ImageClassifier[" + shape + ", " + classes + " classes, " + weights.size() + " weights]";
    }
}
