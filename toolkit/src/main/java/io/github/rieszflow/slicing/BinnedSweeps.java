package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/**
 * Binned ranks of very many points in few dimensions without lines in memory: three sweeps over the points find the range of
 * each line, count, and look up, and each projects anew, which takes less time than to write lines and read them again. It
 * gives what {@link BinnedRanks} gives on lines, bit for bit.
 */
final class BinnedSweeps {
    /** Threshold above which points on lines outgrow the second-level cache. */
    private static final int MANY = 1 << 19;
    /** From more coordinates on, projecting twice more costs what is saved. */
    private static final int FEW = 8;
    /** Points projected together: with the counts of a line they stay in the second-level cache. */
    private static final int TILE = 1 << 12;
    /** Not a power of two, as rows would fall into the same sets of the caches. */
    private static final int STRIDE = TILE + 16;
    /** At most this many directions at a time. */
    private static final int ROWS = 12;

    private final int bits;
    private final DirectionSource directions;
    private final DenseProjection projection;
    private final Lanes lanes;
    /** What each worker needs: projections of a tile, keys of one line, and ranges and counts for all its tiles. */
    private final float[][] lines;

    private final int[][] keys;
    private final float[][][] ranges;
    private final long[][][] counts;
    /** Of each line: its least projection, bins for each unit of length, the gradient in each bin. */
    private final float[] lowest = new float[ROWS];

    private final float[] scales = new float[ROWS];
    private final float[][] gradients;

    BinnedSweeps(SlicedProblem problem, DirectionSource directions, int threads, Lanes lanes) {
        this.bits = bits(problem);
        this.directions = directions;
        this.projection = new DenseProjection(directions, problem.exponent(), ROWS, threads, lanes);
        this.lanes = lanes;
        this.lines = new float[threads][ROWS * STRIDE];
        this.keys = new int[threads][TILE];
        this.ranges = new float[threads][ROWS][2];
        this.counts = new long[threads][ROWS][1 << bits];
        this.gradients = new float[ROWS][1 << bits];
    }

    /** Whether for this many points sweeps are faster than lines. */
    static boolean pay(SlicedProblem problem, boolean ranks, DirectionSource directions, int particles, int targets) {
        return ranks
                && problem.solver() instanceof LineSolver.Binned
                && !directions.rotations()
                && directions.dimension() <= FEW
                && (long) particles + targets >= MANY;
    }

    private static int bits(SlicedProblem problem) {
        return ((LineSolver.Binned) problem.solver()).bits();
    }

    static double bytes(SlicedProblem problem, DirectionSource directions, int threads, Lanes lanes) {
        int bins = ROWS << bits(problem);
        return DenseProjection.bytes(directions, ROWS, threads, lanes)
                + threads * (4.0 * (ROWS * STRIDE + TILE) + 8.0 * bins)
                + 4.0 * bins;
    }

    /**
     * Adds to g what all slices say.
     *
     * @return false if a line is too long for single precision; then g is not to be used
     */
    boolean accumulate(Seed seed, Panels x, Panels y, Panels g, Team team) {
        projection.draw(seed);
        for (int block = 0; block < projection.blocks(); block++) {
            projection.ready(block, team);
            if (!findRanges(block, x, y, team)) {
                return false;
            }
            count(block, x, y, team);
            int first = block * ROWS;
            team.run(projection.rows(block), 1, (row, worker) -> finish(row, first + row, x.size, y.size));
            projection.readyBack(block, team);
            lookUp(block, x, y, g, team);
        }
        return true;
    }

    private static int tiles(Panels points) {
        return (points.size + TILE - 1) / TILE;
    }

    /** The number of points of a tile, those of y after those of x; puts their projections into the worker's rows. */
    private int project(int block, Panels x, Panels y, int index, int worker) {
        int ofX = tiles(x);
        Panels points = index < ofX ? x : y;
        int tile = index < ofX ? index : index - ofX;
        int panels = TILE / points.width;
        int first = tile * panels;
        int count = Math.min(panels, points.count - first);
        projection.projectPanels(
                0, projection.padded(block), points, points.start(first), count, lines[worker], 0, STRIDE);
        return Math.min(TILE, points.size - tile * TILE);
    }

    private boolean findRanges(int block, Panels x, Panels y, Team team) {
        for (float[][] own : ranges) {
            for (float[] range : own) {
                range[0] = Float.POSITIVE_INFINITY;
                range[1] = Float.NEGATIVE_INFINITY;
            }
        }
        int rows = projection.rows(block);
        team.run(tiles(x) + tiles(y), 1, (i, worker) -> {
            int points = project(block, x, y, i, worker);
            for (int row = 0; row < rows; row++) {
                lanes.range(lines[worker], row * STRIDE, points, ranges[worker][row]);
            }
        });
        for (int row = 0; row < rows; row++) {
            float high = Float.NEGATIVE_INFINITY;
            lowest[row] = Float.POSITIVE_INFINITY;
            for (float[][] own : ranges) {
                lowest[row] = Math.min(lowest[row], own[row][0]);
                high = Math.max(high, own[row][1]);
            }
            float width = high - lowest[row];
            if (!Float.isFinite(width)) {
                return false;
            }
            scales[row] = BinnedRanks.scale(bits, width);
        }
        return true;
    }

    private void count(int block, Panels x, Panels y, Team team) {
        int rows = projection.rows(block);
        int ofX = tiles(x);
        team.run(ofX + tiles(y), 1, (i, worker) -> {
            int points = project(block, x, y, i, worker);
            for (int row = 0; row < rows; row++) {
                quantise(row, points, worker);
                BinnedRanks.count(keys[worker], 0, points, counts[worker][row], i < ofX ? 1 : BinnedRanks.ONE_TARGET);
            }
        });
    }

    private void quantise(int row, int points, int worker) {
        lanes.quantise(lines[worker], row * STRIDE, points, lowest[row], scales[row], keys[worker], 0);
    }

    /** From what all workers counted to the gradient in each bin; leaves no counts. */
    private void finish(int row, int line, int n, int m) {
        long[] sum = counts[0][row];
        for (int worker = 1; worker < counts.length; worker++) {
            add(sum, counts[worker][row]);
            Arrays.fill(counts[worker][row], 0);
        }
        lanes.meanRanks(sum, 1.0 / m, 1.0 / n, gradients[row]);
        Arrays.fill(sum, 0);
        Projection.weigh(directions, line, gradients[row], 0, gradients[row].length);
    }

    private static void add(long[] sum, long[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
    }

    private void lookUp(int block, Panels x, Panels y, Panels g, Team team) {
        int rows = projection.rows(block);
        team.run(tiles(x), 1, (i, worker) -> {
            int points = project(block, x, y, i, worker);
            for (int row = 0; row < rows; row++) {
                quantise(row, points, worker);
                BinnedRanks.look(keys[worker], points, gradients[row], lines[worker], row * STRIDE);
            }
            int first = i * (TILE / x.width);
            for (int from = 0; from < points; from += x.width) {
                projection.backProjectPanel(rows, lines[worker], from, STRIDE, g, first + from / x.width, worker);
            }
        });
    }
}
