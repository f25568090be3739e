package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A session on the processor: phases with a barrier after each. Every number is written by one task in a fixed order,
 * so results do not depend on the number of threads.
 */
final class CpuSession implements SlicedSession {
    /** A block of Hadamard lines takes at most so many floats. */
    private static final int HADAMARD_FLOATS = 64 << 20;
    /** Below so many nanoseconds of work a second thread costs more than it saves. */
    private static final double SMALL = 1.5e6;
    /** So many nanoseconds a point of a line takes that needs more than ranks. */
    private static final double SUMS = 150;

    private final SlicedProblem problem;
    private final DirectionSource directions;
    private final Team team;
    private final Lanes lanes;
    private final Panels x;
    private final Panels v;
    private final Panels g;
    private final Panels y;
    private final Lines lines;
    private final Projection projection;
    private final LineStage stage;
    private final LineScratch[] scratch;
    /** The largest coordinate of each panel of particles. */
    private final float[] largest;
    /** Where it pays, lines are made of particles in this order. */
    private final @Nullable SpatialOrder order;
    /** Where it pays, there are no lines. */
    private final @Nullable BinnedSweeps sweeps;

    CpuSession(SlicedProblem problem, Measure start, Measure targets, Team all, Lanes lanes) {
        this(problem, start.size(), targets.size(), targets.dimension(), Masses.of(start, targets), all, lanes);
        y.pack(targets.points(), team);
        if (order != null) {
            SpatialOrder own = new SpatialOrder(y.size, y.dimension, lanes);
            own.sort(y, team);
            System.arraycopy(own.x.data, 0, y.data, 0, y.data.length);
        }
        load(start.points(), null);
    }

    /** Memory for so many particles and targets, which are still to be put in place. */
    CpuSession(SlicedProblem problem, int particles, int m, int d, Masses masses, Team all, Lanes lanes) {
        int width = lanes.width();
        this.problem = problem;
        this.lanes = lanes;
        boolean ranks = LineStage.ranks(problem, masses);
        double work = (double) problem.slices() * (particles + m) * ((ranks ? 5 : SUMS) + 0.05 * d);
        this.team = work < SMALL ? Team.of(1) : all;
        this.directions = DirectionSource.open(problem.directions(), d, problem.slices(), team.threads());
        boolean hadamard = directions.rotations();
        int space = directions.space();
        int stride = Lines.stride(roundUp(particles, width), roundUp(m, width));
        boolean sweeping = BinnedSweeps.pay(problem, directions, particles, m);
        int rows = hadamard
                // Not from the stride, which depends on the lanes: where rotations are cut decides how sums round.
                ? Math.max(
                        1, Math.min(Math.min(problem.slices(), space), HADAMARD_FLOATS / Math.addExact(particles, m)))
                : Lines.cached(problem.slices(), stride, d);
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
                        + (ranks ? 0 : team.threads() * Sites.bytes(particles, m)),
                "slicing " + particles + "×" + d + " particles against " + m + "×" + d + " targets",
                "take fewer points or slices");
        this.x = new Panels(particles, d, width);
        this.v = new Panels(particles, d, width);
        this.g = new Panels(particles, d, width);
        this.y = new Panels(m, d, width);
        this.lines = Lines.of(rows, x, y);
        this.projection = hadamard
                ? new HadamardProjection(directions, problem.exponent(), rows, team.threads(), lanes)
                : new DenseProjection(directions, problem.exponent(), rows, team.threads(), lanes);
        this.sweeps = sweeping ? new BinnedSweeps(problem, directions, team.threads(), lanes) : null;
        this.largest = new float[x.count];
        this.stage = LineStage.of(problem, masses, lanes);
        this.scratch = new LineScratch[team.threads()];
        Arrays.setAll(scratch, i -> new LineScratch(particles, m, local));
        this.order = local ? new SpatialOrder(particles, d, lanes) : null;
    }

    private static int roundUp(int n, int width) {
        return Math.multiplyExact((n + width - 1) / width, width);
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        requireShape(particles);
        x.pack(particles, team);
        if (velocity == null) {
            Arrays.fill(v.data, 0f);
        } else {
            requireShape(velocity);
            v.pack(velocity, team);
        }
    }

    private void requireShape(Points points) {
        if (points.size() != x.size || points.dimension() != x.dimension) {
            throw new IllegalArgumentException(
                    "this session is for " + x.size + "×" + x.dimension + " particles: received " + points.shape());
        }
    }

    @Override
    public float[] gradient(Seed seed) {
        accumulate(seed);
        return g.unpack(team, gradientScale());
    }

    @Override
    public float descend(Seed seed, double step, double momentum) {
        accumulate(seed);
        float scale = (float) gradientScale();
        team.run(
                x.count,
                8,
                (i, worker) -> largest[i] = lanes.descend(
                        x.data, v.data, g.data, x.start(i), x.length(), scale, (float) momentum, (float) step));
        float most = 0;
        for (float l : largest) {
            most = Math.max(most, l);
        }
        return most;
    }

    /** What g has to be multiplied with; lines s times too long have forces s^(r−1) times too large. */
    private double gradientScale() {
        return projection.gradientScale() * StrictMath.pow(projection.lineScale(), problem.exponent() - 1);
    }

    /** Sums what all slices say into g. */
    private void accumulate(Seed seed) {
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
                (o, line, own) -> {
                    stage.gradient(lines.data, o, o + lines.targets, line, own);
                    Projection.weigh(directions, line, lines.data, o, x.size);
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

    /** What is done with a line: where it starts, which one of all it is, whose scratch memory may be used. */
    private interface LineTask {
        void run(int o, int line, LineScratch own);
    }

    /** Projects block by block, each line once, and calls back after each block. */
    private void forEachLine(Panels particles, LineTask task, IntConsumer afterBlock) {
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
            team.run((rows + group - 1) / group, 1, (i, worker) -> {
                int from = i * group;
                if (first + from > 0) {
                    projection.projectGroup(from, particles, y, lines);
                }
                for (int row = from; row < Math.min(rows, from + group); row++) {
                    task.run(row * lines.stride, first + row, scratch[worker]);
                }
            });
            done += rows;
            afterBlock.accept(block);
        }
    }

    @Override
    public SliceValues values(Seed seed) {
        int slices = problem.slices();
        projection.drawSets(seed);
        double[] out = new double[2 * slices];
        forEachLine(x, (o, line, own) -> stage.values(lines.data, o, o + lines.targets, own, out, line), block -> {});
        double[] squared = new double[slices];
        double[] wasserstein = new double[slices];
        double[] weights = new double[slices];
        // Directions in a padded space have a shorter part in R^d: on average by the ratio of the constants.
        double padding = SlicingConstant.of(directions.space(), 1) / SlicingConstant.of(x.dimension, 1);
        double power = StrictMath.pow(projection.lineScale(), problem.exponent());
        for (int p = 0; p < slices; p++) {
            weights[p] = directions.weight(p);
            squared[p] = out[2 * p] * power;
            wasserstein[p] = out[2 * p + 1] * projection.lineScale() * padding;
        }
        return new SliceValues(squared, wasserstein, weights, projection.constant(), directions.block());
    }

    @Override
    public Points particles() {
        return Points.adopt(x.unpack(team, 1), x.size, x.dimension);
    }

    @Override
    public Points velocity() {
        return Points.adopt(v.unpack(team, 1), v.size, v.dimension);
    }
}
