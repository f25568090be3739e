package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Pictures too large for the memory are refused before anything of them is drawn. */
class PictureSizesTest {
    private static final ImageGrid GRID = ImageGrid.of(new float[4 * 9], 4, ImageShape.grey(3, 3));
    private static final Clouds CLOUDS = Clouds.strip(List.of(
            Clouds.panel("a", new float[] {0, 0, 1, 1}, 2, 2), Clouds.panel("b", new float[] {0, 0, 1, 1}, 2, 2)));
    private static final Chart CHART = Chart.of("c").x("x").y("y").line("l", new double[] {0, 1}, new double[] {0, 1});
    private static final Heatmap HEAT = Heatmap.of(new double[][] {{1, 2}, {3, 4}});

    private static DynamicTest refused(String name, String message, Executable call) {
        return DynamicTest.dynamicTest(name, () -> {
            long begin = System.nanoTime();
            assertThatIllegalArgumentException()
                    .isThrownBy(call::execute)
                    .withMessageMatching(
                            message + "(: | left of ).*show it smaller, by size or scale, or show less of it.*");
            assertThat(System.nanoTime() - begin).isLessThan(60_000_000_000L);
        });
    }

    @TestFactory
    List<DynamicTest> tooLargeForAnyArray() {
        String text = "a picture of \\d+×\\d+ pixels would take .+ [GT]B, one picture has at most 2147483639 pixels";
        return List.of(
                refused("scale of a grid", text, () -> GRID.scale(100_000).picture()),
                refused(
                        "scale of a grid, overflow",
                        text,
                        () -> GRID.scale(Integer.MAX_VALUE).image()),
                refused("strip of grids", text, () -> ImageGrid.strip(List.of(GRID, GRID.scale(70_000)))),
                refused("size of clouds", text, () -> CLOUDS.size(100_000).picture()),
                refused(
                        "size of clouds, overflow",
                        text,
                        () -> CLOUDS.size(Integer.MAX_VALUE).picture()),
                refused("frames of clouds", text, () -> CLOUDS.size(100_000).frames()),
                refused("animation of clouds", text, () -> CLOUDS.size(100_000).animation()),
                refused(
                        "size of a chart",
                        text,
                        () -> CHART.size(50_000, 50_000).picture()),
                refused(
                        "width of a chart, overflow",
                        text,
                        () -> CHART.size(Integer.MAX_VALUE, 120).picture()),
                refused(
                        "interactive chart",
                        text,
                        () -> CHART.size(50_000, 50_000).interactive()),
                refused(
                        "size of a heat map",
                        text,
                        () -> HEAT.size(50_000, 50_000).picture()),
                refused(
                        "height of a heat map, overflow",
                        text,
                        () -> HEAT.size(200, Integer.MAX_VALUE).interactive()));
    }

    @Test
    void tooLargeForTheHeap() {
        // Ten bytes a pixel: an image that fits into an array, and not into the heap.
        double pixels = Math.min(2.1e9, Runtime.getRuntime().maxMemory() / 9.0);
        int side = (int) Math.sqrt(pixels) / 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHART.size(side, side).picture())
                .withMessageMatching(
                        "a picture of \\d+×\\d+ pixels would take .+, the Java heap has .+ left of .+: show it"
                                + " smaller, by size or scale, or show less of it, or start Java with a larger heap \\(-Xmx\\)");
    }

    @Test
    void whatFitsIsDrawn() {
        assertThat(GRID.scale(100).image().getWidth()).isEqualTo(2 * 3 * 2 * 100 + 3 * 4);
        assertThat(CHART.size(2000, 1000).picture().image().getWidth()).isEqualTo(4000);
        assertThat(CLOUDS.size(40).animation().picture().image().getHeight()).isEqualTo(40 + 22 + 20);
    }

    @Test
    void framesOfAnAnimationAreRefusedWhenTheFirstIsThere() {
        AtomicInteger drawn = new AtomicInteger();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(1_000_000_000, i -> {
                    drawn.incrementAndGet();
                    return new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB);
                }))
                .withMessageMatching(
                        "1000000000 frames of 100×50 pixels would take 25\\.0 TB, the Java heap has .+ left of .+:"
                                + " take fewer or smaller ones, or start Java with a larger heap \\(-Xmx\\)");
        assertThat(drawn).hasValue(1);
        assertThat(Animation.of(3, i -> new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB)))
                .hasToString("Animation[3 frames, 5×5, 3 frames]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(0, i -> new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB)))
                .withMessage("Frames: expected at least one, got none");
    }

    @Test
    void theFormatOfGifHasItsLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(List.of(new BufferedImage(65_536, 1, BufferedImage.TYPE_INT_RGB))))
                .withMessage(
                        "Frames: a GIF is at most 65535 pixels wide and high, got 65536×1; draw them smaller, by size"
                                + " or scale");
        BufferedImage widest = new BufferedImage(65_535, 1, BufferedImage.TYPE_INT_RGB);
        assertThat(Animation.of(List.of(widest, widest)).picture().image().getWidth())
                .isEqualTo(65_535);
    }

    @Test
    void aFrameThatIsNoneIsSaid() {
        BufferedImage frame = new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB);
        for (List<BufferedImage> frames : List.of(
                Collections.<BufferedImage>singletonList(null),
                Arrays.asList(frame, null),
                Arrays.asList(null, frame))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Animation.of(frames))
                    .withMessage("Frames: expected images, got null at index " + frames.indexOf(null));
        }
    }

    @TestFactory
    List<DynamicTest> numbersBeyondWhatAnAxisHolds() {
        double[] far = {-1e308, 1e308};
        double[] unit = {0, 1};
        return List.of(
                beyond("histogram", () -> Chart.histogram(far)),
                beyond("abscissae", () -> CHART.line("l", far, unit)),
                beyond("ordinates", () -> CHART.line("l", unit, far)),
                beyond("errors", () -> CHART.errors("l", unit, unit, new double[] {0, 1e308})),
                beyond("heat map", () -> Heatmap.of(new double[][] {far})),
                beyond("settings", () -> HEAT.x("x", far)));
    }

    private static DynamicTest beyond(String name, Executable call) {
        return DynamicTest.dynamicTest(
                name,
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(call::execute)
                        .withMessageMatching(
                                ".*: expected numbers from -1e300 to 1e300, got -?1.0E308; draw them in larger units"));
    }

    @Test
    void numbersOfEverySizeBelowAreDrawn() {
        double[][] values = {
            {-1e300, 1e300},
            {0, Double.MIN_VALUE},
            {1, Math.nextUp(1.0)},
            {1e300, Math.nextDown(1e300)},
            {-1e-310, 1e-305},
            {-Double.MIN_VALUE, 0, 0, 0}
        };
        for (double[] some : values) {
            assertThatCode(() -> Chart.histogram(some).picture())
                    .as(Arrays.toString(some))
                    .doesNotThrowAnyException();
            double[] steps = new double[some.length];
            assertThatCode(() -> CHART.line("l", some, steps)
                            .points("p", steps, some)
                            .picture())
                    .as(Arrays.toString(some))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> Heatmap.of(new double[][] {{-1e300, 1e300}}).picture())
                .doesNotThrowAnyException();
    }
}
