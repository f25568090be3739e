package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sessions allocate against what the engine promises, counted by the JVM on one thread. */
class EngineMemoryTest {
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double SMALL = 64e3;

    private static long allocated() {
        return JVM.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static double panels(int n) {
        return (n + 127) / 128 * 128;
    }

    /** The formula of CpuEngine's documentation. */
    private static double promised(SlicedProblem problem, int particles, int targets, int d) {
        Directions rule = problem.directions().within(d, problem.slices());
        boolean hadamard = rule.equals(Directions.hadamard());
        double n = panels(particles);
        double m = panels(targets);
        double slices = (problem.slices() + 3) / 4 * 4;
        double space = rule.draw(1, d, Seed.DEFAULT).space();
        double rows = Math.min(slices, hadamard ? space : d <= 16 ? 24 : 192);
        double more = problem.exponent() == 1 ? 0 : 32 * (n + m) + 130_000;
        double bins = problem.solver() instanceof LineSolver.Binned binned ? 12 << binned.bits() : 0;
        if (bins > 0 && d <= 8 && particles + targets >= 1 << 19) {
            bins = 160.0 / 12 * bins + 12 * slices * d + 250_000;
        }
        double local = bins == 0 && d == 2 && particles + targets >= 1 << 20 ? 48.0 * Math.max(n, m) : 0;
        double orthogonal = rule.equals(Directions.orthogonal()) ? 8.0 * Math.min(problem.slices(), d) * d : 0;
        return 4 * d * (3 * n + m)
                + 4 * rows * (n + m)
                + 12 * slices * d
                + 24 * (n + m)
                + 4 * 128 * Math.max(rows, space)
                + 150_000
                + bins
                + orthogonal
                + local
                + more;
    }

    /** On plain lanes: those of the Vector API allocate until they are compiled. */
    @ParameterizedTest
    @CsvSource({
        "iid, 1000, 2000, 10, 1, 0", "iid, 1000, 2000, 10, 100, 0", "orthogonal, 3000, 3000, 100, 1000, 0",
        "hadamard, 3000, 2000, 784, 1000, 0", "hadamard, 300, 4000, 130, 700, 0", "automatic, 5000, 5000, 2, 100, 0",
        "iid, 10, 10, 3000, 5, 0", "iid, 5, 5, 1, 1, 0", "iid, 1000, 2000, 10, 100, 16",
        "orthogonal, 100, 200, 60, 10, 0", "automatic, 300000, 300000, 2, 20, 14", "automatic, 600000, 600000, 2, 4, 0",
        "hadamard, 3000, 2000, 130, 100, 12", "iid, 1000, 2000, 10, 20, 0.5", "hadamard, 100, 200, 130, 100, 1.5",
    })
    void isNoMoreThanPromised(String rule, int n, int m, int d, int slices, double how) {
        // Bits of binned ranks, or an exponent.
        double r = how > 0 && how < 2 ? how : 1;
        int bits = how > 2 ? (int) how : 0;
        SlicedProblem problem = new SlicedProblem(
                r, Brute.named(rule), slices, bits == 0 ? LineSolver.exact() : LineSolver.binned(bits));
        Points x = Points.uniform(n, d, Seed.seed(1));
        Points y = Points.gaussian(m, d, Seed.seed(2));
        CpuEngine engine = Engine.cpu().plain().threads(1);
        run(engine.open(problem, x, y), x);
        long before = allocated();
        SlicedDescent descent = engine.open(problem, x, y);
        run(descent, x);
        double total = allocated() - before;
        // At least the panels: that the JVM counts at all.
        assertThat(total).isBetween(4.0 * d * (3.0 * n + m), promised(problem, n, m, d) + 3 * SMALL);

        before = allocated();
        descent.step(Seed.seed(5), 0.1, 0.5);
        assertThat((double) (allocated() - before)).isLessThan(SMALL);
    }

    private static void run(SlicedDescent descent, Points x) {
        descent.load(x, null);
        descent.step(Seed.seed(3), 0.1, 0.5);
        descent.step(Seed.seed(3), 0.1, 0.5);
        descent.values(Seed.seed(4));
    }

    @Test
    void sizesThatDoNotFitAreRefusedByTheirBytes() {
        Points y = Points.dirac(10, 3072);
        SlicedProblem problem = new SlicedProblem(1, Directions.hadamard(), 1000, LineSolver.exact());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CpuSession(
                        problem, 1_000_000, 10, 3072, Masses.uniform(1_000_000, 10), Team.of(1), new PlainLanes()))
                .withMessageStartingWith("slicing 1000000×3072 particles against 10×3072 targets would take 3")
                .withMessageContaining(" GB, the Java heap has ")
                .withMessageContaining("take fewer points or slices, or start Java with a larger heap (-Xmx)");
        SlicedProblem slices = new SlicedProblem(1, Directions.iid(), 2_000_000, LineSolver.exact());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.cpu().open(slices, y, y))
                .withMessageContaining("would take 24.6 GB");
    }

    @Test
    void shapesAndNumbersThatDoNotFitAreRefused() {
        SlicedDescent descent = Engine.cpu()
                .open(
                        new SlicedProblem(1, Directions.iid(), 5, LineSolver.exact()),
                        Points.dirac(7, 3),
                        Points.dirac(4, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> descent.load(Points.dirac(6, 3), null))
                .withMessage("this descent is for 7×3 particles: received 6×3; open another one for other shapes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> descent.load(Points.dirac(7, 3), Points.dirac(7, 2)))
                .withMessage("this descent is for 7×3 momentum: received 7×2; open another one for other shapes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlicedProblem(1, Directions.iid(), 0, LineSolver.exact()))
                .withMessage("the number of slices must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlicedProblem(1.5, Directions.iid(), 1, LineSolver.binned(12)))
                .withMessage("binned ranks are for r = 1, where ranks are all that counts: received r = 1.5;"
                        + " use LineSolver.exact()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineSolver.binned(7))
                .withMessage("the number of bits of binned ranks must lie in [8, 16]: received 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.cpu().threads(0))
                .withMessage("the number of threads must lie in [1, 4096]: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.cpu()
                        .open(
                                new SlicedProblem(1, Directions.iid(), 5, LineSolver.exact()),
                                Points.dirac(7, 2),
                                Points.dirac(4, 3)))
                .withMessage("x and y must have the same dimension: x is 7×2, y is 4×3");
    }
}
