package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The processor. Results are bit for bit the same for any number of threads, with and without the Vector API, and on
 * every JDK.
 *
 * <p>Memory in bytes of an open descent with N particles, M targets, dimension d and P slices is at most
 * 4d(3N+M) for the panels, 4R(N+M) for a block of projected lines with R ≤ min(P, 192) rows, R ≤ min(P, 24) where d ≤ 16,
 * for Hadamard directions R ≤ min(P, D) and at most 256 MB in all but the smallest blocks, 12Pd for the directions, and
 * for each thread 24(N+M) + 4·128·max(R, D) + 150 kB. More takes each thread
 * <ul>
 * <li>for orthogonal directions 8·min(P, d)·d,
 * <li>for binned ranks 12 for each bin, of 2¹⁹ points or more in at most 8 dimensions 160 for each bin, 12Pd
 * and 250 kB,
 * <li>with weights or r ≠ 1 32(N+M) + 30 kB,
 * </ul>
 * and the descent 48·max(N, M) for exact ranks of 2²⁰ points or more on the plane, 8(N+M) for weights and 100 kB for
 * r ≠ 1. Values of clouds that nearly coincide are found in double precision and take 4Pd, and 60(N+M) for each thread. Here N
 * and M are rounded up to whole panels of at most 128 points and P to a multiple of 4. Panels are allocated
 * when they are first needed, at the latest in the first step; later ones allocate nothing that grows with these numbers but
 * what Sobol directions and rules of your own take while they draw. A descent that is closed holds nothing; until the next
 * garbage collection its memory may serve the next descent of the same sizes, so that many short ones, one after the other,
 * allocate little.
 *
 * <p>A descent of which nothing but one gradient is asked keeps no panels, if d &gt; 16 and all lines fit into one block: then
 * 4RN take the place of the first two terms, and 4RM more if the gradient, in whose array the targets' lines find room, is
 * smaller than that.
 *
 * <p>Threads and lanes default to all processors and to the Vector API if the JVM was started with
 * {@code --add-modules jdk.incubator.vector}; the system property {@code rieszflow.threads} sets another number, from 1 to
 * 4096.
 */
public final class CpuEngine implements Engine {
    private static volatile @Nullable CpuEngine standard;

    private final int threads;
    private final Lanes lanes;
    /** What the last closed descent used, for the next one of the same sizes; free for any garbage collection to take. */
    private @Nullable WeakReference<CpuSession> spare;

    private CpuEngine(int threads, Lanes lanes) {
        this.threads = Require.between(threads, 1, Team.MOST, "the number of threads");
        this.lanes = lanes;
    }

    /** Made when it is first asked for: a wrong number of threads is then said, each time anew. */
    static CpuEngine standard() {
        CpuEngine made = standard;
        if (made == null) {
            made = made();
            standard = made;
        }
        return made;
    }

    static CpuEngine made() {
        return new CpuEngine(Team.standard().threads(), Lanes.get());
    }

    /**
     * The same with another number of threads.
     *
     * @param threads from 1 to 4096
     * @return the engine
     * @throws IllegalArgumentException if the number is out of range
     */
    public CpuEngine threads(int threads) {
        return new CpuEngine(threads, lanes);
    }

    /**
     * The same without the Vector API.
     *
     * @return the engine
     */
    public CpuEngine plain() {
        return new CpuEngine(threads, new PlainLanes());
    }

