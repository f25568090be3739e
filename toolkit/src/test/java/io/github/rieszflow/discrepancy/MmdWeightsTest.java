package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MmdWeightsTest {
    private static final Measure A =
            Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}}).weighted(0.5, 1 / 3.0, 1 / 6.0);
    private static final Measure TARGETS_OF_A =
            Points.of(new double[][] {{3, 4}, {1, 1}}).weighted(0.25, 0.75);

    private static double[] doubles(Points points) {
        float[] values = points.toArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** Evaluated in 30 digits apart from this code. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 1.0118657411959333, 1.3116706365983888",
        "1, 1.6474567484975238, 1.9428317686960515",
        "1.5, 2.97369032922239, 3.380008767686138",
    })
    void inThePlane(double r, double functional, double squared) {
        assertThat(Mmd.riesz(r).functional(A, TARGETS_OF_A)).isCloseTo(functional, within(1e-13));
        assertThat(Mmd.riesz(r).squared(A, TARGETS_OF_A)).isCloseTo(squared, within(1e-13));
        assertThat(Mmd.riesz(r).value(TARGETS_OF_A, A)).isCloseTo(Math.sqrt(squared), within(1e-13));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, -0.04492534352942019, -0.10438606425706352, -0.10045225375767815, -0.1260078679326625,"
                + "-0.037984214317308744, -0.015001036798605",
        "1, -0.17349837627828865, -0.281831709611622, -0.2287796660416608, -0.27484519974999766,"
                + "-0.0982119101623976, -0.06774789336106143",
        "1.5, -0.47456188104894076, -0.631637734908546, -0.42394605987343215, -0.4999786847547236,"
                + "-0.20068479183352256, -0.19639538341362656",
    })
    void gradientInThePlane(double r, double a, double b, double c, double d, double e, double f) {
        double[] expected = {a, b, c, d, e, f};
        assertThat(doubles(Mmd.riesz(r).gradient(A, TARGETS_OF_A))).containsExactly(expected, within(4e-8));
        double[] velocity = doubles(Mmd.riesz(r).velocity(A, TARGETS_OF_A));
        for (int i = 0; i < 6; i++) {
            assertThat(velocity[i]).isCloseTo(-expected[i] / A.weight(i / 2), within(1.3e-7));
        }
    }

    /** In fractions, by hand. */
    @Test
    void onTheLine() {
        Measure x = Points.line(0, 1, 3).weighted(3, 2, 1);
        Measure y = Points.line(2, 5).weighted(1, 3);
        assertThat(Mmd.riesz(1).squared(x, y)).isCloseTo(347 / 72.0, within(1e-14));
        assertThat(Mmd.riesz(1).functional(x, y)).isCloseTo(7 / 2.0 - 19 / 36.0, within(1e-14));
        assertThat(doubles(Mmd.riesz(1).velocity(x, y)))
                .containsExactly(new double[] {0.5, 4 / 3.0, 4 / 3.0}, within(1e-7));
        assertThat(doubles(Mmd.riesz(1).gradient(x, y)))
                .containsExactly(new double[] {-0.25, -4 / 9.0, -2 / 9.0}, within(1e-7));
    }

    /** Points and how often each counts, 0 to 4 times. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Counted(Points points, int[] counts) {
        static Counted of(int n, int d, int seed) {
            RandomStream random = Seed.seed(seed).stream();
            float[] data = new float[n * d];
            for (int i = 0; i < data.length; i++) {
                data[i] = (random.nextInt(129) - 60) / 32f;
            }
            int[] counts = new int[n];
            Arrays.setAll(counts, i -> i == 0 ? 1 : random.nextInt(5));
            return new Counted(Points.adopt(data, n, d), counts);
        }

        Measure weighted() {
            return points.weighted(Arrays.stream(counts).asDoubleStream().toArray());
        }

        int[] copies() {
            return IntStream.range(0, counts.length)
                    .flatMap(i -> IntStream.range(0, counts[i]).map(c -> i))
                    .toArray();
        }

        Points repeated() {
            return points.select(copies());
        }
    }

    /** A point of weight k/K is k of K points at one place. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1, 1.5, 1.9})
    void weightsAreRepetitions(double r) {
        Mmd mmd = Mmd.riesz(r);
        for (int[] s : new int[][] {{9, 5, 1}, {70, 66, 2}, {20, 150, 3}}) {
            Counted x = Counted.of(s[0], s[2], 1);
            Counted y = Counted.of(s[1], s[2], 2);
            double squared = mmd.squared(x.repeated(), y.repeated());
            assertThat(mmd.squared(x.weighted(), y.weighted())).isCloseTo(squared, within(1e-12));
            assertThat(mmd.squared(x.weighted(), y.repeated())).isCloseTo(squared, within(1e-12));
            assertThat(mmd.squared(x.repeated(), y.weighted())).isCloseTo(squared, within(1e-12));
            assertThat(mmd.functional(x.weighted(), y.weighted()))
                    .isCloseTo(mmd.functional(x.repeated(), y.repeated()), within(1e-12));
            Points velocity = mmd.velocity(x.weighted(), y.weighted());
            Points gradient = mmd.gradient(x.weighted(), y.weighted());
            Points copied = mmd.velocity(x.repeated(), y.repeated());
            assertThat(doubles(velocity.select(x.copies()))).containsExactly(doubles(copied), within(2e-6));
            for (int i = 0; i < s[0]; i++) {
                for (int k = 0; k < s[2]; k++) {
                    assertThat((double) gradient.get(i, k))
                            .isCloseTo(-x.weighted().weight(i) * velocity.get(i, k), within(1e-7));
                }
            }
        }
    }

    /** A particle without mass feels what a new particle at its place would feel, and changes nothing. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void testParticles(double r) {
        Mmd mmd = Mmd.riesz(r);
        for (int d = 1; d <= 3; d++) {
            Points x = Points.gaussian(30, d, Seed.seed(3));
            Points y = Points.gaussian(40, d, Seed.seed(4));
            Points test = Points.gaussian(5, d, Seed.seed(5));
            double[] weights = new double[35];
            Arrays.fill(weights, 0, 30, 1);
            Measure both = x.concat(test).weighted(weights);
            assertThat(mmd.squared(both, y)).isCloseTo(mmd.squared(x, y), within(1e-13));
            Points velocity = mmd.velocity(both, y);
            assertThat(doubles(velocity.take(30))).containsExactly(doubles(mmd.velocity(x, y)), within(2e-6));
            assertThat(doubles(mmd.gradient(both, y))).hasSize(35 * d);
            for (int i = 30; i < 35; i++) {
                assertThat(mmd.gradient(both, y).row(i)).containsExactly(new float[d], within(0f));
            }
            for (int i = 0; i < 5; i++) {
                Points one = test.select(i);
                // One particle alone feels nothing but its targets.
                double[] expected = doubles(mmd.velocity(one, y));
                double[] others = doubles(mmd.velocity(one, x));
                Arrays.setAll(expected, k -> expected[k] - others[k]);
                assertThat(doubles(velocity.select(30 + i))).containsExactly(expected, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void equalWeightsAreNone(double r) {
        for (int d = 1; d <= 2; d++) {
            Points x = Points.gaussian(100, d, Seed.seed(6));
            Points y = Points.gaussian(60, d, Seed.seed(7));
            double[] ones = new double[100];
            Arrays.fill(ones, 7);
            assertThat(Mmd.riesz(r).squared(x.weighted(ones), y))
                    .isCloseTo(Mmd.riesz(r).squared(x, y), within(1e-13));
            assertThat(doubles(Mmd.riesz(r).velocity(x.weighted(ones), y)))
                    .containsExactly(doubles(Mmd.riesz(r).velocity(x, y)), within(3e-6));
        }
    }
}
