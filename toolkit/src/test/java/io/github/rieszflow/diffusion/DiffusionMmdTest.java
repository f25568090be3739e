package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.ResidentMemory;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionMmdTest {
    private static final DiffusionPreset SMOKE = DiffusionPreset.of("eight-gaussians", Size.SMOKE);
    /** Its witness is made of features only. */
    private static final DiffusionPreset LINEAR = SMOKE.kernel(FeatureNetwork.perceptron(16, 32), BaseKernel.linear());

    private static final Points DATA = Shapes.eightGaussians(500, seed(1));
    private static final DiffusionMmd TRAINED = DiffusionMmd.of(LINEAR).train(DATA);

    private static Trained of(DiffusionMmd model) {
        Trained trained = model.trained();
        if (trained == null) {
            throw new AssertionError("not trained");
        }
        return trained;
    }

    private static Weights weights(DiffusionMmd model) {
        return of(model).state().weights();
    }

    @Test
    void goesOnInEveryBitWhereItStoppedAlsoThroughAFolder(@TempDir Path folder) {
        DiffusionMmd half = DiffusionMmd.of(LINEAR).train(DATA, 25);
        assertThat(half.steps()).isEqualTo(25);
        assertThat(half.complete()).isFalse();
        half.save(folder);
        DiffusionMmd whole = DiffusionMmd.load(LINEAR, folder).train(DATA);
        assertThat(whole.complete()).isTrue();
        assertThat(weights(whole)).isEqualTo(weights(TRAINED)).isNotEqualTo(weights(half));
        assertThat(of(whole).state().mean()).isEqualTo(of(TRAINED).state().mean());
        assertThat(of(whole).average()).isEqualTo(of(TRAINED).average());
        for (WitnessSampler sampler :
                new WitnessSampler[] {LINEAR.sampler(), LINEAR.sampler().approximate()}) {
            assertThat(whole.with(sampler).sample(5, seed(2)).points())
                    .isEqualTo(TRAINED.with(sampler).sample(5, seed(2)).points());
        }
    }

    @Test
    void keepsWhatItHasWhenInterruptedAndWritesIt(@TempDir Path folder) {
        Thread.currentThread().interrupt();
        DiffusionMmd kept = DiffusionMmd.of(LINEAR).in(folder);
        DiffusionMmd stopped = kept.train(DATA);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.complete()).isFalse();
        assertThat(kept.train(DATA, 7).steps()).isEqualTo(7);
        assertThatThrownBy(() -> kept.seed(seed(8)).train(DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has seed 0 and cannot go on with 8");
        DiffusionMmd on = kept.train(DATA);
        assertThat(weights(on)).isEqualTo(weights(TRAINED));
        assertThat(weights(DiffusionMmd.load(LINEAR, folder))).isEqualTo(weights(TRAINED));
        assertThatThrownBy(() -> stopped.train(Shapes.spirals(500, seed(1))))
                .hasMessageContaining("goes on with other data than it began with");
    }

    @Test
    void samplesBeforeItsFirstStepAndTrainsFromThereInEveryBit() {
        DiffusionMmd begun = DiffusionMmd.of(LINEAR).untrained(DATA);
        assertThat(begun.steps()).isZero();
        assertThat(begun.sample(3, seed(2)).points().shape()).isEqualTo("3×2");
        assertThat(weights(begun.train(DATA))).isEqualTo(weights(TRAINED));
        assertThatThrownBy(() -> TRAINED.untrained(DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("training has begun");
        DiffusionPreset fixed = SMOKE.kernel(FeatureNetwork.coordinates(), BaseKernel.rbf(0.3));
        NoiseKernel kernel = DiffusionMmd.of(fixed).untrained(DATA).kernel();
        assertThat(kernel.width(0.1)).isCloseTo(0.3, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(kernel.width(0.9)).isEqualTo(kernel.width(0.1));
    }

    /** The clean points that a model keeps are the first few; a later one that is another must be seen too. */
    @Test
    void goesOnOnlyWithTheDataItBeganWith(@TempDir Path folder) {
        DiffusionMmd.of(LINEAR).train(DATA, 5).save(folder);
        float[] values = DATA.toArray();
        values[2 * 499] = Math.nextUp(values[2 * 499]);
        Points other = Points.of(values, 500, 2);
        assertThat(LINEAR.clean()).isLessThan(499);
        assertThatThrownBy(() -> DiffusionMmd.load(LINEAR, folder).train(other))
                .hasMessage(
                        "this training goes on with other data than it began with: give it the same 2-dimensional data"
                                + " in the same order");
        assertThat(DiffusionMmd.load(LINEAR, folder).train(DATA, 5).steps()).isEqualTo(10);
    }

    @Test
    void anInterruptedFlowReturnsTheParticlesWhereTheyAre() {
        Thread.currentThread().interrupt();
        DiffusionSamples samples = TRAINED.sample(5, seed(2));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(samples.interrupted()).isTrue();
        assertThat(samples.evaluations()).isZero();
    }

    /** Bit for bit on the PyTorch of the gate; elsewhere matrix products of other sizes may round otherwise. */
    @Test
    void particlesOfTheApproximateFlowKnowNothingOfEachOther() {
        DiffusionMmd model = TRAINED.with(LINEAR.sampler().approximate());
        Points start = Points.gaussian(64, 2, seed(3));
        Points together = model.sampleFrom(start).points();
        for (int i = 0; i < 64; i += 9) {
            float[] alone = model.sampleFrom(start.select(i)).points().row(0);
            assertThat(alone).containsExactly(together.row(i), org.assertj.core.api.Assertions.within(1e-5f));
        }
        Points interacting = TRAINED.sampleFrom(start).points();
        assertThat(TRAINED.sampleFrom(start.select(0)).points().row(0)).isNotEqualTo(interacting.row(0));
    }

    /** What is stored does not get flat when particles arrive, so that steps of more than the whole way would go too far. */
    @Test
    void theApproximateFlowGoesTheWholeWayAtMost() {
        WitnessSampler far = WitnessSampler.dmmd().stepByNoise(8);
        assertThat(far.approximate().stepSize()).isEqualTo(2);
        assertThat(WitnessSampler.dmmd().stepByNoise(1.5).approximate().stepSize())
                .isEqualTo(1.5);
        assertThat(WitnessSampler.dmmd().stepSize(8).approximate().stepSize()).isEqualTo(8);
        assertThat(far.approximate().stepByNoise(8).stepSize()).isEqualTo(8);
    }

    @Test
    void countsEvaluations() {
        WitnessSampler sampler = WitnessSampler.dmmd().levels(3).steps(2).extraSteps(4);
        assertThat(TRAINED.with(sampler).sample(3, seed(1)).evaluations()).isEqualTo(12);
        assertThat(TRAINED.with(sampler.approximate().denoise(5))
                        .sample(3, seed(1))
                        .evaluations())
                .isEqualTo(17);
        assertThat(TRAINED.with(sampler.kale(0.1)).sample(3, seed(1)).evaluations())
                .isEqualTo(12);
        assertThat(TRAINED.with(sampler).sample(3, seed(1)).toString()).contains("12 evaluations each");
        // Down to no noise at all.
        DiffusionSamples clean = TRAINED.with(sampler.between(1, 0)).sample(3, seed(1));
        assertThat(clean.evaluations()).isEqualTo(12);
        assertThat(Arrays.stream(clean.points().norms())).allMatch(Double::isFinite);
    }

    @Test
    void showsTheWayAsAFilm(@TempDir Path folder) throws IOException {
        DiffusionSamples samples =
                TRAINED.with(WitnessSampler.dmmd().levels(3).steps(1)).sample(20, seed(1));
        Path gif = folder.resolve("way.gif");
        samples.animation().save(gif);
        assertThat(Files.readAllBytes(gif)).startsWith('G', 'I', 'F');
        assertThat(samples.points().size()).isEqualTo(20);
        assertThatThrownBy(samples::images).hasMessageContaining("are 20×2 points, not images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eight-gaussians", "spirals", "checkerboard"})
    void toysRunInSmokeSize(String name) {
        DiffusionPreset preset = DiffusionPreset.of(name, Size.SMOKE);
        DiffusionMmd model = DiffusionMmd.of(preset).train(DATA);
        assertThat(model.sample(10, seed(1)).points().shape()).isEqualTo("10×2");
        assertThat(DiffusionPreset.of(name, Size.PAPER).toString())
                .contains(name)
                .contains("paper");
    }

    @Test
    void imagesRunInSmokeSize() {
        DiffusionMmd model =
                DiffusionMmd.of(DiffusionPreset.of("mnist", Size.SMOKE)).train(Images.drawnDigits(30, seed(1)));
        DiffusionSamples samples = model.sample(9, seed(1));
        assertThat(samples.images().toString()).isEqualTo("ImageSet[9 images 28×28×1]");
        assertThat(samples.grid().image().getWidth()).isGreaterThan(3 * 28);
        for (String name : new String[] {"mnist", "fashion-mnist", "cifar10", "celeba", "lsun-church"}) {
            assertThat(DiffusionPreset.of(name, Size.LAPTOP)).isEqualTo(DiffusionPreset.of(name));
            for (Size word : Size.values()) {
                DiffusionPreset size = DiffusionPreset.of(name, word);
                assertThat(size.toString()).contains(name + " in " + word + " size");
                ImageShape shape = Objects.requireNonNull(size.shape());
                assertThat(new KernelNetwork(size.features(), size.base(), shape.dimension()).slots())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void refusesBadInput(@TempDir Path folder) {
        assertThatThrownBy(() -> DiffusionMmd.of(SMOKE).sample(3, seed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the features are not trained: call train(…) first, or load(…)");
        assertThatThrownBy(() -> SMOKE.clean(0)).hasMessageContaining("at least 2 clean points: received 0");
        assertThatThrownBy(() -> SMOKE.clean(1)).hasMessageContaining("at least 2 clean points: received 1");
        assertThatThrownBy(() -> TRAINED.clean(DATA.take(1))).hasMessageContaining("the size of the clean batch");
        assertThatThrownBy(() -> WitnessSampler.dmmd().between(1.2, 0.1))
                .hasMessage("the noise level t must lie in [0.0, 1.0]: received 1.2");
        assertThatThrownBy(() -> WitnessSampler.dmmd().between(0.1, 0.2))
                .hasMessageContaining("from the highest noise level down to the lowest: received 0.1 and 0.2");
        TRAINED.save(folder);
        assertThatThrownBy(() -> DiffusionMmd.load(DiffusionPreset.of("spirals", Size.SMOKE), folder))
                .hasMessageContaining("has name eight-gaussians and cannot go on with spirals");
        assertThatThrownBy(() ->
                        DiffusionMmd.load(LINEAR.kernel(FeatureNetwork.perceptron(8, 32), BaseKernel.linear()), folder))
                .hasMessageContaining("has features.features 16 and cannot go on with 8");
        assertThatThrownBy(() ->
                        DiffusionMmd.load(LINEAR.training(LINEAR.training().noise(0.02, 0.5)), folder))
                .hasMessageContaining("has training.emphasis 2.0 and cannot go on with 0.5");
        assertThatThrownBy(() -> DiffusionPreset.of("imagenet"))
                .hasMessage("the preset must be one of eight-gaussians, spirals, checkerboard, mnist, fashion-mnist,"
                        + " cifar10, celeba, lsun-church: received imagenet");
        assertThatThrownBy(() -> DiffusionMmd.preset("mnist").train(DATA))
                .hasMessageContaining("received points of dimension 2");
        assertThatThrownBy(() -> DiffusionMmd.of(SMOKE).train(Images.drawnDigits(3, seed(1))))
                .hasMessageContaining("is for points: received images 28×28×1");
        assertThatThrownBy(() -> LINEAR.sampler(WitnessSampler.dmmd().kale(1)).base(BaseKernel.rbf(1)))
                .hasMessageContaining("a-DMMD and KALE need the linear base kernel");
        assertThatThrownBy(
                        () -> TRAINED.with(WitnessSampler.dmmd().stepSize(1e9)).sample(10, seed(1)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("take a smaller step size");
    }

    /** The least growth of three runs: Java's own heap also grows now and then, a leak grows each time. */
    @Test
    void sixHundredTrainingStepsLeaveMemoryFlat() {
        Assumptions.assumeTrue(ResidentMemory.isKnown());
        DiffusionPreset wide = LINEAR.features(FeatureNetwork.perceptron(64, 128, 128))
                .training(LINEAR.training().steps(700).batch(16, 4));
        DiffusionMmd model = DiffusionMmd.of(wide).train(DATA, 100);
        long growth = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            System.gc();
            long before = ResidentMemory.kilobytes();
            model = model.train(DATA, 200);
            System.gc();
            growth = Math.min(growth, ResidentMemory.kilobytes() - before);
        }
        assertThat(model.steps()).isEqualTo(700);
        // A leak of the gradient of the weights, or of one inner layer, would be 200 × some 100 kB.
        assertThat(growth).as("growth in kB").isLessThan(8_000);
    }
}
