package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;

/** Projection by products with a dense matrix of directions, P×d. */
final class DenseProjection implements Projection {
    /** A slab of this many coordinates of a panel and of eight directions stays in the first-level cache. */
    private static final int SLAB = 200;

    /** Up to this many coordinates, writing lines to memory costs more than projecting. */
    static final int NARROW = 16;

    private final DirectionSource directions;
    private final Lanes lanes;
    private final int slices;
    private final int dimension;
    private final int blockRows;
    /** How many lines a worker projects before it works on them, or 1. */
    private final int group;
    /** How many rows of a product are computed together. */
    private final int tile;

    private final double constant;
    private final float[] rows;
    /** Groups of directions side by side, for projecting, and groups of coordinates, for projecting back. */
    private final float[] forward;

    private final float[] backward;
    private final float[][] panel;

    DenseProjection(DirectionSource directions, double exponent, int blockRows, int threads, Lanes lanes) {
        this.directions = directions;
        this.lanes = lanes;
        this.slices = directions.slices();
        this.dimension = directions.dimension();
        this.blockRows = blockRows;
        this.group = dimension <= NARROW && blockRows >= 4 * threads ? 4 : 1;
        this.tile = group == 1 ? 8 : 4;
        this.constant = SlicingConstant.of(directions.space(), exponent);
        this.rows = new float[(slices + 3) / 4 * 4 * dimension];
        this.forward = new float[blockRows * dimension];
        this.backward = new float[blockRows * ((dimension + 3) / 4 * 4)];
        this.panel = new float[threads][(blockRows + 8) * lanes.width()];
        directions.reserve();
    }

    static double bytes(DirectionSource directions, int blockRows, int threads, Lanes lanes) {
        return 4.0 * (directions.slices() + 3.0 + 2 * blockRows) * (directions.dimension() + 3)
                + 4.0 * threads * (blockRows + 8) * lanes.width()
                + directions.bytes();
    }

    @Override
    public void draw(Seed seed) {
        directions.draw(seed, rows);
    }

    @Override
    public void drawSets(Seed seed) {
        directions.drawSets(seed, rows);
    }

    @Override
    public int blocks() {
        return (slices + blockRows - 1) / blockRows;
    }

    @Override
    public int rows(int block) {
        return Math.min(blockRows, slices - block * blockRows);
    }

    /** Rows rounded up to whole groups of four; rows beyond P are zero. */
    int padded(int block) {
        return (rows(block) + 3) / 4 * 4;
    }

    /** Makes ready for projecting on the directions of a block. */
    void ready(int block, Team team) {
        int count = padded(block);
        int from = block * blockRows * dimension;
        team.run((count + tile - 1) / tile, 4, (i, worker) -> packForward(from, tile * i, rowsOf(count, tile * i)));
    }

    @Override
    public void project(int block, Panels x, Panels y, Lines lines, Team team) {
        ready(block, team);
        int count = padded(block);
        if (group == 1) {
            team.run(x.count + y.count, 4, (i, worker) -> {
                boolean particles = i < x.count;
                Panels points = particles ? x : y;
                int panel = particles ? i : i - x.count;
                int to = panel * points.width;
                int at = points.in(panel, worker);
                if (particles) {
                    projectPanels(0, count, points, at, 1, lines.data, to, lines.stride);
                } else {
                    projectPanels(0, count, points, at, 1, lines.targetData, lines.targets + to, lines.targetStride);
                }
            });
        }
    }

