package outside;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import java.util.List;

/** Networks as a user might write them. */
final class OwnNetworks {
    private OwnNetworks() {}

    /** x + a small perceptron of all inputs side by side, of which the first has d numbers and all together have seen. */
    record Residual(int d, int seen, int width) implements Architecture {
        @Override
        public List<Slot> slots() {
            return List.of(
                    new Slot("in", List.of(width, seen), 1 / Math.sqrt(seen)), new Slot("out", List.of(d, width), 0.1));
        }

        @Override
        public String source() {
            return """
                    def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                      h = (self).hidden(w[0], torch.cat(x, 1), )
                      return x[0] + torch.linear(h, w[1], None)
                    def hidden(self, a: Tensor, x: Tensor) -> Tensor:
                      return torch.silu(torch.linear(x, a, None))
                    """;
        }

        @Override
        public String identity() {
            return "residual " + d + " " + seen + " " + width;
        }
    }

    /** Two convolutions with a swish between them. */
    record Convolutions(int in, int out, int channels) implements Architecture {
        @Override
        public List<Slot> slots() {
            return List.of(
                    new Slot("first", List.of(channels, in, 3, 3), 0.2),
                    new Slot("second", List.of(out, channels, 3, 3), 0.2));
        }

        @Override
        public String source() {
            return """
                    def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                      h = torch.silu(torch.conv2d(torch.cat(x, 1), w[0], None, [1, 1], [1, 1]))
                      return torch.conv2d(h, w[1], None, [1, 1], [1, 1])
                    """;
        }
    }

    /** One linear layer to so many numbers, in a text of its own between the layer and what is returned. */
    record Linear(int in, int out, String text) implements Architecture {
        @Override
        public List<Slot> slots() {
            return List.of(new Slot("a", List.of(out, in), 0.5));
        }

        @Override
        public String source() {
            return """
                    def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                      h = torch.linear(torch.flatten(torch.cat(x, 1), 1, -1), w[0], None)
                      return %s
                    """.formatted(text);
        }
    }
}
