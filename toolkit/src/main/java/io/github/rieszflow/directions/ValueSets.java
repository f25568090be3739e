package io.github.rieszflow.directions;

import java.util.Arrays;

/**
 * How P directions are drawn for a value whose standard error has to be known: in independent sets, each from a seed of its own,
 * where a single drawing has too few independent blocks.
 *
 * @param slices P
 * @param block how many directions depend on each other where they are drawn at once; P if all do
 * @param sets how many sets of about the same size are drawn apart from each other; 0 if all P are drawn as for a gradient
 * @param single whether parts of a standard error are directions one by one, else blocks or sets
 */
record ValueSets(int slices, int block, int sets, boolean single) {
    /**
     * Number of blocks that is enough: with seven degrees of freedom two standard errors hold the exact value 91 % of the time, with
     * two blocks 70 %.
     */
    private static final int ENOUGH = 8;
    /**
     * Number of whole orthonormal blocks that is enough: they say so much more than sets of parts of them that an error which is known
     * badly, and said larger for that, is the smaller one.
     */
    private static final int WHOLE_BLOCKS = 3;

    /**
     * The sets for one rule.
     *
     * <p>A part of an orthonormal system of a third of the dimension spreads little less than independent directions do: the
     * variance of a mean over m of them is between (1 − (m−1)/(d−1))σ²/m and about σ²/m, so that counting them as
     * independent makes the standard error at most 23 % too large. Between a third of a block and three blocks sets are as
     * large as leaves eight of them, or a third.
     *
     * @param block how many directions depend on each other where they are drawn at once
     * @param slices P
     */
    static ValueSets of(int block, int slices) {
        if (block == DrawnDirections.WHOLE) {
            return new ValueSets(slices, slices, Math.min(ENOUGH, slices), false);
        }
        int third = 1 + (block - 1) / 3;
        if (block == 1 || slices <= third) {
            return new ValueSets(slices, Math.min(block, slices), 0, true);
        }
        if (slices / block >= WHOLE_BLOCKS) {
            return new ValueSets(slices, block, 0, false);
        }
        int size = Math.max(third, (slices - 1) / ENOUGH + 1);
        return new ValueSets(slices, block, (slices - 1) / size + 1, size == third);
    }

    /** One drawing of an angle at random in each of P equal parts, see {@link EquispacedDirections}. */
    static ValueSets around(int slices) {
        return new ValueSets(slices, slices, 0, true);
    }

    /** Whether sets are drawn apart from each other. */
    boolean apart() {
        return sets > 0;
    }

    /** How many directions each set, or each block of a single drawing, has. */
    int[] sizes() {
        return apart() ? balanced(sets, slices) : cut(block, slices);
    }

    /** Over how many directions each part of a standard error is taken. */
    int[] blocks() {
        return single ? cut(1, slices) : sizes();
    }

    /** Blocks of the same size, the last cut short. */
    static int[] cut(int block, int slices) {
        int count = (int) (((long) slices + block - 1) / block);
        int[] sizes = new int[count];
        Arrays.fill(sizes, block);
        sizes[count - 1] = slices - (count - 1) * block;
        return sizes;
    }

    /** Sets that differ by one at most: a small last one would decide how large the error is. */
    private static int[] balanced(int count, int slices) {
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = (int) ((long) slices * (i + 1) / count - (long) slices * i / count);
        }
        return sizes;
    }

    /** Before which direction each set ends. */
    static int[] ends(int[] sizes) {
        int[] ends = sizes.clone();
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        return ends;
    }
}
