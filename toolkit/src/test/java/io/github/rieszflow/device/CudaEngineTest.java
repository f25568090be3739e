package io.github.rieszflow.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.conformance.EngineConformance;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.notebook.Toolkit;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CUDA engine on a twin of the device: the same kernels and the same calls, run by the processor. */
class CudaEngineTest {
    private static final Seed SEED = new Seed(3);
    private static final Points FEW = Points.uniform(10, 2, new Seed(1));
    private static final List<LineSolver> SOLVERS = List.of(LineSolver.exact(), LineSolver.binned(10));

    @BeforeAll
    static void twin() {
        Twin.use();
    }

    @AfterAll
    static void noTwin() {
        Twin.leave();
    }

    @Test
    @Tag("slow")
    void isAnEngine() {
        EngineConformance.of(CudaEngine.on(0)).require();
    }

    @Test
    void discrepanciesAndFlowsComputeThere() {
        Points x = Points.uniform(60, 3, new Seed(1));
        Points y = Points.gaussian(50, 3, new Seed(2));
        SlicedMmd cpu = Mmd.riesz(1).sliced(20);
        SlicedMmd gpu = cpu.on(CudaEngine.on(0));
        assertThat(gpu.squared(x, y)).isEqualTo(cpu.squared(x, y));
        assertThat(gpu.gradient(x, y)).isEqualTo(cpu.gradient(x, y));
        assertThat(ParticleFlow.of(gpu).toward(y).from(x).run(5).last())
                .isEqualTo(ParticleFlow.of(cpu).toward(y).from(x).run(5).last());
    }

    private static SlicedProblem problem(Directions directions, int slices, LineSolver solver) {
        return new SlicedProblem(1, directions, slices, solver);
    }

    /** A gradient and two steps have the processor's bits. */
    private static void same(SlicedProblem problem, Points x, Points y, CudaEngine engine) {
        try (var gpu = engine.open(problem, x, y);
                var cpu = Engine.cpu().threads(1).open(problem, x, y)) {
            equal(gradient(gpu, x), gradient(cpu, x), problem);
            for (int step = 0; step < 2; step++) {
                double largest = gpu.step(SEED.split(step), 0.5, 0.7);
                assertThat(largest).isEqualTo(cpu.step(SEED.split(step), 0.5, 0.7));
            }
            assertThat(gpu.particles()).isEqualTo(cpu.particles());
            equal(gpu.momentum().toArray(), cpu.momentum().toArray(), problem);
        }
    }

    private static float[] gradient(SlicedDescent descent, Points x) {
        float[] gradient = new float[x.size() * x.dimension()];
        Arrays.fill(gradient, Float.NaN);
        descent.gradient(SEED, gradient);
        return gradient;
    }

