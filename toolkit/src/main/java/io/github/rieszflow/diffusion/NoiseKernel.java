package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Weights;
import java.util.function.Function;

/**
 * A kernel that knows the noise level: k_t(x,y) = k(φ(x,t), φ(y,t)) with a {@linkplain FeatureNetwork feature network} φ
 * and a {@linkplain BaseKernel base kernel} k, for points in the units of the diffusion (mean 0, deviation 1). Immutable.
 *
 * <pre>{@code
 * var kernel = model.kernel();                      // of a trained DiffusionMmd
 * kernel.squared(noisy, clean, 0.3);
 * kernel.gradient(noisy, noisy, clean, 0.3);        // where the witness grows
 * }</pre>
 */
public final class NoiseKernel {
    private final KernelNetwork network;
    private final Weights weights;
    private final Device device;

    NoiseKernel(KernelNetwork network, Weights weights, Device device) {
        this.network = network;
        this.weights = weights;
        this.device = device;
    }

    /**
     * A kernel with random weights.
     *
     * @param features φ
     * @param base k
     * @param dimension d of the points
     * @param seed the seed of the weights
     * @return the kernel, on the processor
     * @throws IllegalArgumentException if the dimension is not positive or there is nothing to learn
     */
    public static NoiseKernel untrained(FeatureNetwork features, BaseKernel base, int dimension, Seed seed) {
        Require.positive(dimension, "the dimension");
        KernelNetwork network = new KernelNetwork(features, base, dimension);
        if (network.slots().isEmpty()) {
            throw new IllegalArgumentException("coordinates and a linear kernel leave nothing to learn: take"
                    + " FeatureNetwork.perceptron(…) or BaseKernel.rbf(…)");
        }
        return new NoiseKernel(network, Weights.initial(network, seed), Device.cpu());
    }

    /**
     * MMD² at a noise level, without bias: the mean of k over pairs of different noisy points, plus that over pairs of different
     * clean points, less twice the mean over mixed pairs. May be negative.
     *
     * @param noisy N×d points, N ≥ 2
     * @param clean M×d points, M ≥ 2
     * @param t noise level in [0,1]
     * @return an estimate whose expectation is MMD²
     * @throws IllegalArgumentException if t is out of range, the dimensions differ or there are fewer than two points
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public double squared(Points noisy, Points clean, double t) {
        check(noisy, t);
        check(clean, t);
        if (noisy.size() < 2 || clean.size() < 2) {
            throw new IllegalArgumentException("an estimate without bias needs at least two noisy and two clean points:"
                    + " received " + noisy.size() + " and " + clean.size());
        }
        return open(s -> s.squared(noisy.toArray(), clean.toArray(), t));
    }

    /**
     * The witness f_t(z) = mean k_t(noisy, z) − mean k_t(clean, z), large where there is too much noisy mass.
     *
     * @param z N×d points where to look
     * @param noisy M×d points
     * @param clean L×d points
     * @param t noise level in [0,1]
     * @return N numbers
     * @throws IllegalArgumentException if t is out of range or the dimensions differ
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public double[] witness(Points z, Points noisy, Points clean, double t) {
        check(z, t);
        check(noisy, t);
        check(clean, t);
        float[] values =
                open(s -> s.witness(z.toArray(), s.summary(noisy.toArray(), t), s.summary(clean.toArray(), t), t));
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /**
     * The gradient of the {@linkplain #witness witness}: particles flow against it.
     *
     * @param z N×d points where to look
     * @param noisy M×d points
     * @param clean L×d points
     * @param t noise level in [0,1]
     * @return N×d numbers ∇f_t(z)
     * @throws IllegalArgumentException if t is out of range or the dimensions differ
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public Points gradient(Points z, Points noisy, Points clean, double t) {
        check(z, t);
        check(noisy, t);
        check(clean, t);
        float[] values =
                open(s -> s.gradient(z.toArray(), s.summary(noisy.toArray(), t), s.summary(clean.toArray(), t), t));
        return Points.adopt(values, z.size(), z.dimension());
    }

    /**
     * Features φ(x,t).
     *
     * @param points N×d points x
     * @param t noise level in [0,1]
     * @return N×features numbers
     * @throws IllegalArgumentException if t is out of range or the dimension does not fit
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     */
    public Points features(Points points, double t) {
        check(points, t);
        Memory.require(4.0 * points.size() * network.width(), "the features of " + points.shape(), "take fewer points");
        return Points.adopt(open(s -> s.features(points.toArray(), t)), points.size(), network.width());
    }

    /**
     * The width σ(t) of the base kernel.
     *
     * @param t noise level in [0,1]
     * @return σ(t) in the units of the features
     * @throws IllegalArgumentException if t is out of range
     * @throws IllegalStateException if the base kernel is linear, which has none, or PyTorch's native library is missing
     */
    public double width(double t) {
        NoiseSchedule.requireLevel(t);
        if (network.base().isLinear()) {
            throw new IllegalStateException("a linear kernel has no width: take BaseKernel.rbf or rationalQuadratic");
        }
        return open(s -> s.width(t));
    }

    private void check(Points points, double t) {
        NoiseSchedule.requireLevel(t);
        if (points.dimension() != network.dimension()) {
            throw new IllegalArgumentException(
                    "the kernel is for points in dimension " + network.dimension() + ": received " + points.shape());
        }
    }

    private <T> T open(Function<KernelSession, T> body) {
        try (KernelSession session = new KernelSession(network, weights, device)) {
            return body.apply(session);
        }
    }

    @Override
    public String toString() {
        return "NoiseKernel[" + network + ", dimension " + network.dimension() + "]";
    }
}
