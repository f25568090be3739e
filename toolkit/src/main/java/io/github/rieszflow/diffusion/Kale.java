package io.github.rieszflow.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The function h = ⟨w,φ⟩ + c that makes 1 + ∫h dP − ∫e^h dQ − (λ/2)‖w‖² largest, by Newton's method with step halving. Times 1+λ
 * the maximum is KALE_λ(P‖Q), a lower bound of (1+λ)·KL(P‖Q).
 *
 * <p>Source: Glaser, Arbel, Gretton (NeurIPS 2021); the constant is not penalised.
 */
final class Kale {
    private static final int MOST_STEPS = 50;
    private static final double CLOSE = 1e-10;

    private final float[] w;
    private final double value;

    private Kale(float[] w, double value) {
        this.w = w;
        this.value = value;
    }

    float[] weights() {
        return w;
    }

    double value() {
        return value;
    }

    /**
     * Solves.
     *
     * @param meanOfP mean features of P
     * @param q features of Q, row by row
     * @param start where to begin, or an empty array
     */
    static Kale solve(float[] meanOfP, float[] q, double lambda, float[] start) {
        int width = meanOfP.length;
        double[] now = new double[width + 1];
        for (int k = 0; k < start.length; k++) {
            now[k] = start[k];
        }
        now[width] = constant(now, q, width);
        double value = value(now, meanOfP, q, lambda);
        for (int step = 0; step < MOST_STEPS; step++) {
            DMatrixRMaj gradient = new DMatrixRMaj(width + 1, 1);
            DMatrixRMaj hessian = new DMatrixRMaj(width + 1, width + 1);
            derivatives(now, meanOfP, q, lambda, gradient, hessian);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(width + 1);
            if (!solver.setA(hessian)) {
                break;
            }
            DMatrixRMaj direction = new DMatrixRMaj(width + 1, 1);
            double[] slope = gradient.data.clone();
            solver.solve(gradient, direction);
            double gain = 0;
            for (int k = 0; k <= width; k++) {
                gain += slope[k] * direction.data[k];
            }
            if (gain < CLOSE) {
                break;
            }
            double length = 1;
            double[] next = along(now, direction.data, length);
            double reached = value(next, meanOfP, q, lambda);
            // Half of what the quadratic model promises, at the least a quarter of the slope.
            while (!(reached >= value + length * gain / 4) && length > 1e-6) {
                length /= 2;
                next = along(now, direction.data, length);
                reached = value(next, meanOfP, q, lambda);
            }
            if (!(reached > value)) {
                break;
            }
            now = next;
            value = reached;
        }
        float[] w = new float[width];
        for (int k = 0; k < width; k++) {
            w[k] = (float) now[k];
        }
        return new Kale(w, (1 + lambda) * value);
    }

    private static double[] along(double[] from, double[] direction, double length) {
        double[] to = from.clone();
        for (int k = 0; k < to.length; k++) {
            to[k] += length * direction[k];
        }
        return to;
    }

    /** The best c for given w: the mean of e^h over Q is then 1. */
    private static double constant(double[] w, float[] q, int width) {
        int rows = q.length / width;
        double most = Double.NEGATIVE_INFINITY;
        double[] h = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < width; k++) {
                h[i] += w[k] * q[i * width + k];
            }
            most = Math.max(most, h[i]);
        }
        double sum = 0;
        for (double each : h) {
            sum += StrictMath.exp(each - most);
        }
        return -(most + StrictMath.log(sum / rows));
    }

    private static double value(double[] w, float[] meanOfP, float[] q, double lambda) {
        int width = meanOfP.length;
        double value = 1 + w[width];
        for (int k = 0; k < width; k++) {
            value += w[k] * meanOfP[k] - lambda / 2 * w[k] * w[k];
        }
        int rows = q.length / width;
        for (int i = 0; i < rows; i++) {
            value -= StrictMath.exp(h(w, q, i, width)) / rows;
        }
        return value;
    }

    private static double h(double[] w, float[] q, int row, int width) {
        double h = w[width];
        for (int k = 0; k < width; k++) {
            h += w[k] * q[row * width + k];
        }
        return h;
    }

    /** The gradient, and the negative of the second derivative, which is positive definite. */
    private static void derivatives(
            double[] w, float[] meanOfP, float[] q, double lambda, DMatrixRMaj gradient, DMatrixRMaj hessian) {
        int width = meanOfP.length;
        int rows = q.length / width;
        double[] g = gradient.data;
        double[] second = hessian.data;
        for (int i = 0; i < rows; i++) {
            double e = StrictMath.exp(h(w, q, i, width)) / rows;
            for (int k = 0; k <= width; k++) {
                double row = e * (k == width ? 1 : q[i * width + k]);
                g[k] -= row;
                for (int l = 0; l <= k; l++) {
                    second[k * (width + 1) + l] += row * (l == width ? 1 : q[i * width + l]);
                }
            }
        }
        for (int k = 0; k <= width; k++) {
            g[k] += k == width ? 1 : meanOfP[k] - lambda * w[k];
            second[k * (width + 1) + k] += k == width ? 0 : lambda;
            for (int l = 0; l < k; l++) {
                second[l * (width + 1) + k] = second[k * (width + 1) + l];
            }
        }
    }
}
