package io.github.rieszflow.slicing;

/** Lines that are sorted: for values, which need the gaps between neighbours, and where outliers spoil short keys. */
final class SortedLine {
    private static final int DIGIT = 11;

    private SortedLine() {}

    /** As {@link LineStage#gradient}, from ranks of the projections themselves. */
    static void gradient(float[] p, int xo, int yo, LineScratch s, boolean split) {
        long[] order = sort(p, xo, yo, s);
        int n = s.particles;
        int m = s.targets;
        int belowX = 0;
        int belowY = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tiedX = 0;
            while (to < order.length && order[to] >>> 32 == order[from] >>> 32) {
                tiedX += (int) order[to] < n ? 1 : 0;
                to++;
            }
            int tiedY = to - from - tiedX;
            double target = (2.0 * belowY + tiedY) / m;
            // Targets that weigh as much as the particles on them hold these together.
            boolean apart = split && (long) tiedX * m != (long) tiedY * n;
            int rank = 2 * belowX + (apart ? 1 : tiedX);
            for (int k = from; k < to; k++) {
                int i = (int) order[k];
                if (i < n) {
                    p[xo + i] = (float) (target - (double) rank / n);
                    rank += apart ? 2 : 0;
                }
            }
            belowX += tiedX;
            belowY += tiedY;
            from = to;
        }
    }

    /**
     * MMD² for r = 1 and W1 of one line: 2 ∫ (R_μ − R_ν)² and ∫ |R_μ − R_ν|, sums of products of the same sign and so
     * free of cancellation.
     *
     * @param out receives MMD² at 2·row and W1 at 2·row+1; modified
     */
    static void values(float[] p, int xo, int yo, LineScratch s, double[] out, int row) {
        long[] order = sort(p, xo, yo, s);
        int n = s.particles;
        int m = s.targets;
        double squared = 0;
        double absolute = 0;
        int x = 0;
        int y = 0;
        float last = value(order[0]);
        for (long key : order) {
            float z = value(key);
            double difference = (double) x / n - (double) y / m;
            double gap = (double) z - last;
            squared += gap * difference * difference;
            absolute += gap * Math.abs(difference);
            if ((int) key < n) {
                x++;
            } else {
                y++;
            }
            last = z;
        }
        out[2 * row] = 2 * squared;
        out[2 * row + 1] = absolute;
    }

    /** Keys (number, index) of all points in order; particles have the indices below n. */
    static long[] sort(float[] p, int xo, int yo, LineScratch s) {
        long[] keys = s.sorted();
        for (int i = 0; i < s.particles; i++) {
            keys[i] = key(p[xo + i], i);
        }
        for (int i = 0; i < s.targets; i++) {
            keys[s.particles + i] = key(p[yo + i], s.particles + i);
        }
        return sort(keys, s);
    }

    /** The same with labels of particles and targets, at least 0, in place of indices. */
    static long[] sort(float[] p, int xo, int yo, LineScratch s, int[] labels) {
        long[] keys = s.sorted();
        for (int i = 0; i < s.particles; i++) {
            keys[i] = key(p[xo + i], labels[i]);
        }
        for (int i = 0; i < s.targets; i++) {
            keys[s.particles + i] = key(p[yo + i], labels[s.particles + i]);
        }
        return sort(keys, s);
    }

    private static long[] sort(long[] keys, LineScratch s) {
        long[] other = s.buffer();
        int[] counts = s.digits;
        java.util.Arrays.fill(counts, 0);
        for (long key : keys) {
            counts[digit(key, 0)]++;
            counts[(1 << DIGIT) + digit(key, 1)]++;
            counts[(2 << DIGIT) + digit(key, 2)]++;
        }
        pass(keys, other, 0, counts);
        pass(other, keys, 1, counts);
        pass(keys, other, 2, counts);
        return other;
    }

    private static void pass(long[] from, long[] to, int pass, int[] counts) {
        int base = pass << DIGIT;
        int sum = 0;
        for (int i = base; i < base + (1 << DIGIT); i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        for (long key : from) {
            to[counts[base + digit(key, pass)]++] = key;
        }
    }

    private static int digit(long key, int pass) {
        return (int) (key >>> (32 + DIGIT * pass)) & ((1 << DIGIT) - 1);
    }

    /** The bits of a float in an order that sorts like the numbers; 0 and −0 are the same. */
    private static long key(float value, int index) {
        int bits = Float.floatToRawIntBits(value + 0f);
        bits ^= (bits >> 31) | 0x80000000;
        return (long) bits << 32 | index;
    }

    static float value(long key) {
        int bits = (int) (key >>> 32);
        return Float.intBitsToFloat(bits ^ ((~bits >> 31) | 0x80000000));
    }
}
