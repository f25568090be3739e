package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final int BLUE = 0x0072b2;
    private static final int VERMILION = 0xd55e00;

    private static final double[] XS = {1, 2, 5, 10, 20, 50, 100};

    private static double[] power(double exponent) {
        double[] ys = new double[XS.length];
        for (int i = 0; i < XS.length; i++) {
            ys[i] = Math.pow(XS[i], exponent);
        }
        return ys;
    }

    private static Chart chart() {
        return Chart.of("title").x("x").y("y");
    }

    /** Mean row of the pixels of a colour in a column; NaN if there is none. */
    private static double row(BufferedImage image, int column, int colour) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            if ((image.getRGB(column, y) & 0xffffff) == colour) {
                sum += y;
                count++;
            }
        }
        return sum / count;
    }

    private static int count(BufferedImage image, int colour, int from, int to) {
        int count = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }

    /** How far the middle of a curve is from the straight line between two others, in pixels. */
    private static double bend(BufferedImage image) {
        double left = row(image, 300, BLUE);
        double middle = row(image, 500, BLUE);
        double right = row(image, 700, BLUE);
        return middle - (left + right) / 2;
    }

    @Test
    void aPowerIsAStraightLineOnLogarithmicAxesOnly() {
        Chart chart = chart().line("x^-2", XS, power(-2));
        assertThat(bend(chart.logX().logY().picture().image())).isCloseTo(0, within(1.5));
        assertThat(bend(chart.logX().picture().image())).isGreaterThan(10);
        assertThat(bend(chart.logY().picture().image())).isGreaterThan(10);
    }

    @Test
    void everySeriesHasItsColourAndItsPlaceInTheLegend() {
        BufferedImage image = chart().line("one", XS, power(1))
                .marked("two", XS, power(0.5))
                .picture()
                .image();
        assertThat(image.getWidth()).isEqualTo(1280);
        assertThat(image.getHeight()).isEqualTo(800);
        for (int colour : new int[] {BLUE, VERMILION}) {
            assertThat(count(image, colour, 150, 1000)).as("curve").isGreaterThan(500);
            assertThat(count(image, colour, 1100, 1280)).as("legend").isGreaterThan(50);
        }
        assertThat(image.getRGB(1, 1) & 0xffffff).as("opaque white ground").isEqualTo(0xffffff);
        assertThat(image.getColorModel().hasAlpha()).isFalse();
    }

    @Test
    void bandsFillBetweenTheirEdgesInTheColourBefore() {
        double[] xs = {0, 1};
        BufferedImage image = chart().line("line", xs, new double[] {0, 0})
                .band("band", xs, new double[] {-1, -1}, new double[] {1, 1})
                .line("far", xs, new double[] {3, 3})
                .picture()
                .image();
        double zero = row(image, 470, BLUE);
        double unit = (zero - row(image, 470, VERMILION)) / 3;
        int inside = image.getRGB(470, (int) (zero + 0.7 * unit)) & 0xffffff;
        assertThat(inside >> 16).as("light blue has less red than white").isBetween(0xb0, 0xe0);
        assertThat(inside & 0xff).isGreaterThan(0xe8);
        assertThat(image.getRGB(470, (int) (zero - 0.7 * unit)) & 0xffffff).isEqualTo(inside);
        assertThat(image.getRGB(470, (int) (zero - 1.3 * unit)) & 0xffffff)
                .as("outside")
                .isEqualTo(0xffffff);
    }

    @Test
    void errorBarsReachAsFarAsTheErrors() {
        BufferedImage image = chart().errors(
                        "e", new double[] {1, 2, 3}, new double[] {5, 5, 5}, new double[] {0, 2, 0})
                .line("top", new double[] {1, 3}, new double[] {7, 7})
                .picture()
                .image();
        // The middle bar of the blue series ends at 7, where the second line is.
        double line = row(image, 400, BLUE);
        double top = row(image, 400, VERMILION);
        int reach = 0;
        for (int x = 450; x < 750; x++) {
            for (int y = 0; y < line; y++) {
                if ((image.getRGB(x, y) & 0xffffff) == BLUE) {
                    reach = Math.max(reach, (int) (line - y));
                }
            }
        }
        assertThat((double) reach).isCloseTo(line - top, within(8.0));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 4.9, 1, 10",
        "15, 90, 10, 100",
        "5, 40, 5, 100",
        "1, 1000, 1, 1000",
        "0.03, 0.3, 0.01, 0.3",
        "2, 2, 1, 10"
    })
    void logarithmicAxesHoldTwoPowersOfTen(double low, double high, double from, double to) {
        double[] range = ChartPen.withTwoPowers(low, high);
        assertThat(range[0]).isCloseTo(from, within(1e-12));
        assertThat(range[1]).isCloseTo(to, within(1e-12));
    }

    @Test
    void valuesBelowZeroAreLeftOutOnALogarithmicAxis() {
        double[] ys = {-1, 0, 1, 10, 100, 1000, 10000};
        assertThat(chart().logY().line("y", XS, ys).picture().image().getWidth())
                .isEqualTo(1280);
        assertThatThrownBy(() -> chart().logY()
                        .line("y", new double[] {1}, new double[] {-1})
                        .picture())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no value above 0 to draw on a logarithmic axis: leave out logX() or logY()");
    }

    @Test
    void drawsSinglePointsAndConstants() {
        double[] one = {3};
        assertThat(count(chart().line("y", one, one).picture().image(), BLUE, 100, 1280))
                .isGreaterThan(20);
        double[] same = {2, 2, 2};
        double[] xs = {1, 2, 3};
        assertThat(count(chart().logX().logY().line("y", xs, same).picture().image(), BLUE, 100, 1000))
                .isGreaterThan(300);
    }

    @Test
    void speaksOfWhatItShows() {
        Chart chart = Chart.of("Decay").x("step").y("MMD²").logX().logY().line("exact", XS, power(-1));
        assertThat(chart.picture().alternative()).isEqualTo("Decay: MMD² against step, both axes logarithmic; exact");
        assertThat(chart).hasToString("Chart[Decay: MMD² against step, both axes logarithmic; exact]");
        assertThat(chart().logY().line("", XS, XS).toString())
                .isEqualTo("Chart[title: y against x, y axis logarithmic]");
        assertThat(chart.alternative("falls as 1/k").picture().alternative()).isEqualTo("falls as 1/k");
    }

    @Test
    void everyMethodGivesANewChart() {
        Chart empty = chart();
        double[] ys = power(1);
        Chart one = empty.line("a", XS, ys);
        one.line("b", XS, ys);
        assertThat(one.toString()).endsWith("; a]");
        assertThatThrownBy(empty::picture)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The chart \"title\" is empty: add a line(name, xs, ys) or points(name, xs, ys)");
        BufferedImage before = one.picture().image();
        java.util.Arrays.fill(ys, 7);
        assertThat(row(one.picture().image(), 600, BLUE)).isEqualTo(row(before, 600, BLUE));
    }

    @Test
    void refusesBadInput() {
        double[] two = {1, 2};
        assertThatThrownBy(() -> chart().line("a", two, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a: expected arrays of one length, got 2 and 1");
        assertThatThrownBy(() -> chart().line("a", new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a: points: expected at least one, got none");
        assertThatThrownBy(() -> chart().points("a", two, new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a: expected finite numbers, got NaN at index 1");
        assertThatThrownBy(() -> chart().errors("a", two, two, new double[] {0, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a: expected errors of at least 0, got -1.0 at index 1");
        assertThatThrownBy(() -> chart().band("a", two, two, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected low ≤ high everywhere, got 2.0 and 1.0 at index 1");
        assertThatThrownBy(() -> chart().band("a", new double[] {2, 1}, two, two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected ascending abscissae");
        assertThatThrownBy(() -> Chart.of("t").x("x").line("a", two, two).picture())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs a label on both axes");
        assertThatThrownBy(() -> chart().size(10, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Chart width: expected at least 200, got 10");
    }
}
