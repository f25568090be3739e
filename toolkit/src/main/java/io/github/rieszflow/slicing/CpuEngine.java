package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;

/**
 * The processor. Results are the same in every bit for any number of threads, with and without the Vector API, and on
 * every JDK.
 *
 * <p>Memory in bytes of a session with N particles, M targets, dimension d and P slices is at most
 * 4d(3N+M) for the panels, 4R(N+M) for a block of projected lines with R ≤ min(P, 192) rows, R ≤ min(P, 24) where d ≤ 16,
 * for Hadamard directions R ≤ min(P, D) and at most 256 MB in all but the smallest blocks, 12Pd for the directions, and
 * for each thread 24(N+M) + 4·128·max(R, D) + 150 kB. More takes each thread
 * <ul>
 * <li>for orthogonal directions 8·min(P, d)·d,
 * <li>for binned ranks 12 for each bin, of 2¹⁹ points or more in at most 8 dimensions 160 for each bin, 12Pd
 * and 250 kB,
 * <li>with weights or r ≠ 1 32(N+M) + 30 kB,
 * </ul>
 * and the session 48·max(N, M) for exact ranks of 2²⁰ points or more on the plane, 8(N+M) for weights and 100 kB for
 * r ≠ 1. Here N and M are rounded up to whole panels of at most 128 points and P to a multiple of 4. Nothing of this is
 * allocated in a step, and nothing else that grows with these numbers but what Sobol directions and rules of your own take
 * while they draw.
 *
 * <p>Threads and lanes default to all processors and to the Vector API if the JVM was started with
 * {@code --add-modules jdk.incubator.vector}; the system property {@code rieszflow.threads} sets another number.
 */
public final class CpuEngine implements Engine {
    static final CpuEngine DEFAULT = new CpuEngine(Team.standard().threads(), Lanes.get());

    private final int threads;
    private final Lanes lanes;

    private CpuEngine(int threads, Lanes lanes) {
        this.threads = Require.positive(threads, "the number of threads");
        this.lanes = lanes;
    }

    /**
     * The same with another number of threads.
     *
     * @param threads at least 1
     * @return the engine
     * @throws IllegalArgumentException if the number is not positive
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

    @Override
    public SlicedSession open(SlicedProblem problem, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return new CpuSession(problem, particles, targets, Team.of(threads), lanes);
    }

    @Override
    public String toString() {
        return "CPU (" + threads + (threads == 1 ? " thread, " : " threads, ") + lanes.describe() + ")";
    }
}
