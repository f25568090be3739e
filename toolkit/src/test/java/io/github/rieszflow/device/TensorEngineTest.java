package io.github.rieszflow.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.ResidentMemory;
import io.github.rieszflow.conformance.EngineConformance;
import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensor operations on the processor against the engine that is at home there. */
class TensorEngineTest {
    private static final Seed SEED = new Seed(3);
    private static final TensorEngine ENGINE = TensorEngine.on(Device.cpu());
    private static final LineSolver EXACT = LineSolver.exact();
    /** Few enough for the processor to sort each line, and for lines to be found on which rounding turns no order. */
    private static final int N = 60;

    private static final int M = 47;

    private static SlicedProblem problem(Directions directions, int slices, LineSolver solver) {
        return new SlicedProblem(1, directions, slices, solver);
    }

    private static float[] gradient(SlicedDescent descent, Points x) {
        return gradient(descent, x, SEED);
    }

    private static float[] gradient(SlicedDescent descent, Points x, Seed seed) {
        float[] gradient = new float[x.size() * x.dimension()];
        Arrays.fill(gradient, Float.NaN);
        descent.gradient(seed, gradient);
        return gradient;
    }

    /**
     * The first seed with no line on which two projections differ by less than the rounding of their sums, which comes out
     * differently from one kind of processor to the next: there both orders are right.
     */
    private static Seed apart(SlicedProblem problem, Points x, Points y) {
        Points all = x.concat(y);
        return IntStream.range(0, 1000)
                .mapToObj(SEED::split)
                .filter(seed -> {
                    Points directions = problem.directions()
                            .draw(problem.slices(), x.dimension(), seed)
                            .points();
                    return IntStream.range(0, directions.size()).allMatch(p -> apart(all, directions, p));
                })
                .findFirst()
                .orElseThrow();
    }

    private static boolean apart(Points all, Points directions, int line) {
        double[][] places = new double[all.size()][2];
        for (int i = 0; i < all.size(); i++) {
            for (int k = 0; k < all.dimension(); k++) {
                double product = (double) all.get(i, k) * directions.get(line, k);
                places[i][0] += product;
                places[i][1] += 0x1p-23 * Math.abs(product);
            }
        }
        Arrays.sort(places, Comparator.comparingDouble(place -> place[0]));
        return IntStream.range(1, places.length).allMatch(i -> {
            double gap = places[i][0] - places[i - 1][0];
            return gap == 0 || gap > places[i][1] + places[i - 1][1];
        });
    }

