package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Cumulative;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import org.jspecify.annotations.Nullable;

/** A functional as networks need it: TorchScript for its value and derivative, and batches of its targets. */
final class Terms {
    /** Up to so many coordinates differences are formed one by one, which is faster than to form all at once. */
    private static final int FEW = 4;
    /** So many targets are seen at once, if there are more; their mean stays unbiased. */
    private static final int TARGETS = 2000;

    private final Functional functional;
    private final boolean repels;
    private final @Nullable Measure target;

    private Terms(Functional functional, boolean repels, @Nullable Measure target) {
        this.functional = functional;
        this.repels = repels;
        this.target = target;
    }

    static Terms of(Functional functional) {
        if (functional instanceof Interaction) {
            return new Terms(functional, true, null);
        }
        if (functional instanceof Potential potential) {
            return new Terms(functional, false, potential.target());
        }
        if (functional instanceof MmdFunctional mmd) {
            return new Terms(functional, true, mmd.potential().target());
        }
        return new Terms(functional, false, null);
    }

    /** Whether lengths may be measured in any unit: F(c·) = c^r F. */
    boolean homogeneous() {
        return !(functional instanceof Implosion);
    }

    @Nullable
    Measure target() {
        return target;
    }

    /**
     * Some targets: all of them, in their order, if weights are uniform and they are not too many; else independent draws.
     *
     * @param most how many at most, beyond a fixed least number
     */
    static Points draw(Measure target, int most, RandomStream stream) {
        int count = Math.min(target.size(), Math.max(most, TARGETS));
        if (target instanceof Points points && count == points.size()) {
            return points;
        }
        Cumulative cumulative = Cumulative.adopt(target.weights());
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = cumulative.at(stream.nextDouble());
        }
        return target.points().select(drawn);
    }

    /**
     * The methods {@code energy(self, a, b, y)}, the value from two independent samples and targets, and
     * {@code slope(self, x, v, x2, v2, y)}, its derivative; y is a list of one tensor, or empty.
     */
    String source(int dimension) {
        if (functional instanceof Implosion) {
            return IMPLOSION;
        }
        StringBuilder energy = new StringBuilder(
                "def energy(self, a: Tensor, b: Tensor, y: List[Tensor]) -> Tensor:\n  e = torch.sum(a) * 0.0\n");
        StringBuilder slope = new StringBuilder("def slope(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor, y:"
                + " List[Tensor]) -> Tensor:\n  s = torch.sum(v) * 0.0\n");
        if (repels) {
            energy.append("  e = e - 0.5 * (self).mean(a, b, )\n");
            slope.append("  s = s - 0.5 * (self).pairs(x, v, x2, v2, )\n");
        }
        if (target != null) {
            energy.append("  e = e + 0.5 * ((self).mean(a, y[0], ) + (self).mean(b, y[0], ))\n");
            slope.append("  o = torch.zeros_like(y[0])\n")
                    .append("  s = s + 0.5 * ((self).pairs(x, v, y[0], o, ) + (self).pairs(x2, v2, y[0], o, ))\n");
        }
        return squares(dimension) + pairs(functional.exponent()) + energy + "  return e\n" + slope + "  return s\n";
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
            text.append(
                    "  e%d = torch.unsqueeze(torch.select(a, 1, %d), 1) - torch.select(b, 1, %d)\n".formatted(k, k, k));
            text.append(k == 0 ? "  s0 = e0 * e0\n" : "  s%d = s%d + e%d * e%d\n".formatted(k, k - 1, k, k));
        }
        return text + "  return s" + (dimension - 1) + "\n";
    }

    private static String pairs(double r) {
        // 1e-20 keeps the gradient at coincident pairs finite; it is zero there.
        String power = r == 1 ? "torch.sqrt(s + 1e-20)" : "torch.pow(s + 1e-20, " + r / 2 + ")";
        String mean = """
                def mean(self, a: Tensor, b: Tensor) -> Tensor:
                  s = (self).squares(a, b, )
                  return torch.mean(torch.mean(%s, [1]))
                """.formatted(power);
        // ⟨x−x′,v−v′⟩ over all pairs is linear in the velocities, with coefficients that no network sees.
        String apart = r > 1 ? "" : """
                  if bool(torch.any(same)):
                    t = torch.sqrt((self).squares(v, v2, ) + 1e-20) * torch.type_as(same, x)
                    p = p + torch.mean(torch.mean(t, [1]))
                """;
        return mean + """
                def pairs(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor) -> Tensor:
                  s = (self).squares(x, x2, )
                  same = torch.le(s, 1e-12)
                  w = torch.masked_fill(torch.pow(s + 1e-20, %s), same, 0.0) * %s
                  g = torch.unsqueeze(torch.sum(w, [1]), 1) * x - torch.matmul(w, x2)
                  h = torch.matmul(torch.t(w), x) - torch.unsqueeze(torch.sum(w, [0]), 1) * x2
                  p = (torch.sum(torch.sum(g * v, [1])) - torch.sum(torch.sum(h * v2, [1]))) / torch.numel(s)
                """.formatted(r / 2 - 1, r) + apart + "  return p\n";
    }

    private static final String IMPLOSION = """
            def squares(self, a: Tensor, b: Tensor) -> Tensor:
              e = torch.unsqueeze(torch.select(a, 1, 1), 1) - torch.select(b, 1, 1)
              return e * e
            def drift(self, a: Tensor) -> Tensor:
              left = torch.type_as(torch.lt(torch.select(a, 1, 0), 0.0), a)
              return torch.mean(left * torch.abs(torch.select(a, 1, 1)) - torch.select(a, 1, 0))
            def right(self, a: Tensor, b: Tensor) -> Tensor:
              p = torch.type_as(torch.ge(torch.select(a, 1, 0), 0.0), a)
              q = torch.type_as(torch.ge(torch.select(b, 1, 0), 0.0), a)
              return torch.unsqueeze(p, 1) * q
            def energy(self, a: Tensor, b: Tensor, y: List[Tensor]) -> Tensor:
              d = torch.sqrt((self).squares(a, b, ) + 1e-20) * (self).right(a, b, )
              return 0.5 * ((self).drift(a, ) + (self).drift(b, )) - 0.5 * torch.mean(torch.mean(d, [1]))
            def fall(self, x: Tensor, v: Tensor) -> Tensor:
              left = torch.type_as(torch.lt(torch.select(x, 1, 0), 0.0), x)
              y = torch.select(x, 1, 1)
              u = torch.select(v, 1, 1)
              d = torch.where(torch.gt(torch.abs(y), 1e-6), torch.sign(y) * u, torch.abs(u))
              return torch.mean(left * d - torch.select(v, 1, 0))
            def slope(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor, y: List[Tensor]) -> Tensor:
              e = torch.unsqueeze(torch.select(x, 1, 1), 1) - torch.select(x2, 1, 1)
              u = torch.unsqueeze(torch.select(v, 1, 1), 1) - torch.select(v2, 1, 1)
              d = torch.where(torch.gt(torch.abs(e), 1e-6), torch.sign(e) * u, torch.abs(u))
              p = torch.mean(torch.mean(d * (self).right(x, x2, ), [1]))
              return 0.5 * ((self).fall(x, v, ) + (self).fall(x2, v2, )) - 0.5 * p
            """;
}
