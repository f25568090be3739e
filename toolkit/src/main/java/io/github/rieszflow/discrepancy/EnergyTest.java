package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import io.github.rieszflow.slicing.CpuEngine;
import java.util.Arrays;
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
    private static final int FEW = 2000;
    private static final int SLICES = 128;
    /** Statistics closer than this part of the largest are ties: labellings that differ only by coincident points. */
    private static final double ROUNDING = 1e-10;
    /** Additions between interrupt checks. */
    private static final double BETWEEN_CHECKS = 2e8;

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
     * The same with another statistic: MMD² with another kernel, {@code with(Mmd.radial(RadialKernel.gaussian(1)))}, or by
     * slices.
     *
     * @param discrepancy exact with any kernel, or sliced with r = 1; its directions, number of slices, seed and engine are
     *     used. On the processor, slices are sorted once for all labellings; another engine finds each labelling's value anew
     * @return the test
     * @throws IllegalArgumentException if it is sliced with another exponent, or neither {@link Mmd} nor {@link SlicedMmd}
     */
    public EnergyTest with(Discrepancy discrepancy) {
        if (!(discrepancy instanceof Mmd || discrepancy instanceof SlicedMmd)) {
            throw new IllegalArgumentException(
                    "the test needs MMD², which is found anew for each labelling from what pairs"
                            + " or slices were found once: received " + discrepancy
                            + "; use Mmd.riesz(r), Mmd.radial(f) or"
                            + " Mmd.riesz(1).sliced(P)");
        }
        if (discrepancy instanceof SlicedMmd sliced && sliced.exponent() != 1) {
            throw new IllegalArgumentException("the sliced test is for r = 1: received " + sliced
                    + "; for other exponents use the exact statistic, with(Mmd.riesz(r))");
        }
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
        Discrepancy used = discrepancy != null ? discrepancy : usual(pool.size());
        double[] statistics;
        try (Relabelled relabelled = prepare(pool, used)) {
            statistics = statistics(pool, relabelled, permutations + 1);
        }
        Require.number(statistics[0]);
        double largest = Arrays.stream(statistics).map(Math::abs).max().orElseThrow();
        double observed = statistics[0];
        double[] permuted = Arrays.copyOfRange(statistics, 1, statistics.length);
        long atLeast = Arrays.stream(permuted)
                .filter(s -> s >= observed - ROUNDING * largest)
                .count();
        return new EnergyTestResult(
                used.toString(),
                observed,
                (atLeast + 1.0) / (permutations + 1),
                permuted,
                (System.nanoTime() - begin) * 1e-9);
    }

    private static Discrepancy usual(int size) {
        return size <= FEW ? Mmd.riesz(1) : Mmd.riesz(1).sliced(SLICES);
    }

    private Relabelled prepare(Pool pool, Discrepancy discrepancy) {
        if (discrepancy instanceof SlicedMmd sliced) {
            if (sliced.engine() instanceof CpuEngine cpu) {
                Team team = Team.of(cpu.threads());
                return Relabelled.lines(pool.points(), sliced.directions(), sliced.slices(), sliced.seed(), team);
            }
            return new RelabelledByEngine(sliced, pool.points(), pool.first(), x.uniform() && y.uniform());
        }
        RadialKernel kernel = ((Mmd) discrepancy).kernel();
        return Mmd.sorts(kernel, pool.points().dimension())
                ? Relabelled.lines(pool.points(), Directions.iid(), 1, Seed.DEFAULT, Team.standard())
                : Relabelled.pairs(pool.points(), kernel);
    }

    private double[] statistics(Pool pool, Relabelled relabelled, int count) {
        int batch = Pool.BATCH;
        int blocks = (count + batch - 1) / batch;
        double[] statistics = new double[blocks * batch];
        Team team = relabelled.team();
        double[][] signs = new double[team.threads()][pool.size() * batch];
        int chunk = (int) Math.max(1, Math.min(blocks, BETWEEN_CHECKS / relabelled.work()));
        try (Progress progress = Progress.start("permutations", count)) {
            for (int from = 0; from < blocks; from += chunk) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "the test was interrupted after " + from * batch + " of " + (count - 1) + " permutations");
                }
                int first = from;
                team.run(Math.min(chunk, blocks - from), 1, (b, worker) -> {
                    double[] out = new double[batch];
                    pool.label((first + b) * batch, seed, signs[worker]);
                    relabelled.squared(signs[worker], out);
                    System.arraycopy(out, 0, statistics, (first + b) * batch, batch);
                });
                progress.step(Math.min(count, (from + chunk) * batch));
            }
        }
        return Arrays.copyOf(statistics, count);
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
        Require.positive(simulations, "the number of simulations");
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "the level of a test must lie strictly between 0 and 1: received " + level);
        }
        int rejections = 0;
        try (Progress progress = Progress.start("simulations", simulations)) {
            for (int i = 0; i < simulations; i++) {
                Seed own = Seed.DEFAULT.split(i);
                double p = draw.apply(own)
                        .seed(own.split(-1))
                        .permutations(permutations)
                        .pValue();
                // Against rounding, so that 10/200 is 0.05.
                rejections += p <= level * (1 + 1e-12) ? 1 : 0;
                progress.step(i + 1);
            }
        }
        return new RejectionRate(rejections, simulations, level);
    }

    @Override
    public String toString() {
        return "EnergyTest[" + x.shape() + " against " + y.shape() + ", "
                + (discrepancy != null ? discrepancy : usual(x.size() + y.size())) + "]";
    }
}
