package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.OldRuns;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Mlp;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of schemes that version 0.1.0 kept. */
class FirstSchemeFormatTest {
    private static final Functional TOWARD = Interaction.riesz(1)
            .toward(Points.gaussian(10, 2, seed(3))
                    .weighted(IntStream.rangeClosed(1, 10)
                            .mapToDouble(i -> i / 55.0)
                            .toArray()));
    private static final Mlp NET = Mlp.hidden(8);
    private static final BackwardScheme BACKWARD =
            BackwardScheme.of(TOWARD).network(NET).batch(8).iterations(20).latent(3);

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of("scheme-backward", BACKWARD),
                Arguments.of(
                        "scheme-backward-interrupted",
                        BackwardScheme.of(Interaction.riesz(0.5))
                                .network(NET)
                                .batch(8)
                                .iterations(20)),
                Arguments.of(
                        "scheme-forward",
                        ForwardScheme.of(TOWARD).network(NET).batch(8).iterations(20)),
                Arguments.of(
                        "scheme-particle",
                        ParticleScheme.of(Interaction.riesz(1.5)).stepSize(k -> 0.1 / (1 + k))));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isReadAndGoesOn(String name, Scheme scheme, @TempDir Path temporary) {
        Path folder = OldRuns.copy(name, temporary);
        SchemeRun run = scheme.load(folder);
        assertThat(run.steps()).isEqualTo(OldRuns.about(name).get("steps").getAsInt());
        assertThat(run.time()).isEqualTo(OldRuns.about(name).get("time").getAsDouble());
        assertThat(run.interrupted())
                .isEqualTo(OldRuns.about(name).get("interrupted").getAsBoolean());
        assertThat(run.warning()).isEqualTo(OldRuns.about(name).get("warning").getAsString());
        OldRuns.assertClose(
                run.readings().stream().map(SchemeRun.Reading::energy).toList(), name, "energies", 0);
        OldRuns.assertClose(run.last(), name, "particles", 0);
        // Training rounds otherwise on other processors.
        double tolerance = scheme instanceof ParticleScheme ? 0 : 1e-4;
        SchemeRun more = run.run(2);
        OldRuns.assertClose(more.last(), name, "after-2-more", tolerance);

        SchemeRun kept = scheme.in(folder).from(run.start()).run(run.steps() + 2);
        assertThat(kept.last()).isEqualTo(more.last());
        assertThat(scheme.load(folder).last()).as("in the new format").isEqualTo(more.last());
    }

    @Test
    void belongsToItsSchemeAndStart(@TempDir Path temporary) {
        Path folder = OldRuns.copy("scheme-backward", temporary);
        assertThatThrownBy(() -> ForwardScheme.of(TOWARD).load(folder))
                .hasMessageContaining("of another scheme: BackwardScheme, not ForwardScheme");
        assertThatThrownBy(() -> BackwardScheme.of(Interaction.riesz(1)).load(folder))
                .hasMessageContaining("of another functional: MMD functional to 10×2 points");
        assertThatThrownBy(() -> BACKWARD.network(Mlp.hidden(9)).load(folder))
                .hasMessageContaining("of another network: MLP with hidden layers 8, latent variables 3");
        assertThatThrownBy(() -> BACKWARD.stepSize(0.1).load(folder))
                .hasMessageContaining("did its 3 steps with the sizes [0.05, 0.05, 0.05]");
        assertThatThrownBy(() -> BACKWARD.in(folder).from(Points.dirac(3, 2)))
                .hasMessageContaining("began at other particles 16×2");
    }
}
