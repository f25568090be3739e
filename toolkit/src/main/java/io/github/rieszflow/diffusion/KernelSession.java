package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Weights;
import java.util.Arrays;

/** The kernels of all noise levels in native memory, to be evaluated and closed. */
final class KernelSession implements AutoCloseable {
    /** Gradients keep all inner layers: this many numbers of points go through at once. */
    private static final int NUMBERS = 100_000;

    private static final int MOST = 1024;

    private final KernelNetwork network;
    private final Network open;
    private final int block;

    KernelSession(KernelNetwork network, Weights weights, Device device) {
        this.network = network;
        this.open = Network.open(network, weights, device);
        this.block = Math.max(1, Math.min(MOST, NUMBERS / network.dimension()));
    }

    /** Features of all rows. */
    float[] features(float[] points, double t) {
        int d = network.dimension();
        int rows = points.length / d;
        float[] level = Level.rows(t);
        float[] all = new float[rows * network.width()];
        for (int from = 0; from < rows; from += block) {
            int some = Math.min(rows - from, block);
            float[] levels = new float[some * Level.WIDTH];
            for (int i = 0; i < some; i++) {
                System.arraycopy(level, 0, levels, i * Level.WIDTH, Level.WIDTH);
            }
            float[] part = open.apply(Batch.of(Arrays.copyOfRange(points, from * d, (from + some) * d), some, d)
                    .and(levels, some, Level.WIDTH));
            System.arraycopy(part, 0, all, from * network.width(), part.length);
        }
        return all;
    }

    /** What the witness needs of a set: its features, or only their mean where that is enough. */
    float[] summary(float[] points, double t) {
        return summary(features(points, t));
    }

    float[] summary(float[] features) {
        return network.base().isLinear() ? mean(features, network.width()) : features;
    }

    static float[] mean(float[] rows, int width) {
        double[] sums = new double[width];
        for (int i = 0; i < rows.length; i++) {
            sums[i % width] += rows[i];
        }
        float[] mean = new float[width];
        double count = (double) rows.length / width;
        for (int k = 0; k < width; k++) {
            mean[k] = (float) (sums[k] / count);
        }
        return mean;
    }

    /** Unbiased MMD². */
    double squared(float[] noisy, float[] clean, double t) {
        float[] a = features(noisy, t);
        float[] b = features(clean, t);
        return open.call("squared", sets(a, b, t))[0];
    }

    /** The width of the base kernel. */
    double width(double t) {
        return open.call("widths", Batch.of(Level.rows(t), 1, Level.WIDTH))[0];
    }

    /** The witness at rows z, from summaries. */
    float[] witness(float[] z, float[] noisy, float[] clean, double t) {
        return inBlocks("witnesses", 1, z, noisy, clean, t);
    }

    /** The gradient of the witness at rows z, from summaries. */
    float[] gradient(float[] z, float[] noisy, float[] clean, double t) {
        return inBlocks("push", network.dimension(), z, noisy, clean, t);
    }

    private float[] inBlocks(String method, int width, float[] z, float[] noisy, float[] clean, double t) {
        int d = network.dimension();
        int rows = z.length / d;
        float[] all = new float[rows * width];
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(rows, from + block);
            Batch some = Batch.of(Arrays.copyOfRange(z, from * d, to * d), to - from, d)
                    .and(noisy, noisy.length / network.width(), network.width())
                    .and(clean, clean.length / network.width(), network.width())
                    .and(Level.rows(t), 1, Level.WIDTH);
            float[] part = open.call(method, some);
            System.arraycopy(part, 0, all, from * width, part.length);
        }
        return all;
    }

    private Batch sets(float[] a, float[] b, double t) {
        int width = network.width();
        return Batch.of(a, a.length / width, width)
                .and(b, b.length / width, width)
                .and(Level.rows(t), 1, Level.WIDTH);
    }

    @Override
    public void close() {
        open.close();
    }
}
