package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A descent on a CUDA device. Particles, momentum and targets stay there from step to step. */
final class CudaDescent implements SlicedDescent {
    /** Lines begin at multiples of this many numbers. */
    private static final int ALIGNED = 32;
    /** The second coordinate of a grid goes no further. */
    private static final int MOST_ROWS = 65535;
    /** The largest coordinate and two counters of ties. */
    private static final int WORDS = 3;

    final CudaRuntime runtime;
    private final SlicedProblem problem;
    private final CudaProjection projection;
    private final CudaRanks ranks;
    private final CudaRanks.Memory rankMemory;
    private final int n;
    private final int m;
    private final int dimension;
    private final int rows;
    private final int yo;
    private final long stride;
    /** All memory of this descent, one piece, and what is where in it. */
    private final long memory;

    private final long bytes;

    private final long x;
    private final long v;
    private final long g;
    private final long y;
    private final long lines;
    private final long directions;
    private final long words;
    /** The targets, for values. */
    private Points targets;

    private boolean closed;

    CudaDescent(
            CudaRuntime runtime,
            SlicedProblem problem,
            DirectionSource source,
            Measure particles,
            Measure targets,
            long limit) {
        this.runtime = runtime;
        this.problem = problem;
        this.n = particles.size();
        this.m = targets.size();
        this.dimension = targets.dimension();
        this.targets = targets.points();
        this.projection = CudaProjection.of(runtime, source);
        this.ranks = new CudaRanks(runtime, problem, n, m, dimension);
        this.yo = Math.multiplyExact((n + ALIGNED - 1) / ALIGNED, ALIGNED);
        this.stride = yo + (m + ALIGNED - 1L) / ALIGNED * ALIGNED;
        long points = roundUp(4L * n * dimension);
        long fixed = 3 * points
                + roundUp(4L * m * dimension)
                + roundUp(projection.bytes())
                + roundUp(ranks.bytes())
                + 8 * 256;
        runtime.enter();
        try {
            long most = limit > 0 ? limit : runtime.driver.free() / 2;
            long fit = (most - fixed) / (4 * stride + ranks.bytesPerLine());
            if (fit < 1) {
                throw new IllegalArgumentException("slicing " + particles.shape() + " particles against "
                        + targets.shape() + " targets would take "
                        + CudaDevice.text(fixed + 4 * stride + ranks.bytesPerLine())
                        + " on the device, of which a descent may take "
                        + CudaDevice.text(most)
                        + ": take fewer points, or set another limit with CudaEngine.atMost(bytes)");
            }
            this.rows = (int) Math.min(fit, Math.min(Math.min(problem.slices(), projection.together()), MOST_ROWS));
            long linesBytes = roundUp(4L * rows * stride);
            long rankBytes = roundUp(ranks.bytes(rows));
            long all = 3 * points
                    + roundUp(4L * m * dimension)
                    + roundUp(projection.bytes())
                    + linesBytes
                    + rankBytes
                    + 256;
            this.bytes = all;
            this.memory = runtime.driver.allocate(all);
            this.x = memory;
            this.v = x + points;
            this.g = v + points;
            this.y = g + points;
            this.directions = y + roundUp(4L * m * dimension);
            this.lines = directions + roundUp(projection.bytes());
            this.rankMemory = ranks.layOut(lines + linesBytes, rows);
            this.words = lines + linesBytes + rankBytes;
            try {
                runtime.upload(targets.points().values(), y);
                put(particles.points(), null);
            } catch (RuntimeException e) {
                runtime.driver.free(memory);
                throw e;
            }
        } finally {
            runtime.leave();
        }
    }

    private static long roundUp(long bytes) {
        return (bytes + 255) / 256 * 256;
    }

    /** On the device's context, if this descent is open. */
    private <T> T on(Supplier<T> action) {
        if (closed) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
        runtime.enter();
        try {
            return action.get();
        } finally {
            runtime.leave();
        }
    }

    private void run(Runnable action) {
        on(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        run(() -> {
            Require.shape(particles, n, dimension, "particles");
            if (momentum != null) {
                Require.shape(momentum, n, dimension, "momentum");
            }
            put(particles, momentum);
        });
    }

    private void put(Points particles, @Nullable Points momentum) {
        runtime.upload(particles.values(), x);
        if (momentum == null) {
            runtime.clear(v, (long) n * dimension);
        } else {
            runtime.upload(momentum.values(), v);
        }
    }

    @Override
    public void aim(Points others) {
        run(() -> {
            Require.shape(others, m, dimension, "targets");
            runtime.upload(others.values(), y);
            targets = others;
        });
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        run(() -> {
            Require.length(gradient.length, n, dimension);
            accumulate(seed, CudaProjection.SCALE, 0, 0);
            runtime.download(g, gradient);
        });
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        return on(() -> {
            accumulate(seed, CudaProjection.UPDATE, (float) momentum, (float) stepSize);
            return (double) Float.intBitsToFloat(runtime.word(words));
        });
    }

    /** Sums what all slices say, block by block, and does with the sum what the last flags say. */
    private void accumulate(Seed seed, int last, float momentum, float step) {
        int slices = problem.slices();
        runtime.clear(words, WORDS);
        projection.draw(seed, directions);
        for (int first = 0; first < slices; ) {
            int whole = Math.min(slices, (first / projection.together() + 1) * projection.together());
            int count = Math.min(rows, whole - first);
            projection.project(x, n, y, m, first, count, lines, stride, yo);
            ranks.launch(lines, stride, yo, count, first, x, y, words + 4, rankMemory);
            int flags = (first > 0 ? CudaProjection.ADD : 0) | (first + count == slices ? last : 0);
            projection.back(
                    lines,
                    stride,
                    n,
                    first,
                    count,
                    new CudaProjection.Update(g, x, v, flags, (float) projection.scale(), momentum, step, words));
            first += count;
        }
    }

    /** Computed on the processor, from particles that are copied there. */
    @Override
    public SliceValues values(Seed seed) {
        try (SlicedDescent there = Engine.cpu().open(problem, particles(), targets)) {
            return there.values(seed);
        }
    }

    @Override
    public Points particles() {
        return fetch(x);
    }

    @Override
    public Points momentum() {
        return fetch(v);
    }

    private Points fetch(long from) {
        float[] rows = new float[n * dimension];
        run(() -> runtime.download(from, rows));
        return Points.adopt(rows, n, dimension);
    }

    /** How many lines are worked on together. */
    int rows() {
        return rows;
    }

    /** How much memory it has on the device. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            run(() -> runtime.driver.free(memory));
            closed = true;
        }
    }
}
