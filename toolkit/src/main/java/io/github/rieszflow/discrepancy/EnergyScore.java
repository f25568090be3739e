package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/**
 * The energy score of a forecast: how well particles x̂_1, …, x̂_m, drawn from it, fit what then happened, x. Less is better.
 *
 * <pre>  ES = (1/m) Σ_j ‖x − x̂_j‖^r − λ/(2m(m−1)) Σ_{j≠k} ‖x̂_j − x̂_k‖^r</pre>
 *
 * <p>With λ = 1 its mean over particles and x is ½MMD² of the forecast and the distribution of x with the Riesz kernel −‖·‖^r, plus
 * ½E‖X−X'‖^r, on which the forecast has no influence: for r in (0,2) it is least for the right distribution only (the score is
 * strictly proper). With λ &lt; 1 a forecast that is too narrow does better. With r = 2 and λ = 0 it is the squared error, least in
 * the mean for particles at the conditional mean; with r = 2 and λ = 1 only means count.
 *
 * <p>{@link #whole} takes the norm of R^d. {@link #sliced} takes the mean over directions ξ of the score of ⟨ξ,x̂_j⟩ and ⟨ξ,x⟩ on
 * the line, times the slicing constant c_{d,r}: the same number, as ‖z‖^r = c_{d,r} E|⟨ξ,z⟩|^r. {@link #axes} takes the mean over
 * the d axes, which sees the distribution of each coordinate but not how they hang together. On the line and for r = 1 it is the
 * continuous ranked probability score, CRPS.
 *
 * <pre>{@code
 * EnergyScore score = EnergyScore.riesz(1);
 * score.whole(new double[] {0, 0, 1, 1, 2, 0}, new double[] {1, 0});       // three particles in the plane
 * EnergyScore.gaussian(0, 1, 0.5);                                          // CRPS of N(0,1) at 0.5, exactly
 * }</pre>
 *
 * <p>Sources: Gneiting, Raftery (JASA 2007); with λ, for generators: De Bortoli, Galashov, Guntupalli, Zhou, Murphy, Gretton, Doucet
 * (ICML 2025, arXiv 2502.02483).
 *
 * @param exponent r in (0,2]
 * @param repulsion λ in [0,1]
 */
public record EnergyScore(double exponent, double repulsion) {
    private static final double ROOT_PI = Math.sqrt(Math.PI);
    /** Beyond it a normal number lies with probability below 1e-15. */
    private static final double FAR = 8;

    /**
     * Checks the numbers.
     *
     * @param exponent r in (0,2]
     * @param repulsion λ in [0,1]
     * @throws IllegalArgumentException if one is out of range
     */
    public EnergyScore {
        requireExponent(exponent);
        Require.between(repulsion, 0, 1, "the weight λ of the pairs in an energy score");
    }

    /**
     * Makes sure that r is the exponent of an energy score.
     *
     * @param exponent r
     * @return r
     * @throws IllegalArgumentException unless r lies in (0,2]
     */
    public static double requireExponent(double exponent) {
        if (exponent > 0 && exponent <= 2) {
            return exponent;
        }
        throw new IllegalArgumentException("the exponent r of an energy score must lie in (0, 2]: received " + exponent
                + " (r = 1 is the energy score of the energy distance, r = 2 the squared error)");
    }

    /**
     * The proper score.
     *
     * @param exponent r in (0,2]
     * @return the score with λ = 1
     * @throws IllegalArgumentException if r is out of range
     */
    public static EnergyScore riesz(double exponent) {
        return new EnergyScore(exponent, 1);
    }

    /**
     * The same with another weight of the pairs.
     *
     * @param weight λ in [0,1]
     * @return the score
     * @throws IllegalArgumentException if it is out of range
     */
    public EnergyScore repulsion(double weight) {
        return new EnergyScore(exponent, weight);
    }

    /**
     * The slicing constant, also for r = 2, where c_{d,2} = d.
     *
     * @param dimension d, at least 1
     * @param exponent r in (0,2]
     * @return c_{d,r}
     * @throws IllegalArgumentException if one is out of range
     */
    public static double slicingConstant(int dimension, double exponent) {
        return exponent == 2
                ? Require.positive(dimension, "dimension")
                : SlicingConstant.of(dimension, requireExponent(exponent));
    }

