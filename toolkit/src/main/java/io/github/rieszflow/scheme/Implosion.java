package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;

/**
 * A functional on the plane whose flow gathers mass to a point and then spreads it again:
 *
 * <pre>  F(μ) = ∫ (1_{x&lt;0} |y| − x) dμ − ½ ∫∫ 1_{x₁,x₂≥0} |y₁ − y₂| dμ dμ.</pre>
 *
 * <p>All mass moves to the right with speed 1; on the left it is drawn to the axis y = 0, on the right it repels itself in
 * the direction of y. Its derivative is taken for plans that do not cross x = 0 to the left.
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023), Appendix F.
 */
public record Implosion() implements Functional {
    private static final String SCRIPT = """
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

    @Override
    public double value(double[] x, int size, int dimension) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double y = x[2 * i + 1];
            sum -= x[2 * i];
            sum += x[2 * i] < 0 ? Math.abs(y) : -push(x, size, i, x) / 2;
        }
        return sum / size;
    }

    /** The mean of 1_{x≥0} |y − y_i| over particles. */
    private static double push(double[] x, int size, int i, double[] from) {
        double sum = 0;
        for (int j = 0; j < size; j++) {
            sum += x[2 * j] >= 0 ? Math.abs(x[2 * j + 1] - from[2 * i + 1]) : 0;
        }
        return sum / size;
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        for (int i = 0; i < size; i++) {
            double y = x[2 * i + 1];
            gradient[2 * i] = -1;
            double up = 0;
            for (int j = 0; x[2 * i] >= 0 && j < size; j++) {
                up += x[2 * j] >= 0 ? Math.signum(y - x[2 * j + 1]) : 0;
            }
            gradient[2 * i + 1] = x[2 * i] < 0 ? Math.signum(y) : -up / size;
        }
    }

    @Override
    public double derivative(Points x, Points v) {
        Plan plan = Plan.of(this, x, v);
        return slope(plan, plan).value();
    }

    /** From two samples of one plan. */
    Plan.Slope slope(Plan one, Plan two) {
        double drift = drift(one) / 2 + drift(two) / 2;
        double pairs = 0;
        for (int i = 0; i < one.size(); i++) {
            for (int j = 0; one.x()[2 * i] >= 0 && j < two.size(); j++) {
                if (two.x()[2 * j] >= 0) {
                    pairs += apart(one.x()[2 * i + 1] - two.x()[2 * j + 1], one.v()[2 * i + 1] - two.v()[2 * j + 1]);
                }
            }
        }
        return new Plan.Slope(drift - pairs / one.size() / two.size() / 2, 0);
    }

    private static double drift(Plan sample) {
        double sum = 0;
        for (int i = 0; i < sample.size(); i++) {
            sum -= sample.v()[2 * i];
            sum += sample.x()[2 * i] < 0 ? apart(sample.x()[2 * i + 1], sample.v()[2 * i + 1]) : 0;
        }
        return sum / sample.size();
    }

    /** How |y| grows with velocity v. */
    private static double apart(double y, double v) {
        return Math.abs(y) > Plan.SAME ? Math.signum(y) * v : Math.abs(v);
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public FunctionalScript script() {
        return FunctionalScript.of(SCRIPT);
    }

    @Override
    public String toString() {
        return "implosion and explosion";
    }
}
