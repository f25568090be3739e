package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import java.util.Arrays;
import java.util.List;

class SlicingPromisesTest extends Promises {
    private static final Points X = Points.gaussian(20, 2, seed(1));
    private static final Points Y = Points.gaussian(30, 2, seed(2));
    private static final Points SPACE = Points.gaussian(10, 3, seed(3));
    private static final Directions AXES = Directions.of(Points.of(new double[][] {{1, 0}, {0, 1}}));

    SlicingPromisesTest() {
        super("slicing");
    }

    private static SlicedProblem problem(Directions directions, int slices) {
        return new SlicedProblem(1, directions, slices, LineSolver.exact());
    }

    private static SlicedDescent descent() {
        return Engine.cpu().open(problem(Directions.iid(), 8), X, Y);
    }

    /** A descent whose particles are beyond single precision after a step. */
    private static SlicedDescent gone() {
        SlicedDescent descent = descent();
        descent.step(seed(1), 1e300, 0);
        return descent;
    }

    private static CpuEngine withThreads(String number) {
        String before = System.setProperty("rieszflow.threads", number);
        try {
            return CpuEngine.made();
        } finally {
            if (before == null) {
                System.clearProperty("rieszflow.threads");
            } else {
                System.setProperty("rieszflow.threads", before);
            }
        }
    }

    private void counts() {
        SlicedEnergy energy = SlicedEnergy.of(8, 512);
        Points far = Points.of(new float[] {1e30f, 0}, new float[] {0, 0});
        argument("SlicedEnergy.of(int, int)", () -> SlicedEnergy.of(0, 512), () -> SlicedEnergy.of(8, 1000));
        argument(
                "SlicedEnergy.accumulator(int, int)",
                () -> SlicedEnergy.accumulator(-1, 512),
                () -> SlicedEnergy.accumulator(8, 256));
        argument("SlicedEnergy.bins(int)", () -> energy.bins(1000));
        argument("SlicedEnergy.around(Measure)", () -> energy.around(far));
        argument("SlicedEnergy.within(Measure)", () -> energy.within(far));
        argument("SlicedEnergy.weightUnit(double)", () -> energy.weightUnit(0), () -> energy.weightUnit(Double.NaN));
        state("SlicedEnergy.seed(Seed)", () -> energy.around(X).seed(seed(2)));
        argument(
                "SlicedEnergy.within(EnergyAccumulator)",
                () -> energy.within(SlicedEnergy.accumulator(9, 512)),
                () -> energy.seed(seed(2)).within(counted(energy, X, Y)));
        state("SlicedEnergy.within(EnergyAccumulator)", () -> energy.within(energy.accumulator()));
        argument(
                "EnergyAccumulator.combine(EnergyAccumulator)",
                () -> counted(energy, X, Y).combine(SlicedEnergy.accumulator(9, 512)));
        argument("EnergyAccumulator.result()", () -> counted(energy, X, SPACE).result());
        state("EnergyAccumulator.result()", () -> energy.accumulator().result());
        SampleCounts counts = counted(energy, X, Y).x();
        argument("SampleCounts.accept(Points)", () -> counts.accept(SPACE), () -> counts.accept(far));
        argument("SampleCounts.accept(float...)", () -> counts.accept(1, 2, 3), () -> counts.accept(Float.NaN, 2));
        argument("SampleCounts.accept(float[], double)", () -> counts.accept(new float[] {1, 2}, 0.5));
        argument("SampleCounts.accept(double[])", () -> counts.accept(new double[] {1, 1e300}));
        argument("SampleCounts.accept(double[], double)", () -> counts.accept(new double[] {1, 2}, -1));
        SampleCounts space = counted(energy, SPACE, SPACE).x();
        argument("SampleCounts.combine(SampleCounts)", () -> counts.combine(space), () -> counts.combine(counts));
        argument("SampleCounts.distance(SampleCounts)", () -> counts.distance(space));
        state("SampleCounts.distance(SampleCounts)", () -> counts.distance(energy.sample()));
    }

