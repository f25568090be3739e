package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A CUDA device with kernels of our own, through the driver alone: no CUDA toolkit and no PyTorch is needed. For r = 1 and uniform
 * weights; {@link #supports} says what else there is to ask. Directions are those that the processor draws from the same
 * seed, and kernels round every sum as the processor does: a step gives the processor's bits, unless rotations are cut in
 * other places (where min(P, D)·(N+M) is above 2²⁶), or there are 2¹⁹ points or more in few dimensions, for which the
 * processor has ways of its own. Values of slices are computed on the processor, from particles copied there.
 *
 * <p>Memory on the device in bytes is 4d(3N+M) + 4R(N+M), with as many rows R ≤ P of projections as fit into half of what is
 * free when a descent is opened, or into {@link #atMost}; for exact ranks of so many points that a line does not fit into the shared
 * memory of a multiprocessor (some 40,000 where that is 227 kB) also R(4N + 2M) for their order; for dense directions
 * 4Pd. The driver's context and the compiled kernels stay to the end of the process, everything else goes with the descent.
 *
 * <p>What bounds a step with Hadamard directions is memory bandwidth: 4d(N+M) + 4P(N+M) bytes for the projections, 4P(2N+M) for
 * ranks and 4PN + 16dN for the way back, at N = M = 20,000, d = 784, P = 1,000 in all 0.86 GB, 0.29 ms at 3 TB/s; with dense directions
 * 2Pd(2N+M) fused operations in single precision.
 */
public final class CudaEngine implements Engine {
    private final CudaDriver driver;
    private final int index;
    private final long limit;

    private CudaEngine(CudaDriver driver, int index, long limit) {
        this.driver = driver;
        this.index = index;
        this.limit = limit;
    }

    /**
     * Whether there is a driver with a device.
     *
     * @return false where nothing was found; costs nothing there
     */
    public static boolean available() {
        return !devices().isEmpty();
    }

    /**
     * The devices that the driver knows.
     *
     * @return one description for each, empty where there is no driver
     */
    public static List<CudaDevice> devices() {
        CudaDriver driver = CudaDriver.get();
        if (driver == null) {
            return List.of();
        }
        return IntStream.range(0, driver.devices())
                .mapToObj(i -> CudaDevice.of(driver, i))
                .toList();
    }

    /**
     * A device as an engine.
     *
     * @param index 0, 1, …: its place in {@link #devices()}
     * @return the engine
     * @throws IllegalStateException if there is no such device
     */
    public static CudaEngine on(int index) {
        CudaDriver driver = CudaDriver.get();
        if (driver == null) {
            throw new IllegalStateException("no CUDA driver was found on this machine: use Engine.cpu()");
        }
        int count = driver.devices();
        if (index < 0 || index >= count) {
            throw new IllegalStateException(
                    "there " + (count == 1 ? "is 1 CUDA device" : "are " + count + " CUDA devices")
                            + ": received index " + index);
        }
        return new CudaEngine(driver, index, 0);
    }

    /**
     * The same with a limit on the device's memory for one descent, where half of what is free is not the right one.
     *
     * @param bytes at least 1
     * @return the engine
     * @throws IllegalArgumentException if the number is not positive
     */
    public CudaEngine atMost(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the number of bytes must be at least 1: received " + bytes);
        }
        return new CudaEngine(driver, index, bytes);
    }

    /**
     * Whether this engine can do it; if not, {@link #open} says why. The device is not opened for this.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return false for r ≠ 1, weights, more than 4096 coordinates with Hadamard directions, 2²¹ or more particles with exact
     *     ranks, more bins than fit into shared memory, and what the processor refuses
     */
    @Override
    public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
        try {
            require(problem, particles, targets);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Opens a descent: particles at rest, and targets, on the device.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return the descent, to be closed
     * @throws IllegalArgumentException if this engine cannot do it, dimensions differ or memory is not there
     * @throws IllegalStateException if the driver fails
     */
    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        DirectionSource directions = require(problem, particles, targets);
        return new CudaDescent(CudaRuntime.of(driver, index), problem, directions, particles, targets, limit);
    }

    /** The directions of a problem that is supported. */
    private DirectionSource require(SlicedProblem problem, Measure particles, Measure targets) {
        DirectionSource directions = directions(problem, particles, targets);
        String refusal = refusal(problem, directions, particles, targets);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal + ": use Engine.cpu()");
        }
        return directions;
    }

    private static DirectionSource directions(SlicedProblem problem, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return DirectionSource.open(
                problem.directions(),
                targets.dimension(),
                problem.slices(),
                Team.standard().threads());
    }

    /** Why it cannot do it, or null if it can; throws where no engine can. */
    @Nullable
    String refusal(SlicedProblem problem, Measure particles, Measure targets) {
        return refusal(problem, directions(problem, particles, targets), particles, targets);
    }

    private @Nullable String refusal(
            SlicedProblem problem, DirectionSource directions, Measure particles, Measure targets) {
        if (problem.exponent() != 1) {
            return "the CUDA engine is for r = 1: received r = " + problem.exponent();
        }
        if (!particles.uniform() || !targets.uniform()) {
            return "the CUDA engine is for uniform weights: received weighted points";
        }
        int shared = CudaRuntime.shared(driver, index);
        String projecting = CudaProjection.refusal(directions, shared);
        return projecting != null ? projecting : CudaRanks.refusal(problem, particles.size(), targets.size(), shared);
    }

    @Override
    public String toString() {
        return CudaDevice.of(driver, index).toString();
    }
}
