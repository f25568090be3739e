package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.OldRuns;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTest {
    private static final ImageSet DRAWN = Images.drawnDigits(2000, seed(1));
    private static ImageClassifier classifier;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        classifier = ImageClassifier.train(DRAWN, seed(2));
    }

    @Test
    void drawnDigitsAreLearned() {
        Estimate accuracy = classifier.accuracy(Images.drawnDigits(1000, seed(3)));
        assertThat(accuracy.value()).isGreaterThan(0.97);
        assertThat(accuracy.count()).isEqualTo(1000);
        // Convolutions 16·9+16 and 32·144+32, then 128·1568+128 and 10·128+10.
        assertThat(classifier).hasToString("ImageClassifier[28×28×1, 10 classes, 206922 weights]");
    }

    @Test
    void probabilitiesAndFeaturesAreWhatTheySay() {
        Sight sight = classifier.look(Images.drawnDigits(1500, seed(4)));
        Points probabilities = sight.probabilities();
        assertThat(probabilities.shape()).isEqualTo("1500×10");
        assertThat(sight.features().shape()).isEqualTo("1500×128");
        for (int i = 0; i < 1500; i++) {
            double sum = 0;
            for (float p : probabilities.row(i)) {
                sum += p;
            }
            assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
        }
        assertThat(Arrays.stream(sight.histogram()).sum()).isEqualTo(1500);
        assertThat(sight.sure(0.9).value()).isGreaterThan(0.9);
        assertThat(sight.sure(0.9999999).value()).isLessThan(sight.sure(0.5).value());
        // More than one block gives the same as each alone.
        ImageSet last = Images.drawnDigits(1500, seed(4)).image(1499);
        assertThat(classifier.features(last).get(0, 5))
                .isCloseTo(sight.features().get(1499, 5), within(1e-4f));
    }

    @Test
    void whatWasSavedSeesTheSameAndBelongsToItsImages() {
        Path kept = folder.resolve("classifier");
        classifier.save(kept);
        ImageClassifier loaded = ImageClassifier.load(kept, DRAWN);
        ImageSet some = Images.drawnDigits(50, seed(5));
        assertThat(loaded.look(some)).isEqualTo(classifier.look(some));
        assertThat(ImageClassifier.load(kept).look(some)).isEqualTo(classifier.look(some));
        assertThat(loaded.complete()).isTrue();
        ImageSet other = Images.drawnDigits(2000, seed(6));
        assertThatThrownBy(() -> ImageClassifier.load(kept, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the classifier in " + kept + " has data ");
    }

    /** Images of 4×4 pixels, dark with label 0 or bright with label 1, the latter three times as many. */
    private static ImageSet toy(int count) {
        float[] pixels = Points.uniform(count, 16, seed(1)).toArray();
        int[] labels = IntStream.range(0, count).map(i -> i % 4 == 0 ? 0 : 1).toArray();
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = 0.2f * pixels[k] + 0.7f * labels[k / 16];
        }
        return ImageSet.of(Points.of(pixels, count, 16), 4, 4, 1).labelled(labels);
    }

    @Test
    void aTrainingIsStoppedAndGoesOnBitForBit() {
        ImageSet images = toy(1000);
        ClassifierTraining training = ClassifierTraining.usual().seed(seed(4));
        Sight whole = training.train(images).look(images);
        ClassifierTraining kept = training.in(folder).saveEvery(Duration.ZERO);
        ImageClassifier part = kept.atMost(Duration.ofNanos(1)).train(images);
        assertThat(part.interrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(ImageClassifier.load(folder)).hasToString(part.toString());
        assertThatThrownBy(() -> ImageQuality.against(images).classifier(part))
                .hasMessageContaining("must be trained to its end");
        assertThatThrownBy(() -> kept.seed(seed(5)).train(images))
                .hasMessageContaining("has seed 4 and cannot go on with 5");
        // Once more from the middle, wherever the clock stops it.
        kept.atMost(Duration.ofMillis(60)).train(images);
        ImageClassifier end = kept.train(images);
        assertThat(end.complete()).isTrue();
        assertThat(end.look(images)).isEqualTo(whole);
        assertThat(kept.train(images).look(images)).as("found complete").isEqualTo(whole);
    }

    @Test
    void aClassifierOfVersionOneIsRead() {
        ImageSet images = toy(60);
        Path file = OldRuns.file("classifier.safetensors");
        ImageClassifier old = ImageClassifier.load(file, images);
        assertThat(old.classes())
                .isEqualTo(OldRuns.about("classifier").get("classes").getAsInt());
        OldRuns.assertClose(old.look(images.take(6)).probabilities(), "classifier", "probabilities", 1e-5);
        Path kept = folder.resolve("new");
        old.save(kept);
        assertThat(ImageClassifier.load(kept).look(images)).isEqualTo(old.look(images));
        assertThatThrownBy(() -> ImageClassifier.load(file, toy(61)))
                .hasMessageStartingWith(file + " belongs to other images: it learned from a set with the fingerprint ");
    }

    @Test
    void imagesOfAnotherShapeAreRefused() {
        assertThatThrownBy(() -> classifier.look(DRAWN.take(2).pooled(2)))
                .hasMessage("the classifier looks at images of 28×28×1: received 14×14×1");
        assertThatThrownBy(() -> ImageClassifier.train(ImageSet.of(new byte[784], 28, 28, 1), seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no labels");
    }

    @Test
    @Tag("slow")
    void realDigitsAreLearned() {
        assumeTrue(Images.mnistIfPresent().isPresent(), "needs RIESZFLOW_DATA");
        Estimate digits = ImageClassifier.train(Images.mnist(), seed(0)).accuracy(Images.mnist(Split.TEST));
        assertThat(digits.value()).isGreaterThan(0.985);
    }
}
