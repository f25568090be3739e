package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionalUNetTest {
    private static final UNet SMALL = UNet.small(4, 1, 2);
    private static final ImageShape SHAPE = ImageShape.colour(8, 12);
    private static final int N = 3;

    private static float[] rows(long seed, int count) {
        return Points.gaussian(1, count, seed(seed)).toArray();
    }

    /** Weights away from the start, where heads and blocks are nothing. */
    private static Weights some(Architecture net) {
        float[] values = Weights.initial(net, seed(4)).array().clone();
        RandomStream stream = seed(9).stream();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.2 * stream.nextGaussian());
        }
        return Weights.adopt(net.slots(), values);
    }

    private static Batch all(float[] noise, List<Integer> one, int copies) {
        return Batch.of(rows(1, N * SHAPE.dimension()), N, 3, 8, 12)
                .and(new float[] {0.1f, 0.5f, 0.9f}, N, 1)
                .and(new float[] {1, 0, 0, 1, 0, 0}, N, 2)
                .and(rows(2, N * SHAPE.dimension()), N, 3, 8, 12)
                .and(noise, copies * N, one.get(0), one.get(1), one.get(2));
    }

    /** What is copied late is what would have been computed from copies of everything. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void particlesThatPartLateAreThoseThatPartEarly(int depth) {
        ConditionalUNet net = ConditionalUNet.of(SMALL).latents(2).depth(depth);
        assertThat(net.noise(SHAPE)).isEqualTo(depth <= 2 ? List.of(2, 4, 6) : List.of(2, 2, 3));
        Architecture architecture = net.conditional(SHAPE, 2, true);
        int pixels = SHAPE.dimension();
        int size = net.noise(SHAPE).stream().reduce(1, Math::multiplyExact);
        float[] noise = rows(3, 2 * N * size);
        String more = """
                def several(self, w: Tensor, b: List[Tensor]) -> Tensor:
                  return (self).net((self).views(w, ), b, )
                """;
        try (Network network = Network.open(
                architecture, more, some(architecture), Device.cpu(), ai.djl.ndarray.types.DataType.FLOAT32)) {
            float[] together = network.call("several", all(noise, net.noise(SHAPE), 2));
            assertThat(together).hasSize(2 * N * pixels);
            for (int j = 0; j < 2; j++) {
                float[] own = Arrays.copyOfRange(noise, j * N * size, (j + 1) * N * size);
                float[] alone = network.apply(all(own, net.noise(SHAPE), 1));
                assertThat(Arrays.copyOfRange(together, j * N * pixels, (j + 1) * N * pixels))
                        .containsExactly(alone, within(1e-4f));
            }
            assertThat(Arrays.copyOfRange(together, 0, N * pixels))
                    .as("noise matters")
                    .isNotEqualTo(Arrays.copyOfRange(together, N * pixels, 2 * N * pixels));
        }
    }

    /** Each input counts, and row i is made of rows i alone. */
    @Test
    void everyInputCounts() {
        ConditionalUNet net = ConditionalUNet.of(SMALL).latents(2);
        Architecture architecture = net.conditional(SHAPE, 2, true);
        try (Network network = Network.open(architecture, some(architecture), Device.cpu())) {
            Batch batch = all(rows(3, N * 48), List.of(2, 4, 6), 1);
            float[] before = network.apply(batch);
            for (int part = 0; part < 5; part++) {
                Batch other = all(rows(3, N * 48), List.of(2, 4, 6), 1);
                float[] values = other.parts().get(part).values();
                int width = values.length / N;
                values[width] += 0.5f;
                float[] after = network.apply(other);
                int pixels = SHAPE.dimension();
                assertThat(Arrays.copyOfRange(after, pixels, 2 * pixels))
                        .as("input %d", part)
                        .isNotEqualTo(Arrays.copyOfRange(before, pixels, 2 * pixels));
                assertThat(Arrays.copyOfRange(after, 0, pixels)).containsExactly(before(before, pixels), within(1e-5f));
            }
        }
    }

    private static float[] before(float[] all, int pixels) {
        return Arrays.copyOfRange(all, 0, pixels);
    }

    /** A square of two pixels each way becomes four channels of the U-Net, and back. */
    @Test
    void squeezesAndUnfolds() {
        ConditionalUNet net = ConditionalUNet.of(SMALL);
        Architecture squeezed = net.of(SHAPE, 1);
        Architecture plain = SMALL.between(4 * 4, 3 * 4);
        assertThat(squeezed.slots()).isEqualTo(plain.slots());
        Weights weights = some(plain);
        float[] x = rows(1, 2 * 4 * 96);
        float[] small = new float[x.length];
        for (int i = 0; i < 2; i++) {
            for (int c = 0; c < 4; c++) {
                for (int row = 0; row < 8; row++) {
                    for (int column = 0; column < 12; column++) {
                        int channel = 4 * c + 2 * (row % 2) + column % 2;
                        small[((i * 16 + channel) * 4 + row / 2) * 6 + column / 2] =
                                x[((i * 4 + c) * 8 + row) * 12 + column];
                    }
                }
            }
        }
        float[] folded;
        try (Network network = Network.open(plain, weights, Device.cpu())) {
            folded = network.apply(Batch.of(small, 2, 16, 4, 6));
        }
        try (Network network = Network.open(squeezed, weights, Device.cpu())) {
            float[] out = network.apply(Batch.of(x, 2, 4, 8, 12));
            assertThat(out).hasSize(2 * SHAPE.dimension());
            assertThat(out[12 * 3 + 5])
                    .isCloseTo(folded[(2 * (3 % 2) + 5 % 2) * 24 + 6 * (3 / 2) + 5 / 2], within(1e-5f));
            assertThat(out[96 + 12 * 6 + 8]).isCloseTo(folded[4 * 24 + 6 * 3 + 4], within(1e-5f));
        }
    }

    @Test
    void leavesOutWhatThereIsNoneOf() {
        Architecture net = ConditionalUNet.of(SMALL).squeeze(1).conditional(SHAPE, 0, false);
        Network.require("this network", net, Device.cpu(), List.of(List.of(3, 8, 12), List.of(1)), List.of(3, 8, 12));
        assertThat(ConditionalUNet.of(SMALL).noise(SHAPE)).isEmpty();
        assertThat(ConditionalUNet.of(SMALL).latents(8))
                .hasToString("U-Net of 4-8 channels, 1 block a level on squares of 2×2 pixels, 8 channels of noise"
                        + " before the last block");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ConditionalUNet.of(SMALL).noise(ImageShape.grey(10, 12)))
                .hasMessage("the sides of images must be divisible by 4 (squares of 2 pixels, 2 levels): received"
                        + " 10×12×1");
        assertThatThrownBy(() -> ConditionalUNet.of(SMALL).depth(5))
                .hasMessage("the number of blocks that see the noise must lie in [1, 4]: received 5");
        assertThatThrownBy(() -> ConditionalUNet.of(SMALL).squeeze(0)).hasMessageContaining("squares of pixels");
        assertThatThrownBy(() -> ConditionalUNet.of(SMALL).latents(-1)).hasMessageContaining("channels of noise");
    }
}
