package io.github.rieszflow.slicing;

import java.util.function.IntToDoubleFunction;

/**
 * Sums e_j = Σ_k K(j−k) q_k on a grid of G = 2^b nodes, by Fourier transforms of length G. Modulo x^G − i the product of Σ q_k x^k
 * and the kernel keeps what runs over either end of the grid imaginary, so that zeros need not be appended: with ω^G = i, numbers are
 * multiplied by ω^k and convolved on a ring. Neither transform puts its numbers in order, as both sides of the product are out of it
 * alike.
 */
final class GridConvolution {
    private final int size;
    /** ω^k. */
    private final double[] twistRe;

    private final double[] twistIm;
    /** e^{−2πij/2h} for j = 0, …, h − 1, from h on: one table for all stages. */
    private final double[] rootRe;

    private final double[] rootIm;
    /** The transform of the kernel, divided by G. */
    private final double[] kernelRe;

    private final double[] kernelIm;

    /**
     * A convolution.
     *
     * @param bits b, at least 2
     * @param kernel K, for −G &lt; k &lt; G
     */
    GridConvolution(int bits, IntToDoubleFunction kernel) {
        this.size = 1 << bits;
        this.twistRe = new double[size];
        this.twistIm = new double[size];
        this.rootRe = new double[size];
        this.rootIm = new double[size];
        for (int k = 0; k < size; k++) {
            twistRe[k] = StrictMath.cos(Math.PI / 2 * k / size);
            twistIm[k] = StrictMath.sin(Math.PI / 2 * k / size);
        }
        for (int half = 1; half < size; half *= 2) {
            for (int j = 0; j < half; j++) {
                rootRe[half + j] = StrictMath.cos(Math.PI * j / half);
                rootIm[half + j] = -StrictMath.sin(Math.PI * j / half);
            }
        }
        this.kernelRe = new double[size];
        this.kernelIm = new double[size];
        for (int k = 0; k < size; k++) {
            double ahead = kernel.applyAsDouble(k) / size;
            // From the other end, where x^G = i.
            double behind = k == 0 ? 0 : kernel.applyAsDouble(k - size) / size;
            kernelRe[k] = ahead * twistRe[k] + behind * twistIm[k];
            kernelIm[k] = ahead * twistIm[k] - behind * twistRe[k];
        }
        forward(kernelRe, kernelIm);
    }

    static double bytes(int bits) {
        return 6.0 * Double.BYTES * (1 << bits);
    }

    /**
     * Convolves.
     *
     * @param q G numbers; receives the sums
     * @param scratch G numbers; modified
     */
    void apply(double[] q, double[] scratch) {
        for (int k = 0; k < size; k++) {
            scratch[k] = q[k] * twistIm[k];
            q[k] *= twistRe[k];
        }
        forward(q, scratch);
        for (int k = 0; k < size; k++) {
            double re = q[k] * kernelRe[k] - scratch[k] * kernelIm[k];
            scratch[k] = q[k] * kernelIm[k] + scratch[k] * kernelRe[k];
            q[k] = re;
        }
        backward(q, scratch);
        for (int k = 0; k < size; k++) {
            q[k] = q[k] * twistRe[k] + scratch[k] * twistIm[k];
        }
    }

    /** From order to the order of reversed bits. */
    private void forward(double[] re, double[] im) {
        for (int half = size / 2; half >= 1; half /= 2) {
            for (int start = 0; start < size; start += 2 * half) {
                apart(re, im, start, half);
            }
        }
    }

    private void apart(double[] re, double[] im, int start, int half) {
        for (int j = 0; j < half; j++) {
            int k = start + j;
            double a = re[k] - re[k + half];
            double b = im[k] - im[k + half];
            re[k] += re[k + half];
            im[k] += im[k + half];
            re[k + half] = a * rootRe[half + j] - b * rootIm[half + j];
            im[k + half] = a * rootIm[half + j] + b * rootRe[half + j];
        }
    }

    /** Back from the order of reversed bits. */
    private void backward(double[] re, double[] im) {
        for (int half = 1; half < size; half *= 2) {
            for (int start = 0; start < size; start += 2 * half) {
                together(re, im, start, half);
            }
        }
    }

    private void together(double[] re, double[] im, int start, int half) {
        for (int j = 0; j < half; j++) {
            int k = start + j;
            double a = re[k + half] * rootRe[half + j] + im[k + half] * rootIm[half + j];
            double b = im[k + half] * rootRe[half + j] - re[k + half] * rootIm[half + j];
            re[k + half] = re[k] - a;
            im[k + half] = im[k] - b;
            re[k] += a;
            im[k] += b;
        }
    }
}