    /**
     * The score with the norm of R^d.
     *
     * @param particles m×d numbers, particle after particle
     * @param x d numbers
     * @return ES
     * @throws IllegalArgumentException if the particles are not a whole number, or a single one with λ &gt; 0
     */
    public double whole(double[] particles, double[] x) {
        int d = x.length;
        int m = particles(particles, d);
        double first = 0;
        double pairs = 0;
        for (int j = 0; j < m; j++) {
            first += power(distanceSquared(particles, j * d, x, 0, d));
            for (int k = 0; k < j && repulsion > 0; k++) {
                pairs += power(distanceSquared(particles, j * d, particles, k * d, d));
            }
        }
        return first / m - weight(m) * pairs;
    }

    /**
     * The gradient of {@link #whole} with respect to the particles. Where two points coincide the norm has none and they push
     * each other nowhere.
     *
     * @param particles m×d numbers, particle after particle; not modified
     * @param x d numbers; not modified
     * @return m×d numbers, r‖z‖^{r−2}z for each difference z
     * @throws IllegalArgumentException as for {@link #whole}
     */
    public double[] gradient(double[] particles, double[] x) {
        int d = x.length;
        int m = particles(particles, d);
        double[] gradient = new double[particles.length];
        for (int j = 0; j < m; j++) {
            double toData = slope(distanceSquared(particles, j * d, x, 0, d)) / m;
            for (int i = 0; i < d; i++) {
                gradient[j * d + i] += toData * (particles[j * d + i] - x[i]);
            }
            for (int k = 0; k < j && repulsion > 0; k++) {
                double apart = weight(m) * slope(distanceSquared(particles, j * d, particles, k * d, d));
                for (int i = 0; i < d; i++) {
                    double push = apart * (particles[j * d + i] - particles[k * d + i]);
                    gradient[j * d + i] -= push;
                    gradient[k * d + i] += push;
                }
            }
        }
        return gradient;
    }

