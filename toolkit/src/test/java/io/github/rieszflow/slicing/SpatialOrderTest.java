package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Millions of particles in the plane: another way through memory, the same numbers. */
final class SpatialOrderTest {
    private static final Team TEAM = Team.of(2);

    /** On one line, partitions say bit for bit what fused ranks say: uneven numbers, ties, gaps and both parities. */
    @ParameterizedTest
    @CsvSource({"1000, 1000", "1000, 700", "5000, 12345", "40000, 3"})
    void partitionsAgreeWithFusedRanksInEveryBit(int n, int m) {
        RandomStream random = seed(n + m).stream();
        float[] line = new float[n + m];
        for (int i = 0; i < line.length; i++) {
            double u = random.nextDouble();
            // Many on few places, most of a smooth distribution, none in between.
            line[i] = (float) (i % 7 == 0 ? Math.floor(40 * u) / 40 : u + (u > 0.5 ? 1 : 0));
        }
        FusedRanks stage = new FusedRanks(Ties.SPLIT, Lanes.get());
        for (int row = 0; row < 2; row++) {
            float[] fused = line.clone();
            float[] parted = line.clone();
            stage.gradient(fused, 0, n, row, new LineScratch(n, m, false));
            LineScratch local = new LineScratch(n, m, true);
            stage.gradient(parted, 0, n, row, local);
            assertThat(Arrays.stream(local.order).anyMatch(o -> o != 0))
                    .as("partitions were at work")
                    .isTrue();
            assertThat(parted).isEqualTo(fused);
        }
    }

    @Test
    void aCrowdedPartitionIsLeftToTheSort() {
        int n = 20_000;
        float[] line = Points.gaussian(2 * n, 1, seed(1)).toArray();
        line[5] = 1e9f;
        float[] sorted = line.clone();
        SortedLine.gradient(sorted, 0, n, new LineScratch(n, n, false), true);
        new FusedRanks(Ties.SPLIT, Lanes.get()).gradient(line, 0, n, 0, new LineScratch(n, n, true));
        assertThat(line).isEqualTo(sorted);
    }

    /** Every particle has one place, comes back to its own, and the nearest in memory are near in space. */
    @ParameterizedTest
    @CsvSource({"1", "100", "70001"})
    void theOrderIsOneOfNeighbours(int size) {
        Lanes lanes = Lanes.get();
        Points points = Points.uniform(size, 2, seed(3));
        Panels x = new Panels(size, 2, lanes.width());
        x.pack(points, TEAM);
        SpatialOrder order = new SpatialOrder(size, 2, lanes);
        order.sort(x, TEAM);
        Points sorted = Points.adopt(order.x.unpack(TEAM), size, 2);
        System.arraycopy(order.x.data, 0, order.g.data, 0, order.x.data.length);
        Panels back = new Panels(size, 2, lanes.width());
        order.unsort(back, TEAM);
        assertThat(back.unpack(TEAM)).isEqualTo(points.toArray());
        double cell = 2 * Math.sqrt(512.0 / size);
        double path = 0;
        for (int i = 1; i < size; i++) {
            path += Math.hypot(sorted.get(i, 0) - sorted.get(i - 1, 0), sorted.get(i, 1) - sorted.get(i - 1, 1));
        }
        assertThat(path / size).isLessThan(cell);
    }

    @Test
    void allAtOnePlaceIsAnOrderToo() {
        Lanes lanes = Lanes.get();
        Panels x = new Panels(100, 2, lanes.width());
        x.pack(Points.dirac(100, 2), TEAM);
        SpatialOrder order = new SpatialOrder(100, 2, lanes);
        order.sort(x, TEAM);
        assertThat(order.x.data).containsOnly(0f);
    }

    /** Against the mean ranks of a sort, on the same directions, where the session takes the other way. */
    @Test
    void aMillionPointsGetTheGradientOfTheSortedLines() {
        int n = 600_000;
        int m = 500_000;
        assertThat(SpatialOrder.pays(n, m, 2)).isTrue();
        Points x = Points.uniform(n, 2, seed(5));
        Points y = Points.gaussian(m, 2, seed(6));
        float[] split = gradient(x, y, LineSolver.exact(), 2);
        float[] sorted = gradient(x, y, LineSolver.exact(Ties.FREEZE), 2);
        double distance = 0;
        double norm = 0;
        for (int i = 0; i < split.length; i++) {
            distance += Math.pow((double) split[i] - sorted[i], 2);
            norm += Math.pow(sorted[i], 2);
        }
        assertThat(Math.sqrt(distance / norm)).isPositive().isLessThan(3e-5);
        assertThat(gradient(x, y, LineSolver.exact(), 1)).isEqualTo(split);
    }

    private static float[] gradient(Points x, Points y, LineSolver solver, int threads) {
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 2, solver);
        return Brute.gradient(Engine.cpu().threads(threads).open(problem, x, y), seed(7));
    }

    /** Of many points some meet by rounding on a line: that is no reason to sort it. */
    @Test
    void onlyParticlesThatReallySitOnTargetsAreTied() {
        int n = 100_000;
        float[] line = new float[2 * n];
        RandomStream random = seed(8).stream();
        for (int i = 0; i < line.length; i++) {
            line[i] = (float) (Math.floor(random.nextDouble() * 1000) / 1000);
        }
        LineScratch scratch = new LineScratch(n, n);
        assertThat(scratch.tied(line, 0, n, 100, (i, j) -> false)).isFalse();
        assertThat(scratch.tied(line, 0, n, 100, (i, j) -> true)).isTrue();
    }
}
