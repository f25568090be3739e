package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SampleCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether two samples that were counted and not kept come from the same distribution: a permutation test with shards in place of
 * points. Each sample is dealt at random into shards of about the same size, each shard is counted, and the sliced energy distance of the
 * two samples is compared with what it is when shards change sides. If the shards have the same size and which shard a point
 * went to says nothing of it, they are exchangeable under the hypothesis, and P(p ≤ α) ≤ α whatever the distribution.
 *
 * <p>With E_ij the MMD² of shards i and j and ε_i the weight of shard i in x, or minus its weight in y, MMD² of the samples is
 * −½ Σ ε_i ε_j E_ij: a labelling costs S² additions, whatever the number of points. With 8 shards on each side there are
 * 12,870 labellings, and p-values down to about 0.0002.
 *
 * <pre>{@code
 * ShardTest.of(shardsOfX, shardsOfY).permutations(999).pValue();
 * }</pre>
 */
public final class ShardTest {
    private static final int FEWEST = 4;

    private final List<SampleCounts> shards;
    private final int first;
    private final Seed seed;

    private ShardTest(List<SampleCounts> shards, int first, Seed seed) {
        this.shards = shards;
        this.first = first;
        this.seed = seed;
    }

    /**
     * The test whether two samples come from the same distribution.
     *
     * @param x the shards of the first sample, at least four
     * @param y those of the second sample, at least four, about as large: more shards for a larger sample
     * @return the test, still to be run by {@link #permutations}
     * @throws IllegalArgumentException if there are too few, or one has more than twice the weight of another, or slices, bins or
     *     dimensions differ
     */
    public static ShardTest of(List<SampleCounts> x, List<SampleCounts> y) {
        Require.between(x.size(), FEWEST, Integer.MAX_VALUE, "the number of shards of x");
        Require.between(y.size(), FEWEST, Integer.MAX_VALUE, "the number of shards of y");
        List<SampleCounts> all = new ArrayList<>(x);
        all.addAll(y);
        double least = all.stream().mapToDouble(SampleCounts::totalWeight).min().orElseThrow();
        double most = all.stream().mapToDouble(SampleCounts::totalWeight).max().orElseThrow();
        if (!(most <= 2 * least)) {
            throw new IllegalArgumentException(
                    "shards must be of about the same size: expected at most twice the smallest, received " + least
                            + " and " + most + "; deal each sample into shards in proportion to its size");
        }
        return new ShardTest(List.copyOf(all), x.size(), Seed.DEFAULT);
    }

    /**
     * The same with other random labels.
     *
     * @param seed the seed
     * @return the test
     */
    public ShardTest seed(Seed seed) {
        return new ShardTest(shards, first, seed);
    }

    /**
     * Runs the test. The same seed gives the same result in every bit, on any number of threads.
     *
     * @param permutations B, how many random labellings of the shards; the least p-value is 1/(B+1)
     * @return the statistic, the p-value and the statistics of all labellings
     * @throws IllegalArgumentException if the number is not from 1 to 10,000,000, or slices, bins or dimensions differ
     */
    public EnergyTestResult permutations(int permutations) {
        Require.between(permutations, 1, 10_000_000, "the number of permutations");
        long begin = System.nanoTime();
        int count = shards.size();
        double[][] distances = distances();
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        double observed = squared(distances, order);
        RandomStream random = seed.stream();
        double[] permuted = new double[permutations];
        Arrays.setAll(permuted, i -> squared(distances, random.permutation(count)));
        // Labellings that are the observed one again differ by rounding only.
        long atLeast =
                Arrays.stream(permuted).filter(s -> s >= observed * (1 - 1e-10)).count();
        return new EnergyTestResult(
                "shards, " + shards.get(0).energy(),
                observed,
                Double.NaN,
                (atLeast + 1.0) / (permutations + 1),
                permuted,
                (System.nanoTime() - begin) * 1e-9);
    }

    /**
     * MMD² between the distributions that the samples were drawn from: the mean of E_ij between the samples less half its means within
     * each, in which the bias of small samples cancels, so that it may be negative. Its standard error is a jackknife's,
     * over shards, and that of sampling: the slices are taken as they are. {@code unbiased().interval(0.99)} is the number ± its error
     * at 99 %.
     *
     * @return MMD² by these slices ± its standard error over the shards
     * @throws IllegalArgumentException if slices, bins or dimensions differ
     */
    public Estimate unbiased() {
        double[][] distances = distances();
        int count = shards.size();
        double[] without = new double[count];
        Arrays.setAll(without, left -> unbiased(distances, left));
        double variance = spread(without, 0, first) + spread(without, first, count);
        return Estimate.overSamples(unbiased(distances, -1), Math.sqrt(variance), Math.min(first, count - first));
    }

    /** The same without one shard. */
    private double unbiased(double[][] distances, int left) {
        double[] sums = new double[3];
        int[] pairs = new int[3];
        for (int i = 0; i < shards.size(); i++) {
            for (int j = i + 1; j < shards.size(); j++) {
                if (i != left && j != left) {
                    int kind = j < first ? 0 : i >= first ? 1 : 2;
                    sums[kind] += distances[i][j];
                    pairs[kind]++;
                }
            }
        }
        return sums[2] / pairs[2] - sums[0] / pairs[0] / 2 - sums[1] / pairs[1] / 2;
    }

    /** The jackknife's variance of one sample. */
    private static double spread(double[] without, int from, int to) {
        double mean = Arrays.stream(without, from, to).average().orElseThrow();
        double squares = Arrays.stream(without, from, to)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return squares * (to - from - 1) / (to - from);
    }

    private double[][] distances() {
        int count = shards.size();
        // The first distance of each makes its counts complete; from then on they are only read.
        double[][] distances = new double[count][count];
        for (int i = 1; i < count; i++) {
            distances[0][i] = shards.get(0).distance(shards.get(i)).value().value();
        }
        Team.standard().run(count, 1, (i, worker) -> {
            for (int j = i + 1; i > 0 && j < count; j++) {
                distances[i][j] = shards.get(i).distance(shards.get(j)).value().value();
            }
        });
        return distances;
    }

    /** MMD² where the first shards in this order are x. */
    private double squared(double[][] distances, int[] order) {
        double[] signed = new double[order.length];
        double ofX = 0;
        double ofY = 0;
        for (int i = 0; i < order.length; i++) {
            double weight = shards.get(order[i]).totalWeight();
            signed[order[i]] = i < first ? weight : -weight;
            ofX += i < first ? weight : 0;
            ofY += i < first ? 0 : weight;
        }
        double sum = 0;
        for (int i = 0; i < signed.length; i++) {
            double a = signed[i] / (signed[i] > 0 ? ofX : ofY);
            for (int j = i + 1; j < signed.length; j++) {
                sum -= a * signed[j] / (signed[j] > 0 ? ofX : ofY) * distances[i][j];
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return "ShardTest[" + first + " against " + (shards.size() - first) + " shards, "
                + shards.get(0).energy() + "]";
    }
}
