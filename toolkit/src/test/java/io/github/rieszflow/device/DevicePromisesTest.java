package io.github.rieszflow.device;

import io.github.rieszflow.Promises;

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
    }
}
