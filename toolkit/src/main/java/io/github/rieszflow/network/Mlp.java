package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A multilayer perceptron: affine maps with ReLU between them, none after the last. Several inputs are put side by side.
 * Weights start as PyTorch's linear layers do, uniform in ±1/√(inputs of the layer), and have the names that PyTorch gives
 * them in a sequence.
 *
 * <p>{@code Mlp.hidden(64, 64)} has two hidden layers of 64; how many inputs and outputs there are is up to whatever uses it.
 *
 * @param hiddenWidths the widths of the hidden layers, from the input on; may be empty
 */
public record Mlp(List<Integer> hiddenWidths) {
    /**
     * Checks and copies.
     *
     * @param hiddenWidths the widths of the hidden layers
     * @throws IllegalArgumentException if a width is not positive
     */
    public Mlp {
        hiddenWidths = List.copyOf(hiddenWidths);
        hiddenWidths.forEach(width -> Require.positive(width, "the width of a hidden layer"));
    }

    /**
     * A perceptron with hidden layers of these widths.
     *
     * @param widths from the input on; none makes an affine map
     * @return the perceptron
     * @throws IllegalArgumentException if a width is not positive
     */
    public static Mlp hidden(int... widths) {
        return new Mlp(Arrays.stream(widths).boxed().toList());
    }

    /**
     * The architecture between numbers of inputs and outputs.
     *
     * @param inputs numbers in a row of all inputs together
     * @param outputs numbers in a row of the output
     * @return what the network computes
     * @throws IllegalArgumentException if a count is not positive
     */
    public Architecture between(int inputs, int outputs) {
        Require.positive(inputs, "the number of inputs of a network");
        Require.positive(outputs, "the number of outputs of a network");
        List<Integer> widths = new ArrayList<>(List.of(inputs));
        widths.addAll(hiddenWidths);
        widths.add(outputs);
        return new Layers(widths);
    }

    private record Layers(List<Integer> widths) implements Architecture {
        @Override
        public List<Slot> slots() {
            List<Slot> slots = new ArrayList<>();
            for (int layer = 0; layer + 1 < widths.size(); layer++) {
                int in = widths.get(layer);
                int out = widths.get(layer + 1);
                double spread = 1 / Math.sqrt(in);
                // In a sequence the activations count too: hence every second number.
                slots.add(new Slot(2 * layer + ".weight", List.of(out, in), spread));
                slots.add(new Slot(2 * layer + ".bias", List.of(out), spread));
            }
            return slots;
        }

        @Override
        public String source() {
            StringBuilder text = new StringBuilder("def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:\n");
            text.append("  h0 = torch.cat(x, 1)\n");
            int last = widths.size() - 2;
            for (int layer = 0; layer <= last; layer++) {
                String affine =
                        String.format(Locale.ROOT, "torch.linear(h%d, w[%d], w[%d])", layer, 2 * layer, 2 * layer + 1);
                text.append(
                                layer < last
                                        ? String.format(Locale.ROOT, "  h%d = torch.relu(%s)\n", layer + 1, affine)
                                        : "")
                        .append(layer < last ? "" : "  return " + affine + "\n");
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return "MLP " + widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
        }
    }

    @Override
    public String toString() {
        return hiddenWidths.isEmpty()
                ? "affine map"
                : "MLP with hidden layers "
                        + hiddenWidths.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
