package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first gradient of a descent, for which no cloud is kept, against later ones. */
class PassingGradientTest {
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static float[] gradient(SlicedDescent descent, Points x) {
        float[] gradient = new float[x.size() * x.dimension()];
        Arrays.fill(gradient, Float.NaN);
        descent.gradient(seed(9), gradient);
        return gradient;
    }

    private static Measure measure(Points points, boolean weighted) {
        double[] weights = new double[points.size()];
        Arrays.setAll(weights, i -> 1 + i % 3);
        return weighted ? points.weighted(weights) : points;
    }

    /** Sizes at the edges of panels, few and many slices, on all kinds of lines; the seventh has ties. */
    @ParameterizedTest
    @CsvSource({
        "iid, 1000, 700, 40, 20, 1, 0, false", "hadamard, 1025, 2048, 130, 100, 1, 0, false",
        "orthogonal, 640, 129, 17, 192, 1, 0, false", "hadamard, 2000, 300, 784, 300, 1, 12, false",
        "iid, 1536, 1000, 300, 5, 1.5, 0, false", "hadamard, 900, 1100, 65, 70, 0.5, 0, true",
        "iid, 1500, 1500, 30, 64, 1, 0, true", "iid, 3000, 2000, 20, 193, 1, 0, false",
        "automatic, 2000, 2000, 3, 64, 1, 0, false", "sobol, 700, 900, 33, 31, 1, 14, false",
    })
    void isTheSameBitForBit(String rule, int n, int m, int d, int slices, double r, int bits, boolean weighted) {
        SlicedProblem problem = new SlicedProblem(
                r, Brute.named(rule), slices, bits == 0 ? LineSolver.exact() : LineSolver.binned(bits));
        Points x = Points.uniform(n, d, seed(1));
        Points y = n == m ? x : Points.gaussian(m, d, seed(2)).scale(0.4);
        for (CpuEngine engine : new CpuEngine[] {
            Engine.cpu().threads(1),
            Engine.cpu().threads(3),
            Engine.cpu().plain().threads(2)
        }) {
            try (SlicedDescent descent = engine.open(problem, measure(x, weighted), measure(y, weighted))) {
                float[] first = gradient(descent, x);
                assertThat(gradient(descent, x)).isEqualTo(first);
                descent.load(x, null);
                descent.aim(y);
                assertThat(gradient(descent, x)).isEqualTo(first);
                assertThat(descent.particles()).isEqualTo(x);
            }
        }
    }

    @Test
    void nothingIsLostByAskingForAGradientFirst() {
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 20, LineSolver.exact());
        Points x = Points.uniform(500, 20, seed(1));
        Points y = Points.gaussian(600, 20, seed(2));
        CpuEngine engine = Engine.cpu().threads(2);
        try (SlicedDescent asked = engine.open(problem, x, y);
                SlicedDescent plain = engine.open(problem, x, y)) {
            gradient(asked, x);
            for (SlicedDescent descent : new SlicedDescent[] {asked, plain}) {
                descent.step(seed(3), 0.1, 0.5);
                descent.step(seed(4), 0.1, 0.5);
            }
            assertThat(asked.particles()).isEqualTo(plain.particles());
            assertThat(asked.momentum()).isEqualTo(plain.momentum());
            assertThat(asked.values(seed(5)).reading())
                    .isEqualTo(plain.values(seed(5)).reading());
        }
    }

    /** All threads together, the first time that these sizes are seen and the next; lanes of the Vector API allocate at first. */
    @ParameterizedTest
    @CsvSource({"5000, 196, 100", "3000, 784, 300", "20000, 64, 30"})
    void takesAtMostTwiceItsResult(int n, int d, int slices) {
        SlicedMmd mmd = Mmd.riesz(1).sliced(slices).on(Engine.cpu().plain().threads(2));
        Points x = Points.uniform(n + 1, d, seed(1));
        Points y = Points.gaussian(n + 1, d, seed(2));
        mmd.gradient(x, y);
        Points some = x.take(n);
        Points others = y.take(n);
        double first = allocatedBy(() -> mmd.gradient(some, others));
        double next = allocatedBy(() -> mmd.gradient(some, others));
        double result = 4.0 * n * d;
        assertThat(first / result).isBetween(1.0, 2.0);
        assertThat(next / result).isBetween(1.0, 1.1);
    }

    private static double allocatedBy(Runnable task) {
        long before = allocated();
        task.run();
        return allocated() - before;
    }

    private static long allocated() {
        long[] all = JVM.getThreadAllocatedBytes(JVM.getAllThreadIds());
        return Arrays.stream(all).filter(bytes -> bytes > 0).sum();
    }
}
