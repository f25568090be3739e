package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, velocities and derivatives of the functionals that descend. */
class FunctionalTest {
    // Set A of the golden numbers: three points toward two, and its plan for the derivatives.
    private static final Points A = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
    private static final Points B = Points.of(new double[][] {{3, 4}, {1, 1}});
    private static final Points P = Points.of(new double[][] {{0, 0}, {1, 0}});
    private static final Points PV = Points.of(new double[][] {{1, 0}, {0, 1}});
    private static final Points Q = Points.of(new double[][] {{0, 0}, {0, 2}});
    private static final Points QV = Points.of(new double[][] {{0, 1}, {1, 1}});
    private static final Points TARGET = Points.of(new double[][] {{1, 0}, {-1, -1}});

    @ParameterizedTest
    @CsvSource({
        "0.5, -0.43439581595492394, 1.6046756094170502, 0.695572562933141",
        "1, -0.58178533083331, 2.817685725868293, 1.3345125761689858",
        "1.5, -0.7969031832920334, 5.307944446761435, 2.7994600029636403"
    })
    void goldenValues(double r, double e, double v, double half) {
        MmdFunctional f = Interaction.riesz(r).toward(B);
        assertThat(f.interaction().value(A)).isCloseTo(e, within(1e-14));
        assertThat(f.potential().value(A)).isCloseTo(v, within(1e-14));
        assertThat(f.value(A)).isCloseTo(e + v, within(1e-14));
        assertThat(f.discrepancy(A)).isCloseTo(half, within(1e-14));
        assertThat(f.discrepancy(B)).isCloseTo(0, within(1e-15));
    }

