package io.github.rieszflow.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the slots and the TorchScript of a network on images, layer after layer: a method for each kind of layer takes the
 * name of a variable of shape N×C×height×width, and gives the name of a new one. Weights begin as those of Ho, Jain and
 * Abbeel's diffusion networks: uniform in ±√(3·scale/mean of fan-in and fan-out), offsets 0, factors of norms 1.
 */
final class ImageLayers {
    /** What scale 0 means: not quite nothing, so that gradients flow. */
    private static final double NOTHING = 1e-10;
    /** Of a noise embedding: how fast its fastest wave turns over [0,1], in radians, and how much slower its slowest one. */
    private static final double[] WAVES = {1000, 1e4};
    /** The same where it scales: a network that learns for minutes has no time to learn that fast waves say nothing. */
    private static final double[] SLOW_WAVES = {30, 300};

    private final int groups;
    private final boolean scaled;
    private final List<Slot> slots = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private int variables;

    /** At most this many groups in each group norm; an embedding shifts features. */
    ImageLayers(int groups) {
        this(groups, false);
    }

    /** The same, where an embedding may also scale features. */
    ImageLayers(int groups, boolean scaled) {
        this.groups = groups;
        this.scaled = scaled;
    }

    List<Slot> slots() {
        return List.copyOf(slots);
    }

    /** The method {@code net} that returns this variable. */
    String net(String result) {
        return "def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:\n" + lines + "  return " + result + "\n";
    }

    /** A new variable with the value of an expression. */
    String let(String expression) {
        String name = "h" + variables++;
        lines.append("  ").append(name).append(" = ").append(expression).append('\n');
        return name;
    }

    private String slot(String name, List<Integer> shape, double centre, double spread) {
        slots.add(new Slot(name, shape, centre, spread));
        return "w[" + (slots.size() - 1) + "]";
    }

    private String weight(String name, List<Integer> shape, double scale) {
        int fields = shape.stream().skip(2).reduce(1, (a, b) -> a * b);
        double fan = fields * (shape.get(0) + shape.get(1)) / 2.0;
        return slot(name + ".weight", shape, 0, Math.sqrt(3 * Math.max(scale, NOTHING) / fan));
    }

    /** A convolution with a square kernel of odd side that keeps the size, or halves it where the stride is 2. */
    String convolution(String name, String h, int in, int out, int side, int stride, double scale) {
        String weight = weight(name, List.of(out, in, side, side), scale);
        String bias = slot(name + ".bias", List.of(out), 0, 0);
        return let(String.format(
                Locale.ROOT,
                "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)",
                h,
                weight,
                bias,
                stride,
                stride,
                side / 2,
                side / 2));
    }

    String convolution(String name, String h, int in, int out) {
        return convolution(name, h, in, out, 3, 1, 1);
    }

    /** An affine map of rows N×in. */
    String linear(String name, String rows, int in, int out) {
        return affine(name, weight(name, List.of(out, in), 1), rows, out);
    }

    /** An embedding of classes, rows N×K of zeros with at most one 1: of each coordinate variance 1, as only one weight of a sum counts. */
    String classes(String name, String rows, int in, int out) {
        return affine(name, slot(name + ".weight", List.of(out, in), 0, Math.sqrt(3)), rows, out);
    }

    private String affine(String name, String weight, String rows, int out) {
        String bias = slot(name + ".bias", List.of(out), 0, 0);
        return let(String.format(Locale.ROOT, "torch.linear(%s, %s, %s)", rows, weight, bias));
    }

    /** Group norm with as many groups as allowed that share the channels evenly. */
    String norm(String name, String h, int channels) {
        int parts = Math.min(groups, channels);
        while (channels % parts != 0) {
            parts--;
        }
        String factor = slot(name + ".weight", List.of(channels), 1, 0);
        String offset = slot(name + ".bias", List.of(channels), 0, 0);
        return let(String.format(
                Locale.ROOT,
                "torch.group_norm(%s, %d, %s, %s, 9.9999999999999995e-07, False)",
                h,
                parts,
                factor,
                offset));
    }

    String swish(String h) {
        return let("torch.silu(" + h + ")");
    }

    String relu(String h) {
        return let("torch.relu(" + h + ")");
    }

    /** The maximum over squares of 2×2 pixels. */
    String halved(String h) {
        return let("torch.max_pool2d(" + h + ", [2, 2], [2, 2], [0, 0], [1, 1], False)");
    }

    String downsample(String name, String h, int channels) {
        return convolution(name, h, channels, channels, 3, 2, 1);
    }

