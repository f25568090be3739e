package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine against the same sum in double precision, pair by pair, on the very directions it drew. */
class CpuSessionTest {
    private static final Seed SEED = Seed.seed(11);

    /** N ∂_iF by formula (2.1) with means at ties, summed over slices and projected back. */
    private static double[] pairwise(Points x, Points y, Points directions, double constant) {
        int d = x.dimension();
        double[] g = new double[x.size() * d];
        for (int p = 0; p < directions.size(); p++) {
            double[] px = project(x, directions, p);
            double[] py = project(y, directions, p);
            for (int i = 0; i < px.length; i++) {
                double v = 0;
                for (double z : py) {
                    v += Math.signum(px[i] - z) / py.length;
                }
                for (double z : px) {
                    v -= Math.signum(px[i] - z) / px.length;
                }
                for (int k = 0; k < d; k++) {
                    g[i * d + k] += constant * v * directions.get(p, k) / directions.size();
                }
            }
        }
        return g;
    }

    static double[] project(Points x, Points directions, int p) {
        double[] line = new double[x.size()];
        for (int i = 0; i < line.length; i++) {
            for (int k = 0; k < x.dimension(); k++) {
                line[i] += (double) x.get(i, k) * directions.get(p, k);
            }
        }
        return line;
    }

    static double relative(float[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(error / norm);
    }

    @ParameterizedTest
    @CsvSource({
        "iid, 300, 257, 2, 40",
        "equispaced, 301, 100, 2, 33",
        "fibonacci, 200, 333, 3, 17",
        "orthogonal, 130, 99, 7, 30",
        "orthogonal, 64, 512, 13, 8",
        "iid, 100, 100, 1, 3",
        "hadamard, 300, 200, 50, 40",
        "hadamard, 150, 200, 200, 300",
        "hadamard, 77, 45, 3, 9",
        "iid, 512, 512, 784, 100",
    })
    void gradientIsThatOfTheSamePairs(String rule, int n, int m, int d, int slices) {
        Directions directions = named(rule);
        Points x = Points.uniform(n, d, Seed.seed(1));
        Points y = Points.gaussian(m, d, Seed.seed(2)).scale(0.3);
        int space = directions.space(d);
        double[] expected = pairwise(x, y, directions.draw(slices, d, SEED), SlicingConstant.of(space, 1));
        for (CpuEngine engine : new CpuEngine[] {Engine.cpu(), Engine.cpu().plain()}) {
            SlicedSession session = engine.open(new SlicedProblem(1, directions, slices, LineSolver.exact()), n, y);
            session.load(x, null);
            // Keys have 22 bits; neighbours closer than that may swap.
            assertThat(relative(session.gradient(SEED), expected)).isLessThan(3e-4);
        }
    }

    static Directions named(String rule) {
        return switch (rule) {
            case "iid" -> Directions.iid();
            case "orthogonal" -> Directions.orthogonal();
            case "hadamard" -> Directions.hadamard();
            case "equispaced" -> Directions.equispaced();
            case "fibonacci" -> Directions.fibonacci();
            default -> throw new IllegalArgumentException(rule);
        };
    }

    @Test
    void constantsOfTheLineAndThePlane() {
        assertThat(SlicingConstant.of(1, 1)).isEqualTo(1);
        assertThat(SlicingConstant.of(2, 1)).isCloseTo(Math.PI / 2, within(1e-15));
    }
}
