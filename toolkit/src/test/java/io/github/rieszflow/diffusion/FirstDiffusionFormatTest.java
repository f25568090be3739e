package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.OldRuns;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings of diffusion MMD that version 0.1.0 kept. */
class FirstDiffusionFormatTest {
    private static final Points DATA = Shapes.eightGaussians(100, seed(1));
    private static final DiffusionPreset TOY =
            DiffusionPreset.of("eight-gaussians", Size.SMOKE).clean(20);
    private static final DiffusionPreset LINEAR = TOY.kernel(FeatureNetwork.perceptron(4, 8), BaseKernel.linear())
            .training(TOY.training().steps(24).batch(8, 2))
            .sampler(TOY.sampler().levels(3));
    private static final DiffusionPreset RBF = LINEAR.kernel(FeatureNetwork.coordinates(), BaseKernel.rbf(0.3));
    private static final DiffusionPreset SMOKE = DiffusionPreset.of("mnist", Size.SMOKE);
    private static final DiffusionPreset IMAGES = SMOKE.features(
                    FeatureNetwork.encoder(new ImageShape(4, 4, 1), 4, UNet.small(2, 1)))
            .training(SMOKE.training().steps(24))
            .clean(8);

    /** Images of 4×4 pixels, every fourth dark. */
    private static Points pixels() {
        float[] pixels = Points.uniform(24, 16, seed(1)).toArray();
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = 0.2f * pixels[k] + (k / 16 % 4 == 0 ? 0 : 0.7f);
        }
        return ImageSet.of(Points.of(pixels, 24, 16), 4, 4, 1).points();
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("diffusion-points-half", LINEAR, DATA),
                Arguments.of("diffusion-points-complete", LINEAR, DATA),
                Arguments.of("diffusion-rbf-half", RBF, DATA),
                Arguments.of("diffusion-images-half", IMAGES, pixels()),
                Arguments.of("diffusion-images-complete", IMAGES, pixels()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void isReadAndGoesOn(String name, DiffusionPreset preset, Points data, @TempDir Path temporary) {
        Path folder = OldRuns.copy(name, temporary);
        DiffusionMmd model = DiffusionMmd.load(preset, folder);
        assertThat(model.steps()).isEqualTo(OldRuns.about(name).get("steps").getAsInt());
        assertThat(model.complete())
                .isEqualTo(OldRuns.about(name).get("complete").getAsBoolean());
        OldRuns.assertClose(model.sample(4, seed(5)).points(), name, "samples", 1e-3);

        DiffusionMmd whole = DiffusionMmd.of(preset).seed(seed(4)).in(folder).train(data);
        assertThat(whole.complete()).isTrue();
        OldRuns.assertClose(whole.sample(4, seed(5)).points(), name, "samples-at-the-end", 1e-3);
        whole.save(folder);
        assertThat(DiffusionMmd.load(folder).sample(4, seed(5)).points())
                .as("in the new format")
                .isEqualTo(whole.sample(4, seed(5)).points());
    }

    @Test
    void belongsToItsPresetAndSaysSo(@TempDir Path temporary) {
        Path folder = OldRuns.copy("diffusion-points-half", temporary);
        assertThatThrownBy(() -> DiffusionMmd.load(folder)).hasMessageContaining("load it with load(preset, folder)");
        assertThatThrownBy(() -> DiffusionMmd.load(RBF, folder))
                .hasMessageContaining("the kernel must be RBF kernel of learned width of coordinates, cosine schedule,"
                        + " it is linear kernel of perceptron 8 with 4 features, cosine schedule");
        assertThatThrownBy(() -> DiffusionMmd.load(LINEAR.training(TOY.training()), folder))
                .hasMessageContaining("the training must be 60 steps of 4×64 points");
        assertThatThrownBy(() -> DiffusionMmd.load(LINEAR, folder).train(Shapes.spirals(100, seed(1))))
                .hasMessageContaining("goes on with other data");
    }
}
