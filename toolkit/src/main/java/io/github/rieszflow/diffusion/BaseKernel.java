package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Slot;
import java.util.List;
import java.util.Locale;

/**
 * The kernel that compares features. Its width is learned as a function of the noise level: log σ(t) is the logarithm of the
 * first width plus a small perceptron of t.
 *
 * @param kind which one
 * @param width the first σ, meaningless for the linear kernel
 */
public record BaseKernel(Kind kind, double width) {
    /** The form of the kernel. */
    public enum Kind {
        /** ⟨φ,ψ⟩. */
        LINEAR,
        /** exp(−‖φ−ψ‖²/(2σ²)). */
        RBF,
        /** 1/(1 + ‖φ−ψ‖²/(2σ²)). */
        RATIONAL_QUADRATIC
    }

    private static final int HIDDEN = 16;

    /**
     * Checks the width.
     *
     * @param kind which one
     * @param width the first σ
     * @throws IllegalArgumentException if the width is not positive and finite
     */
    public BaseKernel {
        Require.positive(width, "the width of a kernel");
    }

    /**
     * The linear kernel: the discrepancy is the distance between mean features, and needs no pairs.
     *
     * @return ⟨φ,ψ⟩
     */
    public static BaseKernel linear() {
        return new BaseKernel(Kind.LINEAR, 1);
    }

    /**
     * The Gaussian kernel.
     *
     * @param width σ before training, in the units of the features
     * @return exp(−‖φ−ψ‖²/(2σ(t)²))
     * @throws IllegalArgumentException if the width is not positive and finite
     */
    public static BaseKernel rbf(double width) {
        return new BaseKernel(Kind.RBF, width);
    }

    /**
     * The rational quadratic kernel with exponent 1, a mixture of Gaussians of many widths.
     *
     * @param width σ before training, in the units of the features
     * @return 1/(1 + ‖φ−ψ‖²/(2σ(t)²))
     * @throws IllegalArgumentException if the width is not positive and finite
     */
    public static BaseKernel rationalQuadratic(double width) {
        return new BaseKernel(Kind.RATIONAL_QUADRATIC, width);
    }

    boolean isLinear() {
        return kind == Kind.LINEAR;
    }

    List<Slot> slots() {
        if (isLinear()) {
            return List.of();
        }
        double spread = 1 / Math.sqrt(Level.WIDTH);
        return List.of(
                new Slot("width.0.weight", List.of(HIDDEN, Level.WIDTH), spread),
                new Slot("width.0.bias", List.of(HIDDEN), spread),
                // Zeros: the width starts as it was given, at every level.
                new Slot("width.2.weight", List.of(1, HIDDEN), 0),
                new Slot("width.2.bias", List.of(1), 0));
    }

    /**
     * The methods {@code mmd(self, w, a, b, e)}, unbiased MMD² for each of n levels, and {@code witness(self, w, z, a, b, e)},
     * for each level the function mean k(z,a) − mean k(z,b) at all z. The sets have the shapes (n, size, features), the levels
     * (n, {@link Level#WIDTH}).
     *
     * @param first the number of the first weight of the kernel
     */
    String source(int first) {
        if (isLinear()) {
            return LINEAR;
        }
        String learned = String.format(Locale.ROOT, """
                def width(self, w: List[Tensor], e: Tensor) -> Tensor:
                  h = torch.tanh(torch.linear(e, w[%d], w[%d]))
                  return torch.exp(torch.linear(h, w[%d], w[%d]) + %s)
                """, first, first + 1, first + 2, first + 3, StrictMath.log(width));
        String value = kind == Kind.RBF ? "torch.exp(torch.neg(s))" : "torch.reciprocal(1.0 + s)";
        return learned + String.format(Locale.ROOT, """
            def gram(self, w: List[Tensor], a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              p = torch.unsqueeze(torch.sum(a * a, [2]), 2)
              q = torch.unsqueeze(torch.sum(b * b, [2]), 1)
              d = torch.clamp_min(p + q - 2.0 * torch.matmul(a, torch.transpose(b, 1, 2)), 0.0)
              v = torch.unsqueeze((self).width(w, e, ), 2)
              s = 0.5 * d / (v * v)
              return %s
            def own(self, w: List[Tensor], a: Tensor, e: Tensor) -> Tensor:
              n = torch.size(a, 1)
              return (torch.sum((self).gram(w, a, a, e, ), [1, 2]) - float(n)) / (n * (n - 1))
            def mmd(self, w: List[Tensor], a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              cross = torch.mean((self).gram(w, a, b, e, ), [1, 2])
              return (self).own(w, a, e, ) + (self).own(w, b, e, ) - 2.0 * cross
            def paired(self, w: List[Tensor], a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              n = torch.size(a, 1)
              k = (self).gram(w, a, b, e, )
              cross = torch.sum(k, [1, 2]) - torch.sum(torch.diagonal(k, 0, 1, 2), [1])
              return (self).own(w, a, e, ) + (self).own(w, b, e, ) - 2.0 * cross / (n * (n - 1))
            def witness(self, w: List[Tensor], z: Tensor, a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              return torch.mean((self).gram(w, z, a, e, ), [2]) - torch.mean((self).gram(w, z, b, e, ), [2])
            """, value);
    }

    private static final String LINEAR = """
            def width(self, w: List[Tensor], e: Tensor) -> Tensor:
              return torch.ones_like(e)
            def own(self, a: Tensor) -> Tensor:
              n = torch.size(a, 1)
              s = torch.sum(a, [1])
              return (torch.sum(s * s, [1]) - torch.sum(a * a, [1, 2])) / (n * (n - 1))
            def mmd(self, w: List[Tensor], a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              cross = torch.sum(torch.mean(a, [1]) * torch.mean(b, [1]), [1])
              return (self).own(a, ) + (self).own(b, ) - 2.0 * cross
            def paired(self, w: List[Tensor], a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              return (self).own(a - b, )
            def witness(self, w: List[Tensor], z: Tensor, a: Tensor, b: Tensor, e: Tensor) -> Tensor:
              m = torch.mean(a, [1]) - torch.mean(b, [1])
              return torch.squeeze(torch.matmul(z, torch.unsqueeze(m, 2)), 2)
            """;

    @Override
    public String toString() {
        return switch (kind) {
            case LINEAR -> "linear kernel";
            case RBF -> "RBF kernel of learned width";
            case RATIONAL_QUADRATIC -> "rational quadratic kernel of learned width";
        };
    }
}
