package io.github.rieszflow.generate;

import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.SlicedDescent;
import java.nio.FloatBuffer;
import java.util.ArrayList;
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
 *
 * <p>Images are kept pixel by pixel, number k of image i at k·N + i, as a patch is some pixels of every image.
 */
final class PatchDescent implements Descent {
    /** Images that a thread takes at a time. */
    private static final int GRAIN = 128;

    private static final List<Integer> WHOLE = List.of(0);
    private static final int[] NOWHERE = {};

    private final @Nullable Patches patches;
    private final ImageShape shape;
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
    /** What the descent on cells says at each scale. */
    private float[][] pushes;
    /** Where the momentum may be other than zero. */
    private boolean[] moved;

    /** A patch of one scale: which cell each number of an image belongs to, or −1; its squares; where it pushes. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
    private record Patch(int[] cellOf, int square, int[] pushed, Seed seed) {}

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
        this.dimension = discrepancy.dimension();
        this.factor = discrepancy.factor();
        this.x = byPixel(particles.points());
        this.v = new float[x.length];
        this.pushes = new float[scales().size()][Math.multiplyExact(count, dimension)];
        this.moved = free.clone();
        this.targets = byPixel(targets.points());
        this.cells = discrepancy.sliced().descent(Points.dirac(count, dimension), Points.dirac(targetCount, dimension));
    }

    private List<Integer> scales() {
        return patches == null ? WHOLE : patches.scales();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
    }

    /** What is done with some images, one after the other. */
    private interface Block {
        void run(int from, int to);
    }

    private void blocks(int size, Block task) {
        team.run(
                (size + GRAIN - 1) / GRAIN,
                1,
                (block, worker) -> task.run(block * GRAIN, Math.min(size, (block + 1) * GRAIN)));
    }

    private float[] byPixel(Points images) {
        int size = images.size();
        FloatBuffer rows = images.values();
        float[] pixels = new float[rows.remaining()];
        blocks(size, (from, to) -> {
            for (int k = 0; k < shape.dimension(); k++) {
                for (int i = from; i < to; i++) {
                    pixels[k * size + i] = rows.get(i * shape.dimension() + k);
                }
            }
        });
        return pixels;
    }

    private Points byImage(float[] pixels) {
        float[] rows = new float[pixels.length];
        blocks(count, (from, to) -> {
            for (int k = 0; k < shape.dimension(); k++) {
                for (int i = from; i < to; i++) {
                    rows[i * shape.dimension() + k] = pixels[k * count + i];
                }
            }
        });
        return Points.adopt(rows, count, shape.dimension());
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        requireOpen();
        Require.shape(particles, count, shape.dimension(), "particles");
        if (momentum != null) {
            Require.shape(momentum, count, shape.dimension(), "momentum");
        }
        x = byPixel(particles);
        v = momentum == null ? new float[x.length] : byPixel(momentum);
        moved = free.clone();
    }

