package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.WeightedPoints;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps give what lines give, bit for bit. */
class BinnedSweepsTest {
    private static final Seed SEED = Seed.seed(3);
    /** So many points in one cloud are swept. */
    private static final int MANY = 1 << 19;

    /** What sweeps add up, whatever the number of points; null if they give up. */
    private static float @Nullable [] swept(SlicedProblem problem, Points x, Points y, int threads, Lanes lanes) {
        int d = x.dimension();
        Team team = Team.of(threads);
        Panels particles = new Panels(x.size(), d, lanes.width());
        Panels targets = new Panels(y.size(), d, lanes.width());
        Panels sum = new Panels(x.size(), d, lanes.width());
        particles.pack(x, team);
        targets.pack(y, team);
        DirectionSource directions = DirectionSource.open(problem.directions(), d, problem.slices(), threads);
        BinnedSweeps sweeps = new BinnedSweeps(problem, directions, threads, lanes);
        // Twice: nothing may be left of the first time.
        for (int i = 0; i < 2; i++) {
            Arrays.fill(sum.data, 0);
            if (!sweeps.accumulate(SEED, particles, targets, sum, team)) {
                return null;
            }
        }
        float[] gradient = new float[x.size() * d];
        sum.unpack(team, SlicingConstant.of(d, 1) / problem.slices(), gradient);
        return gradient;
    }

    /** Clouds of less and of more than a tile, of whole and of broken panels; blocks of all sizes. */
    @ParameterizedTest
    @CsvSource({
        "iid, 1, 10, 3, 1",
        "automatic, 2, 4096, 4096, 10",
        "automatic, 2, 4097, 8191, 13",
        "iid, 2, 9000, 4100, 9",
        "automatic, 3, 20001, 7, 12",
        "orthogonal, 5, 33, 12345, 21",
        "orthogonal, 8, 5000, 5000, 16",
    })
    void giveWhatLinesGive(String rule, int d, int n, int m, int slices) {
        Points x = Points.uniform(n, d, Seed.seed(1));
        Points y = Points.gaussian(m, d, Seed.seed(2)).scale(0.4);
        for (int bits : new int[] {8, 14}) {
            SlicedProblem problem = new SlicedProblem(1, Brute.named(rule), slices, LineSolver.binned(bits));
            float[] lines = gradient(problem, x, y);
            assertThat(swept(problem, x, y, 1, Lanes.get())).isEqualTo(lines);
            assertThat(swept(problem, x, y, 5, Lanes.get())).isEqualTo(lines);
            assertThat(swept(problem, x, y, 2, new PlainLanes())).isEqualTo(lines);
        }
    }

    @Test
    void weightsOfDirections() {
        WeightedPoints directions =
                Directions.equispaced().draw(6, 2, SEED).points().weighted(1, 2, 3, 0, 5, 6);
        SlicedProblem problem = new SlicedProblem(1, Directions.of(directions), 6, LineSolver.binned(12));
        Points x = Points.uniform(5000, 2, Seed.seed(1));
        Points y = Points.gaussian(300, 2, Seed.seed(2));
        assertThat(swept(problem, x, y, 2, Lanes.get())).isEqualTo(gradient(problem, x, y));
    }

    /** All in one place: a line of no width. */
    @Test
    void onePlace() {
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 5, LineSolver.binned(10));
        Points x = Points.dirac(5000, 2);
        assertThat(swept(problem, x, x, 2, Lanes.get())).containsOnly(0f);
    }

    /** Through a descent: the same bits for all, and close to exact ranks by the solver's own formula. */
    @Test
    void manyPoints() {
        int n = MANY - 100_000;
        Points x = Points.uniform(n, 2, Seed.seed(1));
        Points y = Points.gaussian(100_000, 2, Seed.seed(2)).scale(0.4);
        SlicedProblem problem = new SlicedProblem(1, Directions.automatic(), 5, LineSolver.binned(14));
        float[] binned = Brute.gradient(Engine.cpu().threads(2).open(problem, x, y), SEED);
        assertThat(Brute.gradient(Engine.cpu().threads(1).open(problem, x, y), SEED))
                .isEqualTo(binned);
        assertThat(Brute.gradient(Engine.cpu().threads(3).plain().open(problem, x, y), SEED))
                .isEqualTo(binned);
        assertThat(swept(problem, x, y, 2, Lanes.get())).isEqualTo(binned);
        float[] exact = Brute.gradient(
                Engine.cpu().open(new SlicedProblem(1, Directions.automatic(), 5, LineSolver.exact()), x, y), SEED);
        double square = 0;
        for (int i = 0; i < exact.length; i++) {
            square += Math.pow(binned[i] - exact[i], 2);
        }
        // On a line 2/√(min(N,M)·2^bits) + 2^−bits at most, averaged over five lines in the plane.
        double line = 2 / Math.sqrt(100_000.0 * (1 << 14)) + 1.0 / (1 << 14);
        assertThat(Math.sqrt(square / n))
                .isCloseTo(0, within(2 * line * SlicingConstant.of(2, 1) / Math.sqrt(5)))
                .isPositive();
    }

    /** The last of nine lines, in a block of its own, is longer than single precision can hold: then all are made. */
    @Test
    void linesThatAreTooLong() {
        float[] far = Points.uniform(MANY, 2, Seed.seed(1)).toArray();
        far[0] = 3e38f;
        far[1] = 3e38f;
        far[2] = -3e38f;
        far[3] = -3e38f;
        Points x = Points.adopt(far, MANY, 2);
        Points y = Points.uniform(10, 2, Seed.seed(2));
        float root = (float) Math.sqrt(0.5);
        float[] across = new float[18];
        for (int p = 0; p < 8; p++) {
            across[2 * p] = root;
            across[2 * p + 1] = -root;
        }
        across[16] = root;
        across[17] = root;
        Points all = Points.adopt(across, 9, 2);
        Points last = Points.adopt(new float[] {root, root}, 1, 2);
        SlicedProblem binned = new SlicedProblem(1, Directions.of(all), 9, LineSolver.binned(12));
        assertThat(swept(binned, x, y, 2, Lanes.get())).isNull();
        float[] gradient = gradient(binned, x, y);
        float[] short8 = gradient(new SlicedProblem(1, Directions.of(all.take(8)), 8, LineSolver.binned(12)), x, y);
        float[] long1 = gradient(new SlicedProblem(1, Directions.of(last), 1, LineSolver.exact(Ties.FREEZE)), x, y);
        double most = 0;
        for (int i = 0; i < gradient.length; i++) {
            most = Math.max(most, Math.abs(gradient[i] - (8 * short8[i] + long1[i]) / 9));
        }
        assertThat(most).isLessThan(1e-6);
    }

    private static float[] gradient(SlicedProblem problem, Points x, Points y) {
        return Brute.gradient(Engine.cpu().open(problem, x, y), SEED);
    }
}
