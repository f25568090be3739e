package io.github.rieszflow.device;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A GPU as an engine, by whatever does a problem there: the kernels of {@link CudaEngine} or, where these are not there or refuse, {@link
 * TensorEngine}, and then the reason is said once on the error stream. Nothing moves to the processor.
 *
 * <pre>{@code
 * Mmd.riesz(1).sliced(100).on(DeviceEngine.on(Device.best()));
 * }</pre>
 */
public final class DeviceEngine implements Engine {
    /** The first compute capability for which there are kernels, and the first CUDA version that reads them. */
    private static final double CAPABILITY = 8.0;

    private static final double VERSION = 11.8;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final Device device;
    /** Null where they cannot run, for a reason. */
    private final @Nullable CudaEngine kernels;

    private final String reason;
    private final Supplier<Engine> tensors;
    private final Consumer<String> say;

    DeviceEngine(
            Device device,
            @Nullable CudaEngine kernels,
            String reason,
            Supplier<Engine> tensors,
            Consumer<String> say) {
        this.device = device;
        this.kernels = kernels;
        this.reason = reason;
        this.tensors = tensors;
        this.say = say;
    }

    /**
     * The engine of a device.
     *
     * @param device the processor or a GPU
     * @return {@link Engine#cpu()} for the processor, else the GPU as an engine
     * @throws IllegalStateException if the GPU is seen neither by the CUDA driver nor by PyTorch
     */
    public static Engine on(Device device) {
        if (device.gpu() < 0) {
            return Engine.cpu();
        }
        Supplier<Engine> tensors = () -> TensorEngine.on(device);
        String reason = unfit(device.gpu());
        if (reason != null) {
            // Whether PyTorch has the device is then said here and not in the middle of the work.
            Engine made = tensors.get();
            return new DeviceEngine(device, null, reason, () -> made, DeviceEngine::say);
        }
        return new DeviceEngine(device, CudaEngine.on(device.gpu()), "", tensors, DeviceEngine::say);
    }

    /** Why kernels cannot run on a device, or null if they can. */
    private static @Nullable String unfit(int index) {
        CudaDriver driver = CudaDriver.get();
        if (driver == null) {
            return "no CUDA driver was found";
        }
        int count = driver.devices();
        if (index >= count) {
            return "the CUDA driver has " + count + (count == 1 ? " device" : " devices");
        }
        return unfit(CudaDevice.of(driver, index));
    }

    static @Nullable String unfit(CudaDevice found) {
        if (Double.parseDouble(found.capability()) < CAPABILITY) {
            return "the CUDA kernels are for compute capability " + CAPABILITY + " and later, this device has "
                    + found.capability();
        }
        // 11.8 is more than 11.10 would be, which does not exist.
        return Double.parseDouble(found.driver()) < VERSION
                ? "the CUDA kernels are for drivers of CUDA " + VERSION + " and later, this one is for "
                        + found.driver()
                : null;
    }

    private static void say(String message) {
        if (SAID.add(message)) {
            System.err.println(message);
        }
    }

    /** Why a problem is not for the kernels, or null if it is. */
    private @Nullable String refusal(SlicedProblem problem, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return kernels == null ? reason : kernels.refusal(problem, particles, targets);
    }

    /**
     * By what a problem would be computed, and why.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return a sentence
     * @throws IllegalArgumentException if dimensions differ or the directions are not for this dimension
     */
    public String choice(SlicedProblem problem, Measure particles, Measure targets) {
        String refusal = refusal(problem, particles, targets);
        return refusal == null
                ? device + " computes with the toolkit's own kernels"
                : device + " computes with PyTorch's tensor operations: " + refusal;
    }

    /**
     * Whether one of the two can do it; if not, {@link #open} says why. Loads PyTorch if the kernels cannot.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return false for r ≠ 1, weights, what the processor refuses, and what only PyTorch could do if it does not have the
     *     device
     */
    @Override
    public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
        try {
            return refusal(problem, particles, targets) == null || tensors.get().supports(problem, particles, targets);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    /**
     * Opens a descent on the device: particles at rest, and targets.
     *
     * @param problem what is computed
     * @param particles N×d points
     * @param targets M×d points
     * @return the descent, to be closed
     * @throws IllegalArgumentException if neither can do it, dimensions differ or the memory is not there
     * @throws IllegalStateException if the driver or PyTorch fails
     */
    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        String refusal = refusal(problem, particles, targets);
        if (refusal == null && kernels != null) {
            return kernels.open(problem, particles, targets);
        }
        SlicedDescent descent = other(String.valueOf(refusal)).open(problem, particles, targets);
        say.accept(choice(problem, particles, targets));
        return descent;
    }

    /** PyTorch on this device, in place of kernels that refused. */
    private Engine other(String refusal) {
        try {
            return tensors.get();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(refusal + ", and PyTorch cannot take it: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return kernels == null ? device + " by PyTorch's tensor operations: " + reason : kernels.toString();
    }
}