    /**
     * The mean over coordinates of the score of each by itself.
     *
     * @param particles m×d numbers, particle after particle
     * @param x d numbers
     * @return (1/d) Σ_i ES of the i-th coordinates
     * @throws IllegalArgumentException as for {@link #whole}
     */
    public double axes(double[] particles, double[] x) {
        int d = x.length;
        int m = particles(particles, d);
        double[] line = new double[m];
        double sum = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < m; j++) {
                line[j] = particles[j * d + i];
            }
            sum += sorted(line, x[i]);
        }
        return sum / d;
    }

    /**
     * The score by projections: c_{d,r} times the mean over directions of {@link #line} of what is projected. An estimate of
     * {@link #whole} without bias, however few directions there are.
     *
     * @param particles m×d numbers, particle after particle
     * @param x d numbers
     * @param directions the rule that draws directions
     * @param slices how many
     * @param seed the seed of the directions
     * @return ES with its error over slices
     * @throws IllegalArgumentException as for {@link #whole}, or if the rule cannot draw that many
     */
    public Estimate sliced(double[] particles, double[] x, Directions directions, int slices, Seed seed) {
        int d = x.length;
        int m = particles(particles, d);
        DrawnDirections drawn = directions.within(d, slices).draw(slices, d, seed);
        Points rows = drawn.points();
        double[] scores = new double[slices];
        double[] line = new double[m];
        for (int p = 0; p < slices; p++) {
            float[] direction = rows.row(p);
            for (int j = 0; j < m; j++) {
                line[j] = product(direction, particles, j * d, d);
            }
            scores[p] = sorted(line, product(direction, x, 0, d));
        }
        return mean(scores, drawn, slicingConstant(drawn.space(), exponent));
    }

    /** The weighted mean; its error is that of means over blocks, as what is in one block is not independent. */
    private static Estimate mean(double[] scores, DrawnDirections drawn, double constant) {
        int slices = scores.length;
        double total = 0;
        double weights = 0;
        for (int p = 0; p < slices; p++) {
            total += drawn.weight(p) * scores[p];
            weights += drawn.weight(p);
        }
        double mean = total / weights;
        int block = Math.min(drawn.block(), slices);
        int blocks = (slices + block - 1) / block;
        double squares = 0;
        for (int from = 0; from < slices; from += block) {
            double off = 0;
            for (int p = from; p < Math.min(slices, from + block); p++) {
                off += drawn.weight(p) * (scores[p] - mean);
            }
            squares += off * off;
        }
        double error = blocks < 2 ? Double.NaN : constant * Math.sqrt(squares * blocks / (blocks - 1.0)) / weights;
        return Estimate.overSlices(constant * mean, error, slices, Math.max(0, blocks - 1));
    }

    /**
     * The score on the line. For r = 1 in O(m log m) by sorting, as Σ_{j&lt;k} |y_k − y_j| = Σ_j (2j−m−1) y_(j) for sorted y_(1) ≤ … ≤
     * y_(m); for other r over all pairs.
     *
     * @param particles m numbers; not modified
     * @param x a number
     * @return ES; for r = λ = 1 the CRPS of the forecast, in the mean
     * @throws IllegalArgumentException as for {@link #whole}
     */
    public double line(double[] particles, double x) {
        particles(particles, 1);
        return sorted(particles.clone(), x);
    }

    /** Sorts the particles. */
    private double sorted(double[] line, double x) {
        int m = line.length;
        double first = 0;
        for (double y : line) {
            first += power((x - y) * (x - y));
        }
        if (repulsion == 0) {
            return first / m;
        }
        Arrays.sort(line);
        double pairs = 0;
        for (int j = 0; j < m; j++) {
            if (exponent == 1) {
                pairs += (2.0 * j - m + 1) * line[j];
            } else {
                for (int k = 0; k < j; k++) {
                    pairs += power((line[j] - line[k]) * (line[j] - line[k]));
                }
            }
        }
        return first / m - weight(m) * pairs;
    }

    /**
     * The CRPS of a normal forecast, σ(z(2Φ(z)−1) + 2φ(z) − 1/√π) with z = (y−μ)/σ. Its mean over y ~ N(μ,σ²) is σ/√π.
     *
     * @param mean μ
     * @param deviation σ &gt; 0
     * @param y what happened
     * @return the mean of {@code EnergyScore.riesz(1)} over particles from N(μ,σ²)
     * @throws IllegalArgumentException if σ is not positive and finite
     */
    public static double gaussian(double mean, double deviation, double y) {
        double z = (y - mean) / Require.positive(deviation, "the deviation σ");
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return deviation * (z * (2 * below(z) - 1) + 2 * density - 1 / ROOT_PI);
    }

    /** Φ, the share of N(0,1) below z, by ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …), within 1e-15 (Marsaglia, J. Stat. Softw. 2004). */
    private static double below(double z) {
        if (Math.abs(z) > FAR) {
            return z < 0 ? 0 : 1;
        }
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** How many there are; refuses pairs of one. */
    private int particles(double[] particles, int dimension) {
        if (dimension == 0 || particles.length == 0 || particles.length % dimension != 0) {
            throw new IllegalArgumentException("expected m×d numbers of particles and d numbers of data: received "
                    + particles.length + " and " + dimension);
        }
        int m = particles.length / dimension;
        if (m == 1 && repulsion > 0) {
            throw new IllegalArgumentException("an energy score with λ = " + repulsion
                    + " compares particles with each other and needs at least 2: received 1; draw more, or take"
                    + " repulsion(0)");
        }
        return m;
    }

    /** Of each pair j &lt; k. */
    private double weight(int m) {
        return repulsion == 0 ? 0 : repulsion / (m * (m - 1.0));
    }

    private double power(double squared) {
        if (exponent == 2) {
            return squared;
        }
        double distance = Math.sqrt(squared);
        return exponent == 1 ? distance : Math.pow(distance, exponent);
    }

    /** The derivative of the power along a difference, divided by the difference. */
    private double slope(double squared) {
        return squared == 0 ? 0 : exponent * Math.pow(squared, exponent / 2 - 1);
    }

    private static double distanceSquared(double[] a, int at, double[] b, int from, int d) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
            double z = a[at + i] - b[from + i];
            sum += z * z;
        }
        return sum;
    }

    private static double product(float[] direction, double[] values, int at, int d) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += direction[i] * values[at + i];
        }
        return sum;
    }
}
