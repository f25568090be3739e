package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MMD with kernels that are not Riesz kernels. */
class RadialKernelTest {
    private static final Points A = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
    private static final Points B = Points.of(new double[][] {{3, 4}, {1, 1}});
    private static final Measure WEIGHTED_A = A.weighted(0.2, 0.3, 0.5);
    private static final Measure WEIGHTED_B = B.weighted(0.25, 0.75);

    static List<RadialKernel> kernels() {
        return List.of(
                RadialKernel.gaussian(0.8),
                RadialKernel.laplace(1.5),
                RadialKernel.inverseMultiquadric(2),
                RadialKernel.smoothedDistance(0.5));
    }

    private static RadialKernel named(String name) {
        return kernels().stream()
                .filter(k -> k.name().startsWith(name))
                .findAny()
                .orElse(RadialKernel.riesz(1));
    }

    /** The same function as a user writes it down: without derivative, and not known to be a Riesz kernel. */
    private static RadialKernel plain(RadialKernel kernel) {
        return z -> kernel.value(z);
    }

    /** Golden numbers of 30 digits, made in decimal arithmetic. */
    @ParameterizedTest
    @CsvSource({
        "Gaussian, 0.656962390939387505751767591402, 0.0784714873152481462260617836898,"
                + " 0.6486499882266127643627882651224, 0.0118177129974721771940276235527",
        "Laplace, 0.6114888615301332407731837545337, 0.0331487207130468395753757824124,"
                + " 0.5469691360509128853115931067485, -0.055962214513558392952615517766",
        "inverse, 0.3158700215328061110839338273952, -0.213332801751763431217486317360,"
                + " 0.1561965682873183488805877908935, -0.325352575244965690629296027846",
        "smoothed, 2.308564853655260110422338920573, 1.9392961629876948390983322717274,"
                + " 1.0642412124583353655045474306015, 1.1208809083492162706676458238814",
        "Riesz, 2.6690251523379716820853327909975, 2.2359003950349831643224717123663,"
                + " 1.4642303310587511396018705019863, 1.4081560296788735622607892386439"
    })
    void goldenValues(String name, double squared, double functional, double weighted, double weightedFunctional) {
        for (Mmd mmd : List.of(Mmd.radial(named(name)), Mmd.radial(plain(named(name))))) {
            assertThat(mmd.squared(A, B)).isCloseTo(squared, within(2e-15));
            assertThat(mmd.estimate(A, B).value()).isEqualTo(mmd.squared(A, B));
            assertThat(mmd.value(A, B)).isCloseTo(Math.sqrt(squared), within(2e-15));
            assertThat(mmd.functional(A, B)).isCloseTo(functional, within(2e-15));
            assertThat(mmd.squared(WEIGHTED_A, WEIGHTED_B)).isCloseTo(weighted, within(2e-15));
            assertThat(mmd.functional(WEIGHTED_A, WEIGHTED_B)).isCloseTo(weightedFunctional, within(2e-15));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Gaussian, 0.03102895984706979898, 0.17698689067754696855, 0.15878851755710910480, 0.50509279849950447507,"
                + " 0.23625457284162174942, -0.1992888659203510191",
        "Laplace, 0.03860436501328934442, 0.05461120922614057302, 0.10580876317434870445, 0.19712421360864461215,"
                + " 0.13011063820763762412, -0.0539310157155524900",
        "inverse, 0.05800137244099072533, 0.02648030001434054548, 0.08131929739503081835, 0.07710035001190760005,"
                + " 0.10124005260283173541, -0.0079954876394684643",
        "smoothed, 0.38092742123152360678, 0.21393618796933188009, 0.50821443954708666808, 0.45660683500017436861,"
                + " 0.57511011178143810721, 0.09325053226094626031",
        "Riesz, 0.38033008588991064330, 0.23033008588991064330, 0.53541019662496845446, 0.52639320225002103035,"
                + " 0.60417858082438418227, 0.07667312046637140077"
    })
    void goldenVelocities(String name, double a, double b, double c, double d, double e, double f) {
        double[] expected = {a, b, c, d, e, f};
        double[] weights = {0.2, 0.3, 0.5};
        for (Mmd mmd : List.of(Mmd.radial(named(name)), Mmd.radial(plain(named(name))))) {
            float[] velocity = mmd.velocity(WEIGHTED_A, WEIGHTED_B).toArray();
            float[] gradient = mmd.gradient(WEIGHTED_A, WEIGHTED_B).toArray();
            for (int i = 0; i < 6; i++) {
                assertThat((double) velocity[i]).isCloseTo(expected[i], within(4e-8));
                assertThat((double) gradient[i]).isCloseTo(-weights[i / 2] * expected[i], within(4e-8));
            }
        }
    }

