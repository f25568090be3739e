package io.github.rieszflow.scheme;

import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.discrepancy.RieszKernel;
import io.github.rieszflow.internal.Powers;
import io.github.rieszflow.internal.Profile;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.concurrent.CancellationException;

/**
 * Pairs of a place and a velocity, in double precision, and how sums over pairs grow along them.
 *
 * @param size N
 * @param dimension d
 * @param x the N·d coordinates of places
 * @param v the N·d coordinates of velocities
 */
@SuppressWarnings("ArrayRecordComponent") // hand-over of arrays never compared
record Plan(int size, int dimension, double[] x, double[] v) {
    /** Places closer than this are the same place. */
    static final double SAME = 1e-10;

    /**
     * F(distribution of x + tv) − F(μ) = linear·t + power·t^r + … with r &lt; 1.
     *
     * @param linear the coefficient of t
     * @param power the coefficient of t^r, from pairs that coincide
     */
    record Slope(double linear, double power) {
        double value() {
            return power == 0 ? linear : power * Double.POSITIVE_INFINITY;
        }

        Slope times(double factor) {
            return new Slope(factor * linear, factor * power);
        }

        Slope plus(Slope other) {
            return new Slope(linear + other.linear, power + other.power);
        }
    }

    /** A plan for a functional. */
    static Plan of(Functional functional, Points x, Points v) {
        Require.sameShape(x, v);
        requireDimension(functional, x.dimension());
        return new Plan(x.size(), x.dimension(), doubles(x), doubles(v));
    }

    /** Places that stay. */
    static Plan still(double[] x, int dimension) {
        return new Plan(x.length / dimension, dimension, x, new double[x.length]);
    }

    /** Makes sure that particles are of the dimension a functional is made for. */
    static void requireDimension(Functional functional, int dimension) {
        if (functional.dimension() != 0 && functional.dimension() != dimension) {
            throw new IllegalArgumentException("the particles must have the dimension of the functional: they have "
                    + dimension + ", it is " + functional + " in dimension " + functional.dimension());
        }
    }

    static double[] doubles(Points points) {
        FloatBuffer values = points.values();
        double[] doubles = new double[values.remaining()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.get(i);
        }
        return doubles;
    }

    /** φ = −f for a kernel f: what attracts. */
    static Profile profile(RadialKernel kernel) {
        return kernel instanceof RieszKernel riesz
                ? Profile.power(riesz.exponent())
                : Profile.negative(kernel::value, kernel::derivative, kernel.name());
    }

    /** How the mean of φ(‖x − y‖) over pairs of this and another plan grows when both move with their velocities. */
    Slope slope(RadialKernel kernel, Plan other, double[] weights) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the sums over pairs were interrupted");
        }
        Profile profile = profile(kernel);
        double[] linear = new double[size];
        double[] power = new double[size];
        Team.standard().run(size, Math.max(1, size / 64), (i, worker) -> {
            double[] coefficients = new double[other.size];
            boolean[] same = new boolean[other.size];
            for (int j = 0; j < other.size; j++) {
                double square = square(x, i, other.x, j);
                same[j] = square <= SAME * SAME;
                coefficients[j] = same[j] ? 0 : square;
            }
            profile.slopes(coefficients, other.size);
            for (int j = 0; j < other.size; j++) {
                if (!same[j]) {
                    linear[i] += weights[j] * profile.factor() * coefficients[j] * inner(i, other, j);
                } else {
                    Slope together = together(kernel, square(v, i, other.v, j)).times(weights[j]);
                    linear[i] += together.linear();
                    power[i] += together.power();
                }
            }
        });
        return new Slope(sum(linear) / size, sum(power) / size);
    }

    /** How φ grows between two particles at one place, by the square of their relative velocity. */
    private static Slope together(RadialKernel kernel, double square) {
        if (kernel instanceof RieszKernel riesz) {
            double r = riesz.exponent();
            double apart = r > 1 ? 0 : Powers.ofSquare(square, r);
            return r == 1 ? new Slope(apart, 0) : new Slope(0, apart);
        }
        if (square > 0) {
            throw new IllegalArgumentException(
                    "where places coincide and velocities differ, derivatives along a plan are known for"
                            + " Riesz kernels only: this is the " + kernel.name() + "; move such places apart");
        }
        return new Slope(0, 0);
    }

    private double inner(int i, Plan other, int j) {
        double inner = 0;
        for (int k = 0; k < dimension; k++) {
            int a = i * dimension + k;
            int b = j * dimension + k;
            inner += (x[a] - other.x[b]) * (v[a] - other.v[b]);
        }
        return inner;
    }

    private double square(double[] a, int i, double[] b, int j) {
        double square = 0;
        for (int k = 0; k < dimension; k++) {
            double difference = a[i * dimension + k] - b[j * dimension + k];
            square += difference * difference;
        }
        return square;
    }

    private static double sum(double[] rows) {
        double sum = 0;
        for (double row : rows) {
            sum += row;
        }
        return sum;
    }

    /** N weights 1/N. */
    static double[] uniform(int size) {
        double[] weights = new double[size];
        java.util.Arrays.fill(weights, 1.0 / size);
        return weights;
    }
}
