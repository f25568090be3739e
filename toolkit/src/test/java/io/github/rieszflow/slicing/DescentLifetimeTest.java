package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descents from their opening to their end: what they hold, what they take over, and what they no longer do. */
class DescentLifetimeTest {
    private static final Points X = Points.uniform(40, 5, Seed.seed(1));
    private static final Points Y = Points.gaussian(30, 5, Seed.seed(2));
    private static final Seed SEED = Seed.seed(3);

    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocated() {
        return JVM.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    static Stream<Descent> descents() {
        return Stream.of(
                Mmd.riesz(1).descent(X, Y),
                Mmd.riesz(1).sliced(8).descent(X, Y),
                Mmd.riesz(1.5).sliced(8).descent(X, Y));
    }

    @ParameterizedTest
    @MethodSource("descents")
    void nothingAfterTheEnd(Descent descent) {
        descent.step(SEED, 0.1, 0.5);
        descent.close();
        descent.close();
        for (Runnable verb : List.<Runnable>of(
                () -> descent.load(X, null),
                () -> descent.aim(Y),
                () -> descent.gradient(SEED, new float[200]),
                () -> descent.step(SEED, 0.1, 0),
                () -> descent.read(SEED),
                descent::particles,
                descent::momentum)) {
            assertThatIllegalStateException()
                    .isThrownBy(verb::run)
                    .withMessage("this descent is closed: open another one to go on");
        }
    }

    @ParameterizedTest
    @MethodSource("descents")
    void shapesThatDoNotFit(Descent descent) {
        try (descent) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descent.aim(X))
                    .withMessage("this descent is for 30×5 targets: received 40×5; open another one for other shapes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descent.load(X, Y))
                    .withMessage("this descent is for 40×5 momentum: received 30×5; open another one for other shapes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> descent.gradient(SEED, new float[199]))
                    .withMessage("the gradient at 40×5 particles takes 200 numbers: received an array of 199");
        }
    }

    /** Aimed and loaded anew, a descent is one that was opened so, bit for bit; gradients do not disturb it. */
    @ParameterizedTest
    @MethodSource("descents")
    void otherParticlesAndTargets(Descent descent) {
        float[] before = Brute.gradient(descent, SEED);
        descent.step(SEED, 0.2, 0.5);
        Points other = Points.gaussian(30, 5, Seed.seed(4)).translate(1, 0, 0, 0, 0);
        Points momentum = Points.uniform(40, 5, Seed.seed(5));
        descent.aim(other);
        descent.load(X.scale(2), momentum);
        float[] moved = Brute.gradient(descent, SEED);
        assertThat(moved).isNotEqualTo(before);
        assertThat(Brute.gradient(descent, SEED)).isEqualTo(moved);
        descent.step(Seed.seed(6), 0.3, 0.7);
        descent.step(Seed.seed(7), 0.3, 0.7);
        Points particles = descent.particles();
        Points speed = descent.momentum();
        Descent.Distances reading = descent.read(SEED);
        // Back to the beginning.
        descent.load(X, null);
        descent.aim(Y);
        assertThat(descent.momentum()).isEqualTo(Points.dirac(40, 5));
        assertThat(Brute.gradient(descent, SEED)).isEqualTo(before);
        // And once more.
        descent.load(X.scale(2), momentum);
        descent.aim(other);
        descent.step(Seed.seed(6), 0.3, 0.7);
        descent.step(Seed.seed(7), 0.3, 0.7);
        assertThat(descent.particles()).isEqualTo(particles);
        assertThat(descent.momentum()).isEqualTo(speed);
        assertThat(descent.read(SEED)).isEqualTo(reading);
        descent.close();
    }

    /** The memory of a closed descent serves the next one; nothing that was in it shows. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void memoryThatIsTakenOver(double r) {
        SlicedProblem problem = new SlicedProblem(r, Directions.iid(), 20, LineSolver.exact());
        float[][] gradients = new float[3][];
        Points[] ends = new Points[3];
        for (int i = 0; i < 3; i++) {
            CpuEngine engine = Engine.cpu().threads(2);
            if (i > 0) {
                try (Descent before = engine.open(problem, i == 1 ? X.scale(50) : X, Y.translate(9, 9, 9, 9, 9))) {
                    before.load(X.scale(3), X.scale(7));
                    before.step(Seed.seed(8), 0.5, 0.9);
                }
            }
            try (SlicedDescent descent = engine.open(problem, X, Y)) {
                gradients[i] = Brute.gradient(descent, SEED);
                descent.step(SEED, 0.1, 0.5);
                ends[i] = descent.particles();
            }
        }
        assertThat(gradients).isEqualTo(new float[][] {gradients[0], gradients[0], gradients[0]});
        assertThat(ends).containsOnly(ends[0]);
    }

    @Test
    void twoThatAreOpenShareNothing() {
        CpuEngine engine = Engine.cpu().threads(2);
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 20, LineSolver.exact());
        engine.open(problem, X, Y).close();
        try (SlicedDescent one = engine.open(problem, X, Y);
                SlicedDescent two = engine.open(problem, X, Y)) {
            float[] gradient = Brute.gradient(one, SEED);
            two.load(X.scale(5), null);
            two.step(SEED, 1, 0);
            assertThat(Brute.gradient(one, SEED)).isEqualTo(gradient);
            assertThat(one.particles()).isEqualTo(X);
        }
    }

    @Test
    void valuesLeaveNothingOpen() {
        int open = CpuDescent.open();
        SlicedMmd sliced = Mmd.riesz(1).sliced(8);
        sliced.squared(X, Y);
        sliced.wasserstein(X, Y);
        sliced.gradient(X, Y);
        sliced.velocity(X, Y);
        sliced.toPrecision(0.2).squared(X, Y);
        sliced.slices(16).compareDirections(X, Y, Directions.iid());
        assertThat(CpuDescent.open()).isEqualTo(open);
        sliced.descent(X, Y).close();
        assertThat(CpuDescent.open()).isEqualTo(open);
    }

    @Test
    void whatIsSupportedIsWhatOpens() {
        Measure weighted = Y.weighted(
                Stream.iterate(1.0, w -> w + 1).limit(30).mapToDouble(w -> w).toArray());
        Engine engine = Engine.cpu();
        SlicedProblem exact = new SlicedProblem(1, Directions.iid(), 8, LineSolver.exact());
        SlicedProblem binned = new SlicedProblem(1, Directions.iid(), 8, LineSolver.binned(10));
        SlicedProblem plane = new SlicedProblem(1, Directions.equispaced(), 8, LineSolver.exact());
        assertThat(engine.supports(exact, X, Y)).isTrue();
        assertThat(engine.supports(exact, X, weighted)).isTrue();
        assertThat(engine.supports(binned, X, Y)).isTrue();
        assertThat(engine.supports(binned, X, weighted)).isTrue();
        assertThat(engine.supports(plane, X, Y)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.open(plane, X, Y))
                .withMessageContaining("equispaced directions are for dimension 2");
        assertThat(engine.supports(exact, X, Points.dirac(3, 4))).isFalse();
    }

    /** A few objects for the shared work, of which none grows with the clouds. */
    @Test
    void repeatedGradientsAllocateNothing() {
        Points x = Points.uniform(5000, 196, Seed.seed(1));
        Points y = Points.uniform(5000, 196, Seed.seed(2));
        float[] gradient = new float[5000 * 196];
        for (Directions rule : List.of(Directions.iid(), Directions.orthogonal(), Directions.hadamard())) {
            SlicedProblem problem = new SlicedProblem(1, rule, 100, LineSolver.exact());
            try (Descent descent = Engine.cpu().plain().threads(1).open(problem, x, y)) {
                descent.gradient(SEED, gradient);
                descent.gradient(SEED, gradient);
                long before = allocated();
                descent.gradient(Seed.seed(4), gradient);
                assertThat(allocated() - before).as("%s", rule).isLessThan(4000);
            }
        }
    }

    /** Once a call has made its memory, others of the same sizes allocate their result. */
    @Test
    void repeatedGradientsOfADiscrepancyAllocateTheirResult() {
        Points x = Points.uniform(5000, 196, Seed.seed(1));
        Points y = Points.uniform(5000, 196, Seed.seed(2));
        SlicedMmd sliced = Mmd.riesz(1).sliced(100).on(Engine.cpu().plain().threads(1));
        Points first = sliced.gradient(x, y);
        double least = Double.POSITIVE_INFINITY;
        // A garbage collection may come between.
        for (int i = 0; i < 5; i++) {
            long before = allocated();
            assertThat(sliced.gradient(x, y)).isEqualTo(first);
            least = Math.min(least, (double) (allocated() - before));
        }
        assertThat(least).isBetween(4.0 * 5000 * 196, 1.1 * 4 * 5000 * 196);
    }
}
