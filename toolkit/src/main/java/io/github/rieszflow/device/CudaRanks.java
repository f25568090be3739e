package io.github.rieszflow.device;

import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import org.jspecify.annotations.Nullable;

/**
 * The one-dimensional stage on a device: what it needs for lines of n particles and m targets, and its launches. Bins, keys, digits
 * and ties are those of the processor's solvers.
 */
final class CudaRanks {
    private static final String MODULE = "ranks";
    private static final int KEY_BITS = 22;
    /** More points than this do not fit into half of a count. */
    private static final int PACKED = 65535;
    /** Lines of so few particles are sorted. */
    private static final int FEW = 64;
    /** How much fuller than the mean a high digit may be, and how many in one are never too many. */
    private static final int CROWDED = 64;

    private static final int SPARSE = 4;
    /** The most bits of a high digit. */
    private static final int MOST_BITS = 14;
    /** Number of points from which digits are finer. */
    private static final int MANY = 1 << 14;
    /** Indices of at most this many bits share a word with the low digit of a key. */
    private static final int MOST_INDEX_BITS = 21;
    /** Number of particles that are looked at for ties. */
    private static final int SAMPLE = 1024;
    /** The most bytes of lines that are sorted at a time. */
    private static final long SORTING = 64L << 20;

    private static final int THREADS_BINNED = 512;
    private static final int THREADS = 1024;
    private static final int THREADS_BUCKETS = 256;
    private static final int THREADS_TIES = 128;
    /** Number of blocks whose warps go over the buckets of a line. */
    private static final int BUCKET_BLOCKS = 64;

    private final CudaRuntime runtime;
    private final int particles;
    private final int targets;
    private final int dimension;
    /** Bits of a bin; 0 for exact ranks. */
    private final int bits;

    private final boolean split;
    private final int highBits;
    /** Whether a whole line fits into shared memory. */
    private final boolean inside;

    private final int shared;
    private final int[] keys;
    private final int sorters;

    CudaRanks(CudaRuntime runtime, SlicedProblem problem, int n, int m, int dimension) {
        this.runtime = runtime;
        this.particles = n;
        this.targets = m;
        this.dimension = dimension;
        this.bits = bits(problem);
        this.split = problem.solver() instanceof LineSolver.Exact exact && exact.ties() == Ties.SPLIT;
        int fewest = fewestBits(n, m);
        this.inside = bits == 0 && n <= PACKED && m <= PACKED && inside(fewest, n, m) <= runtime.shared;
        this.highBits = finest(fewest, n, m, inside, runtime.shared);
        long own = inside ? inside(highBits, n, m) : outside(highBits);
        this.shared = (int) (bits > 0 ? binned(bits, n, m) : own);
        this.sorters = (int) Math.max(1, Math.min(runtime.multiprocessors, SORTING / (4L * n)));
        int divisor = gcd(n, m);
        boolean large = 2.0 * n / divisor * m > Integer.MAX_VALUE;
        this.keys = new int[] {
            KEY_BITS - highBits,
            highBits,
            large ? 0 : -2 * (m / divisor),
            large ? 0 : 2 * (n / divisor),
            Float.floatToRawIntBits((float) (1 / ((double) n / divisor * m))),
            (int) Math.max(SPARSE, ((long) CROWDED * n) >> fewest),
            highBits - fewest,
            !split || n <= FEW || large ? 1 : 0
        };
    }

    static @Nullable String refusal(SlicedProblem problem, int n, int m, int shared) {
        int bits = bits(problem);
        if (bits > 0 && binned(bits, n, m) > shared) {
            return "2^" + bits + " bins for " + n + " particles and " + m + " targets take " + binned(bits, n, m)
                    + " bytes of shared memory, this device has " + shared;
        }
        if (bits == 0 && indexBits(n) > MOST_INDEX_BITS) {
            return "the CUDA engine ranks at most 2^" + MOST_INDEX_BITS + "-1 particles exactly: received " + n
                    + ", take LineSolver.binned(12)";
        }
        if (bits == 0 && outside(fewestBits(n, m)) > shared) {
            return "exact ranks take " + outside(fewestBits(n, m)) + " bytes of shared memory, this device has "
                    + shared;
        }
        return null;
    }

    private static int bits(SlicedProblem problem) {
        return problem.solver() instanceof LineSolver.Binned binned ? binned.bits() : 0;
    }

    private static int indexBits(int n) {
        return 32 - Integer.numberOfLeadingZeros(n);
    }

    /** Bits of the high digit on the processor, which say where digits are crowded. */
    private static int fewestBits(int n, int m) {
        return Math.min((long) n + m < MANY ? 11 : 13, 32 - indexBits(n));
    }

