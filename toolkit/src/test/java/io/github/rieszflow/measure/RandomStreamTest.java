package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
    private static final int DRAWS = 1_000_000;

    /** Every byte below 0x80: before JDK 19 the seed constructor spoils larger ones (JDK-8282144). */
    private static final long[] STATE = {
        0x243F6A0805300853L, 0x13190A2E03707344L, 0x240938222911310DL, 0x082E7A186C4E6C09L
    };

    @Test
    void theBitsAreThoseOfTheJdksXoshiro256PlusPlus() {
        ByteBuffer state = ByteBuffer.allocate(32);
        Arrays.stream(STATE).forEach(state::putLong);
        RandomGenerator jdk = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(state.array());
        RandomStream ours = new RandomStream(STATE[0], STATE[1], STATE[2], STATE[3]);
        for (int i = 0; i < 10_000; i++) {
            assertThat(ours.nextLong()).isEqualTo(jdk.nextLong());
        }
    }

    /** First outputs of SplitMix64 from state 1234567, as published with the algorithm's reference code (Vigna). */
    @Test
    void aSeedIsSpreadBySplitMix64() {
        long golden = 0x9E3779B97F4A7C15L;
        assertThat(Seed.mix(1234567 + golden)).isEqualTo(6457827717110365317L);
        assertThat(Seed.mix(1234567 + 2 * golden)).isEqualTo(3203168211198807973L);
    }

    /** Draws of this very code, computed once: whoever changes the stream changes every published number. */
    @Test
    void gaussiansAreTheSameOnEveryJdk() {
        RandomStream stream = Seed.seed(20260101).stream();
        long hash = 17;
        for (int i = 0; i < 100_000; i++) {
            hash = 31 * hash + Double.doubleToRawLongBits(stream.nextGaussian());
        }
        assertThat(hash).isEqualTo(3882442474610618128L);
    }

    /** For n draws √n·D exceeds 1.95 with probability 0.001 (Kolmogorov's limit distribution). */
    @Test
    void gaussiansFollowTheNormalLaw() {
        double[] z = gaussians(DRAWS);
        Arrays.sort(z);
        double worst = 0;
        for (int i = 0; i < z.length; i++) {
            double below = normalCdf(z[i]);
            worst = Math.max(worst, Math.max(below - (double) i / z.length, (i + 1.0) / z.length - below));
        }
        assertThat(worst * Math.sqrt(z.length)).isLessThan(1.95);
    }

    /** E Z = 0, E Z² = 1, E Z³ = 0, E Z⁴ = 3 with standard errors √(E Z²ᵖ − (E Zᵖ)²)/√n, four of them allowed. */
    @Test
    void gaussiansHaveTheMomentsOfTheNormalLaw() {
        double[] moments = new double[5];
        for (double z : gaussians(DRAWS)) {
            for (int p = 1; p <= 4; p++) {
                moments[p] += Math.pow(z, p) / DRAWS;
            }
        }
        double root = Math.sqrt(DRAWS);
        assertThat(moments[1]).isCloseTo(0, within(4 * 1 / root));
        assertThat(moments[2]).isCloseTo(1, within(4 * Math.sqrt(2) / root));
        assertThat(moments[3]).isCloseTo(0, within(4 * Math.sqrt(15) / root));
        assertThat(moments[4]).isCloseTo(3, within(4 * Math.sqrt(96) / root));
    }

    /** The part beyond the last strip has code of its own: its mass on both sides and its mean must fit the normal distribution. */
    @Test
    void theTailOfTheGaussiansIsThatOfTheNormalLaw() {
        double edge = 3.442619855899;
        double[] tail = Arrays.stream(gaussians(4 * DRAWS))
                .filter(z -> Math.abs(z) > edge)
                .toArray();
        double mass = 2 * normalCdf(-edge);
        double expected = 4 * DRAWS * mass;
        assertThat((double) tail.length).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        long right = Arrays.stream(tail).filter(z -> z > 0).count();
        assertThat((double) right).isCloseTo(tail.length / 2.0, within(2 * Math.sqrt(tail.length)));
        // E[Z | Z > r] = φ(r)/P(Z > r), standard deviation about 1/r.
        double mean = Math.exp(-edge * edge / 2) / Math.sqrt(2 * Math.PI) / (mass / 2);
        assertThat(Arrays.stream(tail).map(Math::abs).average().orElseThrow())
                .isCloseTo(mean, within(4 / edge / Math.sqrt(tail.length)));
    }

    /** χ² of nine degrees of freedom exceeds 27.9 with probability 0.001. */
    @Test
    void boundedIntegersAreUniform() {
        RandomStream stream = Seed.seed(5).stream();
        int[] counts = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            counts[stream.nextInt(10)]++;
        }
        assertThat(chiSquare(counts)).isLessThan(27.9);
    }

    /** With the bound ⅜·2³² multiplication without rejection would take two values of three half as often again as the third. */
    @Test
    void boundedIntegersHaveNoBiasNearTheTop() {
        int bound = 3 << 29;
        RandomStream stream = Seed.seed(6).stream();
        int[] residues = new int[3];
        for (int i = 0; i < DRAWS; i++) {
            residues[stream.nextInt(bound) % 3]++;
        }
        // χ² of two degrees of freedom exceeds 13.8 with probability 0.001.
        assertThat(chiSquare(residues)).isLessThan(13.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -7})
    void aBoundMustBePositive(int bound) {
        RandomStream stream = Seed.DEFAULT.stream();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.nextInt(bound))
                .withMessage("bound must be at least 1: received " + bound);
    }

    @Test
    void allOrdersAreEquallyLikely() {
        RandomStream stream = Seed.seed(7).stream();
        int[] counts = new int[24];
        for (int i = 0; i < 240_000; i++) {
            counts[rank(stream.permutation(4))]++;
        }
        // χ² of 23 degrees of freedom exceeds 49.7 with probability 0.001.
        assertThat(chiSquare(counts)).isLessThan(49.7);
    }

    @Test
    void aPermutationHoldsEachNumberOnce() {
        RandomStream stream = Seed.seed(8).stream();
        assertThat(stream.permutation(0)).isEmpty();
        assertThat(stream.permutation(1)).containsExactly(0);
        int[] order = stream.permutation(1000);
        Arrays.sort(order);
        for (int i = 0; i < 1000; i++) {
            assertThat(order[i]).isEqualTo(i);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.permutation(-1))
                .withMessageContaining("length of a permutation")
                .withMessageContaining("received -1");
    }

    @Test
    void uniformNumbersFillTheHalfOpenUnitInterval() {
        RandomStream stream = Seed.seed(9).stream();
        int[] doubles = new int[10];
        int[] floats = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            double u = stream.nextDouble();
            float v = stream.nextFloat();
            assertThat(u >= 0 && u < 1 && v >= 0 && v < 1).isTrue();
            doubles[(int) (10 * u)]++;
            floats[(int) (10 * v)]++;
        }
        assertThat(chiSquare(doubles)).isLessThan(27.9);
        assertThat(chiSquare(floats)).isLessThan(27.9);
    }

    private static double[] gaussians(int count) {
        RandomStream stream = Seed.seed(4).stream();
        double[] z = new double[count];
        for (int i = 0; i < count; i++) {
            z[i] = stream.nextGaussian();
        }
        return z;
    }

    private static double chiSquare(int[] counts) {
        double expected = Arrays.stream(counts).average().orElseThrow();
        return Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
    }

    /** The place of an order in the factorial number system. */
    private static int rank(int[] order) {
        int rank = 0;
        for (int i = 0; i < order.length; i++) {
            int smaller = 0;
            for (int j = i + 1; j < order.length; j++) {
                smaller += order[j] < order[i] ? 1 : 0;
            }
            rank = rank * (order.length - i) + smaller;
        }
        return rank;
    }

    /** ½ + φ(x) (x + x³/3 + x⁵/15 + …), a series without cancellation. */
    private static double normalCdf(double x) {
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** All that takes a generator of the JDK's, among it what the JDK adds to ours. */
    @Test
    void isAGeneratorForTheJdk() {
        RandomGenerator stream = Seed.seed(3).stream();
        RandomStream same = Seed.seed(3).stream();
        assertThat(stream.doubles(1000).toArray())
                .isEqualTo(DoubleStream.generate(same::nextDouble).limit(1000).toArray());
        assertThat(stream.ints(1000, -5, 70).toArray())
                .isEqualTo(IntStream.generate(() -> same.nextInt(-5, 70))
                        .limit(1000)
                        .toArray());
        assertThat(stream.ints(1000, -5, 70)).allMatch(i -> i >= -5 && i < 70);
        IntStream.range(0, 1000).forEach(i -> same.nextInt(-5, 70));
        assertThat(stream.longs(1000).toArray())
                .isEqualTo(LongStream.generate(same::nextLong).limit(1000).toArray());
        assertThat(stream.nextGaussian(5, 0)).isEqualTo(5);
        assertThat(stream.isDeprecated()).isFalse();
    }

    /** On JDKs that have it. */
    @Test
    void shufflesLists() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21);
        List<Integer> list = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.class
                .getMethod("shuffle", List.class, RandomGenerator.class)
                .invoke(null, list, Seed.seed(4).stream());
        assertThat(list)
                .doesNotHaveDuplicates()
                .hasSize(100)
                .isNotEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    /** Draws of this very code, among them those that the JDK makes of ours; the same on JDK 17 and 25. */
    @Test
    void allElseIsTheSameOnEveryJdkToo() {
        RandomStream stream = Seed.seed(20260102).stream();
        byte[] bytes = new byte[37];
        long hash = 17;
        for (int i = 0; i < 1000; i++) {
            stream.nextBytes(bytes);
            hash = 31 * hash + Arrays.hashCode(bytes);
            hash = 31 * hash + Double.doubleToRawLongBits(stream.nextDouble(-1, 3));
            hash = 31 * hash + Float.floatToRawIntBits(stream.nextFloat(2, 5));
            hash = 31 * hash + stream.nextInt();
            hash = 31 * hash + stream.nextInt(-10, 7 + i);
            hash = 31 * hash + stream.nextLong(1_000_000_007L * (i + 1));
            hash = 31 * hash + stream.nextLong(Long.MIN_VALUE + i, Long.MAX_VALUE - i);
            hash = 31 * hash + (stream.nextBoolean() ? 1 : 0);
            hash = 31 * hash + Double.doubleToRawLongBits(stream.nextExponential());
            hash = 31 * hash + Double.doubleToRawLongBits(stream.nextGaussian(1, 2));
        }
        assertThat(hash).isEqualTo(-6512967573402903561L);
    }

    /** Shares of bounded numbers within five standard deviations, at sizes just above and at powers of two. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 8, 9, 1000})
    void boundedNumbersAreUniform(long bound) {
        RandomStream stream = Seed.seed(9).stream();
        int[][] counts = new int[3][(int) bound];
        for (int i = 0; i < DRAWS / 10; i++) {
            counts[0][(int) stream.nextLong(bound)]++;
            counts[1][stream.nextInt(-4, (int) bound - 4) + 4]++;
            counts[2][(int) (stream.nextLong(1L << 40, (1L << 40) + bound) - (1L << 40))]++;
        }
        double expected = DRAWS / 10.0 / bound;
        for (int[] ofOne : counts) {
            for (int count : ofOne) {
                assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected)));
            }
        }
    }

    @Test
    void rangesBeyondHalfOfAllNumbers() {
        RandomStream stream = Seed.seed(10).stream();
        double mean = 0;
        for (int i = 0; i < 10_000; i++) {
            long drawn = stream.nextLong(Long.MIN_VALUE, Long.MAX_VALUE / 2);
            assertThat(drawn).isLessThan(Long.MAX_VALUE / 2);
            mean += drawn / 10_000.0;
            assertThat(stream.nextInt(Integer.MIN_VALUE, 5)).isLessThan(5);
        }
        // Uniform over 3/4 of all: the middle is at −2⁶¹, the standard deviation 0.75·2⁶⁴/√12.
        assertThat(mean).isCloseTo(-0x1p61, within(5 * 0.75 * 0x1p64 / Math.sqrt(12) / 100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.nextInt(3, 3))
                .withMessage("the bound must be above the origin: received origin 3 and bound 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.nextLong(0))
                .withMessage("bound must be at least 1: received 0");
        assertThatIllegalArgumentException().isThrownBy(() -> stream.nextLong(5, -5));
    }

    /** Mean and variance 1, and P(X > 2) = e⁻². */
    @Test
    void exponentialNumbers() {
        RandomStream stream = Seed.seed(11).stream();
        double mean = 0;
        double square = 0;
        double beyond = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = stream.nextExponential();
            mean += x / DRAWS;
            square += x * x / DRAWS;
            beyond += x > 2 ? 1.0 / DRAWS : 0;
        }
        double error = 5 / Math.sqrt(DRAWS);
        assertThat(mean).isCloseTo(1, within(error));
        // E X⁴ − (E X²)² = 24 − 4.
        assertThat(square).isCloseTo(2, within(error * Math.sqrt(20)));
        assertThat(beyond).isCloseTo(Math.exp(-2), within(error * 0.35));
    }
}
