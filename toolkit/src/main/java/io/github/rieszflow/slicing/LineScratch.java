package io.github.rieszflow.slicing;

import java.util.Arrays;

/** What one worker needs for lines of n particles and m targets; allocated once. */
final class LineScratch {
    /** Keys have the accuracy of single precision. */
    static final int KEY_BITS = 22;
    /** For this many points a table of 2¹³ counts saves more than it costs. */
    private static final int MANY = 1 << 14;
    /** Tables of this many bits for the keys of a partition. */
    static final int PARTITION_BITS = 11;
    /** A sample of at most SLOTS/4 particles in a hash table says how many sit on targets. */
    private static final int SLOTS = 1 << 12;

    private static final int EMPTY = Float.floatToIntBits(Float.NaN);

    final int particles;
    final int targets;
    final float[] range = new float[2];
    final int[] keys;
    final int[] order;
    /** How a key is cut: one digit shares an int with the index of a particle, the low one if {@link #local}. */
    final int highBits;

    final int lowBits;
    final int[] low;
    final int[] high;
    final int[] running;
    /** Where a line is sorted: how often each of three digits occurs. */
    final int[] digits = new int[3 << 11];

    private final int[] sample = new int[2 * SLOTS];

    /** Only lines that are sorted need these. */
    private long[] sorted = {};

    private long[] buffer = {};

    /** Only weights and exponents other than 1 need these. */
    private Sites[] sites = {};

    private int[][] places = {};

    /** Only weights need these. */
    private double[] along = {};

    private double[] sums = {};

    /** Only bins need these. */
    private long[] counts = {};

    private float[] gradient = {};

    /** Only grids need these. */
    private double[] grid = {};

    private double[] imaginary = {};

    /** Whether neighbours on lines are neighbours in memory. */
    final boolean local;

    LineScratch(int particles, int targets) {
        this(particles, targets, false);
    }

    LineScratch(int particles, int targets, boolean local) {
        this.local = local;
        this.particles = particles;
        this.targets = targets;
        this.keys = new int[particles + targets];
        this.order = new int[particles + targets];
        int indexBits = 32 - Integer.numberOfLeadingZeros(particles);
        // Of many points, places to write to at the same time would outgrow the first-level cache.
        int spare = 32 - indexBits;
        if (spare < 4) {
            throw new IllegalArgumentException("at most 2^28 particles fit on a line: received " + particles);
        }
        this.highBits = local
                ? KEY_BITS - Math.min(PARTITION_BITS, spare)
                : Math.min(particles + targets < MANY ? 11 : 13, spare);
        this.lowBits = KEY_BITS - highBits;
        // Partitions need one place more, and all sums go by fours.
        this.low = new int[(1 << lowBits) + (local ? 4 : 0)];
        this.high = new int[1 << highBits];
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

    /** Whether particle i and target j are the same point. */
    @FunctionalInterface
    interface Same {
        boolean test(int i, int j);
    }

    /**
     * Whether more than one particle in {@code oneIn} of a sample sits exactly on a target. On a line of very many points some
     * meet by rounding: those are not counted.
     */
    boolean tied(float[] p, int xo, int yo, int oneIn, Same same) {
        Arrays.fill(sample, 0, SLOTS, EMPTY);
        int count = Math.min(particles, SLOTS / 4);
        int different = 0;
        for (int k = 0; k < count; k++) {
            int i = (int) ((long) k * particles / count);
            int bits = bits(p[xo + i]);
            int slot = slot(bits);
            different += sample[slot] == EMPTY ? 1 : 0;
            sample[slot] = bits;
            sample[SLOTS + slot] = i;
        }
        int hit = 0;
        for (int j = 0; j < targets; j++) {
            int slot = slot(bits(p[yo + j]));
            if (sample[slot] != EMPTY && sample[SLOTS + slot] >= 0 && same.test(sample[SLOTS + slot], j)) {
                sample[SLOTS + slot] = -1;
                hit++;
            }
        }
        return hit > different / oneIn;
    }

    /** Bits of a number; 0 and −0 are the same. */
    private static int bits(float value) {
        return Float.floatToRawIntBits(value + 0f);
    }

    /** Where these bits are, or the empty slot where they would be. */
    private int slot(int bits) {
        int slot = (bits * 0x9E3779B9) >>> 20;
        while (sample[slot] != bits && sample[slot] != EMPTY) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
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

    /** Places on this many lines at least. */
    Sites[] sites(int lines) {
        if (sites.length < lines) {
            int before = sites.length;
            sites = Arrays.copyOf(sites, lines);
            places = Arrays.copyOf(places, lines);
            for (int line = before; line < lines; line++) {
                sites[line] = new Sites(particles + targets);
                places[line] = new int[particles];
            }
        }
        return sites;
    }

    /** At which place of a line each particle is. */
    int[] place(int line) {
        return places[line];
    }

    /** A mass for each point. */
    double[] along() {
        if (along.length == 0) {
            along = new double[particles + targets];
        }
        return along;
    }

    /** A sum of masses for each digit. */
    double[] running(int digits) {
        if (sums.length != digits) {
            sums = new double[digits];
        }
        return sums;
    }

    long[] counts(int bins) {
        if (counts.length != bins) {
            counts = new long[bins];
            gradient = new float[bins];
        }
        return counts;
    }

    /** Numbers on a grid; with {@link #imaginary}, of the same size. */
    double[] grid(int nodes) {
        if (grid.length != nodes) {
            grid = new double[nodes];
            imaginary = new double[nodes];
        }
        return grid;
    }

    double[] imaginary() {
        return imaginary;
    }

    float[] gradient() {
        return gradient;
    }
}
