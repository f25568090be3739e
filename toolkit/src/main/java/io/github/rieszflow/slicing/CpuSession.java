package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of a descent on the processor and what is computed in it, in phases with a barrier after each. Every
 * number is written by one task in a fixed order, so results do not depend on the number of threads. Once its descent is
 * closed, another one of the same sizes may take it over.
 */
final class CpuSession {
    /** A block of Hadamard lines takes at most this many floats. */
    private static final int HADAMARD_FLOATS = 64 << 20;
    /** Below this many nanoseconds of work a second thread costs more than it saves. */
    private static final double SMALL = 1.5e6;
    /** Nanoseconds for each point of a line that needs more than ranks. */
    private static final double SUMS = 150;
    /** And where it takes bins or a grid. */
    private static final double GRID = 15;

    private final SlicedProblem problem;
    private final Masses masses;
    private final DirectionSource directions;
    final Team team;
    final Lanes lanes;
    private final int size;
    private final int targets;
    private final int dimension;
    /** How many lines are worked on together. */
    private final int rows;

    private final Projection projection;
    private final LineStage stage;
    private final LineScratch[] scratch;
    /** What stays from one computation to the next, once something has to. */
    private @Nullable Kept kept;
    /** What a single gradient takes where nothing has to stay. */
    private @Nullable Passage passage;
    /** Their momentum, once there is some. */
    private @Nullable Panels v;
    /** Whether the last computation came to its end, so that no half-filled table is left. */
    private boolean whole = true;
    /** Where it pays, lines are made of particles in this order. */
    private final @Nullable SpatialOrder order;
    /** Where it pays, there are no lines. */
    private final @Nullable BinnedSweeps sweeps;

    CpuSession(SlicedProblem problem, Measure start, Measure targets, Team all, Lanes lanes) {
        this(problem, start.size(), targets.size(), targets.dimension(), Masses.of(start, targets), all, lanes);
    }

    /** Memory for this many particles and targets, which are still to be put in place. */
    CpuSession(SlicedProblem problem, int particles, int m, int d, Masses masses, Team all, Lanes lanes) {
        int width = lanes.width();
        requireSlices(problem.slices(), problem.slices(), d);
        this.problem = problem;
        this.masses = masses;
        this.lanes = lanes;
        boolean ranks = LineStage.ranks(problem, masses);
        double work = (double) problem.slices() * (particles + m) * (nanoseconds(problem, ranks) + 0.05 * d);
        this.team = work < SMALL ? Team.of(1) : all;
        this.directions = DirectionSource.open(problem.directions(), d, problem.slices(), team.threads());
        boolean hadamard = directions.rotations();
        int space = directions.space();
        double slices = problem.slices() + 3.0;
        requireSlices(
                hadamard ? DirectionSource.ROUNDS * (slices + 8.0 * space) : slices * Math.max(d + 3, space),
                problem.slices(),
                d);
        int stride = Lines.stride(roundUp(particles, width), roundUp(m, width));
        boolean sweeping = BinnedSweeps.pay(problem, ranks, directions, particles, m);
        int rows = hadamard
                // Not from the stride, which depends on the lanes: where rotations are cut decides how sums round.
                ? Math.max(
                        1, Math.min(Math.min(problem.slices(), space), HADAMARD_FLOATS / Math.addExact(particles, m)))
                : Lines.cached(problem.slices(), stride, d);
        int together = SortedSums.together(problem, particles, m, team.threads(), lanes);
        boolean local = ranks && problem.solver() instanceof LineSolver.Exact && SpatialOrder.pays(particles, m, d);
        double projecting = hadamard
                ? HadamardProjection.bytes(problem.slices(), space, team.threads(), lanes)
                : DenseProjection.bytes(directions, rows, team.threads(), lanes);
        Memory.require(
                3 * Panels.bytes(particles, d, width)
                        + Panels.bytes(m, d, width)
                        + 4.0 * rows * stride
                        + projecting
                        + team.threads() * LineScratch.bytes(particles, m, true)
                        + (sweeping ? BinnedSweeps.bytes(problem, directions, team.threads(), lanes) : 0)
                        + (local ? 2 * SpatialOrder.bytes(Math.max(particles, m), d, width) : 0)
                        + (ranks ? 0 : team.threads() * together * SortedSums.bytes(particles, m))
                        + GriddedForces.bytes(problem, team.threads()),
                "slicing " + particles + "×" + d + " particles against " + m + "×" + d + " targets",
                "take fewer points or slices");
        Panels.length(Math.max(particles, m), d, width);
        this.size = particles;
        this.targets = m;
        this.dimension = d;
        this.rows = rows;
        this.projection = hadamard
                ? new HadamardProjection(directions, problem.exponent(), rows, team.threads(), lanes)
                : new DenseProjection(directions, problem.exponent(), rows, team.threads(), lanes);
        this.sweeps = sweeping ? new BinnedSweeps(problem, directions, team.threads(), lanes) : null;
        this.stage = LineStage.of(problem, masses, together, lanes);
        this.scratch = new LineScratch[team.threads()];
        Arrays.setAll(scratch, i -> new LineScratch(particles, m, local));
        this.order = local ? new SpatialOrder(particles, d, lanes) : null;
    }

