package io.github.rieszflow.generate;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.SlicedDescent;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps along locally connected directions. A direction on a patch of (s+1)p pixels each way that is constant on squares
 * of s+1 pixels is a direction on p×p cells, where a cell is the sum of its square divided by s+1: that map takes unit vectors to
 * unit vectors, so everything happens on cells and the gradient goes back by the transposed map. Cells of all scales are equally
 * many, so one descent on cells, loaded and aimed anew each time, serves them all.
 *
 * <p>What is given of an image stands beside its cells, in the joint vector, or is some of its pixels: both count in the
 * gradient and do not move.
 */
final class PatchDescent implements Descent {
    /** Images that a thread takes at a time. */
    private static final int GRAIN = 64;

    private static final List<Integer> WHOLE = List.of(0);
    private static final int[] NOWHERE = {};

    private final @Nullable Patches patches;
    private final ImageFlow.Shape shape;
    private final Given given;
    private final int count;
    private final int targetCount;
    private final boolean[] free;
    /** Of joint vectors. */
    private final int dimension;

    private final double factor;
    private final Team team = Team.standard();
    private final SlicedDescent cells;
    private boolean closed;
    private float[] targets;
    private float[] x;
    private float[] v;
    /** Zero between calls. */
    private float[] sum;
    /** What the descent on cells says. */
    private float[] push;
    /** Where the momentum may be other than zero. */
    private boolean[] moved;

    /** Image i of the targets and particle i are given the same; without patches the whole image is one. */
    PatchDescent(PatchDiscrepancy discrepancy, Measure particles, Measure targets) {
        if (!particles.uniform() || !targets.uniform()) {
            throw new IllegalArgumentException(
                    "patches are for images without weights: received " + particles + " and " + targets);
        }
        this.patches = discrepancy.patches();
        this.shape = discrepancy.shape();
        this.given = discrepancy.given();
        this.count = particles.size();
        this.targetCount = targets.size();
        this.free = given.free(shape);
        this.dimension =
                given.beside() + (patches == null ? shape.size() : shape.channels() * patches.side() * patches.side());
        boolean amplified = patches != null && patches.amplified();
        double ratio =
                amplified ? SlicingConstant.of(shape.size() + given.beside(), 1) / SlicingConstant.of(dimension, 1) : 1;
        this.factor =
                ratio / (patches != null && patches.mean() ? patches.scales().size() : 1);
        this.x = particles.points().toArray();
        this.v = new float[x.length];
        this.sum = new float[x.length];
        this.push = new float[Math.multiplyExact(count, dimension)];
        this.moved = free.clone();
        this.targets = targets.points().toArray();
        this.cells = discrepancy.sliced().descent(Points.dirac(count, dimension), Points.dirac(targetCount, dimension));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        requireOpen();
        Require.shape(particles, count, shape.size(), "particles");
        if (momentum != null) {
            Require.shape(momentum, count, shape.size(), "momentum");
        }
        x = particles.toArray();
        v = momentum == null ? new float[x.length] : momentum.toArray();
        moved = free.clone();
    }

    @Override
    public void aim(Points points) {
        requireOpen();
        Require.shape(points, targetCount, shape.size(), "targets");
        targets = points.toArray();
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        requireOpen();
        Require.length(gradient.length, count, shape.size());
        boolean[] covered = accumulate(seed);
        int[] pushed = places(k -> covered[k]);
        team.run(count, GRAIN, (image, worker) -> {
            int at = image * free.length;
            Arrays.fill(gradient, at, at + free.length, 0);
            for (int k : pushed) {
                gradient[at + k] = (float) (factor * sum[at + k]);
                sum[at + k] = 0;
            }
        });
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        requireOpen();
        boolean[] covered = accumulate(seed);
        // Elsewhere there is no force, and without momentum nothing moves and what moved in the last step rests.
        int[] moving = places(k -> free[k] && (momentum != 0 || covered[k]));
        int[] resting = momentum != 0 ? NOWHERE : places(k -> moved[k] && !covered[k]);
        float[] largest = new float[count];
        team.run(count, GRAIN, (image, worker) -> {
            int at = image * free.length;
            for (int k : resting) {
                v[at + k] = 0;
            }
            float most = 0;
            for (int k : moving) {
                int i = at + k;
                HeavyBall.step(x, v, i, factor * sum[i], stepSize, momentum);
                sum[i] = 0;
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

    /** What is done with the cells of one scale, which are in place. */
    private interface Use {
        void at(Seed seed, int[] cellOf, int[] pushed, int square);
    }

    /** Puts the cells of each scale in place, one after the other: of patches that are drawn here. */
    private void eachScale(Seed seed, Use use) {
        for (int scale : patches == null ? WHOLE : patches.scales()) {
            Seed own = seed.split(scale);
            RandomStream stream = own.stream();
            int square = scale + 1;
            int[] cellOf = patches == null
                    ? IntStream.range(0, shape.size()).toArray()
                    : layout(patches.side(), stream.nextInt(shape.height()), stream.nextInt(shape.width()), square);
            int[] pushed = places(k -> free[k] && cellOf[k] >= 0);
            if (pushed.length > 0) {
                int[] pixels = places(k -> cellOf[k] >= 0);
                cells.load(cells(x, count, pixels, cellOf, square), null);
                cells.aim(cells(targets, targetCount, pixels, cellOf, square));
                use.at(own.split(1), cellOf, pushed, square);
            }
        }
    }

    /** Sums what all patches say where they are free to move; returns where that is. */
    private boolean[] accumulate(Seed seed) {
        boolean[] covered = new boolean[free.length];
        eachScale(seed, (own, cellOf, pushed, square) -> {
            cells.gradient(own, push);
            team.run(count, GRAIN, (i, worker) -> {
                for (int k : pushed) {
                    sum[i * cellOf.length + k] += push[i * dimension + cellOf[k]] / square;
                }
            });
            for (int k : pushed) {
                covered[k] = true;
            }
        });
        return covered;
    }

    /** MMD² of the cells, summed over scales: that whose half {@link #gradient} is the gradient of. */
    @Override
    public Reading read(Seed seed) {
        requireOpen();
        double[] of = new double[2];
        int[] counts = new int[2];
        eachScale(seed, (own, cellOf, pushed, square) -> {
            Estimate squared = cells.read(own).squared();
            of[0] += factor * squared.value();
            of[1] += Math.pow(factor * squared.standardError(), 2);
            counts[0] += squared.count();
            counts[1] += squared.degreesOfFreedom();
        });
        return new Reading(Estimate.overSlices(of[0], Math.sqrt(of[1]), counts[0], counts[1]), null);
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
    private Points cells(float[] images, int size, int[] pixels, int[] cellOf, int square) {
        float[] sums = new float[Math.multiplyExact(size, dimension)];
        team.run(size, GRAIN, (i, worker) -> {
            for (int k : pixels) {
                sums[i * dimension + cellOf[k]] += images[i * cellOf.length + k] / square;
            }
            given.beside(i, sums, (i + 1) * dimension - given.beside());
        });
        return Points.adopt(sums, size, dimension);
    }

    @Override
    public Points particles() {
        requireOpen();
        return Points.of(x, count, shape.size());
    }

    @Override
    public Points momentum() {
        requireOpen();
        return Points.of(v, count, shape.size());
    }

    @Override
    public void close() {
        closed = true;
        cells.close();
        targets = new float[0];
        x = targets;
        v = targets;
        sum = targets;
        push = targets;
    }
}
