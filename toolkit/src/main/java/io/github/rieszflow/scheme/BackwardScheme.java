package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;

/**
 * The backward scheme of Jordan, Kinderlehrer and Otto, μ_{n+1} = argmin_μ W2²(μ_n,μ)/(2τ) + F(μ), with transport plans
 * that are Markov kernels: from each place x mass goes to x + τ-sized displacements T(x,z), z normal. So it also splits
 * point masses. The loss on two independent batches X¹, X² of particles with latents z¹, z² and X̂ᵏ = T(Xᵏ,zᵏ) is
 *
 * <pre>  ½ mean ‖X − X̂‖² + τ F̂(X̂¹, X̂²),</pre>
 *
 * <p>where F̂ takes pairs across the batches only, so that it is unbiased.
 *
 * <p>For r &lt; 1 the first step is by default a slow start: eight steps of growing size in its place.
 *
 * <pre>{@code
 * var jko = BackwardScheme.of(Interaction.riesz(1)).stepSize(0.05).network(Mlp.hidden(64, 64));
 * var run = jko.from(Points.dirac(2000, 2)).run(24);
 * run.compareWith(DiracFlow.of(2, 1));
 * }</pre>
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023).
 */
public final class BackwardScheme extends NeuralScheme<BackwardScheme> {
    private static final String LOSS = """
            def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
              n1 = torch.mul((self).net(w, [b[0], b[2]], ), torch.select(b[6], 0, 0))
              n2 = torch.mul((self).net(w, [b[3], b[5]], ), torch.select(b[6], 0, 0))
              y = annotate(List[Tensor], [])
              if torch.len(b) > 7:
                _0 = torch.append(y, b[7])
              move = torch.mean(torch.sum(n1 * n1, [1])) + torch.mean(torch.sum(n2 * n2, [1]))
              e = (self).energy(b[1] + n1, b[4] + n2, y, )
              return 0.25 * move + torch.select(b[6], 0, 1) * e
            """;

    private BackwardScheme(Choices choices) {
        super(choices);
    }

    /**
     * The backward scheme of a functional: step size 0.05, two hidden layers of 128, batches of 200, 2000 training steps.
     *
     * @param functional F
     * @return the scheme
     * @throws IllegalArgumentException if the functional has no {@linkplain Functional#script script}
     */
    public static BackwardScheme of(Functional functional) {
        return new BackwardScheme(Choices.of(functional));
    }

    /**
     * The same with or without a slow start.
     *
     * @param slow whether the first step is cut into eight, of sizes 10⁻⁸, 10⁻⁷, … and the rest; by default for r &lt; 1
     * @return the scheme
     */
    public BackwardScheme slowStart(boolean slow) {
        return with(choices().sizes(new StepSizes(choices().sizes().sizes(), slow)));
    }

    @Override
    BackwardScheme with(Choices other) {
        return new BackwardScheme(other);
    }

    @Override
    String name() {
        return "backward scheme";
    }

    @Override
    String check(Points start) {
        requireMethod("energy", start.dimension());
        return "";
    }

    @Override
    SchemeStepper open(SchemeState state) {
        return new NeuralStepper(this, state, LOSS);
    }

    @Override
    float[] factors(Units units, double size) {
        // F is r-homogeneous: with lengths in another unit the step size is another.
        double r = script().exponent();
        double length = units.length();
        return new float[] {(float) (units.step() / length), (float) (size * StrictMath.pow(length, r - 2))};
    }

    @Override
    double lossUnit(Units units) {
        return units.length() * units.length();
    }

    @Override
    Points move(Points x, float[] outputs, Units units, double size) {
        return moved(x, outputs, units.step());
    }
}
