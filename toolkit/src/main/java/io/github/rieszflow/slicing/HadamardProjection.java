package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/**
 * Projection by random Hadamard rotations H S₃ H S₂ H S₁ of the points, padded with zeros to D coordinates: all D
 * directions of a block at once, of which the first ones are used.
 */
final class HadamardProjection implements Projection {
    private static final int ROUNDS = DirectionSource.ROUNDS;

    private final DirectionSource directions;
    private final Lanes lanes;
    private final int slices;
    private final int dimension;
    private final int space;
    private final double constant;
    private final float[][] panel;
    private final Plan gradients;
    private final Plan values;
    /** What is drawn, and how. */
    private float[] signs;

    private Plan plan;

    /** Which rows of which rotation a block has. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class, never compared
    private record Plan(int rotations, int[] rotation, int[] first, int[] rows) {
        /** The first rows of each rotation, in chunks. */
        static Plan of(int[] sizes, int chunk) {
            int blocks = 0;
            for (int size : sizes) {
                blocks += (size + chunk - 1) / chunk;
            }
            Plan plan = new Plan(sizes.length, new int[blocks], new int[blocks], new int[blocks]);
            int block = 0;
            for (int q = 0; q < sizes.length; q++) {
                for (int first = 0; first < sizes[q]; first += chunk) {
                    plan.rotation[block] = q;
                    plan.first[block] = first;
                    plan.rows[block++] = Math.min(chunk, sizes[q] - first);
                }
            }
            return plan;
        }
    }

    /**
     * @param chunk how many directions are projected at once; rotations are cut into chunks to save memory
     */
    HadamardProjection(DirectionSource directions, double exponent, int chunk, int threads, Lanes lanes) {
        this.directions = directions;
        this.lanes = lanes;
        this.slices = directions.slices();
        this.dimension = directions.dimension();
        this.space = directions.space();
        this.constant = SlicingConstant.of(space, exponent);
        this.panel = new float[threads][space * lanes.width()];
        int[] whole = new int[(slices + space - 1) / space];
        Arrays.fill(whole, space);
        whole[whole.length - 1] = slices - (whole.length - 1) * space;
        this.gradients = Plan.of(whole, chunk);
        this.values = Plan.of(directions.sets(), chunk);
        this.plan = gradients;
        this.signs = new float[gradients.rotations * ROUNDS * space];
    }

    /** With the rotations of values, of which there are at most eight more. */
    static double bytes(int slices, int space, int threads, Lanes lanes) {
        return 4.0 * ROUNDS * (slices + 8.0 * space) + 4.0 * threads * space * lanes.width();
    }

    @Override
    public void draw(Seed seed) {
        plan = gradients;
        directions.drawSigns(seed, signs);
    }

    @Override
    public void drawSets(Seed seed) {
        plan = values;
        int needed = values.rotations * ROUNDS * space;
        if (signs.length < needed) {
            signs = new float[needed];
        }
        directions.drawSetSigns(seed, signs);
    }

    @Override
    public int blocks() {
        return plan.rotation.length;
    }

    @Override
    public int rows(int block) {
        return plan.rows[block];
    }

    @Override
    public void project(int block, Panels x, Panels y, Lines lines, Team team) {
        int width = lanes.width();
        int rows = rows(block);
        int o = plan.rotation[block] * ROUNDS * space;
        int first = plan.first[block];
        team.run(x.count + y.count, 4, (i, worker) -> {
            Panels points = i < x.count ? x : y;
            int p = i < x.count ? i : i - x.count;
            float[] t = panel[worker];
            System.arraycopy(points.data, points.in(p, worker), t, 0, points.length());
            Arrays.fill(t, points.length(), space * width, 0f);
            for (int round = 0; round < ROUNDS; round++) {
                lanes.scaleRows(t, round == 0 ? dimension : space, signs, o + round * space);
                lanes.hadamard(t, space);
            }
            float[] out = i < x.count ? lines.data : lines.targetData;
            int stride = i < x.count ? lines.stride : lines.targetStride;
            int to = (i < x.count ? 0 : lines.targets) + p * width;
            for (int row = 0; row < rows; row++) {
                System.arraycopy(t, (first + row) * width, out, row * stride + to, width);
            }
        });
    }

    @Override
    public void backProject(int block, Lines lines, Panels g, Team team) {
        int width = lanes.width();
        int rows = rows(block);
        int o = plan.rotation[block] * ROUNDS * space;
        int first = plan.first[block];
        team.run(g.count, 4, (i, worker) -> {
            float[] t = panel[worker];
            Arrays.fill(t, 0, first * width, 0f);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(lines.data, row * lines.stride + i * width, t, (first + row) * width, width);
            }
            Arrays.fill(t, (first + rows) * width, space * width, 0f);
            for (int round = ROUNDS - 1; round >= 0; round--) {
                lanes.hadamard(t, space);
                lanes.scaleRows(t, round == 0 ? dimension : space, signs, o + round * space);
            }
            lanes.add(g.data, g.out(i, worker), t, 0, g.length());
            g.done(i, worker);
        });
    }

    @Override
    public double lineScale() {
        return 1 / Math.sqrt((double) space * space * space);
    }

    @Override
    public double gradientScale() {
        return constant / slices * lineScale();
    }

    @Override
    public double constant() {
        return constant;
    }
}
