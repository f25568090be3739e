package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseKernelTest {
    private static final double WIDTH = 0.8;
    private static final KernelNetwork PLAIN =
            new KernelNetwork(FeatureNetwork.coordinates(), BaseKernel.rbf(WIDTH), 2);

    static Stream<KernelNetwork> networks() {
        FeatureNetwork deep = FeatureNetwork.perceptron(5, 12);
        return Stream.of(
                new KernelNetwork(deep, BaseKernel.linear(), 2),
                new KernelNetwork(deep, BaseKernel.rbf(0.4), 2),
                new KernelNetwork(deep, BaseKernel.rationalQuadratic(0.3), 2),
                PLAIN,
                new KernelNetwork(FeatureNetwork.coordinates(), BaseKernel.rationalQuadratic(1.2), 2));
    }

    private static NoiseKernel kernel(KernelNetwork network) {
        return new NoiseKernel(network, Weights.initial(network, seed(3)), Device.cpu());
    }

    /** Kernels by their definition, from features in double precision. */
    private static double value(BaseKernel base, float[] a, float[] b) {
        double inner = 0;
        double square = 0;
        for (int k = 0; k < a.length; k++) {
            inner += (double) a[k] * b[k];
            square += Math.pow((double) a[k] - b[k], 2);
        }
        double s = square / (2 * base.width() * base.width());
        return switch (base.kind()) {
            case LINEAR -> inner;
            case RBF -> Math.exp(-s);
            case RATIONAL_QUADRATIC -> 1 / (1 + s);
        };
    }

    private static double mean(BaseKernel base, Points a, Points b, boolean own) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                sum += own && i == j ? 0 : value(base, a.row(i), b.row(j));
            }
        }
        return sum / (own ? a.size() * (a.size() - 1.0) : (double) a.size() * b.size());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void squareAndWitnessAreWhatTheirPairsSay(KernelNetwork network) {
        NoiseKernel kernel = kernel(network);
        Points noisy = Points.gaussian(7, 2, seed(1));
        Points clean = Points.uniform(9, 2, seed(2));
        Points z = Points.gaussian(4, 2, seed(5));
        Points a = kernel.features(noisy, 0.4);
        Points b = kernel.features(clean, 0.4);
        BaseKernel base = network.base();
        double expected = mean(base, a, a, true) + mean(base, b, b, true) - 2 * mean(base, a, b, false);
        assertThat(kernel.squared(noisy, clean, 0.4)).isCloseTo(expected, within(2e-5));
        double[] witness = kernel.witness(z, noisy, clean, 0.4);
        Points f = kernel.features(z, 0.4);
        for (int i = 0; i < 4; i++) {
            Points one = f.select(i);
            assertThat(witness[i]).isCloseTo(mean(base, one, a, false) - mean(base, one, b, false), within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void witnessGradientAgreesWithFiniteDifferences(KernelNetwork network) {
        NoiseKernel kernel = kernel(network);
        Points noisy = Points.gaussian(7, 2, seed(1));
        Points clean = Points.uniform(9, 2, seed(2));
        Points z = Points.gaussian(4, 2, seed(5));
        Points gradient = kernel.gradient(z, noisy, clean, 0.4);
        double h = 0x1p-6;
        for (int k = 0; k < 2; k++) {
            double[] by = {k == 0 ? h : 0, k == 1 ? h : 0};
            double[] above = kernel.witness(z.translate(by), noisy, clean, 0.4);
            double[] below = kernel.witness(z.translate(-by[0], -by[1]), noisy, clean, 0.4);
            for (int i = 0; i < 4; i++) {
                // In single precision the differences are exact to some 1e-5; the third derivative adds h².
                assertThat((double) gradient.get(i, k)).isCloseTo((above[i] - below[i]) / (2 * h), within(5e-4));
            }
        }
    }

    /** Unnormalised, the kernel of {@link GaussianShift} is α^d times smaller. */
    @Test
    void estimatesHaveNoBias() {
        GaussianShift shift = new GaussianShift(2, 0.6, 1);
        double expected = WIDTH * WIDTH * shift.squared(WIDTH);
        try (KernelSession session = new KernelSession(PLAIN, Weights.initial(PLAIN, seed(3)), Device.cpu())) {
            int[] draw = {0};
            assertMean(expected, () -> {
                Points x = Points.gaussian(5, 2, seed(draw[0]++)).scale(0.6);
                Points y = Points.gaussian(4, 2, seed(draw[0]++)).scale(0.6).translate(0.6, 0.8);
                return session.squared(x.toArray(), y.toArray(), 0.5);
            });
        }
    }

    /** Noisy points made of the clean ones they are compared with: the pairs are left out, so that no bias comes in. */
    @Test
    void trainingEstimatesHaveNoBiasThoughNoisyPointsBelongToCleanOnes() {
        Loss loss = new Loss(new Penalties(0, 0, 0).source());
        GaussianShift shift = new GaussianShift(2, 0.6, 1);
        double expected = WIDTH * WIDTH * shift.squared(WIDTH);
        try (Trainer trainer = Trainer.open(PLAIN, loss, TrainingState.start(PLAIN, seed(3)), Device.cpu())) {
            int[] draw = {0};
            assertMean(expected, () -> {
                Points x = Points.gaussian(5, 2, seed(draw[0]++)).scale(0.6);
                Points y = x.scale(0.8).translate(0.6, 0.8);
                float[] noise =
                        Points.gaussian(5, 2, seed(draw[0]++)).scale(0.36).toArray();
                float[] noisy = y.toArray();
                for (int i = 0; i < noisy.length; i++) {
                    noisy[i] += noise[i];
                }
                return -trainer.loss(Batch.of(x.toArray(), 5, 2)
                        .and(noisy, 5, 2)
                        .and(Level.rows(0.5), 1, Level.WIDTH)
                        .and(new float[5], 5, 1)
                        .and(new float[] {1}, 1));
            });
        }
    }

    private static void assertMean(double expected, DoubleSupplier draw) {
        int count = 2000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double value = draw.getAsDouble();
            sum += value;
            squares += value * value;
        }
        double mean = sum / count;
        double error = Math.sqrt((squares / count - mean * mean) / count);
        // With all pairs the mean would be some 0.2 too large, ten times this.
        assertThat(error).isLessThan(0.01);
        assertThat(mean).isCloseTo(expected, within(4 * error));
    }

    /** More noise, farther from the data: along the sampling, which goes from t = 1 down, MMD² falls. */
    @Test
    void discrepancyFallsWithTheNoise() {
        Points clean =
                Shapes.eightGaussians(1500, seed(1)).translate(-0.5, -0.5).scale(3.9);
        Points other =
                Shapes.eightGaussians(1500, seed(2)).translate(-0.5, -0.5).scale(3.9);
        NoiseKernel kernel = kernel(PLAIN);
        double above = Double.MAX_VALUE;
        for (double t : List.of(1.0, 0.8, 0.6, 0.4, 0.25)) {
            double squared = kernel.squared(NoiseSchedule.cosine().noisy(other, t, seed(3)), clean, t);
            assertThat(squared).as("t = %s", t).isLessThan(above);
            above = squared;
        }
        assertThat(kernel.squared(other, clean, 0)).isBetween(-0.005, 0.005);
    }

    @Test
    void widthStartsAsGiven() {
        NoiseKernel kernel = NoiseKernel.untrained(FeatureNetwork.coordinates(), BaseKernel.rbf(0.3), 2, seed(1));
        assertThat(kernel.width(0)).isCloseTo(0.3, within(1e-6));
        assertThat(kernel.width(1)).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void refusesBadInput() {
        NoiseKernel kernel = kernel(PLAIN);
        Points x = Points.gaussian(3, 2, seed(1));
        assertThatThrownBy(() -> kernel.squared(x, x, 1.5))
                .hasMessage("the noise level t must lie in [0.0, 1.0]: received 1.5");
        assertThatThrownBy(() -> kernel.gradient(x, x, Points.gaussian(3, 4, seed(1)), 0.5))
                .hasMessage("the kernel is for points in dimension 2: received 3×4");
        assertThatThrownBy(() -> kernel.squared(x.take(1), x, 0.5))
                .hasMessageContaining("needs at least two noisy and two clean points: received 1 and 3");
        assertThatThrownBy(() -> kernel(new KernelNetwork(FeatureNetwork.perceptron(3, 4), BaseKernel.linear(), 2))
                        .width(0.5))
                .hasMessageContaining("a linear kernel has no width");
        assertThatThrownBy(() -> NoiseKernel.untrained(FeatureNetwork.coordinates(), BaseKernel.linear(), 2, seed(1)))
                .hasMessageContaining("nothing to learn");
        assertThatThrownBy(() -> FeatureNetwork.perceptron(0, 4)).hasMessageContaining("number of features");
        assertThatThrownBy(() -> BaseKernel.rbf(-1)).hasMessageContaining("the width of a kernel must be positive");
    }

    /** k(x,x) = 1 also where ‖x‖² is hundreds of times σ², and points far from 0 are as near to each other as they are. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 30})
    void kernelsNarrowerThanTheNormsOfFeatures(double offset) {
        int d = 784;
        double[] by = new double[d];
        Arrays.fill(by, offset);
        Points noisy = Points.gaussian(40, d, seed(1)).translate(by);
        // Each point has a neighbour as far away as the kernel is wide.
        noisy = noisy.concat(noisy.plus(Points.gaussian(40, d, seed(3)).scale(0.05)));
        Points clean = Points.gaussian(30, d, seed(2)).scale(1.1).translate(by);
        for (BaseKernel base : List.of(BaseKernel.rationalQuadratic(2), BaseKernel.rbf(2), BaseKernel.rbf(20))) {
            double expected = mean(base, noisy, noisy, true)
                    + mean(base, clean, clean, true)
                    - 2 * mean(base, noisy, clean, false);
            NoiseKernel kernel = kernel(new KernelNetwork(FeatureNetwork.coordinates(), base, d));
            assertThat(kernel.squared(noisy, clean, 0.3) / expected)
                    .as("%s", base)
                    .isCloseTo(1, within(2e-5));
        }
    }
}
