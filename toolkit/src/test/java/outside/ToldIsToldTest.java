package outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.EnergyTestResult;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.FlowRun;
import io.github.rieszflow.flow.Keep;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.generate.MmdPreset;
import io.github.rieszflow.generate.Patches;
import io.github.rieszflow.generate.Resolution;
import io.github.rieszflow.generate.Training;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.transport.Bounds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is given an engine asks it for everything, and closes what it opened. */
class ToldIsToldTest {
    private static final Points X = Points.gaussian(40, 3, Seed.seed(1));
    private static final Points Y = Points.gaussian(30, 3, Seed.seed(2)).translate(0.5, 0, 0);

    private final CountingEngine engine = new CountingEngine(Engine.cpu());
    private final SlicedMmd sliced = Mmd.riesz(1).sliced(16).on(engine);

    private void asked(int opened, int gradients, int values) {
        assertThat(engine.opened).hasValue(opened);
        assertThat(engine.gradients).hasValue(gradients);
        assertThat(engine.values).hasValue(values);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(engine.closed).hasValue(engine.opened.get());
    }

    @Test
    void values() {
        sliced.squared(X, Y);
        sliced.value(X, Y);
        sliced.wasserstein(X, Y);
        asked(3, 0, 3);
        sliced.gradient(X, Y);
        sliced.velocity(X, Y);
        asked(5, 2, 3);
        sliced.toPrecision(1e-9).atMost(16 + 32).squared(X, Y);
        asked(7, 2, 5);
    }

    @Test
    void flows() {
        ParticleFlow flow =
                ParticleFlow.of(sliced).toward(Y).keep(Keep.statistics().readEvery(100));
        flow.from(X).run(20);
        asked(1, 20, 2);
        flow.step(flow.start(X));
        asked(2, 21, 2);
        try (FlowRun run = flow.open(X)) {
            run.step().step().read();
        }
        asked(3, 23, 3);
    }

    /** Observed labels and 19 others, in eights: each a value of the engine's. */
    @Test
    void permutationTests() {
        SlicedMmd fixed = sliced.with(Directions.iid());
        EnergyTestResult ours = EnergyTest.of(X, Y).with(fixed.on(Engine.cpu())).permutations(19);
        EnergyTestResult theirs = EnergyTest.of(X, Y).with(fixed).permutations(19);
        asked(1, 0, 24);
        assertThat(theirs.statistic()).isCloseTo(ours.statistic(), within(1e-5 * ours.statistic()));
        assertThat(theirs.pValue()).isEqualTo(ours.pValue());
    }

    @Test
    void permutationTestsWithWeights() {
        Measure x =
                X.weighted(IntStream.range(0, 40).mapToDouble(i -> 1 + i % 3).toArray());
        SlicedMmd fixed = sliced.with(Directions.iid());
        EnergyTestResult ours = EnergyTest.of(x, Y).with(fixed.on(Engine.cpu())).permutations(19);
        EnergyTestResult theirs = EnergyTest.of(x, Y).with(fixed).permutations(19);
        assertThat(engine.values).hasValue(24);
        assertThat(theirs.statistic()).isCloseTo(ours.statistic(), within(1e-5 * ours.statistic()));
        assertThat(theirs.pValue()).isEqualTo(ours.pValue());
    }

    @Test
    void bounds() {
        Bounds bounds = Bounds.between(X, Y, sliced);
        asked(1, 0, 1);
        assertThat(bounds.hold()).isTrue();
    }

    /** P = 8 and 16 by one rule, 20 draws each, against the exact gradient; before them P = 16 once, to see that it fits. */
    @Test
    void comparisonsOfRules() {
        sliced.compareDirections(X, Y, Directions.iid());
        asked(3, 40, 40);
    }

    /** One descent for the flow of each network, also with patches of two scales: 2, 1 and 1 networks. */
    @Test
    void generators() {
        MmdPreset preset = MmdPreset.of("drawn-digits", Size.SMOKE)
                .resolutions(
                        Resolution.pooled(2).networks(2).slices(16),
                        Resolution.pooled(1).firstSteps(6).slices(16),
                        Resolution.pooled(1).slices(16).patches(new Patches(3, List.of(0, 1), true, true)))
                .particles(24)
                .flowSteps(4, 4, 8)
                .network(UNet.small(4, 1))
                .training(new Training(1, 2, 8, 1e-3, 1e-4));
        MmdGenerator.of(preset).on(engine).train(Images.drawnDigits(24, Seed.seed(1)));
        assertThat(engine.opened).hasValue(preset.networks());
        int steps = preset.schedule().stream().mapToInt(Integer::intValue).sum();
        int patched = preset.schedule().get(preset.networks() - 1);
        assertThat(engine.gradients).hasValue(steps + patched);
    }

    @Test
    void enginesThatRefuseAreHeardBeforeAnyWork() {
        SlicedMmd unable = Mmd.riesz(1.5).sliced(16).on(new PairEngine());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParticleFlow.of(unable).toward(Y).from(X).run(5))
                .withMessageStartingWith("pairs on lines are for r = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unable.squared(X, Y))
                .withMessageStartingWith("pairs on lines are for r = 1");
    }
}
