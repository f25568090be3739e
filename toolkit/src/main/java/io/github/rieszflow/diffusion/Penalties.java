package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import java.util.Locale;

/**
 * What training minimises besides −MMD²: the penalty on the gradient of the witness, λ mean (‖∇f‖ − s)², and that on the
 * size of features, λ' mean ‖φ‖² over noisy and over clean points.
 *
 * @param gradient λ ≥ 0
 * @param slope s ≥ 0, the length of the gradient that costs nothing
 * @param size λ' ≥ 0
 */
public record Penalties(double gradient, double slope, double size) {
    /**
     * Checks the numbers.
     *
     * @param gradient λ ≥ 0
     * @param slope s ≥ 0
     * @param size λ' ≥ 0
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public Penalties {
        Require.between(gradient, 0, Double.MAX_VALUE, "the weight of the gradient penalty");
        Require.between(slope, 0, Double.MAX_VALUE, "the slope of the gradient penalty");
        Require.between(size, 0, Double.MAX_VALUE, "the weight of the penalty on features");
    }

    /**
     * The loss of b = [clean, noisy, levels, mixture]: n·B rows of clean points, as many of noisy ones, n rows of levels, and
     * for each pair of rows where on the line between them the gradient is taken, 0 at the noisy one.
     */
    String source() {
        String text = """
                def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
                  n = torch.size(b[2], 0)
                  r = torch.size(b[0], 0)
                  m = torch.floordiv(r, n)
                  e = torch.repeat_interleave(b[2], m, 0)
                  f = (self).features(w, torch.cat([b[0], b[1]], 0), torch.cat([e, e], 0), )
                  c = torch.reshape(torch.narrow(f, 0, 0, r), [n, m, -1])
                  d = torch.reshape(torch.narrow(f, 0, r, r), [n, m, -1])
                  l = torch.neg((self).paired(w, d, c, b[2], ))
                """;
        if (gradient > 0) {
            text += String.format(Locale.ROOT, """
            #
              z = torch.requires_grad_(torch.detach(b[1] + b[3] * (b[0] - b[1])), True)
              g = torch.reshape((self).features(w, z, e, ), [n, m, -1])
              v = torch.sum((self).witness(w, g, d, c, b[2], ))
              gs = torch.autograd.grad([v], [z], None, True, True, False)
              s = unchecked_cast(Tensor, gs[0])
              t = torch.sqrt(torch.sum(s * s, [1]) + 1e-20) - %s
              l = l + torch.mean(torch.reshape(t * t, [n, m]), [1]) * %s
            """, slope, gradient);
        }
        text += "  l = torch.mean(l * b[4])\n";
        if (size > 0) {
            text += String.format(Locale.ROOT, "  l = l + torch.mean(torch.sum(c * c + d * d, [2])) * %s\n", size);
        }
        return text + "  return l\n";
    }

    @Override
    public String toString() {
        return "penalties " + gradient + " on slopes other than " + slope + ", " + size + " on features";
    }
}
