package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinnedRanksTest {
    private static float[] gradient(LineSolver solver, Points x, Points y, int slices) {
        SlicedDescent descent = Engine.cpu().open(new SlicedProblem(1, Directions.orthogonal(), slices, solver), x, y);
        return Brute.gradient(descent, Seed.seed(3));
    }

    /** The error on a line is what the documentation says, far from the targets and close to them. */
    @ParameterizedTest
    @CsvSource({
        "8, 200, 3",
        "8, 4000, 3",
        "8, 4000, 0.05",
        "11, 200, 0.5",
        "11, 4000, 0.05",
        "14, 200, 0.05",
        "14, 1000, 0.5",
        "14, 4000, 3",
        "16, 1000, 0.05",
        "16, 4000, 0.5"
    })
    void errorOfBins(int bits, int n, double shift) {
        int d = 8;
        int slices = 40;
        double[] by = new double[d];
        by[0] = shift;
        Points x = Points.gaussian(n, d, Seed.seed(1)).translate(by);
        Points y = Points.gaussian(n, d, Seed.seed(2));
        float[] exact = gradient(LineSolver.exact(), x, y, slices);
        float[] binned = gradient(LineSolver.binned(bits), x, y, slices);
        double square = 0;
        for (int i = 0; i < exact.length; i++) {
            square += Math.pow(binned[i] - exact[i], 2);
        }
        double line = Math.sqrt(square / n * slices) / SlicingConstant.of(d, 1);
        double bins = 1 << bits;
        assertThat(line).isBetween(1 / Math.sqrt(n * bins), 3 / Math.sqrt(n * bins) + 1.5 / bins);
    }

    /** Where every bin holds one place the bins are exact, with means at ties. */
    @Test
    void placesThatAreBins() {
        var random = Seed.seed(4).stream();
        float[] x = new float[300];
        float[] y = new float[200];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(255);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextInt(255);
        }
        x[0] = 0;
        y[0] = 254;
        Points particles = Points.adopt(x, 300, 1);
        Points targets = Points.adopt(y, 200, 1);
        double sign = Directions.orthogonal().draw(1, 1, Seed.seed(3)).points().get(0, 0);
        double[] expected = Brute.sliced(particles, targets, Points.line(sign), 1, Brute::frozen);
        assertThat(Brute.relative(gradient(LineSolver.binned(8), particles, targets, 1), expected))
                .isLessThan(1e-6);
    }

    /** Weights as large as numbers of copies give what the copies give. */
    @Test
    void weightsAreCopies() {
        Points x = Points.gaussian(700, 3, Seed.seed(1)).translate(0.3, 0, 0);
        Points y = Points.gaussian(500, 3, Seed.seed(2));
        int[] copies = IntStream.range(0, 700)
                .flatMap(i -> IntStream.range(0, 1 + i % 3).map(k -> i))
                .toArray();
        double[] weights = IntStream.range(0, 700).mapToDouble(i -> 1 + i % 3).toArray();
        SlicedProblem problem = new SlicedProblem(1, Directions.orthogonal(), 40, LineSolver.binned(12));
        float[] weighted = Brute.gradient(Engine.cpu().open(problem, x.weighted(weights), y), Seed.seed(3));
        float[] copied = Brute.gradient(Engine.cpu().open(problem, x.select(copies), y), Seed.seed(3));
        for (int k = 0; k < copies.length; k++) {
            for (int c = 0; c < 3; c++) {
                assertThat(weighted[3 * copies[k] + c]).isCloseTo(copied[3 * k + c], within(2e-6f));
            }
        }
    }
}
