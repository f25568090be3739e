package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiracFlowTest {
    /** Radius and second moment of η*, computed from the formulas in 50 digits. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.5, .7390989954519587, .1560763785937413, false",
        "1, 1, 1, .3333333333333333, false",
        "1, 1.5, 1.93364601131823, 1.49559475883476, false",
        "2, 0.5, .5577301186126779, .1777502201186924, false",
        "2, 1, .7853981633974483, .4112335167120566, false",
        "2, 1.5, 1.56140225876609, 1.950381610943878, false",
        "3, 0.5, .4656031911630389, .1858168556753189, false",
        "3, 1, .6666666666666667, .4444444444444444, true",
        "3, 1.5, 1.469387755102041, 2.159100374843815, true",
        "4, 1, .6790610905254201, .4611239646655728, true",
        "10, 0.5, .442290328729323, .1956207348874926, true",
        "10, 1, .6973880649338729, .4863501131122117, true",
        "10, 1.5, 1.559167463020227, 2.431003177740932, true",
        "784, 1, .7069939060259891, .4998403831578851, true"
    })
    void theEquilibriumHasItsRadiusAndSecondMoment(int d, double r, double radius, double moment, boolean sphere) {
        RadialMeasure equilibrium = RadialMeasure.equilibrium(d, r);
        double tolerance = d > 100 ? 1e-11 : 2e-13;
        assertThat(equilibrium.supportRadius() / radius).isCloseTo(1, within(tolerance));
        assertThat(Math.pow(equilibrium.rmsRadius(), 2) / moment).isCloseTo(1, within(tolerance));
        assertThat(equilibrium.sphere()).isEqualTo(sphere);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.05, .05, -.01666667, .02886751",
        "1, 1, 1.2, 1.2, -.4, .69282032",
        "2, 1, 0.6, .47123890, -.24674011, .38476495",
        "2, 0.5, 0.05, .09918933, -.14992034, .07498008",
        "2, 0.5, 1.2, .82528845, -.43244510, .62385943",
        "2, 1.5, 0.3, .03513155, -.00438836, .03142261",
        "3, 1, 0.6, .4, -.26666667, .4",
        "10, 1, 0.3, .20921642, -.14590503, .20921642",
        "784, 1, 1.2, .84839269, -.59980846, .84839269"
    })
    void theFlowHasItsRadiusEnergyAndDistanceFromTheStart(
            int d, double r, double t, double radius, double energy, double distance) {
        RadialMeasure measure = DiracFlow.of(d, r).at(t);
        assertThat(measure.supportRadius()).isCloseTo(radius, within(6e-9));
        assertThat(measure.energy()).isCloseTo(energy, within(6e-9));
        assertThat(measure.wasserstein2(DiracFlow.of(d, r).at(0))).isCloseTo(distance, within(6e-9));
        assertThat(measure.rmsRadius()).isCloseTo(distance, within(6e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.05, 1, .1357208808297453",
        "0.5, 0.05, 6, .5445658946299441",
        "0.5, 0.05, 12, .892286938330202",
        "0.5, 0.1, 2, .3780769320924069",
        "0.5, 0.1, 12, 1.416417224562847",
        "1.5, 0.05, 1, .0025",
        "1.5, 0.05, 2, .006545084971874737",
        "1.5, 0.05, 12, .1218857315488903",
        "1.5, 0.1, 12, .4875429261955614",
        "1, 0.05, 12, .6"
    })
    void backwardIteratesAreTheRootsOfTheirEquation(double r, double step, int n, double factor) {
        assertThat(DiracFlow.of(2, r).backward(step, n).get(n).factor()).isCloseTo(factor, withinPercentage(1e-10));
    }

    /** Errors of α at t = 1.2 shrink with the order that was measured in 50 digits: about 0.8 to 0.85. */
    @ParameterizedTest
    @CsvSource({"0.5, -.0633, -.0115", "1.5, .1275, .0224"})
    void backwardIteratesConvergeAtTheirOrder(double r, double coarse, double fine) {
        DiracFlow flow = DiracFlow.of(2, r);
        int[] steps = {12, 24, 48, 96};
        double[] errors = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            errors[i] = flow.backward(1.2 / steps[i], steps[i]).get(steps[i]).factor()
                    - flow.at(1.2).factor();
        }
        assertThat(errors[0]).isCloseTo(coarse, within(5e-5));
        assertThat(errors[3]).isCloseTo(fine, within(5e-5));
        double mx = 0;
        double my = 0;
        for (int i = 0; i < steps.length; i++) {
            mx += Math.log(1.2 / steps[i]) / steps.length;
            my += Math.log(Math.abs(errors[i])) / steps.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < steps.length; i++) {
            double x = Math.log(1.2 / steps[i]) - mx;
            covariance += x * (Math.log(Math.abs(errors[i])) - my);
            variance += x * x;
        }
        assertThat(covariance / variance).isBetween(0.79, 0.86);
    }

    @Test
    void forAnEnergyDistanceBothSchemesLieOnTheFlow() {
        DiracFlow flow = DiracFlow.of(3, 1);
        List<RadialMeasure> backward = flow.backward(0.1, 0.2, 0.3);
        assertThat(backward.get(3).factor()).isCloseTo(flow.at(0.6).factor(), within(1e-15));
        assertThat(flow.forward(0.05, 12).get(12).factor()).isCloseTo(0.6, within(1e-15));
        assertThat(backward).hasSize(4);
        assertThat(backward.get(0).supportRadius()).isZero();
    }

    /** The first backward step attains M₂ τ^{2/(2−r)} (½ − 1/r), the optimal value of ½W₂² + τE. */
    @ParameterizedTest
    @CsvSource({"2, 1, 0.05, -5.140419e-4", "3, 1, 0.1, -2.222222e-3", "2, 0.5, 0.05, -4.911281e-3"})
    void theFirstBackwardStepHasTheOptimalValue(int d, double r, double step, double value) {
        RadialMeasure first = DiracFlow.of(d, r).backward(step, 1).get(1);
        double attained = Math.pow(first.rmsRadius(), 2) / 2 + step * first.energy();
        assertThat(attained).isCloseTo(value, withinPercentage(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1.5", "2, 0.5", "2, 1", "2, 1.5", "3, 0.5", "3, 1", "10, 1.5"})
    void samplesFollowTheLaw(int d, double r) {
        RadialMeasure measure = DiracFlow.of(d, r).at(0.7);
        int n = 4000;
        Points sample = measure.sample(n, seed(11));
        // Kolmogorov: the distance exceeds 1.95/√n once in a thousand samples.
        assertThat(measure.sphere() ? 0 : measure.radialCdfDistance(sample)).isLessThan(1.95 / Math.sqrt(n));
        double square = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                square += (double) sample.get(i, k) * sample.get(i, k) / n;
            }
        }
        assertThat(Math.sqrt(square)).isCloseTo(measure.rmsRadius(), withinPercentage(3));
        for (double mean : sample.mean()) {
            assertThat(mean).isCloseTo(0, within(4 * measure.rmsRadius() / Math.sqrt(d * (double) n)));
        }
        // −½E‖X−X′‖^r, pairs of a point with itself taken out; its closed form carries the shape, not only the radius.
        double pairs = meanDistance(sample.take(2000), r) * 2000 / 1999;
        assertThat(-pairs / 2).isCloseTo(measure.energy(), withinPercentage(3));
    }

    /** The mean of ‖x_i − x_j‖^r over all pairs, from MMD² to the point mass at 0, which is 2E‖X‖^r − E‖X−X′‖^r. */
    private static double meanDistance(Points x, double r) {
        double powers = 0;
        for (int i = 0; i < x.size(); i++) {
            double square = 0;
            for (float coordinate : x.row(i)) {
                square += (double) coordinate * coordinate;
            }
            powers += Math.pow(square, r / 2) / x.size();
        }
        return 2 * powers - Mmd.riesz(r).squared(x, Points.dirac(1, x.dimension()));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "2, 0.5", "2, 1.5", "3, 0.5"})
    void theDensityIntegratesToTheRadialDistribution(int d, double r) {
        RadialMeasure measure = RadialMeasure.equilibrium(d, r).scale(1.7);
        double end = 0.6 * measure.supportRadius();
        int n = 20_000;
        double sphere =
                2 * Math.pow(Math.PI, d / 2.0) / (d == 1 ? Math.sqrt(Math.PI) : d == 2 ? 1 : Math.sqrt(Math.PI) / 2);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double rho = (i + 0.5) * end / n;
            sum += measure.density(rho) * sphere * Math.pow(rho, d - 1) * end / n;
        }
        assertThat(sum).isCloseTo(measure.radialCdf(end), within(1e-7));
    }

    @Test
    void onThePlaneTheRadialDistributionIsElementary() {
        RadialMeasure measure = RadialMeasure.equilibrium(2, 1).scale(2);
        double s = Math.PI / 2;
        for (double rho : new double[] {0.1, 0.5, 1, 1.5}) {
            double mass = 1 - Math.sqrt(1 - rho * rho / (s * s));
            assertThat(measure.radialCdf(rho)).isCloseTo(mass, within(1e-13));
            assertThat(measure.radialQuantile(mass)).isCloseTo(rho, within(1e-12));
            assertThat(measure.density(rho))
                    .isCloseTo(1 / (2 * Math.PI * s * Math.sqrt(s * s - rho * rho)), within(1e-13));
        }
        assertThat(measure.radialCdf(2)).isEqualTo(1);
        assertThat(measure.density(2)).isZero();
    }

    @Test
    void distancesOfACloudAreThoseOfItsNorms() {
        RadialMeasure sphere = RadialMeasure.equilibrium(3, 1);
        Points on = sphere.sample(100, seed(1));
        assertThat(sphere.radialWasserstein2(on)).isCloseTo(0, within(1e-6));
        assertThat(sphere.radialWasserstein2(on.scale(1.5))).isCloseTo(sphere.supportRadius() / 2, within(1e-6));
        assertThat(sphere.radialCdfDistance(on.scale(1.5))).isEqualTo(1);
        RadialMeasure ball = RadialMeasure.equilibrium(1, 1);
        assertThat(ball.radialCdfDistance(Points.line(0.25, -0.75))).isCloseTo(0.25, within(1e-12));
        assertThat(ball.radialWasserstein2(Points.line(0.25, -0.75))).isCloseTo(0, within(1e-11));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -1, Double.NaN})
    void anExponentOutOfRangeIsRefused(double r) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiracFlow.of(2, r))
                .withMessageContaining("must lie strictly between 0 and 2: received " + r);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        DiracFlow flow = DiracFlow.of(2, 0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> DiracFlow.of(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.at(-1))
                .withMessageContaining("the time of a flow must lie in [0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.backward(0, 3))
                .withMessageContaining("step size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.backward(0.1, 0))
                .withMessageContaining("steps");
        assertThatIllegalStateException()
                .isThrownBy(() -> flow.forward(0.1, 3))
                .withMessageContaining("no direction of steepest descent");
        assertThatIllegalStateException()
                .isThrownBy(() -> DiracFlow.of(2, 1.5).forward(0.1, 3))
                .withMessageContaining("stationary");
        assertThatIllegalStateException()
                .isThrownBy(() -> RadialMeasure.equilibrium(3, 1).density(0.1))
                .withMessageContaining("uniform on a sphere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.at(1).wasserstein2(DiracFlow.of(3, 0.5).at(1)))
                .withMessageContaining("same dimension and exponent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.at(1).radialCdfDistance(Points.line(1, 2)))
                .withMessageContaining("the points are 2×1");
    }

    @Test
    void theyShowThemselves() {
        assertThat(DiracFlow.of(2, 1)).hasToString("DiracFlow[d = 2, r = 1.000]");
        assertThat(DiracFlow.of(2, 1).picture().alternative()).contains("support");
        assertThat(DiracFlow.of(2, 1).at(1).picture().alternative()).contains("distance");
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "4, 0.5", "10, 1", "784, 1.5", "2, 1.998", "2, 1.5", "1, 1", "1, 1.99"})
    void aSampleOfItHasItsDistribution(int d, double r) {
        for (double scale : new double[] {1e-3, 1, 700}) {
            RadialMeasure equilibrium = RadialMeasure.equilibrium(d, r);
            RadialMeasure measure = equilibrium.scale(scale / equilibrium.supportRadius());
            // Kolmogorov's quantile for one in a million, at most; exactly 0 on a sphere, where there is one distance
            // only.
            double distance = measure.radialCdfDistance(measure.sample(2000, seed(3)));
            assertThat(distance).isLessThan(measure.sphere() ? 1e-12 : 2.7 / Math.sqrt(2000));
            assertThat(measure.radialCdfDistance(measure.sample(2000, seed(3)).scale(1.001)))
                    .isGreaterThan(measure.sphere() ? 0.999 : 0);
            assertThat(measure.radialCdfDistance(measure.sample(2000, seed(3)).scale(0.999)))
                    .isGreaterThan(measure.sphere() ? 0.999 : 0);
        }
        assertThat(RadialMeasure.equilibrium(3, 1).scale(0).radialCdfDistance(Points.dirac(5, 3)))
                .isZero();
        assertThat(RadialMeasure.equilibrium(2, 1).scale(0).radialCdfDistance(Points.dirac(5, 2)))
                .isZero();
    }

    @Test
    void nearTwoWhatDoublePrecisionDoesNotHoldIsRefused() {
        for (double r : new double[] {1.9985, 1.9995, 2 - 1e-12, Math.nextDown(2.0)}) {
            for (int d : new int[] {1, 2, 3, 784}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DiracFlow.of(d, r))
                        .withMessageContaining("take r up to 1.998");
            }
        }
        for (double r : new double[] {1.99, 1.995, 1.998}) {
            DiracFlow flow = DiracFlow.of(2, r);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> flow.at(0.05))
                    .withMessageContaining("at time 0.05 the measure has a radius that double precision does not hold");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> flow.backward(1e-5, 3))
                    .withMessageContaining("after step 1 the measure has a radius");
            assertThatIllegalArgumentException().isThrownBy(() -> flow.at(1e300));
            assertThatIllegalArgumentException().isThrownBy(() -> flow.backward(1e300, 3));
            assertThat(flow.at(0).supportRadius()).isZero();
            // At t = 1/(2−r) it is η* itself.
            assertThat(flow.at(1 / (2 - r)).supportRadius())
                    .isCloseTo(flow.equilibrium().supportRadius(), withinPercentage(1e-8));
            assertThat(flow.picture()).isNotNull();
        }
        assertThat(DiracFlow.of(2, 1.95).at(0.05).supportRadius())
                .isCloseTo(
                        Math.pow(0.05 * 0.05, 20)
                                * DiracFlow.of(2, 1.95).equilibrium().supportRadius(),
                        withinPercentage(1e-8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RadialMeasure.equilibrium(2, 1).scale(1e-200).scale(1e-200))
                .withMessageContaining("expected a factor and a radius between");
        assertThat(DiracFlow.of(2, 1e-9).at(0.05).supportRadius()).isPositive().isFinite();
    }
}