    /**
     * Clouds and lines of a descent.
     *
     * @param x the particles
     * @param g their gradient, still without {@link #gradientScale}
     * @param y the targets
     * @param lines a block of them
     * @param largest the largest coordinate of each panel of particles
     */
    @SuppressWarnings("ArrayRecordComponent") // memory, never compared
    record Kept(Panels x, Panels g, Panels y, Lines lines, float[] largest) {}

    Kept kept() {
        Kept own = kept;
        if (own == null) {
            Panels x = new Panels(size, dimension, lanes.width());
            Panels g = new Panels(size, dimension, lanes.width());
            Panels y = new Panels(targets, dimension, lanes.width());
            own = new Kept(x, g, y, Lines.of(rows, x, y), new float[x.count]);
            kept = own;
            passage = null;
        }
        return own;
    }

    /**
     * Memory of a gradient for which no cloud is kept.
     *
     * @param panels one for each worker
     * @param lines the particles' part of a block of lines
     * @param line a whole line for each worker
     * @param targets the targets' part of a block of lines, where it is not elsewhere
     */
    @SuppressWarnings("ArrayRecordComponent") // memory, never compared
    private record Passage(float[] panels, float[] lines, float[][] line, float[] targets) {}

    /** The memory, where this many numbers of room are elsewhere. */
    private Passage passage(int room) {
        Passage own = passage;
        if (own == null) {
            int width = lanes.width();
            int apart = rows * Lines.stride(roundUp(targets, width), 0);
            own = new Passage(
                    new float[team.threads() * dimension * width],
                    new float[rows * Lines.stride(roundUp(size, width), 0)],
                    new float[team.threads()][stage.together() * (size + targets)],
                    new float[apart <= room ? 0 : apart]);
            passage = own;
        }
        return own;
    }

    private static double nanoseconds(SlicedProblem problem, boolean ranks) {
        return ranks ? 5 : problem.solver() instanceof LineSolver.Exact ? SUMS : GRID;
    }

    /** So many numbers must fit into an array of floats. */
    private static void requireSlices(double numbers, int slices, int d) {
        Memory.length(numbers, Float.BYTES, slices + " directions in dimension " + d, "take fewer slices");
    }

    private static int roundUp(int n, int width) {
        return Math.multiplyExact((n + width - 1) / width, width);
    }

    /** Whether a descent of this problem could take this over. */
    boolean fits(SlicedProblem other, Measure particles, Measure targets) {
        return whole
                && masses.uniform()
                && particles.uniform()
                && targets.uniform()
                && particles.size() == size
                && targets.size() == this.targets
                && targets.dimension() == dimension
                && problem.equals(other);
    }

    void load(Points particles, @Nullable Points momentum) {
        Require.shape(particles, size, dimension, "particles");
        if (momentum != null) {
            Require.shape(momentum, size, dimension, "momentum");
            momentum().pack(momentum, team);
        } else if (v != null) {
            Arrays.fill(v.data, 0f);
        }
        kept().x.pack(particles, team);
    }

