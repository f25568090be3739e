package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedFlowTest {
    private static final Measure START = Points.gaussian(6, 2, Seed.seed(1)).weighted(1, 2, 3, 1, 2, 1);
    private static final Measure TARGETS =
            Points.uniform(5, 2, Seed.seed(2)).translate(1, 1).weighted(0.1, 0.2, 0.3, 0.3, 0.1);

    /** Copies move together, as one particle of their weight. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5})
    void weightsAreRepetitions(double r) {
        int[] copies = {0, 1, 1, 2, 2, 2, 3, 4, 4, 5};
        int[] targets = {0, 1, 1, 2, 2, 2, 3, 3, 3, 4};
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(r)).stepSize(0.1).momentum(0.5);
        Points weighted = flow.toward(TARGETS).from(START).run(20).last();
        Points repeated = flow.toward(TARGETS.points().select(targets))
                .from(START.points().select(copies))
                .run(20)
                .last();
        for (int i = 0; i < copies.length; i++) {
            for (int k = 0; k < 2; k++) {
                assertThat(repeated.get(i, k)).isCloseTo(weighted.get(copies[i], k), within(1e-5f));
            }
        }
    }

    @Test
    void goesDown() {
        Mmd mmd = Mmd.riesz(1);
        FlowState state = ParticleFlow.of(mmd).toward(TARGETS).start(START);
        double last = mmd.squared(state.measure(), TARGETS);
        for (int step = 0; step < 20; step++) {
            state = ParticleFlow.of(mmd).toward(TARGETS).stepSize(0.02).step(state);
            assertThat(state.measure().weights()).isEqualTo(START.weights());
            double now = mmd.squared(state.measure(), TARGETS);
            assertThat(now).isLessThan(last);
            last = now;
        }
    }

    @Test
    void isSavedAndGoesOn(@TempDir Path folder) {
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1)).toward(TARGETS).stepSize(0.1);
        Trajectory path = flow.from(START).run(4);
        path.state().save(folder.resolve("state.npz"));
        FlowState loaded = FlowState.load(folder.resolve("state.npz"));
        assertThat(loaded).isEqualTo(path.state()).hasSameHashCodeAs(path.state());
        assertThat(loaded.measure().weights()).isEqualTo(START.weights());
        assertThat(flow.from(loaded).run(3).last()).isEqualTo(path.run(3).last());
    }

    /** What was written before particles had weights. */
    @Test
    void readsTheFormerFormat(@TempDir Path folder) {
        Path file = folder.resolve("old.npz");
        Points x = Points.line(1, 2);
        NumPy.writeArchive(Map.of("rieszflow_state", 1L, "step", 3L, "time", 0.3, "particles", x, "velocity", x), file);
        FlowState state = FlowState.load(file);
        assertThat(state.step()).isEqualTo(3);
        assertThat(state.measure()).isEqualTo(x);
        NumPy.writeArchive(
                Map.of(
                        "rieszflow_state",
                        2L,
                        "step",
                        3L,
                        "time",
                        0.3,
                        "particles",
                        x,
                        "velocity",
                        x,
                        "weights",
                        new double[] {1, 2, 3}),
                file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowState.load(file))
                .withMessage(file + ": 2×1 points need 2 weights: received 3");
    }
}
