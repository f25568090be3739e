package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discrepancies of continuous measures that are known in closed form. */
class MmdClosedFormTest {
    /** Midpoints of N equal intervals. For N a power of two they are exact in single precision. */
    private static Points interval(int n, double from) {
        return Points.line(
                IntStream.range(0, n).mapToDouble(i -> from + (i + 0.5) / n).toArray());
    }

    /**
     * U[0,1] against U[a,a+1]. The error of the midpoint rule for |x−y|^r is of order N^{−1−r} at the kink and N^{−2}
     * elsewhere.
     */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5, 0.3087462748450339", "1, 0.5, 0.4166666666666667", "1.5, 0.5, 0.4674572784681816",
        "0.5, 1, 0.8836555997292694", "1, 1, 1.3333333333333333", "1.5, 1, 1.671704799767945",
        "0.5, 2, 1.746532676872072", "1, 2, 3.3333333333333335", "1.5, 2, 5.288675384317752",
    })
    void intervals(double r, double a, double expected) {
        int n = 1024;
        assertThat(Mmd.riesz(r).squared(interval(n, 0), interval(n, a)))
                .isCloseTo(expected, within(3 * Math.pow(n, -Math.min(2, 1 + r))));
    }

    /** U[0,1] against δ_a. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 0.8", "1, 0, 0.6666666666666666", "1.5, 0, 0.5714285714285714",
        "0.5, 0.5, 0.40947570824873", "1, 0.5, 0.16666666666666666", "1.5, 0.5, 0.05427128390319044",
    })
    void intervalAgainstPointMass(double r, double a, double expected) {
        int n = 1024;
        assertThat(Mmd.riesz(r).squared(interval(n, 0), Points.line(a)))
                .isCloseTo(expected, within(3 * Math.pow(n, -Math.min(2, 1 + r))));
    }

    @ParameterizedTest
    @CsvSource({"0.5", "1", "1.5"})
    void pointMasses(double r) {
        Points a = Points.of(new double[][] {{1, 2, 3}, {1, 2, 3}});
        Points b = Points.of(new double[][] {{3, 3, 1}});
        assertThat(Mmd.riesz(r).squared(a, b)).isCloseTo(2 * Math.pow(3, r), withinPercentage(1e-12));
    }

    /** The unit circle in equal steps, against its centre. */
    @ParameterizedTest
    @CsvSource({"0.5, 1.078705202376759", "1, 1.2732395447351628", "1.5, 1.573787465354795"})
    void circle(double r, double meanDistance) {
        int n = 1500;
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * i / n;
            points[i] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        // Coordinates are rounded to single precision, the sum over angles errs by N^{−1−r}.
        assertThat(Mmd.riesz(r).squared(Points.of(points), Points.dirac(1, 2)))
                .isCloseTo(2 - meanDistance, within(1e-7 + 10 * Math.pow(n, -1 - r)));
    }

    /**
     * N(0, I) against N(m, s²I). Samples of N points each have the expectation MMD² + (E‖X−X′‖^r + E‖Y−Y′‖^r)/N; the mean over
     * seeds must lie within four of its standard errors, which themselves are small.
     */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 2, 1, 0.09841286204376882", "1, 0, 2, 1, 0.1831107310190045", "1.5, 0, 2, 1, 0.2139622610684214",
        "0.5, 1, 1, 1, 0.2300072299527707", "1, 1, 1, 1, 0.5418065793059575", "1.5, 1, 1, 1, 1.063111832561807",
        "0.5, 0.5, 2, 1, 0.1289579840730626", "1, 0.5, 2, 1, 0.2719470945005127", "1.5, 0.5, 2, 1, 0.4291935712816447",
        "0.5, 1, 1, 2, 0.1530700046268999", "1, 1, 1, 2, 0.4298213646053648", "1.5, 1, 1, 2, 0.9600924279378142",
        "0.5, 1, 1, 10, 0.0510776392908223", "1, 1, 1, 10, 0.215862876506694", "1.5, 1, 1, 10, 0.6927891591558384",
        "0.5, 0.5, 2, 784, 0.6334810117741447", "1, 0.5, 2, 784, 6.427810404961619",
                "1.5, 0.5, 2, 784, 36.89858964041527",
    })
    void gaussians(double r, double shift, double sigma, int d, double expected) {
        int seeds = 20;
        int n = d > 100 ? 30 : d == 1 ? 300 : 200;
        double[] by = new double[d];
        by[0] = shift;
        Mmd mmd = Mmd.riesz(r);
        double[] values = new double[seeds];
        for (int i = 0; i < seeds; i++) {
            Points x = Points.gaussian(n, d, Seed.seed(i));
            Points y = Points.gaussian(n, d, Seed.seed(1000 + i)).scale(sigma).translate(by);
            values[i] = mmd.squared(x, y) - (own(mmd, x) + own(mmd, y)) / (n - 1);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (seeds - 1);
        double error = Math.sqrt(variance / seeds);
        assertThat(error).isLessThan(0.1 * expected);
        assertThat(mean).isCloseTo(expected, within(4 * error));
    }

    /** A uniform distribution whose mean distance is known: N points each from its own seed. */
    private static Points sample(String shape, int d, int n, Seed seed) {
        if (shape.equals("cube")) {
            return Points.uniform(n, d, seed);
        }
        float[] data = Points.gaussian(n, d, seed.split(1)).toArray();
        Points radius = Points.uniform(n, 1, seed.split(2));
        for (int i = 0; i < n; i++) {
            double norm = 0;
            for (int k = 0; k < d; k++) {
                norm += data[i * d + k] * data[i * d + k];
            }
            double r = shape.equals("ball") ? Math.pow(radius.get(i, 0), 1.0 / d) : 1;
            for (int k = 0; k < d; k++) {
                data[i * d + k] *= (float) (r / Math.sqrt(norm));
            }
        }
        return Points.adopt(data, n, d);
    }

    /** E‖X−X′‖^r of two independent points, from pairs of different points; within four standard errors over 20 samples. */
    @ParameterizedTest
    @CsvSource({
        "sphere, 2, 1, 1.2732395447351628", "sphere, 3, 0.5, 1.131370849898476", "sphere, 3, 1, 1.3333333333333333",
        "sphere, 3, 1.5, 1.616244071283537", "sphere, 10, 0.5, 1.176579171256475", "sphere, 10, 1, 1.394776129867746",
        "sphere, 10, 1.5, 1.66488836490364", "cube, 2, 1, 0.5214054331647207", "ball, 2, 1, 0.9054147873672268",
        "ball, 3, 1, 1.0285714285714286", "cube, 784, 1, 11.417",
    })
    void meanDistances(String shape, int d, double r, double expected) {
        int seeds = 20;
        int n = d > 100 ? 40 : 400;
        double[] values = new double[seeds];
        for (int i = 0; i < seeds; i++) {
            values[i] = own(Mmd.riesz(r), sample(shape, d, n, Seed.seed(50 + i))) * n / (n - 1);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (seeds - 1);
        double error = Math.sqrt(variance / seeds);
        assertThat(error).isLessThan(0.01 * expected);
        // In 784 dimensions the number itself is known to 0.005.
        assertThat(mean).isCloseTo(expected, within(4 * error + (d > 100 ? 0.005 : 0)));
    }

    /** E‖X−X′‖^r with all pairs, from F = E‖X−Y‖^r − ½E‖X−X′‖^r at Y = X. */
    private static double own(Mmd mmd, Points x) {
        return 2 * mmd.functional(x, x);
    }
}
