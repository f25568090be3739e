package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules, what is kept, what a trajectory holds, and what is refused. */
class FlowPartsTest {
    private static final Points START = Points.uniform(30, 2, Seed.seed(1));
    private static final Points TARGETS = Points.uniform(20, 2, Seed.seed(2)).translate(1, 0);
    private static final ParticleFlow FLOW =
            ParticleFlow.of(Mmd.riesz(1).sliced(8)).toward(TARGETS).stepSize(0.1);

    @Test
    void schedules() {
        IntToDoubleFunction linear = Schedule.linear(1, 0.5, 10);
        assertThat(linear.applyAsDouble(0)).isEqualTo(1);
        assertThat(linear.applyAsDouble(4)).isCloseTo(0.8, within(1e-15));
        assertThat(linear.applyAsDouble(10)).isEqualTo(0.5);
        assertThat(linear.applyAsDouble(Integer.MAX_VALUE)).isEqualTo(0.5);
        IntToDoubleFunction geometric = Schedule.geometric(8, 0.5, 4);
        assertThat(IntStream.range(0, 6).mapToDouble(geometric).toArray())
                .containsExactly(new double[] {8, 4, 2, 1, 0.5, 0.5}, within(1e-14));
        IntToDoubleFunction cosine = Schedule.cosine(3, 1, 4);
        assertThat(IntStream.range(0, 7).mapToDouble(cosine).toArray())
                .containsExactly(new double[] {3, 2 + Math.sqrt(0.5), 2, 2 - Math.sqrt(0.5), 1, 1, 1}, within(1e-15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.linear(1, 2, 0))
                .withMessage("the number of steps of a schedule must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.geometric(0, 1, 5))
                .withMessageContaining("the first value of a geometric schedule must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.geometric(1, -1, 5))
                .withMessageContaining("the last value of a geometric schedule must be positive");
    }

    private static int[] kept(Keep keep, int last) {
        return IntStream.rangeClosed(0, last).filter(keep::particles).toArray();
    }

    @Test
    void stepsThatAreKept() {
        assertThat(kept(Keep.every(4), 13)).containsExactly(0, 4, 8, 12);
        assertThat(kept(Keep.steps(7, 0, 3), 13)).containsExactly(0, 3, 7);
        assertThat(kept(Keep.powersOfTwo(), 70)).containsExactly(0, 1, 2, 4, 8, 16, 32, 64);
        assertThat(kept(Keep.statistics(), 70)).isEmpty();
        assertThat(kept(Keep.geometric(10), 2000)).containsExactly(0, 1, 10, 100, 1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keep.geometric(1))
                .withMessage("the factor between kept steps must be more than 1: received 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Keep.every(0)).withMessageContaining("received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keep.every(1).readEvery(-1))
                .withMessageContaining("received -1");
    }

    /** A step is kept if a power of the factor rounds up to it. */
    @ParameterizedTest
    @ValueSource(doubles = {1.1, 1.25, 1.5, 2, 3, 10})
    void geometricSteps(double factor) {
        int last = 100_000;
        boolean[] expected = new boolean[last + 1];
        expected[0] = true;
        double power = 1;
        for (int k = 0; power <= last; k++) {
            power = Math.pow(factor, k);
            int step = (int) Math.ceil(power * (1 - 1e-9));
            if (step <= last) {
                expected[step] = true;
            }
        }
        Keep keep = Keep.geometric(factor);
        for (int step = 0; step <= last; step++) {
            assertThat(keep.particles(step)).as("step %d", step).isEqualTo(expected[step]);
        }
    }

    @Test
    void theDefaultKeepsLessOfLargeClouds() {
        assertThat(Keep.automatic(100, 2, 1000).particles(5)).isTrue();
        assertThat(Keep.automatic(20_000, 784, 1000).particles(5)).isFalse();
        assertThat(Keep.automatic(20_000, 784, 1000).particles(4)).isTrue();
    }

    @Test
    void contentsOfATrajectory() {
        Trajectory path = FLOW.keep(Keep.every(4).readEvery(3)).from(START).run(10);
        assertThat(path.frames()).extracting(Trajectory.Frame::step).containsExactly(0, 4, 8, 10);
        assertThat(path.readings()).extracting(Trajectory.Reading::step).containsExactly(0, 3, 6, 9, 10);
        assertThat(path.frames().get(0).particles()).isEqualTo(START);
        assertThat(path.frames().get(3).particles()).isEqualTo(path.last());
        assertThat(path.frames().get(1).particles())
                .isEqualTo(FLOW.from(START).run(4).last());
        for (Trajectory.Reading reading : path.readings()) {
            assertThat(reading.time()).isCloseTo(0.1 * reading.step(), within(1e-12));
        }
        assertThat(path.readings()).extracting(Trajectory.Reading::seconds).isSorted();
        assertThat(path.interrupted()).isFalse();
        assertThat(path)
                .hasToString("Trajectory[30×2 particles, step 10, MMD² "
                        + path.readings().get(4).squared() + ", 4 frames]");
    }

    /** Readings of a flow are those of the discrepancy on the same particles, up to the directions. */
    @Test
    void readingsAreDiscrepancies() {
        Trajectory path = ParticleFlow.of(Mmd.riesz(1).sliced(4096))
                .toward(TARGETS)
                .stepSize(0.1)
                .from(START)
                .run(5);
        assertThat(path.readings().get(0).squared().value())
                .isCloseTo(Mmd.riesz(1).squared(START, TARGETS), within(1e-3));
        assertThat(path.readings().get(path.readings().size() - 1).squared().value())
                .isCloseTo(Mmd.riesz(1).squared(path.last(), TARGETS), within(1e-3));
        Trajectory exact =
                ParticleFlow.of(Mmd.riesz(1.5)).toward(TARGETS).from(START).run(2);
        assertThat(exact.readings().get(2).squared().value())
                .isEqualTo(Mmd.riesz(1.5).squared(exact.last(), TARGETS));
        assertThat(exact.readings().get(2).squared().standardError()).isZero();
        assertThat(exact.readings().get(2).wasserstein()).isNull();
    }

    @Test
    void columnsOfTheTable() {
        assertThat(FLOW.from(START).run(5).table().columnNames())
                .containsExactly("step", "time", "MMD²", "±", "sliced W1", "seconds");
        ParticleFlow exact = ParticleFlow.of(Mmd.riesz(1.5)).toward(TARGETS);
        assertThat(exact.from(START).run(2).table().columnNames())
                .containsExactly("step", "time", "MMD²", "±", "seconds");
        Trajectory line = ParticleFlow.of(Mmd.riesz(1))
                .toward(Points.line(3, 4))
                .from(Points.line(0, 1))
                .run(2);
        assertThat(line.table().columnNames()).containsExactly("step", "time", "MMD²", "±", "W1", "seconds");
        assertThat(line.table().rowCount()).isEqualTo(3);
        assertThat(line.table().doubleColumn("W1").get(0)).isEqualTo(3);
        assertThat(line.table().intColumn("step").asObjectArray()).containsExactly(0, 1, 2);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.stepSize(0.0))
                .withMessage("the step size must be positive and finite: received 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.stepSize(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.momentum(1.0))
                .withMessage("the momentum must lie in [0, 1), where 0 is none: received 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.momentum(-0.1))
                .withMessageContaining("-0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.stepSize(step -> 1 - step).from(START).run(5))
                .withMessage("the step size at step 1 must be positive and finite: received 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.momentum(step -> step).from(START).run(5))
                .withMessageContaining("received 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.from(START).run(0))
                .withMessage("the number of steps must be at least 1: received 0");
    }

    @Test
    void targetsAreNeededAndMustFit() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ParticleFlow.of(Mmd.riesz(1)).from(START))
                .withMessage("a flow needs targets: call toward(points) first");
        assertThatIllegalStateException()
                .isThrownBy(() -> ParticleFlow.of(Mmd.riesz(1)).start(START));
        Points other = Points.dirac(5, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.from(other))
                .withMessage("x and y must have the same dimension: x is 5×3, y is 20×2");
        assertThatIllegalArgumentException().isThrownBy(() -> FLOW.start(other)).withMessageContaining("5×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FLOW.step(FlowState.start(other)))
                .withMessageContaining("5×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParticleFlow.of(Mmd.riesz(1)).toward(TARGETS).step(FlowState.start(other)))
                .withMessageContaining("5×3");
    }

    @Test
    void statesThatAreNoneAreRefused(@TempDir Path folder) {
        Path file = folder.resolve("state.npz");
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("particles", START);
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("is not the state of a flow: it holds [particles]");
        arrays.put("rieszflow_state", 1L);
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("lacks a part");
        arrays.put("step", -1L);
        arrays.put("time", 0.0);
        arrays.put("velocity", START); // as momentum was called up to version 2
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("the step -1");
        arrays.put("step", 3L);
        arrays.put("time", Double.NaN);
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("the time in");
        arrays.put("time", 0.5);
        arrays.put("velocity", TARGETS);
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("one is 30×2, the other 20×2");
        arrays.put("rieszflow_state", 4L);
        NumPy.writeArchive(arrays, file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessageContaining("later release");
    }
}
