package io.github.rieszflow.picture;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Numbers in ascending order, and the curves that show how they are spread. */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
record Sample(double[] sorted) {
    /** A distribution function is drawn with at most this many corners. */
    private static final int CORNERS = 1000;

    private static final int BINS = 100;
    /** Bins of a smaller range would have no width. */
    private static final double SMALLEST = 1e-300;

    static Sample of(String what, double[] values) {
        Check.notEmpty(what, values.length);
        Check.finite(what, values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Sample(sorted);
    }

    /** The distances of rows from the origin. */
    static Sample radii(Rows rows) {
        FloatBuffer values = rows.values();
        double[] radii = new double[rows.size()];
        for (int i = 0; i < radii.length; i++) {
            double square = 0;
            for (int k = 0; k < rows.dimension(); k++) {
                double value = values.get(i * rows.dimension() + k);
                square += value * value;
            }
            radii[i] = Math.sqrt(square);
        }
        return of("Radii", radii);
    }

    /**
     * Bins by the rule of Freedman and Diaconis (1981), of width 2 (upper quartile − lower quartile) N^(−1/3), at least five
     * and at most a hundred.
     */
    int bins() {
        double width = 2 * (quantile(0.75) - quantile(0.25)) / Math.cbrt(sorted.length);
        double length = last() - sorted[0];
        return width > 0 ? (int) Math.max(5, Math.min(BINS, Math.ceil(length / width))) : 5;
    }

    /** The corners of a histogram: abscissae, and ordinates such that the area below is 1. */
    double[][] histogram(int bins) {
        double low = sorted[0];
        double high = last();
        if (high - low < SMALLEST) { // a single value stands in a bin of its own
            double half = Math.max(0.5, Math.abs(low) * 1e-3);
            low -= half;
            high += half;
        }
        double width = (high - low) / bins;
        int[] counts = new int[bins];
        for (double value : sorted) {
            counts[(int) Math.min(bins - 1, Math.floor((value - low) / width))]++;
        }
        double[] xs = new double[2 * bins + 2];
        double[] ys = new double[2 * bins + 2];
        for (int i = 0; i <= bins; i++) {
            xs[2 * i] = low + i * width;
            xs[2 * i + 1] = xs[2 * i];
            ys[2 * i] = i == 0 ? 0 : counts[i - 1] / (width * sorted.length);
            ys[2 * i + 1] = i == bins ? 0 : counts[i] / (width * sorted.length);
        }
        return new double[][] {xs, ys};
    }

    /**
     * The corners of the distribution function: the share of numbers up to x, a step at each number; of many numbers the
     * steps are too small to be seen, and some are left out.
     */
    double[][] distribution() {
        int n = sorted.length;
        int kept = Math.min(n, CORNERS / 2);
        double[] xs = new double[2 * kept];
        double[] ys = new double[2 * kept];
        int before = 0;
        for (int i = 0; i < kept; i++) {
            int after = (int) ((i + 1L) * n / kept);
            xs[2 * i] = sorted[after - 1];
            ys[2 * i] = (double) before / n;
            xs[2 * i + 1] = sorted[after - 1];
            ys[2 * i + 1] = (double) after / n;
            before = after;
        }
        return new double[][] {xs, ys};
    }

    private double last() {
        return sorted[sorted.length - 1];
    }

    private double quantile(double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
