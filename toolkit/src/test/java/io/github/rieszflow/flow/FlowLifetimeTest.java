package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Values of a flow are values, also from many threads; what is finished holds what it shows and nothing else. */
class FlowLifetimeTest {
    private static final int THREADS = 8;
    private static final Points START = Points.uniform(60, 3, Seed.seed(1));
    private static final Points TARGETS = Points.gaussian(50, 3, Seed.seed(2)).scale(0.2);

    /** Asks for the same thing many times from eight threads at once: each answer must be the one that is known. */
    private static <T> void always(int times, T expected, Supplier<T> ask)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                tasks.add(() -> {
                    int right = 0;
                    for (int i = 0; i < times / THREADS; i++) {
                        right += ask.get().equals(expected) ? 1 : 0;
                    }
                    return right;
                });
            }
            int right = 0;
            for (Future<Integer> answer : pool.invokeAll(tasks)) {
                right += answer.get();
            }
            assertThat(right).isEqualTo(times / THREADS * THREADS);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void oneStateFromManyThreads() throws InterruptedException, ExecutionException {
        for (Discrepancy discrepancy : List.of(Mmd.riesz(1).sliced(10), Mmd.riesz(1))) {
            ParticleFlow flow =
                    ParticleFlow.of(discrepancy).toward(TARGETS).stepSize(0.1).momentum(0.5);
            FlowState state = flow.step(flow.start(START));
            always(1000, flow.from(START).run(2).state(), () -> flow.step(state));
        }
    }

    @Test
    void oneTrajectoryFromManyThreads() throws InterruptedException, ExecutionException {
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(10)).toward(TARGETS).momentum(0.5);
        Trajectory half = flow.from(START).run(3);
        always(200, flow.from(START).run(7).state(), () -> half.run(4).state());
    }

    @Test
    void oneDiscrepancyFromManyThreads() throws InterruptedException, ExecutionException {
        SlicedMmd sliced = Mmd.riesz(1).sliced(10);
        always(1000, sliced.gradient(START, TARGETS), () -> sliced.gradient(START, TARGETS));
        always(1000, sliced.squared(START, TARGETS), () -> sliced.squared(START, TARGETS));
        Mmd exact = Mmd.riesz(1.5);
        always(1000, exact.velocity(START, TARGETS), () -> exact.velocity(START, TARGETS));
    }

    @Test
    void oneRuleOfDirectionsFromManyThreads() throws InterruptedException, ExecutionException {
        for (Directions rule : List.of(Directions.automatic(), Directions.sobol(), Directions.distance())) {
            always(200, rule.draw(48, 3, Seed.seed(4)), () -> rule.draw(48, 3, Seed.seed(4)));
        }
    }

    @Test
    void byHandAndClosed() {
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(10)).toward(TARGETS).momentum(0.5);
        Trajectory path = flow.from(START).run(10);
        FlowState kept;
        FlowRun closed;
        try (FlowRun run = flow.open(START)) {
            closed = run;
            assertThat(run.steps()).isZero();
            assertThat(run.read().squared()).isEqualTo(path.readings().get(0).squared());
            while (run.steps() < 10) {
                run.step();
            }
            kept = run.state();
            assertThat(run.time()).isEqualTo(path.state().time());
            assertThat(run.particles()).isEqualTo(path.last());
            run.step();
        }
        assertThat(kept).isEqualTo(path.state());
        assertThatIllegalStateException().isThrownBy(closed::step).withMessageContaining("closed");
        try (FlowRun later = flow.open(kept)) {
            assertThat(later.step().state()).isEqualTo(path.run(1).state());
        }
    }

    @Test
    void statesAreMadeFromTheirParts() {
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(10)).toward(TARGETS).momentum(0.5);
        FlowState state = flow.from(START).run(3).state();
        assertThat(FlowState.of(3, state.time(), state.particles(), state.momentum()))
                .isEqualTo(state);
        assertThat(FlowState.of(0, 0, START, null)).isEqualTo(flow.start(START));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.of(-1, 0, START, null))
                .withMessageContaining("the step of a flow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.of(1, 0, START, TARGETS))
                .withMessageContaining("one is 60×3, the other 50×3");
    }

    @Test
    void framesThatDoNotFitAreRefusedBeforeTheRun() {
        int steps = (int) (2e9
                / (4 * START.size() * START.dimension())
                * Runtime.getRuntime().maxMemory()
                / 1e9);
        ParticleFlow flow =
                ParticleFlow.of(Mmd.riesz(1).sliced(10)).toward(TARGETS).keep(Keep.every(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.from(START).run(steps))
                .withMessageStartingWith("keeping 60×3 particles at ")
                .withMessageContaining(" GB, the Java heap has ")
                .withMessageContaining("keep fewer, with keep(Keep.powersOfTwo()) or keep(Keep.statistics())");
    }

    @Test
    void messagesAreTheSameEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new FlowDivergedException("", 0, null).within("network 3"))
                    .hasMessageStartingWith("in network 3 ");
            org.assertj.core.api.Assertions.assertThatExceptionOfType(FlowDivergedException.class)
                    .isThrownBy(() -> FlowDivergedException.require("the flow", 7, 12345.6, 100, 0.5))
                    .withMessage("the flow diverged at step 7: a coordinate is 1.23e+04; take a smaller step size"
                            + " (it was 0.5) or less momentum");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static double held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** Ten flows that are done: to each its last particles, which are a frame, and their momentum, 2 clouds of 15.7 MB. */
    @Test
    void finishedFlowsHoldTheirClouds() {
        int size = 5000;
        int dimension = 784;
        double cloud = 4.0 * size * dimension;
        Points start = Points.uniform(size, dimension, Seed.seed(1));
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1).sliced(8))
                .toward(Points.uniform(size, dimension, Seed.seed(2)))
                .keep(Keep.statistics());
        flow.from(start).run(1);
        double before = held();
        List<Trajectory> done = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            done.add(flow.seed(Seed.seed(i)).from(start).run(1));
        }
        double held = held() - before;
        assertThat(done)
                .hasSize(10)
                .allSatisfy(path -> assertThat(path.frames()).hasSize(2));
        assertThat(held / (10 * cloud)).isBetween(0.99, 2.1);
    }
}
