package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Require;
import java.util.function.DoubleUnaryOperator;

/**
 * A radial kernel K(x,y) = f(‖x−y‖), for {@link Mmd#radial}: a function f of the distance, so a lambda will do.
 *
 * <pre>{@code
 * Mmd.radial(z -> Math.exp(-z * z)).squared(x, y);
 * Mmd.radial(RadialKernel.laplace(0.5)).squared(x, y);
 * }</pre>
 *
 * <p>MMD² is at least 0 for all pairs of measures if and only if f is conditionally positive definite of order 1: all sums
 * Σ_ij a_i a_j f(‖x_i−x_j‖) with Σ_i a_i = 0 must be at least 0. Positive definite functions are, and so is −ρ^r for r in (0,2).
 * Adding a constant to f changes no MMD and no gradient.
 *
 * <p>The implementation must give the same number for the same distance, from several threads at once. It is asked for each
 * pair of points, N(N+M) times in a step of a flow.
 */
@FunctionalInterface
public interface RadialKernel {
    /**
     * The function f.
     *
     * @param distance ρ = ‖x−y‖ ≥ 0, in the units of the points
     * @return f(ρ), finite; also f(0) = K(x,x)
     */
    double value(double distance);

    /**
     * The derivative f′, of which gradients are made: ∇_x K(x,y) = f′(‖x−y‖) (x−y)/‖x−y‖. It is never asked at distance 0:
     * coincident pairs contribute nothing to gradients, whether f has a kink or a pole of its derivative there or none.
     *
     * <p>Without an implementation of its own it is found by a fourth-order difference of five points,
     * (f(ρ−2h) − 8f(ρ−h) + 8f(ρ+h) − f(ρ+2h)) / 12h with h = ρ/512. For a smooth f of width σ its error is about
     * 10⁻¹⁰ |f|/σ at ρ = σ; rounding makes it 10⁻¹³ |f|/ρ where ρ is much smaller. It takes four values of f.
     *
     * @param distance ρ &gt; 0
     * @return f′(ρ), finite
     */
    default double derivative(double distance) {
        double h = distance / 512;
        double inner = value(distance + h) - value(distance - h);
        double outer = value(distance + 2 * h) - value(distance - 2 * h);
        return (8 * inner - outer) / (12 * h);
    }

    /**
     * What the kernel is called in texts and pictures.
     *
     * @return a few words
     */
    default String name() {
        return "radial kernel";
    }

    /**
     * A kernel from functions, with its derivative and a name.
     *
     * @param name what it is called
     * @param value f
     * @param derivative f′, never asked at 0
     * @return the kernel
     */
    static RadialKernel of(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
        return new NamedKernel(name, value, derivative);
    }

    /**
     * The Gaussian kernel f(ρ) = exp(−ρ²/(2σ²)).
     *
     * @param width σ &gt; 0
     * @return the kernel, positive definite
     * @throws IllegalArgumentException if σ is not positive and finite
     */
    static RadialKernel gaussian(double width) {
        double s = Require.positive(width, "the width σ of a Gaussian kernel");
        return of(
                "Gaussian kernel, σ = " + Numbers.text(s),
                z -> StrictMath.exp(-z / s * (z / s) / 2),
                z -> -z / s / s * StrictMath.exp(-z / s * (z / s) / 2));
    }

    /**
     * The Laplace kernel f(ρ) = exp(−ρ/σ), with a kink at 0.
     *
     * @param width σ &gt; 0
     * @return the kernel, positive definite
     * @throws IllegalArgumentException if σ is not positive and finite
     */
    static RadialKernel laplace(double width) {
        double s = Require.positive(width, "the width σ of a Laplace kernel");
        return of(
                "Laplace kernel, σ = " + Numbers.text(s),
                z -> StrictMath.exp(-z / s),
                z -> -StrictMath.exp(-z / s) / s);
    }

    /**
     * The inverse multiquadric kernel f(ρ) = 1/√(1 + ρ²/c²).
     *
     * @param width c &gt; 0
     * @return the kernel, positive definite
     * @throws IllegalArgumentException if c is not positive and finite
     */
    static RadialKernel inverseMultiquadric(double width) {
        double c = Require.positive(width, "the width c of an inverse multiquadric kernel");
        return of("inverse multiquadric kernel, c = " + Numbers.text(c), z -> 1 / Math.sqrt(1 + z / c * (z / c)), z -> {
            double square = 1 + z / c * (z / c);
            return -z / c / c / (square * Math.sqrt(square));
        });
    }

    /**
     * The smoothed negative distance f(ρ) = ε − √(ε² + ρ²): like the Riesz kernel with r = 1 from afar, smooth at 0.
     *
     * @param smoothing ε &gt; 0
     * @return the kernel, conditionally positive definite, with f(0) = 0
     * @throws IllegalArgumentException if ε is not positive and finite
     */
    static RadialKernel smoothedDistance(double smoothing) {
        double e = Require.positive(smoothing, "the smoothing ε of a distance");
        return of(
                "smoothed distance kernel, ε = " + Numbers.text(e),
                // ε − √(ε² + ρ²) without the difference of two numbers that are nearly equal.
                z -> 0 - z * (z / (e + Math.sqrt(e * e + z * z))),
                z -> -z / Math.sqrt(e * e + z * z));
    }

    /**
     * The Riesz kernel f(ρ) = −ρ^r: {@code Mmd.radial(RadialKernel.riesz(r))} equals {@code Mmd.riesz(r)}.
     *
     * @param exponent r in (0,2)
     * @return the kernel, conditionally positive definite, with f(0) = 0
     * @throws IllegalArgumentException if r is out of range
     */
    static RieszKernel riesz(double exponent) {
        return new RieszKernel(exponent);
    }
}
