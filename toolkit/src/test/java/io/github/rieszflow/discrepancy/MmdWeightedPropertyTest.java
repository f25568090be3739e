package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.transport.Wasserstein;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for all weighted measures, on random ones that are drawn together with what must come out. */
class MmdWeightedPropertyTest {
    private static final double[] EXPONENTS = {0.3, 0.5, 1, 1.5, 1.9};
    /** Directions with whole coordinates and a whole length: multiples of 1/32 of them are exact in single precision. */
    private static final int[][] DIRECTIONS = {{1}, {3, 4}, {1, 2, 2}, {2, 3, 6}, {1, 1, 1, 1}};

    private static final int[] LENGTHS = {1, 5, 3, 7, 2};

    /** Two measures on a line through R^d, and MMD² for r = 1 and W1 by the distribution functions on that line. */
    private record Drawn(Measure x, Measure y, double squared, double wasserstein) {
        static Drawn of(int seed) {
            RandomStream random = Seed.seed(seed).stream();
            int kind = random.nextInt(DIRECTIONS.length);
            int[] direction = DIRECTIONS[kind];
            int n = 1 + random.nextInt(80);
            int m = 1 + random.nextInt(80);
            int[] at = IntStream.range(0, n + m)
                    .map(i -> random.nextInt(200) - 100)
                    .toArray();
            double[] w = weights(random, n);
            double[] u = weights(random, m);
            double squared = 0;
            double wasserstein = 0;
            // Between two neighbours of the lattice the distribution functions are constant.
            for (int z = -100; z < 100; z++) {
                double difference = 0;
                for (int i = 0; i < n; i++) {
                    difference += at[i] <= z ? w[i] : 0;
                }
                for (int j = 0; j < m; j++) {
                    difference -= at[n + j] <= z ? u[j] : 0;
                }
                squared += 2 * difference * difference * LENGTHS[kind] / 32;
                wasserstein += Math.abs(difference) * LENGTHS[kind] / 32;
            }
            return new Drawn(
                    place(Arrays.copyOf(at, n), direction).weighted(w),
                    place(Arrays.copyOfRange(at, n, n + m), direction).weighted(u),
                    squared,
                    wasserstein);
        }

        /** Some are zero, never all; they add up to 1. */
        private static double[] weights(RandomStream random, int n) {
            double[] w = new double[n];
            Arrays.setAll(w, i -> i == 0 ? 0.1 : random.nextInt(5) == 0 ? 0 : random.nextDouble());
            double sum = Arrays.stream(w).sum();
            Arrays.setAll(w, i -> w[i] / sum);
            return w;
        }

        private static Points place(int[] at, int[] direction) {
            float[] data = new float[at.length * direction.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = at[i / direction.length] * direction[i % direction.length] / 32f;
            }
            return Points.adopt(data, at.length, direction.length);
        }
    }

    private static void forEach(int count, Consumer<Drawn> check) {
        for (int seed = 0; seed < count; seed++) {
            check.accept(Drawn.of(seed));
        }
    }

