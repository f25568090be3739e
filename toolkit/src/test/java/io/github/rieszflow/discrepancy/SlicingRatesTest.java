package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.Line;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The mean square error of the sliced gradient: with P directions in independent orthonormal blocks of n_b it is
 * c_d² E a_i²/P − ‖g_i‖² Σ_b (n_b/P)², where a_i is the gradient on a line and g_i the exact one.
 */
class SlicingRatesTest {
    /** Σ_i ‖estimate_i − g_i‖², a mean over seeds. */
    private static double meanSquareError(String rule, Points x, Points y, double[] g, int slices, int runs) {
        SlicedDescent descent =
                Engine.cpu().open(new SlicedProblem(1, Brute.named(rule), slices, LineSolver.exact()), x, y);
        double sum = 0;
        for (int run = 0; run < runs; run++) {
            float[] estimate = Brute.gradient(descent, Seed.seed(7).split(run));
            for (int i = 0; i < g.length; i++) {
                sum += Math.pow(estimate[i] - g[i], 2) / runs;
            }
        }
        return sum;
    }

    private static double blocks(int slices, int block) {
        int whole = slices / block;
        return whole * Math.pow((double) block / slices, 2) + Math.pow((double) (slices % block) / slices, 2);
    }

    /** One particle and one target: a = ±1 and ‖g‖ = 1. Constants evaluated apart from this code. */
    @ParameterizedTest
    @CsvSource({
        "iid, 10, 14, 0.9959363",
        "orthogonal, 10, 14, 0.4755281",
        "orthogonal, 10, 7, 1.1347297",
        "orthogonal, 10, 23, 0.2546153"
    })
    void onePair(String rule, int d, int slices, double expected) {
        double[] unit = new double[d];
        unit[0] = 0.6;
        unit[d - 1] = -0.8;
        double[] g = new double[d];
        g[0] = 0.6;
        g[d - 1] = -0.8;
        double error = meanSquareError(rule, Points.of(unit), Points.dirac(1, d), g, slices, 8000);
        assertThat(error).isCloseTo(expected, withinPercentage(4));
    }

    /** Random clouds; the second moment on lines by many directions. */
    @ParameterizedTest
    @CsvSource({
        "iid, 6, 10, 1", "orthogonal, 6, 6, 6", "orthogonal, 6, 12, 6", "orthogonal, 6, 9, 6", "orthogonal, 6, 4, 6",
        "orthogonal, 1, 3, 1", "iid, 64, 40, 1", "hadamard, 128, 40, 128", "hadamard, 128, 128, 128",
                "hadamard, 128, 200, 128"
    })
    void clouds(String rule, int d, int slices, int block) {
        Points x = Points.uniform(20, d, Seed.seed(1));
        Points y = Points.gaussian(15, d, Seed.seed(2)).scale(0.3);
        double[] g = Brute.exact(x, y, 1);
        double norm = 0;
        for (double k : g) {
            norm += k * k;
        }
        Points directions = Directions.iid().draw(4000, d, Seed.seed(3)).points();
        double moment = 0;
        for (int p = 0; p < directions.size(); p++) {
            Line line = Line.of(Brute.project(x, directions, p), Brute.project(y, directions, p));
            for (double a : line.gradient(Ties.SPLIT)) {
                moment += a * a / directions.size();
            }
        }
        double c = SlicingConstant.of(d, 1);
        double expected = c * c * moment / slices - norm * blocks(slices, block);
        // The formula is for Haar measure: whole Hadamard blocks of 64 stay 7 % below it.
        double tolerance = rule.equals("hadamard") ? 0.1 : 0.05;
        assertThat(meanSquareError(rule, x, y, g, slices, 1500))
                .isCloseTo(expected, within(tolerance * expected + 1e-10));
    }

