package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.OldRuns;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains that version 0.1.0 kept. */
class FirstChainFormatTest {
    private static final ImageSet DIGITS = Images.drawnDigits(12, seed(1)).pooled(2);
    private static final Observation HIDDEN = Observation.hidden(4, 6, 6, 4);

    private static MmdGenerator generator(Observation given) {
        return MmdGenerator.of(MmdPreset.of("drawn-digits", Size.SMOKE)
                        .resolutions(
                                Resolution.pooled(2).networks(1).slices(8),
                                Resolution.pooled(1).firstSteps(4).slices(8).noise(0.05),
                                Resolution.pooled(1).slices(8).patches(new Patches(3, List.of(0, 1), true, true)))
                        .particles(12)
                        .flowSteps(4, 4, 8)
                        .network(UNet.small(2, 1))
                        .training(new Training(1, 12, 4, 1e-3, 1e-4))
                        .given(given))
                .seed(seed(5));
    }

    private static ImageSet samples(MmdModel model) {
        Observation given = model.preset().given();
        return given instanceof Observation.Labels
                ? model.sampleGiven(new int[] {1, 3, 5, 7}, seed(3))
                : given instanceof Observation.Hidden
                        ? model.sampleGiven(DIGITS.take(4), seed(3))
                        : model.sample(4, seed(3));
    }

    static Stream<Arguments> chains() {
        return Stream.of(
                Arguments.of("chain-in-a-flow", Observation.none()),
                Arguments.of("chain-in-a-network", Observation.none()),
                Arguments.of("chain-complete", Observation.none()),
                Arguments.of("chain-labels-in-a-network", Observation.labels(2)),
                Arguments.of("chain-labels-complete", Observation.labels(2)),
                Arguments.of("chain-hidden-in-a-network", HIDDEN));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void isReadAndGoesOn(String name, Observation given, @TempDir Path temporary) {
        Path folder = OldRuns.copy(name, temporary);
        MmdModel model = MmdModel.load(folder);
        assertThat(model.networks())
                .isEqualTo(OldRuns.about(name).get("networks").getAsInt());
        assertThat(model.complete())
                .isEqualTo(OldRuns.about(name).get("complete").getAsBoolean());
        assertThat(model.interrupted()).isEqualTo(!model.complete());
        assertThat(model.preset()).isEqualTo(generator(given).preset());
        OldRuns.assertClose(model.losses(), name, "losses", 0);
        OldRuns.assertPixels(model.particles(), name, "particles", 0);
        OldRuns.assertPixels(samples(model), name, "samples", 2);

        MmdModel whole = generator(given).in(folder).train(DIGITS);
        assertThat(whole.complete()).isTrue();
        OldRuns.assertClose(whole.losses(), name, "losses-at-the-end", 0.01);
        OldRuns.assertPixels(samples(whole), name, "samples-at-the-end", 2);
        MmdModel again = MmdModel.load(folder);
        assertThat(samples(again)).as("in the new format").isEqualTo(samples(whole));
    }

    @Test
    void aModelAloneIsSampled(@TempDir Path temporary) {
        MmdModel model = MmdModel.load(OldRuns.copy("chain-model", temporary));
        OldRuns.assertPixels(samples(model), "chain-model", "samples", 2);
        assertThatThrownBy(model::particles).hasMessageContaining("loaded without its particles");
    }

    @Test
    void belongsToItsPresetSeedAndImages(@TempDir Path temporary) {
        MmdGenerator kept = generator(Observation.none()).in(OldRuns.copy("chain-in-a-flow", temporary));
        assertThatThrownBy(() -> kept.change(p -> p.iterations(5)).train(DIGITS))
                .hasMessageContaining("has preset.training.iterations 12 and cannot go on with 5");
        assertThatThrownBy(() -> kept.seed(seed(6)).train(DIGITS))
                .hasMessageContaining("has seed 5 and cannot go on with 6");
        assertThatThrownBy(() -> kept.train(Images.drawnDigits(12, seed(2)).pooled(2)))
                .hasMessageContaining("has data 12 images 14×14×1");
    }
}
