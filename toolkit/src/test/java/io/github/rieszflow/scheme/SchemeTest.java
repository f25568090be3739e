package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Mlp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of smoke size, what they keep, and what is refused before anything is trained. */
class SchemeTest {
    private static final Functional ENERGY = Interaction.riesz(1);
    private static final Points MASS = Points.dirac(40, 2);

    private static BackwardScheme backward(Functional f) {
        return BackwardScheme.of(f).network(Mlp.hidden(8)).batch(10).iterations(20);
    }

    private static ForwardScheme forward(Functional f) {
        return ForwardScheme.of(f).network(Mlp.hidden(8)).batch(10).iterations(20);
    }

    @Test
    void aRunGoesOnAsIfItHadNeverStopped() {
        for (NeuralScheme<?> scheme : List.of(backward(ENERGY), forward(ENERGY))) {
            SchemeRun whole = scheme.from(MASS).run(3);
            SchemeRun parts = scheme.from(MASS).run(1).run(2);
            assertThat(parts.last()).isEqualTo(whole.last());
            assertThat(whole.readings()).hasSize(4);
            assertThat(whole.steps()).isEqualTo(3);
            assertThat(whole.time()).isCloseTo(0.15, within(1e-12));
            SchemeRun other = scheme.seed(seed(9)).from(MASS).run(3);
            assertThat(other.last()).isNotEqualTo(whole.last());
        }
    }

    @Test
    void sameBitsInAnotherThread() throws InterruptedException {
        Points here = backward(ENERGY).from(MASS).run(2).last();
        List<Points> there = new ArrayList<>();
        Thread thread =
                new Thread(() -> there.add(backward(ENERGY).from(MASS).run(2).last()));
        thread.start();
        thread.join();
        assertThat(there).containsExactly(here);
    }

    @Test
    void everyFunctionalRunsInEveryScheme() {
        Points target = Points.gaussian(30, 2, seed(3)).translate(1, 0);
        Points start = Points.uniform(20, 2, seed(4)).translate(-1, -0.5);
        for (Functional f : List.of(
                Interaction.riesz(0.5),
                Interaction.riesz(1),
                Interaction.riesz(1.5),
                Interaction.riesz(1).toward(target),
                Interaction.riesz(1).toward(target).potential(),
                new Implosion())) {
            List<Scheme> schemes = List.of(
                    backward(f).slowStart(false).iterations(40).learningRate(0.02),
                    forward(f).iterations(40).learningRate(0.02),
                    ParticleScheme.of(f));
            for (Scheme scheme : schemes) {
                SchemeRun run = scheme.from(start).run(2);
                double before = run.readings().get(0).energy();
                assertThat(run.readings().get(2).energy()).as("%s", scheme).isLessThan(before);
            }
        }
    }

    @Test
    void interruptionKeepsWhatIsComplete() {
        BackwardScheme scheme = backward(ENERGY);
        SchemeRun stopped = scheme.iterations(step -> {
                    if (step == 2) {
                        Thread.currentThread().interrupt();
                    }
                    return 20;
                })
                .from(MASS)
                .run(5);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.interrupted()).isTrue();
        assertThat(stopped.steps()).isEqualTo(2);
        assertThat(stopped.last()).isEqualTo(scheme.from(MASS).run(2).last());
        assertThat(stopped.toString()).contains("(interrupted)");
        Thread.currentThread().interrupt();
        SchemeRun none = ParticleScheme.of(ENERGY).from(MASS).run(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(none.steps()).isZero();
    }

    @Test
    void slowStartCutsTheFirstStep() {
        BackwardScheme scheme = BackwardScheme.of(Interaction.riesz(0.5)).stepSize(0.05);
        double sum = 0;
        for (int step = 0; step < StepSizes.PARTS; step++) {
            double size = scheme.stepSizeAt(step);
            if (step < 7) {
                assertThat(size).isCloseTo(Math.pow(10, step - 8), within(1e-16));
            }
            sum += size;
        }
        assertThat(sum).isCloseTo(0.05, within(1e-15));
        assertThat(scheme.stepSizeAt(8)).isEqualTo(0.05);
        assertThat(BackwardScheme.of(ENERGY).stepSizeAt(0)).isEqualTo(0.05);
        BackwardScheme tiny = BackwardScheme.of(Interaction.riesz(0.5)).stepSize(k -> k == 0 ? 1e-9 : 0.1);
        for (int step = 0; step < StepSizes.PARTS; step++) {
            assertThat(tiny.stepSizeAt(step)).isPositive();
        }
        assertThat(tiny.stepSizeAt(9)).isEqualTo(0.1);
    }

    /** From a point mass Euler steps scale the particles: α ← α + τα^{r−1} for any shape, here two points on the line. */
    @Test
    void particlesFollowTheEulerRecursion() {
        double r = 1.5;
        Points two = Points.line(-0.5, 0.5);
        SchemeRun run =
                ParticleScheme.of(Interaction.riesz(r)).stepSize(0.1).from(two).run(20);
        double radius = 0.5;
        for (int k = 0; k < 20; k++) {
            // Each is pushed by half the mass at the distance 2ρ.
            radius += 0.1 * r / 2 * Math.pow(2 * radius, r - 1);
        }
        assertThat(run.readings().get(20).rmsRadius()).isCloseTo(radius, within(1e-6));
    }

