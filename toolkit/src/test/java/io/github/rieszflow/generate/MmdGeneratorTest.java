package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MmdGeneratorTest {
    static final ImageSet DIGITS = Images.drawnDigits(500, seed(1));

    /** A pyramid of two resolutions, the finer one without and with patches, small enough for a second. */
    static MmdPreset tiny() {
        return MmdPreset.of("drawn-digits", Size.SMOKE)
                .resolutions(
                        Resolution.pooled(2).networks(2).slices(16),
                        Resolution.pooled(1).firstSteps(6).slices(16).noise(0.05),
                        Resolution.pooled(1).slices(16).patches(new Patches(3, List.of(0, 1), true, true)))
                .particles(24)
                .flowSteps(4, 4, 8)
                .network(UNet.small(4, 1))
                .training(new Training(1, 12, 8, 1e-3, 1e-4, Optimizer.MUON));
    }

    @Tag("slow")
    @Test
    void smokePresetTrainsStopsGoesOnSamplesAndMeasures(@TempDir Path folder) {
        MmdGenerator generator = MmdGenerator.preset("drawn-digits", Size.SMOKE).seed(seed(2));
        MmdModel whole = generator.train(DIGITS);
        assertThat(whole.complete()).isTrue();
        assertThat(whole.losses()).hasSize(3).allMatch(l -> l > 0);

        MmdGenerator kept = generator.in(folder);
        MmdModel part = interruptedAt(generator.preset(), seed(2), 60, folder);
        assertThat(part.complete()).isFalse();
        MmdModel resumed = kept.train(DIGITS);
        assertThat(resumed.sample(30, seed(3))).isEqualTo(whole.sample(30, seed(3)));
        assertThat(resumed.particles()).isEqualTo(whole.particles());

        Points test = Images.drawnDigits(200, seed(9)).points();
        double noise = Mmd.riesz(1).squared(Points.uniform(200, 784, seed(4)), test);
        double samples = Mmd.riesz(1).squared(whole.sample(200, seed(4)).points(), test);
        // After three networks of seconds.
        assertThat(samples).isLessThan(0.3 * noise);
    }

    /** Stops a training after so many steps of flow and training together, as an interrupt would. */
    private static MmdModel interruptedAt(
            MmdPreset preset, io.github.rieszflow.measure.Seed seed, int events, Path folder) {
        return interruptedAt(MmdGenerator.of(preset).seed(seed).in(folder), DIGITS, events);
    }

    static MmdModel interruptedAt(MmdGenerator generator, ImageSet images, int events) {
        int[] seen = {0};
        try {
            MmdModel model = generator.train(images, new Chain.Watcher() {
                @Override
                public void flowed(int network, int step, int of) {
                    count();
                }

                @Override
                public void trained(int network, int step, int of, double loss) {
                    count();
                }

                private void count() {
                    if (++seen[0] == events) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void at(Supplier<ChainState> state) {}
            });
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return model;
        } finally {
            Thread.interrupted();
        }
    }

    /** In the flow, at its end, in a training, at its end, in the next one, at the change of resolution, after it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 15, 16, 30, 36, 37, 45, 57})
    void goesOnAsIfNothingHadHappened(int events, @TempDir Path folder) {
        MmdModel whole = WHOLE;
        MmdModel part = interruptedAt(tiny(), seed(5), events, folder);
        assertThat(part.complete()).isFalse();
        MmdModel fromFolder = MmdGenerator.of(tiny()).seed(seed(5)).in(folder).train(DIGITS);
        assertThat(fromFolder.state()).isEqualTo(whole.state());
        MmdModel inMemory = MmdGenerator.of(tiny()).seed(seed(5)).resume(part, DIGITS);
        assertThat(inMemory.state()).isEqualTo(whole.state());
    }

    static final MmdModel WHOLE = MmdGenerator.of(tiny()).seed(seed(5)).train(DIGITS);

    @Test
    void modelsAreSavedAndLoaded(@TempDir Path folder) throws Exception {
        WHOLE.save(folder);
        MmdModel loaded = MmdModel.load(folder);
        assertThat(loaded.sample(3, seed(1))).isEqualTo(WHOLE.sample(3, seed(1)));
        assertThat(loaded.preset()).isEqualTo(tiny());
        assertThat(loaded.losses()).isEqualTo(WHOLE.losses());
        assertThat(Files.readString(folder.resolve("checkpoint.json"))).contains("rieszflow", "sha256", "28");
        assertThatThrownBy(() -> MmdGenerator.of(tiny()).seed(seed(5)).resume(loaded, DIGITS))
                .hasMessageContaining("loaded without its particles");
        assertThatThrownBy(loaded::particles).hasMessageContaining("loaded without its particles");
    }

    @Test
    void samplesInBlocksAndSteps() {
        ImageSet all = WHOLE.sample(501, seed(7));
        assertThat(all.size()).isEqualTo(501);
        assertThat(WHOLE.stream(501, seed(7)).map(ImageSet::size)).containsExactly(500, 1);
        SampleTrajectory steps = WHOLE.trajectory(2, seed(7));
        assertThat(steps.steps()).extracting(ImageSet::height).containsExactly(14, 14, 28, 28, 28);
        ImageSet last = steps.steps().get(4);
        for (int i = 0; i < 28; i++) {
            // As alone or in a block, up to rounding.
            assertThat(Math.abs(last.level(1, 0, i, i) - all.level(1, 0, i, i))).isLessThanOrEqualTo(1);
        }
        assertThat(steps.animation().picture()).isNotNull();
        assertThat(WHOLE.sample(2, seed(8))).isNotEqualTo(WHOLE.sample(2, seed(7)));
    }

    @Test
    void refusesToGoOnWithSomethingElse(@TempDir Path folder) {
        interruptedAt(tiny(), seed(5), 3, folder);
        MmdGenerator generator = MmdGenerator.of(tiny()).seed(seed(5)).in(folder);
        assertThatThrownBy(() -> generator.change(p -> p.iterations(5)).train(DIGITS))
                .hasMessageContaining("has preset.training.iterations 12 and cannot go on with 5");
        assertThatThrownBy(() -> generator.seed(seed(6)).train(DIGITS))
                .hasMessageContaining("has seed 5 and cannot go on with 6");
        assertThatThrownBy(() -> generator.train(Images.drawnDigits(500, seed(2))))
                .hasMessageContaining("has data 24 images 28×28×1, sha256 ");
        assertThatThrownBy(() -> MmdGenerator.of(tiny()).train(DIGITS.take(23)))
                .hasMessageContaining("preset.particles(23)");
        assertThatThrownBy(() -> MmdModel.load(folder.resolve("nothing"))).hasMessageContaining("nothing");
        assertThatThrownBy(() -> MmdModel.load(folder).sample(1)).hasMessageContaining("no network is done");
    }

    @Test
    void deviceThatIsMissingIsSaid() {
        assertThatThrownBy(() -> MmdGenerator.of(tiny()).on(Device.gpu(63)).train(DIGITS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GPU 63");
    }
}
