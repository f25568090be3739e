package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However a flow is run, by hand, in pieces, from a file, on more threads, it is bit for bit the same. */
class FlowRunTest {
    private static final Points START = Points.uniform(120, 3, Seed.seed(1));
    private static final Points TARGETS = Points.gaussian(90, 3, Seed.seed(2)).scale(0.2);

    static Stream<ParticleFlow> flows() {
        return Stream.of(Mmd.riesz(1).sliced(20), Mmd.riesz(1).sliced(20).with(Directions.hadamard()), Mmd.riesz(0.5))
                .map(discrepancy -> flow(discrepancy));
    }

    private static ParticleFlow flow(Discrepancy discrepancy) {
        return ParticleFlow.of(discrepancy)
                .toward(TARGETS)
                .stepSize(Schedule.linear(0.1, 0.05, 10))
                .momentum(Schedule.geometric(0.2, 0.8, 12))
                .seed(Seed.seed(3));
    }

    private static List<Trajectory.Frame> frames(Trajectory path) {
        return path.frames();
    }

    @ParameterizedTest
    @MethodSource("flows")
    void byHand(ParticleFlow flow) {
        FlowState state = flow.start(START);
        for (int k = 0; k < 17; k++) {
            assertThat(state.step()).isEqualTo(k);
            state = flow.step(state);
        }
        assertThat(flow.from(START).run(17).state()).isEqualTo(state);
        // And from an old state, though the flow has gone on from there already.
        FlowState old = flow.step(flow.start(START));
        FlowState first = flow.step(old);
        flow.step(first);
        assertThat(flow.step(old)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("flows")
    void inPieces(ParticleFlow flow, @TempDir Path folder) {
        Trajectory whole = flow.from(START).run(23);
        Trajectory half = flow.from(START).run(9);
        assertThat(half.run(14).state()).isEqualTo(whole.state());
        // Again from the same trajectory.
        assertThat(half.run(14).state()).isEqualTo(whole.state());
        assertThat(half.run(10).run(4).last()).isEqualTo(whole.last());
        Path file = folder.resolve("state.npz");
        half.state().save(file);
        FlowState loaded = FlowState.load(file);
        assertThat(loaded).isEqualTo(half.state());
        assertThat(flow.from(loaded).run(14).state()).isEqualTo(whole.state());
        assertThat(whole.state().time()).isEqualTo(half.run(14).state().time());
    }

    @Test
    void readingsDoNotDisturb() {
        ParticleFlow flow = flow(Mmd.riesz(1).sliced(20));
        Trajectory often = flow.keep(Keep.every(1).readEvery(1)).from(START).run(11);
        assertThat(flow.keep(Keep.statistics().readEvery(100))
                        .from(START)
                        .run(11)
                        .state())
                .isEqualTo(often.state());
        assertThat(frames(often)).hasSize(12);
        assertThat(often.readings()).hasSize(12);
    }

    @Test
    void onAnyNumberOfThreads() {
        Points start = Points.uniform(1500, 20, Seed.seed(5));
        Points targets = Points.uniform(1500, 20, Seed.seed(6)).scale(0.1);
        Points[] last = new Points[4];
        int[] threads = {1, 2, 8};
        for (int i = 0; i < 3; i++) {
            last[i] = run(start, targets, Engine.cpu().threads(threads[i]));
        }
        last[3] = run(start, targets, Engine.cpu().plain());
        assertThat(last).containsOnly(last[0]);
    }

    private static Points run(Points start, Points targets, Engine engine) {
        return ParticleFlow.of(Mmd.riesz(1).sliced(200).on(engine))
                .toward(targets)
                .momentum(0.5)
                .from(start)
                .run(4)
                .last();
    }

    /** Pinned: these bits changed means that results of everybody changed. Equal on JDK 17 and 25. */
    @ParameterizedTest
    @CsvSource({
        "automatic, 2, 1197286431",
        "automatic, 3, -1498215127",
        "orthogonal, 7, -1247140977",
        "hadamard, 130, 1571523853",
        "iid, 5, 1928297532",
        "exact 0.5, 3, 934638406",
        "exact 1, 3, 1359905992",
        "exact 1.5, 3, 1990271713",
        "exact 1, 1, -2008859210"
    })
    void bitsArePinned(String rule, int d, int hash) {
        Discrepancy discrepancy = rule.startsWith("exact")
                ? Mmd.riesz(Double.parseDouble(rule.substring(6)))
                : Mmd.riesz(1).sliced(40).with(named(rule));
        Points last = ParticleFlow.of(discrepancy)
                .toward(Points.gaussian(130, d, Seed.seed(8)))
                .stepSize(0.3)
                .momentum(0.7)
                .from(Points.uniform(150, d, Seed.seed(7)))
                .run(20)
                .last();
        assertThat(Arrays.hashCode(last.toArray())).isEqualTo(hash);
    }

    private static Directions named(String rule) {
        return switch (rule) {
            case "iid" -> Directions.iid();
            case "orthogonal" -> Directions.orthogonal();
            case "hadamard" -> Directions.hadamard();
            default -> Directions.automatic();
        };
    }

    /** An interrupt in the middle of step 6: what was done so far is there, and the status stays set. */
    @ParameterizedTest
    @MethodSource("discrepancies")
    void anInterruptKeepsWhatIsThere(Discrepancy discrepancy) {
        ParticleFlow flow = ParticleFlow.of(discrepancy).toward(TARGETS);
        Trajectory path;
        boolean status;
        try {
            path = flow.stepSize(step -> {
                        if (step == 5) {
                            Thread.currentThread().interrupt();
                        }
                        return 0.1;
                    })
                    .from(START)
                    .run(50);
        } finally {
            status = Thread.interrupted();
        }
        assertThat(status).isTrue();
        assertThat(path.interrupted()).isTrue();
        int done = path.state().step();
        assertThat(done).isBetween(5, 6);
        assertThat(path.state())
                .isEqualTo(flow.stepSize(0.1).from(START).run(done).state());
        assertThat(path.frames().get(path.frames().size() - 1)).isEqualTo(new Trajectory.Frame(done, path.last()));
        assertThat(path.readings().get(path.readings().size() - 1).step()).isEqualTo(done);
        assertThat(path.readings())
                .extracting(Trajectory.Reading::step)
                .isSorted()
                .doesNotHaveDuplicates();
        // It can go on as if nothing had happened.
        Trajectory later = flow.stepSize(0.1).from(path.state()).run(20 - done);
        assertThat(later.state())
                .isEqualTo(flow.stepSize(0.1).from(START).run(20).state());
        assertThat(later.interrupted()).isFalse();
    }

    static Stream<Discrepancy> discrepancies() {
        return Stream.of(Mmd.riesz(1).sliced(10), Mmd.riesz(1), Mmd.riesz(1.5));
    }

    @ParameterizedTest
    @MethodSource("discrepancies")
    void anInterruptBeforeTheStart(Discrepancy discrepancy) {
        ParticleFlow flow = ParticleFlow.of(discrepancy).toward(TARGETS);
        Thread.currentThread().interrupt();
        Trajectory path;
        boolean status;
        try {
            path = flow.from(START).run(50);
        } finally {
            status = Thread.interrupted();
        }
        assertThat(status).isTrue();
        assertThat(path.interrupted()).isTrue();
        assertThat(path.state().step()).isZero();
        assertThat(path.last()).isEqualTo(START);
    }

    @Test
    void divergenceNamesItsStepAndKeepsWhatWasGood() {
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1).sliced(10))
                .toward(TARGETS)
                .stepSize(step -> step < 6 ? 0.1 : 1e9)
                .keep(Keep.every(2));
        assertThatExceptionOfType(FlowDivergedException.class)
                .isThrownBy(() -> flow.from(START).run(50))
                .withMessageStartingWith("the flow diverged at step 7: a coordinate is ")
                .withMessageContaining("it was 1.0E9")
                .satisfies(e -> {
                    assertThat(e.step()).isEqualTo(7);
                    Trajectory path = Objects.requireNonNull(e.trajectory());
                    assertThat(path.frames()).extracting(Trajectory.Frame::step).containsExactly(0, 2, 4, 6);
                    assertThat(path.state().step()).isEqualTo(6);
                    assertThat(path.state().time())
                            .isEqualTo(flow.from(START).run(6).state().time());
                    assertThat(path.last()).isEqualTo(flow.from(START).run(6).last());
                });
        FlowState state = flow.from(START).run(6).state();
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> flow.step(state))
                .withMessageContaining("step 7");
        // The state is as it was, although its place in the engine is spoilt.
        assertThat(flow.stepSize(0.1).step(state).step()).isEqualTo(7);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> flow.step(state));
    }

    @Test
    void numbersThatAreNotFiniteAreDivergenceToo() {
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1.5)).toward(TARGETS).stepSize(1e300);
        assertThatExceptionOfType(FlowDivergedException.class)
                .isThrownBy(() -> flow.from(START).run(5))
                .withMessageContaining("step 1: a coordinate is not a finite number");
    }
}
