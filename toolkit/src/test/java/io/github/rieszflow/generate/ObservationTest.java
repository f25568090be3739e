package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that are given labels or pixels. */
final class ObservationTest {
    private static final ImageSet DIGITS = MmdGeneratorTest.DIGITS;
    private static final Observation LABELS = Observation.labels(2);
    private static final Observation HIDDEN = Observation.hidden(8, 10, 12, 6);

    static List<Observation> observations() {
        return List.of(LABELS, HIDDEN);
    }

    private static MmdGenerator tiny(Observation observation) {
        return MmdGenerator.of(MmdGeneratorTest.tiny().given(observation)).seed(seed(5));
    }

    /** Images of 4×4 pixels, dark with label 0 or bright with label 1, the latter three times as many. */
    private static ImageSet toy(int count, long seed) {
        float[] pixels = Points.uniform(count, 16, seed(seed)).toArray();
        int[] labels = IntStream.range(0, count).map(i -> i % 4 == 0 ? 0 : 1).toArray();
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = 0.2f * pixels[k] + 0.7f * labels[k / 16];
        }
        return ImageSet.of(Points.of(pixels, count, 16), 4, 4, 1).labelled(labels);
    }

    private static final ImageSet TOY = toy(64, 1);

    private static MmdModel trainedOnToy(Observation observation) {
        return MmdGenerator.of(MmdPreset.of("drawn-digits", Size.SMOKE)
                        .resolutions(Resolution.pooled(1).networks(3).slices(64))
                        .particles(64)
                        .flowSteps(16, 16, 32)
                        .network(UNet.small(8, 1))
                        .training(new Training(2, 60, 32, 3e-3, 3e-4))
                        .given(observation))
                .seed(seed(3))
                .train(TOY);
    }

    /** Means of 255 levels over these columns of each image. */
    private static double[] levels(ImageSet images, int from, int to) {
        return IntStream.range(0, images.size())
                .mapToDouble(i -> IntStream.range(0, 4 * (to - from))
                        .map(k -> images.level(i, 0, k % 4, from + k / 4))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    @Test
    void eachLabelGoesToItsClass() {
        MmdModel model = trainedOnToy(Observation.labels(1));
        ImageSet dark = model.sampleGiven(0, 100, seed(7));
        ImageSet bright = model.sampleGiven(1, 100, seed(7));
        assertThat(dark.labels()).containsOnly(0);
        assertThat(Arrays.stream(levels(dark, 0, 4))).allMatch(m -> m < 110);
        assertThat(Arrays.stream(levels(bright, 0, 4))).allMatch(m -> m > 145);
        int[] labels = {1, 0, 0, 1, 1};
        ImageSet mixed = model.sampleGiven(labels, seed(7));
        for (int i = 0; i < labels.length; i++) {
            assertThat(mixed.image(i).labels()).containsExactly(labels[i]);
            ImageSet alike = (labels[i] == 0 ? dark : bright).image(i);
            for (int k = 0; k < 16; k++) {
                // Up to rounding: image i depends on the seed, i and its label.
                assertThat(mixed.level(i, 0, k / 4, k % 4) - alike.level(0, 0, k / 4, k % 4))
                        .isBetween(-1, 1);
            }
        }
        // Three of four are bright in training: 600 ± 3·12 of 800.
        ImageSet all = model.sample(800, seed(8));
        assertThat(Arrays.stream(all.labels()).sum()).isBetween(563, 637);
        double[] means = levels(all, 0, 4);
        for (int i = 0; i < means.length; i++) {
            assertThat(means[i] > 127).isEqualTo(all.labels()[i] == 1);
        }
        assertThat(model.stream(501, seed(8)).map(ImageSet::size)).containsExactly(500, 1);
        assertThat(model.trajectory(2, seed(8)).steps()).hasSize(4);
    }

    @Test
    void hiddenPixelsFollowTheKnownOnes() {
        MmdModel model = trainedOnToy(Observation.hidden(0, 2, 4, 2));
        ImageSet test = toy(40, 9);
        ImageSet completed = model.sampleGiven(test, 2, seed(7));
        double[] hidden = levels(completed, 2, 4);
        for (int i = 0; i < 80; i++) {
            assertThat(hidden[i] > 127).isEqualTo(test.labels()[i / 2] == 1);
        }
    }

    @Test
    void knownPixelsOfAnImageStayAsTheyAre() {
        MmdModel model = WHOLE[1];
        ImageSet test = Images.drawnDigits(5, seed(9));
        ImageSet completed = model.sampleGiven(test, 3, seed(1));
        requireKept(completed, test, 3);
        requireKept(model.sampleGiven(test, seed(1)), test, 1);
        requireKept(model.particles(), DIGITS.take(24), 1);
        assertThat(model.picture()).isNotNull();
        // What is hidden is not looked at.
        byte[] blind = new byte[5 * 784];
        test.pixels().get(blind);
        for (int k = 0; k < blind.length; k++) {
            blind[k] = inside(k % 784) ? 99 : blind[k];
        }
        assertThat(model.sampleGiven(ImageSet.of(blind, 28, 28, 1), 3, seed(1))).isEqualTo(completed);
    }

    private static boolean inside(int pixel) {
        return pixel / 28 >= 8 && pixel / 28 < 20 && pixel % 28 >= 10 && pixel % 28 < 16;
    }

    private static void requireKept(ImageSet completed, ImageSet images, int each) {
        assertThat(completed.size()).isEqualTo(each * images.size());
        int changed = 0;
        for (int i = 0; i < completed.size(); i++) {
            for (int k = 0; k < 784; k++) {
                int level = images.level(i / each, 0, k / 28, k % 28);
                int now = completed.level(i, 0, k / 28, k % 28);
                if (inside(k)) {
                    changed += now == completed.level(i / each * each, 0, k / 28, k % 28) && now == level ? 0 : 1;
                } else {
                    assertThat(now).isEqualTo(level);
                }
            }
        }
        assertThat(changed).isGreaterThan(completed.size() * 72 / 2);
    }

    private static final MmdModel[] WHOLE = {
        tiny(LABELS).train(DIGITS), tiny(HIDDEN).train(DIGITS)
    };

    /** In a training, and at the finer resolution. */
    @ParameterizedTest
    @ValueSource(ints = {12, 45})
    void goesOnAsIfNothingHadHappened(int events, @TempDir Path temporary) {
        for (int k = 0; k < 2; k++) {
            MmdGenerator generator = tiny(observations().get(k));
            MmdGenerator kept = generator.in(temporary.resolve("folder-" + k));
            MmdModel part = MmdGeneratorTest.interruptedAt(kept, DIGITS, events);
            assertThat(part.complete()).isFalse();
            assertThat(kept.train(DIGITS).state()).isEqualTo(WHOLE[k].state());
            assertThat(generator.resume(part, DIGITS).state()).isEqualTo(WHOLE[k].state());
        }
    }

    @Test
    void modelsAreSavedAndLoaded(@TempDir Path temporary) {
        for (int k = 0; k < 2; k++) {
            Path folder = temporary.resolve("model-" + k);
            WHOLE[k].save(folder);
            MmdModel loaded = MmdModel.load(folder);
            assertThat(loaded.preset()).isEqualTo(WHOLE[k].preset());
            if (k == 0) {
                assertThat(loaded.sampleGiven(3, 4, seed(1))).isEqualTo(WHOLE[k].sampleGiven(3, 4, seed(1)));
                assertThat(loaded.sample(4, seed(1))).isEqualTo(WHOLE[k].sample(4, seed(1)));
            } else {
                assertThat(loaded.sampleGiven(DIGITS.take(3), seed(1)))
                        .isEqualTo(WHOLE[k].sampleGiven(DIGITS.take(3), seed(1)));
            }
            assertThat(loaded.picture()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("observations")
    void presetsAreWrittenWithWhatIsGiven(Observation observation) {
        MmdPreset preset = MmdPreset.of("mnist", Size.SMOKE).given(observation);
        assertThat(Settings.none().with("preset", preset).as("preset", MmdPreset.class))
                .isEqualTo(preset);
        assertThat(preset.toString()).contains("500 particles, given " + observation);
        assertThat(preset.given(Observation.none())).isEqualTo(MmdPreset.of("mnist", Size.SMOKE));
        assertThat(preset.particles(77).networks(2).iterations(3).slices(4).given())
                .isEqualTo(observation);
    }

    @Test
    void refusesBeforeTrainingBegins(@TempDir Path folder) {
        ImageSet plain = ImageSet.of(DIGITS.points(), 28, 28, 1);
        assertThatThrownBy(() -> tiny(LABELS).train(plain)).hasMessageContaining("give them with labelled(…)");
        int[] labels = DIGITS.labels();
        labels[3] = 1000;
        assertThatThrownBy(() -> tiny(LABELS).train(DIGITS.labelled(labels)))
                .hasMessageContaining("must lie in [0, 999]")
                .hasMessageContaining("received 1000");
        assertThatThrownBy(() -> tiny(Observation.hidden(20, 0, 10, 4)).train(DIGITS))
                .hasMessageContaining("inside images of 28×28")
                .hasMessageContaining("10×4 pixels from row 20, column 0");
        assertThatThrownBy(() -> tiny(Observation.hidden(7, 0, 10, 4)).train(DIGITS))
                .hasMessageContaining("must be divisible by 2");
        assertThatThrownBy(() -> Observation.hidden(-1, 0, 10, 4)).hasMessageContaining("first row");
        assertThatThrownBy(() -> Observation.hidden(0, 0, 0, 4)).hasMessageContaining("height");
        assertThatThrownBy(() -> Observation.labels(Double.NaN)).hasMessageContaining("weight of labels");

        MmdGenerator kept = tiny(LABELS).in(folder);
        MmdGeneratorTest.interruptedAt(kept, DIGITS, 3);
        int[] others = DIGITS.labels();
        others[0] = (others[0] + 1) % 10;
        assertThatThrownBy(() -> kept.train(DIGITS.labelled(others)))
                .hasMessageContaining("has data 24 images 28×28×1 with labels");
        assertThatThrownBy(() -> tiny(Observation.labels(3)).in(folder).train(DIGITS))
                .hasMessageContaining("has preset.given.weight 2.0 and cannot go on with 3.0");
    }

    @Test
    void modelsSayWhatToAskThem() {
        MmdModel plain = MmdGeneratorTest.WHOLE;
        assertThatThrownBy(() -> plain.sampleGiven(1, 2, seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("given nothing")
                .hasMessageContaining("use sample(count, seed), or train with preset.given(Observation.labels())");
        assertThatThrownBy(() -> plain.sampleGiven(DIGITS, seed(1))).hasMessageContaining("Observation.hidden(");
        MmdModel labelled = WHOLE[0];
        assertThatThrownBy(() -> labelled.sampleGiven(10, 2, seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0, 1, 2, 3, 4, 5, 6, 7, 8, 9: received 10");
        assertThatThrownBy(() -> labelled.sampleGiven(-1, 2, seed(1))).hasMessageContaining("received -1");
        assertThatThrownBy(() -> labelled.sampleGiven(1, 0, seed(1))).hasMessageContaining("number of samples");
        assertThatThrownBy(() -> labelled.sampleGiven(new int[0], seed(1))).hasMessageContaining("number of samples");
        assertThatThrownBy(() -> labelled.sampleGiven(DIGITS, seed(1)))
                .hasMessageContaining("use sampleGiven(labels, seed)");
        MmdModel completing = WHOLE[1];
        assertThatThrownBy(() -> completing.sample(3, seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sampleGiven(images, seed)");
        assertThatThrownBy(() -> completing.trajectory(3, seed(1))).hasMessageContaining("sampleGiven(images, seed)");
        assertThatThrownBy(() -> completing.sampleGiven(1, 3, seed(1)))
                .hasMessageContaining("sampleGiven(images, seed)");
        assertThatThrownBy(() -> completing.sampleGiven(TOY, seed(1)))
                .hasMessageContaining("28×28×1")
                .hasMessageContaining("4×4×1");
        assertThatThrownBy(() -> completing.sampleGiven(DIGITS, 0, seed(1)))
                .hasMessageContaining("number of completions");
    }
}
