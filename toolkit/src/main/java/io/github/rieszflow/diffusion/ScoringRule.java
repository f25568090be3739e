package io.github.rieszflow.diffusion;

import io.github.rieszflow.discrepancy.EnergyScore;
import io.github.rieszflow.internal.Require;

/**
 * What a Riesz diffusion is trained by: the score, at the clean x, of m particles x̂_1, …, x̂_m that the network draws for the same
 * noisy x_τ, with weight s, and the squared error with weight 1 − s; all of this may change with the time τ:
 *
 * <pre>
 *   s (1/m) Σ_j ‖z_j‖^r − s λ/(2m(m−1)) Σ_{j≠k} ‖z_j − z_k‖^r + (1−s) (1/m) Σ_j ‖z_j‖²,    z_j = (x − x̂_j)/max(1−τ, 0.05)
 * </pre>
 *
 * <p>in units of velocities, with norms by {@linkplain ScoreSlices slices}. With λ = 1 it is proper for r in (0,2): least in
 * expectation for particles drawn from the distribution of x given x_τ; {@link EnergyScore} computes it as a number. With r = 2,
 * λ = 0 and m = 1 it is <i>flow matching</i>, whose network learns the mean of x given x_τ. One trainer serves both.
 *
 * <pre>{@code
 * ScoringRule.energy();                                             // r = 1, λ = 1, m = 4, whole images
 * ScoringRule.energy().slices(ScoreSlices.squares(32, 7, 0, 1, 3)).share(1, 0);
 * ScoringRule.squared();                                            // flow matching
 * }</pre>
 *
 * <p>Source: De Bortoli, Galashov, Guntupalli, Zhou, Murphy, Gretton, Doucet (ICML 2025, arXiv 2502.02483) for whole samples; the
 * sliced forms, also on squares, are our own.
 *
 * @param exponent r in (0,2]
 * @param repulsion λ in [0,1]
 * @param share s in [0,1]
 * @param particles m
 * @param slices how norms are taken
 */
public record ScoringRule(Ramp exponent, Ramp repulsion, Ramp share, int particles, ScoreSlices slices) {
    private static final int PARTICLES = 4;

    /**
     * Checks the numbers.
     *
     * @param exponent r in (0,2]
     * @param repulsion λ in [0,1]
     * @param share s in [0,1]
     * @param particles m
     * @param slices how norms are taken
     * @throws IllegalArgumentException if one is out of range, or a single particle is to be compared with others
     */
    public ScoringRule {
        EnergyScore.requireExponent(exponent.start());
        EnergyScore.requireExponent(exponent.end());
        for (double weight : new double[] {repulsion.start(), repulsion.end()}) {
            Require.between(weight, 0, 1, "the weight λ of pairs of particles");
        }
        for (double part : new double[] {share.start(), share.end()}) {
            Require.between(part, 0, 1, "the share of the score");
        }
        Require.positive(particles, "the number of particles");
        if (particles == 1 && repulsion.most() > 0) {
            throw new IllegalArgumentException(
                    "λ = " + repulsion + " weighs pairs of particles, of which at least 2 are"
                            + " needed: received 1; take particles(4), or repulsion(0)");
        }
    }

    /**
     * The squared error: flow matching.
     *
     * @return r = 2, λ = 0, m = 1
     */
    public static ScoringRule squared() {
        return new ScoringRule(Ramp.flat(2), Ramp.flat(0), Ramp.flat(1), 1, ScoreSlices.axes());
    }

    /**
     * The energy score.
     *
     * @return r = 1, λ = 1, four particles, whole samples
     */
    public static ScoringRule energy() {
        return new ScoringRule(Ramp.flat(1), Ramp.flat(1), Ramp.flat(1), PARTICLES, ScoreSlices.whole());
    }

    /**
     * The same with another exponent.
     *
     * @param r in (0,2]
     * @return the rule
     * @throws IllegalArgumentException if it is out of range
     */
    public ScoringRule exponent(double r) {
        return exponent(r, r);
    }

    /**
     * The same with an exponent that changes with time.
     *
     * @param noise r at τ = 0, in (0,2]
     * @param data r at τ = 1, in (0,2]
     * @return the rule
     * @throws IllegalArgumentException if one is out of range
     */
    public ScoringRule exponent(double noise, double data) {
        return new ScoringRule(new Ramp(noise, data), repulsion, share, particles, slices);
    }

    /**
     * The same with another weight of pairs.
     *
     * @param lambda λ in [0,1]
     * @return the rule
     * @throws IllegalArgumentException if it is out of range, or positive for one particle
     */
    public ScoringRule repulsion(double lambda) {
        return repulsion(lambda, lambda);
    }

    /**
     * The same with a weight of pairs that changes with time.
     *
     * @param noise λ at τ = 0, in [0,1]
     * @param data λ at τ = 1, in [0,1]
     * @return the rule
     * @throws IllegalArgumentException if one is out of range, or positive for one particle
     */
    public ScoringRule repulsion(double noise, double data) {
        return new ScoringRule(exponent, new Ramp(noise, data), share, particles, slices);
    }

    /**
     * The same mixed with the squared error, by shares that change with time.
     *
     * @param noise s at τ = 0, in [0,1]
     * @param data s at τ = 1, in [0,1]
     * @return the rule
     * @throws IllegalArgumentException if one is out of range
     */
    public ScoringRule share(double noise, double data) {
        return new ScoringRule(exponent, repulsion, new Ramp(noise, data), particles, slices);
    }

    /**
     * The same with more or fewer particles.
     *
     * @param count m
     * @return the rule
     * @throws IllegalArgumentException if it is not positive, or 1 where pairs count
     */
    public ScoringRule particles(int count) {
        return new ScoringRule(exponent, repulsion, share, count, slices);
    }

    /**
     * The same by other slices.
     *
     * @param other how norms are taken
     * @return the rule
     */
    public ScoringRule slices(ScoreSlices other) {
        return new ScoringRule(exponent, repulsion, share, particles, other);
    }

    /** Whether it is the squared error of the mean. */
    boolean isSquared() {
        return particles == 1 && repulsion.most() == 0 && exponent.equals(Ramp.flat(2));
    }

    @Override
    public String toString() {
        return (isSquared() ? "squared error" : "score with r = " + exponent + ", λ = " + repulsion) + ", " + particles
                + (particles == 1 ? " particle" : " particles") + (isSquared() ? "" : ", " + slices)
                + (share.equals(Ramp.flat(1)) ? "" : ", share " + share + " beside the squared error");
    }
}
