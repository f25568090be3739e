package io.github.rieszflow.scheme;

import java.util.function.IntFunction;

/**
 * A functional in TorchScript, as the neural schemes train networks with it: two methods with tensors of particles N×d,
 *
 * <pre>{@code
 * def energy(self, a: Tensor, b: Tensor, y: List[Tensor]) -> Tensor:
 * def slope(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor, y: List[Tensor]) -> Tensor:
 * }</pre>
 *
 * <p>{@code energy} is F from two independent samples a, b of μ: energy(a, a, y) = F(a), and pairs join a particle of a with one
 * of b, so that its mean is F(μ). {@code slope} is the derivative along a plan from two samples of places with velocities in the
 * same way; only {@link ForwardScheme} asks for it. The list y holds one tensor M×d of targets if the functional has a
 * {@linkplain Functional#target target}, drawn by their weights if it has weights, and is empty otherwise. The text is
 * TorchScript in its serialised form: {@code (self).squares(a, b, )} calls another method of the text.
 */
public final class FunctionalScript {
    private final IntFunction<String> source;
    private final boolean homogeneous;
    private final double exponent;
    private final boolean repels;

    FunctionalScript(IntFunction<String> source, boolean homogeneous, double exponent, boolean repels) {
        this.source = source;
        this.homogeneous = homogeneous;
        this.exponent = exponent;
        this.repels = repels;
    }

    /**
     * A script that is the same in every dimension.
     *
     * @param source the text of the methods
     * @return the script, of a functional with a scale of its own
     */
    public static FunctionalScript of(String source) {
        return of(dimension -> source);
    }

    /**
     * A script for each dimension.
     *
     * @param source the text of the methods in dimension d
     * @return the script, of a functional with a scale of its own
     */
    public static FunctionalScript of(IntFunction<String> source) {
        return new FunctionalScript(source, false, 1, false);
    }

    /**
     * The same for a functional without a scale of its own, F(cμ) = c^r F(μ): networks then see it in units in which it is of order 1.
     *
     * @param exponent r in (0,2)
     * @return the script
     * @throws IllegalArgumentException if r is out of range
     */
    public FunctionalScript homogeneous(double exponent) {
        if (!(exponent > 0 && exponent < 2)) {
            throw new IllegalArgumentException(
                    "the degree r of a homogeneous functional must lie strictly between 0 and 2: received " + exponent);
        }
        return new FunctionalScript(source, true, exponent, repels);
    }

    /**
     * The text.
     *
     * @param dimension d
     * @return the methods
     */
    public String source(int dimension) {
        return source.apply(dimension);
    }

    /** Whether lengths may be measured in any unit. */
    boolean homogeneous() {
        return homogeneous;
    }

    /** The degree r of a homogeneous functional, 1 for others. */
    double exponent() {
        return exponent;
    }

    /** Whether point masses fall apart, as fast as t^r. */
    boolean repels() {
        return repels;
    }
}
