package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the colours look like to those who lack one kind of cone. */
class StyleTest {
    /**
     * Linear red, green and blue as seen with all cones, and without one kind: Machado, Oliveira, Fernandes, A
     * Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0.
     */
    enum Sight {
        ALL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        @SuppressWarnings("ImmutableEnumChecker") // never written
        private final double[] matrix;

        Sight(double... matrix) {
            this.matrix = matrix;
        }

        /** Lightness and two hues of CIELAB, in which a distance of 2.3 can just be seen. */
        double[] see(Color colour) {
            double[] linear = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
            double[] seen = new double[3];
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                for (int j = 0; j < 3; j++) {
                    sum += matrix[3 * i + j] * linear[j];
                }
                seen[i] = Math.max(0, Math.min(1, sum));
            }
            double x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
            double y = root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
            double z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
            return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
        }

        private static double linear(int channel) {
            double share = channel / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
        }

        private static double root(double t) {
            return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        }

        double distance(Color one, Color other) {
            double[] a = see(one);
            double[] b = see(other);
            return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyTellsTheSeriesApart(Sight sight) {
        List<Color> colours = new ArrayList<>(Style.SERIES);
        colours.add(Style.PAPER);
        for (int i = 0; i < colours.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(sight.distance(colours.get(i), colours.get(j)))
                        .as("%s and %s", colours.get(i), colours.get(j))
                        .isGreaterThan(15);
            }
        }
        assertThat(sight.distance(Style.CLOUD, Style.TARGET))
                .as("cloud and target")
                .isGreaterThan(70);
    }

    @ParameterizedTest
    @EnumSource
    void shadesGetDarkerForEverybody(Sight sight) {
        double before = sight.see(Style.shade(0))[0];
        assertThat(before).as("the lightest is not the paper").isBetween(92.0, 98.0);
        for (int i = 1; i <= 10; i++) {
            double now = sight.see(Style.shade(i / 10.0))[0];
            assertThat(before - now).as("step %s", i).isBetween(4.0, 12.0);
            before = now;
        }
        for (int i = 0; i <= 10; i++) {
            assertThat(sight.distance(Style.shade(i / 10.0), Style.inkOn(i / 10.0)))
                    .as("a number on shade %s", i)
                    .isGreaterThan(30);
        }
    }
}
