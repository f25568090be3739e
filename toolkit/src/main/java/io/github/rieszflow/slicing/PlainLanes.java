package io.github.rieszflow.slicing;

/** Lanes in plain Java, written so that the compiler turns the inner loops into vector code. */
final class PlainLanes extends Lanes {
    private static final int WIDTH = 128;
    /** 2²³: adding it to a float in [0, 2²³) leaves the rounded integer in the low bits of the mantissa. */
    static final float ROUND = 8388608f;

    static final int MANTISSA = 0x7fffff;

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    String describe() {
        return "plain Java";
    }

    @Override
    void multiply6(float[] a, int ao, float[] b, int bo, int count, float[] c, int co, int stride, boolean add) {
        for (int i = 0; i < 6; i += 2) {
            int c0 = co + i * stride;
            int c1 = c0 + stride;
            if (!add) {
                java.util.Arrays.fill(c, c0, c0 + WIDTH, 0f);
                java.util.Arrays.fill(c, c1, c1 + WIDTH, 0f);
            }
            int k = 0;
            for (; k < count - 1; k += 2) {
                int o = ao + 6 * k + i;
                accumulate(b, bo + k * WIDTH, a[o], a[o + 6], a[o + 1], a[o + 7], c, c0, c1);
            }
            if (k < count) {
                int o = ao + 6 * k + i;
                accumulate(b, bo + k * WIDTH, a[o], c, c0);
                accumulate(b, bo + k * WIDTH, a[o + 1], c, c1);
            }
        }
    }

    @Override
    void multiply1(float[] a, int ao, int step, float[] b, int bo, int count, float[] c, int co, boolean add) {
        if (!add) {
            java.util.Arrays.fill(c, co, co + WIDTH, 0f);
        }
        for (int k = 0; k < count; k++) {
            accumulate(b, bo + k * WIDTH, a[ao + k * step], c, co);
        }
    }

    private static void accumulate(
            float[] b, int bo, float a00, float a01, float a10, float a11, float[] c, int c0, int c1) {
        for (int l = 0; l < WIDTH; l++) {
            float x = b[bo + l];
            float y = b[bo + WIDTH + l];
            c[c0 + l] = Math.fma(a01, y, Math.fma(a00, x, c[c0 + l]));
            c[c1 + l] = Math.fma(a11, y, Math.fma(a10, x, c[c1 + l]));
        }
    }

    private static void accumulate(float[] b, int bo, float a, float[] c, int co) {
        for (int l = 0; l < WIDTH; l++) {
            c[co + l] = Math.fma(a, b[bo + l], c[co + l]);
        }
    }

    @Override
    void range(float[] p, int o, int n, float[] range) {
        float low = range[0];
        float high = range[1];
        for (int i = o; i < o + n; i++) {
            low = Math.min(low, p[i]);
            high = Math.max(high, p[i]);
        }
        range[0] = low;
        range[1] = high;
    }

    @Override
    void quantise(float[] p, int o, int n, float min, float scale, int[] q, int qo) {
        for (int i = 0; i < n; i++) {
            q[qo + i] = Float.floatToRawIntBits(Math.fma(p[o + i] - min, scale, ROUND)) & MANTISSA;
        }
    }

    @Override
    void hadamard(float[] t, int rows) {
        transform(t, 0, rows);
    }

    /** One round, then each half to its end: most rounds find their rows in the cache. */
    private static void transform(float[] t, int from, int rows) {
        if (rows > 1) {
            int half = rows / 2;
            butterfly(t, from, half * WIDTH);
            transform(t, from, half);
            transform(t, from + half * WIDTH, half);
        }
    }

    private static void butterfly(float[] t, int from, int half) {
        for (int i = from; i < from + half; i++) {
            float a = t[i];
            float b = t[i + half];
            t[i] = a + b;
            t[i + half] = a - b;
        }
    }

    @Override
    void scaleRows(float[] t, int rows, float[] signs, int so) {
        for (int k = 0; k < rows; k++) {
            scaleRow(t, k * WIDTH, signs[so + k]);
        }
    }

    private static void scaleRow(float[] t, int o, float factor) {
        for (int i = o; i < o + WIDTH; i++) {
            t[i] *= factor;
        }
    }

    @Override
    void add(float[] a, int ao, float[] b, int bo, int n) {
        for (int i = 0; i < n; i++) {
            a[ao + i] += b[bo + i];
        }
    }

    @Override
    float descend(float[] x, float[] v, float[] g, int o, int n, float scale, float momentum, float step) {
        for (int i = o; i < o + n; i++) {
            v[i] = Math.fma(momentum, v[i], scale * g[i]);
            x[i] = Math.fma(-step, v[i], x[i]);
        }
        float largest = 0;
        for (int i = o; i < o + n; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest;
    }
}