    /** On many seeded clouds, also more than one panel of points, with coincident ones: term by term. */
    @ParameterizedTest
    @MethodSource("kernels")
    void termByTerm(RadialKernel kernel) {
        for (int d : new int[] {1, 2, 7}) {
            Points x = Points.gaussian(70, d, seed(1)).concat(Points.gaussian(2, d, seed(1)));
            Points y = Points.gaussian(130, d, seed(2)).concat(x.take(3));
            Mmd mmd = Mmd.radial(kernel);
            assertThat(mmd.squared(x, y))
                    .isCloseTo(mean(kernel, x, x) - 2 * mean(kernel, x, y) + mean(kernel, y, y), within(1e-13));
            assertThat(mmd.squared(x, x)).isCloseTo(0, within(1e-14));
            double[] potential = mmd.potential(x, y);
            for (int i = 0; i < x.size(); i++) {
                assertThat(potential[i]).isCloseTo(-mean(kernel, x.select(i), y), within(1e-14));
            }
        }
    }

    private static double mean(RadialKernel kernel, Points x, Points y) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < y.size(); j++) {
                sum += kernel.value(distance(x, i, y, j)) / x.size() / y.size();
            }
        }
        return sum;
    }

    private static double distance(Points x, int i, Points y, int j) {
        double square = 0;
        for (int k = 0; k < x.dimension(); k++) {
            square += ((double) x.get(i, k) - y.get(j, k)) * ((double) x.get(i, k) - y.get(j, k));
        }
        return Math.sqrt(square);
    }

    /** MMD² of δ_a and δ_b is 2(f(0) − f(‖a−b‖)), and the force between them f′. */
    @ParameterizedTest
    @MethodSource("kernels")
    void twoDiracs(RadialKernel kernel) {
        for (double distance : new double[] {0.125, 1, 3, 20}) {
            Mmd mmd = Mmd.radial(kernel);
            Points a = Points.dirac(1, 3);
            Points b = a.translate(0, distance, 0);
            assertThat(mmd.squared(a, b)).isCloseTo(2 * (kernel.value(0) - kernel.value(distance)), within(1e-15));
            assertThat((double) mmd.velocity(a, b).get(0, 1)).isCloseTo(-kernel.derivative(distance), within(1e-7));
            assertThat(mmd.velocity(a, a).mean()).containsExactly(new double[3], within(0.0));
        }
    }

    /**
     * Between N(a, s²I) and N(b, t²I) the Gaussian kernel has E K(X,Y) = (σ²/(σ²+s²+t²))^(d/2) exp(−‖a−b‖²/2(σ²+s²+t²)); U-statistics
     * have the mean that follows.
     */
    @Test
    void gaussiansInClosedForm() {
        double sigma = 0.7;
        double t = 0.5;
        double shift = 0.75;
        int d = 3;
        double expected = meanOfGaussians(sigma, 2, 0, d)
                - 2 * meanOfGaussians(sigma, 1 + t * t, shift, d)
                + meanOfGaussians(sigma, 2 * t * t, 0, d);
        Mmd mmd = Mmd.radial(RadialKernel.gaussian(sigma));
        int rounds = 400;
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < rounds; k++) {
            Points x = Points.gaussian(40, d, seed(5).split(2L * k));
            Points y =
                    Points.gaussian(30, d, seed(5).split(2L * k + 1)).scale(t).translate(shift, 0, 0);
            double one = Conventions.unbiased(mmd, x, y);
            sum += one / rounds;
            squares += one * one / rounds;
        }
        double error = Math.sqrt((squares - sum * sum) / rounds);
        assertThat(sum).isCloseTo(expected, within(4 * error));
        assertThat(error).isLessThan(0.03 * expected);
    }

    private static double meanOfGaussians(double sigma, double variance, double shift, int d) {
        double all = sigma * sigma + variance;
        return Math.pow(sigma * sigma / all, d / 2.0) * Math.exp(-shift * shift / (2 * all));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void unbiasedLeavesOutPairsOfAPointWithItself(RadialKernel kernel) {
        Points x = Points.gaussian(6, 2, seed(1));
        Points y = Points.gaussian(9, 2, seed(2));
        double f0 = kernel.value(0);
        double within = (mean(kernel, x, x) * 36 - 6 * f0) / 30 + (mean(kernel, y, y) * 81 - 9 * f0) / 72;
        assertThat(Conventions.unbiased(Mmd.radial(kernel), x, y))
                .isCloseTo(within - 2 * mean(kernel, x, y), within(1e-14));
    }

    /** What is found by differences if no derivative is given, at any scale of lengths. */
    @ParameterizedTest
    @MethodSource("kernels")
    void derivativeByDifferences(RadialKernel kernel) {
        for (double distance : new double[] {1e-3, 0.01, 0.1, 0.5, 1, 2, 4}) {
            assertThat(plain(kernel).derivative(distance)).isCloseTo(kernel.derivative(distance), within(1e-9));
        }
        for (double scale : new double[] {1e-9, 1e9}) {
            double exact = RadialKernel.gaussian(scale).derivative(0.7 * scale) * scale;
            assertThat(plain(RadialKernel.gaussian(scale)).derivative(0.7 * scale) * scale)
                    .isCloseTo(exact, within(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.3})
    void rieszIsTheSameByItsName(double r) {
        assertThat(Mmd.radial(RadialKernel.riesz(r))).isEqualTo(Mmd.riesz(r)).hasToString("exact MMD, r = " + text(r));
        Points x = Points.gaussian(70, 2, seed(1)).concat(B);
        Points y = Points.uniform(90, 2, seed(2)).concat(B);
        Mmd slow = Mmd.radial(z -> -Math.pow(z, r));
        assertThat(slow.squared(x, y)).isCloseTo(Mmd.riesz(r).squared(x, y), within(1e-13));
        float[] expected = Mmd.riesz(r).velocity(x, y).toArray();
        float[] velocity = slow.velocity(x, y).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(velocity[i]).isCloseTo(expected[i], within(2e-6f));
        }
    }

    private static String text(double r) {
        return r == 1 ? "1" : Double.toString(r);
    }

    /** On the line a kernel that only looks like r = 1 is not sorted, but says the same. */
    @Test
    void onTheLine() {
        Points x = Points.gaussian(70, 1, seed(1));
        Points y = Points.uniform(90, 1, seed(2));
        assertThat(Mmd.radial(z -> -z).squared(x, y)).isCloseTo(Mmd.riesz(1).squared(x, y), within(1e-13));
        assertThat(Mmd.radial(z -> -z).descent(x, y).read(seed(1)).wasserstein())
                .isEqualTo(Mmd.riesz(1).descent(x, y).read(seed(1)).wasserstein());
    }

    @Test
    void namesItself() {
        assertThat(Mmd.radial(RadialKernel.gaussian(2))).hasToString("exact MMD, Gaussian kernel, σ = 2");
        assertThat(Mmd.radial(z -> Math.exp(-z))).hasToString("exact MMD, radial kernel");
        assertThat(RadialKernel.riesz(1.5)).hasToString("Riesz kernel, r = 1.5");
        assertThat(RadialKernel.riesz(1.5).value(0)).isEqualTo(0.0);
        assertThat(RadialKernel.smoothedDistance(1.5).value(0)).isEqualTo(0.0);
        assertThat(RadialKernel.laplace(1.5)).hasToString("Laplace kernel, σ = 1.5");
    }

    @Test
    void refusesSlices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.radial(RadialKernel.gaussian(1)).sliced(100))
                .withMessage(
                        "only Riesz kernels can be sliced, as no slicing constant is known for others: this is exact MMD,"
                                + " Gaussian kernel, σ = 1; use it without slices, or Mmd.riesz(r).sliced(P)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.radial(z -> -z).sliced(Directions.of(Points.of(new double[][] {{1, 0}}))))
                .withMessageContaining("no slicing constant");
    }

    @Test
    void refusesKernelsThatAreNotFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.radial(z -> 1 / z))
                .withMessage("kernels must be finite: the radial kernel is Infinity at distance 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.radial(z -> Math.sqrt(4 - z)).squared(A, B))
                .withMessage("kernels must be finite: the radial kernel is NaN at distance 5.0");
        RadialKernel steep = RadialKernel.of("steep kernel", z -> -z, z -> Double.NEGATIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mmd.radial(steep).velocity(A, B))
                .withMessageStartingWith(
                        "kernels must be finite: the derivative of the steep kernel is -Infinity at distance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RadialKernel.gaussian(0))
                .withMessageContaining("the width σ of a Gaussian kernel");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RadialKernel.riesz(2))
                .withMessageContaining("strictly between 0 and 2");
    }

    @Test
    void refusesTheRootOfWhatIsNotADiscrepancy() {
        Mmd upsideDown = Mmd.radial(z -> z);
        assertThat(upsideDown.squared(A, B)).isNegative();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> upsideDown.value(A, B))
                .withMessageContaining("MMD² of these measures is -2.66")
                .withMessageContaining("not conditionally positive definite");
        assertThat(Mmd.radial(RadialKernel.gaussian(1)).value(A, A)).isCloseTo(0, within(1e-7));
    }

    /** The statistic is MMD² with f(0) and weights, the p-value finds what moments hide. */
    @Test
    void permutationTest() {
        Points x = Points.gaussian(60, 2, seed(1));
        Points y = Points.gaussian(50, 2, seed(2)).scale(1.8);
        Mmd gaussian = Mmd.radial(RadialKernel.gaussian(1));
        EnergyTestResult result = EnergyTest.of(x, y).with(gaussian).permutations(199);
        assertThat(result.statistic()).isCloseTo(gaussian.squared(x, y), within(1e-14));
        assertThat(result.pValue()).isLessThanOrEqualTo(0.01);
        assertThat(result).asString().contains("Gaussian kernel, σ = 1");
        double[] weights = new double[60];
        java.util.Arrays.setAll(weights, i -> 1 + i % 3);
        assertThat(EnergyTest.of(x.weighted(weights), y)
                        .with(gaussian)
                        .permutations(9)
                        .statistic())
                .isCloseTo(gaussian.squared(x.weighted(weights), y), within(1e-14));
        // Level: with the same distribution p is no smaller than a number between 0 and 1 at random.
        assertThat(EnergyTest.rejectionRate(
                                100,
                                19,
                                0.1,
                                s -> EnergyTest.of(
                                                Points.gaussian(12, 2, s.split(1)), Points.gaussian(9, 2, s.split(2)))
                                        .with(gaussian))
                        .value())
                .isBetween(0.01, 0.22);
    }

    /** In a flow, with momentum, MMD² of every kernel falls; the same run has the same bits. */
    @ParameterizedTest
    @MethodSource("kernels")
    void flows(RadialKernel kernel) {
        Points y = Points.gaussian(40, 2, seed(1));
        ParticleFlow flow =
                ParticleFlow.of(Mmd.radial(kernel)).toward(y).stepSize(0.3).momentum(0.5);
        Points x = Points.gaussian(30, 2, seed(2)).scale(0.5).translate(0.8, 0);
        Points last = flow.from(x).run(40).last();
        assertThat(Mmd.radial(kernel).squared(last, y))
                .isLessThan(0.2 * Mmd.radial(kernel).squared(x, y));
        assertThat(flow.from(x).run(40).last()).isEqualTo(last);
    }
}
