package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Where the factors are: what this toolkit computes, and how to get the numbers of others from it.
 *
 * <p><b>Here</b>, with K(x,y) = −‖x−y‖^r and r in (0,2):
 *
 * <ul>
 *   <li>{@code squared} is MMD² = 2E‖X−Y‖^r − E‖X−X′‖^r − E‖Y−Y′‖^r, without a factor ½, for r = 1 the energy distance;
 *       {@code value} is its root, a metric.
 *   <li>{@code functional} is F = E‖X−Y‖^r − ½E‖X−X′‖^r = ½MMD² + ½E‖Y−Y′‖^r. {@code gradient} and flows are those
 *       of F, and so of ½MMD²: the velocity is −∇_{x_i}F/w_i.
 *   <li>Means run over all pairs, those of a point with itself included: the V-statistic, which is MMD² of the two discrete
 *       measures and at least 0. Between samples of N and M points from one distribution its mean is
 *       (1/N + 1/M) E‖X−X′‖^r. {@link #unbiased} leaves these pairs out: the U-statistic, without bias, but sometimes negative.
 *   <li>Sliced values carry the constant c_{d,r} = √π Γ((d+r)/2) / (Γ(d/2) Γ((r+1)/2)), so they estimate MMD² in R^d. Others leave
 *       it out: {@link #meanOfSlices}. Sliced W1 is a plain mean.
 *   <li>In Fourier space MMD² = (1/C_{d,r}) ∫ |φ_μ(ω) − φ_ν(ω)|² / ‖ω‖^(d+r) dω with the characteristic functions φ
 *       and {@link #fourier}. On the line for r = 1 MMD² = 2 ∫ (F_μ − F_ν)², twice the squared Cramér distance.
 *   <li>Weights add up to 1.
 *   <li>With another kernel, {@link Mmd#radial}, −K takes the place of ‖·‖^r in all of this. Pairs of a point with itself then
 *       count f(0) = K(x,x), which is 0 for the Riesz kernel; {@link #unbiased} leaves them out as well.
 * </ul>
 *
 * <p><b>Elsewhere</b>:
 *
 * <table>
 * <caption>The same two measures, r = 1 unless said otherwise</caption>
 * <tr><th>program</th><th>number</th><th>here</th></tr>
 * <tr><td>SciPy {@code energy_distance(x, y)}, d = 1</td><td>MMD</td><td>{@link #scipy}</td></tr>
 * <tr><td>R {@code energy::edist(…, alpha = r)}, {@code eqdist.e}</td><td>NM/(N+M) MMD²</td><td>{@link #edist}</td></tr>
 * <tr><td>R {@code energy::edist(…, method = "discoB")}</td><td>NM/(2(N+M)) MMD²</td><td>half of {@link #edist}</td></tr>
 * <tr><td>geomloss {@code SamplesLoss("energy")}</td><td>½MMD²</td><td>{@link #halved}</td></tr>
 * <tr><td>“discrepancy” D² of Altekrüger, Hertrich, Steidl</td><td>½MMD²</td><td>{@link #halved}</td></tr>
 * <tr><td>U-statistics, as in MMD-GANs and DMMD</td><td>without pairs (i,i)</td><td>{@link #unbiased}</td></tr>
 * </table>
 */
public final class Conventions {
    private Conventions() {}

    /**
     * ½MMD²: geomloss's pairwise loss {@code energy}, and the squared discrepancy of papers that write D² = ½MMD².
     *
     * @param squared MMD², un-halved
     * @return ½MMD²
     */
    public static double halved(double squared) {
        return squared / 2;
    }

    /**
     * MMD² from ½MMD².
     *
     * @param halved a loss {@code energy} of geomloss, or D²
     * @return MMD², un-halved
     */
    public static double fromHalved(double halved) {
        return 2 * halved;
    }

    /**
     * SciPy's {@code scipy.stats.energy_distance} on the line for r = 1: the root MMD.
     *
     * @param squared MMD², un-halved, at least 0 up to rounding
     * @return MMD
     */
    public static double scipy(double squared) {
        return Math.sqrt(Math.max(0, squared));
    }

    /**
     * MMD² from SciPy's {@code energy_distance}.
     *
     * @param distance MMD
     * @return MMD², un-halved
     */
    public static double fromScipy(double distance) {
        return distance * distance;
    }

    /**
     * What {@code edist} (method {@code "cluster"}) and {@code eqdist.e} of R's package energy give for two samples:
     * NM/(N+M) MMD², with {@code alpha} = r.
     *
     * @param squared MMD², un-halved
     * @param n N, the size of the first sample
     * @param m M, the size of the second sample
     * @return the test statistic
     * @throws IllegalArgumentException if a size is not positive
     */
    public static double edist(double squared, int n, int m) {
        Require.positive(n, "the size of the first sample");
        Require.positive(m, "the size of the second sample");
        return (double) n * m / ((double) n + m) * squared;
    }

    /**
     * MMD² from what {@code edist} of R's package energy gives.
     *
     * @param statistic NM/(N+M) MMD²
     * @param n N, the size of the first sample
     * @param m M, the size of the second sample
     * @return MMD², un-halved
     * @throws IllegalArgumentException if a size is not positive
     */
    public static double fromEdist(double statistic, int n, int m) {
        return statistic / edist(1, n, m);
    }

    /**
     * The U-statistic: MMD² without the pairs of a point with itself, E‖X−X′‖^r / (1 − Σ w_i²) instead of E‖X−X′‖^r, which
     * for uniform weights divides by N(N−1), and likewise for other kernels. It has no bias and may be negative.
     *
     * @param mmd which kernel
     * @param x at least two points with mass
     * @param y at least two points with mass
     * @return the unbiased estimate of MMD² between the distributions that x and y are samples of
     * @throws IllegalArgumentException if the dimensions differ or all mass of one measure is at one point
     */
    public static double unbiased(Mmd mmd, Measure x, Measure y) {
        return mmd.squared(x, y) - excess(mmd, x, "x") - excess(mmd, y, "y");
    }

    /** What −E K(X,X′) lacks of its unbiased version. */
    private static double excess(Mmd mmd, Measure x, String name) {
        double square = 0;
        for (int i = 0; i < x.size(); i++) {
            square += x.weight(i) * x.weight(i);
        }
        if (!(square < 1)) {
            throw new IllegalArgumentException("a U-statistic needs two points with mass in each sample: all mass of "
                    + name + " is at one point");
        }
        // F(x|x) = −½E K(X,X′).
        return (2 * mmd.functional(x, x) - Pairwise.profile(mmd.kernel()).value(0)) * square / (1 - square);
    }

    /**
     * The mean of MMD² over slices without the slicing constant, as some define the sliced MMD.
     *
     * @param squared MMD² in R^d, or a sliced estimate of it
     * @param dimension d
     * @param exponent r
     * @return MMD² / c_{d,r}
     * @throws IllegalArgumentException if d or r is out of range
     */
    public static double meanOfSlices(double squared, int dimension, double exponent) {
        return squared / SlicingConstant.of(dimension, exponent);
    }

    /**
     * The constant C_{d,r} = 2 π^(d/2) Γ(1−r/2) / (r 2^r Γ((d+r)/2)) of the Fourier form of MMD².
     *
     * @param dimension d
     * @param exponent r in (0,2)
     * @return C_{d,r}; for d = r = 1 it is π
     * @throws IllegalArgumentException if d or r is out of range
     */
    public static double fourier(int dimension, double exponent) {
        Require.positive(dimension, "dimension");
        SlicingConstant.requireExponent(exponent);
        double log = dimension / 2.0 * StrictMath.log(Math.PI)
                + LogGamma.value(1 - exponent / 2)
                - LogGamma.value((dimension + exponent) / 2)
                + (1 - exponent) * StrictMath.log(2)
                - StrictMath.log(exponent);
        return StrictMath.exp(log);
    }
}