    /** How far apart, in parts of the length of the second. */
    private static double error(float[] ours, float[] theirs) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < ours.length; i++) {
            difference += ((double) ours[i] - theirs[i]) * ((double) ours[i] - theirs[i]);
            length += (double) theirs[i] * theirs[i];
        }
        return difference == 0 ? 0 : Math.sqrt(difference / length);
    }

    /** A gradient and three steps agree. */
    private static void agree(SlicedProblem problem, Points x, Points y, TensorEngine engine) {
        try (var ours = engine.open(problem, x, y);
                var theirs = Engine.cpu().open(problem, x, y)) {
            Seed first = apart(problem, x, y);
            assertThat(error(gradient(ours, x, first), gradient(theirs, x, first)))
                    .as(problem + ", gradient")
                    .isLessThan(1e-5);
            for (int step = 0; step < 3; step++) {
                Seed seed = apart(problem, theirs.particles(), y);
                double largest = ours.step(seed, 0.01, 0.7);
                assertThat(largest).isCloseTo(theirs.step(seed, 0.01, 0.7), within(1e-5 * largest));
            }
            assertThat(error(ours.particles().toArray(), theirs.particles().toArray()))
                    .as(problem + ", particles")
                    .isLessThan(1e-5);
            assertThat(error(ours.momentum().toArray(), theirs.momentum().toArray()))
                    .as(problem + ", momentum")
                    .isLessThan(1e-5);
        }
    }

    private static void agree(SlicedProblem problem, Points x, Points y) {
        agree(problem, x, y, ENGINE);
    }

    /** Which opens a thousand descents; what they leave is seen at the larger ones after them. */
    @Test
    @Tag("slow")
    void isAnEngineAndLeavesNothing() {
        EngineConformance.of(ENGINE).require();
        Assumptions.assumeTrue(ResidentMemory.isKnown());
        // Each holds some eight megabytes, a gradient 1.6 of them.
        Points x = Points.uniform(4000, 100, new Seed(1));
        SlicedProblem problem = problem(Directions.iid(), 1, LineSolver.binned(8));
        float[] gradient = new float[x.size() * x.dimension()];
        long before = 0;
        for (int i = 0; i < 200; i++) {
            if (i == 20) {
                before = residentWithoutGarbage();
            }
            try (var descent = ENGINE.open(problem, x, x)) {
                descent.step(SEED, 1, 0);
                descent.gradient(SEED, gradient);
            }
        }
        assertThat(residentWithoutGarbage() - before).as("growth in kB").isLessThan(100_000);
    }

    private static long residentWithoutGarbage() {
        System.gc();
        return ResidentMemory.kilobytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 784, 3000})
    void rotationsAreTheProcessors(int d) {
        agree(
                problem(Directions.hadamard(), 20, EXACT),
                Points.uniform(N, d, new Seed(1)),
                Points.gaussian(M, d, SEED));
    }

    @Test
    void severalRotationsAddUp() {
        Points x = Points.uniform(30, 65, new Seed(1));
        agree(problem(Directions.hadamard(), 300, EXACT), x, Points.gaussian(25, 65, SEED));
    }

    @Test
    void pointsAreRotatedTileByTile() {
        Points x = Points.uniform(N, 3000, new Seed(1));
        // More points than a tile of 2²⁰/4096 has.
        Points y = Points.gaussian(301, 3000, SEED);
        agree(problem(Directions.hadamard(), 5, EXACT), x, y);
        Points many = Points.uniform(301, 3000, new Seed(2));
        agreeAtOnce(problem(Directions.hadamard(), 3, LineSolver.exact(Ties.FREEZE)), many, x);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 130})
    void independentDirectionsAreTheProcessors(int d) {
        agree(problem(Directions.iid(), 25, EXACT), Points.uniform(N, d, new Seed(1)), Points.gaussian(M, d, SEED));
    }

    @Test
    void otherRulesAreTheProcessors() {
        for (int d : new int[] {1, 2, 3, 40}) {
            Points x = Points.uniform(N, d, new Seed(1));
            Points y = Points.gaussian(M, d, SEED);
            agree(problem(Directions.automatic(), 16, EXACT), x, y);
            agree(problem(Directions.orthogonal(), 16, EXACT), x, y);
            Points given = Directions.iid().draw(9, d, new Seed(5)).points();
            agree(problem(Directions.of(given), 9, EXACT), x, y);
        }
    }

    /** Points on a grid of whole numbers, whose coordinates are their projections. */
    private static Points grid(int size, int d, int values, long seed) {
        var stream = new Seed(seed).stream();
        double[][] rows = new double[size][d];
        for (double[] row : rows) {
            Arrays.setAll(row, k -> stream.nextInt(values) - values / 2);
        }
        return Points.of(rows);
    }

    private static Directions axes(int d) {
        double[][] rows = new double[d][d];
        Arrays.setAll(
                rows,
                k -> IntStream.range(0, d).mapToDouble(j -> j == k ? 1 : 0).toArray());
        return Directions.of(Points.of(rows));
    }

    @Test
    void tiesAreTheProcessors() {
        for (Ties ties : Ties.values()) {
            SlicedProblem problem = problem(axes(3), 3, LineSolver.exact(ties));
            for (int values : new int[] {1, 2, 10, 40}) {
                agreeAtOnce(problem, grid(N, 3, values, 1), grid(M, 3, values, 2));
                // Of more points the processor only sorts lines if some coincide in space.
                agreeAtOnce(problem, grid(200, 3, Math.min(values, 10), 1), grid(150, 3, Math.min(values, 10), 2));
                agreeAtOnce(problem, grid(M, 3, values, 1), grid(M, 3, values, 1));
                agreeAtOnce(problem, grid(N, 3, values, 1), grid(1, 3, values, 2));
                agreeAtOnce(problem, grid(1, 3, values, 1), grid(M, 3, values, 2));
            }
            Points y = grid(M, 3, 10, 2);
            agreeAtOnce(problem, y.concat(y), y);
            agreeAtOnce(problem, Points.dirac(N, 3), y);
            // Zeros of both signs are one place.
            agreeAtOnce(problem, grid(N, 3, 2, 1), grid(M, 3, 2, 2).scale(-1));
        }
    }

    @Test
    void pointsThatCoincideDoSoOnEachLine() {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "products of other processors");
        for (int d : new int[] {20, 130, 784}) {
            for (Directions rule : List.of(Directions.iid(), Directions.hadamard())) {
                // All three times a multiple of 16, as the engine's page asks.
                Points y = Points.gaussian(336, d, SEED);
                SlicedProblem problem = problem(rule, 50, LineSolver.exact(Ties.FREEZE));
                try (var descent = ENGINE.open(problem, y.concat(y), y)) {
                    assertThat(gradient(descent, y.concat(y))).containsOnly(0);
                }
            }
        }
    }

    /** A gradient alone: rounding lets points on a grid leave it in another order. */
    private static void agreeAtOnce(SlicedProblem problem, Points x, Points y) {
        try (var ours = ENGINE.open(problem, x, y);
                var theirs = Engine.cpu().open(problem, x, y)) {
            Seed seed = problem.solver() instanceof LineSolver.Exact ? apart(problem, x, y) : SEED;
            assertThat(error(gradient(ours, x, seed), gradient(theirs, x, seed)))
                    .as(problem + ", " + x.shape() + " to " + y.shape())
                    .isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 16})
    void binsAreTheProcessors(int bits) {
        LineSolver solver = LineSolver.binned(bits);
        // A whole number of bins from one value to the next: rounding puts none into another bin.
        int values = (1 << bits) - 1;
        agreeAtOnce(problem(axes(2), 2, solver), ends(grid(5000, 2, values, 1), values), grid(3000, 2, values, 2));
        agreeAtOnce(problem(axes(2), 2, solver), Points.dirac(N, 2), grid(M, 2, values, 2));
        agreeAtOnce(problem(axes(2), 2, solver), Points.dirac(N, 2), Points.dirac(M, 2));
        Points x = Points.uniform(500, 784, new Seed(1));
        try (var ours = ENGINE.open(problem(Directions.hadamard(), 50, solver), x, x.scale(0.5));
                var theirs = Engine.cpu().open(problem(Directions.hadamard(), 50, solver), x, x.scale(0.5))) {
            // Some projections are within rounding of the border of a bin.
            assertThat(error(gradient(ours, x), gradient(theirs, x))).isLessThan(1e-3);
        }
    }

    /** With both ends of the grid, so that its width is known. */
    private static Points ends(Points grid, int values) {
        double low = -(values / 2);
        double high = low + values - 1;
        return grid.concat(Points.of(new double[][] {{low, low}, {high, high}}));
    }

    @Test
    void linesTooLongForSinglePrecisionAreSorted() {
        Points x = Points.uniform(N, 5, new Seed(1)).scale(3e38).translate(-1e38, 0, 0, 0, 0);
        agreeAtOnce(problem(axes(5), 5, LineSolver.binned(12)), x, Points.gaussian(M, 5, SEED));
    }

    @Test
    void countsThatTakeSixtyFourBits() {
        // No common divisor, so that counts are as large as they get.
        double[] even = IntStream.range(0, 23_000)
                .mapToDouble(i -> 2 * (i * 7919L % 23_000))
                .toArray();
        double[] odd = IntStream.range(0, 22_999).mapToDouble(i -> 2 * i + 1).toArray();
        // A bin is then 256 wide, without rounding.
        odd[0] = 254 * 256;
        Points x = Points.line(even);
        Points y = Points.line(odd);
        SlicedProblem problem = problem(Directions.iid(), 1, EXACT);
        try (var open = ENGINE.open(problem, x, y)) {
            assertThat(((TensorDescent) open).plan().fewCounts()).isFalse();
        }
        agreeAtOnce(problem, x, y);
        agreeAtOnce(problem(Directions.iid(), 1, LineSolver.binned(8)), x, y);
    }

    @Test
    void blocksOfDirectionsUnderALimitAddUp() {
        Points x = Points.uniform(20, 130, new Seed(1));
        Points y = Points.gaussian(15, 130, SEED);
        for (Directions rule : List.of(Directions.iid(), Directions.hadamard())) {
            SlicedProblem problem = problem(rule, 300, EXACT);
            TensorPlan least = TensorPlan.of(problem, DirectionSource.open(rule, 130, 300, 1), 20, 15, false);
            long limit = (long) (least.fixed() + 7.5 * least.line());
            TensorEngine engine = ENGINE.atMost(limit);
            try (var descent = (TensorDescent) engine.open(problem, x, y);
                    var whole = (TensorDescent) ENGINE.open(problem, x, y)) {
                assertThat(descent.plan().rows()).isEqualTo(7);
                assertThat(descent.plan().bytes()).isLessThanOrEqualTo((double) limit);
                assertThat(whole.plan().rows()).isGreaterThan(100);
                SliceValues some = descent.values(SEED);
                SliceValues all = whole.values(SEED);
                for (int p = 0; p < 300; p++) {
                    assertThat(some.squared(p)).isCloseTo(all.squared(p), within(1e-12));
                }
            }
            agree(problem, x, y, engine);
            assertThatThrownBy(() -> ENGINE.atMost(10_000).open(problem, x, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("slicing 20×130 particles against 15×130 targets would take")
                    .hasMessageContaining("on CPU, of which a descent may take 10.0 kB")
                    .hasMessageEndingWith("TensorEngine.atMost(bytes)");
        }
        assertThatThrownBy(() -> ENGINE.atMost(0)).hasMessage("the number of bytes must be at least 1: received 0");
    }

    @Test
    void valuesAreTheProcessors() {
        for (int d : new int[] {1, 2, 40, 130, 784}) {
            for (Directions rule : List.of(Directions.automatic(), Directions.iid(), Directions.hadamard())) {
                Points x = Points.uniform(N, d, new Seed(1));
                same(
                        problem(rule, d == 1 ? 1 : 150, EXACT),
                        x,
                        Points.gaussian(M, d, SEED).scale(0.5),
                        1e-5);
                same(problem(rule, d == 1 ? 1 : 20, EXACT), x, x, 0);
                // Where the processor too computes in double precision.
                same(problem(rule, d == 1 ? 1 : 20, EXACT), x, x.scale(1 + 1e-6), 1e-9);
            }
        }
    }

    private static void same(SlicedProblem problem, Points x, Points y, double error) {
        try (var ours = ENGINE.open(problem, x, y);
                var theirs = Engine.cpu().open(problem, x, y)) {
            SliceValues a = ours.values(SEED);
            SliceValues b = theirs.values(SEED);
            assertThat(a.blocks()).isEqualTo(b.blocks());
            for (int p = 0; p < b.slices(); p++) {
                String what = String.format(Locale.ROOT, "%s, d = %d, slice %d", problem, x.dimension(), p);
                assertThat(a.squared(p)).as(what).isCloseTo(b.squared(p), within(error * b.squared(p)));
                assertThat(a.wasserstein(p)).as(what).isCloseTo(b.wasserstein(p), within(error * b.wasserstein(p)));
                assertThat(a.weight(p)).isEqualTo(b.weight(p));
            }
        }
    }

    @Test
    void discrepanciesAndFlowsComputeThere() {
        Points x = Points.uniform(N, 3, new Seed(1));
        Points y = Points.gaussian(M, 3, SEED);
        SlicedMmd cpu = Mmd.riesz(1).sliced(20);
        SlicedMmd tensors = cpu.on(ENGINE);
        assertThat(tensors.squared(x, y).value()).isCloseTo(cpu.squared(x, y).value(), within(1e-6));
        Points there =
                ParticleFlow.of(tensors).toward(y).stepSize(0.01).from(x).run(5).last();
        Points here =
                ParticleFlow.of(cpu).toward(y).stepSize(0.01).from(x).run(5).last();
        assertThat(error(there.toArray(), here.toArray())).isLessThan(1e-5);
    }

    @Test
    void pointsGoInAndOutInPortions() {
        // More numbers than a portion has.
        Points x = Points.uniform(160, 30_000, new Seed(1));
        Points v = Points.gaussian(160, 30_000, SEED);
        try (var descent = ENGINE.open(problem(Directions.iid(), 1, EXACT), v, x)) {
            assertThat(descent.particles()).isEqualTo(v);
            descent.load(x, v);
            assertThat(descent.particles()).isEqualTo(x);
            assertThat(descent.momentum()).isEqualTo(v);
            assertThat(descent.read(SEED).squared().value()).isZero();
            descent.aim(v);
            assertThat(descent.read(SEED).squared().value()).isPositive();
            descent.load(v, null);
            assertThat(descent.momentum().toArray()).containsOnly(0);
            assertThat(descent.read(SEED).squared().value()).isZero();
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Points x = Points.uniform(700, 300, new Seed(1));
        Points y = Points.gaussian(900, 300, SEED);
        for (Directions rule : List.of(Directions.iid(), Directions.hadamard())) {
            SlicedProblem problem = problem(rule, 300, EXACT);
            float[][] found = new float[2][];
            String before = System.getProperty("rieszflow.threads");
            for (int threads = 1; threads <= 2; threads++) {
                System.setProperty("rieszflow.threads", Integer.toString(threads));
                try (var descent = ENGINE.open(problem, x, y)) {
                    descent.step(SEED, 0.1, 0.5);
                    found[threads - 1] = gradient(descent, x);
                } finally {
                    if (before == null) {
                        System.clearProperty("rieszflow.threads");
                    } else {
                        System.setProperty("rieszflow.threads", before);
                    }
                }
            }
            assertThat(found[0]).isEqualTo(found[1]);
        }
    }

    @Test
    void scriptsOfTheLastProblemsStay() {
        Points x = Points.uniform(N, 2, new Seed(1));
        SlicedProblem problem = problem(Directions.iid(), 1, EXACT);
        SlicedDescent first = ENGINE.open(problem, x, x.scale(2));
        float[] before = gradient(first, x);
        for (int slices = 2; slices < 15; slices++) {
            ENGINE.open(problem(Directions.iid(), slices, EXACT), x, x).close();
            assertThat(TensorScripts.kept()).isLessThanOrEqualTo(8);
        }
        assertThat(gradient(first, x)).isEqualTo(before);
        try (var second = ENGINE.open(problem, x, x.scale(2))) {
            first.close();
            assertThat(gradient(second, x)).isEqualTo(before);
        }
    }

    @Test
    void particlesThatDivergeAreSeen() {
        Points x = Points.uniform(80, 20, new Seed(1));
        for (LineSolver solver : List.of(EXACT, LineSolver.binned(10))) {
            try (var descent = ENGINE.open(problem(Directions.iid(), 10, solver), x, x.scale(2))) {
                assertThat(descent.step(SEED, Double.MAX_VALUE, 0)).isInfinite();
                assertThat(Double.isFinite(descent.step(SEED, 1, 0))).isFalse();
                assertThatThrownBy(descent::particles)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("points must be finite");
            }
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        Points x = Points.uniform(80, 20, new Seed(1));
        refused(new SlicedProblem(1.5, Directions.iid(), 5, EXACT), x, "for r = 1: received r = 1.5");
        Points given = Directions.iid().draw(3, 20, new Seed(5)).points();
        refused(problem(Directions.of(given.weighted(1, 2, 3)), 3, EXACT), x, "received weighted directions");
        double[] weights = new double[80];
        Arrays.fill(weights, 1);
        weights[3] = 2;
        SlicedProblem plain = problem(Directions.iid(), 5, EXACT);
        assertThat(ENGINE.supports(plain, x.weighted(weights), x)).isFalse();
        assertThat(ENGINE.supports(plain, x, x.weighted(weights))).isFalse();
        assertThat(ENGINE.supports(plain, x, x)).isTrue();
        assertThat(ENGINE).hasToString("PyTorch's tensor operations on CPU");
    }

    private static void refused(SlicedProblem problem, Points x, String why) {
        assertThat(ENGINE.supports(problem, x, x)).isFalse();
        assertThatThrownBy(() -> ENGINE.open(problem, x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("use Engine.cpu()");
    }
}