    /** Up to the sign of zeros. */
    private static void equal(float[] ours, float[] theirs, SlicedProblem problem) {
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != theirs[i]) {
                assertThat(ours[i]).as(problem + ", number " + i).isEqualTo(theirs[i]);
            }
        }
    }

    private static void same(SlicedProblem problem, Points x, Points y) {
        same(problem, x, y, CudaEngine.on(0));
    }

    @ParameterizedTest
    @ValueSource(ints = 784)
    void rotationsHaveTheProcessorsBits(int d) {
        rotated(d);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(ints = {30, 65, 128, 200, 300, 2000, 3000})
    void rotationsOfAllSizesHaveTheProcessorsBits(int d) {
        rotated(d);
    }

    private static void rotated(int d) {
        for (LineSolver solver : SOLVERS) {
            same(
                    problem(Directions.hadamard(), Math.min(d + 3, 30), solver),
                    Points.uniform(70, d, new Seed(1)),
                    Points.gaussian(83, d, new Seed(2)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 130})
    void productsHaveTheProcessorsBits(int d) {
        multiplied(d);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(ints = {2, 3, 16, 17, 20, 257})
    void productsOfAllSizesHaveTheProcessorsBits(int d) {
        multiplied(d);
    }

    private static void multiplied(int d) {
        for (LineSolver solver : SOLVERS) {
            same(
                    problem(Directions.iid(), 13, solver),
                    Points.uniform(131, d, new Seed(1)),
                    Points.gaussian(150, d, new Seed(2)));
        }
    }

    @Test
    void ruleOfTheDimensionIsTheProcessors() {
        for (int d : new int[] {2, 40}) {
            same(
                    problem(Directions.automatic(), 6, LineSolver.exact()),
                    Points.uniform(100, d, new Seed(1)),
                    Points.gaussian(120, d, new Seed(2)));
        }
        Points x = Points.uniform(100, 3, new Seed(1));
        Points given = Directions.iid().draw(9, 3, new Seed(5)).points();
        same(
                problem(Directions.of(given), 9, LineSolver.exact()),
                x,
                x.scale(0.5).translate(1, 2, 3));
    }

    @Test
    void severalRotationsAddUp() {
        several(130, LineSolver.binned(10));
    }

    @Test
    @Tag("slow")
    void severalRotationsAddUpWithEachSolver() {
        SOLVERS.forEach(solver -> several(300, solver));
    }

    private static void several(int slices, LineSolver solver) {
        same(
                problem(Directions.hadamard(), slices, solver),
                Points.uniform(90, 70, new Seed(1)),
                Points.gaussian(70, 70, new Seed(2)));
    }

    @Test
    void blocksOfDirectionsUnderALimitAddUp() {
        Points x = Points.uniform(200, 9, new Seed(1));
        Points y = Points.gaussian(100, 9, new Seed(2));
        SlicedProblem problem = problem(Directions.iid(), 40, LineSolver.exact());
        CudaEngine engine = CudaEngine.on(0).atMost(70_000);
        try (var gpu = (CudaDescent) engine.open(problem, x, y)) {
            assertThat(gpu.bytes()).isLessThan(70_000);
            assertThat(gpu.rows()).isBetween(2, 39);
        }
        same(problem, x, y, engine);
        assertThatThrownBy(() -> CudaEngine.on(0).atMost(10_000).open(problem, x, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200×9 particles against 100×9 targets would take")
                .hasMessageContaining("of which a descent may take 10.0 kB")
                .hasMessageContaining("CudaEngine.atMost");
        assertThatThrownBy(() -> engine.atMost(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of bytes must be at least 1: received 0");
    }

    @Test
    void tiesAndOutliersAreTheProcessors() {
        Points x = Points.uniform(150, 5, new Seed(1));
        Points y = Points.gaussian(90, 5, new Seed(2));
        LineSolver exact = LineSolver.exact();
        SlicedProblem problem = problem(Directions.iid(), 6, exact);
        same(problem, Points.dirac(150, 5), y);
        same(problem, y, y);
        same(problem, y.concat(x), y);
        same(problem, x.take(20), y);
        same(problem, x.take(1), y);
        same(problem, x, y.take(1));
        same(problem, x.concat(x.take(1).scale(1e7)), y);
        same(problem, x.scale(1e38), y.scale(8e37));
        same(problem(Directions.iid(), 6, LineSolver.exact(Ties.FREEZE)), Points.dirac(150, 5), y);
        same(problem(Directions.iid(), 6, LineSolver.binned(12)), Points.dirac(150, 5), y);
        same(problem(Directions.iid(), 6, LineSolver.binned(12)), x.scale(3e38).translate(-1e38, 0, 0, 0, 0), y);
    }

    @Test
    @Tag("slow")
    void morePointsThanFitIntoSharedMemory() {
        Points x = Points.gaussian(66_000, 2, new Seed(1));
        Points y = Points.uniform(65_000, 2, new Seed(2));
        same(problem(Directions.equispaced(), 1, LineSolver.exact()), x, y);
        same(problem(Directions.equispaced(), 1, LineSolver.binned(12)), x, y);
        same(problem(Directions.equispaced(), 1, LineSolver.exact()), x.take(20_000), y.take(20_000));
    }

    @Test
    void particlesMomentumAndTargetsAreReplaced() {
        Points x = Points.uniform(80, 20, new Seed(1));
        Points y = Points.gaussian(80, 20, new Seed(2));
        SlicedProblem problem = problem(Directions.iid(), 10, LineSolver.exact());
        try (var gpu = CudaEngine.on(0).open(problem, x, x.scale(2));
                var cpu = Engine.cpu().threads(1).open(problem, y, x)) {
            gpu.step(SEED, 0.5, 0.7);
            gpu.load(y, x);
            gpu.aim(x);
            assertThat(gpu.particles()).isEqualTo(y);
            assertThat(gpu.momentum()).isEqualTo(x);
            cpu.load(y, x);
            gpu.step(SEED, 0.5, 0.7);
            cpu.step(SEED, 0.5, 0.7);
            assertThat(gpu.particles()).isEqualTo(cpu.particles());
            gpu.load(y, null);
            assertThat(gpu.momentum().toArray()).containsOnly(0);
            cpu.load(y, null);
            assertThat(gpu.read(SEED)).isEqualTo(cpu.read(SEED));
        }
    }

    @Test
    void particlesThatDivergeAreSeen() {
        Points x = Points.uniform(80, 20, new Seed(1));
        for (LineSolver solver : SOLVERS) {
            try (var gpu = CudaEngine.on(0).open(problem(Directions.iid(), 10, solver), x, x.scale(2))) {
                assertThat(gpu.step(SEED, Double.MAX_VALUE, 0)).isInfinite();
                assertThat(gpu.step(SEED, 1, 0)).isInfinite();
                assertThatThrownBy(gpu::particles)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("points must be finite");
            }
            try (var gpu = CudaEngine.on(0).open(problem(Directions.iid(), 10, solver), x, x)) {
                assertThat(gpu.step(SEED, Double.MAX_VALUE, 0))
                        .as("an infinite step times a gradient that is zero")
                        .isNaN();
            }
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        Points x = Points.uniform(80, 20, new Seed(1));
        refused(new SlicedProblem(1.5, Directions.iid(), 5, LineSolver.exact()), x, "for r = 1: received r = 1.5");
        double[] weights = new double[80];
        Arrays.fill(weights, 1);
        var weighted = x.weighted(weights);
        SlicedProblem plain = problem(Directions.iid(), 5, LineSolver.exact());
        assertThat(CudaEngine.on(0).supports(plain, weighted, x)).isFalse();
        assertThat(CudaEngine.on(0).supports(plain, x, weighted)).isFalse();
        assertThat(CudaEngine.on(0).supports(plain, x, x)).isTrue();
        refused(problem(Directions.iid(), 5, LineSolver.binned(16)), x, "2^16 bins");
        refused(problem(Directions.hadamard(), 5, LineSolver.exact()), Points.uniform(3, 5000, new Seed(1)), "4096");
        Points given = Directions.iid().draw(3, 20, new Seed(5)).points();
        refused(problem(Directions.of(given.weighted(1, 2, 3)), 3, LineSolver.exact()), x, "weighted directions");
    }

    private static void refused(SlicedProblem problem, Points x, String why) {
        assertThat(CudaEngine.on(0).supports(problem, x, x)).isFalse();
        assertThatThrownBy(() -> CudaEngine.on(0).open(problem, x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("use Engine.cpu()");
    }

    @Test
    void closingGivesAllMemoryBack() {
        closesAllOf(20);
        SlicedDescent closed = CudaEngine.on(0).open(problem(Directions.iid(), 1, LineSolver.exact()), FEW, FEW);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.step(SEED, 1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this descent is closed: open another one to go on");
    }

    @Test
    @Tag("slow")
    void aThousandDescentsLeaveNothing() {
        closesAllOf(1000);
    }

    private static void closesAllOf(int descents) {
        SlicedProblem problem = problem(Directions.iid(), 1, LineSolver.exact());
        // The kernels that the first step loads stay.
        run(problem, FEW);
        long before = Twin.holds();
        for (int i = 0; i < descents; i++) {
            try (var gpu = CudaEngine.on(0).open(problem, FEW, FEW)) {
                assertThat(Twin.holds()).isGreaterThan(before);
                gpu.step(SEED, 1, 0);
            }
        }
        assertThat(Twin.holds()).isEqualTo(before);
    }

    @Test
    void everyErrorOfTheDriverIsOneSentenceAndLeavesNothing() {
        Points x = Points.uniform(100, 20, new Seed(1));
        SlicedProblem problem = problem(Directions.iid(), 5, LineSolver.exact());
        run(problem, x);
        long before = Twin.holds();
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            Twin.fail(calls, 700);
            try {
                run(problem, x);
                failed = false;
            } catch (IllegalStateException e) {
                assertThat(e.getMessage())
                        .startsWith("the CUDA driver could not ")
                        .endsWith(": an illegal memory access was encountered (CUDA_ERROR_ILLEGAL_ADDRESS)");
            }
            Twin.fail(-1, 0);
            assertThat(Twin.holds()).isEqualTo(before);
        }
        assertThat(calls).as("calls that can fail").isGreaterThan(15);
    }

    private static void run(SlicedProblem problem, Points x) {
        try (var gpu = CudaEngine.on(0).open(problem, x, x.scale(2))) {
            gpu.step(SEED, 1, 0.5);
            gpu.particles();
        }
    }

    @Test
    void noMemoryIsSaidWithTheNumberOfBytes() {
        Points x = Points.uniform(100, 20, new Seed(1));
        SlicedProblem problem = problem(Directions.iid(), 5, LineSolver.exact());
        Twin.memory(20_000);
        try {
            assertThatThrownBy(() -> CudaEngine.on(0).atMost(1_000_000).open(problem, x, x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the device has not the ")
                    .hasMessageContaining("(20.0 kB are free)");
        } finally {
            Twin.memory(2L << 30);
        }
    }

    @Test
    void devicesAreListed() {
        assertThat(CudaEngine.available()).isTrue();
        assertThat(CudaEngine.devices()).containsExactly(new CudaDevice(0, "host twin", 2L << 30, "8.0", "13.0"));
        assertThat(CudaEngine.on(0))
                .hasToString("GPU 0: host twin, 2.1 GB, compute capability 8.0, driver for CUDA 13.0");
        assertThatThrownBy(() -> CudaEngine.on(1)).hasMessage("there is 1 CUDA device: received index 1");
    }

    @Test
    void theToolkitTellsOfIt() {
        String told =
                "GPU 0: host twin, 2.1 GB, compute capability 8.0, driver for CUDA 13.0; flows stay on the processor,"
                        + " the default, until .on(DeviceEngine.on(Device.gpu(0))): the toolkit's kernels, and PyTorch's"
                        + " tensor operations for what these refuse";
        assertThat(Toolkit.info().cuda()).isEqualTo(told);
        assertThat(Toolkit.info().toString()).contains(", CUDA: " + told + ", ").doesNotContain("\n");
        assertThat(Toolkit.info().picture().bundle())
                .hasEntrySatisfying(
                        "text/html", html -> assertThat(html.toString()).contains("host twin"));
        Twin.leave();
        try {
            assertThat(Toolkit.info().toString()).doesNotContain("host twin");
        } finally {
            Twin.use();
        }
    }

    @Test
    void aLibraryThatIsNotThereIsNoDriver() {
        String twin = System.getProperty(CudaDriver.LIBRARY);
        System.setProperty(CudaDriver.LIBRARY, "libnothing.so.1");
        try {
            assertThat(CudaEngine.devices()).isEmpty();
            assertThatThrownBy(() -> CudaEngine.on(0))
                    .hasMessage("no CUDA driver was found on this machine: use Engine.cpu()");
        } finally {
            System.setProperty(CudaDriver.LIBRARY, twin);
        }
    }
}
