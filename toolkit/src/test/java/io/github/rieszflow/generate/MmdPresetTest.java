package io.github.rieszflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.network.Size;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MmdPresetTest {
    private static List<Integer> schedule(String name) {
        return MmdPreset.of(name, Size.PAPER).schedule();
    }

    private static long sum(List<Integer> steps, int from, int to) {
        return steps.subList(from, to).stream().mapToLong(Integer::longValue).sum();
    }

    /** The first values of the published code, and sums of 20 and 55. */
    @Test
    void flowStepsOfMnistAreThePublishedOnes() {
        List<Integer> steps = schedule("mnist");
        assertThat(steps.subList(0, 21))
                .containsExactly(
                        32, 64, 128, 256, 512, 1024, 2048, 4096, 6144, 8192, 10240, 12288, 14336, 16384, 18432, 20480,
                        22528, 24576, 26624, 28672, 30000);
        assertThat(sum(steps, 0, 20)).isEqualTo(217_056);
        assertThat(sum(steps, 0, 55)).isEqualTo(1_267_056);
    }

    /** Steps at each resolution, counted from the published code. */
    @Test
    void flowStepsOfPyramidsAreThePublishedOnes() {
        List<Integer> cifar = schedule("cifar10");
        assertThat(cifar).hasSize(114);
        assertThat(List.of(sum(cifar, 0, 40), sum(cifar, 40, 60), sum(cifar, 60, 80), sum(cifar, 80, 114)))
                .containsExactly(626_432L, 600_000L, 600_000L, 1_020_000L);
        List<Integer> faces = schedule("celeba");
        assertThat(faces).hasSize(87);
        assertThat(List.of(sum(faces, 0, 22), sum(faces, 22, 42), sum(faces, 42, 59), sum(faces, 59, 87)))
                .containsExactly(747_372L, 947_132L, 746_876L, 1_946_364L);
    }

    @ParameterizedTest
    @CsvSource({"mnist,0.7", "fashion-mnist,0.8", "drawn-digits,0.7"})
    void greyPresetsDifferInMomentum(String name, double momentum) {
        for (Size size : List.of(Size.PAPER, Size.SMOKE)) {
            MmdPreset preset = MmdPreset.of(name, size);
            assertThat(preset.momentum().at(0)).isEqualTo(momentum);
            assertThat(preset.momentum().at(99)).isEqualTo(momentum);
            assertThat(preset.momentum().kept()).isTrue();
            Fit.require(preset, 28, 28, 60_000);
        }
    }

    @Test
    void momentumOfPyramidsGrows() {
        assertThat(MmdPreset.of("cifar10", Size.PAPER).momentum().at(5)).isEqualTo(0.05);
        assertThat(MmdPreset.of("cifar10", Size.PAPER).momentum().at(95)).isEqualTo(0.8);
        assertThat(MmdPreset.of("celeba", Size.PAPER).momentum().at(1)).isEqualTo(0.05);
        for (Size size : Size.values()) {
            Fit.require(MmdPreset.of("cifar10", size), 32, 32, 50_000);
            Fit.require(MmdPreset.of("celeba", size), 64, 64, 50_000);
        }
    }

    @Test
    void everyPresetSurvivesBeingWrittenDown() {
        for (String name : List.of("mnist", "fashion-mnist", "cifar10", "celeba", "drawn-digits")) {
            for (Size size : Size.values()) {
                MmdPreset preset = MmdPreset.of(name, size);
                Settings written = Settings.none().with("preset", preset);
                assertThat(written.as("preset", MmdPreset.class)).isEqualTo(preset);
            }
        }
    }

    @Test
    void oneThingChanges() {
        MmdPreset preset = MmdPreset.of("mnist", Size.SMOKE);
        assertThat(preset.particles(77).particles()).isEqualTo(77);
        assertThat(preset.particles(77).training()).isEqualTo(preset.training());
        assertThat(preset.networks(5).schedule()).containsExactly(8, 16, 32, 64, 64);
        assertThat(preset.iterations(5).training().rate(0))
                .isEqualTo(preset.training().learningRate());
        assertThat(preset.iterations(5).training().rate(5))
                .isEqualTo(preset.training().lastRate());
        MmdPreset faster = MmdPreset.of("cifar10", Size.PAPER).stepSizes(4);
        assertThat(faster.resolutions())
                .extracting(resolution -> resolution.stepSize())
                .containsExactly(2.0, 4.0, 4.0, 4.0);
        assertThat(faster.stepSizes(0.25)).isEqualTo(MmdPreset.of("cifar10", Size.PAPER));
        assertThatThrownBy(() -> preset.stepSizes(-1)).hasMessageContaining("step size");
        assertThat(preset.slices(9).resolutions().get(0).slices()).isEqualTo(9);
        assertThat(preset.toString()).contains("500 particles", "flow steps [8, 16, 32]", "L2 loss");
    }

    @Test
    void resolutionsChangeByName() {
        Patches patches = Patches.of(5, 0, 2);
        assertThat(patches).isEqualTo(new Patches(5, List.of(0, 2), false, true));
        assertThat(Resolution.pooled(2)).isEqualTo(new Resolution(2, 1, 0, 1, 1, 100, true, 0, true, null));
        assertThat(Resolution.pooled(2)
                        .networks(3)
                        .firstSteps(4)
                        .stepSizes(0.5, 0.1)
                        .slices(6)
                        .momentum(false)
                        .noise(0.2)
                        .replaced(false)
                        .patches(patches))
                .isEqualTo(new Resolution(2, 3, 4, 0.5, 0.1, 6, false, 0.2, false, patches));
        assertThatThrownBy(() -> Resolution.pooled(2).firstSteps(-1))
                .hasMessageContaining("the first number of flow steps of a resolution must be at least 0: received -1");
        assertThatThrownBy(() -> Resolution.pooled(2).stepSizes(1, 0))
                .hasMessageContaining("the last step size of a resolution must be positive");
    }

    /** From the first size to the last by equal factors; 0 for the last means the first, as in checkpoints without it. */
    @Test
    void stepSizesFallWithinAFlow() {
        Resolution falling =
                Resolution.pooled(1).networks(2).stepSizes(0.8, 0.1).slices(16).momentum(false);
        assertThat(falling.stepSize(0, 4)).isEqualTo(0.8);
        assertThat(falling.stepSize(1, 4)).isCloseTo(0.4, within(1e-15));
        assertThat(falling.stepSize(2, 4)).isCloseTo(0.2, within(1e-15));
        assertThat(falling.stepSize(3, 4)).isCloseTo(0.1, within(1e-15));
        assertThat(falling.stepSize(0, 1)).isEqualTo(0.8);
        MmdPreset preset = MmdPreset.of("mnist", Size.SMOKE).resolutions(falling);
        assertThat(preset.toString()).contains("step size 0.8 to 0.1,");
        assertThat(preset.stepSizes(2).resolutions().get(0).lastStepSize()).isEqualTo(0.2);
        Resolution constant = new Resolution(1, 2, 0, 0.8, 0, 16, false, 0, true, null);
        assertThat(constant.lastStepSize()).isEqualTo(0.8);
        assertThat(constant.stepSize(17, 99)).isEqualTo(0.8);
        Gson gson = new Gson();
        assertThat(gson.fromJson(gson.toJson(constant).replace("\"lastStepSize\":0.8,", ""), Resolution.class))
                .isEqualTo(constant);
        assertThatThrownBy(() -> constant.stepSizes(0.8, -0.1))
                .hasMessageContaining("the last step size of a resolution must be positive");
    }

    @Test
    void refusesWhatCannotWork() {
        MmdPreset preset = MmdPreset.of("cifar10", Size.SMOKE);
        assertThatThrownBy(() -> MmdPreset.of("minst", Size.SMOKE))
                .hasMessage("the preset must be one of mnist, fashion-mnist, cifar10, celeba, drawn-digits:"
                        + " received minst");
        assertThatThrownBy(() -> preset.networks(1)).hasMessageContaining("4 resolutions");
        assertThatThrownBy(() -> Fit.require(preset, 28, 28, 500)).hasMessageContaining("divisible by 16");
        assertThatThrownBy(() -> Fit.require(preset, 16, 16, 500)).hasMessageContaining("patches of 28 pixels");
        assertThatThrownBy(() -> Fit.require(preset, 32, 32, 199)).hasMessageContaining("preset.particles(199)");
        assertThatThrownBy(() -> preset.resolutions(preset.resolutions().get(0)))
                .hasMessageContaining("stay or double, up to the full one");
    }

    /** A value is a value, also from eight threads at once. */
    @Test
    void onePresetFromManyThreads() {
        MmdPreset shared = MmdPreset.of("mnist", Size.LAPTOP);
        MmdPreset expected = shared.particles(77).stepSizes(2);
        String text = shared.toString();
        ForkJoinPool pool = new ForkJoinPool(8);
        long right;
        try {
            right = pool.submit(() -> IntStream.range(0, 1000)
                            .parallel()
                            .filter(k -> shared.particles(77).stepSizes(2).equals(expected)
                                    && shared.toString().equals(text)
                                    && shared.schedule().equals(expected.schedule()))
                            .count())
                    .join();
        } finally {
            pool.shutdownNow();
        }
        assertThat(right).isEqualTo(1000);
        assertThat(shared).isEqualTo(MmdPreset.of("mnist", Size.LAPTOP));
    }
}