    @Override
    public void aim(Points points) {
        requireOpen();
        Require.shape(points, targetCount, shape.dimension(), "targets");
        targets = byPixel(points);
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        requireOpen();
        Require.length(gradient.length, count, shape.dimension());
        List<Patch> drawn = push(seed);
        boolean[] covered = covered(drawn);
        int[] pushed = places(k -> covered[k]);
        blocks(count, (from, to) -> {
            Arrays.fill(gradient, from * shape.dimension(), to * shape.dimension(), 0);
            float[] sums = new float[GRAIN];
            for (int k : pushed) {
                sum(drawn, k, from, to, sums);
                for (int i = from; i < to; i++) {
                    gradient[i * shape.dimension() + k] = (float) (factor * sums[i - from]);
                }
            }
        });
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        requireOpen();
        List<Patch> drawn = push(seed);
        boolean[] covered = covered(drawn);
        // Elsewhere there is no force, and without momentum nothing moves and what moved in the last step rests.
        int[] moving = places(k -> free[k] && (momentum != 0 || covered[k]));
        int[] resting = momentum != 0 ? NOWHERE : places(k -> moved[k] && !covered[k]);
        float[] largest = new float[(count + GRAIN - 1) / GRAIN];
        blocks(count, (from, to) -> {
            for (int k : resting) {
                Arrays.fill(v, k * count + from, k * count + to, 0);
            }
            float most = 0;
            float[] sums = new float[GRAIN];
            for (int k : moving) {
                sum(drawn, k, from, to, sums);
                most = Math.max(most, move(k * count + from, to - from, sums, stepSize, momentum));
            }
            largest[from / GRAIN] = most;
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

    private boolean[] covered(List<Patch> drawn) {
        boolean[] covered = new boolean[free.length];
        for (Patch patch : drawn) {
            for (int k : patch.pushed()) {
                covered[k] = true;
            }
        }
        return covered;
    }

    /** What all patches say at one number of some images; modifies the sums. */
    private void sum(List<Patch> drawn, int k, int from, int to, float[] sums) {
        Arrays.fill(sums, 0);
        for (int s = 0; s < drawn.size(); s++) {
            int cell = drawn.get(s).cellOf()[k];
            if (cell >= 0) {
                add(pushes[s], from * dimension + cell, dimension, drawn.get(s).square(), sums, to - from);
            }
        }
    }

    private static void add(float[] push, int o, int stride, float square, float[] sums, int size) {
        for (int i = 0; i < size; i++) {
            sums[i] += push[o + i * stride] / square;
        }
    }

    /** Moves {@code size} numbers from o on; returns the largest of them in absolute value. */
    private float move(int o, int size, float[] sums, double stepSize, double momentum) {
        for (int i = 0; i < size; i++) {
            HeavyBall.step(x, v, o + i, factor * sums[i], stepSize, momentum);
        }
        float most = 0;
        for (int i = o; i < o + size; i++) {
            most = Math.max(most, Math.abs(x[i]));
        }
        return most;
    }

    /** Draws a patch for each scale; those that nothing is free to move in are left out. */
    private List<Patch> draw(Seed seed) {
        List<Patch> drawn = new ArrayList<>();
        for (int scale : scales()) {
            Seed own = seed.split(scale);
            RandomStream stream = own.stream();
            int square = scale + 1;
            int[] cellOf = patches == null
                    ? IntStream.range(0, shape.dimension()).toArray()
                    : layout(patches.side(), stream.nextInt(shape.height()), stream.nextInt(shape.width()), square);
            int[] pushed = places(k -> free[k] && cellOf[k] >= 0);
            if (pushed.length > 0) {
                drawn.add(new Patch(cellOf, square, pushed, own.split(1)));
            }
        }
        return drawn;
    }

    private void place(Patch patch) {
        int[] pixels = places(k -> patch.cellOf()[k] >= 0);
        cells.load(cells(x, count, pixels, patch), null);
        cells.aim(cells(targets, targetCount, pixels, patch));
    }

    /** Draws patches and finds what they say. */
    private List<Patch> push(Seed seed) {
        List<Patch> drawn = draw(seed);
        for (int s = 0; s < drawn.size(); s++) {
            place(drawn.get(s));
            cells.gradient(drawn.get(s).seed(), pushes[s]);
        }
        return drawn;
    }

    /** MMD² of the cells, summed over scales: that whose half {@link #gradient} is the gradient of. */
    @Override
    public Distances read(Seed seed) {
        requireOpen();
        double sum = 0;
        double variance = 0;
        int slices = 0;
        int freedom = 0;
        for (Patch patch : draw(seed)) {
            place(patch);
            Estimate squared = cells.read(patch.seed()).squared();
            sum += factor * squared.value();
            variance += Math.pow(factor * squared.standardError(), 2);
            slices += squared.count();
            freedom += squared.degreesOfFreedom();
        }
        return new Distances(Estimate.overSlices(sum, Math.sqrt(variance), slices, freedom), null);
    }

    /** For each number of an image which cell it belongs to, or −1. */
    private int[] layout(int side, int top, int left, int square) {
        int[] cellOf = new int[shape.dimension()];
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
    private Points cells(float[] images, int size, int[] pixels, Patch patch) {
        float[] sums = new float[Math.multiplyExact(size, dimension)];
        blocks(size, (from, to) -> {
            for (int k : pixels) {
                gather(images, k * size + from, patch.square(), sums, from * dimension + patch.cellOf()[k], to - from);
            }
            for (int i = from; i < to; i++) {
                given.beside(i, sums, (i + 1) * dimension - given.beside());
            }
        });
        return Points.adopt(sums, size, dimension);
    }

    private void gather(float[] pixels, int o, float square, float[] sums, int to, int size) {
        for (int i = 0; i < size; i++) {
            sums[to + i * dimension] += pixels[o + i] / square;
        }
    }

    @Override
    public Points particles() {
        requireOpen();
        return byImage(x);
    }

    @Override
    public Points momentum() {
        requireOpen();
        return byImage(v);
    }

    @Override
    public void close() {
        closed = true;
        cells.close();
        targets = new float[0];
        x = targets;
        v = targets;
        pushes = new float[0][];
    }
}
