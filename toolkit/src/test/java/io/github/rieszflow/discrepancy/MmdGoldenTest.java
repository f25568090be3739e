package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of small sets, evaluated in 30 digits apart from this code. */
class MmdGoldenTest {
    private static final Points A = Points.of(new double[][] {{0, 0}, {1, 0}, {0, 2}});
    private static final Points TARGETS_OF_A = Points.of(new double[][] {{3, 4}, {1, 1}});
    private static final Points B = Points.line(0, 1, 3);
    private static final Points TARGETS_OF_B = Points.line(2, 2, 5);
    private static final Points C = Points.line(1, 1, 4);
    private static final Points TARGETS_OF_C = Points.line(1, 4, 6);

    /** Coordinates are small integers and so exact in single precision: only sums in double precision round. */
    private static void values(double r, Points x, Points y, double functional, double squared) {
        Mmd mmd = Mmd.riesz(r);
        assertThat(mmd.functional(x, y)).isCloseTo(functional, within(1e-13));
        assertThat(mmd.squared(x, y)).isCloseTo(squared, within(1e-13));
        assertThat(mmd.value(x, y)).isCloseTo(Math.sqrt(squared), within(1e-13));
    }

    /** A gradient is summed in double precision and rounded once, to single precision: half a unit of 2⁻²³. */
    private static void gradient(double r, Points x, Points y, double... expected) {
        Points gradient = Mmd.riesz(r).gradient(x, y);
        Points velocity = Mmd.riesz(r).velocity(x, y);
        float[] g = gradient.toArray();
        float[] v = velocity.toArray();
        assertThat(g).hasSameSizeAs(expected);
        for (int i = 0; i < g.length; i++) {
            assertThat((double) g[i]).isCloseTo(expected[i], within(0x1.01p-24 * Math.abs(expected[i]) + 1e-14));
            assertThat((double) v[i])
                    .isCloseTo(
                            -x.size() * expected[i], within(x.size() * (0x1.02p-23 * Math.abs(expected[i]) + 1e-14)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1.1702797934621263, 1.3911451258662817",
        "1, 2.2359003950349834, 2.6690251523379716",
        "1.5, 4.5110412634694015, 5.598920005927281",
    })
    void inThePlane(double r, double functional, double squared) {
        values(r, A, TARGETS_OF_A, functional, squared);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, -0.016355420677889053, -0.0400808260925246, -0.08979339640424519, -0.08534906919865835,"
                + "-0.06945125081035511, -0.04730734706344769",
        "1, -0.1067400190866468, -0.14007335241998015, -0.23533710986109943, -0.21635706616666198,"
                + "-0.20683577975406986, -0.1850908126175487",
        "1.5, -0.3789676337717304, -0.42173543891787074, -0.5145587864135309, -0.49995736950944725,"
                + "-0.49374767720330326, -0.5117117854981912",
    })
    void gradientInThePlane(double r, double a, double b, double c, double d, double e, double f) {
        gradient(r, A, TARGETS_OF_A, a, b, c, d, e, f);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.9258271438530113, 1.0818539287865219",
        "1, 1.4444444444444444, 1.5555555555555556",
        "1.5, 2.5156713015871883, 2.721941526415874",
    })
    void onTheLine(double r, double functional, double squared) {
        values(r, B, TARGETS_OF_B, functional, squared);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, -0.015782049371301513, -0.15516073437852515, 0.00046867602429328815",
        "1, -0.1111111111111111, -0.3333333333333333, -0.1111111111111111",
        "1.5, -0.3887407157795171, -0.5976310729378175, -0.42674632205251123",
    })
    void gradientOnTheLine(double r, double a, double b, double c) {
        gradient(r, B, TARGETS_OF_B, a, b, c);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.8464889249935057, 0.49690399499995325",
        "1, 1.6666666666666667, 1.1111111111111112",
        "1.5, 3.3761399247167465, 2.4845199749997664",
    })
    void withTies(double r, double functional, double squared) {
        values(r, C, TARGETS_OF_C, functional, squared);
    }

    /** Coincident pairs push nothing. */
    @ParameterizedTest
    @CsvSource({
        "0.5, -0.024845199749997663, -0.024845199749997663, -0.07135872502089852",
        "1, -0.1111111111111111, -0.1111111111111111, -0.2222222222222222",
        "1.5, -0.37267799624996495, -0.37267799624996495, -0.5243773949903288",
    })
    void gradientWithTies(double r, double a, double b, double c) {
        gradient(r, C, TARGETS_OF_C, a, b, c);
    }

    /** The plane shows the same as the line it contains: two implementations for r = 1. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.49690399499995325", "1, 1.1111111111111112", "1.5, 2.4845199749997664"})
    void aLineInThePlane(double r, double squared) {
        Points x = Points.of(new double[][] {{3, 4}, {3, 4}, {12, 16}});
        Points y = Points.of(new double[][] {{3, 4}, {12, 16}, {18, 24}});
        assertThat(Mmd.riesz(r).squared(x, y)).isCloseTo(Math.pow(5, r) * squared, within(1e-12));
    }
}
