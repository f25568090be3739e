package io.github.rieszflow.device;

import io.github.rieszflow.Promises;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;

class DevicePromisesTest extends Promises {
    DevicePromisesTest() {
        super("device");
    }

    @Override
    protected void table() {
        state("CudaEngine.on(int)", () -> CudaEngine.on(63), () -> CudaEngine.on(-1));
        // An engine needs a device: these run where there is one.
        elsewhere(IllegalArgumentException.class, "CudaEngine.atMost(long)", CudaEngineTest.class);
        String open = "CudaEngine.open(SlicedProblem, Measure, Measure)";
        elsewhere(IllegalArgumentException.class, open, CudaEngineTest.class);
        elsewhere(IllegalStateException.class, open, CudaEngineTest.class);
        Device missing = Device.gpu(63);
        state("TensorEngine.on(Device)", () -> TensorEngine.on(missing));
        TensorEngine tensors = TensorEngine.on(Device.cpu());
        argument("TensorEngine.atMost(long)", () -> tensors.atMost(0));
        Points x = Points.uniform(20, 3, new Seed(1));
        SlicedProblem smooth = new SlicedProblem(1.5, Directions.iid(), 4, LineSolver.exact());
        SlicedProblem plain = new SlicedProblem(1, Directions.iid(), 4, LineSolver.exact());
        argument(
                "TensorEngine.open(SlicedProblem, Measure, Measure)",
                () -> tensors.open(smooth, x, x),
                () -> tensors.open(plain, x, Points.uniform(20, 2, new Seed(1))),
                () -> tensors.atMost(100).open(plain, x, x));
        withoutPyTorch("TensorEngine.open(SlicedProblem, Measure, Measure)");
        state("DeviceEngine.on(Device)", () -> DeviceEngine.on(missing));
        DeviceEngine gpu = new DeviceEngine(missing, null, "there are no kernels", () -> tensors, said -> {});
        argument(
                "DeviceEngine.choice(SlicedProblem, Measure, Measure)",
                () -> gpu.choice(plain, x, Points.uniform(20, 2, new Seed(1))));
        String opened = "DeviceEngine.open(SlicedProblem, Measure, Measure)";
        argument(opened, () -> gpu.open(smooth, x, x));
        elsewhere(IllegalStateException.class, opened, CudaEngineTest.class);
    }
}