    @Test
    void goldenValuesWithWeights() {
        MmdFunctional f = Interaction.riesz(1).toward(B.weighted(0.25, 0.75));
        // By hand: V = Σ_j u_j mean_i ‖x_i − y_j‖, and −E(ν) = u_1 u_2 ‖y_1 − y_2‖.
        double v = (0.25 * (5 + Math.sqrt(20) + Math.sqrt(13)) + 0.75 * (Math.sqrt(2) + 1 + Math.sqrt(2))) / 3;
        assertThat(f.potential().value(A)).isCloseTo(v, within(1e-14));
        assertThat(f.least()).isCloseTo(0.25 * 0.75 * Math.sqrt(13), within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.3})
    void gradientIsThatOfTheDiscrepancy(double r) {
        Points x = Points.gaussian(20, 3, seed(1));
        Points y = Points.gaussian(15, 3, seed(2));
        double[] g = new double[60];
        java.util.Arrays.fill(g, Double.NaN);
        Interaction.riesz(r).toward(y).gradient(Plan.doubles(x), 20, 3, g);
        float[] expected = Mmd.riesz(r).velocity(x, y).toArray();
        for (int i = 0; i < g.length; i++) {
            assertThat(-g[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void goldenDerivatives() {
        MmdFunctional f = Interaction.riesz(1).toward(TARGET);
        double e = -(Math.sqrt(2) + 1 - 1 / Math.sqrt(5)) / 8;
        assertThat(e).isCloseTo(-0.24587499585914213, within(1e-15));
        assertThat(Derivatives.of(f.interaction(), P, PV, Q, QV)).isCloseTo(e, within(1e-14));
        assertThat(Derivatives.of(f.potential(), P, PV, Q, QV)).isCloseTo(0.4467, within(5e-5));
        MmdFunctional g = Interaction.riesz(1.5).toward(TARGET);
        assertThat(Derivatives.of(g.interaction(), P, PV, Q, QV)).isCloseTo(-0.1398, within(5e-5));
        assertThat(Derivatives.of(g.potential(), P, PV, Q, QV)).isCloseTo(0.8004, within(5e-5));
        assertThat(Derivatives.of(f, P, PV, Q, QV)).isCloseTo(e + 0.4467, within(5e-5));
    }

    static List<Functional> functionals() {
        Points target = Points.gaussian(9, 2, seed(3));
        List<Functional> all = new ArrayList<>();
        for (double r : new double[] {1, 1.5}) {
            all.add(Interaction.riesz(r));
            all.add(Potential.riesz(r, target));
            all.add(Interaction.riesz(r).toward(target.weighted(3, 1, 1, 1, 1, 1, 1, 1, 1)));
        }
        all.add(new Implosion());
        return all;
    }

    /** (F(x + tv) − F(x)) / t goes to the derivative, also where places coincide, with each other and with targets. */
    @Test
    void derivativeIsTheLimitOfDifferences() {
        RandomStream stream = seed(4).stream();
        for (Functional f : functionals()) {
            // Places 0 to 3 coincide, 4 lies on the axis and 5 on the first target.
            Points target = Points.gaussian(9, 2, seed(3));
            double[] x = new double[16];
            double[] v = new double[16];
            for (int i = 8; i < 16; i++) {
                x[i] = (float) stream.nextGaussian();
            }
            x[9] = 0;
            x[10] = target.get(0, 0);
            x[11] = target.get(0, 1);
            for (int i = 0; i < 16; i++) {
                v[i] = (float) stream.nextGaussian();
            }
            for (int i = 0; i < 16 && f instanceof Implosion; i += 2) {
                v[i] = Math.abs(v[i]);
            }
            double exact = f.derivative(points(x), points(v));
            double h = 1e-8;
            double[] y = new double[16];
            for (int i = 0; i < 16; i++) {
                y[i] = x[i] + h * v[i];
            }
            double difference = (f.value(y, 8, 2) - f.value(x, 8, 2)) / h;
            // At coincidences of order 1.5 the rest is of order √h.
            assertThat(exact)
                    .as("%s", f)
                    .isCloseTo(difference, within(Derivatives.script(f).exponent() == 1 ? 2e-6 : 5e-4));
        }
    }

    private static Points points(double[] x) {
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = (float) x[i];
        }
        return Points.of(single, x.length / 2, 2);
    }

    /** Against the gradient at distinct particles F falls with the mean square of the gradient. */
    @Test
    void steepestDescentOfParticles() {
        Points x = Points.gaussian(30, 2, seed(5));
        for (Functional f : functionals()) {
            double[] v = new double[60];
            f.gradient(Plan.doubles(x), 30, 2, v);
            double square = 0;
            for (int i = 0; i < 60; i++) {
                square += v[i] * v[i] / 30;
                v[i] = -v[i];
            }
            assertThat(f.derivative(x, points(v))).as("%s", f).isCloseTo(-square, within(1e-6 * (1 + square)));
        }
    }

    @Test
    void powersBelowOneAreInfiniteAtPointMasses() {
        Points mass = Points.dirac(4, 2);
        Points v = Points.gaussian(4, 2, seed(6));
        assertThat(Interaction.riesz(0.5).derivative(mass, v)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Potential.riesz(0.5, mass).derivative(mass, v)).isEqualTo(Double.POSITIVE_INFINITY);
        // Both at once: mass drawn to its own place at the mean of ‖v‖^r wins over ½ mean ‖v−v′‖^r.
        assertThat(Interaction.riesz(0.5).toward(mass).derivative(mass, v)).isEqualTo(Double.POSITIVE_INFINITY);
        // All with one velocity: nothing splits.
        Points together = Points.dirac(4, 2).translate(1, 2);
        assertThat(Interaction.riesz(0.5).derivative(mass, together)).isZero();
        assertThat(Interaction.riesz(1.5).derivative(mass, v)).isZero();
    }

    /** The mean over many independent samples is the derivative of the distribution; here of a point mass with normal velocities. */
    @Test
    void twoSamplesAreUnbiased() {
        Points mass = Points.dirac(10, 1);
        double sum = 0;
        double squares = 0;
        int rounds = 2000;
        for (int k = 0; k < rounds; k++) {
            Points v = Points.gaussian(10, 1, seed(7).split(2L * k));
            Points w = Points.gaussian(10, 1, seed(7).split(2L * k + 1));
            double one = Derivatives.of(Interaction.riesz(1), mass, v, mass, w);
            sum += one / rounds;
            squares += one * one / rounds;
        }
        double error = Math.sqrt((squares - sum * sum) / rounds);
        // −½ E|Z − Z′| = −1/√π.
        assertThat(sum).isCloseTo(-1 / Math.sqrt(Math.PI), within(4 * error));
        assertThat(error).isLessThan(0.01);
    }

    @Test
    void implosionByHand() {
        Implosion f = new Implosion();
        double[] x = {-1, 0.5, 0.25, 1, 0, -1};
        // Mean of 0.5 + 1, −0.25, 0, minus half the mean over pairs of |1 − (−1)|, two of nine pairs.
        assertThat(f.value(x, 3, 2)).isCloseTo((1.5 - 0.25) / 3 - 2 * 2.0 / 9 / 2, within(1e-15));
        double[] v = new double[6];
        f.gradient(x, 3, 2, v);
        assertThat(v).containsExactly(new double[] {-1, 1, -1, -1.0 / 3, -1, 1.0 / 3}, within(1e-15));
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> Interaction.riesz(2)).hasMessageContaining("strictly between 0 and 2: received 2.0");
        assertThatThrownBy(() -> Potential.riesz(Double.NaN, B)).hasMessageContaining("received NaN");
        assertThatThrownBy(() -> Interaction.riesz(1).toward(B).value(Points.dirac(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("they have 4")
                .hasMessageContaining("in dimension 2");
        assertThatThrownBy(() -> new Implosion().value(Points.dirac(3, 1))).hasMessageContaining("they have 1");
        assertThatThrownBy(() -> Interaction.riesz(1).derivative(A, B)).hasMessageContaining("same shape");
    }
}
