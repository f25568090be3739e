package io.github.rieszflow.scheme;

import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.discrepancy.RieszKernel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functionals with Riesz kernels in TorchScript. */
final class RieszScript {
    /** Up to this many coordinates differences are formed one by one, which is faster than to form all at once. */
    private static final int FEW = 4;

    private RieszScript() {}

    /**
     * The script of a functional.
     *
     * @param repels whether the interaction energy is part of it
     * @param attracts whether the potential energy is
     * @return null if the kernel is not a Riesz kernel
     */
    static @Nullable FunctionalScript of(RadialKernel kernel, boolean repels, boolean attracts) {
        if (kernel instanceof RieszKernel riesz) {
            double r = riesz.exponent();
            return new FunctionalScript(d -> source(d, r, repels, attracts), true, r, repels);
        }
        return null;
    }

    private static String source(int dimension, double exponent, boolean repels, boolean attracts) {
        StringBuilder energy = new StringBuilder(
                "def energy(self, a: Tensor, b: Tensor, y: List[Tensor]) -> Tensor:\n  e = torch.sum(a) * 0.0\n");
        StringBuilder slope = new StringBuilder("def slope(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor, y:"
                + " List[Tensor]) -> Tensor:\n  s = torch.sum(v) * 0.0\n");
        if (repels) {
            energy.append("  e = e - 0.5 * (self).mean(a, b, )\n");
            slope.append("  s = s - 0.5 * (self).pairs(x, v, x2, v2, )\n");
        }
        if (attracts) {
            energy.append("  e = e + 0.5 * ((self).mean(a, y[0], ) + (self).mean(b, y[0], ))\n");
            slope.append("  o = torch.zeros_like(y[0])\n")
                    .append("  s = s + 0.5 * ((self).pairs(x, v, y[0], o, ) + (self).pairs(x2, v2, y[0], o, ))\n");
        }
        return squares(dimension) + pairs(exponent) + energy + "  return e\n" + slope + "  return s\n";
    }

    /** Squared distances of all pairs. */
    private static String squares(int dimension) {
        String head = "def squares(self, a: Tensor, b: Tensor) -> Tensor:\n";
        if (dimension > FEW) {
            // Not by inner products, which lose what is near.
            return head + "  c = torch.cdist(a, b, 2.0, 2)\n  return c * c\n";
        }
        StringBuilder text = new StringBuilder(head);
        for (int k = 0; k < dimension; k++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  e%d = torch.unsqueeze(torch.select(a, 1, %d), 1) - torch.select(b, 1, %d)\n",
                    k,
                    k,
                    k));
            text.append(
                    k == 0
                            ? "  s0 = e0 * e0\n"
                            : String.format(Locale.ROOT, "  s%d = s%d + e%d * e%d\n", k, k - 1, k, k));
        }
        return text + "  return s" + (dimension - 1) + "\n";
    }

    private static String pairs(double r) {
        // 1e-20 keeps the gradient at coincident pairs finite; it is zero there.
        String power = r == 1 ? "torch.sqrt(s + 1e-20)" : "torch.pow(s + 1e-20, " + r / 2 + ")";
        String mean = String.format(Locale.ROOT, """
                def mean(self, a: Tensor, b: Tensor) -> Tensor:
                  s = (self).squares(a, b, )
                  return torch.mean(torch.mean(%s, [1]))
                """, power);
        // ⟨x−x′,v−v′⟩ over all pairs is linear in the velocities, with coefficients that no network sees.
        String apart = r > 1 ? "" : """
                  if bool(torch.any(same)):
                    t = torch.sqrt((self).squares(v, v2, ) + 1e-20) * torch.type_as(same, x)
                    p = p + torch.mean(torch.mean(t, [1]))
                """;
        return mean + String.format(Locale.ROOT, """
                def pairs(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor) -> Tensor:
                  s = (self).squares(x, x2, )
                  same = torch.le(s, 1e-12)
                  w = torch.masked_fill(torch.pow(s + 1e-20, %s), same, 0.0) * %s
                  g = torch.unsqueeze(torch.sum(w, [1]), 1) * x - torch.matmul(w, x2)
                  h = torch.matmul(torch.t(w), x) - torch.unsqueeze(torch.sum(w, [0]), 1) * x2
                  p = (torch.sum(torch.sum(g * v, [1])) - torch.sum(torch.sum(h * v2, [1]))) / torch.numel(s)
                """, r / 2 - 1, r) + apart + "  return p\n";
    }
}
