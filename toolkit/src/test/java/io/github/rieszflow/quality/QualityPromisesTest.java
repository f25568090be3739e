package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConvNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ScriptedNetworkTest;
import io.github.rieszflow.network.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class QualityPromisesTest extends Promises {
    private static final double NAN = Double.NaN;
    private static final ImageSet IMAGES = toy(1);
    private static final ImageSet OTHERS = toy(2);
    private static final ImageSet LARGE = Images.drawnDigits(20, seed(1));
    private static final ImageSet NAMELESS = ImageSet.of(new byte[320], 4, 4, 1);
    private static final ImageSet ALIKE = NAMELESS.labelled(new int[20]);
    private static final ClassifierTraining USUAL = ClassifierTraining.usual();
    private static final ImageClassifier CLASSIFIER = USUAL.train(IMAGES);

    QualityPromisesTest() {
        super("quality");
    }

    /** Images of 4×4 pixels, dark or bright by their labels. */
    private static ImageSet toy(int number) {
        byte[] pixels = new byte[16 * 40];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = (byte) (k % 16 * 3 + k / 16 % 2 * 100 + number);
        }
        return ImageSet.of(pixels, 4, 4, 1)
                .labelled(IntStream.range(0, 40).map(i -> i % 2).toArray());
    }

    /** A call that keeps what it trains in the cache, as if the user lived in the temporary folder. */
    private ThrowingCallable atHome(ThrowingCallable call) {
        return () -> {
            String before = System.setProperty("user.home", folder.toString());
            try {
                call.call();
            } finally {
                System.setProperty("user.home", before);
            }
        };
    }

    /** A network with weights beyond single precision after a few layers. */
    private record Wild(Architecture net) implements Architecture {
        @Override
        public List<Slot> slots() {
            return net.slots().stream()
                    .map(slot -> new Slot(slot.name(), slot.shape(), 1e20, slot.spread()))
                    .toList();
        }

        @Override
        public String source() {
            return net.source();
        }
    }

    private Path other() {
        Path other = folder.resolve("other");
        RunFolder.at(other, "test", 2).save(Snapshot.of(Settings.none(), Settings.none()));
        return other;
    }

    private Path unreadableFolder() throws IOException {
        Path at = folder.resolve("unreadable");
        Files.createDirectories(at.resolve("checkpoint.json"));
        return at;
    }

    @Override
    protected void table() throws Exception {
        trainings();
        classifiers();
        measures();
        Path script = ScriptedNetworkTest.script(folder.resolve("means.pt"), "torch.mean(x, [2, 3])");
        ScriptedFeatures means = ScriptedFeatures.of(script);
        argument(
                "ScriptedFeatures.new",
                () -> means.side(-1),
                () -> means.range(NAN, 1),
                () -> means.range(0, Double.POSITIVE_INFINITY));
        state("ScriptedFeatures.new", () -> new ScriptedFeatures(script, Device.gpu(63), 0, 0, 1));
        state("ScriptedFeatures.on(Device)", () -> means.on(Device.gpu(63)));
        argument(
                "ImageFeatures.features(ImageSet)",
                () -> ScriptedFeatures.of(
                                ScriptedNetworkTest.script(folder.resolve("bad.pt"), "torch.reshape(x, [7, 5])"))
                        .features(LARGE));
    }

    private void trainings() throws IOException {
        state("ClassifierTraining.on(Device)", () -> USUAL.on(Device.gpu(63)));
        argument("ClassifierTraining.saveEvery(Duration)", () -> USUAL.saveEvery(Duration.ofSeconds(-1)));
        argument("ClassifierTraining.atMost(Duration)", () -> USUAL.atMost(Duration.ZERO));
        state("ClassifierTraining.of(ImageSet)", () -> USUAL.of(NAMELESS));
        argument("ClassifierTraining.of(ImageSet)", () -> USUAL.of(ALIKE));
        interrupted("ClassifierTraining.of(ImageSet)", atHome(() -> USUAL.of(OTHERS)));
        interrupted("ImageClassifier.of(ImageSet)", atHome(() -> ImageClassifier.of(OTHERS)));
        Path busy = folder.resolve("busy");
        Path kept = folder.resolve("kept");
        USUAL.in(kept).train(IMAGES);
        String train = "ClassifierTraining.train(ImageSet)";
        state(
                train,
                () -> USUAL.train(NAMELESS),
                whileKept(busy, () -> USUAL.in(busy).train(IMAGES)));
        argument(
                train,
                () -> USUAL.train(ALIKE),
                () -> USUAL.in(kept).train(OTHERS),
                () -> USUAL.seed(seed(9)).in(kept).train(IMAGES),
                () -> USUAL.in(other()).train(IMAGES),
                () -> USUAL.network(new ConvNet(8, 8)).in(kept).train(IMAGES));
        Path file = written("file", "mine");
        breaks(
                ArithmeticException.class,
                train,
                () -> USUAL.network((images, classes) -> new Wild(new ConvNet(4, 4).of(images, classes)))
                        .train(IMAGES));
        file(
                train,
                () -> USUAL.in(file).train(IMAGES),
                () -> USUAL.in(unreadableFolder()).train(IMAGES));
        argument(
                "ClassifierTraining.load(Path, ImageSet)",
                () -> USUAL.load(kept, OTHERS),
                () -> USUAL.load(other(), IMAGES),
                () -> USUAL.network(new ConvNet(8, 8)).load(kept, IMAGES));
    }

    private void classifiers() throws IOException {
        state("ImageClassifier.of(ImageSet)", () -> ImageClassifier.of(NAMELESS));
        state("ImageClassifier.train(ImageSet, Seed)", () -> ImageClassifier.train(NAMELESS, seed(1)));
        argument("ImageClassifier.train(ImageSet, Seed)", () -> ImageClassifier.train(ALIKE, seed(1)));
        interrupted("ImageClassifier.train(ImageSet, Seed)", () -> ImageClassifier.train(IMAGES, seed(1)));
        state("ImageClassifier.on(Device)", () -> CLASSIFIER.on(Device.gpu(63)));
        argument("ImageClassifier.features(ImageSet)", () -> CLASSIFIER.features(LARGE));
        argument("ImageClassifier.look(ImageSet)", () -> CLASSIFIER.look(LARGE));
        state("ImageClassifier.accuracy(ImageSet)", () -> CLASSIFIER.accuracy(NAMELESS));
        argument("ImageClassifier.accuracy(ImageSet)", () -> CLASSIFIER.accuracy(LARGE));
        Path held = folder.resolve("held");
        argument("ImageClassifier.save(Path)", () -> CLASSIFIER.save(other()));
        state("ImageClassifier.save(Path)", whileKept(held, () -> CLASSIFIER.save(held)));
        file("ImageClassifier.save(Path)", () -> CLASSIFIER.save(written("in-the-way", "mine")));
        Path none = folder.resolve("none");
        argument("ImageClassifier.load(Path)", () -> ImageClassifier.load(none), () -> ImageClassifier.load(other()));
        file("ImageClassifier.load(Path)", () -> ImageClassifier.load(unreadableFolder()));
        Path saved = folder.resolve("saved");
        CLASSIFIER.save(saved);
        argument(
                "ImageClassifier.load(Path, ImageSet)",
                () -> ImageClassifier.load(saved, OTHERS),
                () -> ImageClassifier.load(other(), IMAGES));
        file("ImageClassifier.load(Path, ImageSet)", () -> ImageClassifier.load(unreadableFolder(), IMAGES));
    }

    private void measures() {
        Points x = Points.gaussian(5, 2, seed(1));
        argument(
                "Frechet.distance(Points, Points)",
                () -> Frechet.distance(x, Points.dirac(5, 3)),
                () -> Frechet.distance(x, x.take(1)));
        double[][] one = {{1}};
        double[][] two = {{1, 0}, {0, 1}};
        argument(
                "Frechet.betweenGaussians(double[], double[][], double[], double[][])",
                () -> Frechet.betweenGaussians(new double[1], one, new double[2], two),
                () -> Frechet.betweenGaussians(new double[1], one, new double[1], two));
        ImageQuality quality = ImageQuality.against(IMAGES);
        argument("ImageQuality.training(ImageSet)", () -> quality.training(LARGE));
        argument(
                "ImageQuality.classifier(ImageClassifier)",
                () -> quality.classifier(USUAL.atMost(Duration.ofNanos(1)).train(IMAGES)));
        argument("ImageQuality.compare(int)", () -> quality.compare(1));
        argument(
                "ImageQuality.of(String, ImageSet)",
                () -> quality.of("mine", LARGE),
                () -> quality.of("mine", IMAGES.take(1)));
        interrupted("ImageQuality.of(String, ImageSet)", () -> quality.of("mine", OTHERS));
        argument("ImageQuality.energy(Points, Points)", () -> ImageQuality.energy(x, Points.dirac(5, 3)));
        argument(
                "ImageQuality.unbiasedEnergy(Points, Points)",
                () -> ImageQuality.unbiasedEnergy(x, Points.dirac(5, 3)),
                () -> ImageQuality.unbiasedEnergy(x, x.select(new int[] {0, 1})));
        argument(
                "Neighbours.of(ImageSet, ImageSet)",
                () -> Neighbours.of(IMAGES, LARGE),
                () -> Neighbours.of(IMAGES, OTHERS.take(1)));
        interrupted("Neighbours.of(ImageSet, ImageSet)", () -> Neighbours.of(IMAGES, OTHERS));
        argument("Neighbours.grid(int)", () -> Neighbours.of(IMAGES, OTHERS).grid(0));
        argument(
                "QualityReport.and(String, ImageSet)",
                () -> quality.of("mine", OTHERS).and("more", LARGE));
        QualityReport report = quality.of("mine", OTHERS);
        breaks(
                NoSuchElementException.class,
                "QualityReport.get(String, String)",
                () -> report.get("yours", report.measures().get(0)),
                () -> report.get("mine", "beauty"));
        breaks(NoSuchElementException.class, "QualityReport.histogram(String)", () -> report.histogram("yours"));
        breaks(
                NoSuchElementException.class,
                "QualityReport.neighbours(String)",
                () -> report.neighbours("yours"),
                () -> report.neighbours("mine"));
    }
}
