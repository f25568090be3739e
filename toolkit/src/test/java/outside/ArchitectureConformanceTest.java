package outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.conformance.ArchitectureConformance;
import io.github.rieszflow.conformance.Conformance;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConvNet;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchitectureConformanceTest {
    @Test
    void ours() {
        ArchitectureConformance.of(Mlp.hidden(6, 5).between(5, 2), List.of(2), List.of(3))
                .require();
        ArchitectureConformance.of(UNet.small(4, 1, 2).between(2, 1), List.of(2, 4, 4))
                .require();
        ArchitectureConformance.of(new ConvNet(3, 7).between(1, 8, 8, 4), List.of(1, 8, 8))
                .require();
        Architecture encoder = UNet.small(4, 1, 2).withNoise().encoder(ImageShape.grey(4, 4), 3);
        ArchitectureConformance.of(encoder, List.of(1, 4, 4), List.of(1)).require();
    }

    @Test
    void othersOwn() {
        ArchitectureConformance.of(new OwnNetworks.Residual(2, 5, 8), List.of(2), List.of(3))
                .require();
        ArchitectureConformance.of(new OwnNetworks.Convolutions(2, 1, 4), List.of(2, 5, 6))
                .require();
    }

    private static String found(Conformance conformance, String requirement) {
        assertThat(conformance.passed()).isFalse();
        List<Conformance.Finding> failed =
                conformance.findings().stream().filter(f -> !f.met()).toList();
        assertThat(failed)
                .as(conformance.toString())
                .anyMatch(f -> f.requirement().contains(requirement));
        return failed.stream()
                .filter(f -> f.requirement().contains(requirement))
                .findFirst()
                .orElseThrow()
                .seen();
    }

    private static Conformance linear(String text) {
        return ArchitectureConformance.of(new OwnNetworks.Linear(3, 2, text), List.of(3));
    }

    @Test
    void whatIsWrongIsFound() {
        assertThat(found(linear("h - torch.mean(h, [0])"), "its own rows")).contains("differ by");
        assertThat(found(linear("torch.dropout(h, 0.5, True)"), "same bits")).contains("second call");
        assertThat(found(linear("torch.detach(h)"), "gradients agree")).contains("does not require grad");
        assertThat(found(linear("torch.detach(h) + 0.001 * h"), "gradients agree"))
                .contains("furthest apart by");
        assertThat(found(linear("torch.sum(h, [0])"), "one finite row")).contains("rows give 2 numbers");
        assertThat(found(linear("torch.log(torch.neg(torch.abs(h)))"), "one finite row"))
                .contains("an output is NaN");
        assertThat(found(linear("torch.nothing(h)"), "one finite row")).contains("PyTorch does not understand");
        Architecture unused = new Architecture() {
            @Override
            public List<Slot> slots() {
                return List.of(new Slot("a", List.of(2, 3), 1), new Slot("b", List.of(4), 1));
            }

            @Override
            public String source() {
                return new OwnNetworks.Linear(3, 2, "h").source();
            }
        };
        assertThat(found(ArchitectureConformance.of(unused, List.of(3)), "every weight is used"))
                .contains("to not have been used");
        Architecture twice = new Architecture() {
            @Override
            public List<Slot> slots() {
                return List.of(new Slot("a", List.of(2, 3), 1), new Slot("a", List.of(2), 1));
            }

            @Override
            public String source() {
                return """
                        def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                          return torch.linear(x[0], w[0], w[1])
                        """;
            }
        };
        assertThat(found(ArchitectureConformance.of(twice, List.of(3)), "names of their own"))
                .contains("two weights are called a");
        assertThatThrownBy(() -> linear("torch.detach(h)").require())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NOT met");
    }
}
