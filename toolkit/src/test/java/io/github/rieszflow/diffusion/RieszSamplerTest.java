package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Against a path that is known: for data N(0,σ²) on the line the mean of x given x_τ is τσ²x_τ/(τ²σ²+(1−τ)²), and the flow along it
 * takes x_0 to σx_0.
 */
class RieszSamplerTest {
    private static final double SIGMA = 2;
    private static final RieszPreset PRESET = RieszPreset.of("spirals", Size.SMOKE)
            .score(ScoringRule.squared())
            .denoiser(Denoiser.of(Exact.NORMAL, 1, 0))
            // One step so small that the one weight stays 1.
            .training(RieszPlan.standard().steps(1).learningRate(1e-30));
    private static final RieszDiffusion MODEL = RieszDiffusion.of(PRESET).train(Points.line(-1, 1));
    private static final Points START = Points.gaussian(200, 1, seed(1));

    /** A velocity that is known, as the lines of a script between τ, 1 − τ and what is returned. */
    private record Exact(String lines) implements Architecture {
        /** In the units of the network, where σ is 2. */
        static final Exact NORMAL = new Exact("""
                  s = torch.mul(t * t, 4.) + u * u
                  l = torch.sqrt(t * t + u * u)
                  return torch.mul(torch.div(torch.mul(t * u, 3.), s * l) * x[0], w[0])
                """);
        /** Half N(−1,s²) and half N(1,s²): the posterior mean is (τs²x + (1−τ)² tanh(τx/v))/v with v = τ²s² + (1−τ)². */
        static final Exact MIXTURE = new Exact("""
                  s = t * t + u * u
                  v = torch.mul(t * t, 0.16) + u * u
                  mean = torch.div(torch.mul(t * x[0], 0.16) + u * u * torch.tanh(torch.div(t * x[0], v)), v)
                  return torch.mul(torch.div(mean * s - t * x[0], u * torch.sqrt(s)), w[0])
                """);

        @Override
        public List<Slot> slots() {
            return List.of(new Slot("one", List.of(1), 1, 0));
        }

        @Override
        public String source() {
            return "def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:\n  t = x[1]\n  u = torch.rsub(t, 1.)\n"
                    + lines;
        }
    }

    private static double error(RieszSampler sampler) {
        Points ends = MODEL.with(sampler).sampleFrom(START, seed(2)).points();
        double sum = 0;
        for (int i = 0; i < START.size(); i++) {
            sum += Math.abs(ends.get(i, 0) - SIGMA * START.get(i, 0)) / START.size();
        }
        return sum;
    }

    @Test
    void twiceTheCallsHalveTheErrorOfFirstOrderAndQuarterThatOfSecond() {
        assertThat(error(RieszSampler.calls(32).order(1))
                        / error(RieszSampler.calls(64).order(1)))
                .isBetween(1.8, 2.2);
        assertThat(error(RieszSampler.calls(32)) / error(RieszSampler.calls(64)))
                .isBetween(3.4, 4.6);
        assertThat(error(RieszSampler.calls(8)))
                .isLessThan(0.3 * error(RieszSampler.calls(8).order(1)));
    }

    /** One call knows of no other; from x̂ that changes evenly, x̂ = a + bτ, the path is a + bτ + b(1−τ)log(1−τ) + c(1−τ). */
    @Test
    void oneCallIsTheSameInBothOrders() {
        assertThat(error(RieszSampler.calls(1)))
                .isEqualTo(error(RieszSampler.calls(1).order(1)));
        assertThat(MODEL.with(RieszSampler.calls(5).order(1))
                        .sample(3, seed(1), 1)
                        .points())
                .isEqualTo(MODEL.sample(3, seed(1), 1).points());
        double[] path = new double[5];
        for (int k = 0; k < 5; k++) {
            double left = 1 - k / 4.0;
            path[k] = 0.5 - 1.5 * (1 - left) - (left > 0 ? 1.5 * left * Math.log(left) : 0) + 0.7 * left;
        }
        for (int call = 1; call < 4; call++) {
            float[] some = {(float) path[call]};
            float[] clean = {0.5f - 1.5f * call / 4};
            float[] last = {0.5f - 1.5f * (call - 1) / 4};
            RieszPath.bent(some, clean, last, 0, call / 4.0, (call + 1) / 4.0, call, 1);
            assertThat((double) some[0]).isCloseTo(path[call + 1], within(1e-6));
        }
    }

    /** Near the data x̂ changes like (1−τ)²: carried on evenly to the end, samples of few calls would lie beyond where paths lead. */
    @Test
    void theLastStepDoesNotOvershoot() {
        RieszPreset preset = PRESET.denoiser(Denoiser.of(Exact.MIXTURE, 1, 0));
        RieszDiffusion model = RieszDiffusion.of(preset).train(Points.line(-1, 1));
        Points exact =
                model.with(RieszSampler.calls(500)).sampleFrom(START, seed(2)).points();
        for (int calls = 3; calls <= 8; calls++) {
            RieszSampler sampler = RieszSampler.calls(calls);
            assertThat(far(model.with(sampler), exact))
                    .as("%d calls", calls)
                    .isLessThan(0.45 * far(model.with(sampler.order(1)), exact));
        }
    }

    private static double far(RieszDiffusion model, Points exact) {
        Points ends = model.sampleFrom(START, seed(2)).points();
        double sum = 0;
        for (int i = 0; i < START.size(); i++) {
            sum += Math.abs(ends.get(i, 0) - exact.get(i, 0)) / START.size();
        }
        return sum;
    }

    @Test
    void onlySmoothPathsAreOfSecondOrder() {
        assertThat(RieszSampler.calls(8))
                .hasToString("8 calls")
                .isEqualTo(RieszSampler.calls(8).order(2));
        assertThat(RieszSampler.calls(8).order(1)).hasToString("8 calls, first order");
        assertThatThrownBy(() -> RieszSampler.calls(8).order(3)).hasMessageContaining("the order of a step");
        RieszSampler stirred = RieszSampler.calls(8).stir(0.5);
        assertThat(error(stirred)).isEqualTo(error(stirred.order(1)));
        Points data = Shapes.spirals(100, seed(1));
        RieszDiffusion draws =
                RieszDiffusion.of(RieszPreset.of("spirals", Size.SMOKE)).train(data);
        assertThat(draws.with(RieszSampler.calls(5)).sample(20, seed(3)).points())
                .isEqualTo(draws.with(RieszSampler.calls(5).order(1))
                        .sample(20, seed(3))
                        .points());
    }
}
