package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine against the same sum in double precision, pair by pair, on the very directions it drew. */
class EngineGradientTest {
    private static final Seed SEED = Seed.seed(11);

    private static float[] gradient(CpuEngine engine, SlicedProblem problem, Points x, Points y) {
        SlicedDescent descent = engine.open(problem, x, y);
        return Brute.gradient(descent, SEED);
    }

    /** On Vector lanes where the JVM has them, on plain lanes, and on several threads: bit for bit the same. */
    private static float[] sameOnAllEngines(SlicedProblem problem, Points x, Points y) {
        float[] g = gradient(Engine.cpu().threads(1), problem, x, y);
        assertThat(gradient(Engine.cpu().plain().threads(1), problem, x, y)).isEqualTo(g);
        assertThat(gradient(Engine.cpu().threads(8), problem, x, y)).isEqualTo(g);
        return g;
    }

    @ParameterizedTest
    @CsvSource({
        "iid, 200, 157, 1, 1",
        "iid, 300, 257, 2, 40",
        "iid, 33, 70, 5, 7",
        "iid, 512, 512, 784, 1000",
        "equispaced, 301, 100, 2, 33",
        "equispaced, 120, 130, 2, 1",
        "fibonacci, 200, 333, 3, 17",
        "orthogonal, 90, 91, 1, 4",
        "orthogonal, 66, 200, 2, 5",
        "orthogonal, 200, 99, 3, 30",
        "orthogonal, 130, 99, 5, 30",
        "orthogonal, 64, 312, 13, 8",
        "orthogonal, 129, 140, 64, 130",
        "orthogonal, 90, 80, 130, 140",
        "hadamard, 80, 77, 1, 9",
        "hadamard, 80, 77, 65, 3",
        "hadamard, 77, 45, 100, 9",
        "hadamard, 300, 200, 128, 40",
        "hadamard, 70, 100, 64, 200",
        "hadamard, 150, 120, 130, 300",
        "hadamard, 90, 130, 784, 1100",
        "automatic, 100, 100, 1, 9",
        "automatic, 100, 100, 2, 9",
        "automatic, 100, 100, 3, 9",
        "automatic, 100, 100, 20, 9",
        "automatic, 100, 100, 128, 9",
    })
    void isThatOfTheSamePairs(String rule, int n, int m, int d, int slices) {
        Directions directions = Brute.named(rule);
        Points x = Points.uniform(n, d, Seed.seed(1));
        Points y = Points.gaussian(m, d, Seed.seed(2)).scale(0.3);
        DrawnDirections drawn = directions.draw(slices, d, SEED);
        double[] expected = Brute.sliced(x, y, drawn.points(), SlicingConstant.of(drawn.space(), 1), Brute::frozen);
        float[] actual = sameOnAllEngines(new SlicedProblem(1, directions, slices, LineSolver.exact()), x, y);
        // Keys have 22 bits and projections 24: neighbours closer than that may swap, which changes a rank by one.
        assertThat(Brute.relative(actual, expected)).isLessThan(3e-4);
    }

    /** A coarse grid on the line: every kind of tie, in clouds too large to be sorted for their size alone. */
    @ParameterizedTest
    @CsvSource({"FREEZE, 3", "SPLIT, 3", "FREEZE, 40", "SPLIT, 40", "FREEZE, 2000", "SPLIT, 2000"})
    void tiesOnTheLine(Ties ties, int places) {
        Points x = grid(150, places, 3);
        Points y = grid(131, places, 4);
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 1, LineSolver.exact(ties));
        double sign = Directions.iid().draw(1, 1, SEED).points().get(0, 0);
        // Split ranks follow the index, so that a line that is turned around is not the mirror image.
        Brute.LineGradient rule = ties == Ties.SPLIT ? Brute::split : Brute::frozen;
        double[] expected = Brute.sliced(x, y, Points.line(sign), 1, rule);
        assertThat(Brute.relative(sameOnAllEngines(problem, x, y), expected)).isLessThan(1e-6);
    }

    private static Points grid(int n, int places, int seed) {
        var random = Seed.seed(seed).stream();
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
            data[i] = random.nextInt(places);
        }
        return Points.adopt(data, n, 1);
    }

    @Test
    void frozenTwinsStayTogether() {
        Points half = Points.gaussian(100, 7, Seed.seed(5));
        Points y = Points.gaussian(150, 7, Seed.seed(6));
        float[] g = sameOnAllEngines(
                new SlicedProblem(1, Directions.orthogonal(), 20, LineSolver.exact(Ties.FREEZE)), half.concat(half), y);
        for (int i = 0; i < 700; i++) {
            assertThat(g[700 + i]).isEqualTo(g[i]);
        }
        float[] once = sameOnAllEngines(
                new SlicedProblem(1, Directions.orthogonal(), 20, LineSolver.exact(Ties.FREEZE)), half, y);
        double[] expected = new double[700];
        for (int i = 0; i < 700; i++) {
            expected[i] = once[i];
        }
        assertThat(Brute.relative(java.util.Arrays.copyOf(g, 700), expected)).isLessThan(1e-6);
    }

    @Test
    void splitTwinsArePushedApartSymmetrically() {
        Points half = Points.gaussian(100, 7, Seed.seed(5));
        Points y = Points.gaussian(150, 7, Seed.seed(6));
        Directions rule = Directions.orthogonal();
        Points directions = rule.draw(20, 7, SEED).points();
        double[] expected = Brute.sliced(half.concat(half), y, directions, SlicingConstant.of(7, 1), Brute::split);
        float[] g = sameOnAllEngines(new SlicedProblem(1, rule, 20, LineSolver.exact()), half.concat(half), y);
        assertThat(Brute.relative(g, expected)).isLessThan(3e-4);
        assertThat(g[700]).isNotEqualTo(g[0]);
    }
}
