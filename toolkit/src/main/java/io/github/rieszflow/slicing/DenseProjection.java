package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Seed;

/** Projection by products with a dense matrix of directions, P×d. */
final class DenseProjection implements Projection {
    /** A slab of so many coordinates of six directions stays in the first-level cache. */
    private static final int SLAB = 392;

    /** Up to so many coordinates, writing lines to memory costs more than projecting. */
    static final int NARROW = 16;

    private final Directions directions;
    private final Lanes lanes;
    private final int slices;
    private final int dimension;
    private final int blockRows;
    private final double constant;
    private final float[] rows;
    /** Six directions side by side, for projecting, and six coordinates side by side, for projecting back. */
    private final float[] forward;

    private final float[] backward;
    private final float[][] panel;

    DenseProjection(SlicedProblem problem, int dimension, int blockRows, int threads, Lanes lanes) {
        this.directions = problem.in(dimension);
        this.lanes = lanes;
        this.slices = problem.slices();
        this.dimension = dimension;
        this.blockRows = blockRows;
        this.constant = SlicingConstant.of(dimension, problem.exponent());
        this.rows = new float[(slices + 5) / 6 * 6 * dimension];
        this.forward = new float[blockRows * dimension];
        this.backward = new float[blockRows * (dimension / 6 * 6)];
        this.panel = new float[threads][blockRows * lanes.width()];
    }

    static double bytes(int slices, int dimension, int blockRows, int threads, Lanes lanes) {
        return 4.0 * (slices + 5 + 2 * blockRows) * dimension + 4.0 * threads * blockRows * lanes.width();
    }

    @Override
    public void draw(Seed seed, int unit, Team team) {
        directions.fill(rows, slices, dimension, unit, seed, team);
    }

    @Override
    public int blocks() {
        return (slices + blockRows - 1) / blockRows;
    }

    @Override
    public int rows(int block) {
        return Math.min(blockRows, slices - block * blockRows);
    }

    /** Rows rounded up to whole groups of six; rows beyond P are zero. */
    private int padded(int block) {
        return (rows(block) + 5) / 6 * 6;
    }

    @Override
    public void project(int block, Panels x, Panels y, Lines lines, Team team) {
        int count = padded(block);
        int from = block * blockRows * dimension;
        team.run(count / 6, 4, (group, worker) -> packForward(from, group));
        if (group() == 1) {
            team.run(x.count + y.count, 4, (i, worker) -> {
                Panels points = i < x.count ? x : y;
                int panel = i < x.count ? i : i - x.count;
                int to = i < x.count ? 0 : lines.targets;
                projectPanel(0, count, points, panel, lines, to);
            });
        }
    }

    @Override
    public int group() {
        return dimension <= NARROW && blockRows >= 6 * panel.length ? 6 : 1;
    }

    @Override
    public void projectGroup(int row, Panels x, Panels y, Lines lines) {
        if (group() > 1) {
            for (int panel = 0; panel < x.count; panel++) {
                projectPanel(row, row + 6, x, panel, lines, 0);
            }
            for (int panel = 0; panel < y.count; panel++) {
                projectPanel(row, row + 6, y, panel, lines, lines.targets);
            }
        }
    }

    /** Rows from, …, to−1 of the product for one panel; what the panels of one cloud give starts at o in each line. */
    private void projectPanel(int from, int to, Panels points, int panel, Lines lines, int o) {
        int width = lanes.width();
        for (int k = 0; k < dimension; k += SLAB) {
            int coordinates = Math.min(SLAB, dimension - k);
            for (int p = from; p < to; p += 6) {
                lanes.multiply6(
                        forward,
                        p * dimension + 6 * k,
                        points.data,
                        points.start(panel) + k * width,
                        coordinates,
                        lines.data,
                        p * lines.stride + o + panel * width,
                        lines.stride,
                        k > 0);
            }
        }
    }

    private void packForward(int from, int group) {
        int o = group * 6 * dimension;
        for (int i = 0; i < 6; i++) {
            int row = from + o + i * dimension;
            for (int k = 0; k < dimension; k++) {
                forward[o + 6 * k + i] = rows[row + k];
            }
        }
    }

    @Override
    public void backProject(int block, Lines lines, Panels g, Team team) {
        int count = rows(block);
        int from = block * blockRows * dimension;
        int whole = dimension / 6 * 6;
        team.run(whole / 6, 4, (group, worker) -> packBackward(from, count, group));
        int width = lanes.width();
        team.run(g.count, 4, (i, worker) -> {
            float[] block1 = panel[worker];
            for (int p = 0; p < count; p++) {
                System.arraycopy(lines.data, p * lines.stride + i * width, block1, p * width, width);
            }
            for (int k = 0; k < whole; k += 6) {
                lanes.multiply6(backward, k * count, block1, 0, count, g.data, g.start(i) + k * width, width, true);
            }
            for (int k = whole; k < dimension; k++) {
                lanes.multiply1(rows, from + k, dimension, block1, 0, count, g.data, g.start(i) + k * width, true);
            }
        });
    }

    private void packBackward(int from, int count, int group) {
        int k = 6 * group;
        for (int p = 0; p < count; p++) {
            int row = from + p * dimension + k;
            System.arraycopy(rows, row, backward, k * count + 6 * p, 6);
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
