package io.github.rieszflow.internal;

/**
 * The step of gradient descent with momentum (heavy ball), v ← g + m·v and x ← x − τ·v, for numbers that lie one after the
 * other. On the processor's packed points the SIMD lanes do the same for many at a time, in single precision.
 */
public final class HeavyBall {
    private HeavyBall() {}

    /**
     * One coordinate, computed in double and kept in single precision.
     *
     * @param x places; number i is modified
     * @param v momentum; number i is modified
     * @param i which number
     * @param gradient its derivative
     * @param stepSize τ
     * @param momentum m
     */
    public static void step(float[] x, float[] v, int i, double gradient, double stepSize, double momentum) {
        double w = gradient + momentum * v[i];
        v[i] = (float) w;
        x[i] = (float) place(x[i], w, stepSize);
    }

    /**
     * Where a coordinate goes.
     *
     * @param x its place
     * @param v its momentum, or its derivative where there is none
     * @param stepSize τ
     * @return x − τ·v
     */
    public static double place(double x, double v, double stepSize) {
        return x - stepSize * v;
    }
}
