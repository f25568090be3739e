package io.github.rieszflow.flow;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The measure (α·)_#η* on R^d, where η* minimises ½∫‖x‖²dμ − ½∫∫‖x−y‖^r dμdμ: the shape that a point mass takes when it
 * explodes under the Riesz interaction energy. It is rotation invariant about the origin.
 *
 * <p>For d+r &lt; 4 it has a density A(s²−‖x‖²)^{1−(r+d)/2} on the ball of radius s, so ‖x‖²/s² follows the
 * Beta(d/2, 2−(r+d)/2) distribution; for d+r ≥ 4 it is uniform on the sphere of radius s. For d = r = 1 it is uniform on
 * [−1,1].
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023); constants to about 12 digits.
 */
public final class RadialMeasure implements Drawable {
    private static final int CURVE = 200;
    /** Single precision tells distances from the origin apart down to this part of them. */
    private static final double ROUNDING = 0x1p-22;

    private final int dimension;
    private final double exponent;
    private final double factor;
    /** Radius and second moment of η* itself. */
    private final double radius;

    private final double moment;

    private RadialMeasure(int dimension, double exponent, double factor, double radius, double moment) {
        this.dimension = dimension;
        this.exponent = exponent;
        this.factor = factor;
        this.radius = radius;
        this.moment = moment;
    }

    /**
     * The equilibrium measure η*: α = 1.
     *
     * @param dimension d ≥ 1
     * @param exponent r in (0,2)
     * @return η*
     * @throws IllegalArgumentException if d or r is out of range, or if r is so near to 2, above about 1.998, that the radius leaves
     *     double precision
     */
    public static RadialMeasure equilibrium(int dimension, double exponent) {
        Require.positive(dimension, "dimension");
        SlicingConstant.requireExponent(exponent);
        double d = dimension;
        double r = exponent;
        if (d + r < 4) {
            double power = LogGamma.value(2 - r / 2) + LogGamma.value((d + r) / 2) - LogGamma.value(d / 2);
            double s = StrictMath.pow(StrictMath.exp(power) * 2 * r / d, 1 / (2 - r));
            return new RadialMeasure(dimension, r, 1, representable(s, r), s * s * d / (4 - r));
        }
        double power = (d + r - 3) * StrictMath.log(2)
                + LogGamma.value(d / 2)
                + LogGamma.value((d + r - 1) / 2)
                - LogGamma.value(d - 1 + r / 2);
        double s = StrictMath.pow(r * StrictMath.exp(power) / Math.sqrt(Math.PI), 1 / (2 - r));
        return new RadialMeasure(dimension, r, 1, representable(s, r), s * s);
    }

    private static double representable(double radius, double exponent) {
        if (Double.isFinite(radius * radius)) {
            return radius;
        }
        throw new IllegalArgumentException(
                "the radius of the equilibrium measure grows like 2^(1/(2−r)), beyond what double"
                        + " precision holds: received r = " + exponent + ", take r up to 1.998");
    }

