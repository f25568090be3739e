package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SampleCounts;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

class DiscrepancyPromisesTest extends Promises {
    private static final Points X = Points.gaussian(20, 2, seed(1));
    private static final Points Y = Points.gaussian(30, 2, seed(2));
    private static final Points SPACE = Points.gaussian(10, 3, seed(3));
    private static final Mmd EXACT = Mmd.riesz(1);
    private static final SlicedMmd SLICED = EXACT.sliced(32);
    private static final SlicedMmd MANY = EXACT.sliced(Integer.MAX_VALUE);
    private static final SlicedMmd GIVEN = EXACT.sliced(Directions.of(Points.of(new double[][] {{1, 0}, {0, 1}})));

    DiscrepancyPromisesTest() {
        super("discrepancy");
    }

    /** A kernel with this value everywhere but at 0, where it is 0. */
    private static Mmd constant(double value) {
        return Mmd.radial(RadialKernel.of("constant", s -> s == 0 ? 0 : value, s -> 0));
    }

    @Override
    protected void table() {
        exact();
        kernels();
        sliced();
        adaptive();
        scores();
        tests();
        SampleCounts shard = SlicedEnergy.of(4, 512).sample();
        shard.accept(X);
        argument("ShardTest.of(List, List)", () -> ShardTest.of(List.of(shard), List.of(shard)));
        SampleCounts other = SlicedEnergy.of(5, 512).sample();
        other.accept(X);
        argument(
                "ShardTest.unbiased()",
                () -> ShardTest.of(Collections.nCopies(4, shard), Collections.nCopies(4, other))
                        .unbiased());
        argument(
                "ShardTest.permutations(int)",
                () -> ShardTest.of(Collections.nCopies(4, shard), Collections.nCopies(4, shard))
                        .permutations(0));
        state(
                "EnergyTestResult.coefficient()",
                () -> ShardTest.of(Collections.nCopies(4, shard), Collections.nCopies(4, shard))
                        .permutations(9)
                        .coefficient());
        groups();
        drift();
        argument(
                "Conventions.edist(double, int, int)",
                () -> Conventions.edist(1, 0, 1),
                () -> Conventions.edist(1, 1, -1));
        argument(
                "Conventions.fromEdist(double, int, int)",
                () -> Conventions.fromEdist(1, 0, 1),
                () -> Conventions.fromEdist(1, 1, 0));
        argument(
                "Conventions.unbiased(Mmd, Measure, Measure)",
                () -> Conventions.unbiased(EXACT, X, SPACE),
                () -> Conventions.unbiased(EXACT, Points.dirac(1, 2), X),
                () -> Conventions.unbiased(
                        EXACT, X, Points.of(new double[][] {{1, 2}, {3, 4}}).weighted(1, 0)));
        argument(
                "Conventions.meanOfSlices(double, int, double)",
                () -> Conventions.meanOfSlices(1, 0, 1),
                () -> Conventions.meanOfSlices(1, 2, 2));
        argument("Conventions.fourier(int, double)", () -> Conventions.fourier(0, 1), () -> Conventions.fourier(2, 0));
    }

