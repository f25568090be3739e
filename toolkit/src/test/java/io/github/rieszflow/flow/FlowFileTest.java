package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.OldRuns;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trajectories and states that are kept, loaded and continued. */
class FlowFileTest {
    private static final Points START = Points.uniform(40, 2, seed(1));
    private static final Points TARGET = Points.gaussian(30, 2, seed(2));
    private static final ParticleFlow FLOW = ParticleFlow.of(Mmd.riesz(1).sliced(8))
            .toward(TARGET)
            .stepSize(0.5)
            .momentum(0.7)
            .seed(seed(3));

    @TempDir
    private Path folder;

    /** A reading without its seconds, which no two runs share. */
    private static Trajectory.Reading timeless(Trajectory.Reading r) {
        return new Trajectory.Reading(r.step(), r.time(), r.squared(), r.wasserstein(), 0);
    }

    private static void assertSame(Trajectory one, Trajectory other) {
        assertThat(one.state()).isEqualTo(other.state());
        assertThat(one.frames()).isEqualTo(other.frames());
        assertThat(one.readings().stream().map(FlowFileTest::timeless).toList())
                .isEqualTo(other.readings().stream().map(FlowFileTest::timeless).toList());
        assertThat(one.complete()).isEqualTo(other.complete());
    }

    @Test
    void whatIsKeptIsReadWithAllItsFramesAndReadings() {
        for (Measure start : List.<Measure>of(START, START.weighted(weights(40)))) {
            Path here = folder.resolve("weighted " + !start.uniform());
            ParticleFlow kept = FLOW.in(here);
            Trajectory path = kept.from(start).run(50);
            assertSame(path, FLOW.from(start).run(50));
            assertSame(FLOW.load(here), path);
            assertSame(kept.from(start).run(50), path);
            assertSame(FLOW.load(here).run(10), path.run(10));
        }
    }

    /** As when a process is killed: the folder has the middle of the run, and the same lines are run again. */
    @Test
    void whatWasBrokenOffGoesOnAsIfNothingHadHappened() {
        Trajectory whole = FLOW.from(START).run(50);
        ParticleFlow dies = FLOW.in(folder).saveEvery(java.time.Duration.ZERO).stepSize(step -> {
            if (step == 33) {
                throw new IllegalStateException("the power fails");
            }
            return 0.5;
        });
        assertThatThrownBy(() -> dies.from(START).run(50)).hasMessage("the power fails");
        Trajectory found = FLOW.load(folder);
        assertThat(found.state().step()).isEqualTo(33);
        assertThat(found.interrupted()).isTrue();
        assertSame(FLOW.in(folder).from(START).run(50), whole);
        assertSame(FLOW.load(folder), whole);
    }

    @Test
    void belongsToItsFlowStartAndSteps() {
        FLOW.in(folder).from(START).run(4);
        Discrepancy sliced = Mmd.riesz(1).sliced(8);
        assertThatThrownBy(() -> ParticleFlow.of(Mmd.riesz(1).sliced(9))
                        .toward(TARGET)
                        .seed(seed(3))
                        .load(folder))
                .hasMessage("the trajectory in " + folder
                        + " has discrepancy.slices 8 and cannot go on with 9: use the same, or another folder");
        assertThatThrownBy(() -> ParticleFlow.of(Mmd.riesz(1))
                        .toward(TARGET)
                        .seed(seed(3))
                        .load(folder))
                .hasMessageContaining("has discrepancy.");
        assertThatThrownBy(() -> ParticleFlow.of(Mmd.riesz(1).sliced(8).with(Directions.iid()))
                        .toward(TARGET)
                        .seed(seed(3))
                        .load(folder))
                .hasMessageContaining("has discrepancy.directions.");
        assertThatThrownBy(() -> FLOW.seed(seed(4)).load(folder))
                .hasMessageContaining("has seed 3 and cannot go on with 4");
        assertThatThrownBy(() -> FLOW.toward(TARGET.scale(2)).load(folder))
                .hasMessageContaining("has target 30×2, sha256 ");
        assertThatThrownBy(() -> FLOW.in(folder).from(START.scale(2)))
                .hasMessageContaining("has start step 0, 40×2, sha256 ");
        assertThatThrownBy(() -> FLOW.momentum(0.6).load(folder)).hasMessageContaining("with other sizes or momenta");
        assertThatThrownBy(() -> FLOW.in(folder).from(START).run(3))
                .hasMessageContaining("is at step 4, beyond the step 3 that is asked for");
        assertThat(ParticleFlow.of(sliced)
                        .toward(TARGET)
                        .seed(seed(3))
                        .momentum(0.7)
                        .stepSize(k -> k < 4 ? 0.5 : 0.1)
                        .load(folder)
                        .run(1)
                        .state()
                        .time())
                .isEqualTo(2.1);
        Trajectory before = FLOW.in(folder.resolve("other")).from(START).run(2);
        Trajectory after = before.run(2);
        assertThat(after.state().step()).isEqualTo(4);
        assertThatThrownBy(() -> before.run(1)).hasMessageContaining("is at step 4, and this one goes on from step 2");
    }

    /** Cut anywhere, or with any bit turned: nothing is taken for another state, and no weights get lost. */
    @Test
    void aStateIsReadAsAWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("state.npz");
        FlowState state = FlowState.of(3, 0.5, START.take(4).weighted(1, 2, 3, 4), TARGET.take(4));
        state.save(file);
        byte[] right = Files.readAllBytes(file);
        for (int cut = 0; cut < right.length; cut++) {
            Files.write(file, Arrays.copyOf(right, cut));
            assertThatThrownBy(() -> FlowState.load(file)).isInstanceOf(IllegalArgumentException.class);
        }
        RandomStream random = seed(7).stream();
        for (int k = 0; k < 2000; k++) {
            byte[] wrong = right.clone();
            wrong[random.nextInt(right.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, wrong);
            try {
                assertThat(FlowState.load(file)).isEqualTo(state);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    private static double[] weights(int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> (i + 1) * 2.0 / (n * (n + 1)))
                .toArray();
    }

    /** States that version 0.1.0 saved. */
    @ParameterizedTest
    @ValueSource(strings = {"flow-uniform", "flow-weighted"})
    void statesOfVersionOneAreReadAndGoOn(String name) {
        FlowState state = FlowState.load(OldRuns.file(name + ".npz"));
        assertThat(state.step()).isEqualTo(OldRuns.about(name).get("step").getAsInt());
        assertThat(state.time()).isEqualTo(OldRuns.about(name).get("time").getAsDouble());
        OldRuns.assertClose(state.particles(), name, "particles", 0);
        OldRuns.assertClose(state.momentum(), name, "momentum", 0);
        Points near = Points.gaussian(10, 2, seed(2));
        Measure target = state.measure().uniform() ? near : near.weighted(weights(10));
        if (!state.measure().uniform()) {
            assertThat(state.measure().weights()).containsExactly(OldRuns.numbers(name, "weights"));
        }
        OldRuns.assertClose(FLOW.toward(target).from(state).run(3).last(), name, "after-3-more", 0);
    }
}
