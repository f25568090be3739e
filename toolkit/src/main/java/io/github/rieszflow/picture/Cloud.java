package io.github.rieszflow.picture;

import java.util.SplittableRandom;

/** What is kept of a cloud to draw it: its extent, and the first two coordinates of at most 4000 of its points. */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
record Cloud(float[] x, float[] y, boolean onLine, int total, double left, double right, double bottom, double top) {
    static final int MOST = 4000;

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
        int kept = Math.min(n, MOST);
        float[] x = new float[kept];
        float[] y = new float[kept];
        // One point at random out of each of 4000 equal runs: even strides would pick a single arm of interleaved
        // shapes.
        SplittableRandom random = new SplittableRandom(MOST);
        for (int i = 0; i < kept; i++) {
            int from = (int) ((long) i * n / kept);
            int to = (int) ((i + 1L) * n / kept);
            int row = to - from == 1 ? from : from + random.nextInt(to - from);
            x[i] = values[row * d];
            y[i] = onLine ? 0 : values[row * d + 1];
        }
        return new Cloud(x, y, onLine, n, left, right, bottom, top);
    }
}
