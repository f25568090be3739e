package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.flow.FlowState;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.flow.Trajectory;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where two clouds lie together changes nothing that sliced discrepancies say of them. */
class TranslationTest {
    /** The floats that a cloud far away has, and the same numbers less the offset, which single precision holds too. */
    private record Pair(Points far, Points near) {
        static Pair of(Points cloud, double offset) {
            float[] far = cloud.toArray();
            float[] near = cloud.toArray();
            for (int i = 0; i < far.length; i++) {
                far[i] = (float) (far[i] + offset);
                near[i] = (float) (far[i] - offset);
            }
            return new Pair(
                    Points.of(far, cloud.size(), cloud.dimension()), Points.of(near, cloud.size(), cloud.dimension()));
        }
    }

    private static double[] weights(int n) {
        RandomStream stream = seed(9).stream();
        return IntStream.range(0, n).mapToDouble(i -> 0.1 + stream.nextDouble()).toArray();
    }

    private static double difference(Points a, Points b) {
        double square = 0;
        double all = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int k = 0; k < a.dimension(); k++) {
                square += Math.pow(a.get(i, k) - b.get(i, k), 2);
                all += Math.pow(b.get(i, k), 2);
            }
        }
        return Math.sqrt(square / all);
    }

    private static void same(SlicedMmd mmd, Measure x, Measure y, Measure nearX, Measure nearY, double gradients) {
        double value = mmd.squared(nearX, nearY).value();
        assertThat(mmd.squared(x, y).value()).as("%s", mmd).isCloseTo(value, within(1e-4 * value));
        double transport = mmd.wasserstein(nearX, nearY).value();
        assertThat(mmd.wasserstein(x, y).value()).as("%s", mmd).isCloseTo(transport, within(1e-4 * transport));
        assertThat(difference(mmd.gradient(x, y), mmd.gradient(nearX, nearY)))
                .as("%s", mmd)
                .isLessThan(gradients);
        assertThat(difference(mmd.velocity(x, y), mmd.velocity(nearX, nearY)))
                .as("%s", mmd)
                .isLessThan(gradients);
    }

    @ParameterizedTest
    @CsvSource({"1e3, 2", "1e5, 2", "1e6, 2", "-1e6, 1", "1e6, 3", "1e6, 20", "3e6, 130", "1e6, 1"})
    void offsetOfManyTimesTheSpread(double offset, int d) {
        Pair x = Pair.of(Points.gaussian(150, d, seed(1)), offset);
        Pair y = Pair.of(Points.gaussian(120, d, seed(2)).scale(1.5), offset);
        for (double r : new double[] {0.3, 0.7, 1, 1.5, 1.9}) {
            SlicedMmd mmd = Mmd.riesz(r).sliced(64);
            same(mmd, x.far, y.far, x.near, y.near, 1e-4);
            same(
                    mmd,
                    x.far.weighted(weights(150)),
                    y.far.weighted(weights(120)),
                    x.near.weighted(weights(150)),
                    y.near.weighted(weights(120)),
                    1e-4);
        }
        for (LineSolver solver : new LineSolver[] {LineSolver.exact(Ties.FREEZE), LineSolver.binned(12)}) {
            same(Mmd.riesz(1).sliced(64).with(solver), x.far, y.far, x.near, y.near, 1e-4);
        }
    }

    /** Not a round number, so that not the same floats are left. */
    @ParameterizedTest
    @ValueSource(doubles = {123.456, 54321.7, 1234567.25, -98765.4})
    void anyOffset(double offset) {
        Pair x = Pair.of(Points.gaussian(300, 2, seed(1)), offset);
        Pair y = Pair.of(Points.gaussian(200, 2, seed(2)).scale(1.5), offset);
        for (double r : new double[] {1, 1.5}) {
            same(Mmd.riesz(r).sliced(512), x.far, y.far, x.near, y.near, 1e-4);
        }
        // Single precision on lines says more: forces of neighbours grow with nearness.
        same(Mmd.riesz(0.8).sliced(512), x.far, y.far, x.near, y.near, 1e-3);
        SlicedMmd mmd = Mmd.riesz(1).sliced(512).with(Directions.orthogonal());
        same(mmd, x.far, y.far, x.near, y.near, 1e-3);
    }

    @Test
    void offsetsThatDifferByCoordinate() {
        double[] offsets = {52.520, 13.405e3, -2.4e6};
        float[] a = Points.gaussian(200, 3, seed(1)).toArray();
        float[] b = Points.gaussian(200, 3, seed(2)).scale(2).toArray();
        float[] nearA = a.clone();
        float[] nearB = b.clone();
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) (a[i] + offsets[i % 3]);
            b[i] = (float) (b[i] + offsets[i % 3]);
            nearA[i] = (float) (a[i] - offsets[i % 3]);
            nearB[i] = (float) (b[i] - offsets[i % 3]);
        }
        same(
                Mmd.riesz(1).sliced(128),
                Points.of(a, 200, 3),
                Points.of(b, 200, 3),
                Points.of(nearA, 200, 3),
                Points.of(nearB, 200, 3),
                1e-3);
    }

    /** Targets all at one place have no spread of their own. */
    @Test
    void onePlaceFarAway() {
        Pair x = Pair.of(Points.gaussian(100, 2, seed(1)), 1e6);
        Pair y = Pair.of(Points.dirac(7, 2), 1e6);
        same(Mmd.riesz(1).sliced(64), x.far, y.far, x.near, y.near, 1e-4);
        same(Mmd.riesz(1).sliced(64), y.far, x.far, y.near, x.near, 1e-4);
    }

    @Test
    void theExactDiscrepancyToo() {
        Pair x = Pair.of(Points.gaussian(150, 3, seed(1)), 1e6);
        Pair y = Pair.of(Points.gaussian(120, 3, seed(2)), 1e6);
        for (double r : new double[] {0.3, 1, 1.7}) {
            Mmd mmd = Mmd.riesz(r);
            double value = mmd.squared(x.near, y.near);
            assertThat(mmd.squared(x.far, y.far)).isCloseTo(value, within(1e-4 * value));
            assertThat(difference(mmd.gradient(x.far, y.far), mmd.gradient(x.near, y.near)))
                    .isLessThan(1e-4);
        }
    }

    @Test
    void theTestOfSamples() {
        Pair x = Pair.of(Points.gaussian(40, 2, seed(1)), 1e6);
        Pair y = Pair.of(Points.gaussian(40, 2, seed(2)).scale(1.4), 1e6);
        SlicedMmd mmd = Mmd.riesz(1).sliced(32);
        assertThat(EnergyTest.of(x.far, y.far).with(mmd).permutations(99).pValue())
                .isEqualTo(
                        EnergyTest.of(x.near, y.near).with(mmd).permutations(99).pValue());
    }

    /** What single precision keeps of the particles at the offset: 22 bits of 2e4. */
    @Test
    void aFlowFollowsItsShape() {
        Pair x = Pair.of(Points.gaussian(200, 2, seed(1)), 1e4);
        Pair y = Pair.of(Points.gaussian(200, 2, seed(2)).scale(2), 1e4);
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(32)).stepSize(0.1).momentum(0.5);
        Points far = flow.toward(y.far).from(x.far).run(20).last();
        Points near = flow.toward(y.near).from(x.near).run(20).last();
        assertThat(Arrays.stream(far.translate(-1e4, -1e4).minus(near).norms())
                        .max()
                        .getAsDouble())
                .isLessThan(0.03);
    }

    /** Stopped after every step and taken up from its state, it says the same bit for bit. */
    @Test
    void aFlowFarAwayIsTakenUpAgain() {
        Pair x = Pair.of(Points.gaussian(80, 2, seed(1)).scale(30), 1e4);
        Pair y = Pair.of(Points.gaussian(90, 2, seed(2)), 1e4);
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(16)).toward(y.far).momentum(0.7);
        Trajectory whole = flow.from(x.far).run(6);
        FlowState state = FlowState.start(x.far);
        for (int step = 0; step < 6; step++) {
            state = flow.from(state).run(1).state();
        }
        assertThat(state).isEqualTo(whole.state());
    }

    @Test
    void oneDescentAimedNearAndFar() {
        Pair x = Pair.of(Points.gaussian(30, 2, seed(1)), 1e6);
        Pair y = Pair.of(Points.gaussian(20, 2, seed(2)), 1e6);
        SlicedMmd mmd = Mmd.riesz(1).sliced(16);
        float[] expected = new float[60];
        float[] found = new float[60];
        try (Descent near = mmd.descent(x.near, y.near);
                Descent descent = mmd.descent(Points.dirac(30, 2), Points.dirac(20, 2))) {
            near.gradient(seed(5), expected);
            descent.load(x.near, null);
            descent.aim(y.near);
            descent.gradient(seed(5), found);
            assertThat(found).isEqualTo(expected);
            descent.load(x.far, x.near);
            descent.aim(y.far);
            descent.gradient(seed(5), found);
            assertThat(found).isEqualTo(expected);
            assertThat(descent.particles()).isEqualTo(x.far);
            assertThat(descent.momentum()).isEqualTo(x.near);
            descent.aim(y.near);
            assertThat(descent.particles()).isEqualTo(x.far);
            assertThat(descent.momentum()).isEqualTo(x.near);
            descent.load(x.near, null);
            descent.gradient(seed(5), found);
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Where clouds lie as most do, not a bit changes: what is subtracted is nothing. */
    @Test
    void usualCloudsKeepTheirBits() {
        assertThat(Origin.of(Points.uniform(100, 784, seed(1))).zero()).isTrue();
        assertThat(Origin.of(Points.gaussian(100, 2, seed(1)).translate(5, 5)).zero())
                .isTrue();
        assertThat(Origin.of(Points.dirac(5, 3)).zero()).isTrue();
        assertThat(Origin.of(Points.gaussian(100, 2, seed(1)).translate(20, 0)).zero())
                .isFalse();
        assertThat(Origin.of(Points.line(3e38, 3e38)).zero()).isTrue();
    }

    @Test
    void projectionsThatLeaveSinglePrecision() {
        Points large = Points.of(new double[][] {{3e38, 3e38}, {3e38, 3e38}});
        for (double r : new double[] {0.5, 1, 1.5}) {
            SlicedMmd mmd = Mmd.riesz(r).sliced(8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mmd.squared(large, large.scale(-1)))
                    .withMessageContaining("multiply both clouds by the same small number first");
            assertThat(mmd.squared(large.scale(1e-3), large.scale(-1e-3)).value())
                    .isFinite();
            assertThat(mmd.exact().squared(large, large.scale(-1))).isFinite();
        }
    }

    @Test
    void descentsOfFarCloudsEnd() {
        Pair x = Pair.of(Points.gaussian(30, 2, seed(1)), 1e6);
        Descent descent = Mmd.riesz(1).sliced(16).descent(x.far, x.far);
        descent.close();
        float[] g = new float[60];
        Arrays.asList(
                        () -> descent.gradient(seed(1), g),
                        () -> descent.load(x.far, null),
                        () -> descent.aim(x.far),
                        (Runnable) () -> descent.step(seed(1), 1, 0),
                        descent::particles,
                        descent::momentum,
                        (Runnable) () -> descent.read(seed(1)))
                .forEach(call -> assertThatIllegalStateException()
                        .isThrownBy(call::run)
                        .withMessageContaining("open another one"));
        descent.close();
    }
}
