package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UNetTest {
    /** Every kind of layer, small: two inputs beside the noise, shortcuts with and without a convolution, attention. */
    private static final Architecture TINY = new UNet(4, List.of(1, 2), 1, 2, true, true).between(3, 2);

    private static final int ROWS = 2;
    private static final int SIDE = 4;

    /** Counted by running the published code (reference for MNIST, CIFAR-10 and the conditional network). */
    @Test
    void hasAsManyWeightsAsPublished() {
        assertThat(weights(UNet.paper(), 1, 1)).isEqualTo(3_409_633);
        assertThat(weights(UNet.paper(), 3, 3)).isEqualTo(3_410_787);
        assertThat(weights(UNet.paper(), 11, 1)).isEqualTo(3_412_513);
    }

    private static int weights(UNet net, int in, int out) {
        return net.between(in, out).slots().stream().mapToInt(Slot::size).sum();
    }

    @Test
    void beginsNearZero() {
        Architecture net = UNet.paper().between(1, 1);
        try (Trainer trainer = Trainer.open(net, Loss.squared(), TrainingState.start(net, seed(1)), Device.cpu())) {
            float[] out = trainer.network()
                    .apply(Batch.of(Points.uniform(3, 64, seed(2)).toArray(), 3, 1, 8, 8));
            assertThat(out).hasSize(3 * 64);
            double most = 0;
            for (float f : out) {
                most = Math.max(most, Math.abs(f));
            }
            assertThat(most).isBetween(1e-7, 1e-3);
        }
    }

    private static Batch inputs() {
        RandomStream stream = seed(5).stream();
        return Batch.of(normal(stream, ROWS * 16), ROWS, 1, SIDE, SIDE)
                .and(normal(stream, ROWS * 32), ROWS, 2, SIDE, SIDE)
                .and(new float[] {0.25f, 0.75f}, ROWS, 1);
    }

    private static float[] normal(RandomStream stream, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    /** ‖net(b₀, b₁, b₂) − b₃‖². */
    private static final Loss LOSS = new Loss("""
            def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
              e = (self).net(w, [b[0], b[1], b[2]], ) - b[3]
              return torch.sum(e * e)
            """);

    /** Weights away from the start, where zeros would hide mistakes; multiples of 2⁻¹⁰ so that differences are exact. */
    private static float[] someWeights() {
        RandomStream stream = seed(6).stream();
        float[] values = Weights.initial(TINY, seed(7)).array().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round((values[i] + 0.3 * stream.nextGaussian()) * 1024) / 1024f;
        }
        return values;
    }

    private static Trainer open(float[] values) {
        return Trainer.openDouble(TINY, LOSS, TrainingState.start(Weights.adopt(TINY.slots(), values)));
    }

    @Tag("slow")
    @Test
    void gradientAgreesWithFiniteDifferences() {
        Batch batch = inputs().and(normal(seed(8).stream(), ROWS * 32), ROWS, 2, SIDE, SIDE);
        float[] values = someWeights();
        double[] gradient;
        try (Trainer trainer = open(values)) {
            gradient = trainer.gradient(batch);
        }
        float h = 0x1p-13f;
        // Most of the time goes into compiling the network again and again, which each thread does for itself.
        IntStream.range(0, (values.length + 36) / 37)
                .map(k -> 37 * k)
                .parallel()
                .forEach(i -> {
                    double[] at = new double[2];
                    for (int side = 0; side < 2; side++) {
                        float[] there = values.clone();
                        there[i] += side == 0 ? -h : h;
                        try (Trainer trainer = open(there)) {
                            at[side] = trainer.loss(batch);
                        }
                    }
                    assertThat(gradient[i])
                            .as("derivative %d", i)
                            .isCloseTo((at[1] - at[0]) / (2 * h), within(1e-5 * (1 + Math.abs(gradient[i]))));
                });
    }

    /** What goes in on top of each other or in blocks comes out the same. */
    @Test
    void appliesInBlocks() {
        Architecture net = UNet.small(8, 1, 2).between(1, 1);
        float[] images = Points.uniform(300, 28 * 28, seed(3)).toArray();
        float[] weights = Weights.initial(net, seed(4)).array().clone();
        RandomStream stream = seed(9).stream();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.05 * stream.nextGaussian());
        }
        TrainingState state = TrainingState.start(Weights.adopt(net.slots(), weights));
        try (Trainer trainer = Trainer.open(net, Loss.squared(), state, Device.cpu())) {
            float[] all = trainer.network().apply(Batch.of(images, 300, 1, 28, 28));
            float[] last = new float[784];
            System.arraycopy(images, 299 * 784, last, 0, 784);
            float[] alone = trainer.network().apply(Batch.of(last, 1, 1, 28, 28));
            for (int i = 0; i < 784; i++) {
                assertThat(all[299 * 784 + i]).isCloseTo(alone[i], within(1e-4f));
            }
        }
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThatThrownBy(() -> UNet.small(0, 1)).hasMessageContaining("number of channels");
        assertThatThrownBy(() -> UNet.small(8)).hasMessageContaining("number of levels");
        assertThatThrownBy(() -> UNet.paper().between(0, 1)).hasMessageContaining("channels that come in");
    }
}
