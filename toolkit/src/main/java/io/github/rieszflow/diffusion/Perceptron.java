package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A perceptron of waves of the coordinates, whose layers all see the noise level. */
record Perceptron(int features, List<Integer> widths) implements FeatureNetwork {
    /** Wave numbers of the coordinates, in units in which the data have deviation 1. */
    private static final double[] WAVES = {1, 2, 4};

    Perceptron {
        Require.positive(features, "the number of features");
        widths = List.copyOf(widths);
        widths.forEach(width -> Require.positive(width, "the width of a hidden layer"));
    }

    @Override
    public int features(int dimension) {
        return features;
    }

    @Override
    public List<Slot> slots(int dimension) {
        List<Slot> slots = new ArrayList<>();
        int in = dimension * (1 + 2 * WAVES.length);
        for (int layer = 0; layer <= widths.size(); layer++) {
            int seen = in + Level.WIDTH;
            int out = layer < widths.size() ? widths.get(layer) : features;
            double spread = 1 / Math.sqrt(seen);
            slots.add(new Slot("features." + 2 * layer + ".weight", List.of(out, seen), spread));
            slots.add(new Slot("features." + 2 * layer + ".bias", List.of(out), spread));
            in = out;
        }
        return slots;
    }

    @Override
    public String source(int dimension) {
        StringBuilder text = new StringBuilder("""
                def features(self, w: List[Tensor], x: Tensor, e: Tensor) -> Tensor:
                  h0 = torch.cat([x""");
        for (double wave : WAVES) {
            text.append(String.format(Locale.ROOT, ", torch.sin(x * %s), torch.cos(x * %s)", wave, wave));
        }
        text.append("], 1)\n");
        for (int layer = 0; layer <= widths.size(); layer++) {
            String affine = String.format(
                    Locale.ROOT, "torch.linear(torch.cat([h%d, e], 1), w[%d], w[%d])", layer, 2 * layer, 2 * layer + 1);
            text.append(
                    layer < widths.size()
                            ? String.format(Locale.ROOT, "  h%d = torch.silu(%s)\n", layer + 1, affine)
                            : String.format(Locale.ROOT, "  return %s\n", affine));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "perceptron " + widths.stream().map(String::valueOf).collect(Collectors.joining("-")) + " with "
                + features + " features";
    }
}
