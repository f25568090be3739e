package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationTest {
    private static final Points DATA = Shapes.spirals(500, seed(1)).scale(3).translate(5, -2);
    private static final RieszDiffusion TEACHER =
            teacher(RieszPreset.of("spirals", Size.SMOKE).flowMatching());
    private static final DiffusionSamples PAIRS = TEACHER.sample(1000, seed(3));

    private static RieszDiffusion teacher(RieszPreset preset) {
        return RieszDiffusion.of(preset.denoiser(Denoiser.perceptron(48, 48).latents(0))
                        .training(preset.training().steps(600).batch(64))
                        .sampler(RieszSampler.calls(8)))
                .train(DATA);
    }

    private static double distance(Points a, Points b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Math.hypot(a.get(i, 0) - b.get(i, 0), a.get(i, 1) - b.get(i, 1)) / a.size();
        }
        return sum;
    }

    /** On noise that was in no pair. */
    @Test
    void oneCallMakesOfNoiseWhatManyMake() {
        RieszDiffusion quick = TEACHER.fineTuned(
                        TEACHER.preset().training().distillation().steps(600))
                .with(RieszSampler.calls(1))
                .train(PAIRS);
        Points many = TEACHER.sample(500, seed(4)).points();
        DiffusionSamples one = quick.sample(500, seed(4));
        assertThat(one.evaluations()).isEqualTo(1);
        double before = distance(TEACHER.sample(500, seed(4), 1).points(), many);
        assertThat(distance(one.points(), many)).isLessThan(0.3 * before);
    }

    @Test
    void beginsWithTheWeightsItCameFrom() {
        RieszDiffusion quick = TEACHER.distilled();
        assertThat(quick.preset().training().steps()).isEqualTo(75);
        assertThat(quick.preset().sampler()).isEqualTo(RieszSampler.calls(1));
        // Steps too short to move a weight.
        RieszPlan still = quick.preset().training().learningRate(1e-30).decay(0);
        RieszDiffusion same = TEACHER.fineTuned(still).train(PAIRS);
        assertThat(same.sample(20, seed(5)).points())
                .isEqualTo(TEACHER.sample(20, seed(5)).points());
        assertThat(PAIRS.noise()).isEqualTo(RieszPath.start(1000, 2, seed(3)));
    }

    @Test
    void goesOnInEveryBitFromAFolder(@TempDir Path folder) {
        RieszDiffusion whole = TEACHER.distilled().train(PAIRS);
        TEACHER.distilled().in(folder).train(PAIRS, 30);
        RieszDiffusion end = TEACHER.distilled().in(folder).train(PAIRS, 20);
        assertThat(end.steps()).isEqualTo(50);
        end = RieszDiffusion.load(folder).train(PAIRS);
        assertThat(Objects.requireNonNull(end.trained()).average())
                .isEqualTo(Objects.requireNonNull(whole.trained()).average());
        assertThat(RieszDiffusion.load(folder).sample(5, seed(1)).points())
                .isEqualTo(whole.sample(5, seed(1)).points());
        assertThat(RieszDiffusion.load(whole.preset(), folder).complete()).isTrue();
        RieszPlan plan = whole.preset().training();
        assertThatThrownBy(() -> whole.fineTuned(plan).in(folder).train(PAIRS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("began with other weights than this one: use another folder");
        assertThatThrownBy(() -> RieszDiffusion.of(whole.preset()).in(folder).train(PAIRS))
                .hasMessageContaining("began with other weights");
        assertThatThrownBy(() -> TEACHER.distilled().in(folder).train(TEACHER.sample(1000, seed(9))))
                .hasMessageContaining("other data");
    }

    /** Ten classes stay ten where the samples show two. */
    @Test
    void keepsItsClasses() {
        ImageSet digits = Images.drawnDigits(60, seed(1));
        RieszDiffusion teacher =
                RieszDiffusion.preset("drawn-digits", Size.SMOKE).train(digits);
        DiffusionSamples two = teacher.sampleGiven(new int[] {0, 1, 0, 1, 1, 0}, seed(2));
        RieszDiffusion quick = teacher.distilled().train(two);
        assertThat(quick.sampleGiven(9, 2, seed(3)).images().labels()).containsExactly(9, 9);
        // Other images go on with the same network, if their labels are among those it has.
        RieszPlan plan = teacher.preset().training();
        assertThat(teacher.fineTuned(plan).train(digits.only(3)).complete()).isTrue();
        int[] labels = new int[60];
        labels[7] = 12;
        assertThatThrownBy(() -> teacher.fineTuned(plan).train(digits.labelled(labels)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a network of 10 classes: received data with labels 0 to 12");
    }

    /** What is known of an image stays known. */
    @Test
    void completesInOneCall() {
        ImageSet digits = Images.drawnDigits(20, seed(1));
        RieszPreset halves = RieszPreset.of("drawn-digits", Size.SMOKE).given(Observation.hidden(0, 14, 28, 14));
        RieszDiffusion teacher = RieszDiffusion.of(halves).train(digits);
        RieszDiffusion quick = teacher.distilled().train(teacher.sampleGiven(digits, 2, seed(1)));
        DiffusionSamples one = quick.sampleGiven(digits, 1, seed(2));
        assertThat(one.evaluations()).isEqualTo(1);
        ImageSet images = one.images();
        for (int k = 0; k < 20 * 784; k++) {
            if (k % 28 < 14) {
                assertThat(images.pixels().get(k)).isEqualTo(digits.pixels().get(k));
            }
        }
    }

    /** Particles that diffusion MMD moved are pairs as well. */
    @Test
    void learnsFromAnotherKindOfModel() {
        DiffusionMmd other = DiffusionMmd.preset("spirals", Size.SMOKE).train(Shapes.spirals(200, seed(1)));
        RieszPreset preset = RieszPreset.of("spirals", Size.SMOKE).flowMatching();
        RieszPlan plan = preset.training().distillation().learningRate(2e-3).steps(40);
        RieszDiffusion quick = RieszDiffusion.of(preset.training(plan).sampler(RieszSampler.calls(1)))
                .train(other.sample(64, seed(2)));
        assertThat(quick.sample(3, seed(3)).evaluations()).isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        RieszPlan plan = TEACHER.preset().training();
        assertThatThrownBy(
                        () -> TEACHER.fineTuned(plan.coupling(Coupling.flow())).train(PAIRS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bring their noise with them")
                .hasMessageContaining("take coupling(Coupling.independent())");
        RieszDiffusion colour = RieszDiffusion.preset("cifar10", Size.SMOKE);
        ImageSet pictures = Images.drawnDigits(4, seed(1));
        assertThatThrownBy(colour::distilled)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the network is not trained");
        RieszDiffusion digits =
                RieszDiffusion.preset("drawn-digits", Size.SMOKE).train(pictures);
        DiffusionSamples samples = digits.sample(4, seed(1));
        RieszPlan mirrored = digits.preset().training().mirrored(true);
        assertThatThrownBy(() -> digits.fineTuned(mirrored).train(samples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take mirrored(false)");
        assertThatThrownBy(() -> colour.train(samples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is for images 32×32×3: received images 28×28×1");
        assertThatThrownBy(() -> TEACHER.distilled().train(PAIRS, 0)).hasMessageContaining("training steps");
        Thread.currentThread().interrupt();
        DiffusionSamples some = TEACHER.sample(10, seed(1));
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> TEACHER.distilled().train(some)).hasMessageContaining("interrupted on their way");
    }
}
