package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;
import java.util.Objects;

/** Derivatives along a plan from two samples of it, and scripts that are there. */
final class Derivatives {
    private Derivatives() {}

    static double of(Functional f, Points x, Points v, Points x2, Points v2) {
        Plan one = Plan.of(f, x, v);
        Plan two = Plan.of(f, x2, v2);
        Plan.Slope slope = f instanceof Interaction interaction
                ? interaction.slope(one, two)
                : f instanceof Potential potential
                        ? potential.slope(one, two)
                        : f instanceof MmdFunctional mmd ? mmd.slope(one, two) : ((Implosion) f).slope(one, two);
        return slope.value();
    }

    static FunctionalScript script(Functional f) {
        return Objects.requireNonNull(f.script());
    }
}
