package io.github.rieszflow.generate;

import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SlicingConstant;
import io.github.rieszflow.slicing.Team;
import org.jspecify.annotations.Nullable;

/**
 * Steps along locally connected directions. A direction on a patch of (s+1)p pixels each way that is constant on squares
 * of s+1 pixels is a direction on p×p cells, where a cell is the sum of its square divided by s+1: that map takes unit vectors to
 * unit vectors, so everything happens on cells and the gradient goes back by the transposed map.
 */
final class PatchMover implements Mover {
    /** Images that a thread takes at a time. */
    private static final int GRAIN = 64;

    private final SlicedMmd sliced;
    private final MmdPreset.Patches patches;
    private final Shape shape;
    private final float[] targets;
    private final int targetCount;
    private final double factor;
    private final Team team = Team.standard();
    private float[] x = new float[0];
    private float[] v = new float[0];

    PatchMover(SlicedMmd sliced, MmdPreset.Patches patches, Points targets, Shape shape) {
        this.sliced = sliced;
        this.patches = patches;
        this.shape = shape;
        this.targets = targets.toArray();
        this.targetCount = targets.size();
        int cells = cells();
        double ratio = patches.amplified() ? SlicingConstant.of(shape.size(), 1) / SlicingConstant.of(cells, 1) : 1;
        this.factor = ratio / (patches.mean() ? patches.scales().size() : 1);
    }

    private int cells() {
        return shape.channels() * patches.side() * patches.side();
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        x = particles.toArray();
        v = velocity == null ? new float[x.length] : velocity.toArray();
    }

    @Override
    public double step(Seed seed, double step, double momentum) {
        float[] gradient = new float[x.length];
        for (int scale : patches.scales()) {
            addGradient(seed.split(scale), scale + 1, gradient);
        }
        float most = 0;
        for (int i = 0; i < x.length; i++) {
            v[i] = (float) factor * gradient[i] + (float) momentum * v[i];
            x[i] -= (float) step * v[i];
            most = Math.max(most, Math.abs(x[i]));
        }
        return most;
    }

    /** Adds the gradient of one patch, drawn here, to that of all; modifies the gradient. */
    private void addGradient(Seed seed, int square, float[] gradient) {
        RandomStream stream = seed.stream();
        int[] cellOf = layout(stream.nextInt(shape.height()), stream.nextInt(shape.width()), square);
        int count = x.length / shape.size();
        Points here = cells(x, count, cellOf, square);
        Points there = cells(targets, targetCount, cellOf, square);
        // Minus the gradient, for each particle.
        Points velocity = sliced.seed(seed.split(1)).velocity(here, there);
        float[] force = velocity.toArray();
        int cells = cells();
        team.run(count, GRAIN, (i, worker) -> {
            for (int k = 0; k < cellOf.length; k++) {
                if (cellOf[k] >= 0) {
                    gradient[i * cellOf.length + k] -= force[i * cells + cellOf[k]] / square;
                }
            }
        });
    }

    /** For each number of an image which cell it belongs to, or −1. */
    private int[] layout(int top, int left, int square) {
        int side = patches.side();
        int[] cellOf = new int[shape.size()];
        for (int c = 0; c < shape.channels(); c++) {
            for (int row = 0; row < shape.height(); row++) {
                int down = Math.floorMod(row - top, shape.height()) / square;
                for (int column = 0; column < shape.width(); column++) {
                    int across = Math.floorMod(column - left, shape.width()) / square;
                    int at = (c * shape.height() + row) * shape.width() + column;
                    cellOf[at] = down < side && across < side ? (c * side + down) * side + across : -1;
                }
            }
        }
        return cellOf;
    }

    private Points cells(float[] images, int count, int[] cellOf, int square) {
        int cells = cells();
        float[] sums = new float[Math.multiplyExact(count, cells)];
        team.run(count, GRAIN, (i, worker) -> {
            for (int k = 0; k < cellOf.length; k++) {
                if (cellOf[k] >= 0) {
                    sums[i * cells + cellOf[k]] += images[i * cellOf.length + k] / square;
                }
            }
        });
        return Points.adopt(sums, count, cells);
    }

    @Override
    public Points particles() {
        return Points.of(x, x.length / shape.size(), shape.size());
    }

    @Override
    public Points velocity() {
        return Points.of(v, v.length / shape.size(), shape.size());
    }
}
