package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Team;
import java.util.Arrays;

/**
 * Particles in an order in which neighbours in space are neighbours in memory: cells of a grid along a Z-curve (Morton 1966).
 * On a line those who come one after the other then lie in few places, whichever the direction, and what is done with
 * millions of them stays in the caches. It depends on where the particles are and on nothing else.
 */
final class SpatialOrder {
    /** Threshold above which points, with their ranks, outgrow the second-level cache. */
    private static final int MANY = 1 << 20;
    /** A cell has about 2⁸ points: the cells that a line crosses fit into the cache, and so do the places where cells begin. */
    private static final int CELL = 8;

    private final Lanes lanes;
    private final int[] cells;
    private final int[] order;
    /** Where each cell begins, and then ends. */
    private final int[] starts;
    /** The particles in this order. */
    final Panels x;
    /** Their gradient, in this order. */
    final Panels g;

    SpatialOrder(int size, int dimension, Lanes lanes) {
        int width = lanes.width();
        this.lanes = lanes;
        this.cells = new int[size];
        this.order = new int[size];
        this.starts = new int[(1 << (bits(size, dimension) * dimension)) + 1];
        this.x = new Panels(size, dimension, width);
        this.g = new Panels(size, dimension, width);
    }

    static double bytes(int size, int dimension, int width) {
        return 8.0 * size + 2 * Panels.bytes(size, dimension, width) + 4.0 * (1 << (bits(size, dimension) * dimension));
    }

    /** Whether this many points on lines are worth the sorting; in three dimensions it was measured not to be. */
    static boolean pays(int particles, int targets, int dimension) {
        return dimension == 2 && (long) particles + targets >= MANY;
    }

    /** How many times a side of the grid is halved. */
    private static int bits(int size, int dimension) {
        int all = 32 - Integer.numberOfLeadingZeros(size) - CELL;
        return Math.max(1, (all + dimension / 2) / dimension);
    }

    /** Finds the order of particles and puts them into {@link #x}. */
    void sort(Panels from, Team team) {
        int bits = bits(from.size, from.dimension);
        number(from, bits, team);
        count(cells, starts);
        place(cells, starts, order);
        move(from.data, x.data, team, true);
    }

    private static void count(int[] cells, int[] starts) {
        Arrays.fill(starts, 0);
        for (int cell : cells) {
            starts[cell + 1]++;
        }
        for (int c = 1; c < starts.length; c++) {
            starts[c] += starts[c - 1];
        }
    }

    private static void place(int[] cells, int[] starts, int[] order) {
        for (int i = 0; i < cells.length; i++) {
            order[starts[cells[i]]++] = i;
        }
    }

    /** From {@link #g} to the particles' own order; adds nothing. */
    void unsort(Panels to, Team team) {
        move(g.data, to.data, team, false);
    }

    private void move(float[] from, float[] to, Team team, boolean sorting) {
        int width = x.width;
        int dimension = x.dimension;
        team.run(x.count, 64, (panel, worker) -> {
            int last = Math.min(width, x.size - panel * width);
            int o = x.start(panel);
            for (int i = 0; i < last; i++) {
                int own = order[panel * width + i];
                int a = own / width * width * dimension + own % width;
                for (int k = 0; k < dimension * width; k += width) {
                    if (sorting) {
                        to[o + i + k] = from[a + k];
                    } else {
                        to[a + k] = from[o + i + k];
                    }
                }
            }
        });
    }

    /** The cell of each particle: the bits of its coordinates in the grid, interleaved. */
    private void number(Panels from, int bits, Team team) {
        int width = from.width;
        int dimension = from.dimension;
        float[] lows = new float[dimension];
        float[] scales = new float[dimension];
        int side = 1 << bits;
        int[][] spread = new int[dimension][side];
        for (int k = 0; k < dimension; k++) {
            float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
            for (int panel = 0; panel < from.count; panel++) {
                int last = Math.min(width, from.size - panel * width);
                lanes.range(from.data, from.start(panel) + k * width, last, range);
            }
            lows[k] = range[0];
            scales[k] = (float) ((side - 1) / ((double) range[1] - range[0]));
            for (int c = 0; c < side; c++) {
                for (int b = 0; b < bits; b++) {
                    spread[k][c] |= (c >> b & 1) << (b * dimension + k);
                }
            }
        }
        team.run(from.count, 64, (panel, worker) -> {
            int last = Math.min(width, from.size - panel * width);
            int first = panel * width;
            Arrays.fill(cells, first, first + last, 0);
            for (int k = 0; k < dimension; k++) {
                int o = from.start(panel) + k * width;
                for (int i = 0; i < last; i++) {
                    // What is no number, where all are at one place, becomes 0.
                    int c = (int) ((from.data[o + i] - lows[k]) * scales[k]);
                    cells[first + i] |= spread[k][Math.min(side - 1, Math.max(0, c))];
                }
            }
        });
    }
}