    /** How many rows the tile has that begins at this one: the last may be smaller. */
    private int rowsOf(int count, int from) {
        return Math.min(tile, count - from);
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public void projectGroup(int row, Panels x, Panels y, Lines lines) {
        if (group > 1) {
            int to = row + group;
            projectPanels(row, to, x, x.start(0), x.count, lines.data, 0, lines.stride);
            projectPanels(row, to, y, y.start(0), y.count, lines.targetData, lines.targets, lines.targetStride);
        }
    }

    /**
     * Rows from, …, to−1 of the product for panels that begin at a place in memory, side by side from o in each row of the
     * lines; modifies the lines.
     */
    void projectPanels(int from, int to, Panels points, int at, int panels, float[] lines, int o, int stride) {
        if (dimension > SLAB) {
            for (int i = 0; i < panels; i++) {
                projectSlabs(from, to, points, at + i * points.length(), lines, o + i * points.width, stride);
            }
            return;
        }
        for (int p = from; p < to; p += tile) {
            lanes.multiplyPanels(
                    rowsOf(to, p),
                    forward,
                    p * dimension,
                    points.data,
                    at,
                    dimension,
                    panels,
                    lines,
                    p * stride + o,
                    stride);
        }
    }

    private void projectSlabs(int from, int to, Panels points, int at, float[] lines, int o, int stride) {
        int slabs = (dimension + SLAB - 1) / SLAB;
        int slab = (dimension + slabs - 1) / slabs;
        for (int k = 0; k < dimension; k += slab) {
            int coordinates = Math.min(slab, dimension - k);
            for (int p = from; p < to; p += tile) {
                int rows = rowsOf(to, p);
                lanes.multiply(
                        rows,
                        forward,
                        p * dimension + rows * k,
                        points.data,
                        at + k * points.width,
                        coordinates,
                        lines,
                        p * stride + o,
                        stride,
                        k > 0);
            }
        }
    }

    private void packForward(int from, int first, int count) {
        int o = first * dimension;
        for (int i = 0; i < count; i++) {
            int row = from + o + i * dimension;
            for (int k = 0; k < dimension; k++) {
                forward[o + count * k + i] = rows[row + k];
            }
        }
    }

    @Override
    public void backProject(int block, Lines lines, Panels g, Team team) {
        readyBack(block, team);
        int count = rows(block);
        team.run(
                g.count,
                4,
                (i, worker) -> backProjectPanel(count, lines.data, i * g.width, lines.stride, g, i, worker));
    }

    /** Makes ready for projecting back from the lines of a block. */
    void readyBack(int block, Team team) {
        int count = rows(block);
        int from = block * blockRows * dimension;
        int padded = (dimension + 3) / 4 * 4;
        team.run((padded + tile - 1) / tile, 4, (i, worker) -> packBackward(from, count, tile * i, padded));
    }

    /** Adds to one panel of g what this many lines give, which begin at o; modifies g. */
    void backProjectPanel(int count, float[] lines, int o, int stride, Panels g, int index, int worker) {
        int width = lanes.width();
        float[] own = panel[worker];
        for (int p = 0; p < count; p++) {
            System.arraycopy(lines, p * stride + o, own, p * width, width);
        }
        int padded = (dimension + 3) / 4 * 4;
        int at = g.out(index, worker);
        for (int k = 0; k < padded; k += tile) {
            int rows = rowsOf(padded, k);
            int to = at + k * width;
            if (k + rows <= dimension) {
                lanes.multiply(rows, backward, k * count, own, 0, count, g.data, to, width, true);
            } else {
                last(rows, k, count, own, g.data, to);
            }
        }
        g.done(index, worker);
    }

    /** The last coordinates, fewer than a tile: through a copy behind the block of lines. */
    private void last(int rows, int k, int count, float[] own, float[] g, int o) {
        int width = lanes.width();
        int behind = count * width;
        int length = (dimension - k) * width;
        System.arraycopy(g, o, own, behind, length);
        lanes.multiply(rows, backward, k * count, own, 0, count, own, behind, width, true);
        System.arraycopy(own, behind, g, o, length);
    }

    private void packBackward(int from, int count, int k, int padded) {
        int side = rowsOf(padded, k);
        int here = Math.min(side, dimension - k);
        for (int p = 0; p < count; p++) {
            System.arraycopy(rows, from + p * dimension + k, backward, k * count + side * p, here);
        }
    }

    @Override
    public double lineScale() {
        return 1;
    }

    @Override
    public double gradientScale() {
        return constant / slices;
    }

    @Override
    public double constant() {
        return constant;
    }
}
