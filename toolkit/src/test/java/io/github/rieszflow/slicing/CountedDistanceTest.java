package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bounds enclose the distance that double precision finds on sorted lines. */
class CountedDistanceTest {
    private static final int[] DIMENSIONS = {1, 2, 3, 5, 8, 16, 17, 40};

    /** c/P Σ 2∫(F−G)² over the directions that counts use. */
    static double exact(double[][] x, double[] wx, double[][] y, double[] wy, int slices, Seed seed) {
        int d = x[0].length;
        int count = d == 1 ? 1 : slices;
        DirectionSource source = DirectionSource.open(Directions.automatic(), d, count, 1);
        float[] rows = new float[count * d];
        source.drawSets(seed.split(seed.value()), rows);
        double sum = 0;
        for (int p = 0; p < count; p++) {
            sum += line(projections(x, rows, p), wx, projections(y, rows, p), wy);
        }
        return 2 * SlicingConstant.of(d, 1) * sum / count;
    }

    private static double[] projections(double[][] points, float[] rows, int p) {
        return Arrays.stream(points)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int k = 0; k < row.length; k++) {
                        sum += row[k] * rows[p * row.length + k];
                    }
                    return sum;
                })
                .toArray();
    }

    private static double line(double[] x, double[] wx, double[] y, double[] wy) {
        record Step(double at, double rise) {}
        double ofX = Arrays.stream(wx).sum();
        double ofY = Arrays.stream(wy).sum();
        Step[] steps = new Step[x.length + y.length];
        Arrays.setAll(
                steps,
                i -> i < x.length ? new Step(x[i], wx[i] / ofX) : new Step(y[i - x.length], -wy[i - x.length] / ofY));
        Arrays.sort(steps, (a, b) -> Double.compare(a.at, b.at));
        double difference = 0;
        double sum = 0;
        for (int i = 0; i + 1 < steps.length; i++) {
            difference += steps[i].rise;
            sum += difference * difference * (steps[i + 1].at - steps[i].at);
        }
        return sum;
    }

    /** Points of all sorts: normal, with ties, with heavy tails, far from 0, tiny, all the same. */
    private static double[][] cloud(int kind, int n, int d, RandomStream random) {
        double[][] points = new double[n][d];
        for (double[] point : points) {
            for (int k = 0; k < d; k++) {
                double z = random.nextGaussian();
                point[k] = (float)
                        switch (kind) {
                            case 0 -> z;
                            case 1 -> Math.rint(z);
                            case 2 -> z / random.nextGaussian();
                            case 3 -> 10_000 + z;
                            case 4 -> 1e-20 * z;
                            case 5 -> 0.25;
                            case 6 -> random.nextBoolean() ? 1e15 * z : z;
                            default -> StrictMath.exp(3 * z);
                        };
            }
        }
        return points;
    }

    private static float[] single(double[] point) {
        float[] own = new float[point.length];
        for (int k = 0; k < own.length; k++) {
            own[k] = (float) point[k];
        }
        return own;
    }

    private static Points points(double[][] rows) {
        return Points.of(Arrays.stream(rows).map(CountedDistanceTest::single).toArray(float[][]::new));
    }

    private static double[] weights(boolean weighted, int n, RandomStream random) {
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> weighted ? random.nextExponential() : 1);
        return weights;
    }

    @Test
    void boundsEncloseTheExactDistance() {
        for (int i = 0; i < 1000; i++) {
            RandomStream random = seed(5).split(i).stream();
            int d = DIMENSIONS[random.nextInt(DIMENSIONS.length)];
            int n = i % 100 == 0 ? 9000 : 1 + random.nextInt(60);
            int m = i % 7 == 0 ? 1 : 1 + random.nextInt(60);
            double[][] x = cloud(i % 8, n, d, random);
            double[][] y = i % 9 == 0 ? x : cloud(random.nextInt(4) == 0 ? random.nextInt(8) : i % 8, m, d, random);
            boolean weighted = i % 3 == 2;
            double[] wx = weights(weighted, x.length, random);
            double[] wy = weights(weighted, y.length, random);
            SlicedEnergy energy = SlicedEnergy.of(4, 512 << random.nextInt(4)).seed(seed(i));
            energy = weighted ? energy.weightUnit(0x1p-10) : energy;
            energy = switch (i % 4) {
                case 0 -> energy;
                case 1 -> energy.around(points(x));
                case 2 -> energy.within(points(y));
                default -> {
                    EnergyAccumulator first = energy.accumulator();
                    first.x().accept(points(x));
                    first.y().accept(points(y));
                    yield energy.within(first);
                }
            };
            EnergyAccumulator counts = energy.accumulator();
            for (int j = 0; j < x.length; j++) {
                counts.x().accept(x[j], wx[j]);
            }
            for (int j = 0; j < y.length; j++) {
                counts.y().accept(single(y[j]), wy[j]);
            }
            EnergyBounds bounds = counts.result();
            double exact = exact(x, wx, y, wy, 4, seed(i));
            assertThat(bounds.lower())
                    .as("case %d, kind %d, %d×%d against %d, %s", i, i % 8, n, d, m, energy)
                    .isLessThanOrEqualTo(exact);
            assertThat(bounds.upper())
                    .as("case %d, kind %d, %d×%d against %d, %s", i, i % 8, n, d, m, energy)
                    .isGreaterThanOrEqualTo(exact);
            assertThat(bounds.contains(bounds.value().value())).isTrue();
        }
    }

    @Test
    void boundsAreNarrowWhereBinsFit() {
        Points x = Points.gaussian(20_000, 8, seed(1));
        Points y = Points.gaussian(20_000, 8, seed(2)).translate(0.2, 0, 0, 0, 0, 0, 0, 0);
        SlicedEnergy plain = SlicedEnergy.of(16, 4096);
        double exact = exact(rows(x), ones(x), rows(y), ones(y), 16, Seed.DEFAULT);
        for (SlicedEnergy energy : new SlicedEnergy[] {plain.around(x.take(500)), plain.within(x)}) {
            EnergyAccumulator counts = energy.accumulator();
            counts.x().accept(x);
            counts.y().accept(y);
            EnergyBounds bounds = counts.result();
            assertThat(bounds.contains(exact)).isTrue();
            assertThat(bounds.relativeWidth()).isLessThan(0.03);
            assertThat(bounds.value().value()).isCloseTo(exact, within(2e-6 * exact));
        }
    }

    private static double[][] rows(Points points) {
        double[][] rows = new double[points.size()][points.dimension()];
        for (int i = 0; i < rows.length; i++) {
            float[] row = points.row(i);
            Arrays.setAll(rows[i], k -> row[k]);
        }
        return rows;
    }

    private static double[] ones(Points points) {
        double[] ones = new double[points.size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void twoPointsOnTheLineAreTheirDistanceApart() {
        EnergyAccumulator counts =
                SlicedEnergy.of(64, 65536).around(Points.line(0, 3)).accumulator();
        counts.x().accept(0f);
        counts.y().accept(3f);
        // 2E|X−Y| − 0 − 0.
        EnergyBounds bounds = counts.result();
        assertThat(bounds.contains(6)).isTrue();
        assertThat(bounds.relativeWidth()).isLessThan(1e-5);
        assertThat(bounds.value().over()).isEqualTo(io.github.rieszflow.measure.Estimate.Over.NOTHING);
    }
}
