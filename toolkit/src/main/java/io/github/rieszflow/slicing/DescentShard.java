package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Some of the particles and targets of a descent by binned ranks, which stay where they are. A step takes three rounds over all
 * shards: each finds the ranges of its projections, each counts in bins of the range of all, each moves its own particles by the
 * gradient in these bins. What travels are a seed, 2P numbers and P·bins counts and gradients, whatever the number of points.
 *
 * <p>Ranges are minima and maxima and counts are whole numbers, so that any division into shards gives the same particles, bit for bit;
 * for directions without rotations those of a descent by {@link LineSolver.Binned} on the processor.
 *
 * <p>For whoever distributes a flow; {@code ShardedFlow} does it on threads. Not for several threads at once.
 */
public final class DescentShard {
    /** Counts of particles and of targets share 64 bits, and lanes double them. */
    private static final long MOST = Integer.MAX_VALUE / 2;

    private static final Team ALONE = Team.of(1);

    private final SlicedProblem problem;
    private final Lanes lanes = Lanes.get();
    private final DirectionSource directions;
    private final Projection projection;
    private final Panels x;
    private final Panels v;
    private final Panels g;
    private final Panels y;
    private final Lines lines;
    private final int[] keys;
    private @Nullable Seed drawn;

    /**
     * A shard at rest.
     *
     * @param problem directions, their number, and binned ranks
     * @param particles the particles of this shard, copied
     * @param targets its targets, copied; null if it has none
     * @throws IllegalArgumentException if the solver is not binned, the dimensions differ or the memory is not there
     */
    public DescentShard(SlicedProblem problem, Points particles, @Nullable Points targets) {
        this(problem, particles, null, targets);
    }

    /**
     * A shard in motion, which goes on as the one did that its particles and their momentum are from.
     *
     * @param problem directions, their number, and binned ranks
     * @param particles the particles of this shard, copied
     * @param momentum theirs, copied; null if they are at rest
     * @param targets its targets, copied; null if it has none
     * @throws IllegalArgumentException if the solver is not binned, the dimensions differ, momentum has another shape than particles
     *     or the memory is not there
     */
    public DescentShard(SlicedProblem problem, Points particles, @Nullable Points momentum, @Nullable Points targets) {
        bins(problem);
        if (targets != null) {
            Require.sameDimension(particles, targets);
        }
        int d = particles.dimension();
        int n = particles.size();
        int m = targets == null ? 0 : targets.size();
        int width = lanes.width();
        this.problem = problem;
        this.directions = DirectionSource.open(problem.directions(), d, problem.slices(), 1);
        int stride = Lines.stride(roundUp(n), roundUp(m));
        // Where rotations are cut decides how sums round: not by the size of the shard.
        int rows = directions.rotations()
                ? Math.min(problem.slices(), directions.space())
                : Lines.cached(problem.slices(), stride, d);
        Memory.require(
                3 * Panels.bytes(n, d, width) + Panels.bytes(m, d, width) + 4.0 * rows * stride,
                "a shard of " + particles.shape() + " particles",
                "take smaller shards");
        this.projection = directions.rotations()
                ? new HadamardProjection(directions, 1, rows, 1, lanes)
                : new DenseProjection(directions, 1, rows, 1, lanes);
        this.x = new Panels(n, d, width);
        this.v = new Panels(n, d, width);
        this.g = new Panels(n, d, width);
        this.y = new Panels(m, d, width);
        this.lines = Lines.of(rows, x, y);
        this.keys = new int[Math.max(n, m)];
        x.pack(particles, ALONE);
        if (momentum != null) {
            Require.shape(momentum, n, d, "momentum");
            v.pack(momentum, ALONE);
        }
        if (targets != null) {
            y.pack(targets, ALONE);
        }
    }

    private int roundUp(int n) {
        return (n + lanes.width() - 1) / lanes.width() * lanes.width();
    }

    private static int bins(SlicedProblem problem) {
        if (problem.solver() instanceof LineSolver.Binned binned) {
            return 1 << binned.bits();
        }
        throw new IllegalArgumentException("shards count in bins: expected LineSolver.binned(bits), received "
                + problem.solver() + "; use sliced.with(LineSolver.binned(12))");
    }

    /** What is done with a line: the particles begin at o. */
    private interface LineTask {
        void run(int line, int o);
    }

    private void forEachLine(Seed seed, LineTask task, IntConsumer afterBlock) {
        if (!seed.equals(drawn)) {
            projection.draw(seed);
            drawn = seed;
        }
        int line = 0;
        for (int block = 0; block < projection.blocks(); block++) {
            projection.project(block, x, y, lines, ALONE);
            int rows = projection.rows(block);
            for (int row = 0; row < rows; row++) {
                if (row % projection.group() == 0) {
                    projection.projectGroup(row, x, y, lines);
                }
                task.run(line++, row * lines.stride);
            }
            afterBlock.accept(block);
        }
    }