    void aim(Points points) {
        Require.shape(points, targets, dimension, "targets");
        Panels y = kept().y;
        y.pack(points, team);
        if (order != null) {
            SpatialOrder own = new SpatialOrder(y.size, y.dimension, lanes);
            own.sort(y, team);
            System.arraycopy(own.x.data, 0, y.data, 0, y.data.length);
        }
    }

    /** The momentum of the particles, at first none. */
    Panels momentum() {
        Panels own = v;
        if (own == null) {
            own = new Panels(size, dimension, lanes.width());
            v = own;
        }
        return own;
    }

    /** What g has to be multiplied with; lines s times too long have forces s^(r−1) times too large. */
    double gradientScale() {
        return projection.gradientScale() * StrictMath.pow(projection.lineScale(), problem.exponent() - 1);
    }

    /** Sums what all slices say into g. */
    void accumulate(Seed seed) {
        whole = false;
        sum(seed);
        whole = true;
    }

    private void sum(Seed seed) {
        Panels x = kept().x;
        Panels g = kept().g;
        Panels y = kept().y;
        Lines lines = kept().lines;
        if (sweeps != null) {
            clear(g);
            if (sweeps.accumulate(seed, x, y, g, team)) {
                return;
            }
        }
        projection.draw(seed);
        if (order != null) {
            order.sort(x, team);
        }
        Panels particles = order == null ? x : order.x;
        Panels sum = order == null ? g : order.g;
        clear(sum);
        forEachLine(
                particles,
                stage.together(),
                (o, line, count, worker) -> {
                    stage.gradients(lines.data, o, o + lines.targets, lines.stride, count, line, scratch[worker]);
                    for (int k = 0; k < count; k++) {
                        Projection.weigh(directions, line + k, lines.data, o + k * lines.stride, size);
                    }
                },
                block -> projection.backProject(block, lines, sum, team));
        if (order != null) {
            order.unsort(g, team);
        }
    }

    private void clear(Panels p) {
        team.run(p.count, 8, (i, worker) -> Arrays.fill(p.data, p.start(i), p.start(i) + p.length(), 0f));
    }

