package io.github.rieszflow.slicing;

/**
 * Bins of the projections on one direction: the leading bits of one + |q| with q = (p − middle)·scale, on either side of
 * the middle. With one = 1 they have the same width where |q| &lt; 1, and twice that in each octave further out; with one = 0
 * they are the leading bits of p itself. The outermost bins also take what lies beyond.
 *
 * <p>The map from numbers to bins is monotone, rounding included, so that the least number of each bin is a sharp edge.
 */
final class SliceBins {
    /** Parts of a bin that are told apart where sums of places are kept. */
    static final int PARTS = 256;

    private static final int PART_BITS = 8;
    /** Half the distance between 1 and the next number of single precision. */
    private static final double UNIT = 0x1p-24;

    private final float middle;
    private final float scale;
    private final float one;
    private final int base;
    private final int half;
    private final int shift;

    /**
     * @param bins a power of two
     * @param octaves into how many octaves half of the bins are cut, a power of two; 256 where one is 0
     */
    SliceBins(int bins, float one, int octaves, float middle, float scale) {
        this.middle = middle;
        this.scale = scale;
        this.one = one;
        this.base = Float.floatToRawIntBits(one);
        this.half = bins / 2;
        this.shift = 23 - Integer.numberOfTrailingZeros(half / octaves);
    }

    /** Bin and part of a number: bin·256 + part. */
    int key(float p) {
        // Less than 0 or not decides the side: −0 is not.
        float q = (p - middle + 0f) * scale;
        int bits = Float.floatToRawIntBits(Math.abs(q) + one) - base;
        int code = Math.min(bits >>> (shift - PART_BITS), half * PARTS - 1);
        // −1 − code on the left, without a branch that nobody can foresee.
        return half * PARTS + (code ^ (Float.floatToRawIntBits(q) >> 31));
    }

    /** counts[2b] counts the numbers in bin b, counts[2b+1] sums their parts; modified. */
    void count(float[] line, int o, int n, long[] counts) {
        for (int i = o; i < o + n; i++) {
            int key = key(line[i]);
            int at = key >>> PART_BITS << 1;
            counts[at]++;
            counts[at + 1] += key & (PARTS - 1);
        }
    }

    /** The same where the i-th number counts times[i] times; counts is modified. */
    void count(float[] line, int o, int n, long[] times, long[] counts) {
        for (int i = 0; i < n; i++) {
            int key = key(line[o + i]);
            int at = key >>> PART_BITS << 1;
            counts[at] += times[i];
            counts[at + 1] += times[i] * (key & (PARTS - 1));
        }
    }

    /** The least number of each bin: edges[b] for b ≥ 1; edges[0] is −∞. */
    float[] edges() {
        float[] edges = new float[2 * half];
        edges[0] = Float.NEGATIVE_INFINITY;
        int from = ordered(-Float.MAX_VALUE);
        for (int b = 1; b < edges.length; b++) {
            int high = ordered(Float.MAX_VALUE);
            double off = error(b) + error(b - 1);
            float near = (float) (left(b) - off);
            float beyond = (float) (left(b) + off);
            if (key(near) >>> PART_BITS < b && key(beyond) >>> PART_BITS >= b) {
                from = ordered(near);
                high = ordered(beyond);
            }
            while (from < high) {
                int between = (int) (((long) from + high) >> 1);
                if (key(number(between)) >>> PART_BITS >= b) {
                    high = between;
                } else {
                    from = between + 1;
                }
            }
            edges[b] = number(from);
        }
        return edges;
    }

    /** Where a bin begins as real numbers go. */
    double left(int bin) {
        return bin >= half ? middle + distance(bin - half) : middle - distance(half - bin);
    }

    /** How long it is. */
    double width(int bin) {
        int j = bin >= half ? bin - half : half - 1 - bin;
        return distance(j + 1) - distance(j);
    }

    /** By how much rounding may have put a number of a bin into the wrong part. */
    double error(int bin) {
        int j = bin >= half ? bin - half : half - 1 - bin;
        double largest = distance(j + 1);
        return 4 * UNIT * (largest + one / scale) + 0x1p-48 * (Math.abs(middle) + largest);
    }

    /** Whether what lies beyond counts to this bin too, so that parts say nothing. */
    boolean outermost(int bin) {
        return bin == 0 || bin == 2 * half - 1;
    }

    private double distance(int j) {
        return (Float.intBitsToFloat(base + (j << shift)) - (double) one) / scale;
    }

    /** Integers in the order of the numbers. */
    private static int ordered(float number) {
        int bits = Float.floatToRawIntBits(number);
        return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
    }

    private static float number(int ordered) {
        return Float.intBitsToFloat(ordered >= 0 ? ordered : Integer.MIN_VALUE - ordered);
    }
}
