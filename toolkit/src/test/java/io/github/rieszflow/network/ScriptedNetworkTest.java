package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ScriptedNetworkTest {
    @TempDir
    Path folder;

    /** A TorchScript file with this body of {@code forward(x)}. */
    public static Path script(Path file, String expression) throws IOException {
        return Files.write(
                file, Script.archive("def forward(self, x: Tensor) -> Tensor:\n  return " + expression + "\n"));
    }

    @Test
    void aFileIsAppliedToBatches() throws IOException {
        Path file = script(folder.resolve("twice.pt"), "torch.mul(x, 2)");
        try (ScriptedNetwork network = ScriptedNetwork.load(file, Device.cpu())) {
            assertThat(network.apply(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)).containsExactly(2, 4, 6, 8, 10, 12);
            assertThat(network.apply(new float[] {7}, 1)).containsExactly(14);
        }
    }

    @Test
    void whatDoesNotFitIsSaid() throws IOException {
        Path sum = script(folder.resolve("sum.pt"), "torch.sum(x)");
        try (ScriptedNetwork network = ScriptedNetwork.load(sum, Device.cpu())) {
            assertThatThrownBy(() -> network.apply(new float[] {1, 2}, 2, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sum.pt must give one row for each of 2 inputs: it gives the shape ()");
        }
        Path matrix = script(folder.resolve("matrix.pt"), "torch.mm(x, x)");
        try (ScriptedNetwork network = ScriptedNetwork.load(matrix, Device.cpu())) {
            assertThatThrownBy(() -> network.apply(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("matrix.pt does not take a batch of (2, 3)");
        }
        Path text = Files.writeString(folder.resolve("text.pt"), "no network");
        assertThatThrownBy(() -> ScriptedNetwork.load(text, Device.cpu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text.pt holds no TorchScript that can be loaded");
        assertThatThrownBy(() -> ScriptedNetwork.load(folder.resolve("absent.pt"), Device.cpu()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.pt");
    }
}
