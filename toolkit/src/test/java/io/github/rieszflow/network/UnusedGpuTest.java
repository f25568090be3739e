package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnusedGpuTest {
    @Test
    void aGpuThatPyTorchSeesIsOffered() {
        assertThat(UnusedGpu.message(Device.cpu(), 1, true))
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("nothing else was asked for", ".on(Device.gpu(0))", ".on(Device.best())"));
    }

    @Test
    void aGpuThatPyTorchCannotSeeIsExplained() {
        assertThat(UnusedGpu.message(Device.cpu(), 0, true))
                .hasValueSatisfying(message -> assertThat(message).contains("without CUDA", "PYTORCH_LIBRARY_PATH"));
    }

    @Test
    void nothingIsSaidWhereThereIsNoneOrItIsUsed() {
        assertThat(UnusedGpu.message(Device.cpu(), 0, false)).isEmpty();
        assertThat(UnusedGpu.message(Device.gpu(0), 1, true)).isEmpty();
    }
}
