package io.github.rieszflow.transport;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;

class TransportPromisesTest extends Promises {
    private static final Points X = Points.gaussian(300, 2, seed(1));
    private static final Points Y = Points.gaussian(300, 2, seed(2));
    private static final Points SPACE = Points.dirac(3, 3);
    private static final Points MANY = Points.dirac(200_000, 2);
    private static final Directions AXES = Directions.of(Points.of(new double[][] {{1, 0}, {0, 1}}));

    TransportPromisesTest() {
        super("transport");
    }

    @Override
    protected void table() {
        argument(
                "Bounds.between(Measure, Measure)",
                () -> Bounds.between(X, SPACE),
                () -> Bounds.between(MANY, MANY.translate(1, 1)));
        interrupted("Bounds.between(Measure, Measure)", () -> Bounds.between(X, Y));
        argument(
                "Bounds.between(Measure, Measure, SlicedMmd)",
                () -> Bounds.between(X, SPACE, Mmd.riesz(1).sliced(16)),
                () -> Bounds.between(X, Y, Mmd.riesz(1).sliced(2).with(AXES)),
                () -> Bounds.between(X, Y, Mmd.riesz(1).sliced(16).with(Directions.fibonacci())));
        interrupted(
                "Bounds.between(Measure, Measure, SlicedMmd)",
                () -> Bounds.between(X, Y, Mmd.riesz(1).sliced(16)));
        argument(
                "Bounds.between(Measure, Measure, double)",
                () -> Bounds.between(X, SPACE, 1),
                () -> Bounds.between(X, Y, 2),
                () -> Bounds.between(X, Y, Double.NaN));
        interrupted("Bounds.between(Measure, Measure, double)", () -> Bounds.between(X, Y, 0.5));
        argument("EnclosingBall.of(Measure...)", EnclosingBall::of, () -> EnclosingBall.of(X, SPACE));
        interrupted("EnclosingBall.of(Measure...)", () -> EnclosingBall.of(X));
        argument("Wasserstein.new", () -> new Wasserstein(0), () -> new Wasserstein(Double.POSITIVE_INFINITY));
        argument("Wasserstein.order(double)", () -> Wasserstein.order(-1), () -> Wasserstein.order(Double.NaN));
        Wasserstein one = Wasserstein.order(1);
        Measure far = Points.line(-3e38, 3e38);
        argument(
                "Wasserstein.cost(Measure, Measure)",
                () -> one.cost(X, SPACE),
                () -> Wasserstein.order(20).cost(far, Points.line(0, 1)),
                () -> one.cost(MANY, MANY.translate(1, 1)));
        argument(
                "Wasserstein.distance(Measure, Measure)",
                () -> one.distance(X, SPACE),
                () -> one.distance(MANY, MANY.translate(1, 1)));
        argument(
                "Wasserstein.plan(Measure, Measure)",
                () -> one.plan(X, SPACE),
                () -> one.plan(MANY, MANY.translate(1, 1)));
        interrupted("Wasserstein.cost(Measure, Measure)", () -> one.cost(X, Y));
        interrupted("Wasserstein.distance(Measure, Measure)", () -> one.distance(X, Y));
        interrupted("Wasserstein.plan(Measure, Measure)", () -> one.plan(X, Y));
    }
}