    /** In a padded space, for the part of the gradient in R^d: d/D times the error in D dimensions. */
    @ParameterizedTest
    @CsvSource({"129, 40", "129, 129", "200, 256"})
    void paddedDirections(int d, int slices) {
        int space = 256;
        double[] g = new double[d];
        for (int k = 0; k < d; k++) {
            g[k] = Math.sin(k + 1);
        }
        double norm = Math.sqrt(java.util.Arrays.stream(g).map(k -> k * k).sum());
        for (int k = 0; k < d; k++) {
            g[k] /= norm;
        }
        double c = SlicingConstant.of(space, 1);
        double expected = (double) d / space * (c * c / slices - blocks(slices, space));
        double error = meanSquareError("hadamard", Points.of(g), Points.dirac(1, d), g, slices, 400);
        assertThat(error).isCloseTo(expected, withinPercentage(5));
    }

    /** d = 784 and P = 1000, as in the literature: 1.2297 for independent directions. */
    @Test
    @Tag("slow")
    void imageSize() {
        int d = 784;
        double[] g = new double[d];
        g[5] = 1;
        Points x = Points.of(g);
        Points y = Points.dirac(1, d);
        assertThat(meanSquareError("iid", x, y, g, 1000, 300)).isCloseTo(1.2297, withinPercentage(3));
        assertThat(meanSquareError("orthogonal", x, y, g, 1000, 8)).isCloseTo(0.5694, withinPercentage(5));
    }

