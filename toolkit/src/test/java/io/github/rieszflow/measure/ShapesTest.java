package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapesTest {
    private static final int N = 20_000;

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("ring", Shapes::ring, Shapes::ring),
                shape("moons", Shapes::moons, Shapes::moons),
                shape("spirals", Shapes::spirals, Shapes::spirals),
                shape("eightGaussians", Shapes::eightGaussians, Shapes::eightGaussians),
                shape("checkerboard", Shapes::checkerboard, Shapes::checkerboard),
                shape("letters", (n, s) -> Shapes.letters("MMD", n, s), n -> Shapes.letters("MMD", n)));
    }

    private static Arguments shape(String name, BiFunction<Integer, Seed, Points> seeded, IntFunction<Points> plain) {
        return Arguments.of(name, seeded, plain);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void aShapeRepeatsWithItsSeedAndLiesByTheUnitSquare(
            String name, BiFunction<Integer, Seed, Points> seeded, IntFunction<Points> plain) {
        Points points = seeded.apply(N, Seed.seed(1));
        assertThat(points.shape()).isEqualTo("20000×2");
        assertThat(points).isEqualTo(seeded.apply(N, Seed.seed(1))).isNotEqualTo(seeded.apply(N, Seed.seed(2)));
        assertThat(plain.apply(50)).isEqualTo(seeded.apply(50, Seed.DEFAULT));
        // A cloud of n points begins with the cloud of fewer.
        assertThat(points.take(50)).isEqualTo(seeded.apply(50, Seed.seed(1)));
        for (int i = 0; i < N; i++) {
            assertThat(points.get(i, 0)).isBetween(-0.05f, 1.05f);
            assertThat(points.get(i, 1)).isBetween(-0.05f, 1.05f);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.apply(0))
                .withMessage("a cloud needs at least one point and one coordinate: received 0×2");
    }

    /** Uniform on an annulus: the share within radius r is (r² − 0.32²)/(0.4² − 0.32²), the angle is uniform. */
    @Test
    void theRingIsUniformByArea() {
        Points ring = Shapes.ring(N, Seed.seed(3));
        double middle = Math.sqrt((0.32 * 0.32 + 0.40 * 0.40) / 2);
        int inner = 0;
        int right = 0;
        for (int i = 0; i < N; i++) {
            double r = radius(ring, i);
            assertThat(r).isBetween(0.32 - 1e-6, 0.40 + 1e-6);
            inner += r < middle ? 1 : 0;
            right += ring.get(i, 0) > 0.5 ? 1 : 0;
        }
        assertShare(inner, 0.5);
        assertShare(right, 0.5);
    }

    /** Undoing the scaling leaves the half circles with a normal distance of deviation 0.018/0.29 across the arc. */
    @Test
    void theMoonsAreHalfCircles() {
        Points moons = Shapes.moons(N, Seed.seed(3));
        int upper = 0;
        double square = 0;
        int counted = 0;
        for (int i = 0; i < N; i++) {
            double x = (moons.get(i, 0) - 0.5) / 0.29 + 0.5;
            double y = (moons.get(i, 1) - 0.5) / 0.29 + 0.25;
            double toUpper = Math.abs(Math.hypot(x, y) - 1) + Math.max(0, -y);
            double toLower = Math.abs(Math.hypot(x - 1, y - 0.5) - 1) + Math.max(0, y - 0.5);
            assertThat(Math.min(toUpper, toLower)).isLessThan(0.6);
            upper += toUpper < toLower ? 1 : 0;
            if (y > 0.8) {
                double off = Math.hypot(x, y) - 1;
                square += off * off;
                counted++;
            }
        }
        assertShare(upper, 0.5);
        assertThat(Math.sqrt(square / counted)).isCloseTo(0.018 / 0.29, within(0.003));
    }

    /** Along an arm the share within radius r is ((r − 0.04)/0.38)², and the angle follows the radius. */
    @Test
    void theSpiralsWindOneAndAHalfTimes() {
        Points spirals = Shapes.spirals(N, Seed.seed(3));
        int inner = 0;
        int arm = 0;
        for (int i = 0; i < N; i++) {
            double r = radius(spirals, i);
            inner += r < 0.04 + 0.19 ? 1 : 0;
            double turns = 1.5 * (r - 0.04) / 0.38;
            double angle = Math.atan2(spirals.get(i, 1) - 0.5, spirals.get(i, 0) - 0.5) / (2 * Math.PI);
            // How far from the arm that starts at angle 0, in half turns: near 0 on this arm, near 1 on the other.
            double off = 2 * Math.abs(turns - angle - Math.rint(turns - angle));
            if (r > 0.1) {
                assertThat(Math.min(off, 1 - off)).isLessThan(0.5);
            }
            arm += off < 0.5 ? 1 : 0;
        }
        assertShare(inner, 0.25);
        assertShare(arm, 0.5);
    }

    @Test
    void theEightGaussiansHaveTheirMeansWeightsAndDeviation() {
        Points points = Shapes.eightGaussians(N, Seed.seed(3));
        int[] counts = new int[8];
        double square = 0;
        for (int i = 0; i < N; i++) {
            double x = points.get(i, 0) - 0.5;
            double y = points.get(i, 1) - 0.5;
            int k = Math.floorMod(Math.round(Math.atan2(y, x) / (Math.PI / 4)), 8);
            counts[k]++;
            square += Math.pow(x - 0.36 * Math.cos(k * Math.PI / 4), 2)
                    + Math.pow(y - 0.36 * Math.sin(k * Math.PI / 4), 2);
        }
        for (int count : counts) {
            assertShare(count, 1 / 8.0);
        }
        assertThat(Math.sqrt(square / (2 * N))).isCloseTo(0.03, within(0.001));
    }

    @Test
    void theCheckerboardFillsTheEvenSquaresEvenly() {
        Points points = Shapes.checkerboard(N, Seed.seed(3));
        int[] counts = new int[16];
        int lowHalf = 0;
        for (int i = 0; i < N; i++) {
            int column = (int) (4 * points.get(i, 0));
            int row = (int) (4 * points.get(i, 1));
            counts[4 * row + column]++;
            lowHalf += 4 * points.get(i, 0) - column < 0.5 ? 1 : 0;
        }
        for (int square = 0; square < 16; square++) {
            if ((square / 4 + square % 4) % 2 == 0) {
                assertShare(counts[square], 1 / 8.0);
            } else {
                assertThat(counts[square]).isZero();
            }
        }
        assertShare(lowHalf, 0.5);
    }

    /** L: a stem of length 1 and a foot of 0.48; the ink reaches 0.06 beyond, so one capital height is 1/1.12. */
    @Test
    void lettersSpreadTheirMassAlongTheStrokes() {
        Points points = Shapes.letters("L", N, Seed.seed(3));
        double unit = 1 / 1.12;
        double left = 0.5 - unit * 0.24;
        double foot = 0.06 * unit;
        int onFoot = 0;
        for (int i = 0; i < N; i++) {
            double x = points.get(i, 0);
            double y = points.get(i, 1);
            assertThat(y).isBetween(0.0, 1.0);
            double toStem = Math.hypot(x - left, y - Math.min(1 - foot, Math.max(foot, y)));
            double toFoot = Math.hypot(x - Math.min(left + 0.48 * unit, Math.max(left, x)), y - foot);
            assertThat(Math.min(toStem, toFoot)).isLessThan(0.06 * unit + 1e-6);
            onFoot += x > left + 0.24 * unit ? 1 : 0;
        }
        assertShare(onFoot, 0.24 / 1.48);
    }

    @Test
    void linesOfTextStandBelowEachOther() {
        Points points = Shapes.letters("I\nI", N, Seed.seed(3));
        // From 1 + 0.06 down to −1.5 − 0.06; nothing between the foot of the first and the top of the second line.
        int upper = 0;
        for (int i = 0; i < N; i++) {
            double y = points.get(i, 1) * 2.62 - 1.56;
            assertThat(y < -0.44 + 1e-5 || y > -0.06 - 1e-5).isTrue();
            upper += y > 0 ? 1 : 0;
        }
        assertThat(upper).isGreaterThan((int) (0.45 * N));
        Points apart = Shapes.letters("I I", N, Seed.seed(3));
        // Two stems 0.06 + 0.24 + 0.4 apart on a page 1.12 high.
        double middle = 0;
        for (int i = 0; i < N; i++) {
            middle += Math.abs(apart.get(i, 0) - 0.5) / N;
        }
        assertThat(middle).isCloseTo(0.35 / 1.12, within(0.002));
    }

    @Test
    void lettersThatCannotBeWrittenAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.letters(" \n", 10))
                .withMessageContaining("at least one visible character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.letters("Größe", 10))
                .withMessageContaining("received 'ö'");
    }

    private static double radius(Points points, int i) {
        return Math.hypot(points.get(i, 0) - 0.5, points.get(i, 1) - 0.5);
    }

    /** Four standard errors of a share of N draws. */
    private static void assertShare(int count, double share) {
        assertThat((double) count / N).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / N)));
    }
}