    /**
     * The image under x ↦ cx.
     *
     * @param by c ≥ 0; with 0 it is the point mass at the origin
     * @return (cα·)_#η*
     * @throws IllegalArgumentException if c is negative or not finite, or if the result is no point mass and yet too small, or
     *     too large, for double precision
     */
    public RadialMeasure scale(double by) {
        Require.between(by, 0, Double.MAX_VALUE, "the factor of a scaling");
        double scaled = factor * by;
        boolean vanishes = by > 0 && factor > 0 && !(Math.min(scaled, scaled * radius) >= Double.MIN_NORMAL);
        if (vanishes || scaled * Math.max(1, radius) > Double.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the measure scaled by " + scaled + " would have the radius " + scaled * radius
                            + ": expected a factor and a radius between 2.3e-308 and 1.7e308, or the factor 0");
        }
        return new RadialMeasure(dimension, exponent, scaled, radius, moment);
    }

    /**
     * Whether it lives on a sphere, not in a ball.
     *
     * @return true for d+r ≥ 4
     */
    public boolean sphere() {
        return dimension + exponent >= 4;
    }

    /**
     * How far η* has been scaled.
     *
     * @return α ≥ 0
     */
    public double factor() {
        return factor;
    }

    /**
     * The dimension of the space.
     *
     * @return d
     */
    public int dimension() {
        return dimension;
    }

    /**
     * The exponent of the Riesz kernel.
     *
     * @return r
     */
    public double exponent() {
        return exponent;
    }

    /**
     * The radius of the ball or sphere that carries the mass.
     *
     * @return αs
     */
    public double supportRadius() {
        return factor * radius;
    }

    /**
     * The root mean square distance from the origin, which is also the Wasserstein-2 distance to the point mass there.
     *
     * @return √∫‖x‖²dμ
     */
    public double rmsRadius() {
        return factor * Math.sqrt(moment);
    }

    /**
     * The interaction energy −½∫∫‖x−y‖^r dμdμ.
     *
     * @return −α^r ∫‖x‖²dη* / r
     */
    public double energy() {
        return -StrictMath.pow(factor, exponent) * moment / exponent;
    }

    /**
     * The Wasserstein-2 distance to another scaling of the same shape.
     *
     * @param other a measure with the same d and r
     * @return |α−α′| √∫‖x‖²dη*
     * @throws IllegalArgumentException if d or r differ
     */
    public double wasserstein2(RadialMeasure other) {
        if (other.dimension != dimension || other.exponent != exponent) {
            throw new IllegalArgumentException(
                    "both measures must have the same dimension and exponent: one is " + this + ", the other " + other);
        }
        return Math.abs(factor - other.factor) * Math.sqrt(moment);
    }

    /**
     * The density with respect to Lebesgue measure at a distance from the origin.
     *
     * @param distance ρ ≥ 0
     * @return α^{−d} A(s²−ρ²/α²)^{1−(r+d)/2} inside the ball (infinite on its rim for d+r &gt; 2), 0 outside
     * @throws IllegalStateException if there is no density: on a sphere, or a point mass
     * @throws IllegalArgumentException if the distance is negative or NaN
     */
    public double density(double distance) {
        Require.between(distance, 0, Double.MAX_VALUE, "the distance from the origin");
        if (sphere() || factor == 0) {
            throw new IllegalStateException("there is no density: the measure is "
                    + (factor == 0 ? "a point mass" : "uniform on a sphere of radius " + supportRadius())
                    + "; radialCdf describes it");
        }
        double rest = radius * radius - distance * distance / (factor * factor);
        if (rest < 0) {
            return 0;
        }
        double d = dimension;
        double power = (exponent + d) / 2;
        double constant = StrictMath.exp(LogGamma.value(2 - exponent / 2) - LogGamma.value(2 - power))
                / StrictMath.pow(radius, 2 - exponent)
                / StrictMath.pow(Math.PI, d / 2);
        return constant * StrictMath.pow(rest, 1 - power) / StrictMath.pow(factor, d);
    }

    /**
     * The mass of a ball about the origin.
     *
     * @param distance ρ
     * @return P(‖x‖ ≤ ρ) in [0,1]
     */
    public double radialCdf(double distance) {
        if (!(distance >= 0)) {
            return 0;
        }
        if (distance >= supportRadius()) {
            return 1;
        }
        double ratio = distance / supportRadius();
        return sphere() ? 0 : RegularizedBeta.value(ratio * ratio, dimension / 2.0, 2 - (exponent + dimension) / 2);
    }

    /**
     * The inverse of {@link #radialCdf}.
     *
     * @param probability u in [0,1]
     * @return the smallest ρ with P(‖x‖ ≤ ρ) ≥ u, to about 12 digits
     * @throws IllegalArgumentException if u lies outside [0,1]
     */
    public double radialQuantile(double probability) {
        Require.between(probability, 0, 1, "a probability");
        if (sphere() || factor == 0) {
            return supportRadius();
        }
        double low = 0;
        double high = supportRadius();
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (radialCdf(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * The largest difference between the radial distribution of a cloud and this one (Kolmogorov–Smirnov). Points in single
     * precision lie on no sphere exactly: those within 2^−22, relatively, of the support radius count at the nearby distance that
     * fits best.
     *
     * @param points N×d points
     * @return sup over ρ of |#{‖x_i‖ ≤ ρ}/N − P(‖x‖ ≤ ρ)|
     * @throws IllegalArgumentException if the dimension differs
     */
    public double radialCdfDistance(Points points) {
        double[] norms = sortedNorms(points);
        int n = norms.length;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double rounding = Math.abs(norms[i] - supportRadius()) <= ROUNDING * supportRadius() ? ROUNDING : 0;
            double outer = norms[i] * (1 + rounding);
            double inner = norms[i] * (1 - rounding);
            largest = Math.max(largest, (i + 1.0) / n - radialCdf(outer));
            // Just below this point: on a sphere, and at a point mass, the distribution jumps at the support.
            boolean jumps = sphere() || factor == 0;
            largest = Math.max(largest, (jumps && inner <= supportRadius() ? 0 : radialCdf(inner)) - (double) i / n);
        }
        return largest;
    }

    /**
     * The Wasserstein-2 distance between the distributions of ‖x‖ under a cloud and under this measure: at most the
     * Wasserstein-2 distance of the measures themselves.
     *
     * @param points N×d points
     * @return √((1/N) Σ (ρ_(i) − q_i)²), ρ_(i) the sorted norms and q_i the radial quantile at (i−½)/N
     * @throws IllegalArgumentException if the dimension differs
     */
    public double radialWasserstein2(Points points) {
        double[] norms = sortedNorms(points);
        double sum = 0;
        for (int i = 0; i < norms.length; i++) {
            double difference = norms[i] - radialQuantile((i + 0.5) / norms.length);
            sum += difference * difference;
        }
        return Math.sqrt(sum / norms.length);
    }

    private double[] sortedNorms(Points points) {
        if (points.dimension() != dimension) {
            throw new IllegalArgumentException("points and measure must have the same dimension: the points are "
                    + points.shape() + ", this is " + this);
        }
        double[] norms = new double[points.size()];
        for (int i = 0; i < norms.length; i++) {
            double square = 0;
            for (int k = 0; k < dimension; k++) {
                square += (double) points.get(i, k) * points.get(i, k);
            }
            norms[i] = Math.sqrt(square);
        }
        Arrays.sort(norms);
        return norms;
    }

    /**
     * Independent points.
     *
     * @param size N
     * @param seed the seed
     * @return N×d points
     * @throws IllegalArgumentException if N is not positive, or the points do not fit into memory
     */
    public Points sample(int size, Seed seed) {
        Require.positive(size, "the number of points");
        String what = size + "×" + dimension + " points";
        float[] data = new float
                [Memory.length((double) size * dimension, Float.BYTES, what, "take fewer points or coordinates")];
        RandomStream stream = seed.stream();
        double[] direction = new double[dimension];
        for (int i = 0; i < size; i++) {
            double square = 0;
            while (square == 0) {
                for (int k = 0; k < dimension; k++) {
                    direction[k] = stream.nextGaussian();
                    square += direction[k] * direction[k];
                }
            }
            double length = supportRadius() / Math.sqrt(square);
            if (!sphere()) {
                // A Beta(a,b) number is G/(G+G′) with gamma numbers of shapes a and b.
                double inner = gamma(stream, dimension / 2.0);
                length *= Math.sqrt(inner / (inner + gamma(stream, 2 - (exponent + dimension) / 2)));
            }
            for (int k = 0; k < dimension; k++) {
                data[i * dimension + k] = (float) (length * direction[k]);
            }
        }
        return Points.adopt(data, size, dimension);
    }

    /** A gamma number (Marsaglia and Tsang 2000), the same on every JDK. */
    private static double gamma(RandomStream stream, double shape) {
        if (shape < 1) {
            return gamma(stream, shape + 1) * StrictMath.pow(1 - stream.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = stream.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            if (v > 0 && StrictMath.log(1 - stream.nextDouble()) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }

    /**
     * What this looks like: its radial distribution.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        double end = supportRadius() > 0 ? 1.25 * supportRadius() : 1;
        double[] distances = new double[CURVE + 1];
        double[] shares = new double[CURVE + 1];
        for (int i = 0; i <= CURVE; i++) {
            distances[i] = end * i / CURVE;
            shares[i] = radialCdf(distances[i]);
        }
        return Chart.of(this.toString())
                .x("distance ρ from the origin")
                .y("P(‖x‖ ≤ ρ)")
                .line("exact", distances, shares)
                .picture();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "RadialMeasure[d = %d, r = %.4g, %s of radius %.5g]",
                dimension,
                exponent,
                sphere() ? "sphere" : "ball",
                supportRadius());
    }
}
