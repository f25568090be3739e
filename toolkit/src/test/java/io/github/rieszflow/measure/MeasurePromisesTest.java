package io.github.rieszflow.measure;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import java.awt.image.BufferedImage;
import java.util.List;

class MeasurePromisesTest extends Promises {
    private static final Points X = Points.gaussian(4, 2, seed(1));
    private static final int MOST = Integer.MAX_VALUE;
    private static final double NAN = Double.NaN;

    MeasurePromisesTest() {
        super("measure");
    }

    @Override
    protected void table() throws Exception {
        made();
        changed();
        Estimate slices = Estimate.overSlices(1, 0.1, 10, 9);
        argument(
                "Estimate.interval(double)",
                () -> slices.interval(0),
                () -> slices.interval(1),
                () -> slices.interval(NAN));
        state(
                "Estimate.interval(double)",
                () -> Estimate.overSlices(1, NAN, 1, 0).interval(0.95));
        index(
                "Measure.weight(int)",
                () -> X.weight(-1),
                () -> X.weight(4),
                () -> X.weighted(1, 2, 3, 4).weight(4));
        argument(
                "Measure.at(Points)",
                () -> X.at(Points.dirac(3, 2)),
                () -> X.weighted(1, 2, 3, 4).at(Points.dirac(5, 2)));
        argument("Groups.byLabel(Points, int...)", () -> Groups.byLabel(X, 1, 2), () -> Groups.byLabel(X));
        argument("Groups.byLabel(Points, List)", () -> Groups.byLabel(X, List.of("a")));
        argument("Groups.windows(Points, int)", () -> Groups.windows(X, 5), () -> Groups.windows(X, 0));
        argument("Groups.windows(Points, int, int)", () -> Groups.windows(X, 5, 1), () -> Groups.windows(X, 2, 0));
        RandomStream random = seed(1).stream();
        argument("RandomStream.nextInt(int)", () -> random.nextInt(0), () -> random.nextInt(-1));
        argument("RandomStream.nextInt(int, int)", () -> random.nextInt(1, 1), () -> random.nextInt(2, 1));
        argument("RandomStream.nextLong(long)", () -> random.nextLong(0), () -> random.nextLong(-1));
        argument("RandomStream.nextLong(long, long)", () -> random.nextLong(1, 1), () -> random.nextLong(2, 1));
        argument("RandomStream.permutation(int)", () -> random.permutation(-1));
        BufferedImage white = new BufferedImage(5, 5, BufferedImage.TYPE_INT_ARGB);
        argument(
                "Shapes.letters(String, int, Seed)",
                () -> Shapes.letters("", 10, seed(1)),
                () -> Shapes.letters("  ", 10, seed(1)),
                () -> Shapes.letters("\u4e2d", 10, seed(1)));
        argument("Shapes.picture(BufferedImage, int, Seed)", () -> Shapes.picture(white, 10, seed(1)));
        argument("Shapes.picture(Path, int, Seed)", () -> Shapes.picture(written("no.png", "no picture"), 10, seed(1)));
        file("Shapes.picture(Path, int, Seed)", () -> Shapes.picture(folder.resolve("none.png"), 10, seed(1)));
    }

    private void made() {
        argument(
                "Points.around(double[], double[]...)",
                () -> Points.around(new double[] {0, 0}, new double[][] {{1, NAN}}),
                () -> Points.around(new double[] {0, 0}, new double[][] {{1, 2}, {3}}),
                () -> Points.around(new double[] {0, 0}, new double[][] {{1e9, 1}, {1e9 + 1, 2}}));
        argument(
                "Points.of(double[]...)",
                () -> Points.of(new double[0][]),
                () -> Points.of(new double[][] {{}}),
                () -> Points.of(new double[][] {{1, 2}, {3}}),
                () -> Points.of(new double[][] {{1, NAN}}),
                () -> Points.of(new double[][] {{1, 1e39}}));
        argument(
                "Points.of(float[]...)",
                () -> Points.of(new float[0][]),
                () -> Points.of(new float[][] {{1, 2}, {3}}),
                () -> Points.of(new float[][] {{1, Float.NEGATIVE_INFINITY}}));
        argument("Points.line(double...)", Points::line, () -> Points.line(1, NAN));
        argument(
                "Points.of(float[], int, int)",
                () -> Points.of(new float[5], 2, 2),
                () -> Points.of(new float[0], 0, 2),
                () -> Points.of(new float[] {1, Float.NaN}, 1, 2));
        argument(
                "Points.adopt(float[], int, int)",
                () -> Points.adopt(new float[3], 2, 2),
                () -> Points.adopt(new float[0], 2, 0),
                () -> Points.adopt(new float[] {Float.POSITIVE_INFINITY}, 1, 1));
        argument(
                "Points.uniform(int, int, Seed)",
                () -> Points.uniform(0, 2, seed(1)),
                () -> Points.uniform(2, -1, seed(1)),
                () -> Points.uniform(MOST, 1000, seed(1)));
        argument(
                "Points.gaussian(int, int, Seed)",
                () -> Points.gaussian(0, 2, seed(1)),
                () -> Points.gaussian(2, 0, seed(1)),
                () -> Points.gaussian(MOST, MOST, seed(1)));
        argument(
                "Points.dirac(int, int)",
                () -> Points.dirac(0, 2),
                () -> Points.dirac(2, 0),
                () -> Points.dirac(MOST, 2));
        argument(
                "Points.weighted(double...)",
                () -> X.weighted(1, 2, 3),
                () -> X.weighted(1, 2, 3, -1),
                () -> X.weighted(1, 2, 3, NAN),
                () -> X.weighted(0, 0, 0, 0));
    }

    private void changed() {
        index("Points.get(int, int)", () -> X.get(-1, 0), () -> X.get(4, 0), () -> X.get(0, 2), () -> X.get(1, -1));
        index("Points.row(int)", () -> X.row(-1), () -> X.row(4));
        index("Points.column(int)", () -> X.column(-1), () -> X.column(2));
        argument("Points.columns(int...)", X::columns);
        index("Points.columns(int...)", () -> X.columns(2), () -> X.columns(0, -1));
        argument("Points.take(int)", () -> X.take(5), () -> X.take(0), () -> X.take(-1));
        argument("Points.select(int...)", X::select);
        index("Points.select(int...)", () -> X.select(4), () -> X.select(0, -1));
        argument("Points.concat(Points)", () -> X.concat(Points.dirac(2, 3)));
        argument(
                "Points.translate(double...)",
                () -> X.translate(1),
                () -> X.translate(1, 2, 3),
                () -> X.translate(1, NAN));
        argument(
                "Points.plus(Points)",
                () -> X.plus(Points.dirac(3, 2)),
                () -> X.plus(Points.dirac(4, 3)),
                () -> huge().plus(huge()));
        argument("Points.minus(Points)", () -> X.minus(Points.dirac(3, 2)), () -> huge().minus(huge().scale(-1)));
        argument("Points.scale(double)", () -> huge().scale(10), () -> X.scale(Double.POSITIVE_INFINITY));
    }

    private static Points huge() {
        return Points.line(3e38, -3e38);
    }
}
