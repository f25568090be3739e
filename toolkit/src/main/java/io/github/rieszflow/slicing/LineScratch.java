package io.github.rieszflow.slicing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one worker needs for lines of n particles and m targets; allocated once. */
final class LineScratch {
    /** Keys have the accuracy of single precision. */
    static final int KEY_BITS = 22;
    /** For so many points a table of 2¹³ counts saves more than it costs. */
    private static final int MANY = 1 << 14;
    /** A sample of at most SLOTS/4 particles in a hash table says how many sit on targets. */
    private static final int SLOTS = 1 << 12;

    private static final int EMPTY = Float.floatToIntBits(Float.NaN);

    final int particles;
    final int targets;
    final float[] range = new float[2];
    final int[] keys;
    final int[] order;
    /** How a key is cut: the high digit shares an int with the index of a particle. */
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
    private @Nullable Sites sites;

    /** Only bins need these. */
    private long[] counts = {};

    private float[] gradient = {};

    LineScratch(int particles, int targets) {
        this.particles = particles;
        this.targets = targets;
        this.keys = new int[particles + targets];
        this.order = new int[particles + targets];
        int indexBits = 32 - Integer.numberOfLeadingZeros(particles);
        // Of many points, places to write to at the same time would outgrow the first-level cache.
        this.highBits = Math.min(particles + targets < MANY ? 11 : 13, 32 - indexBits);
        if (highBits < 4) {
            throw new IllegalArgumentException("at most 2^28 particles fit on a line: received " + particles);
        }
        this.lowBits = KEY_BITS - highBits;
        this.low = new int[1 << lowBits];
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

    /** Whether more than one in so many particles of a sample sits exactly on a target of this line. */
    boolean tied(float[] p, int xo, int yo, int oneIn) {
        Arrays.fill(sample, 0, SLOTS, EMPTY);
        Arrays.fill(sample, SLOTS, 2 * SLOTS, 0);
        int count = Math.min(particles, SLOTS / 4);
        int different = 0;
        for (int i = 0; i < count; i++) {
            int bits = bits(p[xo + (int) ((long) i * particles / count)]);
            int slot = slot(bits);
            different += sample[slot] == EMPTY ? 1 : 0;
            sample[slot] = bits;
        }
        int hit = 0;
        for (int j = yo; j < yo + targets; j++) {
            int slot = slot(bits(p[j]));
            if (sample[slot] != EMPTY && sample[SLOTS + slot] == 0) {
                sample[SLOTS + slot] = 1;
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

    Sites sites() {
        Sites s = sites;
        if (s == null) {
            s = new Sites(particles + targets);
            sites = s;
        }
        return s;
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
