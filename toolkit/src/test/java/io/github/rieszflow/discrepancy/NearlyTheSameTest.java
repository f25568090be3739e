package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Engine;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets a millionth away from the particles: what is between them is told as well as ever. */
class NearlyTheSameTest {
    private static final int N = 60;

    private static void close(SlicedMmd mmd, Measure x, Measure y) {
        Estimate estimate = mmd.squared(x, y);
        double exact = mmd.exact().squared(x, y);
        assertThat(estimate.value())
                .as("%s", mmd)
                .isCloseTo(exact, within(5 * estimate.standardError() + 1e-3 * exact));
        assertThat(estimate.standardError()).as("%s", mmd).isLessThan(0.2 * exact);
    }

    @ParameterizedTest
    @CsvSource({"2, 1e-5", "3, 3e-6", "50, 1e-6", "50, 1e-7", "784, 1e-6", "784, 1e-5", "784, 3e-5"})
    void atAnyDistance(int d, double distance) {
        Points x = Points.gaussian(N, d, seed(1));
        Points y = x.plus(Points.gaussian(N, d, seed(2)).scale(distance));
        for (double r : new double[] {0.5, 1, 1.5}) {
            close(Mmd.riesz(r).sliced(400), x, y);
        }
        close(Mmd.riesz(1).sliced(400).with(Directions.iid()), x, y);
        double[] weights = IntStream.range(0, N).mapToDouble(i -> 1 + i % 3).toArray();
        close(Mmd.riesz(1).sliced(400), x.weighted(weights), y.weighted(weights));
    }

    /** MMD² grows like the distance, on both sides of where the way to find it changes. */
    @Test
    void bothWaysAgree() {
        Points x = Points.gaussian(N, 20, seed(1));
        Points by = Points.gaussian(N, 20, seed(2));
        SlicedMmd mmd = Mmd.riesz(1).sliced(200);
        double far = mmd.squared(x, x.plus(by.scale(1e-3))).value() / 1e-3;
        for (double distance : new double[] {1e-4, 3e-5, 2e-5, 1.5e-5, 1e-5, 3e-6}) {
            double near = mmd.squared(x, x.plus(by.scale(distance))).value() / distance;
            assertThat(near).as("%s", distance).isCloseTo(far, within(0.01 * far));
        }
    }

    @Test
    void theSameOnAnyNumberOfThreads() {
        Points x = Points.gaussian(N, 20, seed(1));
        Points y = x.plus(Points.gaussian(N, 20, seed(2)).scale(1e-6));
        SlicedMmd mmd = Mmd.riesz(1).sliced(100);
        assertThat(mmd.on(Engine.cpu().threads(1)).squared(x, y))
                .isEqualTo(mmd.on(Engine.cpu().threads(3).plain()).squared(x, y));
    }

    @Test
    void theSamePoints() {
        Points x = Points.gaussian(N, 784, seed(1));
        assertThat(Mmd.riesz(1).sliced(100).squared(x, x).value()).isZero();
        int[] turned = IntStream.range(0, N).map(i -> N - 1 - i).toArray();
        assertThat(Mmd.riesz(1).sliced(100).squared(x, x.select(turned)).value())
                .isZero();
    }
}
