package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.CpuEngine;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether two samples come from the same distribution: the permutation test with MMD² as its statistic. Under that hypothesis the
 * labels x and y say nothing, so the observed MMD² is compared with what random labels give. Of B of them b are at least as
 * far apart; p = (b+1)/(B+1), and P(p ≤ α) ≤ α whatever the distribution, also with ties.
 *
 * <p>The statistic is MMD² for r = 1 (the energy distance) with all pairs for up to 2,000 points in all, by 128 slices
 * beyond; {@link #with} chooses. Distances or sorted projections are found once; a labelling then costs (N+M)²/2
 * additions, or P (N+M) with slices, without sorting.
 *
 * <pre>{@code
 * EnergyTest.of(x, y).permutations(999).pValue();
 * }</pre>
 *
 * <p>Weights are scaled to mean 1 in each sample. If both samples have weights they stay with their points, and the test is
 * exact if pairs of a point and its weight are exchangeable. If one sample has weights they stay at their places and points
 * are put there at random: exact if weights say nothing of points. Weights that correct for how one sample was drawn do say
 * something, and no test by permutation is exact then. Source: Székely and Rizzo, Testing for equal distributions in high dimension (InterStat 5,
 * 2004); p-values by Phipson and Smyth (2010).
 */
public final class EnergyTest {
    private final Measure x;
    private final Measure y;
    private final @Nullable Discrepancy discrepancy;
    private final Seed seed;

    private EnergyTest(Measure x, Measure y, @Nullable Discrepancy discrepancy, Seed seed) {
        this.x = x;
        this.y = y;
        this.discrepancy = discrepancy;
        this.seed = seed;
    }

    /**
     * The test whether two samples come from the same distribution.
     *
     * @param x N points in R^d, with weights or without
     * @param y M points in R^d
     * @return the test, still to be run by {@link #permutations}
     * @throws IllegalArgumentException if the dimensions differ
     */
    public static EnergyTest of(Measure x, Measure y) {
        Require.sameDimension(x, y);
        return new EnergyTest(x, y, null, Seed.DEFAULT);
    }

    /**
     * The test whether k samples come from the same distribution: {@link DiscoTest}.
     *
     * @param groups two or more samples in R^d by name, without weights
     * @return the test, still to be run by {@link DiscoTest#permutations}
     * @throws IllegalArgumentException if there are fewer than two groups, dimensions differ, all groups together have no more
     *     points than there are groups, or one has weights
     */
    public static DiscoTest of(Map<String, ? extends Measure> groups) {
        return DiscoTest.of(groups);
    }

    /**
     * The same with another statistic: MMD² with another kernel, {@code with(Mmd.radial(RadialKernel.gaussian(1)))}, or by
     * slices.
     *
     * @param discrepancy exact with any kernel, or sliced with r = 1; its directions, number of slices, seed and engine are
     *     used. On the processor, slices are sorted once for all labellings; another engine finds each labelling's value anew
     * @return the test
     * @throws IllegalArgumentException if it is sliced with another exponent, or neither {@link Mmd} nor {@link SlicedMmd}
     */
    public EnergyTest with(Discrepancy discrepancy) {
        Permutations.requireStatistic(discrepancy);
        return new EnergyTest(x, y, discrepancy, seed);
    }

    /**
     * The same with other random labels.
     *
     * @param seed the seed
     * @return the test
     */
    public EnergyTest seed(Seed seed) {
        return new EnergyTest(x, y, discrepancy, seed);
    }

    /**
     * Runs the test. Reports progress if it takes longer than two seconds. The same seed gives the same result in every
     * bit, on any number of threads.
     *
     * @param permutations B, how many random labellings; the least p-value is 1/(B+1)
     * @return the statistic, the p-value and the statistics of all labellings
     * @throws IllegalArgumentException if the number is not positive or the distances or slices do not fit into memory
     * @throws CancellationException if the thread is interrupted
     */
    public EnergyTestResult permutations(int permutations) {
        Require.between(permutations, 1, 10_000_000, "the number of permutations");
        long begin = System.nanoTime();
        Pool pool = new Pool(x, y);
        Discrepancy used = discrepancy != null ? discrepancy : Permutations.usual(pool.size());
        double[] statistics;
        double between;
        try (Relabelled relabelled = prepare(pool, used)) {
            statistics =
                    Permutations.run(relabelled, permutations + 1, 1, pool.size() * Pool.BATCH, (first, signs, out) -> {
                        pool.label(first, seed, signs);
                        relabelled.squared(signs, out);
                    });
            between = relabelled.mean(pool.weights(true), pool.weights(false));
        }
        return new EnergyTestResult(
                used.toString(),
                statistics[0],
                between,
                Permutations.pValue(statistics),
                Arrays.copyOfRange(statistics, 1, statistics.length),
                (System.nanoTime() - begin) * 1e-9);
    }

    private Relabelled prepare(Pool pool, Discrepancy used) {
        return used instanceof SlicedMmd sliced && !(sliced.engine() instanceof CpuEngine)
                ? new RelabelledByEngine(sliced, pool.points(), pool.first(), x.uniform() && y.uniform())
                : Permutations.onProcessor(pool.points(), used);
    }

    /**
     * How often the test rejects in simulations: its type-I error if both samples come from the same distribution, its power if
     * they do not.
     *
     * <pre>{@code
     * EnergyTest.rejectionRate(1000, 199, 0.05, seed -> EnergyTest.of(
     *         Points.gaussian(50, 2, seed.split(1)), Points.gaussian(50, 2, seed.split(2)).translate(0.5, 0)));
     * }</pre>
     *
     * @param simulations how many pairs of samples
     * @param permutations B for each of them; (B+1)·level should be a whole number
     * @param level α in (0,1): rejected is where p ≤ α
     * @param draw makes a test with fresh samples from a seed of its own
     * @return the rate with its standard error
     * @throws IllegalArgumentException if a number is out of range
     * @throws CancellationException if the thread is interrupted
     */
    public static RejectionRate rejectionRate(
            int simulations, int permutations, double level, Function<Seed, EnergyTest> draw) {
        return RejectionRate.simulate(
                simulations,
                level,
                own -> draw.apply(own)
                        .seed(own.split(-1))
                        .permutations(permutations)
                        .pValue());
    }

    @Override
    public String toString() {
        return "EnergyTest[" + x.shape() + " against " + y.shape() + ", "
                + (discrepancy != null ? discrepancy : Permutations.usual(x.size() + y.size())) + "]";
    }
}
