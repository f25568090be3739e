package io.github.rieszflow.slicing;

/** What one worker needs for lines of n particles and m targets; allocated once. */
final class LineScratch {
    /** Keys have the accuracy of single precision. */
    static final int KEY_BITS = 22;
    /** A sort takes three digits of eleven bits. */
    private static final int SORT_TABLES = 3 << 11;

    final int particles;
    final int targets;
    final float[] range = new float[2];
    final int[] keys;
    final int[] order;
    /** How a key is cut: the high digit shares an int with the index of a particle. */
    final int highBits;

    final int lowBits;
    final int[] low;
    final int[] running;

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
        this.order = new int[particles + targets];
        int indexBits = 32 - Integer.numberOfLeadingZeros(particles);
        this.highBits = Math.min(11, 32 - indexBits);
        if (highBits < 4) {
            throw new IllegalArgumentException("at most 2^28 particles fit on a line: received " + particles);
        }
        this.lowBits = KEY_BITS - highBits;
        this.low = new int[Math.max(SORT_TABLES, 1 << lowBits)];
        this.running = new int[1 << highBits];
    }

    /**
     * The most bytes that one scratch takes.
     *
     * @param sorts whether lines may be sorted
     */
    static double bytes(int particles, int targets, boolean sorts) {
        return (sorts ? 24.0 : 8.0) * (particles + targets) + 300_000;
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
