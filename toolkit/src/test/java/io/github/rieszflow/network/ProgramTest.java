package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.internal.ScriptText;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramTest {
    private static final String TEXT = """
            def axpy(self, a: Tensor, x: Tensor, y: Tensor) -> Tensor:
              return a * x + y
            def both(self, x: Tensor) -> Tuple[Tensor, Tensor]:
              return (torch.sum(x, [1]), torch.argsort(x, 1, True))
            def fall(self, x: Tensor) -> Tensor:
              z = torch.requires_grad_(torch.detach(x), True)
              g = torch.autograd.grad([torch.sum(z * z * z)], [z], None, None, False, False)
              return unchecked_cast(Tensor, g[0])
            def add(self, x: Tensor, y: Tensor) -> Tensor:
              return torch.add_(x, y)
            def weigh(self, x: Tensor, b: List[Tensor]) -> Tensor:
              return torch.add_(x, b[0] * b[1])
            def turn(self, x: Tensor) -> Tensor:
              return torch.t(x)
            """;

    @Test
    void arraysStayOnTheDeviceBetweenCalls() {
        try (Program program = Program.load(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[] {1, 2, 3, 4}, 2, 2);
            DeviceArray a = program.array(new float[] {10}, 1);
            DeviceArray y = program.call("axpy", a, x, x).get(0);
            assertThat(y.shape()).containsExactly(2, 2);
            assertThat(program.call("axpy", a, y, x).get(0).floats()).containsExactly(111, 222, 333, 444);
            program.call("add", x, y);
            assertThat(x.floats()).containsExactly(12, 24, 36, 48);
            y.close();
            assertThat(x.floats()).containsExactly(12, 24, 36, 48);
        }
    }

    @Test
    void theSameMethodsServeSeveralPrograms() {
        try (Program program = Program.load(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[] {1, 2}, 2);
            try (Program other = program.again()) {
                DeviceArray y = other.array(new float[] {3, 4}, 2);
                assertThat(other.call("add", y, y).get(0).floats()).containsExactly(6, 8);
                assertThatThrownBy(() -> other.call("add", x, x)).hasMessageContaining("the program that made it");
            }
            assertThat(program.call("add", x, x).get(0).floats()).containsExactly(2, 4);
        }
    }

    @Test
    void numbersForOneCallComeAsAList() {
        try (Program program = Program.loadSequential(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[] {1, 2}, 2);
            float[] weight = {10};
            Batch batch = Batch.of(new float[] {3, 4}, 2).and(weight, 1);
            program.call("weigh", batch, x).get(0).close();
            weight[0] = 100;
            program.call("weigh", batch, x).get(0).close();
            assertThat(x.floats()).containsExactly(331, 442);
        }
    }

    @Test
    void numbersAreReadIntoAnArrayThatIsThere() {
        try (Program program = Program.load(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            float[] into = new float[8];
            x.read(into, 1);
            assertThat(into).containsExactly(0, 1, 2, 3, 4, 5, 6, 0);
            program.call("turn", x).get(0).read(into, 2);
            assertThat(into).containsExactly(0, 1, 1, 4, 2, 5, 3, 6);
            program.array(new double[] {0.5}, 1).read(into, 0);
            assertThat(into).startsWith(0.5f, 1);
            assertThat(x.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void severalResultsAndOtherTypes() {
        try (Program program = Program.load(TEXT, Device.cpu())) {
            List<DeviceArray> both = program.call("both", program.array(new double[] {1, 3, 2, 0.1, 0, 5}, 2, 3));
            assertThat(both.get(0).doubles()).containsExactly(6, 5.1);
            assertThat(both.get(1).floats()).containsExactly(1, 2, 0, 2, 0, 1);
        }
    }

    @Test
    void gradientsAreThoseTheScriptTakes() {
        try (Program program = Program.load(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[] {1, 2}, 2);
            assertThat(program.callRecording("fall", x).get(0).floats()).containsExactly(3, 12);
        }
    }

    @Test
    void refusesInOneSentence() {
        assertThatThrownBy(() ->
                        Program.load("def f(self, x: Tensor) -> Tensor:\n  return torch.nothing(x)\n", Device.cpu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("PyTorch does not understand the text of a network: ");
        try (Program program = Program.load(TEXT, Device.cpu());
                Program other = Program.load(TEXT, Device.cpu())) {
            DeviceArray x = program.array(new float[6], 2, 3);
            DeviceArray y = program.array(new float[6], 3, 2);
            assertThatThrownBy(() -> program.call("axpy", x, x, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "PyTorch could not run the method axpy: The size of tensor a (3) must match");
            assertThatThrownBy(() -> other.call("both", x)).hasMessageContaining("the program that made it");
            assertThatThrownBy(() -> program.array(new float[5], 2, 3))
                    .hasMessage("a tensor of shape [2, 3] holds 6 numbers: received 5");
        }
    }

    @Test
    void methodsKeepTheirNamesApart() {
        String text = ScriptText.prefixed("""
                def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                  return (self).inner(x[0], )
                def inner(self, x: Tensor) -> Tensor:
                  return x
                """, "a_");
        assertThat(text).contains("def a_net(self", "(self).a_inner(x[0], )", "def a_inner(self");
    }
}
