package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Discrepancies on the line for r = 1 in double precision, by sorting: O((N+M) log(N+M)). What the engines do on many
 * lines at once in single precision, and their oracle.
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024), Theorem 3.
 */
public final class Line {
    private final double[] x;
    private final double[] y;
    /** Indices of all points in order; those of y start at N. */
    private final int[] order;

    private Line(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        this.order = IntStream.range(0, x.length + y.length)
                .boxed()
                .sorted(Comparator.comparingDouble(this::at))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double at(int i) {
        // Adding 0 makes −0 and 0 equal, as they are on the line.
        return (i < x.length ? x[i] : y[i - x.length]) + 0.0;
    }

    /**
     * Two clouds on the line, sorted.
     *
     * @param x N numbers
     * @param y M numbers
     * @return the pair
     * @throws IllegalArgumentException if one is empty or holds NaN or infinity
     */
    public static Line of(double[] x, double[] y) {
        Require.positive(x.length, "the number of points of x");
        Require.positive(y.length, "the number of points of y");
        for (double z : x) {
            Require.between(z, -Double.MAX_VALUE, Double.MAX_VALUE, "a point of x");
        }
        for (double z : y) {
            Require.between(z, -Double.MAX_VALUE, Double.MAX_VALUE, "a point of y");
        }
        return new Line(x.clone(), y.clone());
    }

    /**
     * MMD²(μ,ν) = 2E|X−Y| − E|X−X′| − E|Y−Y′| = 2 ∫ (R_μ − R_ν)², un-halved.
     *
     * @return at least 0
     */
    public double squared() {
        double sum = 0;
        double difference = 0;
        for (int k = 0; k < order.length - 1; k++) {
            difference += order[k] < x.length ? 1.0 / x.length : -1.0 / y.length;
            sum += (at(order[k + 1]) - at(order[k])) * difference * difference;
        }
        return 2 * sum;
    }

    /**
     * W1(μ,ν) = ∫ |R_μ − R_ν|.
     *
     * @return at least 0
     */
    public double wasserstein() {
        double sum = 0;
        double difference = 0;
        for (int k = 0; k < order.length - 1; k++) {
            difference += order[k] < x.length ? 1.0 / x.length : -1.0 / y.length;
            sum += (at(order[k + 1]) - at(order[k])) * Math.abs(difference);
        }
        return sum;
    }

    /**
     * The gradient of F = ½MMD²(·, ν) at each particle, times N: N ∂_iF = 2 (R_ν(x_i) − R_μ(x_i)) with mean values of the
     * distribution functions where they jump.
     *
     * @param ties what happens to coincident particles
     * @return N numbers in [−2, 2]
     */
    public double[] gradient(Ties ties) {
        int n = x.length;
        int m = y.length;
        double[] g = new double[n];
        int particles = 0;
        int targets = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && at(order[to]) == at(order[from])) {
                to++;
            }
            int here = (int) Arrays.stream(order, from, to).filter(i -> i < n).count();
            double potential = (2.0 * targets + (to - from - here)) / m;
            int rank = 2 * particles + (ties == Ties.SPLIT ? 1 : here);
            for (int k = from; k < to; k++) {
                if (order[k] < n) {
                    g[order[k]] = potential - (double) rank / n;
                    rank += ties == Ties.SPLIT ? 2 : 0;
                }
            }
            particles += here;
            targets += to - from - here;
            from = to;
        }
        return g;
    }
}