    /** As many bits as leave a few points on each digit and fit into shared memory. */
    private static int finest(int fewest, int n, int m, boolean inside, int shared) {
        int bits = fewest;
        while (bits < MOST_BITS
                && 2L << bits < (long) n + m
                && (inside ? inside(bits + 1, n, m) : outside(bits + 1)) <= shared) {
            bits++;
        }
        return bits;
    }

    private static long binned(int bits, int n, int m) {
        return (n <= PACKED && m <= PACKED ? 4L : 8L) << bits;
    }

    private static long inside(int highBits, int n, int m) {
        return (4L << highBits) + 4L * n + 2L * m;
    }

    private static long outside(int highBits) {
        return 8L << highBits;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Bytes in device memory for each line. */
    long bytesPerLine() {
        return bits > 0 || inside ? 1 : 1 + 4L * particles + 2L * targets + 2 + (8L << highBits);
    }

    /** Bytes in device memory for all lines together. */
    long bytes() {
        return 4L * particles * sorters;
    }

    /**
     * Finds gradients in place of the particles' projections, without waiting.
     *
     * @param lines where they are, rows of them, stride numbers apart
     * @param first which line of the step the first one is
     * @param ties two counters, zero in a step's first launch
     * @param memory bytesPerLine() for each line and then bytes()
     */
    void launch(long lines, long stride, int yo, int rows, int first, long x, long y, long ties, Memory memory) {
        if (bits > 0) {
            boolean packed = particles <= PACKED && targets <= PACKED;
            onLines(packed ? "binnedRanks" : "binnedRanksOfMany", shared, lines, stride)
                    .with(yo)
                    .with(targets)
                    .with(bits)
                    .with(memory.flags)
                    .run(rows, 1, packed ? THREADS_BINNED : THREADS);
        } else {
            exact(lines, stride, yo, rows, first, x, y, ties, memory);
        }
        onLines("sortedRanks", 0, lines, stride)
                .with(yo)
                .with(targets)
                .with(rows)
                .with(split ? 1 : 0)
                .with(memory.flags)
                .with(memory.sorting)
                .run(Math.min(rows, sorters), 1, THREADS);
    }

    private void exact(long lines, long stride, int yo, int rows, int first, long x, long y, long ties, Memory memory) {
        if (first == 0 && keys[keys.length - 1] == 0) {
            runtime.kernel(MODULE, "countTies", 0)
                    .with(lines)
                    .with(particles)
                    .with(yo)
                    .with(targets)
                    .with(dimension)
                    .with(x)
                    .with(y)
                    .with(ties)
                    .run(Math.min(particles, SAMPLE), 1, THREADS_TIES);
        }
        if (inside) {
            onLines("exactRanks", shared, lines, stride)
                    .with(yo)
                    .with(targets)
                    .with(keys)
                    .with(first)
                    .with(ties)
                    .with(memory.flags)
                    .run(rows, 1, THREADS);
            return;
        }
        buckets(
                        onLines("buckets", shared, lines, stride)
                                .with(yo)
                                .with(targets)
                                .with(keys)
                                .with(ties)
                                .with(memory.flags),
                        memory)
                .run(rows, 1, THREADS);
        buckets(
                        onLines("bucketRanks", 0, lines, stride)
                                .with(targets)
                                .with(keys)
                                .with(first)
                                .with(memory.flags),
                        memory)
                .run(BUCKET_BLOCKS, rows, THREADS_BUCKETS);
    }

    /** A kernel with the parameters that all on lines begin with. */
    private Launch onLines(String name, int bytes, long lines, long stride) {
        return runtime.kernel(MODULE, name, bytes).with(lines).with(stride).with(particles);
    }

    /** With the parameters that all on buckets end with. */
    private static Launch buckets(Launch launch, Memory memory) {
        return launch.with(memory.particles).with(memory.targets).with(memory.ends);
    }

    /** Where things are on the device. */
    record Memory(long flags, long sorting, long particles, long targets, long ends) {}

    /** Lays out memory that begins at a multiple of 256 bytes. */
    Memory layOut(long start, int rows) {
        long sorting = start + roundUp(rows);
        long ends = sorting + roundUp(bytes());
        boolean outside = bits == 0 && !inside;
        long order = ends + (outside ? roundUp((8L << highBits) * rows) : 0);
        long targetsAt = order + (outside ? roundUp(4L * particles * rows) : 0);
        return new Memory(start, sorting, order, targetsAt, ends);
    }

    /** How many bytes that takes. */
    long bytes(int rows) {
        boolean outside = bits == 0 && !inside;
        Memory memory = layOut(0, rows);
        return memory.targets + (outside ? roundUp(2L * targets * rows) : 256);
    }

    private static long roundUp(long bytes) {
        return (bytes + 255) / 256 * 256;
    }
}
