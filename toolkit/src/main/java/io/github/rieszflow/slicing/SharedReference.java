package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * MMD² for r = 1 of many groups, each with the same reference, on one line: one pass over the sorted points of all.
 *
 * <p>Between two neighbours of a group its distribution function F is a constant f. With the sums A = ∫G and B = ∫G² of the
 * reference up to any place, ∫(f−G)² over this gap is f²Δz − 2fΔA + ΔB, however many points of the reference are in it. Outside a group F
 * is 0 or 1, and nothing is subtracted.
 *
 * <p>These differences cancel. Rounding changes a value by less than 32·2⁻⁵³ of what it is the difference of, so that values above 2⁻¹⁸
 * of that are right to 2⁻³⁰ of themselves; smaller ones are not given.
 */
final class SharedReference {
    private static final double SMALL = 0x1p-18;
    /** What is known of a group: last place, A and B there, first place, ∫(F−G)² so far, and 1/n. */
    private static final int FIELDS = 8;

    private final int reference;
    private final double[] group;
    private final int[] taken;
    /** How many points of the reference lie before the last place. */
    private final int[] before;
    /** The points of the reference, and ∫(1−G)² from each of them on. */
    private final double[] y;

    private final double[] above;

    /**
     * Memory for lines.
     *
     * @param sizes of all clouds, the last of which is the reference
     */
    SharedReference(int[] sizes) {
        this.reference = sizes.length - 1;
        // One more, for points that are in no cloud.
        this.group = new double[FIELDS * (sizes.length + 1)];
        this.taken = new int[sizes.length + 1];
        this.before = new int[sizes.length + 1];
        for (int c = 0; c < sizes.length; c++) {
            group[FIELDS * c + 5] = 1.0 / sizes[c];
        }
        this.y = new double[sizes[reference]];
        this.above = new double[sizes[reference]];
    }

    static double bytes(int clouds, int reference) {
        return (8.0 * FIELDS + 8) * clouds + 16.0 * reference;
    }

    /**
     * Reads a line.
     *
     * @param keys all points in order, by number and cloud
     * @param squared MMD² of each group and line; modified: NaN where it is too small to be found here
     * @param line which line this is
     * @return whether all values were found
     */
    boolean read(long[] keys, double[][] squared, int line) {
        Arrays.fill(taken, 0);
        double share = 1.0 / y.length;
        int j = 0;
        double g = 0;
        double last = 0;
        // Sums and what rounding has taken from them.
        double a = 0;
        double lostA = 0;
        double b = 0;
        double lostB = 0;
        for (long key : keys) {
            int cloud = (int) key;
            double z = SortedLine.value(key);
            double more = (z - last) * g;
            if (cloud != reference) {
                point(cloud, j, z, a + (lostA + more), b + (lostB + more * g));
                continue;
            }
            double sum = a + more;
            lostA += a - sum + more;
            a = sum;
            more *= g;
            sum = b + more;
            lostB += b - sum + more;
            b = sum;
            y[j++] = z;
            g = j * share;
            last = z;
        }
        sumAbove();
        boolean all = true;
        for (int c = 0; c < reference; c++) {
            double value = value(c);
            squared[c][line] = value;
            all &= !Double.isNaN(value);
        }
        return all;
    }

    /** A point of a group, where j points of the reference lie before it and ∫G and ∫G² are these. */
    private void point(int cloud, int j, double z, double a, double b) {
        int o = FIELDS * cloud;
        int i = taken[cloud]++;
        if (i == 0) {
            group[o + 3] = z;
            group[o + 4] = b;
        } else {
            double f = i * group[o + 5];
            group[o + 4] += f * (f * (z - group[o]) - 2 * (a - group[o + 1])) + (b - group[o + 2]);
        }
        group[o] = z;
        group[o + 1] = a;
        group[o + 2] = b;
        before[cloud] = j;
    }

    private void sumAbove() {
        int m = y.length;
        above[m - 1] = 0;
        for (int j = m - 2; j >= 0; j--) {
            double rest = (double) (m - 1 - j) / m;
            above[j] = above[j + 1] + (y[j + 1] - y[j]) * rest * rest;
        }
    }

    /** The value of a group, with what lies beyond it, or NaN if too little is left of its parts. */
    private double value(int cloud) {
        int o = FIELDS * cloud;
        double square = group[o + 4];
        int j = before[cloud];
        if (j < y.length) {
            double rest = (double) (y.length - j) / y.length;
            square += (y[j] - group[o]) * rest * rest + above[j];
        }
        double parts = group[o] - group[o + 3] + group[o + 1] + group[o + 2];
        return square >= SMALL * parts ? 2 * square : Double.NaN;
    }
}