    String upsample(String name, String h, int channels) {
        return convolution(name, let("torch.upsample_nearest2d(" + h + ", None, [2., 2.])"), channels, channels);
    }

    /**
     * Rows that say how noisy: sines and cosines of the column N×1 of numbers in [0,1], and two linear layers.
     *
     * @return N×4·channels, the embedding
     */
    String embedding(String name, String noise, int channels) {
        double[] waves = scaled ? SLOW_WAVES : WAVES;
        int half = Math.max(2, channels / 2);
        String places = let(String.format(
                Locale.ROOT, "torch.cumsum(torch.repeat(torch.ones_like(%s), [1, %d]), 1) - 1.", noise, half));
        String turns = let(String.format(
                Locale.ROOT,
                "torch.mul(torch.mul(torch.exp(torch.mul(%s, %.17g)), %s), %.17g)",
                places,
                -Math.log(waves[1]) / (half - 1),
                noise,
                waves[0]));
        String h = let(String.format(Locale.ROOT, "torch.cat([torch.sin(%s), torch.cos(%s)], 1)", turns, turns));
        h = swish(linear(name + ".0", h, 2 * half, 4 * channels));
        return linear(name + ".1", h, 4 * channels, 4 * channels);
    }

    /**
     * Two norms, swishes and convolutions beside a shortcut; an embedding of this many numbers is added between them, or scales and
     * shifts behind the second norm; 0 for none.
     */
    String residual(String name, String h, int in, int out, String embedding, int embedded) {
        String inner = swish(norm(name + ".norm1", h, in));
        inner = convolution(name + ".conv1", inner, in, out);
        if (embedded > 0 && scaled) {
            String both = linear(name + ".noise", swish(embedding), embedded, 2 * out);
            inner = norm(name + ".norm2", inner, out);
            inner = let(String.format(
                    Locale.ROOT,
                    "torch.mul(%s, %s + 1.) + %s",
                    inner,
                    everywhere("torch.slice(" + both + ", 1, 0, " + out + ")"),
                    everywhere("torch.slice(" + both + ", 1, " + out + ", " + 2 * out + ")")));
        } else {
            if (embedded > 0) {
                String shift = linear(name + ".noise", swish(embedding), embedded, out);
                inner = let(inner + " + " + everywhere(shift));
            }
            inner = norm(name + ".norm2", inner, out);
        }
        inner = convolution(name + ".conv2", swish(inner), out, out, 3, 1, 0);
        String shortcut = in == out ? h : convolution(name + ".shortcut", h, in, out, 1, 1, 1);
        return let(shortcut + " + " + inner);
    }

    /** Rows N×C as what is the same at all places, N×C×1×1. */
    private static String everywhere(String rows) {
        return "torch.unsqueeze(torch.unsqueeze(" + rows + ", -1), -1)";
    }

    /** Self-attention between all places, with one head, beside the identity. */
    String attention(String name, String h, int channels) {
        String inner = norm(name + ".norm", h, channels);
        List<String> parts = new ArrayList<>();
        for (String part : List.of("q", "k", "v")) {
            String rows = convolution(name + "." + part, inner, channels, channels, 1, 1, 1);
            parts.add(let("torch.flatten(" + rows + ", 2, 3)"));
        }
        String products = let(String.format(
                Locale.ROOT,
                "torch.mul(torch.bmm(torch.transpose(%s, 1, 2), %s), %.17g)",
                parts.get(0),
                parts.get(1),
                1 / Math.sqrt(channels)));
        String mixed = let(String.format(
                Locale.ROOT,
                "torch.bmm(%s, torch.transpose(torch.softmax(%s, -1, None), 1, 2))",
                parts.get(2),
                products));
        mixed = let(String.format(Locale.ROOT, "torch.reshape(%s, torch.size(%s))", mixed, h));
        return let(h + " + " + convolution(name + ".out", mixed, channels, channels, 1, 1, 0));
    }

    /** A tensor whose rows come again and again, until there are as many as another one has. */
    String repeated(String h, String rows) {
        return let(String.format(
                Locale.ROOT,
                "torch.cat(torch.mul([%s], torch.floordiv(torch.size(%s, 0), torch.size(%s, 0))), 0)",
                h,
                rows,
                h));
    }

    /** Norm, swish and a convolution that begins at nothing. */
    String head(String name, String h, int channels, int out) {
        return convolution(name + ".conv", swish(norm(name + ".norm", h, channels)), channels, out, 3, 1, 0);
    }
}
