package io.github.rieszflow.picture;

import java.util.SplittableRandom;

/**
 * What is kept of a cloud to draw it: its extent, and the first two coordinates of at most 4000 of its points, in three
 * dimensions all three.
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
record Cloud(
        float[] x,
        float[] y,
        float[] z,
        boolean onLine,
        int total,
        double left,
        double right,
        double bottom,
        double top) {
    static final int MOST = 4000;
    private static final float[] NONE = {};

    static Cloud of(String what, float[] values, int n, int d) {
        Check.rows(what, values, n, d);
        boolean onLine = d == 1;
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = onLine ? 0 : Double.POSITIVE_INFINITY;
        double top = onLine ? 0 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            left = Math.min(left, values[i * d]);
            right = Math.max(right, values[i * d]);
            if (!onLine) {
                bottom = Math.min(bottom, values[i * d + 1]);
                top = Math.max(top, values[i * d + 1]);
            }
        }
        int[] rows = sample(n, MOST);
        float[] x = new float[rows.length];
        float[] y = new float[rows.length];
        float[] z = d == 3 ? new float[rows.length] : NONE;
        for (int i = 0; i < rows.length; i++) {
            x[i] = values[rows[i] * d];
            y[i] = onLine ? 0 : values[rows[i] * d + 1];
            if (d == 3) {
                z[i] = values[rows[i] * d + 2];
            }
        }
        return new Cloud(x, y, z, onLine, n, left, right, bottom, top);
    }

    String words() {
        return total + (total == 1 ? " point" : " points");
    }

    /** How far right a point is, from 0 to 1. */
    double across(int point) {
        return share(x[point], left, right);
    }

    /** How far up a point is, from 0 to 1. */
    double up(int point) {
        return share(y[point], bottom, top);
    }

    private static double share(double value, double from, double to) {
        return to > from ? (value - from) / (to - from) : 0.5;
    }

    boolean inSpace() {
        return z.length > 0;
    }

    /** The same cloud with fewer points to draw; of clouds of one size the same points. */
    Cloud thinned(int most) {
        if (x.length <= most) {
            return this;
        }
        int[] rows = sample(x.length, most);
        return new Cloud(
                pick(x, rows), pick(y, rows), inSpace() ? pick(z, rows) : z, onLine, total, left, right, bottom, top);
    }

    private static float[] pick(float[] values, int[] rows) {
        float[] picked = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    /**
     * One row at random out of each of this many equal runs: even strides would pick a single arm of interleaved shapes.
     */
    private static int[] sample(int n, int most) {
        int kept = Math.min(n, most);
        int[] rows = new int[kept];
        SplittableRandom random = new SplittableRandom(MOST);
        for (int i = 0; i < kept; i++) {
            int from = (int) ((long) i * n / kept);
            int to = (int) ((i + 1L) * n / kept);
            rows[i] = to - from == 1 ? from : from + random.nextInt(to - from);
        }
        return rows;
    }
}