    private static double[] doubles(Points points) {
        float[] values = points.toArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static double size(double[] vectors) {
        return Arrays.stream(vectors).map(Math::abs).max().orElseThrow();
    }

    @Test
    void closedForm() {
        forEach(60, m -> {
            assertThat(Mmd.riesz(1).squared(m.x, m.y)).isCloseTo(m.squared, within(1e-11));
            assertThat(Wasserstein.order(1).distance(m.x, m.y)).isCloseTo(m.wasserstein, within(1e-11));
        });
    }

    @Test
    void pointMasses() {
        RandomStream random = Seed.seed(9).stream();
        for (double r : EXPONENTS) {
            double h = 1 + random.nextInt(100) / 8.0;
            double p = random.nextDouble();
            Points a = Points.of(new double[] {0, 0, 0}, new double[] {3 * h, 0, 4 * h});
            // δ_0 against (1−p)δ_0 + pδ_z: 2p‖z‖^r − 2p(1−p)‖z‖^r.
            assertThat(Mmd.riesz(r).squared(a.weighted(1, 0), a.weighted(1 - p, p)))
                    .isCloseTo(2 * p * p * Math.pow(5 * h, r), within(1e-10));
        }
    }

    /** Translation, reflection, scale, and the order of the points. */
    @Test
    void symmetries() {
        forEach(30, m -> {
            for (double r : EXPONENTS) {
                Mmd mmd = Mmd.riesz(r);
                int d = m.x.dimension();
                double[] by = new double[d];
                Arrays.fill(by, -2.5);
                double squared = mmd.squared(m.x, m.y);
                double[] g = doubles(mmd.velocity(m.x, m.y));
                double tolerance = 1e-6 * (1 + size(g));
                Measure x = m.x.at(m.x.points().translate(by));
                Measure y = m.y.at(m.y.points().translate(by));
                assertThat(mmd.squared(x, y)).isCloseTo(squared, within(1e-10));
                assertThat(doubles(mmd.velocity(x, y))).containsExactly(g, within(tolerance));
                x = m.x.at(m.x.points().scale(-4));
                y = m.y.at(m.y.points().scale(-4));
                assertThat(mmd.squared(x, y)).isCloseTo(Math.pow(4, r) * squared, within(1e-9));
                assertThat(doubles(mmd.velocity(x, y).scale(-Math.pow(4, 1 - r))))
                        .containsExactly(g, within(tolerance));
                int[] order = Seed.seed(3).stream().permutation(m.x.size());
                double[] weights = Arrays.stream(order).mapToDouble(m.x::weight).toArray();
                x = m.x.points().select(order).weighted(weights);
                assertThat(mmd.squared(x, m.y)).isCloseTo(squared, within(1e-11));
                assertThat(doubles(mmd.velocity(x, m.y)))
                        .containsExactly(doubles(mmd.velocity(m.x, m.y).select(order)), within(tolerance));
            }
        });
    }

    /** No net force within the particles; nothing between equal measures; on the line no velocity above 2. */
    @Test
    void forces() {
        forEach(30, m -> {
            for (double r : EXPONENTS) {
                Mmd mmd = Mmd.riesz(r);
                int d = m.x.dimension();
                double[] total = new double[d];
                float[] g = mmd.gradient(m.x, m.y).toArray();
                for (int i = 0; i < g.length; i++) {
                    total[i % d] += g[i];
                }
                double[] byTargets = new double[d];
                for (int i = 0; i < m.x.size(); i++) {
                    float[] alone = mmd.gradient(m.x.points().select(i), m.y).row(0);
                    for (int k = 0; k < d; k++) {
                        byTargets[k] += m.x.weight(i) * alone[k];
                    }
                }
                assertThat(total).containsExactly(byTargets, within(1e-5 * (1 + size(byTargets))));
                // Sums of the same weights in another order.
                assertThat(mmd.squared(m.x, m.x)).isCloseTo(0, within(1e-28));
                assertThat(size(doubles(mmd.velocity(m.x, m.x)))).isLessThan(1e-14);
            }
            for (float v : Mmd.riesz(1).velocity(m.x, m.y).toArray()) {
                assertThat(Math.abs(v)).isLessThanOrEqualTo(2);
            }
        });
    }

    /** The gradient is the slope of F, and small steps along the velocity go down. */
    @Test
    void slopes() {
        for (int seed = 0; seed < 10; seed++) {
            int d = 1 + seed % 3;
            RandomStream random = Seed.seed(seed).stream();
            Measure x = Points.gaussian(6, d, Seed.seed(seed).split(1)).weighted(Drawn.weights(random, 6));
            Measure y = Points.gaussian(9, d, Seed.seed(seed).split(2)).weighted(Drawn.weights(random, 9));
            for (double r : new double[] {1, 1.5, 1.9}) {
                Mmd mmd = Mmd.riesz(r);
                double h = 1.0 / 1024;
                double[] g = doubles(mmd.gradient(x, y));
                for (int i = 0; i < g.length; i++) {
                    double slope = (mmd.functional(moved(x, i, h), y) - mmd.functional(moved(x, i, -h), y)) / (2 * h);
                    // On the line F has kinks for r = 1 and sharp bends close to others.
                    assertThat(slope).isCloseTo(g[i], within(2e-3));
                }
                double[] v = doubles(mmd.velocity(x, y));
                float[] position = x.points().toArray();
                for (int i = 0; i < v.length; i++) {
                    position[i] += (float) (1e-3 * v[i]);
                }
                assertThat(mmd.functional(x.at(Points.adopt(position, 6, d)), y))
                        .isLessThan(mmd.functional(x, y));
            }
        }
    }

    private static Measure moved(Measure x, int coordinate, double by) {
        float[] data = x.points().toArray();
        data[coordinate] += (float) by;
        return x.at(Points.adopt(data, x.size(), x.dimension()));
    }

    /** −‖x−y‖^r + ‖x‖^r + ‖y‖^r gives the same MMD²: what depends on one point alone cancels. */
    @Test
    void thePositiveDefiniteKernel() {
        forEach(10, m -> {
            for (double r : EXPONENTS) {
                double sum = 0;
                for (Measure a : new Measure[] {m.x, m.y}) {
                    for (Measure b : new Measure[] {m.x, m.y}) {
                        for (int i = 0; i < a.size(); i++) {
                            for (int j = 0; j < b.size(); j++) {
                                double kernel = norm(a, i, b, -1, r) + norm(b, j, a, -1, r) - norm(a, i, b, j, r);
                                sum += (a == b ? 1 : -1) * a.weight(i) * b.weight(j) * kernel;
                            }
                        }
                    }
                }
                assertThat(Mmd.riesz(r).squared(m.x, m.y)).isCloseTo(sum, within(1e-10));
            }
        });
    }

    /** ‖a_i − b_j‖^r, or ‖a_i‖^r if there is no j. */
    private static double norm(Measure a, int i, Measure b, int j, double r) {
        double square = 0;
        for (int k = 0; k < a.dimension(); k++) {
            square += Math.pow(a.points().get(i, k) - (j < 0 ? 0.0 : b.points().get(j, k)), 2);
        }
        return Math.pow(square, r / 2);
    }
}