    @Test
    void comparesWithTheExactFlow() {
        SchemeRun run = ParticleScheme.of(ENERGY)
                .stepSize(0.01)
                .from(Points.dirac(300, 2).translate(3, 1))
                .run(60);
        DiracComparison compared = run.compareWith(DiracFlow.of(2, 1));
        assertThat(compared.rows()).hasSize(60);
        assertThat(compared.last().radiusError()).isBetween(-0.01, 0.01);
        assertThat(compared.last().energyError()).isBetween(-0.02, 0.02);
        // Few particles crowd at the rim, where the density is infinite; in the mean they are near.
        assertThat(compared.last().wasserstein())
                .isLessThan(0.05 * compared.last().exactRadius());
        assertThat(compared.last().cdfDistance()).isLessThan(0.2);
        assertThat(compared.table().columnNames()).contains("rms radius", "exact", "CDF distance");
        assertThatThrownBy(() -> run.compareWith(DiracFlow.of(3, 1))).hasMessageContaining("in dimension 2");
        assertThatThrownBy(() -> run.compareWith(DiracFlow.of(2, 1.5))).hasMessageContaining("same interaction energy");
        SchemeRun spread = ParticleScheme.of(ENERGY).from(Points.gaussian(5, 2)).run(1);
        assertThatThrownBy(() -> spread.compareWith(DiracFlow.of(2, 1))).hasMessageContaining("starts at a point mass");
    }

    @Test
    void forwardRefusesOrWarnsAtAPointMass() {
        assertThatThrownBy(() -> forward(Interaction.riesz(0.5)).from(MASS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no direction of steepest descent")
                .hasMessageContaining("use BackwardScheme");
        SchemeRun stays = forward(Interaction.riesz(1.5)).from(MASS);
        assertThat(stays.warning()).contains("stationary");
        assertThat(stays.toString()).contains("stationary");
        assertThat(stays.run(1).last()).isEqualTo(MASS);
        assertThat(forward(Interaction.riesz(0.5)).from(Points.gaussian(40, 2)).warning())
                .isEmpty();
        assertThat(forward(ENERGY).from(MASS).warning()).isEmpty();
    }

    @Test
    void badInputIsRefusedBeforeAnyTraining() {
        BackwardScheme scheme = backward(ENERGY);
        assertThatThrownBy(() -> scheme.stepSize(0)).hasMessageContaining("step size must be positive");
        assertThatThrownBy(
                        () -> scheme.stepSize(k -> k == 2 ? -1 : 0.1).from(MASS).run(3))
                .hasMessageContaining("the step size at step 2 must be positive and finite: received -1.0");
        assertThatThrownBy(() -> scheme.from(MASS).run(0)).hasMessageContaining("time steps must be at least 1");
        assertThatThrownBy(() -> scheme.latent(0)).hasMessageContaining("latent variables must be at least 1");
        assertThatThrownBy(() -> scheme.batch(0)).hasMessageContaining("size of a batch must be at least 1");
        assertThatThrownBy(() -> scheme.iterations(0)).hasMessageContaining("training steps must be at least 1");
        assertThatThrownBy(() -> scheme.learningRate(Double.NaN))
                .hasMessageContaining("learning rate must be positive");
        assertThatThrownBy(() -> backward(Interaction.riesz(0))).hasMessageContaining("strictly between 0 and 2");
        Functional toward = Interaction.riesz(1).toward(Points.gaussian(5, 3));
        assertThatThrownBy(() -> backward(toward).from(MASS)).hasMessageContaining("they have 2");
        assertThatThrownBy(() -> ParticleScheme.of(toward).from(MASS)).hasMessageContaining("they have 2");
        assertThatThrownBy(() -> scheme.iterations(step -> 0).from(MASS).run(1))
                .hasMessageContaining("training steps in time step 0 must be at least 1");
    }

    @Test
    void showsItself() {
        Points target = Points.gaussian(30, 2, seed(3));
        SchemeRun run = backward(Interaction.riesz(1).toward(target)).from(MASS).run(2);
        assertThat(run.table().columnNames())
                .containsExactly("step", "time", "F", "½MMD²", "rms radius", "loss", "seconds");
        assertThat(run.table().rowCount()).isEqualTo(3);
        assertThat(run.clouds().frames()).hasSize(3);
        assertThat(run.picture().alternative()).contains("40 points").contains("target of 30 points");
        assertThat(run.animation().picture()).isNotNull();
        assertThat(run.toString()).startsWith("SchemeRun[40×2 particles, step 2, t = 0.1");
        assertThat(ParticleScheme.of(ENERGY).from(MASS).run(1).table().columnNames())
                .containsExactly("step", "time", "F", "rms radius", "seconds");
    }
}
