package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** k-means: groups of points of which each point is nearest to the mean of its own. */
final class Clusters {
    private static final int ROUNDS = 50;
    /** It ends when fewer than this part of the points change their group. */
    private static final double SETTLED = 1e-3;
    /** The first means are chosen among so many points, more if there are to be many. */
    private static final int CANDIDATES = 10_000;

    private static final int EACH = 10;

    private static final int GRAIN = 64;

    private final float[] rows;
    private final int size;
    private final int dimension;
    private final int count;
    /** The means, number by number, so that the compiler makes vector code. */
    private final double[] means;

    private final double[] squares;
    private final int[] groups;
    private final double[][] scratch;

    private Clusters(Points points, int count) {
        this.rows = points.toArray();
        this.size = points.size();
        this.dimension = points.dimension();
        this.count = count;
        Memory.require(16.0 * dimension * count, count + " groups", "take fewer");
        this.means = new double[dimension * count];
        this.squares = new double[count];
        this.groups = new int[size];
        this.scratch = new double[Team.standard().threads()][count];
    }

    /** The group of each point: 0 is that of the most points, and so on. */
    static int[] of(Points points, int count, Seed seed) {
        Clusters clusters = new Clusters(points, count);
        clusters.begin(seed.stream());
        try (Progress progress = Progress.start("clusters", ROUNDS)) {
            for (int round = 1; round <= ROUNDS; round++) {
                requireGoOn();
                int changed = clusters.assign();
                progress.step(round);
                if (round > 1 && changed < SETTLED * clusters.size) {
                    break;
                }
                clusters.average();
            }
        }
        return clusters.bySize();
    }

    private static void requireGoOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the images were not grouped: interrupted");
        }
    }

    /**
     * Means far from each other: each is a point, drawn in proportion to its squared distance to those before it; of some draws the one
     * that leaves points nearest to the means.
     */
    private void begin(RandomStream stream) {
        int[] candidates = Arrays.copyOf(stream.permutation(size), (int)
                Math.min(size, Math.max(CANDIDATES, (long) EACH * count)));
        double[] far = new double[candidates.length];
        Arrays.fill(far, Double.POSITIVE_INFINITY);
        int next = candidates[0];
        double[] nearest = nearer(far, candidates, next);
        place(0, next);
        int trials = 2 + (int) Math.log(count);
        for (int k = 1; k < count; k++) {
            requireGoOn();
            double[] before = nearest;
            double least = Double.POSITIVE_INFINITY;
            for (int trial = 0; trial < trials; trial++) {
                int chosen = candidates[drawn(before, stream.nextDouble())];
                double[] with = nearer(before, candidates, chosen);
                double left = Arrays.stream(with).sum();
                if (left < least) {
                    least = left;
                    next = chosen;
                    nearest = with;
                }
            }
            place(k, next);
        }
    }

    /** Puts a mean where a point is. */
    private void place(int mean, int point) {
        for (int t = 0; t < dimension; t++) {
            means[t * count + mean] = rows[point * dimension + t];
        }
    }

    /** Squared distances to the nearest mean, with one mean more. */
    private double[] nearer(double[] nearest, int[] candidates, int mean) {
        double[] with = new double[nearest.length];
        Team.standard()
                .run(with.length, GRAIN, (c, worker) -> with[c] = Math.min(nearest[c], distance(candidates[c], mean)));
        return with;
    }

    /** A number in proportion to its weight; the last one if all weights are 0. */
    private static int drawn(double[] weights, double uniform) {
        double left = uniform * Arrays.stream(weights).sum();
        int i = 0;
        while (i < weights.length - 1 && left >= weights[i]) {
            left -= weights[i];
            i++;
        }
        return i;
    }

    private double distance(int i, int j) {
        double sum = 0;
        for (int t = 0; t < dimension; t++) {
            double difference = rows[i * dimension + t] - rows[j * dimension + t];
            sum += difference * difference;
        }
        return sum;
    }

    /** Each point to its nearest mean; returns how many went elsewhere than before. */
    private int assign() {
        Arrays.fill(squares, 0);
        for (int t = 0; t < dimension; t++) {
            for (int k = 0; k < count; k++) {
                squares[k] += means[t * count + k] * means[t * count + k];
            }
        }
        int[] before = groups.clone();
        Team.standard().run(size, GRAIN, (i, worker) -> groups[i] = nearest(i, scratch[worker]));
        return (int)
                IntStream.range(0, size).filter(i -> groups[i] != before[i]).count();
    }

    /** By |mean|² − 2 ⟨point, mean⟩. */
    private int nearest(int i, double[] distances) {
        System.arraycopy(squares, 0, distances, 0, count);
        for (int t = 0; t < dimension; t++) {
            double twice = -2 * rows[i * dimension + t];
            int at = t * count;
            for (int k = 0; k < count; k++) {
                distances[k] += twice * means[at + k];
            }
        }
        int nearest = 0;
        for (int k = 1; k < count; k++) {
            if (distances[k] < distances[nearest]) {
                nearest = k;
            }
        }
        return nearest;
    }

    /** The mean of each group; one that has lost all its points stays where it is. */
    private void average() {
        double[] sums = new double[means.length];
        int[] counts = new int[count];
        for (int i = 0; i < size; i++) {
            int k = groups[i];
            counts[k]++;
            for (int t = 0; t < dimension; t++) {
                sums[t * count + k] += rows[i * dimension + t];
            }
        }
        for (int j = 0; j < means.length; j++) {
            int k = j % count;
            means[j] = counts[k] == 0 ? means[j] : sums[j] / counts[k];
        }
    }

    private int[] bySize() {
        int[] counts = new int[count];
        for (int k : groups) {
            counts[k]++;
        }
        int[] place = new int[count];
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt((Integer k) -> -counts[k]))
                .mapToInt(k -> k)
                .toArray();
        for (int p = 0; p < count; p++) {
            place[order[p]] = p;
        }
        return Arrays.stream(groups).map(k -> place[k]).toArray();
    }
}
