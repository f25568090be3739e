package io.github.rieszflow.flow;

import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.DescentShard;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sliced particle flow for r = 1 with particles and targets in shards, which stay where they are. In each step the directions
 * travel as a seed, and ranges and counts in bins are put together from all shards; each shard moves its own particles. Any
 * division into shards gives the same particles, bit for bit; unless directions are rotations, those of {@link ParticleFlow} with
 * {@code LineSolver.binned}, provided the targets do not lie so far from 0 that the latter moves the origin.
 *
 * <pre>{@code
 * var sliced = Mmd.riesz(1).sliced(256).with(LineSolver.binned(12));
 * List<Points> moved = ShardedFlow.of(sliced).toward(List.of(left, right)).stepSize(0.1).run(List.of(first, second), 100);
 * }</pre>
 *
 * <p>All processors share the work on the shards. A value: each method that changes one choice returns a new flow.
 */
public final class ShardedFlow {
    private final SlicedMmd discrepancy;
    private final List<Points> targets;
    private final double stepSize;
    private final double momentum;
    private final Seed seed;

    private ShardedFlow(SlicedMmd discrepancy, List<Points> targets, double stepSize, double momentum, Seed seed) {
        this.discrepancy = discrepancy;
        this.targets = targets;
        this.stepSize = stepSize;
        this.momentum = momentum;
        this.seed = seed;
    }

    /**
     * The flow of half the squared discrepancy, with step size 1 and no momentum.
     *
     * @param discrepancy sliced, with binned ranks
     * @return the flow, still without targets
     */
    public static ShardedFlow of(SlicedMmd discrepancy) {
        return new ShardedFlow(discrepancy, List.of(), 1, 0, Seed.DEFAULT);
    }

    /**
     * The same toward these targets.
     *
     * @param targets M_i×d points each, together the target; in the same number of shards as the particles or in fewer
     * @return the flow
     */
    public ShardedFlow toward(List<Points> targets) {
        return new ShardedFlow(discrepancy, List.copyOf(targets), stepSize, momentum, seed);
    }

    /**
     * The same with another step size.
     *
     * @param size τ &gt; 0
     * @return the flow
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ShardedFlow stepSize(double size) {
        return new ShardedFlow(discrepancy, targets, Require.positive(size, "the step size"), momentum, seed);
    }

    /**
     * The same with another momentum.
     *
     * @param momentum m in [0,1)
     * @return the flow
     * @throws IllegalArgumentException if it is out of range
     */
    public ShardedFlow momentum(double momentum) {
        Require.between(momentum, 0, Math.nextDown(1.0), "the momentum");
        return new ShardedFlow(discrepancy, targets, stepSize, momentum, seed);
    }

    /**
     * The same with directions from another seed.
     *
     * @param seed the seed
     * @return the flow
     */
    public ShardedFlow seed(Seed seed) {
        return new ShardedFlow(discrepancy, targets, stepSize, momentum, seed);
    }

    /**
     * Runs the flow.
     *
     * @param particles N_i×d points each, together the start
     * @param steps how many
     * @return the particles of each shard after the last step
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if there are no particles, more shards of targets than of particles, dimensions differ, ranks
     *     are not binned, or a number is out of range
     * @throws FlowDivergedException if the particles diverge
     */
    public List<Points> run(List<Points> particles, int steps) {
        Require.positive(steps, "the number of steps");
        if (targets.isEmpty()) {
            throw new IllegalStateException("a flow needs targets: call toward(shards) first");
        }
        int count = Require.between(
                particles.size(), targets.size(), Integer.MAX_VALUE, "the number of shards of particles");
        Points first = targets.get(0);
        particles.forEach(shard -> Require.sameDimension(shard, first));
        targets.forEach(shard -> Require.sameDimension(shard, first));
        Team team = Team.standard();
        // On the line one slice says it all.
        boolean line =
                first.dimension() == 1 && discrepancy.problem().directions().slices() == 0;
        SlicedProblem problem = (line ? discrepancy.slices(1) : discrepancy).problem();
        DescentShard[] shards = new DescentShard[count];
        team.run(count, 1, (i, worker) -> shards[i] = new DescentShard(problem, particles.get(i), targets(i)));
        long n = particles.stream().mapToLong(Points::size).sum();
        long m = targets.stream().mapToLong(Points::size).sum();
        double limit = particles.stream()
                .flatMapToDouble(x -> targets.stream().mapToDouble(y -> FlowDivergedException.limit(x, y)))
                .max()
                .orElseThrow();
        double[] largest = new double[count];
        for (int step = 0; step < steps; step++) {
            Seed own = discrepancy.drawing(seed.split(step));
            float[][] ranges = reduced(team, count, i -> shards[i].ranges(own), DescentShard::widen);
            long[][] counts = reduced(team, count, i -> shards[i].counts(own, ranges), DescentShard::add);
            float[][] gradients = DescentShard.gradients(counts, n, m);
            team.run(count, 1, (i, worker) -> largest[i] = shards[i].step(own, ranges, gradients, stepSize, momentum));
            double most = Arrays.stream(largest).reduce(0, Math::max);
            FlowDivergedException.require("the flow", step + 1, most, limit, stepSize);
        }
        return Arrays.stream(shards).map(DescentShard::particles).toList();
    }

    private @Nullable Points targets(int shard) {
        return shard < targets.size() ? targets.get(shard) : null;
    }

    /** Adds what is found to something that is changed. */
    private interface Addition<T> {
        void add(T sum, T other);
    }

    /** What all shards say, put together as it comes: at most two for each thread are in memory. */
    private static <T> T reduced(Team team, int count, IntFunction<T> of, Addition<T> addition) {
        Sum<T> sum = new Sum<>(addition);
        team.run(count, 1, (i, worker) -> sum.add(of.apply(i)));
        return sum.get();
    }

    /** A sum that threads add to. */
    private static final class Sum<T> {
        private final Addition<T> addition;
        private @Nullable T sum;

        Sum(Addition<T> addition) {
            this.addition = addition;
        }

        synchronized void add(T other) {
            if (sum == null) {
                sum = other;
            } else {
                addition.add(sum, other);
            }
        }

        synchronized T get() {
            return Objects.requireNonNull(sum);
        }
    }

    @Override
    public String toString() {
        return "ShardedFlow[" + discrepancy + ", toward " + targets.size() + " shards]";
    }
}