    private void exact() {
        argument("Mmd.new", () -> new Mmd(RadialKernel.of("log", Math::log, s -> 1 / s)));
        argument("Mmd.radial(RadialKernel)", () -> Mmd.radial(RadialKernel.of("log", Math::log, s -> 1 / s)));
        argument("Mmd.riesz(double)", () -> Mmd.riesz(0), () -> Mmd.riesz(2), () -> Mmd.riesz(Double.NaN));
        argument("Mmd.sliced(int)", () -> EXACT.sliced(0), () -> constant(1).sliced(10));
        argument("Mmd.sliced(Directions)", () -> EXACT.sliced(Directions.iid()));
        argument(
                "Mmd.squared(Measure, Measure)",
                () -> EXACT.squared(X, SPACE),
                () -> constant(Double.NaN).squared(X, Y));
        argument(
                "Mmd.potential(Points, Measure)",
                () -> EXACT.potential(X, SPACE),
                () -> constant(Double.NaN).potential(X, Y));
        // 2·mean(xy) − mean(xx) − mean(yy) of a kernel that is 1 off the diagonal: negative for its negative.
        argument(
                "Mmd.value(Measure, Measure)",
                () -> EXACT.value(X, SPACE),
                () -> constant(1).value(X, Y));
        argument(
                "Mmd.functional(Measure, Measure)",
                () -> EXACT.functional(X, SPACE),
                () -> constant(Double.NaN).functional(X, Y));
        argument(
                "Discrepancy.estimate(Measure, Measure)",
                () -> EXACT.estimate(X, SPACE),
                () -> SLICED.estimate(X, SPACE),
                () -> MANY.estimate(X, Y));
        argument(
                "Discrepancy.gradient(Measure, Measure)",
                () -> EXACT.gradient(X, SPACE),
                () -> SLICED.gradient(X, SPACE),
                () -> MANY.gradient(X, Y));
        argument(
                "Discrepancy.velocity(Measure, Measure)",
                () -> EXACT.velocity(X, SPACE),
                () -> SLICED.velocity(X, SPACE),
                () -> MANY.velocity(X, Y));
        argument(
                "Discrepancy.descent(Measure, Measure)",
                () -> EXACT.descent(X, SPACE),
                () -> SLICED.descent(X, SPACE),
                () -> MANY.descent(X, Y));
    }

    private void kernels() {
        argument(
                "RadialKernel.gaussian(double)",
                () -> RadialKernel.gaussian(0),
                () -> RadialKernel.gaussian(Double.POSITIVE_INFINITY));
        argument(
                "RadialKernel.laplace(double)", () -> RadialKernel.laplace(-1), () -> RadialKernel.laplace(Double.NaN));
        argument("RadialKernel.inverseMultiquadric(double)", () -> RadialKernel.inverseMultiquadric(0));
        argument("RadialKernel.smoothedDistance(double)", () -> RadialKernel.smoothedDistance(0));
        argument("RadialKernel.riesz(double)", () -> RadialKernel.riesz(0), () -> RadialKernel.riesz(2));
        argument("RieszKernel.new", () -> new RieszKernel(0), () -> new RieszKernel(2));
    }

    private void sliced() {
        argument("SlicedMmd.slices(int)", () -> SLICED.slices(0), () -> GIVEN.slices(5));
        argument("SlicedMmd.with(Directions)", () -> SLICED.with(Directions.of(Points.of(new double[][] {{1, 0}}))));
        argument("SlicedMmd.squared(Measure, Measure)", () -> SLICED.squared(X, SPACE), () -> MANY.squared(X, Y));
        argument("SlicedMmd.value(Measure, Measure)", () -> SLICED.value(X, SPACE), () -> MANY.value(X, Y));
        argument(
                "SlicedMmd.wasserstein(Measure, Measure)",
                () -> SLICED.wasserstein(X, SPACE),
                () -> MANY.wasserstein(X, Y));
        argument(
                "SlicedMmd.toPrecision(double)",
                () -> SLICED.toPrecision(0),
                () -> SLICED.toPrecision(Double.NaN),
                () -> GIVEN.toPrecision(0.1));
        argument(
                "SlicedMmd.compareDirections(Measure, Measure)",
                () -> SLICED.compareDirections(X, SPACE),
                () -> SLICED.slices(8).compareDirections(X, Y),
                () -> MANY.compareDirections(X, Y));
        argument(
                "SlicedMmd.compareDirections(Measure, Measure, Directions...)",
                () -> SLICED.compareDirections(X, SPACE, Directions.iid()),
                () -> SLICED.slices(8).compareDirections(X, Y, Directions.iid()),
                () -> SLICED.compareDirections(SPACE, SPACE, Directions.equispaced()),
                () -> SLICED.compareDirections(X, Y, new Directions[0]));
        argument(
                "DirectionComparison.slope(Directions)",
                () -> SLICED.compareDirections(X, Y, Directions.iid()).slope(Directions.sobol()));
    }

