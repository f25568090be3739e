package io.github.rieszflow.measure;

/**
 * A seed: the only source of randomness in the toolkit. The same seed gives the same numbers on any number of threads
 * and on every JDK. Seeds split into independent seeds, one for each part of a computation.
 *
 * <p>Where a method takes no seed it uses {@link #DEFAULT}, so two runs without a seed give the same result.
 *
 * @param value any 64 bits
 */
public record Seed(long value) {
    /** What is used where no seed is given. */
    public static final Seed DEFAULT = new Seed(0);

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * A seed from a number.
     *
     * @param value any number
     * @return the seed
     */
    public static Seed seed(long value) {
        return new Seed(value);
    }

    /**
     * A seed for one part of a computation, as good as independent of this one and of those for other keys.
     *
     * @param key which part: a step, a block, a constant of the caller
     * @return the seed of that part
     */
    public Seed split(long key) {
        return new Seed(mix(mix(value + GOLDEN) + GOLDEN * (2 * key + 1)));
    }

    /**
     * A fresh stream that starts at this seed.
     *
     * @return a stream of its own, not shared with any other caller
     */
    public RandomStream stream() {
        return new RandomStream(value);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, with Stafford's constants, variant 13). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
