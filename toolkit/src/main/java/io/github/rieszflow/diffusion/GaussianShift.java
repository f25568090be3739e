package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;

/**
 * Why a kernel must know the noise, in closed form: P = N(0, σ²I) and Q = N(μ, σ²I) in R^d, seen through the normalised Gaussian
 * kernel k_α(x,y) = α^{−d} exp(−‖x−y‖²/(2α²)). With s = α² + 2σ²,
 *
 * <pre>  MMD_α² = 2 s^{−d/2} (1 − exp(−‖μ‖²/(2s))),</pre>
 *
 * <p>and the gradient with respect to μ is longest for one width, which depends on how far apart and how wide both are: no single
 * width is best all the way from noise to data.
 *
 * <p>Source: Galashov, De Bortoli, Gretton (ICLR 2025), Proposition 3.1; checked numerically.
 *
 * @param dimension d
 * @param deviation σ
 * @param distance ‖μ‖
 */
public record GaussianShift(int dimension, double deviation, double distance) {
    /**
     * Checks the numbers.
     *
     * @param dimension d ≥ 1
     * @param deviation σ ≥ 0
     * @param distance ‖μ‖ ≥ 0
     * @throws IllegalArgumentException if one is out of range or not finite
     */
    public GaussianShift {
        Require.positive(dimension, "the dimension");
        Require.between(deviation, 0, Double.MAX_VALUE, "the standard deviation");
        Require.between(distance, 0, Double.MAX_VALUE, "the distance of the means");
    }

    /**
     * MMD² in the kernel of a width.
     *
     * @param width α &gt; 0
     * @return MMD_α²
     * @throws IllegalArgumentException if the width is not positive and finite
     */
    public double squared(double width) {
        double s = spread(width);
        return -2 * StrictMath.pow(s, -dimension / 2.0) * StrictMath.expm1(-distance * distance / (2 * s));
    }

    /**
     * How strongly the kernel of a width pulls: the length of the gradient of MMD_α² with respect to μ.
     *
     * @param width α &gt; 0
     * @return 2 ‖μ‖ s^{−d/2−1} exp(−‖μ‖²/(2s))
     * @throws IllegalArgumentException if the width is not positive and finite
     */
    public double slope(double width) {
        double s = spread(width);
        return 2 * distance * StrictMath.pow(s, -dimension / 2.0 - 1) * StrictMath.exp(-distance * distance / (2 * s));
    }

    private double spread(double width) {
        Require.positive(width, "the width of a kernel");
        return width * width + 2 * deviation * deviation;
    }

    /**
     * The width that pulls hardest.
     *
     * @return α* = √max(0, ‖μ‖²/(d+2) − 2σ²); 0 means: the narrower the better
     */
    public double bestWidth() {
        return Math.sqrt(Math.max(0, distance * distance / (dimension + 2) - 2 * deviation * deviation));
    }
}
