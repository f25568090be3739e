package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyScoreTest {
    private static double[] normal(RandomStream stream, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = stream.nextGaussian();
        }
        return values;
    }

    /** By hand, three particles in the plane with whole distances. */
    @Test
    void isItsFormula() {
        double[] particles = {0, 0, 3, 4, 0, 4};
        double[] x = {0, 0};
        assertThat(EnergyScore.riesz(1).whole(particles, x))
                .isCloseTo((0 + 5 + 4) / 3.0 - (5 + 4 + 3) / 6.0, within(1e-14));
        assertThat(EnergyScore.riesz(1).repulsion(0.5).whole(particles, x))
                .isCloseTo((0 + 5 + 4) / 3.0 - (5 + 4 + 3) / 12.0, within(1e-14));
        assertThat(EnergyScore.riesz(2).repulsion(0).whole(particles, x)).isCloseTo((25 + 16) / 3.0, within(1e-14));
        assertThat(EnergyScore.riesz(0.5).whole(particles, x))
                .isCloseTo((Math.sqrt(5) + 2) / 3 - (Math.sqrt(5) + 2 + Math.sqrt(3)) / 6, within(1e-14));
        assertThat(EnergyScore.riesz(1).axes(particles, x))
                .isCloseTo((3 / 3.0 - 6 / 6.0 + 8 / 3.0 - 8 / 6.0) / 2, within(1e-14));
        assertThat(EnergyScore.riesz(2).repulsion(0).whole(new double[] {3, 4}, x))
                .isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 1.5, 2})
    void sortingOnTheLineIsAllPairs(double r) {
        for (int m : new int[] {2, 3, 7, 20}) {
            RandomStream stream = seed(m).stream();
            double[] y = normal(stream, m);
            y[1] = y[0];
            double x = stream.nextGaussian();
            EnergyScore score = EnergyScore.riesz(r).repulsion(0.7);
            double[] kept = y.clone();
            assertThat(score.line(y, x)).isCloseTo(score.whole(y, new double[] {x}), within(1e-13));
            assertThat(score.axes(y, new double[] {x})).isCloseTo(score.line(y, x), within(1e-13));
            assertThat(y).isEqualTo(kept);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7, 2})
    void slicesHaveTheWholeAsTheirMean(double r) {
        EnergyScore score = EnergyScore.riesz(r);
        for (int d : new int[] {1, 2, 5, 12}) {
            RandomStream stream = seed(d).stream();
            double[] particles = normal(stream, 4 * d);
            double[] x = normal(stream, d);
            for (Directions rule : new Directions[] {Directions.iid(), Directions.orthogonal()}) {
                Estimate sliced = score.sliced(particles, x, rule, 4096, seed(7));
                assertThat(sliced.value())
                        .as("%s in dimension %d", rule, d)
                        .isCloseTo(score.whole(particles, x), within(4.5 * sliced.standardError() + 1e-6));
                assertThat(sliced.standardError()).isLessThan(0.05 * d);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7, 2})
    void gradientAgreesWithFiniteDifferences(double r) {
        EnergyScore score = EnergyScore.riesz(r).repulsion(0.8);
        RandomStream stream = seed(3).stream();
        double[] particles = normal(stream, 5 * 3);
        double[] x = normal(stream, 3);
        double[] gradient = score.gradient(particles, x);
        double h = 1e-5;
        for (int i = 0; i < particles.length; i++) {
            double[] there = particles.clone();
            there[i] += h;
            double above = score.whole(there, x);
            there[i] -= 2 * h;
            assertThat(gradient[i]).isCloseTo((above - score.whole(there, x)) / (2 * h), within(1e-8));
        }
        double[] same = {1, 2, 1, 2};
        assertThat(score.gradient(same, new double[] {1, 2})).containsOnly(0);
    }

    /** Its mean over particles and data is half the squared MMD without bias, plus half of what data differ among themselves. */
    @Test
    void itsMeanIsHalfTheSquaredMmd() {
        int d = 3;
        int sets = 40_000;
        int m = 4;
        EnergyScore score = EnergyScore.riesz(1);
        RandomStream stream = seed(5).stream();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < sets; i++) {
            double[] particles = normal(stream, m * d);
            double[] x = normal(stream, d);
            x[0] += 1;
            x[1] *= 0.5;
            double value = score.whole(particles, x);
            sum += value;
            squares += value * value;
        }
        double mean = sum / sets;
        double error = Math.sqrt((squares / sets - mean * mean) / sets);
        int n = 3000;
        float[] data = Points.gaussian(n, d, seed(6)).toArray();
        for (int i = 0; i < n; i++) {
            data[i * d] += 1;
            data[i * d + 1] *= 0.5f;
        }
        Points x = Points.of(data, n, d);
        Points forecast = Points.gaussian(n, d, seed(8));
        double half = 0.5 * Conventions.unbiased(Mmd.riesz(1), forecast, x);
        double own = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                double squared = 0;
                for (int c = 0; c < d; c++) {
                    squared += Math.pow(data[i * d + c] - data[k * d + c], 2);
                }
                own += Math.sqrt(squared);
            }
        }
        double expected = half + own / ((double) n * (n - 1));
        // 3,000 points leave an error of some 0.01 in the second part too.
        assertThat(mean).isCloseTo(expected, within(4 * error + 0.03));
    }

    @Test
    void normalForecastsHaveAClosedForm() {
        assertThat(EnergyScore.gaussian(0, 1, 0))
                .isCloseTo(2 / Math.sqrt(2 * Math.PI) - 1 / Math.sqrt(Math.PI), within(1e-15));
        // Known values of Φ: 0.975002104851780 at 1.96.
        double z = 1.96;
        double phi = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        assertThat(EnergyScore.gaussian(1, 2, 1 - 2 * z))
                .isCloseTo(2 * (z * (2 * 0.975002104851780 - 1) + 2 * phi - 1 / Math.sqrt(Math.PI)), within(1e-14));
        assertThat(EnergyScore.gaussian(0, 1, 40)).isCloseTo(40 - 1 / Math.sqrt(Math.PI), within(1e-14));
        // The score of many particles tends to it, and its mean over data is σ/√π.
        RandomStream stream = seed(9).stream();
        int n = 200_000;
        double[] many = normal(stream, n);
        assertThat(EnergyScore.riesz(1).line(many, 0.7)).isCloseTo(EnergyScore.gaussian(0, 1, 0.7), within(0.005));
        double sum = 0;
        for (double y : normal(stream, n)) {
            sum += EnergyScore.gaussian(2, 0.5, 2 + 0.5 * y);
        }
        assertThat(sum / n).isCloseTo(0.5 / Math.sqrt(Math.PI), within(0.002));
    }

    /** What is drawn from the right distribution wins against what is too wide, too narrow or elsewhere, for λ = 1 only. */
    @Test
    void rewardsTheRightSpread() {
        double right = meanScore(1, 1);
        assertThat(meanScore(0.6, 1)).isGreaterThan(right + 0.01);
        assertThat(meanScore(1.5, 1)).isGreaterThan(right + 0.01);
        assertThat(meanScore(0.6, 0.2)).as("a score that cheats").isLessThan(meanScore(1, 0.2));
    }

    private static double meanScore(double deviation, double repulsion) {
        EnergyScore score = EnergyScore.riesz(1).repulsion(repulsion);
        RandomStream stream = seed(10).stream();
        double sum = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            double[] y = normal(stream, 6);
            for (int j = 0; j < y.length; j++) {
                y[j] *= deviation;
            }
            sum += score.line(y, stream.nextGaussian());
        }
        return sum / n;
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> EnergyScore.riesz(0))
                .hasMessage("the exponent r of an energy score must lie in (0, 2]: received 0.0 (r = 1 is the energy"
                        + " score of the energy distance, r = 2 the squared error)");
        assertThatThrownBy(() -> EnergyScore.riesz(2.1)).hasMessageContaining("must lie in (0, 2]: received 2.1");
        assertThatThrownBy(() -> EnergyScore.riesz(Double.NaN)).hasMessageContaining("must lie in (0, 2]");
        assertThatThrownBy(() -> EnergyScore.riesz(1).repulsion(1.5))
                .hasMessageContaining("the weight λ of the pairs in an energy score");
        assertThatThrownBy(() -> EnergyScore.riesz(1).whole(new double[] {1, 2}, new double[] {1, 2}))
                .hasMessage("an energy score with λ = 1.0 compares particles with each other and needs at least 2:"
                        + " received 1; draw more, or take repulsion(0)");
        assertThatThrownBy(() -> EnergyScore.riesz(1).whole(new double[] {1, 2, 3}, new double[] {1, 2}))
                .hasMessage("expected m×d numbers of particles and d numbers of data: received 3 and 2");
        assertThatThrownBy(() -> EnergyScore.riesz(1).line(new double[0], 1)).hasMessageContaining("received 0 and 1");
        assertThatThrownBy(() -> EnergyScore.gaussian(0, 0, 1)).hasMessageContaining("the deviation σ");
    }
}
