package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
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

    /** For n draws √n·D exceeds 1.95 with probability 0.001 (Kolmogorov's limit law). */
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

    /** The part beyond the last strip has code of its own: its mass on both sides and its mean must fit the normal law. */
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
}
