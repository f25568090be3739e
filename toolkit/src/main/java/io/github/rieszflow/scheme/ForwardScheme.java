package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The forward scheme, Euler steps along the direction of steepest descent μ_{n+1} = distribution of
 * x + τv, (x,v) ~ H_−F(μ_n), with
 * velocity plans that are Markov kernels: at each place x mass moves with the velocities T(x,z), z normal. So it also splits
 * point masses. The loss on two independent batches with velocities V¹, V² is
 *
 * <pre>  D_vF(X¹,X²;V¹,V²) / (‖V‖ + 0.01),   ‖V‖ = √mean‖v‖²,</pre>
 *
 * <p>and the step goes along (−D_vF)⁺ / ‖V‖² · V, with the derivative taken in double precision at all particles.
 *
 * <p>At a point mass, if F has an interaction energy: for r &lt; 1 the energy falls infinitely fast and there is no
 * direction of steepest descent, so such a start is refused; for r &gt; 1 the direction is zero and the mass stays, as the run warns.
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023).
 */
public final class ForwardScheme extends NeuralScheme<ForwardScheme> {
    private static final String LOSS = """
            def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
              v1 = (self).net(w, [b[0], b[2]], )
              v2 = (self).net(w, [b[3], b[5]], )
              y = annotate(List[Tensor], [])
              if torch.len(b) > 7:
                _0 = torch.append(y, b[7])
              m = torch.mean(torch.sum(v1 * v1, [1])) + torch.mean(torch.sum(v2 * v2, [1]))
              return (self).slope(b[1], v1, b[4], v2, y, ) / (torch.sqrt(0.5 * m) + 0.01)
            """;

    private ForwardScheme(Choices choices) {
        super(choices);
    }

    /**
     * The forward scheme of a functional: step size 0.05, two hidden layers of 128, batches of 200, 2000 training steps.
     *
     * @param functional F
     * @return the scheme
     * @throws IllegalArgumentException if the functional has no {@linkplain Functional#script script}
     */
    public static ForwardScheme of(Functional functional) {
        Choices choices = Choices.of(functional);
        return new ForwardScheme(choices.sizes(new StepSizes(choices.sizes().sizes(), false)));
    }

    @Override
    ForwardScheme with(Choices other) {
        return new ForwardScheme(other);
    }

    @Override
    String name() {
        return "forward scheme";
    }

    /** Whether two particles share a place. */
    private static boolean pointMass(Points start) {
        Set<FloatBuffer> places = new HashSet<>();
        for (int i = 0; i < start.size(); i++) {
            if (!places.add(FloatBuffer.wrap(start.row(i)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    String check(Points start) {
        requireMethod("slope", start.dimension());
        double r = script().exponent();
        if (r == 1 || !script().repels() || !pointMass(start)) {
            return "";
        }
        if (r < 1) {
            throw new IllegalArgumentException(
                    "the forward scheme cannot start at a point mass for r < 1: the energy falls"
                            + " infinitely fast there, so there is no direction of steepest descent (r is " + r
                            + ", some particles coincide); use BackwardScheme, or start from particles that differ");
        }
        return "a point mass is stationary for the forward scheme if r > 1: the direction of steepest descent is zero"
                + " there (r is " + r + ", some particles coincide); BackwardScheme leaves it";
    }

    @Override
    SchemeStepper open(SchemeState state) {
        return new NeuralStepper(this, state, LOSS);
    }

    @Override
    float[] factors(Units units, double size) {
        return new float[] {1};
    }

    @Override
    double lossUnit(Units units) {
        return StrictMath.pow(units.length(), script().exponent() - 1);
    }

    @Override
    Points move(Points x, float[] outputs, Units units, double size) {
        Points v = Points.adopt(outputs, x.size(), x.dimension());
        double square = 0;
        for (float value : outputs) {
            square += (double) value * value;
        }
        square /= x.size();
        double slope = functional().derivative(x, v);
        return square == 0 ? x : moved(x, outputs, size * Math.max(-slope, 0) / square);
    }
}
