package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Two measures on the line with weights, and what sums over all pairs say of them. */
final class LinePair {
    final double[] x;
    final double[] w;
    final double[] y;
    final double[] u;

    LinePair(double[] x, double[] w, double[] y, double[] u) {
        this.x = x;
        this.w = w;
        this.y = y;
        this.u = u;
    }

    Line line(double r) {
        return Line.of(x, w, y, u).exponent(r);
    }

    LinePair map(DoubleUnaryOperator map) {
        return new LinePair(
                Arrays.stream(x).map(map).toArray(),
                w,
                Arrays.stream(y).map(map).toArray(),
                u);
    }

    /** Σ over all pairs of masses times |difference|^r, smallest terms first as far as one pass can do it. */
    double squared(double r) {
        return 2 * mean(x, w, y, u, r) - mean(x, w, x, w, r) - mean(y, u, y, u, r);
    }

    double[] gradient(double r) {
        double[] g = new double[x.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = push(x[i], y, u, r) - push(x[i], x, w, r);
        }
        return g;
    }

    static double mean(double[] x, double[] w, double[] y, double[] u, double r) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double row = 0;
            for (int j = 0; j < y.length; j++) {
                row += u[j] * Math.pow(Math.abs(x[i] - y[j]), r);
            }
            sum += w[i] * row;
        }
        return sum;
    }

    static double push(double z, double[] y, double[] u, double r) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            if (z != y[j]) {
                sum += u[j] * r * Math.signum(z - y[j]) * Math.pow(Math.abs(z - y[j]), r - 1);
            }
        }
        return sum;
    }

    static LinePair draw(String places, int n, int m, int seed) {
        RandomStream random = Seed.seed(seed).stream();
        double[] x = new double[n];
        double[] y = new double[m];
        Arrays.setAll(x, i -> place(places, random, 0));
        Arrays.setAll(y, i -> place(places, random, 0.3));
        return new LinePair(x, weights(n, random), y, weights(m, random));
    }

    private static double place(String places, RandomStream random, double shift) {
        return switch (places) {
            case "uniform" -> random.nextDouble() + shift;
            // Gaps from 1e-6 to 1.
            case "clustered" -> random.nextInt(5) + Math.pow(10, -6 * random.nextDouble()) * random.nextDouble();
            case "tied" -> (random.nextInt(60) + 10 * shift) / 8;
            // All scales at once.
            case "outliers" -> Math.pow(10, 9 * random.nextDouble() - 4) + shift;
            default -> throw new IllegalArgumentException(places);
        };
    }

    private static double[] weights(int n, RandomStream random) {
        double[] w = new double[n];
        // Some are 0.
        Arrays.setAll(w, i -> Math.max(0, random.nextDouble() - 0.1));
        double sum = Arrays.stream(w).sum();
        Arrays.setAll(w, i -> w[i] / sum);
        return w;
    }
}
