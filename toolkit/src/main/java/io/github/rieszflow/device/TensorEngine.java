package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import org.jspecify.annotations.Nullable;

/**
 * Tensor operations of PyTorch as an engine, on any device that PyTorch has: the processor or a GPU. For r = 1 and uniform weights. All
 * of a step is one call of a script, and particles, momentum and targets stay on the device.
 *
 * <pre>{@code
 * var sliced = Mmd.riesz(1).sliced(100).on(TensorEngine.on(Device.cpu()));
 * ParticleFlow.of(sliced).toward(shape).from(noise).run(20);
 * }</pre>
 *
 * <p>On the processor {@link Engine#cpu()} is several times faster: there this engine is for comparisons. {@link DeviceEngine} takes it
 * on a GPU for what {@link CudaEngine} does not do. It was never run on a GPU.
 *
 * <p>Directions are those that the processor draws from the same seed. Ranks are exact, by one sort of particles and targets
 * together, with mean ranks where particles sit on targets and the rule for ties where particles coincide, on each line as it is
 * rounded to single precision; or binned, by counts. So gradients differ from those of {@link Engine#cpu()} by
 * rounding, and by 2/N on a line where two projections are so close that rounding decides their order. That points that
 * coincide also do on lines is up to PyTorch's products, which must give equal columns equal bits: those for x86 processors do
 * where the number of all points is a multiple of 16, and with AVX-512 whatever it is; others were not tried. Values are computed in double precision.
 *
 * <p>The same seed gives the same bits. Counts and ranks are whole numbers, so only sums of projections and gradients could depend on their
 * order: on the processor all of it runs on one thread for that reason. On a GPU the order is that of PyTorch's products, and
 * blocks of lines are cut by the memory that is free; with {@link #atMost} they are always the same.
 *
 * <p>Memory on the device is 12d(N+M) + 8dN bytes for points, 12Pd for directions (for Hadamard rotations 36(P+9D) and
 * 48 for each number of a tile of 2²⁰, on a GPU 2²⁴) and 136(N+M) for each line, of which as many are worked on together as fit, half as much more
 * where counts take 64 bits, and 28 for each bin. Of a GPU a descent takes at most half of what is free when it is opened; on
 * the processor lines take 256 MB. What PyTorch has taken from a GPU it keeps for the next tensors of the process. The
 * compiled scripts of the last few problems stay; each other problem takes some ten milliseconds to compile.
 */
public final class TensorEngine implements Engine {
    /** Bytes for lines where nothing says how much is free. */
    private static final double LINES = 0x1p28;

    private final Device device;
    /** 0 if none is set. */
    private final long limit;

    private TensorEngine(Device device, long limit) {
        this.device = device;
        this.limit = limit;
    }

    /**
     * A device as an engine. PyTorch is loaded when the first descent is opened, for a GPU at once.
     *
     * @param device where to compute
     * @return the engine
     * @throws IllegalStateException if it is a GPU that PyTorch does not see, or PyTorch's native library is missing
     */
    public static TensorEngine on(Device device) {
        return new TensorEngine(device.require(), 0);
    }

    /**
     * The same with a limit on the device's memory for one descent.
     *
     * @param bytes at least 1
     * @return the engine
     * @throws IllegalArgumentException if the number is not positive
     */
    public TensorEngine atMost(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the number of bytes must be at least 1: received " + bytes);
        }
        return new TensorEngine(device, bytes);
    }

    /**
     * Whether this engine can do it; if not, {@link #open} says why. PyTorch is not loaded for this.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return false for r ≠ 1, weights, and what the processor refuses
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
     * @throws IllegalArgumentException if this engine cannot do it, dimensions differ or the limit leaves no room for one line
     * @throws IllegalStateException if PyTorch's native library is missing or PyTorch finds no memory
     */
    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        DirectionSource directions = require(problem, particles, targets);
        boolean gpu = device.gpu() >= 0;
        TensorPlan least = TensorPlan.of(problem, directions, particles.size(), targets.size(), gpu);
        double most = most(least);
        if (least.bytes() > most) {
            throw new IllegalArgumentException("slicing " + particles.shape() + " particles against " + targets.shape()
                    + " targets would take " + Memory.text(least.bytes()) + " on " + device
                    + ", of which a descent may take " + Memory.text(most)
                    + ": take fewer points or slices, or set another limit with TensorEngine.atMost(bytes)");
        }
        return new TensorDescent(least.within(most), directions, particles.points(), targets.points(), device);
    }

    private double most(TensorPlan least) {
        if (limit > 0) {
            return limit;
        }
        CudaDriver driver = device.gpu() < 0 ? null : CudaDriver.get();
        if (driver == null || device.gpu() >= driver.devices()) {
            return least.fixed() + Math.max(least.line(), LINES);
        }
        CudaRuntime runtime = CudaRuntime.of(driver, device.gpu());
        runtime.enter();
        try {
            return driver.free() / 2.0;
        } finally {
            runtime.leave();
        }
    }

    /** The directions of a problem that is supported. */
    private static DirectionSource require(SlicedProblem problem, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        DirectionSource directions = DirectionSource.open(
                problem.directions(),
                targets.dimension(),
                problem.slices(),
                Team.standard().threads());
        String refusal = refusal(problem, directions, particles, targets);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal + ": use Engine.cpu()");
        }
        return directions;
    }

    private static @Nullable String refusal(
            SlicedProblem problem, DirectionSource directions, Measure particles, Measure targets) {
        return particles.uniform() && targets.uniform()
                ? TensorPlan.refusal(problem, directions, particles.size(), targets.size())
                : "tensor operations are for uniform weights: received weighted points";
    }

    @Override
    public String toString() {
        return "PyTorch's tensor operations on " + device;
    }
}
