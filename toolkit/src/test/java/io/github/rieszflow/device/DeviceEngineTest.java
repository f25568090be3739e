package io.github.rieszflow.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who computes on a GPU, with a twin of the device for the kernels and the processor for tensor operations. */
class DeviceEngineTest {
    private static final Device GPU = Device.gpu(0);
    private static final Points X = Points.uniform(30, 3, new Seed(1));
    private static final SlicedProblem USUAL = new SlicedProblem(1, Directions.iid(), 4, LineSolver.exact());
    private static final SlicedProblem FINE = new SlicedProblem(1, Directions.iid(), 4, LineSolver.binned(16));
    private static final SlicedProblem SMOOTH = new SlicedProblem(1.5, Directions.iid(), 4, LineSolver.exact());

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void twin() {
        Twin.use();
    }

    @AfterAll
    static void noTwin() {
        Twin.leave();
    }

    private DeviceEngine engine(Supplier<Engine> tensors) {
        return new DeviceEngine(GPU, CudaEngine.on(0), "", tensors, said::add);
    }

    private DeviceEngine engine() {
        return engine(() -> TensorEngine.on(Device.cpu()));
    }

    @Test
    void kernelsComeFirst() {
        try (var descent = engine().open(USUAL, X, X)) {
            assertThat(descent).isInstanceOf(CudaDescent.class);
        }
        assertThat(said).isEmpty();
        assertThat(engine().choice(USUAL, X, X)).isEqualTo("GPU 0 computes with the toolkit's own kernels");
    }

    @Test
    void tensorOperationsTakeWhatTheyRefuseAndSayWhy() {
        assertThat(engine().supports(FINE, X, X)).isTrue();
        assertThat(said).isEmpty();
        try (var descent = engine().open(FINE, X, X)) {
            assertThat(descent).isInstanceOf(TensorDescent.class);
        }
        assertThat(said).hasSize(1);
        assertThat(said.get(0))
                .startsWith(
                        "GPU 0 computes with PyTorch's tensor operations: 2^16 bins for 30 particles and 30 targets")
                .isEqualTo(engine().choice(FINE, X, X));
    }

    @Test
    void tensorOperationsTakeAllWhereThereAreNoKernels() {
        DeviceEngine engine =
                new DeviceEngine(GPU, null, "no CUDA driver was found", () -> TensorEngine.on(Device.cpu()), said::add);
        try (var descent = engine.open(USUAL, X, X)) {
            assertThat(descent).isInstanceOf(TensorDescent.class);
        }
        assertThat(said).containsExactly("GPU 0 computes with PyTorch's tensor operations: no CUDA driver was found");
        assertThat(engine).hasToString("GPU 0 by PyTorch's tensor operations: no CUDA driver was found");
    }

    @Test
    void whatNeitherDoesIsRefused() {
        assertThat(engine().supports(SMOOTH, X, X)).isFalse();
        assertThatThrownBy(() -> engine().open(SMOOTH, X, X))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor operations are for r = 1: received r = 1.5: use Engine.cpu()");
        DeviceEngine alone = engine(() -> TensorEngine.on(Device.gpu(63)));
        assertThat(alone.supports(USUAL, X, X)).isTrue();
        assertThat(alone.supports(FINE, X, X)).isFalse();
        assertThatThrownBy(() -> alone.open(FINE, X, X))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^16 bins for 30 particles")
                .hasMessageContaining(", and PyTorch cannot take it: GPU 63 was asked for, PyTorch sees");
        assertThat(said).isEmpty();
    }

    @Test
    void theProcessorHasItsOwn() {
        assertThat(DeviceEngine.on(Device.cpu())).isSameAs(Engine.cpu());
    }

    @Test
    void aDeviceThatTheDriverKnowsIsTaken() {
        assertThat(DeviceEngine.on(GPU))
                .hasToString("GPU 0: host twin, 2.1 GB, compute capability 8.0, driver for CUDA 13.0");
        assertThatThrownBy(() -> DeviceEngine.on(Device.gpu(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("GPU 1 was asked for");
    }

    @Test
    void kernelsAreForLaterDevicesAndDrivers() {
        assertThat(DeviceEngine.unfit(new CudaDevice(0, "a", 1, "9.0", "13.0"))).isNull();
        assertThat(DeviceEngine.unfit(new CudaDevice(0, "a", 1, "8.0", "11.8"))).isNull();
        assertThat(DeviceEngine.unfit(new CudaDevice(0, "a", 1, "10.3", "12.0")))
                .isNull();
        assertThat(DeviceEngine.unfit(new CudaDevice(0, "a", 1, "7.5", "13.0")))
                .isEqualTo("the CUDA kernels are for compute capability 8.0 and later, this device has 7.5");
        assertThat(DeviceEngine.unfit(new CudaDevice(0, "a", 1, "8.0", "11.4")))
                .isEqualTo("the CUDA kernels are for drivers of CUDA 11.8 and later, this one is for 11.4");
    }
}
