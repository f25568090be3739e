package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Locale;

/**
 * The forward diffusion, x_t = α_t x_0 + β_t ε with ε ~ N(0,I), from the data at t = 0 to (almost) pure noise at t = 1. P_t is
 * the distribution of x_t. {@link #cosine} and {@link #linear} preserve the variance, α_t² + β_t² = 1; {@link #straight} keeps to the line
 * between data and noise, α_t + β_t = 1.
 *
 * <pre>{@code
 * var schedule = NoiseSchedule.cosine();
 * schedule.alpha(0.5);                              // 0.7071
 * schedule.noisy(shape, 0.5, seed(1)).picture();
 * }</pre>
 *
 * @param kind which one
 */
public record NoiseSchedule(Kind kind) {
    /** How α falls. */
    public enum Kind {
        /** α_t = cos(πt/2). */
        COSINE,
        /** α_t² = exp(−∫₀ᵗ b(s) ds) with b(s) = 0.1 + 19.9 s. */
        LINEAR,
        /** α_t = 1 − t. */
        STRAIGHT
    }

    private static final double LEAST = 0.1;
    private static final double MOST = 20;

    /**
     * The cosine schedule of Nichol and Dhariwal (ICML 2021) without offset: α_t = cos(πt/2), β_t = sin(πt/2).
     *
     * @return the schedule
     */
    public static NoiseSchedule cosine() {
        return new NoiseSchedule(Kind.COSINE);
    }

    /**
     * The schedule whose noise comes at a rate that grows linearly from 0.1 to 20, that of Ho, Jain and Abbeel (NeurIPS 2020)
     * in continuous time (Song et al., ICLR 2021): α_t = exp(−0.05 t − 4.975 t²), so that α_1 = 0.0066.
     *
     * @return the schedule
     */
    public static NoiseSchedule linear() {
        return new NoiseSchedule(Kind.LINEAR);
    }

    /**
     * Along straight lines from data to noise: α_t = 1 − t, β_t = t. Particles that flow along a witness go straight too: x_t
     * moved by the share 1 − s/t of its way to x_0 is x_s, so that steps {@linkplain WitnessSampler#stepByNoise by noise} take
     * P_t to P_s. With a variance-preserving schedule they arrive with less noise and less data than the kernel of the next level
     * expects, by up to a factor of √2.
     *
     * @return the schedule
     */
    public static NoiseSchedule straight() {
        return new NoiseSchedule(Kind.STRAIGHT);
    }

    /**
     * How much of the data is left.
     *
     * @param t noise level in [0,1]
     * @return α_t, from 1 down
     * @throws IllegalArgumentException if t is out of range
     */
    public double alpha(double t) {
        requireLevel(t);
        return switch (kind) {
            // From the sine, so that no data at all are left at t = 1.
            case COSINE -> StrictMath.sin(Math.PI / 2 * (1 - t));
            case LINEAR -> StrictMath.exp(-integral(t) / 2);
            case STRAIGHT -> 1 - t;
        };
    }

    /**
     * How much noise there is.
     *
     * @param t noise level in [0,1]
     * @return β_t = √(1 − α_t²), or 1 − α_t along straight lines, from 0 up
     * @throws IllegalArgumentException if t is out of range
     */
    public double beta(double t) {
        requireLevel(t);
        return switch (kind) {
            case COSINE -> StrictMath.sin(Math.PI / 2 * t);
            // 1 − α² would lose the digits of a small β.
            case LINEAR -> Math.sqrt(-StrictMath.expm1(-integral(t)));
            case STRAIGHT -> t;
        };
    }

    private static double integral(double t) {
        return t * (LEAST + (MOST - LEAST) * t / 2);
    }

    /**
     * Adds noise to points: α_t x + β_t ε. The points should have mean 0 and deviation 1 if P_1 is to be N(0,I).
     *
     * @param clean N×d points x; not modified
     * @param t noise level in [0,1]
     * @param seed the seed of ε
     * @return N×d points
     * @throws IllegalArgumentException if t is out of range
     */
    public Points noisy(Points clean, double t, Seed seed) {
        float[] values = clean.toArray();
        noise(values, 0, values.length, t, seed.stream());
        return Points.adopt(values, clean.size(), clean.dimension());
    }

    /** Adds noise in place. */
    void noise(float[] values, int from, int to, double t, RandomStream stream) {
        double alpha = alpha(t);
        double beta = beta(t);
        for (int i = from; i < to; i++) {
            values[i] = (float) (alpha * values[i] + beta * stream.nextGaussian());
        }
    }

    static double requireLevel(double t) {
        return Require.between(t, 0, 1, "the noise level t");
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " schedule";
    }
}
