package io.github.rieszflow.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemes at laptop size against their closed forms. */
@Tag("slow")
class SchemeAccuracyTest {
    /**
     * The distribution of the radius is compared at the end. For d = 2 the density is infinite at the rim, so what lies a hundredth
     * of the radius too far out counts in full: this is where perceptrons, which grow linearly, are least exact.
     */
    private static void check(SchemeRun run, DiracFlow exact, double cdf) {
        DiracComparison compared = run.compareWith(exact);
        for (DiracComparison.Row row : compared.rows()) {
            assertThat(row.radiusError()).as("radius, %s", row).isBetween(-0.02, 0.02);
            assertThat(row.energyError()).as("energy, %s", row).isBetween(-0.01, 0.01);
        }
        if (!exact.equilibrium().sphere()) {
            assertThat(compared.last().cdfDistance()).as("distribution").isLessThan(cdf);
        }
    }

    /** The plane to its end; elsewhere half the way, as little changes after the first steps. */
    private static int steps(Experiment experiment, int dimension) {
        return dimension == 2 ? experiment.steps() : experiment.steps() / 2;
    }

    /** For r = 1 both schemes lie on the flow itself. On a sphere the distribution of the radius is a single step. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void energyFromAPointMassBackward(int dimension) {
        Experiment experiment = Experiments.interaction(dimension, 1);
        check(experiment.backward().run(steps(experiment, dimension)), DiracFlow.of(dimension, 1), 0.06);
    }

    /** In two dimensions of the four, as networks of velocities take longest. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void energyFromAPointMassForward(int dimension) {
        Experiment experiment = Experiments.interaction(dimension, 1);
        check(experiment.forward().run(steps(experiment, dimension)), DiracFlow.of(dimension, 1), 0.06);
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "1.5, false"})
    void otherExponentsFollowTheExactIterates(double r, boolean slow) {
        SchemeRun run = BackwardScheme.of(Interaction.riesz(r))
                .slowStart(slow)
                .iterations(k -> k == 0 ? 2000 : 300)
                .from(Points.dirac(2000, 2))
                .run(slow ? 14 : 12);
        for (DiracComparison.Row row : run.compareWith(DiracFlow.of(2, r)).rows()) {
            if (row.step() >= 3) {
                assertThat(row.radiusError()).as("%s", row).isBetween(-0.05, 0.05);
            }
        }
    }

    /** Reference: Euler steps τ = 0.1 of 600 particles, up to 2 % over numbers of particles and seeds, at last 10 %. */
    @Test
    void twoPointsGoToTwoOthersByParticles() {
        Experiment experiment = Experiments.twoDiracs();
        Points start = experiment.start();
        int[] some = new int[600];
        for (int i = 0; i < 600; i++) {
            some[i] = i < 300 ? 0 : start.size() - 1;
        }
        SchemeRun run = ParticleScheme.of(experiment.functional())
                .stepSize(0.1)
                .from(start.select(some))
                .run(400);
        double[] expected = {2 - Math.sqrt(2), 0.4633, 0.3709, 0.1903, 0.0366, 0.0129, 0.0067};
        int[] times = {0, 1, 2, 4, 10, 20, 40};
        for (int i = 0; i < times.length; i++) {
            double found = run.readings().get(10 * times[i]).discrepancy();
            double spread = i == 0 ? 1e-6 : i < 5 ? 0.02 : 0.1;
            assertThat(found).as("t = %d", times[i]).isCloseTo(expected[i], within(spread * expected[i]));
        }
    }

    /**
     * At t = 30. Explicit steps of 0.25, which the forward scheme takes as particles do, lag behind: particles have 0.0129 at t = 20
     * with steps of 0.1 and 0.0185 with these; the forward scheme was measured at 0.014 to 0.016 at t = 30.
     */
    @Test
    void twoPointsGoToTwoOthersByNetworks() {
        Experiment experiment = Experiments.twoDiracs();
        MmdFunctional f = (MmdFunctional) experiment.functional();
        SchemeRun backward = experiment.backward().run(experiment.steps());
        assertThat(f.discrepancy(backward.last())).as("%s", backward).isLessThan(0.02);
        SchemeRun forward = experiment.forward().run(experiment.steps());
        assertThat(f.discrepancy(forward.last())).as("%s", forward).isLessThan(0.02);
    }
}
