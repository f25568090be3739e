package io.github.rieszflow.slicing;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products on the Vector API. A micro-kernel holds a tile of sums, two vectors wide, in registers: each number of a is
 * broadcast from memory and meets both vectors of b.
 *
 * <p>Tiles of 8×2, 10×2, 12×2 and 8×3 vectors are equally fast alone, 9 tenths of the peak, 6×2 and four vectors wide are
 * slower. From 12×2 on the compiler of JDK 17 gives up inlining half-way and puts vectors on the heap, and 9×3 and 14×2
 * leave that of JDK 25 without registers.
 */
final class VectorProduct {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int WIDTH = 2 * L;
    /** AVX2 has 16 registers, AVX-512, NEON and SVE have 32. */
    private static final boolean WIDE = S.vectorBitSize() != 256;
    /** What sums start from if not from what is there. */
    private static final float[] ZERO = new float[WIDTH];

    private VectorProduct() {}

    /** As {@link Lanes#multiply}. */
    static void multiply(
            int rows, float[] a, int ao, float[] b, int bo, int count, float[] c, int co, int stride, boolean add) {
        float[] from = add ? c : ZERO;
        int o = add ? co : 0;
        int step = add ? stride : 0;
        if (rows == 8 && WIDE) {
            eight(a, ao, b, bo, count, from, o, step, c, co, stride);
        } else {
            for (int i = 0; i < rows; i += 4) {
                four(a, ao + i, rows, b, bo, count, from, o + i * step, step, c, co + i * stride, stride);
            }
        }
    }

    /** Four rows of a, packed so far apart. */
    private static void four(
            float[] a,
            int ao,
            int packed,
            float[] b,
            int bo,
            int count,
            float[] from,
            int o,
            int step,
            float[] c,
            int co,
            int stride) {
        FloatVector x0 = FloatVector.fromArray(S, from, o);
        FloatVector y0 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x1 = FloatVector.fromArray(S, from, o);
        FloatVector y1 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x2 = FloatVector.fromArray(S, from, o);
        FloatVector y2 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x3 = FloatVector.fromArray(S, from, o);
        FloatVector y3 = FloatVector.fromArray(S, from, o + L);
        for (int k = 0; k < count; k++) {
            FloatVector x = FloatVector.fromArray(S, b, bo);
            FloatVector y = FloatVector.fromArray(S, b, bo + L);
            FloatVector f = FloatVector.broadcast(S, a[ao]);
            x0 = f.fma(x, x0);
            y0 = f.fma(y, y0);
            f = FloatVector.broadcast(S, a[ao + 1]);
            x1 = f.fma(x, x1);
            y1 = f.fma(y, y1);
            f = FloatVector.broadcast(S, a[ao + 2]);
            x2 = f.fma(x, x2);
            y2 = f.fma(y, y2);
            f = FloatVector.broadcast(S, a[ao + 3]);
            x3 = f.fma(x, x3);
            y3 = f.fma(y, y3);
            ao += packed;
            bo += WIDTH;
        }
        store(c, co, x0, y0);
        store(c, co + stride, x1, y1);
        store(c, co + 2 * stride, x2, y2);
        store(c, co + 3 * stride, x3, y3);
    }

