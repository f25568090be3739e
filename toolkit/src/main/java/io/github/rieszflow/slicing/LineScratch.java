package io.github.rieszflow.slicing;

/** What one worker needs for lines of n particles and m targets; allocated once. */
final class LineScratch {
    /** Keys have the accuracy of single precision. */
    static final int KEY_BITS = 22;
    /** Small tables for few points: what is cleared and walked per line should not outweigh them. */
    private static final int FEW = 6000;
    /** A sort takes three digits of eleven bits. */
    private static final int SORT_TABLES = 3 << 11;

    final int particles;
    final int targets;
    final float[] range = new float[2];
    final int[] keys;
    final int[] order;
    final char[] high;
    /** How a key is cut: the high digit shares an int with the index of a particle. */
    final int highBits;

    final int lowBits;
    final int[] lowParticles;
    final int[] lowTargets;
    final int[] highParticles;
    final int[] highTargets;
    final long[] running;

    /** Only lines that are sorted need these. */
    private long[] sorted = {};

    private long[] buffer = {};

    /** Only bins need these. */
    private long[] counts = {};

    private float[] gradient = {};

    LineScratch(int particles, int targets) {
        this.particles = particles;
        this.targets = targets;
        this.keys = new int[particles + targets];
        this.order = new int[particles];
        this.high = new char[targets];
        int indexBits = 32 - Integer.numberOfLeadingZeros(particles - 1);
        this.highBits = Math.min(32 - indexBits, particles + targets < FEW ? 10 : 11);
        if (highBits < 4) {
            throw new IllegalArgumentException("at most 2^28 particles fit on a line: received " + particles);
        }
        this.lowBits = KEY_BITS - highBits;
        this.lowParticles = new int[Math.max(SORT_TABLES, 1 << lowBits)];
        this.lowTargets = new int[1 << lowBits];
        this.highParticles = new int[1 << highBits];
        this.highTargets = new int[1 << highBits];
        this.running = new long[1 << highBits];
    }

    /**
     * The most bytes that one scratch takes.
     *
     * @param sorts whether lines may be sorted
     */
    static double bytes(int particles, int targets, boolean sorts) {
        return 4.0 * (particles + targets)
                + 4.0 * particles
                + 2.0 * targets
                + (sorts ? 16.0 * (particles + targets) : 0)
                + 200_000;
    }

    long[] sorted() {
        if (sorted.length == 0) {
            sorted = new long[particles + targets];
            buffer = new long[particles + targets];
        }
        return sorted;
    }

    long[] buffer() {
        return buffer;
    }

    long[] counts(int bins) {
        if (counts.length != bins) {
            counts = new long[bins];
            gradient = new float[bins];
        }
        return counts;
    }

    float[] gradient() {
        return gradient;
    }
}
