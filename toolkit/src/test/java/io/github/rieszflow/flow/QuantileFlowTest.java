package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileFlowTest {
    private static double[] all(int n, double value) {
        double[] quantiles = new double[n];
        Arrays.fill(quantiles, value);
        return quantiles;
    }

    private static double level(int i, int n) {
        return (i + 0.5) / n;
    }

    /** g_t(s) = min(−1+2st, 0); F = 1−4t/3 for t ≤ ½, 1/(12t²) after. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.8, 3})
    void aPointMassFlowsIntoAnother(double t) {
        int n = 1000;
        double[] g = QuantileFlow.toward(Points.line(0)).exact(all(n, -1), t);
        float[] places = new float[n];
        for (int i = 0; i < n; i++) {
            assertThat(g[i]).isCloseTo(Math.min(-1 + 2 * level(i, n) * t, 0), within(1e-14));
            places[i] = (float) g[i];
        }
        double functional = Mmd.riesz(1).functional(Points.of(places, n, 1), Points.line(0));
        assertThat(functional).isCloseTo(t <= 0.5 ? 1 - 4 * t / 3 : 1 / (12 * t * t), within(2e-6));
    }

    @Test
    void implicitEulerStaysOnTheFlowIntoAPointMass() {
        QuantileFlow flow = QuantileFlow.toward(Points.line(0));
        double[] g = all(64, -1);
        for (int k = 1; k <= 40; k++) {
            g = flow.implicitEuler(g, 0.05);
            double[] exact = flow.exact(all(64, -1), 0.05 * k);
            for (int i = 0; i < g.length; i++) {
                assertThat(g[i]).isCloseTo(exact[i], within(1e-13));
            }
        }
    }

    /** g_t = s + (g_0−s)e^{−2t}, W₂² = e^{−4t}/12. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 2})
    void aPointMassFlowsIntoAnInterval(double t) {
        int n = 500;
        QuantileFlow flow = QuantileFlow.towardUniform(0, 1);
        double[] g = flow.exact(all(n, 0.5), t);
        for (int i = 0; i < n; i++) {
            double s = level(i, n);
            assertThat(g[i]).isCloseTo(s + (0.5 - s) * Math.exp(-2 * t), within(1e-14));
        }
        assertThat(Math.pow(flow.wasserstein2(g), 2)).isCloseTo(Math.exp(-4 * t) / 12, within(1e-6));
    }

    @Test
    void fromOutsideAnIntervalItIsReachedAtConstantSpeed() {
        QuantileFlow flow = QuantileFlow.towardUniform(2, 4);
        // One level, s = ½: speed 1 until 2, then toward 3 at rate 2/(4−2).
        assertThat(flow.exact(new double[] {0}, 1.5)).containsExactly(1.5);
        assertThat(flow.exact(new double[] {0}, 3)[0]).isCloseTo(3 - Math.exp(-1), within(1e-14));
        assertThat(flow.exact(new double[] {6}, 3)[0]).isCloseTo(3 + Math.exp(-1), within(1e-14));
    }

    /** On atoms the flow is the limit of implicit steps, whose error is of first order. */
    @Test
    void bothEulerSchemesConvergeToTheExactFlowAtFirstOrder() {
        QuantileFlow flow = QuantileFlow.towardUniform(-1, 2);
        double[] start = {-3, -2.5, -0.5, 0, 0.1, 1.9, 2.2, 5};
        double[] exact = flow.exact(start, 2);
        for (boolean implicit : new boolean[] {true, false}) {
            double[] errors = new double[2];
            for (int k = 0; k < 2; k++) {
                int steps = 200 << k;
                double[] g = start;
                for (int i = 0; i < steps; i++) {
                    g = implicit ? flow.implicitEuler(g, 2.0 / steps) : flow.explicitEuler(g, 2.0 / steps);
                }
                for (int i = 0; i < g.length; i++) {
                    errors[k] = Math.max(errors[k], Math.abs(g[i] - exact[i]));
                }
            }
            assertThat(errors[0]).isLessThan(0.02);
            assertThat(errors[0] / errors[1]).as("implicit: " + implicit).isBetween(1.7, 2.3);
        }
    }

    @Test
    void toWeightedAtomsEveryLevelStopsAtItsQuantile() {
        QuantileFlow flow = QuantileFlow.toward(Points.line(3, -1, 1, 1).weighted(0.5, 0.125, 0.25, 0.125));
        double[] start = {-4, -2, 0, 0.5, 1, 2, 2.5, 7};
        double[] g = flow.exact(start, 1000);
        assertThat(g).containsExactly(-1, 1, 1, 1, 3, 3, 3, 3);
        assertThat(flow.wasserstein2(g)).isZero();
        double[] half = flow.exact(flow.exact(start, 0.7), 0.9);
        double[] whole = flow.exact(start, 1.6);
        double[] implicit = start;
        for (int i = 0; i < 1600; i++) {
            implicit = flow.implicitEuler(implicit, 0.001);
        }
        for (int i = 0; i < start.length; i++) {
            assertThat(half[i]).isCloseTo(whole[i], within(1e-13));
            assertThat(implicit[i]).isCloseTo(whole[i], within(5e-3));
        }
    }

    @Test
    void explicitEulerIsTheParticleFlow() {
        Points target = Points.gaussian(30, 1, Seed.seed(5));
        float[] places = Points.uniform(20, 1, Seed.seed(6)).toArray();
        Arrays.sort(places);
        double[] quantiles = new double[places.length];
        Arrays.setAll(quantiles, i -> places[i]);
        Points particles = ParticleFlow.of(Mmd.riesz(1))
                .toward(target)
                .stepSize(0.01)
                .from(Points.of(places, 20, 1))
                .run(1)
                .last();
        double[] moved = QuantileFlow.toward(target).explicitEuler(quantiles, 0.01);
        for (int i = 0; i < moved.length; i++) {
            assertThat(moved[i]).isCloseTo(particles.get(i, 0), within(1e-6));
        }
    }

    @Test
    void badInputIsRefused() {
        QuantileFlow flow = QuantileFlow.towardUniform(0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileFlow.toward(Points.dirac(3, 2)))
                .withMessage("a flow in quantile form needs a target on the line, N×1: received 3×2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileFlow.towardUniform(1, 1))
                .withMessageContaining("received 1.0 and 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.exact(new double[] {1, 0}, 1))
                .withMessage("quantiles must be in ascending order: number 1 is 0.0 after 1.0; sort them");
        assertThatIllegalArgumentException().isThrownBy(() -> flow.exact(new double[] {Double.NaN}, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.exact(new double[0], 1))
                .withMessageContaining("the number of quantiles must be at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> flow.exact(new double[] {0}, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> flow.implicitEuler(new double[] {0}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> flow.explicitEuler(new double[] {0}, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> flow.quantile(1.5));
    }

    /** The smallest of 1, …, M with R(x) = x/M ≥ s = (2i+1)/(2N), found in whole numbers; masses are met exactly all the time. */
    @Test
    void quantilesAtLevelsThatMassesReachExactly() {
        assertThat(QuantileFlow.toward(Points.line(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
                        .quantile(0.5))
                .isEqualTo(7);
        for (int m = 1; m <= 60; m++) {
            float[] atoms = new float[m];
            double[] thirds = new double[m];
            Arrays.setAll(thirds, i -> 1 / 3.0);
            for (int i = 0; i < m; i++) {
                atoms[i] = i + 1;
            }
            Points points = Points.of(atoms, m, 1);
            QuantileFlow uniform = QuantileFlow.toward(points);
            QuantileFlow weighted = QuantileFlow.toward(points.weighted(thirds));
            for (int n = 1; n <= 40; n++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    int expected = ((2 * i + 1) * m + 2 * n - 1) / (2 * n);
                    assertThat(uniform.quantile(level(i, n)))
                            .as("%d of %d in %d", i, n, m)
                            .isEqualTo(expected);
                    assertThat(weighted.quantile(level(i, n)))
                            .as("%d of %d in %d", i, n, m)
                            .isEqualTo(expected);
                    sum += Math.pow(expected - 0.5, 2);
                }
                assertThat(uniform.wasserstein2(all(n, 0.5))).isCloseTo(Math.sqrt(sum / n), within(1e-12));
            }
        }
    }

    /** Between 7 and 8 the distribution function of 1, …, 14 is ½: a particle at level ½ that is there stays there. */
    @Test
    void levelsThatMassesReachExactlyRest() {
        double[] tenths = new double[14];
        Arrays.fill(tenths, 0.1);
        Points atoms = Points.line(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        for (QuantileFlow flow :
                new QuantileFlow[] {QuantileFlow.toward(atoms), QuantileFlow.toward(atoms.weighted(tenths))}) {
            assertThat(flow.exact(new double[] {7.25}, 1e6)).containsExactly(7.25);
            assertThat(flow.exact(new double[] {3}, 1e6)[0]).isEqualTo(7);
            assertThat(flow.exact(new double[] {12}, 1e6)[0]).isEqualTo(8);
            assertThat(flow.implicitEuler(new double[] {7.25}, 0.5)[0]).isCloseTo(7.25, within(1e-12));
        }
    }

    @Test
    void weightsThatAreNotInOrderAndNotAlike() {
        QuantileFlow flow = QuantileFlow.toward(Points.line(3, 1, 2, 1).weighted(0.3, 0.1, 0.4, 0.2));
        assertThat(flow.quantile(0.3)).isEqualTo(1);
        assertThat(flow.quantile(0.7)).isEqualTo(2);
        assertThat(flow.quantile(0.700001)).isEqualTo(3);
        assertThat(flow.quantile(1)).isEqualTo(3);
        assertThat(flow.quantile(0)).isEqualTo(1);
    }
}
