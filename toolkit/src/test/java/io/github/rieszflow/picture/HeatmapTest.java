package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatmapTest {
    private static final int WHITE = 0xffffff;

    /** How many pixels have a colour. */
    private static long count(BufferedImage image, Color colour) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i ->
                        (image.getRGB(i % image.getWidth(), i / image.getWidth()) & WHITE) == (colour.getRGB() & WHITE))
                .count();
    }

    /** The middle of the pixels of a colour, in shares of the image. */
    private static double[] middle(BufferedImage image, Color colour) {
        double x = 0;
        double y = 0;
        int wide = image.getWidth();
        int[] found = IntStream.range(0, wide * image.getHeight())
                .filter(i -> (image.getRGB(i % wide, i / wide) & WHITE) == (colour.getRGB() & WHITE))
                .toArray();
        for (int i : found) {
            x += i % wide;
            y += Math.floorDiv(i, wide);
        }
        return new double[] {x / found.length / wide, y / found.length / image.getHeight()};
    }

    @Test
    void theFirstRowIsBelowAndTheHighestNumberIsDarkest() {
        BufferedImage image =
                Heatmap.of(new double[][] {{5, 1}, {1, 1}}).picture().image();
        double[] dark = middle(image, Style.shade(1));
        assertThat(dark[0]).as("on the left").isLessThan(0.5);
        assertThat(dark[1]).as("below").isGreaterThan(0.5);
        assertThat(count(image, Style.shade(0))).isGreaterThan(2 * count(image, Style.shade(1)));
        assertThat(image.getWidth()).isEqualTo(1040);
        assertThat(image.getRGB(2, 2) & WHITE).isEqualTo(WHITE);
    }

    @Test
    void shadesFollowTheValueOrItsLogarithm() {
        double[][] values = {{1, 10, 100}};
        BufferedImage plain = Heatmap.of(values).picture().image();
        BufferedImage log = Heatmap.of(values).log().picture().image();
        Color half = Style.shade(0.5);
        assertThat(count(log, half)).as("10 is half way").isGreaterThan(50_000);
        assertThat(count(plain, half)).as("only in the scale").isLessThan(1_000);
    }

    @Test
    void cellsWithoutAValueStayEmpty() {
        double[][] values = {{1, Double.NaN}, {-1, 2}};
        assertThat(count(Heatmap.of(values).picture().image(), Style.shade(1))).isGreaterThan(20_000);
        String words = Heatmap.of(values).log().toString();
        assertThat(words).contains("from 1 (light) to 2 (dark), on a logarithmic scale");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{-1, 0}}).log().picture())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no number above 0");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{Double.NaN}}).picture())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all are NaN");
    }

    @Test
    void oneValueEverywhereIsDrawn() {
        assertThat(count(Heatmap.of(new double[][] {{3, 3}}).picture().image(), Style.shade(0.5)))
                .isGreaterThan(100_000);
    }

    @Test
    void speaksOfWhatItShows() {
        Heatmap map = Heatmap.of(new double[][] {{0.5, 2}})
                .title("T")
                .x("step size", 0.1, 1)
                .y("momentum", 0.9)
                .value("MMD²");
        assertThat(map.picture().alternative())
                .isEqualTo("T: MMD² over step size and momentum, from 0.5 (light) to 2 (dark)");
        assertThat(map).hasToString("Heatmap[1×2, T: MMD² over step size and momentum, from 0.5 (light) to 2 (dark)]");
        assertThat(map.alternative("words").picture().alternative()).isEqualTo("words");
    }

    @Test
    void theDensityCountsEveryPointInItsSquare() {
        Heatmap map = Heatmap.density(new TestRows(2, 0, 0, 10, 0, 10, 10, 10, 10, 9.9f, 10), 10);
        assertThat(map.toString()).contains("points in a cell over x₁ and x₂, from 0 (light) to 3 (dark)");
        double[] three = middle(map.picture().image(), Style.shade(1));
        assertThat(three[0]).isGreaterThan(0.5);
        assertThat(three[1]).as("high up").isLessThan(0.3);
        assertThatThrownBy(() -> Heatmap.density(new TestRows(1, 1, 2), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got dimension 1 and 10 cells");
    }

    @Test
    void isInteractiveUpToABound() {
        Interactive live = Heatmap.of(new double[][] {{1, Double.NaN}, {10, 100}})
                .log()
                .x("a", 1, 2)
                .interactive();
        assertThat(live.picture().bundle()).containsKeys("text/html", "image/png", "text/plain");
        assertThatThrownBy(() -> Heatmap.of(new double[201][200]).interactive())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 40000 cells")
                .hasMessageContaining("201×200");
    }

    @Test
    void labelsAreLeftOutInRoundSteps() {
        assertThat(IntStream.of(1, 2, 3, 5, 9, 11, 30, 90)
                        .map(c -> HeatmapPen.every(c))
                        .toArray())
                .containsExactly(1, 2, 5, 5, 10, 20, 50, 100);
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> Heatmap.of(new double[0][0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Heat map: rows: expected at least one, got none");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{1, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Heat map: expected rows of one length, got 2 in row 0 and 1 in row 1");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{1, Double.POSITIVE_INFINITY}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got Infinity in row 0, column 1");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{1, 2}}).x("x", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Heat map: expected a setting for each of the 2 columns, got 1");
        assertThatThrownBy(() -> Heatmap.of(new double[][] {{1, 2}}).over("x", 1, 1, "y", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected left < right");
    }
}