    private void shards() {
        SlicedProblem binned = new SlicedProblem(1, Directions.iid(), 4, LineSolver.binned(8));
        argument(
                "DescentShard.DescentShard(SlicedProblem, Points, Points)",
                () -> new DescentShard(problem(Directions.iid(), 4), X, Y),
                () -> new DescentShard(binned, X, SPACE));
        argument(
                "DescentShard.DescentShard(SlicedProblem, Points, Points, Points)",
                () -> new DescentShard(problem(Directions.iid(), 4), X, X, Y),
                () -> new DescentShard(binned, X, X, SPACE),
                () -> new DescentShard(binned, X, SPACE, Y));
        DescentShard shard = new DescentShard(binned, X, Y);
        float[][] wide = new float[4][];
        Arrays.fill(wide, new float[] {-3e38f, 3e38f});
        argument("DescentShard.counts(Seed, float[][])", () -> shard.counts(seed(1), wide));
        argument(
                "DescentShard.gradients(long[][], long, long)",
                () -> DescentShard.gradients(new long[4][256], 0, 1),
                () -> DescentShard.gradients(new long[4][256], 1, 1L << 31));
        DescentShard gone = new DescentShard(binned, X, Y);
        float[][] ranges = gone.ranges(seed(1));
        float[][] gradients = DescentShard.gradients(gone.counts(seed(1), ranges), X.size(), Y.size());
        gone.step(seed(1), ranges, gradients, 1e300, 0);
        argument("DescentShard.particles()", gone::particles);
    }

    private static EnergyAccumulator counted(SlicedEnergy energy, Points x, Points y) {
        EnergyAccumulator counts = energy.accumulator();
        counts.x().accept(x);
        counts.y().accept(y);
        return counts;
    }

