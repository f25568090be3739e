package io.github.rieszflow.slicing;

import java.util.Arrays;

/** Lanes in plain Java, written so that the compiler turns the inner loops into vector code. */
final class PlainLanes extends Lanes {
    private static final int WIDTH = 128;
    /** 2²³: adding it to a float in [0, 2²³) leaves the rounded integer in the low bits of the mantissa. */
    static final float ROUND = 8388608f;

    static final int MANTISSA = 0x7fffff;

    /** Each thread's eight rows of sums and two rows of points. */
    private static final ThreadLocal<float[][]> ROWS = ThreadLocal.withInitial(() -> new float[10][WIDTH]);

    @Override
    int width() {
        return WIDTH;
    }

    /** Sums wait for themselves on each line, and compilers do not see that others need not. */
    @Override
    int lines() {
        return 1;
    }

    @Override
    void up(double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force) {
        throw new UnsupportedOperationException("lines come one by one");
    }

    @Override
    void down(double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force) {
        throw new UnsupportedOperationException("lines come one by one");
    }

    @Override
    String describe() {
        return "plain Java";
    }

    /**
     * On rows that are arrays of their own, each from 0 to WIDTH: the compiler turns only such loops into vector code
     * when there are several rows in one. With offsets into one array this is four times slower.
     */
    @Override
    void multiply(
            int rows, float[] a, int ao, float[] b, int bo, int count, float[] c, int co, int stride, boolean add) {
        float[][] own = ROWS.get();
        for (int i = 0; i < rows; i++) {
            if (add) {
                System.arraycopy(c, co + i * stride, own[i], 0, WIDTH);
            } else {
                Arrays.fill(own[i], 0f);
            }
        }
        float[] x = own[8];
        float[] y = own[9];
        int k = 0;
        for (; k < count - 1; k += 2) {
            System.arraycopy(b, bo + k * WIDTH, x, 0, WIDTH);
            System.arraycopy(b, bo + (k + 1) * WIDTH, y, 0, WIDTH);
            for (int i = 0; i < rows; i += 2) {
                int o = ao + k * rows + i;
                accumulate(x, y, a[o], a[o + rows], a[o + 1], a[o + rows + 1], own[i], own[i + 1]);
            }
        }
        if (k < count) {
            System.arraycopy(b, bo + k * WIDTH, x, 0, WIDTH);
            for (int i = 0; i < rows; i++) {
                accumulate(x, a[ao + k * rows + i], own[i]);
            }
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(own[i], 0, c, co + i * stride, WIDTH);
        }
    }

    private static void accumulate(
            float[] x, float[] y, float a0, float b0, float a1, float b1, float[] c0, float[] c1) {
        for (int l = 0; l < WIDTH; l++) {
            float u = x[l];
            float v = y[l];
            c0[l] = Math.fma(b0, v, Math.fma(a0, u, c0[l]));
            c1[l] = Math.fma(b1, v, Math.fma(a1, u, c1[l]));
        }
    }

    private static void accumulate(float[] x, float a, float[] c) {
        for (int l = 0; l < WIDTH; l++) {
            c[l] = Math.fma(a, x[l], c[l]);
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
    void meanRanks(long[] counts, double perTarget, double perParticle, float[] gradient) {
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            long middle = 2 * below + counts[i];
            below += counts[i];
            gradient[i] = (float) ((middle >>> 32) * perTarget - (middle & 0xFFFFFFFFL) * perParticle);
        }
    }

    @Override
    void hadamard(float[] t, int rows) {
        transform(t, 0, rows);
    }

    /** Two rounds at a time, then each quarter to its end: most rounds find their rows in the cache. */
    private static void transform(float[] t, int from, int rows) {
        if (rows >= 4) {
            int quarter = rows / 4;
            butterfly4(t, from, quarter * WIDTH);
            if (quarter > 1) {
                for (int i = 0; i < 4; i++) {
                    transform(t, from + i * quarter * WIDTH, quarter);
                }
            }
        } else if (rows == 2) {
            butterfly2(t, from);
        }
    }

    private static void butterfly2(float[] t, int from) {
        for (int i = from; i < from + WIDTH; i++) {
            float a = t[i];
            float b = t[i + WIDTH];
            t[i] = a + b;
            t[i + WIDTH] = a - b;
        }
    }

    private static void butterfly4(float[] t, int from, int quarter) {
        int half = 2 * quarter;
        int most = 3 * quarter;
        for (int i = from; i < from + quarter; i++) {
            float a = t[i];
            float b = t[i + quarter];
            float c = t[i + half];
            float d = t[i + most];
            float ac = a + c;
            float amc = a - c;
            float bd = b + d;
            float bmd = b - d;
            t[i] = ac + bd;
            t[i + quarter] = ac - bd;
            t[i + half] = amc + bmd;
            t[i + most] = amc - bmd;
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
