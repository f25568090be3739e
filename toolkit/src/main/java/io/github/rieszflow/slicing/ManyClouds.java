package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of many clouds on the same lines. All points of all clouds are one row of a product and are sorted together; dealt
 * out to their clouds in that order they are sorted within each. A pair is a merge of two; clouds that are all compared with the same
 * last one are read in one pass over all points, where that is accurate.
 */
final class ManyClouds {
    /** A mean W1 this near to what {@link NearClouds} looks at is looked at by it. */
    private static final double MARGIN = 1 + 1e-6;

    private final CpuEngine engine;
    private final SlicedProblem problem;
    private final List<? extends Measure> clouds;
    private final List<int[]> pairs;
    private final int dimension;
    /** Where each cloud begins among all points; behind the last, how many there are. */
    private final int[] first;

    /** The cloud of each point; behind the last, a cloud that is in no pair. */
    private final int[] cloudOf;
    /** What each point weighs in its cloud; empty where that is uniform. */
    private final double[][] weights;

    private final boolean weighted;
    /** For each cloud 0, 1/n, …, n/n; one array for all clouds of a size. */
    private final double[][] shares;
    /** The root mean square norm of clouds that are targets; 0 where it is not needed yet. */
    private final double[] norms;

    private final LineKernel kernel;
    private final int longest;

    ManyClouds(CpuEngine engine, SlicedProblem problem, List<? extends Measure> clouds, List<int[]> pairs) {
        this.engine = engine;
        this.problem = problem;
        this.clouds = clouds;
        this.pairs = pairs;
        this.dimension = clouds.get(0).dimension();
        this.first = new int[clouds.size() + 1];
        this.weights = new double[clouds.size()][];
        for (int c = 0; c < clouds.size(); c++) {
            first[c + 1] = Math.addExact(first[c], clouds.get(c).size());
            weights[c] = clouds.get(c).uniform() ? new double[0] : clouds.get(c).weights();
        }
        this.weighted = Arrays.stream(weights).anyMatch(own -> own.length > 0);
        this.norms = new double[clouds.size()];
        this.shares = new double[clouds.size()][];
        Map<Integer, double[]> bySize = new HashMap<>();
        for (int c = 0; c < clouds.size(); c++) {
            shares[c] = bySize.computeIfAbsent(size(c), ManyClouds::shares);
        }
        this.cloudOf = new int[size() + 1];
        cloudOf[size()] = clouds.size();
        for (int c = 0; c < clouds.size(); c++) {
            Arrays.fill(cloudOf, first[c], first[c + 1], c);
        }
        this.kernel = LineKernel.of(problem.exponent(), 2, engine.lanes());
        this.longest =
                pairs.stream().mapToInt(p -> size(p[0]) + size(p[1])).max().orElseThrow();
    }

    private static double[] shares(int size) {
        double[] shares = new double[size + 1];
        Arrays.setAll(shares, i -> (double) i / size);
        return shares;
    }

    private int size() {
        return first[clouds.size()];
    }

    private int[] sizes() {
        int[] sizes = new int[clouds.size()];
        Arrays.setAll(sizes, this::size);
        return sizes;
    }

    private int size(int cloud) {
        return first[cloud + 1] - first[cloud];
    }

    /** All values of each pair, bit for bit those of the pair alone. */
    List<Descent.Distances> read(Seed seed) {
        requireMemory(false);
        double[][] squared = new double[pairs.size()][problem.slices()];
        double[][] wasserstein = new double[pairs.size()][problem.slices()];
        CpuSession session = lines(seed, false, squared, wasserstein);
        List<Descent.Distances> distances = new ArrayList<>();
        for (int k = 0; k < pairs.size(); k++) {
            session.scale(squared[k], wasserstein[k]);
            distances.add(
                    plain(k, squared[k], wasserstein[k])
                            ? session.sliceValues(squared[k], wasserstein[k]).reading()
                            : alone(k, seed));
        }
        return distances;
    }

