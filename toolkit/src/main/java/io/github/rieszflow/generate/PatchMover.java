package io.github.rieszflow.generate;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps along locally connected directions. A direction on a patch of (s+1)p pixels each way that is constant on squares
 * of s+1 pixels is a direction on p×p cells, where a cell is the sum of its square divided by s+1: that map takes unit vectors to
 * unit vectors, so everything happens on cells and the gradient goes back by the transposed map.
 *
 * <p>What is given of an image stands beside its cells, in the joint vector, or is some of its pixels: both count in the
 * gradient and do not move.
 */
final class PatchMover implements Mover {
    /** Images that a thread takes at a time. */
    private static final int GRAIN = 64;

    private static final List<Integer> WHOLE = List.of(0);
    private static final int[] NOWHERE = {};

    private final SlicedMmd sliced;
    private final @Nullable Patches patches;
    private final Shape shape;
    private final Given given;
    private final boolean[] free;
    private final float[] targets;
    private final int targetCount;
    private final double factor;
    private final Team team = Team.standard();
    private float[] x = new float[0];
    private float[] v = new float[0];
    /** Zero between steps. */
    private float[] gradient = new float[0];
    /** Where the velocity may be other than zero. */
    private boolean[] moved;

    /** Image i of the targets and particle i are given the same; without patches the whole image is one. */
    PatchMover(SlicedMmd sliced, @Nullable Patches patches, Points targets, Shape shape, Given given) {
        this.sliced = sliced;
        this.patches = patches;
        this.shape = shape;
        this.given = given;
        this.free = given.free(shape);
        this.moved = free.clone();
        this.targets = targets.toArray();
        this.targetCount = targets.size();
        boolean amplified = patches != null && patches.amplified();
        double ratio = amplified
                ? SlicingConstant.of(shape.size() + given.beside(), 1) / SlicingConstant.of(dimension(), 1)
                : 1;
        this.factor =
                ratio / (patches != null && patches.mean() ? patches.scales().size() : 1);
    }

    /** Of the joint vectors. */
    private int dimension() {
        return given.beside() + (patches == null ? shape.size() : shape.channels() * patches.side() * patches.side());
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        x = particles.toArray();
        v = velocity == null ? new float[x.length] : velocity.toArray();
        gradient = new float[x.length];
        moved = free.clone();
    }

    @Override
    public double step(Seed seed, double step, double momentum) {
        boolean[] covered = new boolean[free.length];
        for (int scale : patches == null ? WHOLE : patches.scales()) {
            addGradient(seed.split(scale), scale + 1, covered);
        }
        // Elsewhere there is no force, and without momentum nothing moves and what moved in the last step rests.
        int[] moving = places(k -> free[k] && (momentum != 0 || covered[k]));
        int[] resting = momentum != 0 ? NOWHERE : places(k -> moved[k] && !covered[k]);
        int count = x.length / free.length;
        float[] largest = new float[count];
        team.run(count, GRAIN, (image, worker) -> {
            int at = image * free.length;
            for (int k : resting) {
                v[at + k] = 0;
            }
            float most = 0;
            for (int k : moving) {
                int i = at + k;
                v[i] = (float) factor * gradient[i] + (float) momentum * v[i];
                x[i] -= (float) step * v[i];
                gradient[i] = 0;
                most = Math.max(most, Math.abs(x[i]));
            }
            largest[image] = most;
        });
        moved = covered;
        float most = 0;
        for (float l : largest) {
            most = Math.max(most, l);
        }
        return most;
    }

    private int[] places(IntPredicate which) {
        return IntStream.range(0, free.length).filter(which).toArray();
    }

    /** Adds the gradient of one patch, drawn here, to that of all, where it is free to move; marks what it covers. */
    private void addGradient(Seed seed, int square, boolean[] covered) {
        RandomStream stream = seed.stream();
        int[] cellOf = patches == null
                ? IntStream.range(0, shape.size()).toArray()
                : layout(patches.side(), stream.nextInt(shape.height()), stream.nextInt(shape.width()), square);
        int[] pixels = places(k -> cellOf[k] >= 0);
        int[] pushed = places(k -> free[k] && cellOf[k] >= 0);
        if (pushed.length == 0) {
            return;
        }
        int count = x.length / shape.size();
        Points here = cells(x, count, pixels, cellOf, square);
        Points there = cells(targets, targetCount, pixels, cellOf, square);
        // Minus the gradient, for each particle.
        Points velocity = sliced.seed(seed.split(1)).velocity(here, there);
        float[] force = velocity.toArray();
        int dimension = dimension();
        team.run(count, GRAIN, (i, worker) -> {
            for (int k : pushed) {
                gradient[i * cellOf.length + k] -= force[i * dimension + cellOf[k]] / square;
            }
        });
        for (int k : pushed) {
            covered[k] = true;
        }
    }

    /** For each number of an image which cell it belongs to, or −1. */
    private int[] layout(int side, int top, int left, int square) {
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

    /** The joint vectors: cells, and what is given beside them. */
    private Points cells(float[] images, int count, int[] pixels, int[] cellOf, int square) {
        int dimension = dimension();
        float[] sums = new float[Math.multiplyExact(count, dimension)];
        team.run(count, GRAIN, (i, worker) -> {
            for (int k : pixels) {
                sums[i * dimension + cellOf[k]] += images[i * cellOf.length + k] / square;
            }
            given.beside(i, sums, (i + 1) * dimension - given.beside());
        });
        return Points.adopt(sums, count, dimension);
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