    private void scores() {
        EnergyScore score = EnergyScore.riesz(1);
        double[] two = {0, 1};
        double[] one = {0.5};
        double[] three = {0, 1, 2};
        argument("EnergyScore.new", () -> new EnergyScore(0, 1), () -> new EnergyScore(1, -1));
        argument(
                "EnergyScore.requireExponent(double)",
                () -> EnergyScore.requireExponent(0),
                () -> EnergyScore.requireExponent(2.1));
        argument("EnergyScore.riesz(double)", () -> EnergyScore.riesz(0), () -> EnergyScore.riesz(Double.NaN));
        argument("EnergyScore.repulsion(double)", () -> score.repulsion(-1), () -> score.repulsion(Double.NaN));
        argument(
                "EnergyScore.slicingConstant(int, double)",
                () -> EnergyScore.slicingConstant(0, 1),
                () -> EnergyScore.slicingConstant(2, 0));
        argument("EnergyScore.whole(double[], double[])", () -> score.whole(three, two), () -> score.whole(two, two));
        argument(
                "EnergyScore.gradient(double[], double[])",
                () -> score.gradient(three, two),
                () -> score.gradient(two, two));
        argument("EnergyScore.axes(double[], double[])", () -> score.axes(three, two), () -> score.axes(two, two));
        argument(
                "EnergyScore.sliced(double[], double[], Directions, int, Seed)",
                () -> score.sliced(three, two, Directions.iid(), 8, seed(1)),
                () -> score.sliced(new double[] {0, 1, 2, 3}, two, Directions.fibonacci(), 8, seed(1)));
        argument("EnergyScore.line(double[], double)", () -> score.line(one, 0));
        argument(
                "EnergyScore.gaussian(double, double, double)",
                () -> EnergyScore.gaussian(0, 0, 1),
                () -> EnergyScore.gaussian(0, Double.POSITIVE_INFINITY, 1));
    }

    private void adaptive() {
        AdaptiveMmd adaptive = SLICED.toPrecision(0.1);
        AdaptiveMmd many = MANY.toPrecision(0.1);
        argument("AdaptiveMmd.atMost(int)", () -> adaptive.atMost(31), () -> adaptive.atMost(0));
        argument("AdaptiveMmd.squared(Measure, Measure)", () -> adaptive.squared(X, SPACE), () -> many.squared(X, Y));
        argument("AdaptiveMmd.value(Measure, Measure)", () -> adaptive.value(X, SPACE), () -> many.value(X, Y));
        argument(
                "AdaptiveMmd.wasserstein(Measure, Measure)",
                () -> adaptive.wasserstein(X, SPACE),
                () -> many.wasserstein(X, Y));
        interrupted("AdaptiveMmd.squared(Measure, Measure)", () -> adaptive.squared(X, Y));
        interrupted("AdaptiveMmd.value(Measure, Measure)", () -> adaptive.value(X, Y));
        interrupted("AdaptiveMmd.wasserstein(Measure, Measure)", () -> adaptive.wasserstein(X, Y));
    }

    private void tests() {
        EnergyTest test = EnergyTest.of(X, Y);
        Function<Seed, EnergyTest> draw =
                seed -> EnergyTest.of(Points.gaussian(5, 2, seed), Points.gaussian(5, 2, seed));
        argument("EnergyTest.of(Measure, Measure)", () -> EnergyTest.of(X, SPACE));
        argument("EnergyTest.with(Discrepancy)", () -> test.with(Mmd.riesz(0.5).sliced(10)));
        argument(
                "EnergyTest.permutations(int)",
                () -> test.permutations(0),
                () -> test.with(MANY).permutations(9));
        interrupted("EnergyTest.permutations(int)", () -> test.permutations(99));
        argument(
                "EnergyTest.rejectionRate(int, int, double, Function)",
                () -> EnergyTest.rejectionRate(0, 9, 0.1, draw),
                () -> EnergyTest.rejectionRate(2, 0, 0.1, draw),
                () -> EnergyTest.rejectionRate(2, 9, 0, draw),
                () -> EnergyTest.rejectionRate(2, 9, 1, draw));
        interrupted(
                "EnergyTest.rejectionRate(int, int, double, Function)",
                () -> EnergyTest.rejectionRate(2, 9, 0.1, draw));
        argument(
                "EnergyTestResult.critical(double)",
                () -> test.permutations(9).critical(0.05),
                () -> test.permutations(9).critical(1.1));
    }

