package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.DoubleTrainer;
import io.github.rieszflow.network.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PenaltiesTest {
    private static Batch batch() {
        return new NoisyBatches(Points.gaussian(20, 2, seed(6)), NoiseSchedule.cosine(), 4, 3, 0.1, 1, seed(7)).of(0);
    }

    /** The gradient of a gradient: what the loss says of how steep the witness is, differentiated by the weights. */
    @ParameterizedTest
    @MethodSource("io.github.rieszflow.diffusion.NoiseKernelTest#networks")
    void gradientAgreesWithFiniteDifferences(KernelNetwork network) {
        DoubleTrainer trainer = new DoubleTrainer(network, new Loss(new Penalties(1, 1, 0.1).source()), seed(3));
        double[] gradient = trainer.gradient(batch());
        for (int i = 0; i < trainer.size(); i += Math.max(1, trainer.size() / 25)) {
            double difference = trainer.difference(batch(), i);
            assertThat(gradient[i])
                    .as("%s, weight %d", network, i)
                    .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
        }
    }

    @Test
    void refusesNegativeWeights() {
        assertThatThrownBy(() -> new Penalties(-1, 1, 0))
                .hasMessageContaining("the weight of the gradient penalty must lie in");
        assertThatThrownBy(() -> new Penalties(1, Double.NaN, 0)).hasMessageContaining("slope");
    }
}
