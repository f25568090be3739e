package io.github.rieszflow.conformance;

import io.github.rieszflow.slicing.Engine;

/**
 * What an engine must do: give the gradients and values of sliced problems, keep particles from step to step, and end when it
 * is told to.
 *
 * <pre>{@code
 * EngineConformance.of(new MyEngine()).require();
 * }</pre>
 *
 * <p>Answers are known: from closed forms (two points, a cloud and its translation, particles that mirror each other) and, on
 * clouds of a few points, from the formulas as they are written, in double precision. Numbers may be wrong by 10⁻⁴ of the
 * largest, which is rounding in single precision; where rounding decides which of two projections is larger, either order
 * is right. A problem that the engine does not support counts as met where it is
 * refused; only uniform weights with r = 1, exact ranks and given or independent directions must be supported.
 */
public final class EngineConformance {
    private EngineConformance() {}

    /**
     * Tries an engine.
     *
     * @param engine the engine
     * @return what was found
     */
    public static Conformance of(Engine engine) {
        EngineAnswers answers = new EngineAnswers(engine);
        EngineLifetime lifetime = new EngineLifetime(engine);
        return Conformance.of(engine.toString())
                .and("what must be supported is: r = 1, exact ranks, uniform weights", answers::supportsTheLeast)
                .and("two points attract along each direction, with the force of their distance", answers::twoPoints)
                .and("a cloud far from its translation feels its ranks; W1 is how far", answers::translations)
                .and("on the line the gradient is that of sorted points", answers::sorted)
                .and("particles that mirror each other have gradients that do", answers::mirrored)
                .and("coincident particles stay together or are split, as the ties say", answers::ties)
                .and("gradients are those of all pairs, for N ≠ M and d = 1, 2, 3, 130, 784", answers::gradients)
                .and("values are those of all pairs, slice by slice", answers::values)
                .and("other exponents, weights and solvers are right or refused", answers::choices)
                .and("directions are those that the rule draws from the seed", answers::drawn)
                .and("the same seed gives the same bits twice, another seed others", lifetime::determined)
                .and("a step is v ← ∇F/w + m·v, x ← x − τ·v, and gives the largest coordinate", lifetime::steps)
                .and("load and aim put other points in place, bit for bit", lifetime::loadAndAim)
                .and("shapes that do not fit are refused in one sentence", lifetime::refusals)
                .and("support is known before anything is opened", lifetime::supported)
                .and("two open descents do not disturb each other", lifetime::apart)
                .and("a closed descent does nothing more, and can be closed again", lifetime::closed)
                .and(
                        EngineLifetime.OPENINGS + " descents can be opened and closed, one after the other",
                        lifetime::openings);
    }
}
