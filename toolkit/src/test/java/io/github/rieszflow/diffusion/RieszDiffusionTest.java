package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.ResidentMemory;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RieszDiffusionTest {
    private static final RieszPreset SMOKE = RieszPreset.of("spirals", Size.SMOKE);
    private static final Points DATA = Shapes.spirals(300, seed(1));
    private static final RieszDiffusion TRAINED = RieszDiffusion.of(SMOKE).train(DATA);

    private static final ImageSet DIGITS = Images.drawnDigits(40, seed(1));
    private static final RieszPreset TINY = RieszPreset.of("drawn-digits", Size.SMOKE);
    private static final RieszDiffusion PICTURES = RieszDiffusion.of(TINY).train(DIGITS);

    private static RieszTrained of(RieszDiffusion model) {
        return Objects.requireNonNull(model.trained());
    }

    private static Weights weights(RieszDiffusion model) {
        return of(model).average();
    }

    private static void assertSame(RieszDiffusion one, RieszDiffusion other) {
        assertThat(weights(one)).isEqualTo(weights(other));
        assertThat(one.steps()).isEqualTo(other.steps());
        assertThat(of(one).state()).isEqualTo(of(other).state());
    }

    @Test
    void aCompleteOneIsKeptAsItsWeightsAloneAlsoInHalfPrecision(@TempDir Path folder) throws IOException {
        RieszDiffusion half = PICTURES.half();
        assertThat(weights(half).isHalf()).isTrue();
        assertThat(weights(half)).isNotEqualTo(weights(PICTURES));
        PICTURES.save(folder.resolve("single"));
        half.save(folder.resolve("half"));
        assertThat(folder.resolve("single/state.1.safetensors")).doesNotExist();
        Path whole = folder.resolve("single/average.1.safetensors");
        Path small = folder.resolve("half/average.1.safetensors");
        assertThat(Files.size(whole) - Files.size(small))
                .isBetween(2L * weights(half).size() - 300, 2L * weights(half).size() + 300);
        RieszDiffusion read = RieszDiffusion.load(folder.resolve("half"));
        assertSame(read, half);
        assertThat(read.complete()).isTrue();
        assertSame(RieszDiffusion.load(folder.resolve("single")), PICTURES);
        // Eleven binary digits of weights are seen by one grey in 255 or two.
        float[] one = PICTURES.sample(8, seed(5)).points().toArray();
        assertThat(read.sample(8, seed(5)).points().toArray()).containsExactly(one, within(0.02f));
    }

    @Test
    void goesOnInEveryBitWhereItStoppedAlsoThroughAFolder(@TempDir Path folder) {
        RieszDiffusion half = RieszDiffusion.of(SMOKE).train(DATA, 25);
        assertThat(half.steps()).isEqualTo(25);
        assertThat(half.interrupted()).isTrue();
        half.save(folder);
        RieszDiffusion whole = RieszDiffusion.load(folder).train(DATA);
        assertThat(whole.complete()).isTrue();
        assertSame(whole, TRAINED);
        assertThat(weights(whole)).isNotEqualTo(weights(half));
        assertThat(whole.sample(5, seed(2)).points())
                .isEqualTo(TRAINED.sample(5, seed(2)).points());
        assertSame(half.train(DATA), TRAINED);
        assertSame(RieszDiffusion.load(SMOKE, folder), TRAINED);
    }

    @Test
    void keepsWhatItHasWhenInterruptedAndWritesIt(@TempDir Path folder) {
        Thread.currentThread().interrupt();
        RieszDiffusion kept = RieszDiffusion.of(TINY).in(folder);
        RieszDiffusion stopped = kept.train(DIGITS);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.complete()).isFalse();
        assertThat(kept.train(DIGITS, 3).steps()).isEqualTo(3);
        assertThatThrownBy(() -> kept.seed(seed(8)).train(DIGITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has seed 0 and cannot go on with 8");
        assertThatThrownBy(() -> kept.train(Images.drawnDigits(40, seed(2))))
                .hasMessageContaining("goes on with other data than it began with");
        int[] labels = DIGITS.labels();
        labels[39] = (labels[39] + 1) % 10;
        assertThatThrownBy(() -> kept.train(DIGITS.labelled(labels)))
                .hasMessageContaining("goes on with other data than it began with");
        assertSame(kept.train(DIGITS), PICTURES);
        assertSame(RieszDiffusion.load(folder), PICTURES);
        assertThat(RieszDiffusion.load(folder).preset()).isEqualTo(TINY);
        assertThatThrownBy(() -> kept.seed(seed(8)).train(DIGITS)).hasMessageContaining("has seed 0");
    }

    @Test
    void aSampleKnowsNothingOfTheOthers() {
        RieszDiffusion model = TRAINED.with(RieszSampler.calls(5).stir(0.5));
        Points together = model.sample(300, seed(3)).points();
        Points few = model.sample(7, seed(3)).points();
        for (int i = 0; i < 7; i++) {
            assertThat(few.row(i)).containsExactly(together.row(i), within(1e-5f));
        }
        RieszDiffusion pictures = PICTURES.with(RieszSampler.calls(2).stir(0.3).guidance(2));
        ImageSet many = pictures.sample(9, seed(4)).images();
        ImageSet two = pictures.sample(2, seed(4)).images();
        assertThat(Arrays.copyOf(many.labels(), 2)).isEqualTo(two.labels());
        assertThat(many.take(2).points().toArray()).containsExactly(two.points().toArray(), within(1.1f / 255));
    }

    @Test
    void samplesByCallsSeedsAndFreshNoise() {
        Points four = TRAINED.sample(20, seed(3)).points();
        assertThat(TRAINED.sample(20, seed(3), 4).points()).isEqualTo(four);
        assertThat(TRAINED.sample(20, seed(4)).points()).isNotEqualTo(four);
        assertThat(TRAINED.sample(20, seed(3), 5).points()).isNotEqualTo(four);
        assertThat(TRAINED.with(RieszSampler.calls(4).stir(0.2))
                        .sample(20, seed(3))
                        .points())
                .isNotEqualTo(four);
        // One call leaves no noise to be fresh, and is what the network says of noise itself.
        Points one = TRAINED.sample(20, seed(3), 1).points();
        assertThat(TRAINED.with(RieszSampler.calls(1).stir(1))
                        .sample(20, seed(3))
                        .points())
                .isEqualTo(one);
        assertThat(TRAINED.posterior(RieszPath.start(20, 2, seed(3)), 0, 1, seed(3))
                        .toArray())
                .containsExactly(TRAINED.standardised(one).toArray(), within(1e-5f));
    }

    @Test
    void showsItsWay(@TempDir Path folder) throws IOException {
        DiffusionSamples samples = PICTURES.sample(20, seed(1));
        assertThat(samples).hasToString("DiffusionSamples[20 of 28×28×1, 2 evaluations each, 2 calls]");
        assertThat(samples.images().labels()).hasSize(20);
        assertThat(samples.sampler()).isEqualTo(RieszSampler.calls(2));
        Path gif = folder.resolve("way.gif");
        samples.animation().save(gif);
        assertThat(Files.readAllBytes(gif)).startsWith('G', 'I', 'F');
        assertThat(samples.path()).isNotNull();
        assertThat(PICTURES.with(RieszSampler.calls(3).guidance(2))
                        .sample(1, seed(1))
                        .evaluations())
                .isEqualTo(6);
        Thread.currentThread().interrupt();
        DiffusionSamples stopped = TRAINED.sample(5, seed(2));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.interrupted()).isTrue();
        assertThat(stopped.evaluations()).isZero();
    }

    @Test
    void givesWhatIsAskedFor() {
        ImageSet sevens = PICTURES.sampleGiven(7, 3, seed(1)).images();
        assertThat(sevens.labels()).containsExactly(7, 7, 7);
        assertThat(PICTURES.sampleGiven(new int[] {1, 2}, seed(1)).images().labels())
                .containsExactly(1, 2);
        Observation.Hidden area = (Observation.Hidden) Observation.hidden(8, 4, 12, 10);
        RieszDiffusion filling = RieszDiffusion.of(TINY.given(area)).train(DIGITS);
        ImageSet filled = filling.sampleGiven(DIGITS.take(3), 2, seed(1)).images();
        assertThat(filled.size()).isEqualTo(6);
        boolean other = false;
        for (int i = 0; i < 6; i++) {
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 28; column++) {
                    int there = DIGITS.level(i / 2, 0, row, column);
                    int here = filled.level(i, 0, row, column);
                    if (area.hides(row, column)) {
                        other |= here != there;
                    } else {
                        assertThat(here).isEqualTo(there);
                    }
                }
            }
        }
        assertThat(other).isTrue();
        // What is hidden is not looked at.
        byte[] pixels = new byte[3 * 784];
        DIGITS.take(3).pixels().get(pixels);
        for (int k = 0; k < pixels.length; k++) {
            if (area.hides(k / 28 % 28, k % 28)) {
                pixels[k] = 77;
            }
        }
        assertThat(filling.sampleGiven(ImageSet.of(pixels, 28, 28, 1), 2, seed(1))
                        .images())
                .isEqualTo(filled);
        assertThatThrownBy(() -> filling.sample(3, seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("completes images: use sampleGiven(images, each, seed)");
        assertThatThrownBy(() -> filling.sampleGiven(3, 2, seed(1))).hasMessageContaining("cannot be asked for labels");
        assertThatThrownBy(() -> PICTURES.sampleGiven(DIGITS, 1, seed(1)))
                .hasMessageContaining("cannot complete images");
        assertThatThrownBy(() -> PICTURES.sampleGiven(10, 2, seed(1)))
                .hasMessage("expected labels of the images in training, which are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9:"
                        + " received 10");
    }

    /** One trainer: what is flow matching differs by its rule alone, and draws the same twice. */
    @Test
    void flowMatchingIsAChoiceOfTheRule(@TempDir Path folder) {
        RieszPreset control = TINY.flowMatching();
        assertThat(control.score()).isEqualTo(ScoringRule.squared());
        assertThat(control.toString()).contains("squared error, 1 particle;").contains(", changed");
        RieszDiffusion model = RieszDiffusion.of(control).in(folder).train(DIGITS);
        assertThat(RieszDiffusion.load(folder).preset()).isEqualTo(control);
        Points noisy = Points.gaussian(2, 784, seed(3));
        Points draws = model.posterior(noisy, 0.4, 2, seed(5));
        assertThat(draws.row(0)).containsExactly(draws.row(1), within(1e-6f));
        Points particles = PICTURES.posterior(noisy, 0.4, 2, seed(5));
        assertThat(particles.row(0)).isNotEqualTo(particles.row(1));
    }

    @Test
    void takesNetworksAndDirectionsOfOnesOwn(@TempDir Path folder) {
        RieszPreset own = SMOKE.denoiser(Denoiser.of(Mlp.hidden(16).between(2 + 1 + 3, 2), 2, 3))
                .score(ScoringRule.energy().particles(3).slices(ScoreSlices.directions(8, Directions.iid())));
        RieszDiffusion model = RieszDiffusion.of(own).in(folder).train(DATA);
        assertThat(model.complete()).isTrue();
        assertSame(RieszDiffusion.load(own, folder), model);
        assertThatThrownBy(() -> RieszDiffusion.load(folder)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RieszDiffusion.of(
                                SMOKE.denoiser(Denoiser.of(Mlp.hidden(16).between(2 + 1 + 4, 2), 2, 3)))
                        .train(DATA))
                .hasMessageStartingWith("the denoiser does not take inputs of the shapes N×2, N×1, N×3");
        assertThatThrownBy(() -> own.flowMatching()).hasMessageContaining("a network of your own has the noise");
    }

    @ParameterizedTest
    @EnumSource
    void presetsFitTheirData(Size size) {
        for (String name : new String[] {
            "eight-gaussians",
            "spirals",
            "checkerboard",
            "drawn-digits",
            "mnist",
            "fashion-mnist",
            "cifar10",
            "celeba",
            "lsun-church"
        }) {
            RieszPreset preset = RieszPreset.of(name, size);
            assertThat(preset.toString()).startsWith("RieszPreset[" + name + " in " + size + " size:");
            ImageShape shape = preset.denoiser().shape();
            int classes = preset.given() instanceof Observation.Labels ? 10 : 0;
            assertThat(preset.network(shape == null ? 2 : shape.dimension(), classes)
                            .slots())
                    .isNotEmpty();
        }
        assertThat(RieszPreset.of("mnist")).isEqualTo(RieszPreset.of("mnist", Size.LAPTOP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "celeba", "mnist"})
    void imagesRunInSmokeSize(String name) {
        RieszPreset preset = RieszPreset.of(name, Size.SMOKE);
        ImageShape shape = Objects.requireNonNull(preset.denoiser().shape());
        ImageSet noise = ImageSet.of(Points.uniform(12, shape.dimension(), seed(1)), shape)
                .labelled(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        DiffusionSamples samples = RieszDiffusion.of(preset).train(noise).sample(2, seed(2));
        assertThat(samples.images().shape()).isEqualTo(shape);
        assertThat(samples.images().hasLabels()).isEqualTo(!name.equals("celeba"));
    }

    @Test
    void refusesBadInput(@TempDir Path folder) {
        assertThatThrownBy(() -> RieszDiffusion.of(SMOKE).sample(3, seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the network is not trained: call train(…) first, or load(…)");
        assertThatThrownBy(() -> TRAINED.sample(0, seed(1))).hasMessageContaining("the number of samples");
        assertThatThrownBy(() -> TRAINED.sample(3, seed(1), 0)).hasMessageContaining("the number of calls");
        assertThatThrownBy(() -> RieszSampler.calls(4).stir(1.1)).hasMessageContaining("fresh noise");
        assertThatThrownBy(() -> TRAINED.with(RieszSampler.calls(4).guidance(2)))
                .hasMessage("guidance is toward a label: received guidance 2.0 for a model given nothing; take"
                        + " guidance(1), or given(Observation.labels())");
        assertThatThrownBy(() -> TINY.training(TINY.training().unknown(0))
                        .sampler(RieszSampler.calls(4).guidance(2)))
                .hasMessageContaining("take unknown(0.1) in training");
        assertThatThrownBy(() -> RieszDiffusion.of(TINY).train(ImageSet.of(DIGITS.points(), 28, 28, 1)))
                .hasMessageContaining("a training given labels needs images with labels: received");
        assertThatThrownBy(() -> RieszDiffusion.of(TINY).train(DIGITS.points()))
                .hasMessageContaining("which points do not have: train on an ImageSet");
        assertThatThrownBy(() -> RieszDiffusion.of(SMOKE).train(DIGITS))
                .hasMessageContaining("is for points: received images 28×28×1");
        assertThatThrownBy(() -> RieszDiffusion.of(TINY).train(DIGITS.pooled(2)))
                .hasMessageContaining("is for images 28×28×1: received images 14×14×1");
        assertThatThrownBy(() -> SMOKE.given(Observation.labels()))
                .hasMessageContaining("what is observed is observed of images");
        assertThatThrownBy(() -> SMOKE.training(SMOKE.training().mirrored(true)))
                .hasMessageContaining("mirrored(false)");
        assertThatThrownBy(() -> SMOKE.score(ScoringRule.energy().slices(ScoreSlices.squares(4, 2, 0))))
                .hasMessageContaining("squares are of pixels: received points");
        assertThatThrownBy(() -> TINY.denoiser(TINY.denoiser().latents(0)))
                .hasMessageContaining("particles differ by the noise of the network alone");
        assertThatThrownBy(() -> TINY.given(Observation.hidden(20, 0, 10, 5)))
                .hasMessageContaining("must lie inside images of 28×28 pixels");
        assertThatThrownBy(() -> Denoiser.unet(ImageShape.grey(27, 28), ConditionalUNet.of(UNet.small(4, 1))))
                .hasMessageContaining("must be divisible by 2");
        assertThatThrownBy(() -> RieszPreset.of("imagenet"))
                .hasMessage("the preset must be one of eight-gaussians, spirals, checkerboard, drawn-digits, mnist,"
                        + " fashion-mnist, cifar10, celeba, lsun-church: received imagenet");
        assertThatThrownBy(() -> RieszDiffusion.of(SMOKE).train(DATA.take(1)))
                .hasMessageContaining("at least 2 data points: received 1");
        assertThatThrownBy(() -> TRAINED.sampleFrom(Points.gaussian(3, 3, seed(1)), seed(1)))
                .hasMessageContaining("the same dimension");
        assertThatThrownBy(() -> TRAINED.posterior(DATA, 1, 2, seed(1))).hasMessageContaining("the time τ");
        TRAINED.save(folder);
        assertThatThrownBy(() ->
                        RieszDiffusion.load(SMOKE.score(ScoringRule.energy().exponent(1.5)), folder))
                .hasMessageContaining("has score.exponent.start 1.0 and cannot go on with 1.5");
        RieszPlan wild = SMOKE.training().learningRate(1e30).clip(1e30);
        assertThatThrownBy(() -> RieszDiffusion.of(SMOKE.training(wild)).train(DATA))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("take a smaller learning rate");
    }

    @Test
    void twoThousandTrainingStepsLeaveMemoryFlat() {
        org.junit.jupiter.api.Assumptions.assumeTrue(ResidentMemory.isKnown());
        RieszPreset wide = SMOKE.denoiser(Denoiser.perceptron(64, 64))
                .training(SMOKE.training().steps(2200).batch(64));
        RieszDiffusion before = RieszDiffusion.of(wide).train(DATA, 200);
        System.gc();
        long first = ResidentMemory.kilobytes();
        RieszDiffusion after = before.train(DATA, 2000);
        System.gc();
        assertThat(after.steps()).isEqualTo(2200);
        // A leak of the gradient of the weights, or of one inner layer, would be 2,000 × some 50 kB.
        assertThat(ResidentMemory.kilobytes() - first).as("growth in kB").isLessThan(30_000);
    }
}
