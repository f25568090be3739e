package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Seed;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Projection to lines and back on a device: fast transforms where directions are rotations, products for all others. */
abstract class CudaProjection {
    /** What becomes of what is projected back. */
    static final int ADD = 1;

    static final int UPDATE = 2;
    static final int SCALE = 4;

    final CudaRuntime runtime;
    final DirectionSource source;
    final int slices;
    final int dimension;
    final double constant;

    private CudaProjection(CudaRuntime runtime, DirectionSource source) {
        this.runtime = runtime;
        this.source = source;
        this.slices = source.slices();
        this.dimension = source.dimension();
        this.constant = SlicingConstant.of(source.space(), 1);
    }

    static CudaProjection of(CudaRuntime runtime, DirectionSource source) {
        return source.rotations() ? new Rotation(runtime, source) : new Product(runtime, source);
    }

    static @Nullable String refusal(DirectionSource source, int shared) {
        if (source.rotations()) {
            int space = source.space();
            if (space > Rotation.LARGEST) {
                return "the CUDA engine rotates at most " + Rotation.LARGEST + " coordinates: received "
                        + source.dimension() + ", take Directions.iid()";
            }
            if (Rotation.shared(space) > shared) {
                return "rotating " + space + " coordinates takes " + Rotation.shared(space)
                        + " bytes of shared memory, this device has " + shared;
            }
        } else if (source.weighted()) {
            return "the CUDA engine is for directions of the same weight: received weighted directions";
        }
        return null;
    }

    /** The lines, one after the other, that belong together: what one launch can do at most. */
    abstract int together();

    /** Bytes in device memory. */
    abstract long bytes();

    /** Draws the directions of a step; the given memory is theirs. */
    abstract void draw(Seed seed, long memory);

    /** Projects n particles and m targets to lines first, …, first+rows−1 of the step. */
    abstract void project(long x, int n, long y, int m, int first, int rows, long lines, long stride, int yo);

    /** Projects the gradients on these lines back. */
    abstract void back(long lines, long stride, int n, int first, int rows, Update update);

    /** What g has to be multiplied with to be the gradient. */
    abstract double scale();

    /** Where the gradient goes, and a step, whose numbers are of no use without {@link #UPDATE}. */
    record Update(long g, long x, long v, int flags, float scale, float momentum, float step, long largest) {
        Launch with(Launch launch) {
            return launch.with(g)
                    .with(x)
                    .with(v)
                    .with(flags)
                    .with(scale)
                    .with(momentum)
                    .with(step)
                    .with(largest);
        }
    }

    static final class Rotation extends CudaProjection {
        private static final int LARGEST = 4096;
        private static final int ROUNDS = DirectionSource.ROUNDS;

        private final int space;
        /** Numbers of a thread and points of a block, as flow.cu has them. */
        private final int own;

        private final int points;
        private final float[] drawn;
        /** The signs of each rotation, one bit each. */
        private final int[][] signs;

        Rotation(CudaRuntime runtime, DirectionSource source) {
            super(runtime, source);
            this.space = source.space();
            this.own = space <= 256 ? 16 : space <= 1024 ? 32 : 64;
            this.points = points(space);
            int rotations = (slices + space - 1) / space;
            this.drawn = new float[Math.multiplyExact(rotations, ROUNDS * space)];
            this.signs = new int[rotations][ROUNDS * LARGEST / Integer.SIZE];
        }

        private static int points(int space) {
            return space <= 512 ? 32 : space == 1024 ? 16 : 8;
        }

        static int shared(int space) {
            int padded = space + space / 32;
            int stride = padded + Math.floorMod(32 / points(space) - padded, 32);
            return 4 * points(space) * stride;
        }

        @Override
        int together() {
            return space;
        }

        @Override
        long bytes() {
            return 0;
        }

        @Override
        void draw(Seed seed, long memory) {
            source.drawSigns(seed, drawn);
            for (int i = 0; i < signs.length; i++) {
                int first = i * ROUNDS * space;
                for (int word = 0; word < ROUNDS * space / Integer.SIZE; word++) {
                    int bits = 0;
                    for (int bit = 0; bit < Integer.SIZE; bit++) {
                        bits |= drawn[first + word * Integer.SIZE + bit] < 0 ? 1 << bit : 0;
                    }
                    signs[i][word] = bits;
                }
            }
        }

