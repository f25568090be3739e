package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

final class PyTorchTest {
    @Test
    void namesWhatIsMissingBeforeAnythingIsFetched() {
        ClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());
        assertThatThrownBy(() -> PyTorch.requireNative(empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not on the class path")
                .hasMessageContaining("ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1")
                .hasMessageContaining("ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier");
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        assertThatThrownBy(() -> Device.gpu(77).resolve())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GPU 77")
                .hasMessageContaining("Device.cpu()");
        assertThatThrownBy(() -> Device.gpu(-1)).hasMessageContaining("received -1");
    }
}
