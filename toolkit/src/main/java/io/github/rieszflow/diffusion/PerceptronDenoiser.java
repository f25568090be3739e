package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A perceptron of waves of the coordinates and of noise, whose layers all see the time. */
record PerceptronDenoiser(List<Integer> widths, int latents) implements Denoiser {
    /** Wave numbers of the coordinates, in units in which the data have deviation 1. */
    private static final double[] WAVES = {1, 2, 4};

    PerceptronDenoiser {
        widths = List.copyOf(widths);
        widths.forEach(width -> Require.positive(width, "the width of a hidden layer"));
        Require.between(latents, 0, Integer.MAX_VALUE, "the number of noises");
    }

    @Override
    public Architecture network(int dimension, int classes, boolean planes) {
        if (classes > 0 || planes) {
            throw new IllegalArgumentException("labels and pixels are observed of images: this network is for points");
        }
        return new Layers(this, dimension);
    }

    @Override
    public List<Integer> noise() {
        return latents == 0 ? List.of() : List.of(latents);
    }

    @Override
    public Denoiser latents(int count) {
        return new PerceptronDenoiser(widths, count);
    }

    @Override
    public @Nullable ImageShape shape() {
        return null;
    }

    private record Layers(PerceptronDenoiser net, int dimension) implements Architecture {
        @Override
        public List<Slot> slots() {
            List<Slot> slots = new ArrayList<>();
            int in = dimension * (1 + 2 * WAVES.length) + net.latents;
            for (int layer = 0; layer <= net.widths.size(); layer++) {
                int seen = in + Level.WIDTH;
                int out = layer < net.widths.size() ? net.widths.get(layer) : dimension;
                double spread = 1 / Math.sqrt(seen);
                slots.add(new Slot(2 * layer + ".weight", List.of(out, seen), spread));
                slots.add(new Slot(2 * layer + ".bias", List.of(out), spread));
                in = out;
            }
            return slots;
        }

        @Override
        public String source() {
            StringBuilder text = new StringBuilder("def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:\n");
            text.append("  e = torch.cat([torch.mul(x[1], 2.) - 1.");
            for (int k = 1; k <= Level.WIDTH / 2; k++) {
                text.append(String.format(
                        Locale.ROOT, ", torch.cos(x[1] * %.17g), torch.sin(x[1] * %.17g)", k * Math.PI, k * Math.PI));
            }
            text.append("], 1)\n  h0 = torch.cat([x[0]");
            for (double wave : WAVES) {
                text.append(String.format(Locale.ROOT, ", torch.sin(x[0] * %s), torch.cos(x[0] * %s)", wave, wave));
            }
            text.append("], 1)\n");
            if (net.latents > 0) {
                text.append("""
                          m = torch.floordiv(torch.size(x[2], 0), torch.size(h0, 0))
                          e = torch.cat(torch.mul([e], m), 0)
                          h0 = torch.cat([torch.cat(torch.mul([h0], m), 0), x[2]], 1)
                        """);
            }
            int last = net.widths.size();
            for (int layer = 0; layer <= last; layer++) {
                String affine = String.format(
                        Locale.ROOT,
                        "torch.linear(torch.cat([h%d, e], 1), w[%d], w[%d])",
                        layer,
                        2 * layer,
                        2 * layer + 1);
                text.append(
                        layer < last
                                ? String.format(Locale.ROOT, "  h%d = torch.silu(%s)\n", layer + 1, affine)
                                : String.format(Locale.ROOT, "  return %s\n", affine));
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return net + " in dimension " + dimension;
        }
    }

    @Override
    public String toString() {
        return "perceptron " + widths.stream().map(String::valueOf).collect(Collectors.joining("-"))
                + (latents == 0 ? "" : " with " + latents + " noises");
    }
}
