package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Require;
import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that is the same on every JDK: xoshiro256++ (Blackman and Vigna 2021) started by SplitMix64,
 * normals by the ziggurat of Marsaglia and Tsang (2000) in Doornik's form (2005), with transcendental functions from
 * {@link StrictMath} only. Not thread-safe: split a {@link Seed} for each task instead of sharing a stream.
 *
 * <p>It is a {@link RandomGenerator}, and so goes wherever the JDK and other libraries take one, from JDK 21 on also into
 * {@code Collections.shuffle}:
 *
 * <pre>{@code
 * seed(1).stream().doubles(5).toArray();
 * }</pre>
 *
 * <p>All numbers come from {@link #nextLong()}. The methods that are not here are those of the JDK: bounded {@code float}s and
 * {@code double}s, bytes and streams, which are simple enough to be the same on every JDK too.
 */
public final class RandomStream implements RandomGenerator {
    private static final int STRIPS = 128;
    private static final double TAIL = 3.442619855899;
    private static final double AREA = 9.91256303526217e-3;
    private static final double[] EDGE = new double[STRIPS + 1];
    private static final double[] RATIO = new double[STRIPS];

    static {
        double density = StrictMath.exp(-0.5 * TAIL * TAIL);
        EDGE[0] = AREA / density;
        EDGE[1] = TAIL;
        for (int i = 2; i < STRIPS; i++) {
            EDGE[i] = Math.sqrt(-2 * StrictMath.log(AREA / EDGE[i - 1] + density));
            density = StrictMath.exp(-0.5 * EDGE[i] * EDGE[i]);
        }
        for (int i = 0; i < STRIPS; i++) {
            RATIO[i] = EDGE[i + 1] / EDGE[i];
        }
    }

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    RandomStream(long seed) {
        long z = seed;
        s0 = Seed.mix(z += 0x9E3779B97F4A7C15L);
        s1 = Seed.mix(z += 0x9E3779B97F4A7C15L);
        s2 = Seed.mix(z += 0x9E3779B97F4A7C15L);
        s3 = Seed.mix(z + 0x9E3779B97F4A7C15L);
    }

    /** For the test against the JDK's own generator of the same name. */
    RandomStream(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /**
     * The next 64 bits.
     *
     * @return uniform over all longs
     */
    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /**
     * A uniform number.
     *
     * @return a multiple of 2⁻⁵³ in [0,1)
     */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * A uniform number.
     *
     * @return a multiple of 2⁻²⁴ in [0,1)
     */
    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /**
     * The upper 32 bits of the next 64.
     *
     * @return uniform over all ints
     */
    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /**
     * A bit: the highest of the next 64.
     *
     * @return true half of the time
     */
    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /**
     * A uniform integer below a bound, without bias (Lemire 2019).
     *
     * @param bound positive
     * @return one of 0, …, bound−1
     * @throws IllegalArgumentException if the bound is not positive
     */
    @Override
    public int nextInt(int bound) {
        return below(Require.positive(bound, "bound"));
    }

    /**
     * A uniform integer between two bounds, without bias.
     *
     * @param origin the lowest
     * @param bound above the highest
     * @return one of origin, …, bound−1
     * @throws IllegalArgumentException if the bound is not above the origin
     */
    @Override
    public int nextInt(int origin, int bound) {
        long range = requireRange(origin, bound);
        return range <= Integer.MAX_VALUE ? origin + below((int) range) : (int) (origin + below(range));
    }

    /**
     * A uniform integer below a bound, without bias.
     *
     * @param bound positive
     * @return one of 0, …, bound−1
     * @throws IllegalArgumentException if the bound is not positive
     */
    @Override
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be at least 1: received " + bound);
        }
        return below(bound);
    }

    /**
     * A uniform integer between two bounds, without bias.
     *
     * @param origin the lowest
     * @param bound above the highest
     * @return one of origin, …, bound−1
     * @throws IllegalArgumentException if the bound is not above the origin
     */
    @Override
    public long nextLong(long origin, long bound) {
        long range = requireRange(origin, bound);
        if (range > 0) {
            return origin + below(range);
        }
        // More than half of all longs.
        long drawn = nextLong();
        while (drawn < origin || drawn >= bound) {
            drawn = nextLong();
        }
        return drawn;
    }

    private static long requireRange(long origin, long bound) {
        if (origin >= bound) {
            throw new IllegalArgumentException(
                    "the bound must be above the origin: received origin " + origin + " and bound " + bound);
        }
        return bound - origin;
    }

    /** Draws as many bits as the bound has, until they are below it. */
    private long below(long bound) {
        int spare = Long.numberOfLeadingZeros(bound - 1);
        if (spare == Long.SIZE) {
            return 0;
        }
        long drawn = nextLong() >>> spare;
        while (drawn >= bound) {
            drawn = nextLong() >>> spare;
        }
        return drawn;
    }

    private int below(int bound) {
        long m = (nextLong() >>> 32) * bound;
        if ((m & 0xFFFFFFFFL) < bound) {
            long threshold = (1L << 32) % bound;
            while ((m & 0xFFFFFFFFL) < threshold) {
                m = (nextLong() >>> 32) * bound;
            }
        }
        return (int) (m >>> 32);
    }

    /**
     * A standard normal number.
     *
     * @return a draw from N(0,1)
     */
    @Override
    public double nextGaussian() {
        while (true) {
            long bits = nextLong();
            int i = (int) bits & (STRIPS - 1);
            double u = (bits >> 10) * 0x1p-53;
            if (Math.abs(u) < RATIO[i]) {
                return u * EDGE[i];
            }
            if (i == 0) {
                return tail(u < 0);
            }
            double x = u * EDGE[i];
            double outer = StrictMath.exp(-0.5 * (EDGE[i] * EDGE[i] - x * x));
            double inner = StrictMath.exp(-0.5 * (EDGE[i + 1] * EDGE[i + 1] - x * x));
            if (inner + nextDouble() * (outer - inner) < 1) {
                return x;
            }
        }
    }

    private double tail(boolean negative) {
        double x;
        double y;
        do {
            x = StrictMath.log(1 - nextDouble()) / TAIL;
            y = StrictMath.log(1 - nextDouble());
        } while (-2 * y < x * x);
        return negative ? x - TAIL : TAIL - x;
    }

    /**
     * A number with an exponential distribution of mean 1.
     *
     * @return at least 0
     */
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    /**
     * A random order of 0, …, n−1.
     *
     * @param n how many, at least 0
     * @return a uniform permutation
     * @throws IllegalArgumentException if n is negative
     */
    public int[] permutation(int n) {
        Require.between(n, 0, Integer.MAX_VALUE, "the length of a permutation");
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
