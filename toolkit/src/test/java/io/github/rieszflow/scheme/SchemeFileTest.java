package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Mlp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are saved, loaded and continued. */
class SchemeFileTest {
    private static final Functional TOWARD =
            Interaction.riesz(1).toward(Points.gaussian(30, 2, seed(3)).weighted(weights()));
    private static final Points MASS = Points.dirac(40, 2);

    @TempDir
    private Path folder;

    private static double[] weights() {
        double[] weights = new double[30];
        for (int i = 0; i < 30; i++) {
            weights[i] = (i + 1) / 465.0;
        }
        return weights;
    }

    private static BackwardScheme backward(Functional f) {
        return BackwardScheme.of(f).network(Mlp.hidden(8)).batch(10).iterations(20);
    }

    /** A reading without its seconds, which no two runs share. */
    private static SchemeRun.Reading timeless(SchemeRun.Reading r) {
        return new SchemeRun.Reading(
                r.step(), r.time(), r.energy(), r.discrepancy(), r.rmsRadius(), r.loss(), 0, r.particles());
    }

    private static void assertSame(SchemeRun one, SchemeRun other, boolean seconds) {
        assertThat(one.readings().stream().map(r -> seconds ? r : timeless(r)).toList())
                .isEqualTo(other.readings().stream()
                        .map(r -> seconds ? r : timeless(r))
                        .toList());
        assertThat(one.time()).isEqualTo(other.time());
        assertThat(one.warning()).isEqualTo(other.warning());
        assertThat(one.interrupted()).isEqualTo(other.interrupted());
    }

    @Test
    void goesOnAsIfItHadNeverStopped() {
        List<Scheme> schemes = List.of(
                ParticleScheme.of(TOWARD),
                ParticleScheme.of(Interaction.riesz(1.5)).stepSize(k -> 0.1 / (1 + k)),
                backward(TOWARD).latent(3),
                backward(Interaction.riesz(0.5)),
                ForwardScheme.of(TOWARD).network(Mlp.hidden(8)).batch(10).iterations(20),
                ForwardScheme.of(Interaction.riesz(1.5)).network(Mlp.hidden(8)).iterations(5),
                backward(new Implosion()));
        for (int i = 0; i < schemes.size(); i++) {
            Scheme scheme = schemes.get(i);
            Path there = folder.resolve("run " + i);
            SchemeRun half = scheme.from(MASS).run(2);
            half.save(there);
            SchemeRun loaded = scheme.load(there);
            assertSame(loaded, half, true);
            assertSame(loaded.run(2), half.run(2), false);
            // In the same folder, in the place of the other.
            loaded.run(1).save(there);
            assertThat(scheme.load(there).steps()).as("%s", scheme).isEqualTo(3);
        }
    }

    @Test
    void alsoBeforeTheFirstStepAndAfterAnInterrupt() {
        BackwardScheme scheme = backward(TOWARD);
        scheme.from(MASS).save(folder);
        assertThat(scheme.load(folder).run(1).last())
                .isEqualTo(scheme.from(MASS).run(1).last());
        SchemeRun stopped = scheme.iterations(step -> {
                    if (step == 1) {
                        Thread.currentThread().interrupt();
                    }
                    return 20;
                })
                .from(MASS)
                .run(3);
        assertThat(Thread.interrupted()).isTrue();
        stopped.save(folder);
        SchemeRun loaded = scheme.load(folder);
        assertThat(loaded.interrupted()).isTrue();
        assertThat(loaded.run(2).last()).isEqualTo(scheme.from(MASS).run(3).last());
    }

    @Test
    void howItTrainsAndLaterStepsMayChange() {
        BackwardScheme scheme = backward(TOWARD);
        SchemeRun run = scheme.from(MASS).run(2);
        run.save(folder);
        SchemeRun other =
                scheme.iterations(5).batch(7).stepSize(k -> k < 2 ? 0.05 : 0.01).load(folder);
        assertThat(other.run(1).time()).isEqualTo(0.05 + 0.05 + 0.01);
        assertThat(other.last()).isEqualTo(run.last());
    }

    @Test
    void refusesWhatAnotherSchemeMade() {
        BackwardScheme scheme = backward(TOWARD);
        assertThatThrownBy(() -> scheme.load(folder)).hasMessageContaining(folder.toString());
        scheme.from(MASS).run(2).save(folder);
        assertThatThrownBy(() -> ForwardScheme.of(TOWARD).load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has scheme BackwardScheme and cannot go on with ForwardScheme");
        assertThatThrownBy(() -> backward(Interaction.riesz(1)).load(folder))
                .hasMessageContaining("has functional.name io.github.rieszflow.scheme.MmdFunctional and cannot go on"
                        + " with io.github.rieszflow.scheme.Interaction");
        Functional moved =
                Interaction.riesz(1).toward(Points.gaussian(30, 2, seed(4)).weighted(weights()));
        assertThatThrownBy(() -> backward(moved).load(folder))
                .hasMessageContaining("has functional.target 30×2 weighted, sha256 ");
        assertThatThrownBy(() -> scheme.network(Mlp.hidden(9)).load(folder))
                .hasMessageContaining("has network.hiddenWidths[0] 8 and cannot go on with 9");
        assertThatThrownBy(() -> scheme.latent(5).load(folder))
                .hasMessageContaining("has latent 0 and cannot go on with 5");
        assertThatThrownBy(() -> scheme.seed(seed(9)).load(folder)).hasMessageContaining("cannot go on with 9");
        assertThatThrownBy(() -> scheme.stepSize(0.1).load(folder))
                .hasMessageContaining("did its 2 steps with the sizes [0.05, 0.05]")
                .hasMessageContaining("only the sizes of later steps may be others");
        Path elsewhere = folder.resolve("elsewhere");
        RunFolder.at(elsewhere, "something-else", 2).save(Snapshot.of(Settings.none(), Settings.none()));
        assertThatThrownBy(() -> scheme.load(elsewhere)).hasMessageContaining("something-else");
        assertThatThrownBy(() -> scheme.from(MASS).save(elsewhere)).hasMessageContaining("something-else");
    }
}