    @Override
    protected void table() {
        counts();
        shards();
        CpuEngine engine = Engine.cpu();
        argument(
                "CpuEngine.threads(int)",
                () -> engine.threads(0),
                () -> engine.threads(-1),
                () -> engine.threads(5000));
        argument(
                "CpuEngine.between(SlicedProblem, List, List, Seed)",
                () -> engine.between(
                        problem(Directions.iid(), 8), List.of(X, SPACE), List.of(new int[] {0, 1}), seed(1)),
                () -> engine.between(
                        problem(Directions.iid(), 8), List.of(X, SPACE), List.of(new int[] {0, 0}), seed(1)),
                () -> engine.between(problem(Directions.iid(), 8), List.of(X, Y), List.of(new int[] {0, 2}), seed(1)),
                () -> engine.between(problem(Directions.iid(), 8), List.of(X, Y), List.of(new int[] {0}), seed(1)),
                () -> engine.between(
                        problem(Directions.iid(), Integer.MAX_VALUE),
                        List.of(X, Y),
                        List.of(new int[] {0, 1}),
                        seed(1)));
        interrupted(
                "CpuEngine.between(SlicedProblem, List, List, Seed)",
                () -> engine.between(problem(Directions.iid(), 8), List.of(X, Y), List.of(new int[] {0, 1}), seed(1)));
        argument(
                "CpuEngine.against(SlicedProblem, List, Measure, Seed)",
                () -> engine.against(problem(Directions.iid(), 8), List.of(X, SPACE), Y, seed(1)),
                () -> engine.against(problem(Directions.iid(), Integer.MAX_VALUE), List.of(X), Y, seed(1)));
        interrupted(
                "CpuEngine.against(SlicedProblem, List, Measure, Seed)",
                () -> engine.against(problem(Directions.iid(), 8), List.of(X), Y, seed(1)));
        argument("Engine.cpu()", () -> withThreads("0"), () -> withThreads("-1"), () -> withThreads("all"));
        argument(
                "Engine.open(SlicedProblem, Measure, Measure)",
                () -> engine.open(problem(Directions.iid(), 8), X, SPACE),
                () -> engine.open(problem(AXES, 2), SPACE, SPACE),
                () -> engine.open(problem(Directions.fibonacci(), 8), X, Y),
                () -> engine.open(problem(Directions.iid(), Integer.MAX_VALUE), X, Y));
        argument(
                "Descent.load(Points, Points)",
                () -> descent().load(Points.dirac(19, 2), null),
                () -> descent().load(Points.dirac(20, 3), null),
                () -> descent().load(X, Points.dirac(19, 2)));
        argument(
                "Descent.aim(Points)",
                () -> descent().aim(Points.dirac(29, 2)),
                () -> descent().aim(Points.dirac(30, 3)));
        argument(
                "Descent.gradient(Seed, float[])",
                () -> descent().gradient(seed(1), new float[39]),
                () -> descent().gradient(seed(1), new float[41]));
        argument("Descent.particles()", () -> gone().particles());
        argument("Descent.momentum()", () -> {
            // For r = 1 ranks alone count, and they are always numbers.
            SlicedDescent descent =
                    Engine.cpu().open(new SlicedProblem(1.5, Directions.iid(), 8, LineSolver.exact()), X, Y);
            for (int k = 0; k < 3; k++) {
                descent.step(seed(1), 1e300, 0.9);
            }
            descent.momentum();
        });
        double[] some = {1, 2};
        double[] none = {};
        double[] wrong = {1, Double.NaN};
        argument(
                "Line.of(double[], double[])",
                () -> Line.of(none, some),
                () -> Line.of(some, none),
                () -> Line.of(wrong, some),
                () -> Line.of(some, new double[] {Double.NEGATIVE_INFINITY}));
        argument(
                "Line.of(double[], double[], double[], double[])",
                () -> Line.of(none, none, some, some),
                () -> Line.of(some, some, wrong, some),
                () -> Line.of(some, new double[] {1, -1}, some, some),
                () -> Line.of(some, some, some, new double[] {0, 0}));
        argument(
                "Line.exponent(double)",
                () -> Line.of(some, some).exponent(0),
                () -> Line.of(some, some).exponent(2));
        argument("LineSolver.gridded(int)", () -> LineSolver.gridded(7), () -> LineSolver.gridded(17));
        argument("LineSolver.binned(int)", () -> LineSolver.binned(0), () -> LineSolver.binned(99));
        argument(
                "SliceValues.of(double[], double[], double[], double, int)",
                () -> SliceValues.of(none, none, none, 1, 1),
                () -> SliceValues.of(some, some, new double[] {1}, 1, 1),
                () -> SliceValues.of(some, new double[] {1}, some, 1, 1),
                () -> SliceValues.of(some, some, some, 0.5, 1),
                () -> SliceValues.of(some, some, some, 1, 0));
        argument(
                "SliceValues.of(double[], double[], double[], double, int[])",
                () -> SliceValues.of(none, none, none, 1, new int[] {1}),
                () -> SliceValues.of(some, some, new double[] {1}, 1, new int[] {1, 1}),
                () -> SliceValues.of(some, some, some, 0.5, new int[] {1, 1}));
        DirectionSource two = DirectionSource.open(Directions.iid(), 3, 2, 1);
        argument(
                "SliceValues.of(double[], double[], double[], double, DirectionSource)",
                () -> SliceValues.of(none, none, none, 1, two),
                () -> SliceValues.of(some, some, new double[] {1}, 1, two),
                () -> SliceValues.of(some, some, some, 0.5, two),
                () -> SliceValues.of(some, some, some, 1, DirectionSource.open(Directions.iid(), 3, 3, 1)));
        argument(
                "SlicedProblem.new",
                () -> new SlicedProblem(2, Directions.iid(), 8, LineSolver.exact()),
                () -> new SlicedProblem(1, Directions.iid(), 0, LineSolver.exact()),
                () -> new SlicedProblem(1, AXES, 3, LineSolver.exact()),
                () -> new SlicedProblem(1.5, Directions.iid(), 8, LineSolver.binned(10)),
                () -> new SlicedProblem(1, Directions.iid(), 8, LineSolver.gridded(10)),
                () -> new SlicedProblem(0.5, Directions.iid(), 8, LineSolver.gridded(10)));
    }
}
