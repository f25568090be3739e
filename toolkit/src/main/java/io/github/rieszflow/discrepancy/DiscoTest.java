package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.CpuEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether k samples come from the same distribution: the test by distance components (DISCO), which is to the energy distance what
 * the analysis of variance is to means. With the samples A_1, …, A_k of n_1, …, n_k points, N in all, pooled in A, and
 * g(A,B) = E‖X−Y‖^r over all pairs, those of a point with itself included,
 *
 * <pre>  total    T = (N/2) g(A,A)
 *  within   W = Σ_j (n_j/2) g(A_j,A_j)
 *  between  S = Σ_{i&lt;j} (n_i n_j/2N) MMD²(A_i,A_j) = Σ_j (n_j/2) MMD²(A_j,A) = T − W
 *  F = (S/(k−1)) / (W/(N−k)).</pre>
 *
 * <p>S and F are large where samples differ in anything, not in their means alone. Under the hypothesis labels say nothing, and
 * the observed F is compared with that of B random labellings: p = (b+1)/(B+1), exact whatever the distribution. T is the same
 * for all labellings, so that F orders them as S does. For k = 2, S is n_1n_2/2N times the statistic of {@link EnergyTest}.
 *
 * <p>The usual statistic takes r = 1 and all pairs for up to 2,000 points in all, 128 slices beyond; {@link #with} chooses.
 * A labelling costs k times what one of two samples costs.
 *
 * <pre>{@code
 * EnergyTest.of(Groups.byLabel(points, labels)).permutations(999);
 * }</pre>
 *
 * <p>Source: Rizzo, Székely, DISCO analysis: a nonparametric extension of analysis of variance (Annals of Applied Statistics 4,
 * 2010), where 0 &lt; r ≤ 2; on the line r = 2, {@code with(Mmd.radial(z -> -z * z))}, gives the F of the analysis of variance.
 */
public final class DiscoTest {
    private final List<String> names;
    private final Points pool;
    /** Where each group begins in the pool; behind the last, N. */
    private final int[] first;

    private final @Nullable Discrepancy discrepancy;
    private final Seed seed;

    private DiscoTest(List<String> names, Points pool, int[] first, @Nullable Discrepancy discrepancy, Seed seed) {
        this.names = names;
        this.pool = pool;
        this.first = first;
        this.discrepancy = discrepancy;
        this.seed = seed;
    }

    static DiscoTest of(Map<String, ? extends Measure> groups) {
        GroupPairs.all(groups);
        List<String> names = new ArrayList<>(groups.keySet());
        int[] first = new int[names.size() + 1];
        int dimension = groups.values().iterator().next().dimension();
        int g = 0;
        for (Map.Entry<String, ? extends Measure> group : groups.entrySet()) {
            if (!group.getValue().uniform()) {
                throw new IllegalArgumentException("the k-sample test takes points without weights: \"" + group.getKey()
                        + "\" has weights; take its points()");
            }
            first[g + 1] = Math.addExact(first[g], group.getValue().size());
            g++;
        }
        if (first[g] <= g) {
            throw new IllegalArgumentException("the k-sample test needs more points than groups: received " + first[g]
                    + " points in " + g + " groups");
        }
        float[] all = new float[Math.multiplyExact(first[g], dimension)];
        int at = 0;
        for (Measure group : groups.values()) {
            group.points().values().get(all, at, group.size() * dimension);
            at += group.size() * dimension;
        }
        return new DiscoTest(names, Points.adopt(all, first[g], dimension), first, null, Seed.DEFAULT);
    }

    /**
     * The same with another statistic: another exponent, {@code with(Mmd.riesz(0.5))}, another kernel, or by slices.
     *
     * @param discrepancy exact with any kernel, or sliced with r = 1 on the processor
     * @return the test
     * @throws IllegalArgumentException if it is sliced with another exponent or on another engine, or neither {@link Mmd} nor
     *     {@link SlicedMmd}
     */
    public DiscoTest with(Discrepancy discrepancy) {
        Permutations.requireStatistic(discrepancy);
        if (discrepancy instanceof SlicedMmd sliced && !(sliced.engine() instanceof CpuEngine)) {
            throw new IllegalArgumentException("the k-sample test relabels lines that were sorted on the processor:"
                    + " received slices on " + sliced.engine() + "; use on(Engine.cpu())");
        }
        return new DiscoTest(names, pool, first, discrepancy, seed);
    }

    /**
     * The same with other random labels.
     *
     * @param seed the seed
     * @return the test
     */
    public DiscoTest seed(Seed seed) {
        return new DiscoTest(names, pool, first, discrepancy, seed);
    }

    /**
     * Runs the test. Reports progress if it takes longer than two seconds. The same seed gives the same result in every
     * bit, on any number of threads.
     *
     * @param permutations B, how many random labellings; the least p-value is 1/(B+1)
     * @return the parts of the dispersion, F and the p-value
     * @throws IllegalArgumentException if the number is not from 1 to 10,000,000, or the distances or slices do not fit into memory
     * @throws CancellationException if the thread is interrupted
     */
    public DiscoResult permutations(int permutations) {
        Require.between(permutations, 1, 10_000_000, "the number of permutations");
        long begin = System.nanoTime();
        int size = pool.size();
        Discrepancy used = used();
        try (Relabelled relabelled = Permutations.onProcessor(pool, used)) {
            double[] between = Permutations.run(
                    relabelled,
                    permutations + 1,
                    names.size(),
                    size * Pool.BATCH,
                    (from, signs, out) -> between(relabelled, from, signs, out));
            double[] within = new double[names.size()];
            for (int g = 0; g < within.length; g++) {
                double[] own = new double[size];
                Arrays.fill(own, first[g], first[g + 1], 1.0 / size(g));
                within[g] = size(g) / 2.0 * relabelled.mean(own, own);
            }
            double[] all = new double[size];
            Arrays.fill(all, 1.0 / size);
            return new DiscoResult(
                    used.toString(),
                    names,
                    sizes(),
                    within,
                    size / 2.0 * relabelled.mean(all, all),
                    between,
                    (System.nanoTime() - begin) * 1e-9);
        }
    }

    /**
     * How often the test rejects in simulations: its type-I error if all samples come from the same distribution, its power if
     * they do not. See {@link EnergyTest#rejectionRate}.
     *
     * @param simulations how many sets of samples
     * @param permutations B for each of them; (B+1)·level should be a whole number
     * @param level α in (0,1): rejected is where p ≤ α
     * @param draw makes a test with fresh samples from a seed of its own
     * @return the rate with its standard error
     * @throws IllegalArgumentException if a number is out of range
     * @throws CancellationException if the thread is interrupted
     */
    public static RejectionRate rejectionRate(
            int simulations, int permutations, double level, Function<Seed, DiscoTest> draw) {
        return RejectionRate.simulate(
                simulations,
                level,
                own -> draw.apply(own)
                        .seed(own.split(-1))
                        .permutations(permutations)
                        .pValue());
    }

    /** S of eight labellings: each group against the pool is MMD² of one more labelling. */
    private void between(Relabelled relabelled, int from, double[] signs, double[] out) {
        int size = pool.size();
        int[][] groupOf = new int[Pool.BATCH][];
        for (int k = 0; k < Pool.BATCH; k++) {
            groupOf[k] = labels(from + k);
        }
        double[] one = new double[Pool.BATCH];
        Arrays.fill(out, 0);
        for (int g = 0; g < names.size(); g++) {
            double scale = Math.sqrt(size(g) / 2.0);
            double inside = scale * (1.0 / size(g) - 1.0 / size);
            double outside = -scale / size;
            for (int k = 0; k < Pool.BATCH; k++) {
                for (int i = 0; i < size; i++) {
                    signs[i * Pool.BATCH + k] = groupOf[k][i] == g ? inside : outside;
                }
            }
            relabelled.squared(signs, one);
            for (int k = 0; k < Pool.BATCH; k++) {
                out[k] += one[k];
            }
        }
    }

    /** To which group each point belongs; number 0 is what was observed. */
    private int[] labels(int labelling) {
        int[] point = labelling == 0 ? null : seed.split(labelling).stream().permutation(pool.size());
        int[] groupOf = new int[pool.size()];
        for (int g = 0; g < names.size(); g++) {
            for (int place = first[g]; place < first[g + 1]; place++) {
                groupOf[point == null ? place : point[place]] = g;
            }
        }
        return groupOf;
    }

    private int size(int group) {
        return first[group + 1] - first[group];
    }

    private int[] sizes() {
        int[] sizes = new int[names.size()];
        Arrays.setAll(sizes, this::size);
        return sizes;
    }

    private Discrepancy used() {
        return discrepancy != null ? discrepancy : Permutations.usual(pool.size());
    }

    @Override
    public String toString() {
        return "DiscoTest[" + names.size() + " groups, " + pool.shape() + " points in all, " + used() + "]";
    }
}
