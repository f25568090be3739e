package io.github.rieszflow.picture;

import io.github.rieszflow.Promises;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class PicturePromisesTest extends Promises {
    private static final double[] UNIT = {0, 1};
    private static final double[] ONE = {0};
    private static final double[] NONE = {};
    private static final double[] WRONG = {0, Double.NaN};
    private static final double[] FALLING = {1, 0};
    private static final float[] SQUARE = {0, 0, 1, 1};
    private static final Clouds.Panel PLANE = Clouds.panel("plane", SQUARE, 2, 2);
    private static final Clouds.Panel LINE = Clouds.panel("line", SQUARE, 4, 1);
    private static final Clouds CLOUDS = Clouds.strip(List.of(PLANE, PLANE));
    private static final Chart CHART = Chart.of("c").x("x").y("y").line("l", UNIT, UNIT);
    private static final Heatmap HEAT = Heatmap.of(new double[][] {{1, 2}, {3, 4}});
    private static final ImageGrid GRID = ImageGrid.of(new float[18], 2, ImageShape.grey(3, 3));

    PicturePromisesTest() {
        super("picture");
    }

    private static BufferedImage image(int width) {
        return new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB);
    }

    /** One moment of some points. */
    private static Evolution evolution(int size, int dimension) {
        Rows points = new TestRows(dimension, new float[size * dimension]);
        return evolution(points, List.of(new Evolution.Moment("now", points)));
    }

    /** Two moments of two points. */
    private static Evolution moving(int dimension) {
        Rows points = new TestRows(dimension, new float[2 * dimension]);
        return evolution(points, List.of(new Evolution.Moment("now", points), new Evolution.Moment("then", points)));
    }

    private static Evolution evolution(Rows points, List<Evolution.Moment> moments) {
        return new Evolution() {
            @Override
            protected List<Moment> moments() {
                return moments;
            }

            @Override
            protected List<Moment> shown() {
                return moments();
            }

            @Override
            protected Rows destination() {
                return points;
            }

            @Override
            protected boolean charted() {
                return false;
            }

            @Override
            public Chart chart() {
                throw new IllegalStateException("there are no readings: run it first");
            }
        };
    }

    @Override
    protected void table() throws Exception {
        charts();
        clouds();
        heatMaps();
        images();
        Path other = written("file", "x");
        Picture png = Picture.png(image(2), "p");
        argument(
                "Picture.gif(byte[], String)",
                () -> Picture.gif(new byte[0], "g"),
                () -> Picture.gif(new byte[20], "g"));
        state(
                "Picture.image()",
                () -> Picture.text("t").image(),
                () -> Picture.html("<b>t</b>", "t").image());
        argument("Picture.save(Path)", () -> png.save(folder.resolve("a.gif")), () -> png.save(folder.resolve("png")));
        file("Picture.save(Path)", () -> png.save(other.resolve("a.png")), () -> png.save(folder.resolve("no/a.png")));
        elsewhere(IllegalStateException.class, "Picture.save(Path)", PaperFigureTest.class);
        state("Picture.figure()", png::figure, () -> Picture.text("t").figure());
        state("Visible.figure()", () -> Animation.of(List.of(image(2))).figure());
        figures(other);
        Interactive interactive = CHART.interactive();
        argument("Interactive.save(Path)", () -> interactive.save(folder.resolve("a.png")));
        file("Interactive.save(Path)", () -> interactive.save(other.resolve("a.html")));
        argument("Progress.start(String, long)", () -> Progress.start("p", -1));
        argument(
                "TableHtml.of(List, List)",
                () -> TableHtml.of(List.of(), List.of()),
                () -> TableHtml.of(List.of("a", "b"), List.of(List.of(1))));
        argument(
                "Animation.of(List)",
                () -> Animation.of(List.of()),
                () -> Animation.of(Arrays.asList(image(2), null)),
                () -> Animation.of(List.of(image(2), image(3))),
                () -> Animation.of(List.of(image(65_536))));
        argument(
                "Animation.of(int, IntFunction)",
                () -> Animation.of(0, i -> image(2)),
                () -> Animation.of(2, i -> image(2 + i)),
                () -> Animation.of(Integer.MAX_VALUE, i -> image(100)));
    }

    private void figures(Path other) {
        PaperFigure figure = CHART.figure();
        argument("PaperFigure.width(double)", () -> figure.width(9), () -> figure.width(Double.NaN));
        argument("PaperFigure.height(double)", () -> figure.height(2001));
        argument("PaperFigure.type(double)", () -> figure.type(2));
        argument("PaperFigure.dpi(int)", () -> figure.dpi(29), () -> figure.dpi(2401));
        argument("PaperFigure.font(String)", () -> figure.font("No such font"));
        PaperFigure narrow = figure.width(10).type(20);
        argument(
                "PaperFigure.picture()",
                narrow::picture,
                () -> CLOUDS.figure().height(10).picture(),
                () -> CLOUDS.figure().width(20).picture());
        argument(
                "PaperFigure.save(Path)",
                () -> figure.save(folder.resolve("a.gif")),
                () -> narrow.save(folder.resolve("a.png")));
        elsewhere(IllegalStateException.class, "PaperFigure.save(Path)", PaperFigureTest.class);
        file("PaperFigure.save(Path)", () -> figure.save(other.resolve("a.svg")));
        argument("Drawable.save(Path)", () -> CHART.save(folder.resolve("a.csv")));
        elsewhere(IllegalStateException.class, "Drawable.save(Path)", PaperFigureTest.class);
        file("Drawable.save(Path)", () -> CHART.save(folder.resolve("no/a.pdf")));
    }

    private void charts() {
        argument(
                "Chart.limitsX(double, double)",
                () -> CHART.limitsX(1, 1),
                () -> CHART.logX().limitsX(0, 1));
        argument("Chart.limitsY(double, double)", () -> CHART.limitsY(0, Double.NaN));
        argument("Chart.logX()", () -> CHART.limitsX(0, 1).logX());
        argument("Chart.logY()", () -> CHART.limitsY(-1, 1).logY());
        argument("Chart.colour(String)", () -> CHART.colour("red"));
        state("Chart.colour(String)", () -> Chart.of("c").colour("#ff0000"));
        argument("Chart.lineWidth(double)", () -> CHART.lineWidth(0), () -> CHART.lineWidth(21));
        state("Chart.lineWidth(double)", () -> Chart.of("c").lineWidth(1));
        argument("Chart.histogram(double...)", Chart::histogram, () -> Chart.histogram(WRONG));
        argument("Chart.histogram(String, double...)", () -> CHART.histogram("h"), () -> CHART.histogram("h", WRONG));
        argument(
                "Chart.line(String, double[], double[])",
                () -> CHART.line("l", NONE, NONE),
                () -> CHART.line("l", UNIT, ONE),
                () -> CHART.line("l", WRONG, UNIT),
                () -> CHART.line("l", UNIT, WRONG));
        argument("Chart.dashed(String, double[], double[])", () -> CHART.dashed("l", UNIT, ONE));
        argument("Chart.marked(String, double[], double[])", () -> CHART.marked("l", NONE, NONE));
        argument("Chart.points(String, double[], double[])", () -> CHART.points("l", UNIT, WRONG));
        argument(
                "Chart.errors(String, double[], double[], double[])",
                () -> CHART.errors("l", UNIT, UNIT, ONE),
                () -> CHART.errors("l", UNIT, UNIT, WRONG),
                () -> CHART.errors("l", UNIT, UNIT, new double[] {1, -1}));
        argument(
                "Chart.band(String, double[], double[], double[])",
                () -> CHART.band("b", UNIT, UNIT, ONE),
                () -> CHART.band("b", ONE, ONE, ONE),
                () -> CHART.band("b", UNIT, UNIT, FALLING),
                () -> CHART.band("b", FALLING, UNIT, UNIT));
        state("Chart.against(DoubleUnaryOperator)", () -> Chart.of("c").against(x -> x));
        argument("Chart.against(DoubleUnaryOperator)", () -> CHART.against(x -> 1 / (0 * x)));
        state("Chart.against(String, DoubleUnaryOperator)", () -> Chart.of("c").against("f", x -> x));
        argument("Chart.against(String, DoubleUnaryOperator)", () -> CHART.against("f", x -> Double.NaN));
        Chart empty = Chart.of("c").x("x").y("y");
        Chart nameless = Chart.of("c").line("l", UNIT, UNIT);
        Chart below = empty.line("l", new double[] {-2, -1}, UNIT).logX();
        state("Chart.picture()", empty::picture, nameless::picture, below::picture);
        state("Chart.interactive()", empty::interactive, nameless::interactive, below::interactive);
    }

    private void clouds() {
        Rows flat = new TestRows(1, SQUARE);
        argument("Clouds.over(Rows)", () -> PLANE.over(flat));
        argument(
                "Clouds.over(float[], int, int)",
                () -> PLANE.over(SQUARE, 4, 1),
                () -> LINE.over(SQUARE, 2, 2),
                () -> PLANE.over(SQUARE, 3, 2),
                () -> PLANE.over(new float[] {0, Float.NaN}, 1, 2));
        argument(
                "Clouds.circle(double)",
                () -> PLANE.circle(-1),
                () -> PLANE.circle(Double.NaN),
                () -> LINE.circle(1),
                () -> CLOUDS.circle(-1),
                () -> CLOUDS.circle(Double.POSITIVE_INFINITY),
                () -> Clouds.strip(List.of(LINE)).circle(1));
        argument(
                "Clouds.curve(double[], double[])",
                () -> PLANE.curve(UNIT, ONE),
                () -> PLANE.curve(ONE, ONE),
                () -> PLANE.curve(UNIT, WRONG),
                () -> LINE.curve(UNIT, UNIT));
        Rows two = new TestRows(2, SQUARE);
        Rows one = new TestRows(2, 0, 0);
        argument(
                "Clouds.byOrigin(Rows)",
                () -> PLANE.byOrigin(one),
                () -> PLANE.byOrigin(flat),
                () -> LINE.byOrigin(two));
        argument(
                "Clouds.paths(List)",
                () -> PLANE.paths(List.of()),
                () -> PLANE.paths(List.of(two, one)),
                () -> LINE.paths(List.of(flat)));
        argument("Clouds.arrows(Rows)", () -> PLANE.arrows(one), () -> LINE.arrows(flat));
        argument(
                "Clouds.byOrigin()",
                () -> Clouds.strip(List.of(PLANE, Clouds.panel("p", SQUARE, 1, 4)))
                        .byOrigin());
        argument(
                "Clouds.limits(double, double, double, double)",
                () -> CLOUDS.limits(0, 1, 0, 2),
                () -> CLOUDS.limits(1, 0, 1, 0),
                () -> CLOUDS.limits(0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY),
                () -> Clouds.strip(List.of(LINE)).limits(0, 1, 0, 1));
        argument(
                "Clouds.colours(String, String)",
                () -> CLOUDS.colours("red", "#ffffff"),
                () -> CLOUDS.colours("#ffffff", "#fff"));
        argument("Evolution.paths()", () -> moving(1).paths());
        state("Evolution.paths()", () -> evolution(5, 6).paths());
        argument("Evolution.arrows()", () -> moving(1).arrows());
        state("Evolution.arrows()", () -> evolution(5, 6).arrows());
        argument(
                "Clouds.panel(String, float[], int, int)",
                () -> Clouds.panel("p", SQUARE, 3, 2),
                () -> Clouds.panel("p", new float[0], 0, 2),
                () -> Clouds.panel("p", new float[] {Float.POSITIVE_INFINITY}, 1, 1));
        argument("Clouds.strip(List)", () -> Clouds.strip(List.of()), () -> Clouds.strip(List.of(PLANE, LINE)));
        argument("Clouds.frames()", () -> CLOUDS.size(100_000).frames());
        argument("Clouds.animation()", () -> CLOUDS.size(100_000).animation());
        argument(
                "Evolution.images(int, int)",
                () -> evolution(5, 6).images(3, 3),
                () -> evolution(5, 6).images(0, 6));
        argument("Evolution.images(ImageShape)", () -> evolution(5, 6).images(ImageShape.colour(3, 2)));
        state("Evolution.chart()", () -> evolution(5, 6).chart());
        ImageFrames frames = evolution(5, 6).images(2, 3);
        argument("ImageFrames.count(int)", () -> frames.count(6), () -> frames.count(0));
        index("ImageFrames.trajectory(int)", () -> frames.trajectory(5), () -> frames.trajectory(-1));
        argument(
                "ImageFrames.animation()",
                () -> evolution(1, 70_000).images(1, 70_000).animation());
    }

    private void heatMaps() {
        argument(
                "Heatmap.of(double[][])",
                () -> Heatmap.of(new double[0][]),
                () -> Heatmap.of(new double[][] {{}}),
                () -> Heatmap.of(new double[][] {{1, 2}, {3}}),
                () -> Heatmap.of(new double[1001][1]),
                () -> Heatmap.of(new double[1][1001]),
                () -> Heatmap.of(new double[][] {{Double.NEGATIVE_INFINITY}}));
        Rows plane = new TestRows(2, SQUARE);
        argument(
                "Heatmap.density(Rows, int)",
                () -> Heatmap.density(new TestRows(1, SQUARE), 10),
                () -> Heatmap.density(plane, 1),
                () -> Heatmap.density(plane, 1001));
        argument("Heatmap.x(String, double...)", () -> HEAT.x("x", 1), () -> HEAT.x("x", 1, 2, 3));
        argument("Heatmap.y(String, double...)", () -> HEAT.y("y"), () -> HEAT.y("y", 1, 2, 3));
        argument(
                "Heatmap.over(String, double, double, String, double, double)",
                () -> HEAT.over("x", 1, 1, "y", 0, 1),
                () -> HEAT.over("x", 0, 1, "y", 1, 0),
                () -> HEAT.over("x", 0, Double.POSITIVE_INFINITY, "y", 0, 1));
        Heatmap empty = Heatmap.of(new double[][] {{Double.NaN}});
        Heatmap below = Heatmap.of(new double[][] {{-1}}).log();
        state("Heatmap.picture()", empty::picture, below::picture);
        state("Heatmap.interactive()", empty::interactive, below::interactive);
        argument("Heatmap.interactive()", () -> Heatmap.of(new double[201][200]).interactive());
    }

    private void images() {
        ImageShape shape = ImageShape.grey(3, 3);
        argument("ImageShape.pooled(int)", () -> shape.pooled(2), () -> shape.pooled(0));
        argument("ImageShape.enlarged(int)", () -> shape.enlarged(0), () -> shape.enlarged(-1));
        breaks(ArithmeticException.class, "ImageShape.enlarged(int)", () -> shape.enlarged(Integer.MAX_VALUE));
        argument(
                "ImageGrid.of(float[], int, ImageShape)",
                () -> ImageGrid.of(new float[17], 2, shape),
                () -> ImageGrid.of(new float[0], 0, shape),
                () -> ImageGrid.of(new float[] {Float.NaN}, 1, ImageShape.grey(1, 1)));
        argument(
                "ImageGrid.range(double, double)",
                () -> GRID.range(1, 1),
                () -> GRID.range(0, Double.NaN),
                () -> GRID.range(Double.NEGATIVE_INFINITY, 0));
        argument(
                "ImageGrid.columns(String...)",
                GRID::columns,
                () -> GRID.columns("a", "b", "c"),
                () -> GRID.rows("a").columns("a"));
        argument(
                "ImageGrid.rows(String...)",
                GRID::rows,
                () -> GRID.rows("a", "b", "c"),
                () -> GRID.columns("a", "b").rows("a", "b"));
        argument(
                "ImageGrid.strip(List)",
                () -> ImageGrid.strip(List.of()),
                () -> ImageGrid.strip(List.of(GRID.scale(100_000))));
        argument("ImageGrid.image()", () -> GRID.scale(100_000).image());
        argument(
                "ImageShape.new",
                () -> new ImageShape(0, 1, 1),
                () -> new ImageShape(1, -1, 1),
                () -> new ImageShape(1, 1, 2));
        argument("ImageShape.grey(int, int)", () -> ImageShape.grey(0, 1), () -> ImageShape.grey(1, 0));
        argument("ImageShape.colour(int, int)", () -> ImageShape.colour(0, 1), () -> ImageShape.colour(1, -1));
        breaks(
                ArithmeticException.class,
                "ImageShape.dimension()",
                () -> ImageShape.grey(65_536, 65_536).dimension());
    }
}