    private static double slope(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += Math.log(x[i]) / x.length;
            meanY += Math.log(y[i]) / x.length;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (Math.log(x[i]) - meanX) * (Math.log(y[i]) - meanY);
            below += Math.pow(Math.log(x[i]) - meanX, 2);
        }
        return above / below;
    }

    private static double slopeOfGradient(String rule, int d, int runs) {
        return slopeOfGradient(rule, d, runs, 32, 64, 128, 256, 512);
    }

    private static double slopeOfGradient(String rule, int d, int runs, double... slices) {
        Points x = Points.uniform(20, d, Seed.seed(1));
        Points y = Points.gaussian(15, d, Seed.seed(2));
        double[] g = Brute.exact(x, y, 1);
        double[] errors = new double[slices.length];
        for (int k = 0; k < slices.length; k++) {
            errors[k] = Math.sqrt(meanSquareError(rule, x, y, g, (int) slices[k], runs));
        }
        return slope(slices, errors);
    }

    @Test
    void independentDirectionsGainTheRoot() {
        assertThat(slopeOfGradient("iid", 3, 300)).isCloseTo(-0.5, within(0.05));
        assertThat(slopeOfGradient("orthogonal", 3, 300)).isCloseTo(-0.5, within(0.05));
    }

    @Test
    void equalAnglesGainAWholePower() {
        assertThat(slopeOfGradient("equispaced", 2, 200)).isCloseTo(-1, within(0.1));
    }

    /** Fibonacci directions: at least P^(−3/4), as designs in space. */
    @Test
    void theLatticeGainsMoreThanTheRoot() {
        assertThat(slopeOfGradient("fibonacci", 3, 200)).isLessThan(-0.7);
    }

    /** Designs and points far apart: P^(−3/4) in space, P^(−2/3) in four dimensions. */
    @Test
    void betterPointsGainMoreThanTheRoot() {
        assertThat(slopeOfGradient("distance", 3, 60, 16, 32, 64, 128, 256)).isLessThan(-0.7);
        assertThat(slopeOfGradient("design", 3, 60, 16, 32, 64, 128, 256)).isLessThan(-0.7);
        assertThat(slopeOfGradient("sobol", 3, 60, 16, 32, 64, 128, 256)).isLessThan(-0.6);
        assertThat(slopeOfGradient("distance", 4, 60, 16, 32, 64, 128, 256)).isLessThan(-0.6);
        assertThat(slopeOfGradient("sobol", 4, 60, 16, 32, 64, 128, 256)).isLessThan(-0.55);
    }

    /**
     * One random unit vector: root mean square errors of value and gradient measured apart from this code, with two digits, on
     * other point sets of the same kinds.
     */
    @ParameterizedTest
    @CsvSource({
        "iid, 3, 160, 4.8e-2, 1.4e-1",
        "orthogonal, 3, 160, 1.4e-2, 7.9e-2",
        "sobol, 3, 160, 1.1e-2, 5.9e-2",
        "distance, 3, 160, 6.4e-4, 2.6e-2",
        "orthogonal, 10, 640, 9.7e-3, 8.9e-2",
        "sobol, 10, 640, 1.0e-2, 8.6e-2",
    })
    void unitVectors(String rule, int d, int slices, double value, double gradient) {
        double c = SlicingConstant.of(d, 1);
        double square = 0;
        double squareOfGradient = 0;
        int runs = 250;
        for (int run = 0; run < runs; run++) {
            Points drawn =
                    Brute.named(rule).draw(slices, d, Seed.seed(4).split(run)).points();
            Points u = Directions.iid().draw(1, d, Seed.seed(5).split(run)).points();
            double[] mean = new double[d];
            double length = 0;
            for (int p = 0; p < slices; p++) {
                double t = Brute.project(u, drawn, p)[0];
                length += c * Math.abs(t) / slices;
                for (int k = 0; k < d; k++) {
                    mean[k] += c * Math.signum(t) * drawn.get(p, k) / slices;
                }
            }
            square += Math.pow(length - 1, 2) / runs;
            for (int k = 0; k < d; k++) {
                squareOfGradient += Math.pow(mean[k] - u.get(0, k), 2) / runs;
            }
        }
        assertThat(Math.sqrt(square)).isCloseTo(value, withinPercentage(20));
        assertThat(Math.sqrt(squareOfGradient)).isCloseTo(gradient, withinPercentage(12));
    }

    /** Values with equal angles: eight sets of P/8 err by P^(−2) each. */
    @Test
    void valuesWithEqualAnglesGainTwoPowers() {
        Points x = Points.uniform(20, 2, Seed.seed(1));
        Points y = Points.gaussian(15, 2, Seed.seed(2));
        double exact = Mmd.riesz(1).squared(x, y);
        double[] slices = {64, 128, 256, 512};
        double[] errors = new double[slices.length];
        for (int k = 0; k < slices.length; k++) {
            for (int run = 0; run < 200; run++) {
                double value = Mmd.riesz(1)
                        .sliced((int) slices[k])
                        .seed(Seed.seed(8).split(run))
                        .squared(x, y)
                        .value();
                errors[k] += Math.pow(value - exact, 2);
            }
            errors[k] = Math.sqrt(errors[k]);
        }
        assertThat(slope(slices, errors)).isCloseTo(-2, within(0.25));
    }

    /** One unit vector in the plane: at most 0.803/P² in the value and 1.558/P in the gradient. */
    @Test
    void largestErrorsOfEqualAngles() {
        for (int slices : new int[] {32, 100, 256}) {
            double value = 0;
            double gradient = 0;
            for (int run = 0; run < 3000; run++) {
                Points drawn = Directions.equispaced()
                        .draw(slices, 2, Seed.seed(9).split(run))
                        .points();
                double[] mean = new double[3];
                for (int p = 0; p < slices; p++) {
                    mean[0] += Math.abs(drawn.get(p, 0)) * Math.PI / 2 / slices;
                    mean[1] += Math.signum(drawn.get(p, 0)) * drawn.get(p, 0) * Math.PI / 2 / slices;
                    mean[2] += Math.signum(drawn.get(p, 0)) * drawn.get(p, 1) * Math.PI / 2 / slices;
                }
                value = Math.max(value, Math.abs(mean[0] - 1));
                gradient = Math.max(gradient, Math.hypot(mean[1] - 1, mean[2]));
            }
            // Which phases an offset can reach depends on whether P is odd, so the largest may be smaller.
            assertThat(value * slices * slices).isBetween(0.6, 0.84);
            assertThat(gradient * slices).isBetween(1.4, 1.6);
        }
    }
}