    private static boolean same(Panels x, int i, Panels y, int j) {
        int a = x.start(i / x.width) + i % x.width;
        int b = y.start(j / y.width) + j % y.width;
        for (int k = 0; k < x.dimension; k++) {
            if (x.data[a + k * x.width] != y.data[b + k * y.width]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a single gradient may do without keeping clouds: where they are worth more than a few panels, and in one block
     * of lines, as panels would be made again for each.
     */
    boolean passes() {
        return kept == null
                && order == null
                && sweeps == null
                && projection.group() == 1
                && projection.blocks() == 1
                && team.threads() < size / lanes.width();
    }

    /** The gradient at some points, of the sizes that this is for; writes it, and on the way targets' lines, into an array. */
    void pass(Points particles, Points points, Seed seed, float[] gradient) {
        int width = lanes.width();
        Passage memory = passage(gradient.length);
        Panels x = PassingPanels.in(particles, width, memory.panels);
        Panels y = PassingPanels.in(points, width, memory.panels);
        Panels g = PassingPanels.out(size, dimension, width, memory.panels, gradientScale(), gradient);
        Lines lines = Lines.apart(
                memory.lines,
                Lines.stride(x.count * width, 0),
                memory.targets.length > 0 ? memory.targets : gradient,
                Lines.stride(y.count * width, 0));
        float[][] line = memory.line;
        whole = false;
        projection.draw(seed);
        projection.project(0, x, y, lines, team);
        copy(lines, 0, line[0], 0);
        stage.prepare(line[0], 0, size, scratch[0], (i, j) -> same(particles, i, points, j));
        int all = projection.rows(0);
        int together = stage.together();
        team.run((all + together - 1) / together, 1, (i, worker) -> {
            int row = i * together;
            int count = Math.min(together, all - row);
            float[] own = line[worker];
            for (int k = 0; k < count; k++) {
                copy(lines, row + k, own, k * (size + targets));
            }
            stage.gradients(own, 0, size, size + targets, count, row, scratch[worker]);
            for (int k = 0; k < count; k++) {
                Projection.weigh(directions, row + k, own, k * (size + targets), size);
                System.arraycopy(own, k * (size + targets), lines.data, (row + k) * lines.stride, size);
            }
        });
        projection.backProject(0, lines, g, team);
        whole = true;
    }

    /** Puts particles and targets of a line side by side. */
    private void copy(Lines lines, int row, float[] out, int at) {
        System.arraycopy(lines.data, row * lines.stride, out, at, size);
        System.arraycopy(lines.targetData, row * lines.targetStride, out, at + size, targets);
    }

    private static boolean same(Points x, int i, Points y, int j) {
        for (int k = 0; k < x.dimension(); k++) {
            if (x.get(i, k) != y.get(j, k)) {
                return false;
            }
        }
        return true;
    }

    /** The memory of one worker. */
    LineScratch scratch(int worker) {
        return scratch[worker];
    }

    /** What is done with a line: where it starts, which one of all it is, whose scratch memory may be used. */
    interface LineTask {
        void run(int o, int line, int worker);
    }

    /** What is done with some lines: where the first starts, which one of all it is. */
    private interface LinesTask {
        void run(int o, int line, int count, int worker);
    }

    /** Projects block by block, each line once, hands out so many lines together, and calls back after each block. */
    private void forEachLine(Panels particles, int together, LinesTask task, IntConsumer afterBlock) {
        Panels y = kept().y;
        Lines lines = kept().lines;
        int group = projection.group();
        int done = 0;
        for (int block = 0; block < projection.blocks(); block++) {
            projection.project(block, particles, y, lines, team);
            if (block == 0) {
                projection.projectGroup(0, particles, y, lines);
                stage.prepare(lines.data, 0, lines.targets, scratch[0], (i, j) -> same(particles, i, y, j));
            }
            int first = done;
            int rows = projection.rows(block);
            int share = Math.max(group, together);
            team.run((rows + share - 1) / share, 1, (i, worker) -> {
                int to = Math.min(rows, (i + 1) * share);
                for (int row = i * share; row < to; row += group) {
                    if (first + row > 0) {
                        projection.projectGroup(row, particles, y, lines);
                    }
                }
                for (int row = i * share; row < to; row += together) {
                    task.run(row * lines.stride, first + row, Math.min(together, to - row), worker);
                }
            });
            done += rows;
            afterBlock.accept(block);
        }
    }

    /** Hands all lines of values to a task, and says after each block how many lines it had. */
    void values(Seed seed, LineTask task, IntConsumer done) {
        whole = false;
        projection.drawSets(seed);
        forEachLine(
                kept().x,
                1,
                (o, line, count, worker) -> task.run(o, line, worker),
                block -> done.accept(projection.rows(block)));
        whole = true;
    }

    SliceValues values(Seed seed) {
        int slices = problem.slices();
        double[] squared = new double[slices];
        double[] wasserstein = new double[slices];
        double[] out = new double[Math.multiplyExact(2, slices)];
        Lines lines = kept().lines;
        values(
                seed,
                (o, line, worker) -> stage.values(lines.data, o, o + lines.targets, scratch[worker], out, line),
                rows -> {});
        for (int p = 0; p < slices; p++) {
            squared[p] = out[2 * p];
            wasserstein[p] = out[2 * p + 1];
        }
        scale(squared, wasserstein);
        NearClouds.values(problem, directions, masses, kept().x, kept().y, seed, team, squared, wasserstein);
        return sliceValues(squared, wasserstein);
    }

    /** Makes MMD² and W1 of lines as they are projected those of unit vectors in R^d; modifies both. */
    void scale(double[] squared, double[] wasserstein) {
        // Directions in a padded space have a shorter part in R^d: on average by the ratio of the constants.
        double padding = SlicingConstant.of(directions.space(), 1) / SlicingConstant.of(dimension, 1);
        double power = StrictMath.pow(projection.lineScale(), problem.exponent());
        for (int p = 0; p < squared.length; p++) {
            squared[p] = squared[p] * power;
            wasserstein[p] = wasserstein[p] * projection.lineScale() * padding;
        }
    }

    /** The values of all slices; keeps the arrays. */
    SliceValues sliceValues(double[] squared, double[] wasserstein) {
        double[] weights = new double[squared.length];
        Arrays.setAll(weights, directions::weight);
        return SliceValues.of(squared, wasserstein, weights, projection.constant(), directions);
    }
}
