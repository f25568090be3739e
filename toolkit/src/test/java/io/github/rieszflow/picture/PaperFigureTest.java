package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaperFigureTest {
    private static final double POINT = 25.4 / 72;
    private static final double[] XS = {1, 3, 10, 30, 100};
    private static final double[] YS = {1, 0.4, 0.1, 0.05, 0.01};
    private static final double[] HALF = {0.5, 0.2, 0.05, 0.02, 0.005};

    @TempDir
    private Path folder;

    private static Clouds.Panel panel(String title, int n, int d) {
        Random random = new Random(n);
        float[] points = new float[n * d];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        return Clouds.panel(title, points, n, d);
    }

    private static Chart chart() {
        return Chart.of("Error ± τ").x("slices P").y("MMD²").line("exact", XS, YS);
    }

    private static ImageGrid grid(int count, ImageShape shape) {
        float[] pixels = new float[count * shape.dimension()];
        Random random = new Random(count);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return ImageGrid.of(pixels, count, shape);
    }

    private static Heatmap heatmap() {
        return Heatmap.of(new double[][] {{1, 0.1, Double.NaN}, {0.01, 0.001, 1e-5}})
                .x("step size τ", 0.1, 0.2, 0.5)
                .y("momentum", 0, 0.9)
                .value("MMD²")
                .log()
                .title("Which are fast?");
    }

    /** One of each kind of still picture, with all that it can draw. */
    static Map<String, Picture> stills() {
        Map<String, Picture> stills = new LinkedHashMap<>();
        stills.put(
                "clouds",
                Clouds.strip(List.of(
                                panel("step 0", 200, 2)
                                        .over(panel2(300), 300, 2)
                                        .circle(1),
                                panel("step 8, τ = ½", 50, 2)))
                        .limits(-2, 2)
                        .picture());
        stills.put(
                "origins",
                Clouds.strip(List.of(
                                panel("start", 200, 2).over(panel2(300), 300, 2),
                                panel("end", 200, 2)
                                        .paths(List.of(new TestRows(2, panel2(200))))
                                        .arrows(new TestRows(2, panel2(200)))))
                        .byOrigin()
                        .picture());
        stills.put("line", Clouds.strip(List.of(panel("x₁", 100, 1))).picture());
        stills.put(
                "chart",
                chart().logX()
                        .logY()
                        .errors("sliced", XS, HALF, new double[] {0.1, 0.1, 0.02, 0.01, 0.001})
                        .band("", XS, HALF, YS)
                        .dashed("P⁻¹", XS, YS)
                        .points("points", XS, HALF)
                        .picture());
        stills.put("histogram", Chart.histogram(1, 2, 2, 3, 3, 3, 4, 4, 5).picture());
        stills.put("heatmap", heatmap().picture());
        // Numbers at the axes without signs: off the screen these are wider, and move all beside them.
        float[] positive = panel2(400);
        for (int i = 0; i < positive.length; i++) {
            positive[i] += 4;
        }
        stills.put(
                "density",
                Heatmap.density(new TestRows(2, positive), 30).title("Where").picture());
        stills.put("grey", grid(6, ImageShape.grey(7, 7)).title("t = 0.4").picture());
        stills.put(
                "rows",
                grid(6, ImageShape.grey(7, 7))
                        .rows("flow", "diffusion")
                        .columns("0", "1", "2")
                        .title("Rows")
                        .picture());
        stills.put(
                "colour",
                grid(4, new ImageShape(5, 8, 3))
                        .titles(List.of("a", "b", "c", "d"))
                        .picture());
        stills.put(
                "strip",
                ImageGrid.strip(List.of(
                        grid(4, ImageShape.grey(7, 7)).title("first"),
                        grid(9, ImageShape.grey(5, 5)).title("then"))));
        return stills;
    }

    private static float[] panel2(int n) {
        Random random = new Random(n);
        float[] points = new float[2 * n];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian() / 2;
        }
        return points;
    }

    private static Picture still(String kind) {
        return Objects.requireNonNull(stills().get(kind));
    }

    private static List<String> kinds() {
        return List.copyOf(stills().keySet());
    }

    private BufferedImage pdf(Picture picture, double dpi) throws IOException {
        Path file = folder.resolve("x.pdf");
        picture.save(file);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            return new PDFRenderer(document).renderImageWithDPI(0, (float) dpi);
        }
    }

    private PDRectangle page(Picture picture) throws IOException {
        Path file = folder.resolve("page.pdf");
        picture.save(file);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            return document.getPage(0).getMediaBox();
        }
    }

    /** Means over squares, each channel: what the eye sees from some distance. */
    private static double[] coarse(BufferedImage image, int side) {
        int across = image.getWidth() / side;
        int down = image.getHeight() / side;
        double[] means = new double[3 * across * down];
        for (int y = 0; y < down * side; y++) {
            for (int x = 0; x < across * side; x++) {
                Color colour = new Color(image.getRGB(x, y));
                int at = 3 * (y / side * across + x / side);
                means[at] += colour.getRed();
                means[at + 1] += colour.getGreen();
                means[at + 2] += colour.getBlue();
            }
        }
        return Arrays.stream(means).map(sum -> sum / (side * side)).toArray();
    }

    /** Two renderings of one drawing: edges may be smoothed in another way, but nothing is missing or elsewhere. */
    private static void requireAlike(String kind, BufferedImage expected, BufferedImage got, int side) {
        assertThat((double) got.getWidth()).as(kind).isCloseTo(expected.getWidth(), within(1.0));
        assertThat((double) got.getHeight()).as(kind).isCloseTo(expected.getHeight(), within(1.0));
        int width = Math.min(got.getWidth(), expected.getWidth());
        int height = Math.min(got.getHeight(), expected.getHeight());
        double[] a = coarse(expected.getSubimage(0, 0, width, height), side);
        double[] b = coarse(got.getSubimage(0, 0, width, height), side);
        double sum = 0;
        double ink = 0;
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            sum += difference;
            worst = Math.max(worst, difference);
            ink += 255 - a[i];
        }
        assertThat(ink).as(kind + ": ink").isPositive();
        assertThat(sum / ink).as(kind + ": share of the ink that differs").isLessThan(0.06);
        assertThat(worst).as(kind + ": largest difference of a square").isLessThan(70);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPdfShowsWhatThePngShows(String kind) throws IOException {
        Picture picture = still(kind);
        requireAlike(kind, picture.image(), pdf(picture, 96 * Style.DENSITY), 16);
    }

    @Test
    @Tag("slow")
    void anSvgShowsInABrowserWhatThePngShows() throws Exception {
        Path browser = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(browser != null, "there is no Chromium to show SVG with");
        StringBuilder html = new StringBuilder("<body style=\"margin:0;background:white\">");
        int wide = 0;
        int high = 0;
        for (Map.Entry<String, Picture> still : stills().entrySet()) {
            String name = still.getKey();
            still.getValue().save(folder.resolve(name + ".svg"));
            BufferedImage png = still.getValue().image();
            html.append(String.format("<img src=\"%s.svg\" style=\"position:absolute;left:0;top:%dpx\">", name, high));
            wide = Math.max(wide, png.getWidth() / 2);
            high += png.getHeight() / 2 + 2;
        }
        Path page = Files.writeString(folder.resolve("all.html"), html);
        Path shot = folder.resolve("shot.png");
        Process process = new ProcessBuilder(
                        String.valueOf(browser),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--force-device-scale-factor=2",
                        "--window-size=" + wide + "," + high,
                        "--screenshot=" + shot,
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        BufferedImage all = ImageIO.read(shot.toFile());
        int top = 0;
        for (Map.Entry<String, Picture> still : stills().entrySet()) {
            BufferedImage png = still.getValue().image();
            BufferedImage part = all.getSubimage(0, 2 * top, png.getWidth(), png.getHeight());
            requireAlike(still.getKey(), png, part, 16);
            top += png.getHeight() / 2 + 2;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFigureIsAsWideAsAsked(String kind) throws IOException {
        PaperFigure figure = still(kind).figure().width(84).type(6);
        Picture picture = figure.picture();
        PDRectangle page = page(picture);
        assertThat(page.getWidth() * POINT).isCloseTo(84, within(0.01));
        picture.save(folder.resolve("x.svg"));
        String svg = Files.readString(folder.resolve("x.svg"));
        assertThat(svg).contains("width=\"84.0000mm\"").contains("<title>");
        BufferedImage png = picture.image();
        assertThat(png.getWidth()).isEqualTo(992); // 84 mm at 300 dpi
        assertThat(png.getHeight() / 300.0 * 72).isCloseTo(page.getHeight(), within(0.3));
    }

    /** Heights of what is written left of a panel, in pixels, from the top down. */
    private static List<Integer> heights(BufferedImage image, int width) {
        List<Integer> heights = new ArrayList<>();
        int run = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            boolean ink = false;
            for (int x = 0; x < width; x++) {
                ink |= new Color(image.getRGB(x, y)).getRed() < 128;
            }
            if (run > 0 && !ink) {
                heights.add(run);
            }
            run = ink ? run + 1 : 0;
        }
        return heights;
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 8, 10})
    void typeIsAsLargeAsAsked(double points) throws IOException {
        Clouds clouds = Clouds.strip(List.of(panel("points", 50, 2))).limits(0, 8);
        int dpi = 480;
        for (double width : new double[] {60, 84}) {
            BufferedImage image = pdf(clouds.figure().width(width).type(points).picture(), dpi);
            double unit = points / 10.5 * dpi / 72;
            // The numbers 2, 4 and 6 below x₂, whose digits are of one height.
            List<Integer> heights = heights(image, (int) (31 * unit));
            double digit = Text.font(points, false)
                            .createGlyphVector(new FontRenderContext(null, true, true), "2")
                            .getVisualBounds()
                            .getHeight()
                    * dpi
                    / 72;
            assertThat(heights).as("x₂ and three numbers").hasSizeGreaterThanOrEqualTo(4);
            assertThat((double) heights.get(heights.size() - 1)).isCloseTo(digit, within(1.5));
        }
    }

    @Test
    void theSameFigureIsTheSameFile() throws IOException {
        for (String format : List.of("svg", "pdf", "png")) {
            chart().figure().width(84).save(folder.resolve("a." + format));
            chart().figure().width(84).save(folder.resolve("b." + format));
            assertThat(folder.resolve("a." + format)).hasSameBinaryContentAs(folder.resolve("b." + format));
        }
    }

    @Test
    void groundsAreDarkLightOrNone() {
        PaperFigure figure = chart().figure().width(60);
        assertThat(figure.picture().image().getRGB(1, 1)).isEqualTo(0xffffffff);
        assertThat(figure.dark().picture().image().getRGB(1, 1))
                .isEqualTo(Theme.DARK.paper().getRGB());
        BufferedImage clear = figure.transparent().picture().image();
        assertThat(clear.getRGB(1, 1) >>> 24).isZero();
        assertThat(count(clear, Style.SERIES.get(0))).isPositive();
    }

    @Test
    void aPngKnowsItsResolution() throws IOException {
        Path file = folder.resolve("x.png");
        chart().figure().width(50.8).dpi(600).save(file);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 37, 4, StandardCharsets.US_ASCII)).isEqualTo("pHYs");
        assertThat(ByteBuffer.wrap(bytes).getInt(41)).isEqualTo(23622); // pixels to a metre
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1200);
    }

    @Test
    void titlesAndLegendsCanBeLeftOut() {
        PaperFigure figure = Clouds.strip(List.of(panel("title", 20, 2).over(panel2(20), 20, 2)))
                .figure();
        int full = figure.picture().image().getHeight();
        int untitled = figure.untitled().picture().image().getHeight();
        int bare = figure.untitled().noLegend().picture().image().getHeight();
        assertThat(untitled).isLessThan(full);
        assertThat(bare).isLessThan(untitled);
    }

    @Test
    void fontsOfTheMachineAreUsedAndOthersRefused() throws IOException {
        byte[] plain = svg(chart().figure());
        assertThat(svg(chart().figure().font("serif"))).isNotEqualTo(plain);
        assertThatThrownBy(() -> chart().figure().font("Nothing"))
                .hasMessageStartingWith("Font: expected a family of this machine, got \"Nothing\"; there are ");
    }

    private byte[] svg(PaperFigure figure) throws IOException {
        figure.save(folder.resolve("f.svg"));
        return Files.readAllBytes(folder.resolve("f.svg"));
    }

    @Test
    void refusalsSayWhatToDo() {
        assertThatThrownBy(() -> chart().figure().width(30).type(14).picture())
                .hasMessageStartingWith("The figure is too small for its type: its width would be ");
        assertThatThrownBy(() -> Clouds.strip(Collections.nCopies(6, panel("p", 5, 2)))
                        .figure()
                        .width(40)
                        .picture())
                .hasMessageContaining("make the figure wider or higher, or its type smaller");
        assertThatThrownBy(() -> grid(4, ImageShape.grey(5, 5))
                        .figure()
                        .width(40)
                        .height(10)
                        .picture())
                .hasMessageContaining("leave out height(…)");
        assertThatThrownBy(() -> chart().save("x.eps"))
                .hasMessage("This picture is drawn: expected a file name ending in .png, .svg or .pdf, got x.eps");
        assertThatThrownBy(() -> Picture.png(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "p")
                        .save("x.svg"))
                .hasMessage("This picture is a PNG: expected a file name ending in .png, got x.svg");
    }

    @Test
    void withoutTheWriterAPngIsStillThereAndTheOthersSayWhatToAdd() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("VectorGraphics2D")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = without.loadClass(Chart.class.getName());
            Object chart = type.getMethod("histogram", double[].class).invoke(null, new double[] {1, 2, 3});
            type.getMethod("save", Path.class).invoke(chart, folder.resolve("x.png"));
            assertThat(folder.resolve("x.png")).isNotEmptyFile();
            for (String format : List.of("svg", "pdf")) {
                assertThatThrownBy(
                                () -> type.getMethod("save", Path.class).invoke(chart, folder.resolve("x." + format)))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("add de.erichseifert.vectorgraphics2d:VectorGraphics2D");
            }
        }
    }

    private static int count(BufferedImage image, Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void chartsHaveOwnColoursAndWidths() {
        Color red = new Color(0xcc0000);
        BufferedImage thin = chart().colour("#cc0000").lineWidth(1).picture().image();
        BufferedImage thick = chart().colour("#CC0000").lineWidth(6).picture().image();
        assertThat(count(thin, Style.SERIES.get(0))).isZero();
        assertThat(count(thick, red)).isGreaterThan(3 * count(thin, red));
    }

    @Test
    void limitsCutWhatIsOutside() {
        BufferedImage whole = chart().picture().image();
        BufferedImage corner = chart().limitsX(0, 1000).limitsY(0, 10).picture().image();
        BufferedImage outside =
                chart().limitsX(200, 300).limitsY(2, 3).picture().image();
        Color blue = Style.SERIES.get(0);
        assertThat(count(corner, blue)).isPositive().isLessThan(count(whole, blue) / 2);
        // What is left is its entry in the legend.
        assertThat(count(outside, blue)).isLessThan(count(corner, blue));
        assertThat(count(
                        chart().limitsX(200, 300)
                                .limitsY(2, 3)
                                .legend(Chart.Legend.NONE)
                                .picture()
                                .image(),
                        blue))
                .isZero();
    }

    /** The column of the right edge of the frame around the curves. */
    private static int right(BufferedImage image) {
        int row = image.getHeight() / 5;
        int last = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            last = image.getRGB(x, row) == Style.FRAME.getRGB() ? x : last;
        }
        return last;
    }

    @Test
    void aLegendStandsWhereItIsAskedTo() {
        Chart chart = chart().points("other", XS, HALF);
        int beside = right(chart.picture().image());
        for (Chart.Legend place : Chart.Legend.values()) {
            int edge = right(chart.legend(place).picture().image());
            if (place == Chart.Legend.RIGHT) {
                assertThat(edge).isEqualTo(beside);
            } else {
                assertThat(edge).as(place.name()).isGreaterThan(beside + 50);
            }
        }
    }

    @Test
    void numbersAreWrittenAsByHand() {
        assertThat(Theme.LIGHT.number(-0.5, 4)).isEqualTo("−0.5");
        assertThat(Theme.LIGHT.number(6.000, 4)).isEqualTo("6");
        assertThat(Theme.LIGHT.number(1e-7, 4)).isEqualTo("10⁻⁷");
        assertThat(Theme.LIGHT.number(-1.5e12, 4)).isEqualTo("−1.5×10¹²");
        assertThat(Theme.SCREEN.number(-1.5e-12, 4)).isEqualTo("-1.5e-12");
    }

    @Test
    void tablesAreSavedForOtherPrograms() throws IOException {
        TableHtml table = TableHtml.of(
                        List.of("rule", "MMD²_r"), List.of(List.of("a, b", 1 / 3.0), List.of("50 % & \"c\"", 2)))
                .caption("Errors ± 1");
        table.save(folder.resolve("t.csv"));
        assertThat(folder.resolve("t.csv"))
                .hasContent("rule,MMD²_r\n\"a, b\",0.3333333333333333\n\"50 % & \"\"c\"\"\",2\n");
        table.save(folder.resolve("t.tex"));
        assertThat(Files.readString(folder.resolve("t.tex"))).isEqualTo("""
                \\begin{table}
                \\centering
                \\caption{Errors $\\pm$ 1}
                \\begin{tabular}{lr}
                \\toprule
                rule & MMD$^2$\\_r \\\\
                \\midrule
                a, b & 0.3333 \\\\
                50 \\% \\& "c" & 2 \\\\
                \\bottomrule
                \\end{tabular}
                \\end{table}
                """);
        table.save(folder.resolve("t.html")).save(folder.resolve("t.txt"));
        assertThatThrownBy(() -> table.save("t.pdf"))
                .hasMessage(
                        "This picture is a table: expected a file name ending in .html, .txt, .csv or .tex, got t.pdf");
    }

    @Test
    void whatNoScreenShowsIsWrittenToAFolder() {
        Path pictures = folder.resolve("pictures");
        assertThat(Screens.written(chart().picture(), pictures)).get().satisfies(file -> {
            assertThat(file).hasParent(pictures).isNotEmptyFile();
            assertThat(file.toString()).endsWith(".png");
        });
        assertThat(Screens.written(Picture.text("t"), pictures)).isEmpty();
        assertThatThrownBy(() -> Screens.written(chart().picture(), Files.writeString(folder.resolve("f"), "x")))
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aPromptIsToldWhatIsShownAndWhere() throws IOException {
        Path pictures = folder.resolve("told");
        String told = Screens.told(chart(), pictures);
        assertThat(told.lines()).hasSize(2).first().isEqualTo(chart().toString());
        Path file = Path.of(told.lines().toList().get(1).substring("  in ".length()));
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1280);
        assertThat(Screens.told(chart().interactive(), pictures)).endsWith(".html" + System.lineSeparator());
        TableHtml table = TableHtml.of(List.of("r", "MMD²"), List.of(List.of(1, 0.123456)));
        assertThat(Screens.told(table, pictures).lines()).containsExactly("r    MMD²", "1  0.1235");
        assertThat(Screens.told(chart(), null).lines()).containsExactly(chart().toString());
    }

    @Test
    void jshellHasAFolderForPicturesAndProgramsHaveNone() {
        Properties properties = new Properties();
        properties.setProperty("java.io.tmpdir", folder.toString());
        properties.setProperty("sun.java.command", "org.example.Main");
        assertThat(Screens.folder(properties)).isNull();
        properties.setProperty("sun.java.command", "jdk.jshell.execution.RemoteExecutionControl 1234");
        assertThat(Screens.folder(properties)).hasParentRaw(folder);
        properties.setProperty("rieszflow.pictures", folder.resolve("mine").toString());
        assertThat(Screens.folder(properties)).isEqualTo(folder.resolve("mine"));
    }

    @Test
    void thousandsOfPointsAreASmallFile() throws IOException {
        Clouds clouds = Clouds.strip(List.of(panel("many", 4000, 2)));
        clouds.save(folder.resolve("many.pdf"));
        clouds.save(folder.resolve("many.svg"));
        assertThat(Files.size(folder.resolve("many.pdf"))).isLessThan(250_000);
        assertThat(Files.size(folder.resolve("many.svg"))).isLessThan(900_000);
    }
}
