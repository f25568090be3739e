package io.github.rieszflow.flow;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The Wasserstein gradient flow of the Riesz interaction energy E(μ) = −½∫∫‖x−y‖^r dμdμ from the point mass δ_0, in closed
 * form: γ_t = (α_t·)_#η* with α_t = ((2−r)t)^{1/(2−r)} and η* as in {@link RadialMeasure}.
 *
 * <pre>{@code
 * var exact = DiracFlow.of(2, 1);
 * exact.at(0.6).rmsRadius();                  // 0.38476
 * exact.at(0.6).sample(2000, seed(1));        // points to look at beside a computed flow
 * exact.backward(0.05, 12).get(12).energy();  // the exact iterates of the backward (JKO) scheme
 * }</pre>
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023).
 */
public final class DiracFlow implements Drawable {
    private final RadialMeasure equilibrium;

    private DiracFlow(RadialMeasure equilibrium) {
        this.equilibrium = equilibrium;
    }

    /**
     * The flow in R^d.
     *
     * @param dimension d ≥ 1
     * @param exponent r in (0,2)
     * @return the flow
     * @throws IllegalArgumentException if d or r is out of range, or if r is so near to 2, above about 1.998, that η* leaves
     *     double precision
     */
    public static DiracFlow of(int dimension, double exponent) {
        return new DiracFlow(RadialMeasure.equilibrium(dimension, exponent));
    }

    /**
     * The shape η* that all times share.
     *
     * @return η*, which is γ_t at t = 1/(2−r)
     */
    public RadialMeasure equilibrium() {
        return equilibrium;
    }

    /**
     * The flow at a time.
     *
     * @param time t ≥ 0
     * @return γ_t
     * @throws IllegalArgumentException if the time is negative or not finite, or if γ_t is too small or too large for double
     *     precision, as for r near 2
     */
    public RadialMeasure at(double time) {
        return scaled(factor(time), time > 0, "at time " + time);
    }

    private double factor(double time) {
        Require.between(time, 0, Double.MAX_VALUE, "the time of a flow");
        double order = 2 - equilibrium.exponent();
        return StrictMath.pow(order * time, 1 / order);
    }

    /** Refuses what would be rounded to a point mass, or to no number. */
    private RadialMeasure scaled(double factor, boolean spread, String when) {
        double radius = factor * equilibrium.supportRadius();
        boolean vanishes = spread && Math.min(factor, radius) < Double.MIN_NORMAL;
        if (vanishes || !(Math.max(factor, radius) <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(when
                    + " the measure has a radius that double precision does not hold, about "
                    + factor + " times " + equilibrium.supportRadius() + ": take an exponent further from 2 than "
                    + equilibrium.exponent() + ", or other times");
        }
        return equilibrium.scale(factor);
    }

    /**
     * The exact iterates of the backward (JKO) scheme μ_{n+1} = argmin W2²(μ_n,μ)/(2τ) + E(μ), with equal steps.
     *
     * @param stepSize τ &gt; 0
     * @param steps how many, at least 1
     * @return μ_0 = δ_0, μ_1, …, one more than steps
     * @throws IllegalArgumentException if the step size or the number of steps is not positive
     */
    public List<RadialMeasure> backward(double stepSize, int steps) {
        Require.positive(steps, "the number of steps");
        double[] sizes = new double[steps];
        Arrays.fill(sizes, stepSize);
        return backward(sizes);
    }

    /**
     * The exact iterates of the backward (JKO) scheme with steps of any size: μ_n = (α_n·)_#η* with
     * α_n − τ_n α_n^{r−1} = α_{n−1}, α_n &gt; 0. For r = 1 they lie on the flow itself, for other r they approach it as τ → 0.
     *
     * @param stepSizes τ_1, τ_2, …, all positive
     * @return μ_0 = δ_0, μ_1, …, one more than step sizes
     * @throws IllegalArgumentException if there is no step, a step size is not positive, or a measure is too small or too large for
     *     double precision, as for r near 2
     */
    public List<RadialMeasure> backward(double... stepSizes) {
        Require.positive(stepSizes.length, "the number of steps");
        List<RadialMeasure> iterates = new ArrayList<>();
        double factor = 0;
        iterates.add(equilibrium.scale(0));
        for (double size : stepSizes) {
            factor = backwardFactor(factor, Require.positive(size, "the step size"));
            iterates.add(scaled(factor, true, "after step " + iterates.size()));
        }
        return List.copyOf(iterates);
    }

    /** The positive root of α − τα^{r−1} = before; the left side is negative at the lower bound and grows from there on. */
    private double backwardFactor(double before, double size) {
        double r = equilibrium.exponent();
        if (r == 1) {
            return before + size;
        }
        double low = Math.max(before, StrictMath.pow(size, 1 / (2 - r)));
        if (!Double.isFinite(low)) {
            return low;
        }
        double high = low;
        while (high - size * StrictMath.pow(high, r - 1) < before) {
            high *= 2;
        }
        // Halves the interval until its ends are neighbours.
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (middle - size * StrictMath.pow(middle, r - 1) < before) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /**
     * The exact iterates of the forward (steepest descent) scheme for r = 1: μ_n = (nτ·)_#η*, on the flow itself.
     *
     * @param stepSize τ &gt; 0
     * @param steps how many, at least 1
     * @return μ_0 = δ_0, μ_1, …, one more than steps
     * @throws IllegalArgumentException if the step size or the number of steps is not positive
     * @throws IllegalStateException if r is not 1: for r &lt; 1 there is no direction of steepest descent at a point mass,
     *     for r &gt; 1 a point mass stays where it is
     */
    public List<RadialMeasure> forward(double stepSize, int steps) {
        Require.positive(steps, "the number of steps");
        Require.positive(stepSize, "the step size");
        double r = equilibrium.exponent();
        if (r != 1) {
            throw new IllegalStateException((r < 1
                            ? "for r < 1 there is no direction of steepest descent at a point mass"
                            : "for r > 1 a point mass is stationary for the forward scheme")
                    + ": received r = " + r + "; use backward");
        }
        List<RadialMeasure> iterates = new ArrayList<>();
        for (int n = 0; n <= steps; n++) {
            iterates.add(equilibrium.scale(n * stepSize));
        }
        return List.copyOf(iterates);
    }

    /**
     * What this looks like: the support radius and the root mean square radius over time.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        int count = 100;
        double[] times = new double[count + 1];
        double[] support = new double[count + 1];
        double[] rms = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            times[i] = (double) i / count;
            // What is too small for a number is drawn as 0.
            double factor = factor(times[i]);
            support[i] = factor * equilibrium.supportRadius();
            rms[i] = factor * equilibrium.rmsRadius();
        }
        return Chart.of(this.toString())
                .x("time t")
                .y("radius")
                .line("support", times, support)
                .dashed("root mean square", times, rms)
                .picture();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "DiracFlow[d = %d, r = %.4g]", equilibrium.dimension(), equilibrium.exponent());
    }
}