    /** MMD² of each cloud and the last one, which are the pairs. */
    List<Estimate> against(Seed seed) {
        if (problem.exponent() != 1 || weighted) {
            return read(seed).stream().map(Descent.Distances::squared).toList();
        }
        requireMemory(true);
        double[][] squared = new double[pairs.size()][problem.slices()];
        double[] bound = new double[problem.slices()];
        double[][] unused = new double[pairs.size()][];
        Arrays.fill(unused, bound);
        CpuSession session = lines(seed, true, squared, unused);
        List<Estimate> estimates = new ArrayList<>();
        for (int k = 0; k < pairs.size(); k++) {
            double[] own = squared[k];
            session.scale(own, bound);
            // No difference of distribution functions is above 1: W1 is at least half of MMD².
            Arrays.setAll(bound, p -> own[p] / 2);
            estimates.add(
                    plain(k, own, bound)
                            ? session.sliceValues(own, bound).squared()
                            : alone(k, seed).squared());
        }
        return estimates;
    }

    private void requireMemory(boolean shared) {
        int slices = problem.slices();
        Memory.require(
                16.0 * slices * pairs.size()
                        + (28.0 + 4.0 * dimension) * size()
                        + (shared
                                ? engine.threads() * SharedReference.bytes(clouds.size(), size(clouds.size() - 1))
                                : 0),
                pairs.size() + " pairs of clouds by " + slices + " slices",
                "take fewer pairs or slices");
    }

    private CpuSession lines(Seed seed, boolean shared, double[][] squared, double[][] wasserstein) {
        int slices = problem.slices();
        // Values use no solver, and a single target stands for all that there are none of.
        SlicedProblem values = new SlicedProblem(problem.exponent(), problem.directions(), slices, LineSolver.exact());
        CpuSession session = new CpuSession(
                values, size(), 1, dimension, Masses.uniform(size(), 1), Team.of(engine.threads()), engine.lanes());
        session.load(pooled(), null);
        session.aim(clouds.get(0).points().take(1));
        Worker[] workers = new Worker[session.team.threads()];
        Lines lines = session.kept().lines();
        try (Progress progress = Progress.start("lines of groups", slices)) {
            int[] done = {0};
            session.values(
                    seed,
                    (o, line, worker) -> {
                        if (workers[worker] == null) {
                            workers[worker] = new Worker(session.scratch(worker), shared);
                        }
                        workers[worker].line(lines.data, o, o + lines.targets, line, squared, wasserstein);
                    },
                    rows -> {
                        done[0] += rows;
                        progress.step(done[0]);
                        if (Thread.currentThread().isInterrupted()) {
                            throw new CancellationException("the distances between groups were interrupted after "
                                    + done[0] + " of " + slices + " slices");
                        }
                    });
        }
        return session;
    }

    private Points pooled() {
        float[] all = new float[Math.multiplyExact(size(), dimension)];
        for (int c = 0; c < clouds.size(); c++) {
            clouds.get(c).points().values().get(all, first[c] * dimension, size(c) * dimension);
        }
        Points points = Points.adopt(all, size(), dimension);
        Panels.requireNumbers(points);
        return points;
    }

    /** Whether clouds lie neither so near to each other nor so far out that their values need a second look. */
    private boolean plain(int pair, double[] squared, double[] wasserstein) {
        double mean = 0;
        for (int p = 0; p < squared.length; p++) {
            if (!Double.isFinite(squared[p] + wasserstein[p])) {
                return false;
            }
            mean += wasserstein[p] / wasserstein.length;
        }
        return !(mean < NearClouds.NEAR * norm(pairs.get(pair)[1]) * MARGIN);
    }

    private double norm(int cloud) {
        if (norms[cloud] == 0) {
            double sum = 0;
            for (double norm : clouds.get(cloud).points().norms()) {
                sum += norm * norm;
            }
            norms[cloud] = Math.sqrt(sum / size(cloud));
        }
        return norms[cloud];
    }

    private Descent.Distances alone(int pair, Seed seed) {
        try (SlicedDescent descent =
                engine.open(problem, clouds.get(pairs.get(pair)[0]), clouds.get(pairs.get(pair)[1]))) {
            return descent.read(seed);
        }
    }

    /** One thread's memory, and what it does with a line. */
    private final class Worker {
        private final LineScratch scratch;
        /** All projections, cloud after cloud, in order within each, and which point of its cloud each is. */
        private float[] z = {};

        private final int[] point = new int[weighted ? size() : 0];
        private final int[] next = new int[clouds.size()];
        private final @Nullable SharedReference reference;
        private @Nullable Sites sites;