        @Override
        void project(long x, int n, long y, int m, int first, int rows, long lines, long stride, int yo) {
            runtime.kernel("rotation" + space, "rotate" + space, shared(space))
                    .with(x)
                    .with(n)
                    .with(y)
                    .with(m)
                    .with(dimension)
                    .with(signs[first / space])
                    .with(lines)
                    .with(stride)
                    .with(yo)
                    .with(first % space)
                    .with(rows)
                    .run(blocks(n) + blocks(m), 1, points * (space / own));
        }

        private int blocks(int n) {
            return (n + points - 1) / points;
        }

        @Override
        void back(long lines, long stride, int n, int first, int rows, Update update) {
            update.with(runtime.kernel("rotation" + space, "rotateBack" + space, shared(space))
                            .with(lines)
                            .with(stride)
                            .with(n)
                            .with(dimension)
                            .with(signs[first / space])
                            .with(first % space)
                            .with(rows))
                    .run(blocks(n), 1, points * (space / own));
        }

        @Override
        double scale() {
            return constant / slices * (1 / Math.sqrt((double) space * space * space));
        }
    }

    static final class Product extends CudaProjection {
        private static final String MODULE = "products";
        private static final int TILE = 128;
        private static final int THREADS = 256;
        /** The most coordinates with which a thread has a whole point. */
        private static final int FEW = 16;
        /** Numbers of directions in shared memory. */
        private static final int GROUP = 4096;
        /** Fewer blocks than this leave multiprocessors without work: directions then go in smaller groups. */
        private static final int BUSY = 512;

        private static final int SMALL = 16;

        private final float[] rows;
        private long directions;

        Product(CudaRuntime runtime, DirectionSource source) {
            super(runtime, source);
            this.rows = new float[Math.multiplyExact(slices, dimension)];
            source.reserve();
        }

        @Override
        int together() {
            return slices;
        }

        @Override
        long bytes() {
            return 4L * rows.length;
        }

        @Override
        void draw(Seed seed, long memory) {
            source.draw(seed, rows);
            directions = memory;
            runtime.upload(FloatBuffer.wrap(rows), memory);
        }

        private long directions(int first) {
            return directions + 4L * first * dimension;
        }

        private int padded() {
            return Math.max(2, Integer.highestOneBit(dimension - 1) * 2);
        }

        @Override
        void project(long x, int n, long y, int m, int first, int count, long lines, long stride, int yo) {
            boolean few = dimension <= FEW;
            int points = few ? THREADS : TILE;
            int blocks = (n + points - 1) / points + (m + points - 1) / points;
            int group = few ? Math.min(count, blocks < BUSY ? SMALL : GROUP / padded()) : TILE;
            Launch launch = runtime.kernel(
                            MODULE, few ? "projectFew" + padded() : "project", few ? 4 * group * padded() : 0)
                    .with(x)
                    .with(n)
                    .with(y)
                    .with(m)
                    .with(dimension)
                    .with(directions(first))
                    .with(count);
            (few ? launch.with(group) : launch)
                    .with(lines)
                    .with(stride)
                    .with(yo)
                    .run(blocks, (count + group - 1) / group, THREADS);
        }

        @Override
        void back(long lines, long stride, int n, int first, int count, Update update) {
            boolean few = dimension <= FEW;
            int points = few ? THREADS : TILE;
            update.with(runtime.kernel(MODULE, few ? "projectFewBack" + padded() : "projectBack", few ? 4 * GROUP : 0)
                            .with(lines)
                            .with(stride)
                            .with(n)
                            .with(dimension)
                            .with(directions(first))
                            .with(count))
                    .run((n + points - 1) / points, few ? 1 : (dimension + TILE - 1) / TILE, THREADS);
        }

        @Override
        double scale() {
            return constant / slices;
        }
    }
}