    /**
     * How many threads work on a descent.
     *
     * @return at least 1
     */
    public int threads() {
        return threads;
    }

    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        Panels.requireNumbers(particles.points());
        Panels.requireNumbers(targets.points());
        CpuSession session = spare(problem, particles, targets);
        return new CpuDescent(
                this,
                session != null ? session : new CpuSession(problem, particles, targets, Team.of(threads), lanes),
                particles,
                targets);
    }

    /**
     * What {@link Descent#read} says of many pairs of clouds on the same directions, bit for bit; but each cloud is projected
     * once, and sorted once on each line, and a pair is then a merge: O(P N (d + log N)) for N points in all and O(P (n+m))
     * for each pair of n and m points (times the nodes of the sum where r ≠ 1). Memory on top of that of a descent of N particles:
     * 16P bytes for each pair, 4Nd + 12N, and for each thread 8N and, with weights or r ≠ 1, 32(n+m). Reports progress.
     *
     * @param problem exponent, directions, their number and the solver, which values do not use
     * @param clouds samples or weighted measures in R^d
     * @param pairs x and y of each pair: the numbers of two clouds, from 0 on
     * @param seed where directions are drawn from
     * @return MMD² and sliced W1 of each pair
     * @throws IllegalArgumentException if dimensions differ, a pair is not two numbers of clouds, or the memory is not there
     * @throws CancellationException if the thread is interrupted
     */
    public List<Descent.Distances> between(
            SlicedProblem problem, List<? extends Measure> clouds, List<int[]> pairs, Seed seed) {
        for (Measure cloud : clouds) {
            Require.sameDimension(clouds.get(0), cloud);
        }
        for (int[] pair : pairs) {
            if (pair.length != 2 || Math.min(pair[0], pair[1]) < 0 || Math.max(pair[0], pair[1]) >= clouds.size()) {
                throw new IllegalArgumentException("a pair is two numbers of clouds, from 0 to " + (clouds.size() - 1)
                        + ": received " + Arrays.toString(pair));
            }
        }
        return pairs.isEmpty() ? List.of() : new ManyClouds(this, problem, clouds, pairs).read(seed);
    }

    /**
     * MMD² of many clouds, each with the same reference, on the same directions. For r = 1 and without weights pairs take no time of
     * their own: all are read from sums over the reference, in one pass over all points in order, O(P N (d + log N)) for N points
     * in all, with 72 bytes for each cloud and 16 for each point of the reference for each thread on top of {@link #between}.
     * Values are those of pairs to 10⁻⁹ of themselves; what would lose more, of clouds that nearly coincide, is merged pair by
     * pair. With weights or r ≠ 1 they are those of {@link #between}, bit for bit.
     *
     * @param problem exponent, directions, their number and the solver, which values do not use
     * @param clouds samples or weighted measures in R^d
     * @param reference what each is compared with, the y of all pairs
     * @param seed where directions are drawn from
     * @return MMD² of each cloud and the reference
     * @throws IllegalArgumentException if dimensions differ or the memory is not there
     * @throws CancellationException if the thread is interrupted
     */
    public List<Estimate> against(SlicedProblem problem, List<? extends Measure> clouds, Measure reference, Seed seed) {
        List<Measure> all = new ArrayList<>(clouds);
        all.add(reference);
        List<int[]> pairs = new ArrayList<>();
        for (int c = 0; c < clouds.size(); c++) {
            Require.sameDimension(clouds.get(c), reference);
            pairs.add(new int[] {c, clouds.size()});
        }
        return pairs.isEmpty() ? List.of() : new ManyClouds(this, problem, all, pairs).against(seed);
    }

    /** How its threads compute. */
    Lanes lanes() {
        return lanes;
    }

    @Override
    public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
        try {
            Require.sameDimension(particles, targets);
            DirectionSource.open(problem.directions(), targets.dimension(), problem.slices(), 1);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private synchronized @Nullable CpuSession spare(SlicedProblem problem, Measure particles, Measure targets) {
        CpuSession session = spare == null ? null : spare.get();
        if (session == null || !session.fits(problem, particles, targets)) {
            return null;
        }
        spare = null;
        return session;
    }

    synchronized void giveBack(CpuSession session) {
        spare = new WeakReference<>(session);
    }

    @Override
    public String toString() {
        return "CPU (" + threads + (threads == 1 ? " thread, " : " threads, ") + lanes.describe() + ")";
    }
}