        Worker(LineScratch scratch, boolean shared) {
            this.scratch = scratch;
            this.reference = shared ? new SharedReference(sizes()) : null;
        }

        void line(float[] p, int xo, int yo, int line, double[][] squared, double[][] wasserstein) {
            if (reference != null) {
                long[] keys = SortedLine.sort(p, xo, yo, scratch, cloudOf);
                if (!reference.read(keys, squared, line)) {
                    deal(keys, true);
                    pairs(line, squared, wasserstein, true);
                }
            } else {
                deal(SortedLine.sort(p, xo, yo, scratch), false);
                pairs(line, squared, wasserstein, false);
            }
        }

        /** Puts what is sorted into the order of clouds: by the number of a point, or of its cloud. */
        private void deal(long[] keys, boolean byCloud) {
            z = z.length == 0 ? new float[size()] : z;
            System.arraycopy(first, 0, next, 0, next.length);
            for (long key : keys) {
                int cloud = byCloud ? (int) key : cloudOf[(int) key];
                if (cloud < next.length) {
                    int at = next[cloud]++;
                    z[at] = SortedLine.value(key);
                    if (weighted) {
                        point[at] = (int) key - first[cloud];
                    }
                }
            }
        }

        /** The values of pairs on a line, or of those alone that are still missing. */
        private void pairs(int line, double[][] squared, double[][] wasserstein, boolean missing) {
            for (int k = 0; k < pairs.size(); k++) {
                if (missing && !Double.isNaN(squared[k][line])) {
                    continue;
                }
                int x = pairs.get(k)[0];
                int y = pairs.get(k)[1];
                if (problem.exponent() == 1 && weights[x].length + weights[y].length == 0) {
                    ranks(x, y, squared[k], wasserstein[k], line);
                } else {
                    Sites merged = merge(x, y);
                    squared[k][line] = kernel.squared(merged);
                    wasserstein[k][line] = merged.wasserstein();
                }
            }
        }

        /** As {@link SortedLine#values}, from two clouds that are in order. */
        private void ranks(int x, int y, double[] squared, double[] wasserstein, int line) {
            double[] belowX = shares[x];
            double[] belowY = shares[y];
            int n = belowX.length - 1;
            int m = belowY.length - 1;
            int xo = first[x];
            int yo = first[y];
            int i = 0;
            int j = 0;
            double square = 0;
            double absolute = 0;
            double last = Math.min(z[xo], z[yo]);
            while (i < n && j < m) {
                float a = z[xo + i];
                float b = z[yo + j];
                int ofX = a <= b ? 1 : 0;
                double here = Math.min(a, b);
                double difference = belowX[i] - belowY[j];
                double gap = here - last;
                square += gap * difference * difference;
                absolute += gap * Math.abs(difference);
                last = here;
                i += ofX;
                j += 1 - ofX;
            }
            // One of them is used up.
            int end = i < n ? xo + n : yo + m;
            for (int k = i < n ? xo + i : yo + j; k < end; k++) {
                double here = z[k];
                double difference = i < n ? belowX[k - xo] - belowY[m] : belowX[n] - belowY[k - yo];
                double gap = here - last;
                square += gap * difference * difference;
                absolute += gap * Math.abs(difference);
                last = here;
            }
            squared[line] = 2 * square;
            wasserstein[line] = absolute;
        }

        /** The places of both, in order, with signed masses. */
        private Sites merge(int x, int y) {
            Sites merged = sites;
            if (merged == null) {
                merged = new Sites(longest);
                sites = merged;
            }
            merged.clear();
            int i = first[x];
            int j = first[y];
            while (i < first[x + 1] || j < first[y + 1]) {
                if (j == first[y + 1] || (i < first[x + 1] && z[i] <= z[j])) {
                    merged.add(z[i], -mass(x, i));
                    i++;
                } else {
                    merged.add(z[j], mass(y, j));
                    j++;
                }
            }
            return merged;
        }

        /** What a point weighs, by its place in z. */
        private double mass(int cloud, int at) {
            double[] own = weights[cloud];
            return own.length == 0 ? 1.0 / size(cloud) : own[point[at]];
        }
    }
}
