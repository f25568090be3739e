package io.github.rieszflow.quality;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.internal.SoftStop;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link ImageClassifier} is trained: six epochs over all images in random order, in batches of a hundred, by Adam with a
 * learning rate that falls from 0.002 to 0. A value: each method that changes one choice returns a new one.
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
    private final Keeping keeping;

    private ClassifierTraining(@Nullable ClassifierArchitecture own, Device device, Seed seed, Keeping keeping) {
        this.own = own;
        this.device = device;
        this.seed = seed;
        this.keeping = keeping;
    }

    /**
     * The training of a small convolutional network with 16 channels and 128 features, on the processor.
     *
     * @return the training
     */
    public static ClassifierTraining usual() {
        return new ClassifierTraining(null, Device.cpu(), Seed.DEFAULT, Keeping.nowhere());
    }

    /**
     * The same on another device, where the classifier also looks at images.
     *
     * @param other where to compute
     * @return the training
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public ClassifierTraining on(Device other) {
        return new ClassifierTraining(own, other.require(), seed, keeping);
    }

    /**
     * The same with other randomness.
     *
     * @param other the seed of the first weights and of the order of images
     * @return the training
     */
    public ClassifierTraining seed(Seed other) {
        return new ClassifierTraining(own, device, other, keeping);
    }

    /**
     * The same with another network, which is tried on two images before training, and refused if it does not map N×C×H×W to at
     * least one feature and the scores of all classes.
     *
     * @param other gives the network for images of a shape and a number of classes
     * @return the training
     */
    public ClassifierTraining network(ClassifierArchitecture other) {
        return new ClassifierTraining(other, device, seed, keeping);
    }

    /**
     * The same with a folder in which the training is saved: at its beginning, after each epoch, every minute,
     * and when it ends or is interrupted. {@link #train} continues from what is there.
     *
     * @param folder the folder; created when needed
     * @return the training
     */
    public ClassifierTraining in(Path folder) {
        return new ClassifierTraining(own, device, seed, keeping.in(folder));
    }

    /**
     * The same, saved more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the training
     * @throws IllegalArgumentException if it is negative
     */
    public ClassifierTraining saveEvery(Duration time) {
        return new ClassifierTraining(own, device, seed, keeping.saveEvery(time));
    }

    /**
     * The same, where {@link #train} ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the training
     * @throws IllegalArgumentException if it is not positive
     */
    public ClassifierTraining atMost(Duration time) {
        return new ClassifierTraining(own, device, seed, keeping.atMost(time));
    }

    /**
     * The classifier of a set: from the user's cache if it was trained in this way on these images before, else trained now and kept there;
     * about 1 MB for the usual network.
     *
     * @param images labelled images, labels from 0
     * @return the classifier
     * @throws IllegalStateException if they have no labels, PyTorch's native library is missing, or it is being trained right
     *     now by another process or thread
     * @throws IllegalArgumentException if all have the same label, or the network does not fit
     * @throws CancellationException if the thread is interrupted; the next call continues there
     */
    public ImageClassifier of(ImageSet images) {
        Sees sees = sees(images);
        Path folder = Images.cache().resolve("classifiers").resolve(name(images, sees));
        Path file = folder.resolveSibling(folder.getFileName() + ".safetensors");
        if (Files.isRegularFile(file)) {
            return FirstClassifierFormat.read(file, images, network(sees), sees, device);
        }
        return in(folder).train(images).requireComplete();
    }

    private String name(ImageSet images, Sees sees) {
        String name = ImageClassifier.fingerprint(images).substring(0, 16);
        if (own != null || !seed.equals(Seed.DEFAULT)) {
            name += "-"
                    + Fingerprint.begin()
                            .text(sees.net().identity() + ", seed " + seed.value())
                            .hex()
                            .substring(0, 16);
        }
        return name;
    }

    /**
     * Trains a classifier, or continues the training in the folder. If the thread is interrupted, or the time is up, it returns
     * what there is; the thread's interrupt status is not cleared.
     *
     * @param images labelled images, labels from 0
     * @return the classifier, perhaps not {@linkplain ImageClassifier#complete complete}
     * @throws IllegalStateException if they have no labels, PyTorch's native library is missing, or another training is being
     *     kept in the folder right now
     * @throws IllegalArgumentException if all have the same label, the network does not fit, or the folder holds something else:
     *     the training of another network, seed or set of images
     * @throws UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws ArithmeticException if the training diverges
     */
    public ImageClassifier train(ImageSet images) {
        return SoftStop.call(() -> train(images, sees(images)));
    }

    /**
     * Loads a classifier, or a training that was kept.
     *
     * @param path a folder written by {@link ImageClassifier#save} or by such a training ({@link #in}), or a file that version 0.1
     *     wrote
     * @param images the images it learned from
     * @return the classifier, on the device of this training
     * @throws IllegalArgumentException if the folder is damaged, holds something else, or the classifier learned from other images or
     *     with another network
     */
    public ImageClassifier load(Path path, ImageSet images) {
        Sees sees = sees(images);
        if (Files.isRegularFile(path)) {
            return FirstClassifierFormat.read(path, images, network(sees), sees, device);
        }
        return ClassifierFiles.at(path).read(found -> {
            Settings there = found.settings();
            there.requireSame(
                    ClassifierFiles.settings(network(sees), sees, new Seed(there.whole("seed")), images),
                    "the classifier in " + path);
            return ClassifierFiles.read(found, sees, device);
        });
    }

    /** The usual network as data, another by its identity. */
    private Object network(Sees sees) {
        return own == null ? NET : sees.net().identity();
    }

    /** What the network sees and says. */
    Sees sees(ImageSet images) {
        int classes = Arrays.stream(images.labels()).max().orElseThrow() + 1;
        return Sees.of(own == null ? NET : own, images, classes, device);
    }

    private ImageClassifier train(ImageSet images, Sees sees) {
        Settings settings = ClassifierFiles.settings(network(sees), sees, seed, images);
        int count = Math.max(1, EPOCHS * images.size() / BATCH);
        ImageClassifier complete = complete(settings, sees);
        if (complete != null) {
            return complete;
        }
        try (Keeper keeper = Keeper.open(keeping, ClassifierFiles.KIND, ClassifierFiles.VERSION)) {
            Checkpoint found = keeper.found();
            if (found != null) {
                found.settings().requireSame(settings, "the training in " + found.path());
            }
            TrainingState start =
                    found == null ? TrainingState.start(sees.net(), seed.split(0)) : ClassifierFiles.state(found, sees);
            Reached reached = new Reached(settings, sees, count, device);
            keeper.begin(() -> reached.snapshot(start));
            TrainingState last = train(images, start, reached, keeper);
            keeper.end(() -> reached.snapshot(last));
            return reached.classifier(last);
        }
    }

    private @Nullable ImageClassifier complete(Settings settings, Sees sees) {
        return Keeper.complete(keeping, ClassifierFiles.KIND, ClassifierFiles.VERSION, found -> {
            found.settings().requireSame(settings, "the training in " + found.path());
            ImageClassifier there = ClassifierFiles.read(found, sees, device);
            return there.complete() ? there : null;
        });
    }

    private TrainingState train(ImageSet images, TrainingState start, Reached reached, Keeper keeper) {
        int[] labels = images.labels();
        int count = reached.count();
        int done = (int) start.steps();
        Order order = new Order(images.size(), seed.split(1).stream());
        for (long seen = 0; seen < (long) done * BATCH; seen++) {
            order.next();
        }
        int epoch = Math.max(1, count / EPOCHS);
        try (Trainer trainer = Trainer.open(reached.sees().net(), Loss.crossEntropy(), start, device);
                Progress progress = Progress.start("classifier", count - done)) {
            trainer.train(
                    count - done,
                    k -> RATE * (1 - (double) (done + k) / count),
                    k -> batch(images, labels, reached.sees().classes(), order),
                    (k, loss, note) -> {
                        progress.step(k, loss, String.format(Locale.ROOT, "loss %.3f", loss));
                        Supplier<Snapshot> now = () -> reached.snapshot(trainer.state());
                        if ((done + k) % epoch == 0 && done + k < count) {
                            keeper.done(now);
                        } else {
                            keeper.at(now);
                        }
                    });
            return trainer.state();
        }
    }

    /** How far a training is, as what is kept of it and what it gives. */
    private record Reached(Settings settings, Sees sees, int count, Device device) {
        Snapshot snapshot(TrainingState state) {
            return ClassifierFiles.snapshot(settings, state, count);
        }

        ImageClassifier classifier(TrainingState state) {
            return new ImageClassifier(state.weights(), sees, settings, state.steps(), count, device);
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
