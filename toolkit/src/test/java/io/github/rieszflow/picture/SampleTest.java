package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static double[] gaussian(int n) {
        SplittableRandom random = new SplittableRandom(n);
        return DoubleStream.generate(random::nextGaussian).limit(n).toArray();
    }

    @Test
    void aHistogramHasAreaOneAndCountsTheEnds() {
        double[][] corners = Sample.of("a", new double[] {0, 0, 1, 4}).histogram(4);
        assertThat(corners[0]).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
        assertThat(corners[1]).containsExactly(0, 0.5, 0.5, 0.25, 0.25, 0, 0, 0.25, 0.25, 0);
        Sample many = Sample.of("many", gaussian(1000));
        double[][] fine = many.histogram(many.bins());
        double area = 0;
        for (int i = 1; i < fine[0].length; i++) {
            area += (fine[0][i] - fine[0][i - 1]) * fine[1][i];
        }
        assertThat(area).isCloseTo(1, within(1e-12));
    }

    @Test
    void binsFollowTheRule() {
        // 2·IQR·N^(−1/3) with IQR 1.349 and N = 1000 is 0.27; the sample spans about 6.5.
        assertThat(Sample.of("many", gaussian(1000)).bins()).isBetween(20, 30);
        assertThat(Sample.of("same", new double[] {3, 3, 3}).bins()).isEqualTo(5);
        double[] far = gaussian(1000);
        far[0] = 1e6;
        assertThat(Sample.of("one far away", far).bins()).isEqualTo(100);
    }

    @Test
    void aSingleValueHasABinAroundIt() {
        double[][] corners = Sample.of("a", new double[] {2}).histogram(5);
        assertThat(corners[0][0]).isEqualTo(1.5);
        assertThat(corners[0][11]).isEqualTo(2.5);
    }

    @Test
    void theDistributionStepsAtEachValue() {
        double[][] corners = Sample.of("a", new double[] {3, 1}).distribution();
        assertThat(corners[0]).containsExactly(1, 1, 3, 3);
        assertThat(corners[1]).containsExactly(0, 0.5, 0.5, 1);
        double[] values = gaussian(20_001);
        double[][] many = Sample.of("many", values).distribution();
        assertThat(many[0]).hasSize(1000).isSorted();
        for (int i = 1; i < 1000; i += 2) {
            double x = many[0][i];
            long below = DoubleStream.of(values).filter(v -> v <= x).count();
            assertThat(many[1][i]).as("share up to %s", x).isEqualTo(below / 20_001.0);
        }
    }

    @Test
    void radiiAreDistancesFromTheOrigin() {
        Rows rows = new TestRows(2, 3, 4, 0, -1);
        assertThat(Sample.radii(rows).sorted()).containsExactly(1, 5);
        Chart chart = Chart.radialCdf(rows).against("disc", r -> Math.min(1, r * r / 25));
        assertThat(chart).hasToString("Chart[share of points against distance from the origin; 2 points, disc]");
    }

    @Test
    void chartsOfSamplesSpeakAndRefuse() {
        Chart chart = Chart.histogram(1, 2, 3).against(x -> 0.3);
        assertThat(chart.picture().alternative()).isEqualTo("density against value; 3 values, exact");
        assertThatThrownBy(() -> Chart.histogram(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values: expected finite numbers, got NaN at index 1");
        assertThatThrownBy(() -> Chart.histogram())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 values: expected at least one, got none");
        assertThatThrownBy(() -> Chart.of("t").against(x -> x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The chart \"t\" is empty: expected what is measured before");
        assertThatThrownBy(() -> Chart.histogram(0, 1).against(x -> 1 / x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exact: expected finite numbers, got Infinity at index 0");
    }

    @Test
    void dashesAreAsLongAsTheyShallBe() {
        ChartLook look = new ChartLook("", "", "", false, false, null, null, Chart.Legend.RIGHT, 500, 500, "");
        double[] range = {0, 1}; // 400 pixels to a unit
        double[] fine = DoubleStream.iterate(0, x -> x <= 1, x -> x + 1e-4).toArray();
        double[][] cut = Dashes.of(fine, new double[fine.length], look, range, range);
        int gaps = (int) DoubleStream.of(cut[1]).filter(Double::isNaN).count();
        assertThat(gaps).as("one in ten pixels").isEqualTo(40);
        double on = 0;
        for (int i = 1; i < cut[0].length; i++) {
            if (!Double.isNaN(cut[1][i]) && !Double.isNaN(cut[1][i - 1])) {
                on += cut[0][i] - cut[0][i - 1];
            }
        }
        assertThat(on).isCloseTo(0.6, within(0.02));
        ChartLook log = new ChartLook("", "", "", true, true, null, null, Chart.Legend.RIGHT, 500, 500, "");
        double[][] straight = Dashes.of(
                new double[] {1, 1e4}, new double[] {1, 1e-4}, log, new double[] {1, 1e4}, new double[] {1e-4, 1});
        for (int i = 0; i < straight[0].length; i++) {
            if (!Double.isNaN(straight[1][i])) {
                assertThat(straight[0][i] * straight[1][i])
                        .as("on the line y = 1/x")
                        .isCloseTo(1, within(1e-9));
            }
        }
    }
}
