package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Later;
import io.github.rieszflow.internal.Require;

/**
 * How a Riesz diffusion samples: from noise at τ_0 = 0 in K steps to data at τ_K = 1, with τ_k = k/K. A step draws x̂ given x_τ, with
 * fresh noise ξ, and goes on to
 *
 * <pre>  x_τ' = τ' x̂ + (1−τ') (√(1−η²) ε̂ + η ε'),    ε̂ = (x_τ − τ x̂)/(1−τ),    ε' ~ N(0,I).</pre>
 *
 * <p>That is exact where x̂ does not depend on τ. Where paths are smooth, as η = 0 and the network knows the mean and draws nothing
 * ({@link RieszPreset#flowMatching}), steps are of second order, at no further call: x̂ goes on as it did since the last one, with D
 * the difference of the two over that of their times (τ'−τ − (1−τ') log((1−τ)/(1−τ'))) D is added, which is exact where x̂ changes evenly.
 * Of points, in the last of three or more steps a third of that is added: near the data x̂ changes like (1−τ)², and samples would overshoot.
 *
 * <p>With guidance g, of a model that was given labels, x̂ is x̂_∅ + g (x̂_c − x̂_∅), where x̂_∅ is drawn without the label from the same ξ:
 * more typical of the class and less diverse for g &gt; 1. It costs a second call.
 *
 * <pre>{@code
 * RieszSampler.calls(8).stir(0.3)
 * }</pre>
 *
 * @param calls K, how often the network is called, or called twice with guidance
 * @param stir η in [0,1], how much of the noise is fresh after each step
 * @param guidance g ≥ 0, 1 for none
 * @param order the highest order of a step, 1 or 2
 */
public record RieszSampler(
        int calls,
        double stir,
        double guidance,
        @Later(before = "1") int order) implements DiffusionSampler {
    /**
     * Checks the numbers.
     *
     * @param calls K
     * @param stir η
     * @param guidance g
     * @param order 1 or 2
     * @throws IllegalArgumentException if one is out of range
     */
    public RieszSampler {
        Require.positive(calls, "the number of calls");
        Require.between(stir, 0, 1, "the share η of fresh noise");
        Require.between(guidance, 0, 1e6, "the guidance");
        Require.between(order, 1, 2, "the order of a step");
    }

    /**
     * A sampler of this many steps.
     *
     * @param count K
     * @return without fresh noise or guidance
     * @throws IllegalArgumentException if it is not positive
     */
    public static RieszSampler calls(int count) {
        return new RieszSampler(count, 0, 1, 2);
    }

    /**
     * The same with fresh noise.
     *
     * @param share η in [0,1]
     * @return the sampler
     * @throws IllegalArgumentException if it is out of range
     */
    public RieszSampler stir(double share) {
        return new RieszSampler(calls, share, guidance, order);
    }

    /**
     * The same with guidance.
     *
     * @param factor g ≥ 0, 1 for none
     * @return the sampler
     * @throws IllegalArgumentException if it is negative
     */
    public RieszSampler guidance(double factor) {
        return new RieszSampler(calls, stir, factor, order);
    }

    /**
     * The same with another highest order.
     *
     * @param number 1 for first order everywhere, 2 for second order where paths are smooth
     * @return the sampler
     * @throws IllegalArgumentException if it is neither
     */
    public RieszSampler order(int number) {
        return new RieszSampler(calls, stir, guidance, number);
    }

    /** The same with this many calls. */
    RieszSampler again(int count) {
        return new RieszSampler(count, stir, guidance, order);
    }

    boolean guided() {
        return guidance != 1;
    }

    @Override
    public int evaluations() {
        return guided() ? Math.multiplyExact(2, calls) : calls;
    }

    @Override
    public String toString() {
        return calls
                + (calls == 1 ? " call" : " calls")
                + (stir == 0 ? "" : ", " + stir + " fresh noise")
                + (guided() ? ", guidance " + guidance : "")
                + (order == 1 ? ", first order" : "");
    }
}