    /**
     * As {@link Lanes#multiplyPanels}, for four rows of a, packed so far apart: of few coordinates a call for each panel would
     * cost as much again.
     */
    static void panels(
            float[] a, int ao, int packed, float[] b, int bo, int count, int panels, float[] c, int co, int stride) {
        for (int panel = 0; panel < panels; panel++) {
            FloatVector x0 = FloatVector.zero(S);
            FloatVector y0 = x0;
            FloatVector x1 = x0;
            FloatVector y1 = x0;
            FloatVector x2 = x0;
            FloatVector y2 = x0;
            FloatVector x3 = x0;
            FloatVector y3 = x0;
            int o = ao;
            for (int k = 0; k < count; k++) {
                FloatVector x = FloatVector.fromArray(S, b, bo);
                FloatVector y = FloatVector.fromArray(S, b, bo + L);
                FloatVector f = FloatVector.broadcast(S, a[o]);
                x0 = f.fma(x, x0);
                y0 = f.fma(y, y0);
                f = FloatVector.broadcast(S, a[o + 1]);
                x1 = f.fma(x, x1);
                y1 = f.fma(y, y1);
                f = FloatVector.broadcast(S, a[o + 2]);
                x2 = f.fma(x, x2);
                y2 = f.fma(y, y2);
                f = FloatVector.broadcast(S, a[o + 3]);
                x3 = f.fma(x, x3);
                y3 = f.fma(y, y3);
                o += packed;
                bo += WIDTH;
            }
            store(c, co, x0, y0);
            store(c, co + stride, x1, y1);
            store(c, co + 2 * stride, x2, y2);
            store(c, co + 3 * stride, x3, y3);
            co += WIDTH;
        }
    }

    private static void eight(
            float[] a,
            int ao,
            float[] b,
            int bo,
            int count,
            float[] from,
            int o,
            int step,
            float[] c,
            int co,
            int stride) {
        FloatVector x0 = FloatVector.fromArray(S, from, o);
        FloatVector y0 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x1 = FloatVector.fromArray(S, from, o);
        FloatVector y1 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x2 = FloatVector.fromArray(S, from, o);
        FloatVector y2 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x3 = FloatVector.fromArray(S, from, o);
        FloatVector y3 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x4 = FloatVector.fromArray(S, from, o);
        FloatVector y4 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x5 = FloatVector.fromArray(S, from, o);
        FloatVector y5 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x6 = FloatVector.fromArray(S, from, o);
        FloatVector y6 = FloatVector.fromArray(S, from, o + L);
        o += step;
        FloatVector x7 = FloatVector.fromArray(S, from, o);
        FloatVector y7 = FloatVector.fromArray(S, from, o + L);
        for (int k = 0; k < count; k++) {
            FloatVector x = FloatVector.fromArray(S, b, bo);
            FloatVector y = FloatVector.fromArray(S, b, bo + L);
            FloatVector f = FloatVector.broadcast(S, a[ao]);
            x0 = f.fma(x, x0);
            y0 = f.fma(y, y0);
            f = FloatVector.broadcast(S, a[ao + 1]);
            x1 = f.fma(x, x1);
            y1 = f.fma(y, y1);
            f = FloatVector.broadcast(S, a[ao + 2]);
            x2 = f.fma(x, x2);
            y2 = f.fma(y, y2);
            f = FloatVector.broadcast(S, a[ao + 3]);
            x3 = f.fma(x, x3);
            y3 = f.fma(y, y3);
            f = FloatVector.broadcast(S, a[ao + 4]);
            x4 = f.fma(x, x4);
            y4 = f.fma(y, y4);
            f = FloatVector.broadcast(S, a[ao + 5]);
            x5 = f.fma(x, x5);
            y5 = f.fma(y, y5);
            f = FloatVector.broadcast(S, a[ao + 6]);
            x6 = f.fma(x, x6);
            y6 = f.fma(y, y6);
            f = FloatVector.broadcast(S, a[ao + 7]);
            x7 = f.fma(x, x7);
            y7 = f.fma(y, y7);
            ao += 8;
            bo += WIDTH;
        }
        store(c, co, x0, y0);
        store(c, co + stride, x1, y1);
        store(c, co + 2 * stride, x2, y2);
        store(c, co + 3 * stride, x3, y3);
        store(c, co + 4 * stride, x4, y4);
        store(c, co + 5 * stride, x5, y5);
        store(c, co + 6 * stride, x6, y6);
        store(c, co + 7 * stride, x7, y7);
    }

    private static void store(float[] c, int o, FloatVector x, FloatVector y) {
        x.intoArray(c, o);
        y.intoArray(c, o + L);
    }
}