    private static double[] rising() {
        double[] weights = new double[30];
        Arrays.setAll(weights, i -> 1 + i);
        return weights;
    }

    private void groups() {
        Map<String, Points> both = Map.of("x", X, "y", Y);
        Map<String, Points> mixed = Map.of("x", X, "z", SPACE);
        Map<String, Points> one = Map.of("x", X);
        Mmd bad = constant(Double.NaN);
        argument("Mmd.between(Map)", () -> EXACT.between(one), () -> EXACT.between(mixed), () -> bad.between(both));
        argument(
                "Mmd.between(Map, Measure)",
                () -> EXACT.between(Map.of(), X),
                () -> EXACT.between(both, SPACE),
                () -> bad.between(both, X));
        argument(
                "SlicedMmd.between(Map)",
                () -> SLICED.between(one),
                () -> SLICED.between(mixed),
                () -> MANY.between(both));
        argument(
                "SlicedMmd.between(Map, Measure)",
                () -> SLICED.between(Map.of(), X),
                () -> SLICED.between(both, SPACE),
                () -> MANY.between(both, X));
        interrupted("SlicedMmd.between(Map)", () -> SLICED.between(both));
        interrupted("SlicedMmd.between(Map, Measure)", () -> SLICED.between(both, X));
        argument(
                "GroupDistances.squared(String, String)",
                () -> SLICED.between(both).squared("x", "z"));
        argument(
                "EnergyTest.of(Map)",
                () -> EnergyTest.of(one),
                () -> EnergyTest.of(mixed),
                () -> EnergyTest.of(Map.of("x", X.take(1), "y", Y.take(1))),
                () -> EnergyTest.of(Map.of("x", X, "y", Y.weighted(rising()))));
        DiscoTest test = EnergyTest.of(both);
        argument("DiscoTest.with(Discrepancy)", () -> test.with(Mmd.riesz(0.5).sliced(10)));
        argument(
                "DiscoTest.permutations(int)",
                () -> test.permutations(0),
                () -> test.with(MANY).permutations(9));
        interrupted("DiscoTest.permutations(int)", () -> test.permutations(99));
        argument(
                "DiscoTest.rejectionRate(int, int, double, Function)",
                () -> DiscoTest.rejectionRate(0, 9, 0.1, seed -> test),
                () -> DiscoTest.rejectionRate(2, 0, 0.1, seed -> test),
                () -> DiscoTest.rejectionRate(2, 9, 0, seed -> test));
        interrupted(
                "DiscoTest.rejectionRate(int, int, double, Function)",
                () -> DiscoTest.rejectionRate(2, 9, 0.1, seed -> test));
        argument("DiscoResult.within(String)", () -> test.permutations(9).within("z"));
    }

    private void drift() {
        DriftWatch watch = DriftWatch.of(X);
        Mmd bad = Mmd.radial(RadialKernel.of("bad", s -> s > 50 ? Double.NaN : -s, s -> 0));
        argument("DriftWatch.of(Points)", () -> DriftWatch.of(X.take(19)));
        argument(
                "DriftWatch.window(int)",
                () -> watch.window(0),
                () -> watch.window(2),
                () -> DriftWatch.of(X.concat(X)).runLength(2).window(2));
        argument("DriftWatch.falseAlarms(double)", () -> watch.falseAlarms(0), () -> watch.falseAlarms(Double.NaN));
        argument(
                "DriftWatch.runLength(double)",
                () -> watch.runLength(1),
                () -> watch.runLength(Double.POSITIVE_INFINITY));
        argument("DriftWatch.start()", () -> watch.with(MANY).start());
        argument(
                "DriftMonitor.accept(double...)",
                () -> watch.start().accept(1),
                () -> watch.start().accept(1, Double.NaN));
        argument(
                "DriftMonitor.accept(Points)",
                () -> watch.start().accept(SPACE),
                () -> watch.with(bad).start().accept(Points.dirac(1, 2).translate(100, 0)));
        interrupted("DriftWatch.start()", watch::start);
        DriftMonitor monitor = watch.start();
        interrupted("DriftMonitor.accept(double...)", () -> monitor.accept(1, 2));
        interrupted("DriftMonitor.accept(Points)", () -> monitor.accept(X));
    }
}
