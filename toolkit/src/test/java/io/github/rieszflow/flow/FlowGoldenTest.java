package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows whose course is known: iterates in rational or 30-digit arithmetic, and closed forms on the line. */
class FlowGoldenTest {
    /** Particles are stored in single precision after each step. */
    private static final double STORED = 1e-6;

    private static final Points B = Points.line(0, 1, 3);
    private static final Points TARGETS_OF_B = Points.line(2, 2, 5);

    private static void follow(ParticleFlow flow, double[][] iterates, double[] functional) {
        FlowState state = flow.start(B);
        for (int k = 0; k < iterates.length; k++) {
            assertThat(Mmd.riesz(1).functional(state.particles(), TARGETS_OF_B))
                    .isCloseTo(functional[k], within(STORED));
            state = flow.step(state);
            float[] x = state.particles().toArray();
            for (int i = 0; i < 3; i++) {
                assertThat((double) x[i]).isCloseTo(iterates[k][i], within(STORED));
            }
        }
    }

    /** A particle lands exactly on a double target at step 2, and is then pushed by its own kind alone. */
    @Test
    void onTheLine() {
        follow(
                ParticleFlow.of(Mmd.riesz(1)).toward(TARGETS_OF_B).stepSize(0.5),
                new double[][] {
                    {1.0 / 6, 3.0 / 2, 19.0 / 6},
                    {1.0 / 3, 2, 10.0 / 3},
                    {1.0 / 2, 13.0 / 6, 7.0 / 2},
                    {2.0 / 3, 2, 11.0 / 3}
                },
                new double[] {13.0 / 9, 67.0 / 54, 28.0 / 27, 55.0 / 54});
    }

    @Test
    void onTheLineWithMomentum() {
        follow(
                ParticleFlow.of(Mmd.riesz(1)).toward(TARGETS_OF_B).stepSize(0.5).momentum(0.5),
                new double[][] {
                    {1.0 / 6, 3.0 / 2, 19.0 / 6},
                    {5.0 / 12, 9.0 / 4, 41.0 / 12},
                    {17.0 / 24, 59.0 / 24, 89.0 / 24},
                    {49.0 / 48, 115.0 / 48, 193.0 / 48}
                },
                new double[] {13.0 / 9, 67.0 / 54, 113.0 / 108, 217.0 / 216});
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, .05753043894304133, .1233579311991252, 1.263149618324396, .2854216284247898,"
                + ".2168712091293584, 2.1442670155969, 1.097764613533319",
        "1, .3342936846022085, .4248664811372981, 1.633915076590673, .6859504298251787,"
                + ".6133514971387975, 2.541129453863775, 1.716507368611776",
        "1.5, 1.012053946475388, 1.132310119036313, 2.264627055527975, 1.326327703608624,"
                + "1.307900232030403, 3.362702972411538, 2.222459913089866",
    })
    void inThePlane(double r, double a, double b, double c, double d, double e, double f, double functional) {
        Points targets = Points.of(new double[][] {{3, 4}, {1, 1}});
        Mmd mmd = Mmd.riesz(r);
        Points last = ParticleFlow.of(mmd)
                .toward(targets)
                .stepSize(0.25)
                .momentum(0.5)
                .from(Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}}))
                .run(3)
                .last();
        double[] expected = {a, b, c, d, e, f};
        float[] x = last.toArray();
        for (int i = 0; i < 6; i++) {
            assertThat((double) x[i]).isCloseTo(expected[i], within(STORED));
        }
        assertThat(mmd.functional(last, targets)).isCloseTo(functional, within(3 * STORED));
    }

    private static Points grid(int n) {
        return Points.line(IntStream.range(0, n).mapToDouble(i -> (i + 0.5) / n).toArray());
    }

    private static double squaredAfter(double time, double step) {
        return ParticleFlow.of(Mmd.riesz(1).sliced(1))
                .toward(grid(1 << 15))
                .stepSize(step)
                .from(Points.dirac(512, 1).translate(0.5))
                .run((int) Math.round(time / step))
                .readings()
                .stream()
                .reduce((first, second) -> second)
                .orElseThrow()
                .squared()
                .value();
    }

    /** δ_{1/2} → U[0,1]: MMD² = e^{−4t}/6 for the flow and (1−2τ)^{2k}/6 for its Euler steps, hence errors of order τ. */
    @Test
    void aPointMassBecomesAnInterval() {
        double[] errors = new double[3];
        for (int i = 0; i < 3; i++) {
            double step = 0.1 / (1 << i);
            double squared = squaredAfter(0.5, step);
            assertThat(squared).isCloseTo(Math.pow(1 - 2 * step, 1 / step) / 6, withinPercentage(0.2));
            errors[i] = Math.exp(-2) / 6 - squared;
        }
        assertThat(errors[0] / errors[1]).isBetween(1.8, 2.5);
        assertThat(errors[1] / errors[2]).isBetween(1.8, 2.5);
    }

    /** δ_{−1} → δ_0: uniform on [−1, −1+2t] with F = ½MMD² = 1 − 4t/3 until the first particle arrives at t = ½. */
    @Test
    void aPointMassTravels() {
        int n = 1000;
        Trajectory path = ParticleFlow.of(Mmd.riesz(1).sliced(1))
                .toward(Points.dirac(3, 1))
                .stepSize(0.0625)
                .keep(Keep.every(1))
                .from(Points.dirac(n, 1).translate(-1))
                .run(7);
        for (Trajectory.Reading reading : path.readings()) {
            double t = 0.0625 * reading.step();
            assertThat(reading.time()).isEqualTo(t);
            assertThat(reading.squared().value() / 2).isCloseTo(1 - 4 * t / 3, within(1e-5));
        }
        float[] x = path.last().toArray();
        Arrays.sort(x);
        assertThat(x[0]).isCloseTo(-1 + 0.875f / (2 * n), within(1e-6f));
        assertThat(x[n - 1]).isCloseTo(-0.125f - 0.875f / (2 * n), within(1e-6f));
    }

    /** Without split ties a point mass could not leave its place apart from moving as a whole. */
    @Test
    void aPointMassExplodesInThePlane() {
        Points circle = Points.of(IntStream.range(0, 64)
                .mapToObj(i -> new double[] {Math.cos(Math.PI * i / 32), Math.sin(Math.PI * i / 32)})
                .toArray(double[][]::new));
        Trajectory path = ParticleFlow.of(Mmd.riesz(1).sliced(50))
                .toward(circle)
                .stepSize(0.2)
                .from(Points.dirac(64, 2))
                .run(60);
        assertThat(path.readings().get(0).squared().value()).isCloseTo(2 - 4 / Math.PI, within(0.02));
        assertThat(Mmd.riesz(1).squared(path.last(), circle)).isLessThan(0.01);
    }
}
