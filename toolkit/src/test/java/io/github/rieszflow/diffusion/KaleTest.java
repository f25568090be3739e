package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;

class KaleTest {
    private static double[] exponentials(float[] w, Points q) {
        double[] h = new double[q.size()];
        double sum = 0;
        for (int i = 0; i < h.length; i++) {
            for (int k = 0; k < w.length; k++) {
                h[i] += w[k] * q.get(i, k);
            }
            h[i] = Math.exp(h[i]);
            sum += h[i];
        }
        for (int i = 0; i < h.length; i++) {
            h[i] /= sum;
        }
        return h;
    }

    /** At the best h the features have the same mean under P and under e^h Q, up to λw; the constant makes e^h Q a distribution. */
    @Test
    void theBestFunctionBalancesBothMeans() {
        Points q = Points.gaussian(200, 3, seed(1));
        float[] mean = {0.4f, -0.2f, 0.1f};
        double lambda = 0.3;
        float[] w = Kale.solve(mean, q.toArray(), lambda, new float[0]).weights();
        double[] e = exponentials(w, q);
        for (int k = 0; k < 3; k++) {
            double under = 0;
            for (int i = 0; i < 200; i++) {
                under += e[i] * q.get(i, k);
            }
            assertThat(mean[k] - under).isCloseTo(lambda * w[k], within(1e-5));
        }
    }

    /** For N(μ,I) and N(0,I) with linear features h = log dP/dQ is attained, and KL = ‖μ‖²/2. */
    @Test
    void nearlyWithoutRegularisationItIsTheDivergenceOfGaussians() {
        Points q = Points.gaussian(200_000, 2, seed(2));
        Kale kale = Kale.solve(new float[] {0.6f, -0.8f}, q.toArray(), 1e-6, new float[0]);
        assertThat(kale.value()).isCloseTo(0.5, within(0.01));
        assertThat(kale.weights()).containsExactly(new float[] {0.6f, -0.8f}, within(0.02f));
    }

    @Test
    void equalLawsHaveNone() {
        Points q = Points.gaussian(50, 4, seed(3));
        float[] mean = KernelSession.mean(q.toArray(), 4);
        Kale kale = Kale.solve(mean, q.toArray(), 0.1, new float[] {1, 1, -1, 0});
        assertThat(kale.value()).isCloseTo(0, within(1e-8));
        assertThat(kale.weights()).containsExactly(new float[4], within(1e-4f));
    }

    /** Far apart e^h would overflow at a full step of Newton. */
    @Test
    void staysFiniteFarApart() {
        Points q = Points.gaussian(100, 2, seed(4)).scale(30);
        Kale kale = Kale.solve(new float[] {500, -300}, q.toArray(), 1e-3, new float[0]);
        assertThat(kale.value()).isFinite().isPositive();
    }
}
