package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a problem in tensor operations, and how many lines are worked on together so that it fits into some memory.
 *
 * @param particles N
 * @param targets M
 * @param dimension d
 * @param slices P
 * @param space D, in which directions are drawn
 * @param rotations whether they are random Hadamard rotations
 * @param bits of a bin; 0 for exact ranks
 * @param split whether coincident particles are ranked by their index
 * @param tile points that are rotated together
 * @param rows lines that are worked on together
 */
record TensorPlan(
        int particles,
        int targets,
        int dimension,
        int slices,
        int space,
        boolean rotations,
        int bits,
        boolean split,
        int tile,
        int rows) {
    /** Bytes for each point of a line in which all points coincide with others, the most that ranks take. */
    private static final int EXACT = 136;
    /** And for each bin. */
    private static final int BIN = 28;
    /** A rotation has about this many tensors of a tile at the same time. */
    private static final int TILES = 6;
    /** Numbers of a tile: enough for a GPU to be busy, and so few that a processor has them in its cache. */
    private static final int LARGE = 1 << 24;

    private static final int SMALL = 1 << 20;

    /** For one line at a time. */
    static TensorPlan of(SlicedProblem problem, DirectionSource source, int n, int m, boolean gpu) {
        int together = (gpu ? LARGE : SMALL) / source.space();
        return new TensorPlan(
                n,
                m,
                source.dimension(),
                source.slices(),
                source.space(),
                source.rotations(),
                problem.solver() instanceof LineSolver.Binned binned ? binned.bits() : 0,
                problem.solver() instanceof LineSolver.Exact exact && exact.ties() == Ties.SPLIT,
                Math.min(n + m, Math.max(together, 1)),
                1);
    }

    static @Nullable String refusal(SlicedProblem problem, DirectionSource source, int n, int m) {
        if (problem.exponent() != 1) {
            return "tensor operations are for r = 1: received r = " + problem.exponent();
        }
        if (source.weighted()) {
            return "tensor operations are for directions of the same weight: received weighted directions";
        }
        if ((long) n + m > Integer.MAX_VALUE) {
            return "tensor operations are for fewer than 2^31 particles and targets: received " + n + " and " + m;
        }
        return null;
    }

    /** Number of points on a line. */
    int points() {
        return particles + targets;
    }

    /** What targets count in ranks, in units in which all counts are whole. */
    int target() {
        return particles / gcd(particles, targets);
    }

    /** The same of particles. */
    int particle() {
        return targets / gcd(particles, targets);
    }

    /** One of these units. */
    double unit() {
        return 1 / ((double) particles * particle());
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Whether sums of counts fit into 32 bits. */
    boolean fewCounts() {
        return 2.0 * ((double) target() + particle()) * points() < Integer.MAX_VALUE;
    }

    /** Drawn rotations of a gradient, the last of which is cut short. */
    int rotationCount() {
        return (slices + space - 1) / space;
    }

    /** What lines have to be multiplied with to be projections on unit vectors. */
    double lineScale() {
        return rotations ? 1 / Math.sqrt((double) space * space * space) : 1;
    }

    /** What the sum of all lines has to be multiplied with to be the gradient. */
    double scale() {
        return SlicingConstant.of(space, 1) / slices * lineScale();
    }

    /** Bytes for points, directions and a tile, of values in double precision too. */
    double fixed() {
        double clouds = 4.0 * dimension * (3.0 * points() + 2.0 * particles);
        double drawn = rotations ? 12.0 * 3 * space * (rotationCount() + 8.0) : 12.0 * slices * dimension;
        return clouds + drawn + (rotations ? 8.0 * TILES * space * tile : 0);
    }

    /** Bytes for each line more. */
    double line() {
        double wide = fewCounts() ? 1 : 1.5;
        return wide * (EXACT * (double) points() + (bits > 0 ? BIN * Math.scalb(1.0, bits) : 0));
    }

    /** The same with as many lines as fit, at least one. */
    TensorPlan within(double bytes) {
        double fit = Math.floor((bytes - fixed()) / line());
        // An operation that finds ties counts in 32 bits.
        double most = Math.min(Math.min(slices, rotations ? space : slices), Integer.MAX_VALUE / points());
        return new TensorPlan(particles, targets, dimension, slices, space, rotations, bits, split, tile, (int)
                Math.max(1, Math.min(fit, most)));
    }

    /** Bytes in all. */
    double bytes() {
        return fixed() + rows * line();
    }
}
