package io.github.rieszflow.slicing;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Lanes on the Vector API: a panel is two vectors wide. */
final class VectorLanes extends Lanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int WIDTH = 2 * L;
    private static final VectorSpecies<Long> LONGS = S.withLanes(long.class);
    private static final VectorSpecies<Double> DOUBLES = S.withLanes(double.class);
    private static final int D = DOUBLES.length();

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    String describe() {
        return "Vector API, " + S.vectorBitSize() + " bit";
    }

    @Override
    void multiply(
            int rows, float[] a, int ao, float[] b, int bo, int count, float[] c, int co, int stride, boolean add) {
        VectorProduct.multiply(rows, a, ao, b, bo, count, c, co, stride, add);
    }

    @Override
    void multiplyPanels(
            int rows, float[] a, int ao, float[] b, int bo, int count, int panels, float[] c, int co, int stride) {
        if (panels == 1) {
            multiply(rows, a, ao, b, bo, count, c, co, stride, false);
            return;
        }
        for (int i = 0; i < rows; i += 4) {
            VectorProduct.panels(a, ao + i, rows, b, bo, count, panels, c, co + i * stride, stride);
        }
    }

    @Override
    void range(float[] p, int o, int n, float[] range) {
        FloatVector low = FloatVector.broadcast(S, range[0]);
        FloatVector high = FloatVector.broadcast(S, range[1]);
        // Four of each: one alone waits for itself.
        FloatVector low1 = low;
        FloatVector high1 = high;
        FloatVector low2 = low;
        FloatVector high2 = high;
        FloatVector low3 = low;
        FloatVector high3 = high;
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            FloatVector a = FloatVector.fromArray(S, p, o + i);
            FloatVector b = FloatVector.fromArray(S, p, o + i + L);
            FloatVector c = FloatVector.fromArray(S, p, o + i + 2 * L);
            FloatVector d = FloatVector.fromArray(S, p, o + i + 3 * L);
            low = low.min(a);
            high = high.max(a);
            low1 = low1.min(b);
            high1 = high1.max(b);
            low2 = low2.min(c);
            high2 = high2.max(c);
            low3 = low3.min(d);
            high3 = high3.max(d);
        }
        float min = low.min(low1).min(low2.min(low3)).reduceLanes(VectorOperators.MIN);
        float max = high.max(high1).max(high2.max(high3)).reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            min = Math.min(min, p[o + i]);
            max = Math.max(max, p[o + i]);
        }
        range[0] = min;
        range[1] = max;
    }

    @Override
    void quantise(float[] p, int o, int n, float min, float scale, int[] q, int qo) {
        FloatVector lowest = FloatVector.broadcast(S, min);
        FloatVector factor = FloatVector.broadcast(S, scale);
        FloatVector round = FloatVector.broadcast(S, PlainLanes.ROUND);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(S, p, o + i)
                    .sub(lowest)
                    .fma(factor, round)
                    .reinterpretAsInts()
                    .and(PlainLanes.MANTISSA)
                    .intoArray(q, qo + i);
        }
        for (; i < n; i++) {
            q[qo + i] =
                    Float.floatToRawIntBits(Math.fma(p[o + i] - min, scale, PlainLanes.ROUND)) & PlainLanes.MANTISSA;
        }
    }

    @Override
    void meanRanks(long[] counts, double perTarget, double perParticle, float[] gradient) {
        sum(counts);
        DoubleVector targets = DoubleVector.broadcast(DOUBLES, perTarget);
        DoubleVector particles = DoubleVector.broadcast(DOUBLES, perParticle);
        // Not floats in vectors of half the size: with a second class of them the compiler of JDK 17 no longer knows
        // which one it has, and all other loops put theirs on the heap.
        for (int i = 0; i < counts.length; i += L) {
            FloatVector low =
                    (FloatVector) difference(counts, i, targets, particles).convert(VectorOperators.D2F, 0);
            FloatVector high = (FloatVector)
                    difference(counts, i + L / 2, targets, particles).convert(VectorOperators.D2F, -1);
            low.add(high).intoArray(gradient, i);
        }
    }

    /** Twice what is in the bins below, and what is in the bin. */
    private static void sum(long[] counts) {
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            long here = counts[i];
            counts[i] = 2 * below + here;
            below += here;
        }
    }

    private static DoubleVector difference(long[] counts, int i, DoubleVector perTarget, DoubleVector perParticle) {
        LongVector middle = LongVector.fromArray(LONGS, counts, i);
        DoubleVector targets = number(middle.lanewise(VectorOperators.LSHR, 32));
        DoubleVector particles = number(middle.and(0xFFFFFFFFL));
        return targets.mul(perTarget).sub(particles.mul(perParticle));
    }

    /** From integers below 2³² to doubles by the bits of 2⁵², as not every processor converts longs. */
    private static DoubleVector number(LongVector integers) {
        return integers.or(0x4330000000000000L).reinterpretAsDoubles().sub(0x1p52);
    }

    @Override
    int lines() {
        return D;
    }

    @Override
    void up(double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force) {
        DoubleVector w0 = DoubleVector.fromArray(DOUBLES, w, 0);
        DoubleVector w1 = DoubleVector.fromArray(DOUBLES, w, D);
        DoubleVector w2 = DoubleVector.fromArray(DOUBLES, w, 2 * D);
        DoubleVector w3 = DoubleVector.fromArray(DOUBLES, w, 3 * D);
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, a, ao);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, a, ao + D);
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, a, ao + 2 * D);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, a, ao + 3 * D);
        DoubleVector three = DoubleVector.broadcast(DOUBLES, 3);
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
        for (int i = 0; i < n * D; i += D) {
            DoubleVector m = DoubleVector.fromArray(DOUBLES, mass, i);
            DoubleVector f0 = DoubleVector.fromArray(DOUBLES, f, fo + i);
            DoubleVector f1 = DoubleVector.fromArray(DOUBLES, f, fo + row + i);
            f0 = f0.mul(f0.fma(f0.add(three), three));
            f1 = f1.mul(f1.fma(f1.add(three), three));
            a0 = a0.fma(f0.add(one), m);
            a1 = a1.fma(f1.add(one), m);
            f0 = f0.mul(f0.fma(f0.add(three), three));
            f1 = f1.mul(f1.fma(f1.add(three), three));
            f0.intoArray(f, fo + i);
            f1.intoArray(f, fo + row + i);
            a2 = a2.fma(f0.add(one), m);
            a3 = a3.fma(f1.add(one), m);
            DoubleVector all = w0.fma(a0, w1.mul(a1)).add(w2.fma(a2, w3.mul(a3)));
            DoubleVector.fromArray(DOUBLES, force, i).add(all).intoArray(force, i);
        }
        a0.intoArray(a, ao);
        a1.intoArray(a, ao + D);
        a2.intoArray(a, ao + 2 * D);
        a3.intoArray(a, ao + 3 * D);
    }

    @Override
    void down(double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force) {
        DoubleVector w0 = DoubleVector.fromArray(DOUBLES, w, 0);
        DoubleVector w1 = DoubleVector.fromArray(DOUBLES, w, D);
        DoubleVector w2 = DoubleVector.fromArray(DOUBLES, w, 2 * D);
        DoubleVector w3 = DoubleVector.fromArray(DOUBLES, w, 3 * D);
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, a, ao);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, a, ao + D);
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, a, ao + 2 * D);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, a, ao + 3 * D);
        DoubleVector three = DoubleVector.broadcast(DOUBLES, 3);
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
        for (int i = (n - 1) * D; i >= 0; i -= D) {
            DoubleVector m = DoubleVector.fromArray(DOUBLES, mass, i);
            DoubleVector f0 = DoubleVector.fromArray(DOUBLES, f, fo + i + D);
            DoubleVector f1 = DoubleVector.fromArray(DOUBLES, f, fo + row + i + D);
            f0 = f0.mul(f0.fma(f0.add(three), three));
            f1 = f1.mul(f1.fma(f1.add(three), three));
            a0 = a0.fma(f0.add(one), m);
            a1 = a1.fma(f1.add(one), m);
            f0 = f0.mul(f0.fma(f0.add(three), three));
            f1 = f1.mul(f1.fma(f1.add(three), three));
            f0.intoArray(f, fo + i + D);
            f1.intoArray(f, fo + row + i + D);
            a2 = a2.fma(f0.add(one), m);
            a3 = a3.fma(f1.add(one), m);
            DoubleVector all = w0.fma(a0, w1.mul(a1)).add(w2.fma(a2, w3.mul(a3)));
            DoubleVector.fromArray(DOUBLES, force, i).sub(all).intoArray(force, i);
        }
        a0.intoArray(a, ao);
        a1.intoArray(a, ao + D);
        a2.intoArray(a, ao + 2 * D);
        a3.intoArray(a, ao + 3 * D);
    }

    @Override
    void hadamard(float[] t, int rows) {
        transform(t, 0, rows);
    }

    /** Two rounds at a time, then each quarter to its end: most rounds find their rows in the first-level cache. */
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
        for (int i = from; i < from + WIDTH; i += L) {
            FloatVector a = FloatVector.fromArray(S, t, i);
            FloatVector b = FloatVector.fromArray(S, t, i + WIDTH);
            a.add(b).intoArray(t, i);
            a.sub(b).intoArray(t, i + WIDTH);
        }
    }

    private static void butterfly4(float[] t, int from, int quarter) {
        for (int i = from; i < from + quarter; i += L) {
            FloatVector a = FloatVector.fromArray(S, t, i);
            FloatVector b = FloatVector.fromArray(S, t, i + quarter);
            FloatVector c = FloatVector.fromArray(S, t, i + 2 * quarter);
            FloatVector d = FloatVector.fromArray(S, t, i + 3 * quarter);
            FloatVector ac = a.add(c);
            FloatVector amc = a.sub(c);
            FloatVector bd = b.add(d);
            FloatVector bmd = b.sub(d);
            ac.add(bd).intoArray(t, i);
            ac.sub(bd).intoArray(t, i + quarter);
            amc.add(bmd).intoArray(t, i + 2 * quarter);
            amc.sub(bmd).intoArray(t, i + 3 * quarter);
        }
    }

    @Override
    void scaleRows(float[] t, int rows, float[] signs, int so) {
        for (int k = 0; k < rows; k++) {
            FloatVector f = FloatVector.broadcast(S, signs[so + k]);
            int o = k * WIDTH;
            FloatVector.fromArray(S, t, o).mul(f).intoArray(t, o);
            FloatVector.fromArray(S, t, o + L).mul(f).intoArray(t, o + L);
        }
    }

    @Override
    void add(float[] a, int ao, float[] b, int bo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, a, ao + i)
                    .add(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(a, ao + i);
        }
    }

    @Override
    float descend(float[] x, float[] v, float[] g, int o, int n, float scale, float momentum, float step) {
        FloatVector largest = FloatVector.zero(S);
        FloatVector m = FloatVector.broadcast(S, momentum);
        FloatVector s = FloatVector.broadcast(S, -step);
        for (int i = o; i < o + n; i += L) {
            FloatVector w = m.fma(
                    FloatVector.fromArray(S, v, i),
                    FloatVector.fromArray(S, g, i).mul(scale));
            w.intoArray(v, i);
            FloatVector y = s.fma(w, FloatVector.fromArray(S, x, i));
            y.intoArray(x, i);
            largest = largest.max(y.abs());
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }
}