    /**
     * The first round: the least and the largest projection on each direction.
     *
     * @param seed draws the directions of this step
     * @return P pairs
     */
    public float[][] ranges(Seed seed) {
        float[][] ranges = new float[problem.slices()][];
        forEachLine(
                seed,
                (line, o) -> {
                    float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
                    lanes.range(lines.data, o, x.size, range);
                    lanes.range(lines.data, o + lines.targets, y.size, range);
                    ranges[line] = range;
                },
                block -> {});
        return ranges;
    }

    /**
     * Widens the ranges of one shard to cover those of another.
     *
     * @param ranges P pairs; modified
     * @param others P pairs
     */
    public static void widen(float[][] ranges, float[][] others) {
        for (int p = 0; p < ranges.length; p++) {
            ranges[p][0] = Math.min(ranges[p][0], others[p][0]);
            ranges[p][1] = Math.max(ranges[p][1], others[p][1]);
        }
    }

    /**
     * The second round: how many particles, in the lower half of each number, and targets, in the upper one, are in each bin.
     *
     * @param seed the seed of the first round
     * @param ranges those of all shards
     * @return for each direction a number for each bin
     * @throws IllegalArgumentException if a range leaves single precision
     */
    public long[][] counts(Seed seed, float[][] ranges) {
        long[][] counts = new long[problem.slices()][bins(problem)];
        forEachLine(
                seed,
                (line, o) -> {
                    quantise(o, x.size, ranges[line]);
                    BinnedRanks.count(keys, 0, x.size, counts[line], 1);
                    quantise(o + lines.targets, y.size, ranges[line]);
                    BinnedRanks.count(keys, 0, y.size, counts[line], BinnedRanks.ONE_TARGET);
                },
                block -> {});
        return counts;
    }

    private void quantise(int o, int n, float[] range) {
        float width = range[1] - range[0];
        if (!Float.isFinite(width)) {
            throw new IllegalArgumentException("projections must stay in single precision, at most 3.4e38: received "
                    + "the range from " + range[0] + " to " + range[1] + "; multiply all points by the same small"
                    + " number first");
        }
        float scale = BinnedRanks.scale(Integer.numberOfTrailingZeros(bins(problem)), width);
        lanes.quantise(lines.data, o, n, range[0], scale, keys, 0);
    }

    /**
     * Adds the counts of one shard to those of another.
     *
     * @param counts for each direction a number for each bin; modified
     * @param others the same of another shard
     */
    public static void add(long[][] counts, long[][] others) {
        for (int p = 0; p < counts.length; p++) {
            for (int b = 0; b < counts[p].length; b++) {
                counts[p][b] += others[p][b];
            }
        }
    }

    /**
     * What moves particles: twice the mean rank among targets less twice that among particles, in each bin.
     *
     * @param counts those of all shards; of no use afterwards
     * @param particles N, how many there are in all shards
     * @param targets M
     * @return for each direction a number for each bin
     * @throws IllegalArgumentException if a number is not from 1 to 2³⁰
     */
    public static float[][] gradients(long[][] counts, long particles, long targets) {
        if (Math.min(particles, targets) < 1 || Math.max(particles, targets) > MOST) {
            throw new IllegalArgumentException("counts of particles and of targets share 64 bits: expected from 1 to "
                    + MOST + " of each, received " + particles + " and " + targets);
        }
        float[][] gradients = new float[counts.length][counts[0].length];
        for (int p = 0; p < counts.length; p++) {
            Lanes.get().meanRanks(counts[p], 1.0 / targets, 1.0 / particles, gradients[p]);
        }
        return gradients;
    }

    /**
     * The third round: moves the particles, v ← ∇F/w + m·v and x ← x − τ·v.
     *
     * @param seed the seed of the first round
     * @param ranges those of all shards
     * @param gradients those of all counts
     * @param stepSize τ
     * @param momentum m in [0,1)
     * @return the largest coordinate of x in absolute value, or NaN if one is NaN
     */
    public double step(Seed seed, float[][] ranges, float[][] gradients, double stepSize, double momentum) {
        Arrays.fill(g.data, 0f);
        forEachLine(
                seed,
                (line, o) -> {
                    quantise(o, x.size, ranges[line]);
                    BinnedRanks.look(keys, x.size, gradients[line], lines.data, o);
                    Projection.weigh(directions, line, lines.data, o, x.size);
                },
                block -> projection.backProject(block, lines, g, ALONE));
        float scale = (float) projection.gradientScale();
        float largest =
                lanes.descend(x.data, v.data, g.data, 0, x.data.length, scale, (float) momentum, (float) stepSize);
        return largest;
    }

    /**
     * The particles as they are.
     *
     * @return points
     * @throws IllegalArgumentException if a coordinate is not finite
     */
    public Points particles() {
        return Points.adopt(x.unpack(ALONE), x.size, x.dimension);
    }

    /**
     * Their momentum.
     *
     * @return vectors
     */
    public Points momentum() {
        return Points.adopt(v.unpack(ALONE), v.size, v.dimension);
    }

    /**
     * How many targets this shard has.
     *
     * @return at least 0
     */
    public int targets() {
        return y.size;
    }
}
