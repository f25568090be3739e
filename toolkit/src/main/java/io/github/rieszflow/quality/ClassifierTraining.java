package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.ClassifierArchitecture;
import io.github.rieszflow.network.ConvNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.picture.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link ImageClassifier} is trained: six times through all images in random order, in batches of a hundred, with Adam and
 * a learning rate that falls from 0.002 to nothing. A value: each method that changes one choice returns a new one.
 *
 * <pre>{@code
 * ClassifierTraining.usual().on(Device.best()).of(Images.mnist());
 * }</pre>
 */
public final class ClassifierTraining {
    private static final ConvNet NET = new ConvNet(16, 128);
    private static final int BATCH = 100;
    private static final int EPOCHS = 6;
    private static final double RATE = 2e-3;

    private final @Nullable ClassifierArchitecture own;
    private final Device device;
    private final Seed seed;

    private ClassifierTraining(@Nullable ClassifierArchitecture own, Device device, Seed seed) {
        this.own = own;
        this.device = device;
        this.seed = seed;
    }

    /**
     * Of a small convolutional network with 16 channels and 128 features, on the processor.
     *
     * @return the training
     */
    public static ClassifierTraining usual() {
        return new ClassifierTraining(null, Device.cpu(), Seed.DEFAULT);
    }

    /**
     * The same on another device, where the classifier also looks at images.
     *
     * @param other where to compute
     * @return the training
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public ClassifierTraining on(Device other) {
        return new ClassifierTraining(own, other.require(), seed);
    }

    /**
     * The same with other randomness.
     *
     * @param other the seed of the first weights and of the order of images
     * @return the training
     */
    public ClassifierTraining seed(Seed other) {
        return new ClassifierTraining(own, device, other);
    }

    /**
     * The same with another network, which is tried on two images before training, and refused if it does not map N×C×H×W to at
     * least one feature and the scores of all classes.
     *
     * @param other gives the network for images of a shape and a number of classes
     * @return the training
     */
    public ClassifierTraining network(ClassifierArchitecture other) {
        return new ClassifierTraining(other, device, seed);
    }

    /**
     * The classifier of a set: from the user's cache if it was trained so on these images before, else trained now and kept there;
     * about 1 MB for the usual network.
     *
     * @param images labelled images, labels from 0
     * @return the classifier
     * @throws IllegalStateException if they have no labels or PyTorch's native library is missing
     * @throws IllegalArgumentException if all have the same label, or the network does not fit
     * @throws CancellationException if the thread is interrupted
     */
    public ImageClassifier of(ImageSet images) {
        Sees sees = sees(images);
        Path file = Images.cache().resolve("classifiers").resolve(fileName(images, sees));
        if (Files.isRegularFile(file)) {
            return ImageClassifier.load(file, images, sees, device);
        }
        ImageClassifier trained = train(images, sees);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the classifier in " + file.getParent() + " (" + e + ")", e);
        }
        trained.save(file);
        return trained;
    }

    private String fileName(ImageSet images, Sees sees) {
        String name = ImageClassifier.fingerprint(images).substring(0, 16);
        if (own != null || !seed.equals(Seed.DEFAULT)) {
            name += "-"
                    + Fingerprint.begin()
                            .text(sees.net().identity() + ", seed " + seed.value())
                            .hex()
                            .substring(0, 16);
        }
        return name + ".safetensors";
    }

    /**
     * Trains a classifier.
     *
     * @param images labelled images, labels from 0
     * @return the classifier
     * @throws IllegalStateException if they have no labels or PyTorch's native library is missing
     * @throws IllegalArgumentException if all have the same label, or the network does not fit
     * @throws CancellationException if the thread is interrupted
     */
    public ImageClassifier train(ImageSet images) {
        return train(images, sees(images));
    }

    /**
     * Loads a classifier.
     *
     * @param file written by {@link ImageClassifier#save}
     * @param images the images it learned from
     * @return the classifier, on the device of this training
     * @throws IllegalArgumentException if the file is damaged, holds something else, or the classifier learned from other images or
     *     with another network
     */
    public ImageClassifier load(Path file, ImageSet images) {
        return ImageClassifier.load(file, images, sees(images), device);
    }

    /** What the network sees and says. */
    Sees sees(ImageSet images) {
        int classes = Arrays.stream(images.labels()).max().orElseThrow() + 1;
        return Sees.of(own == null ? NET : own, images, classes, device);
    }

    private ImageClassifier train(ImageSet images, Sees sees) {
        int[] labels = images.labels();
        Order order = new Order(images.size(), seed.split(1).stream());
        int count = Math.max(1, EPOCHS * images.size() / BATCH);
        TrainingState start = TrainingState.start(sees.net(), seed.split(0));
        try (Trainer trainer = Trainer.open(sees.net(), Loss.crossEntropy(), start, device);
                Progress progress = Progress.start("classifier", count)) {
            int done = trainer.train(
                    count,
                    step -> RATE * (1 - (double) step / count),
                    step -> batch(images, labels, sees.classes(), order),
                    (step, loss) -> progress.step(step, String.format(Locale.ROOT, "loss %.3f", loss)));
            if (done < count) {
                throw new CancellationException(
                        "the training of the classifier was interrupted at step " + done + " of " + count);
            }
            return new ImageClassifier(trainer.weights(), sees, ImageClassifier.fingerprint(images), device);
        }
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
        return ImageClassifier.pixels(images.select(chosen)).and(rows, BATCH, classes);
    }

    @Override
    public String toString() {
        return "ClassifierTraining[" + (own == null ? NET : "a network of your own") + ", on " + device + ", seed "
                + seed.value() + "]";
    }
}
