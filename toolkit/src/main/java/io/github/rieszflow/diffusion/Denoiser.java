package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of a Riesz diffusion, which draws a clean x̂ given a noisy x_τ, with noise ξ of its own. What it computes is F, and
 *
 * <pre>  x̂ = (τ x_τ + (1−τ) √q F)/q,    q = τ² + (1−τ)²,</pre>
 *
 * <p>so that it learns ((1−τ)x − τε)/√q: for data with mean 0 and deviation 1 this has deviation 1 at all times and is uncorrelated
 * with x_τ. (After Salimans and Ho, ICLR 2022.) {@link #of(Architecture, int, int)} takes a network of your own.
 */
public sealed interface Denoiser permits PerceptronDenoiser, UNetDenoiser, OwnDenoiser {
    /**
     * A perceptron for points with SiLU between its layers, each of which sees the time; the first one sees ξ, eight numbers unless
     * {@link #latents} says otherwise, and waves of the coordinates.
     *
     * @param widths of the hidden layers
     * @return the network
     * @throws IllegalArgumentException if a width is not positive
     */
    static Denoiser perceptron(int... widths) {
        return new PerceptronDenoiser(Arrays.stream(widths).boxed().toList(), 8);
    }

    /**
     * A U-Net for images.
     *
     * @param shape of the images
     * @param net the U-Net; without noise of its own for the squared error only
     * @return the network
     * @throws IllegalArgumentException if the sides of the images are not divisible as the U-Net requires
     */
    static Denoiser unet(ImageShape shape, ConditionalUNet net) {
        net.noise(shape);
        return new UNetDenoiser(shape, net);
    }

    /**
     * A network of your own for points. Before training it is tried on two points, and refused if it does not fit.
     *
     * @param network maps x_τ N×d, τ N×1 and ξ N×L, normal, to N×d; where L is 0 it has no third input
     * @param dimension d
     * @param noise L
     * @return the network
     * @throws IllegalArgumentException if the dimension is not positive or L is negative
     */
    static Denoiser of(Architecture network, int dimension, int noise) {
        Require.positive(dimension, "the dimension of points");
        return new OwnDenoiser(network, network.identity(), null, dimension, noise);
    }

    /**
     * A network of your own for images, which come as N×C×H×W.
     *
     * @param network maps x_τ N×C×H×W, τ N×1, labels N×K if they are observed (one of the numbers is 1, or none), known pixels N×C×H×W
     *     if they are observed, and ξ N×L, normal, where L is not 0, to N×C×H×W
     * @param shape of the images
     * @param noise L
     * @return the network
     * @throws IllegalArgumentException if L is negative
     */
    static Denoiser of(Architecture network, ImageShape shape, int noise) {
        return new OwnDenoiser(network, network.identity(), shape, shape.dimension(), noise);
    }

    /**
     * What it computes.
     *
     * @param dimension d of the samples
     * @param classes K, 0 if labels are not observed
     * @param planes whether pixels are observed
     * @return the network, of x_τ, τ, what is observed and ξ, of which there may be m times as many rows: row j·N + i goes with row i of
     *     the others, and the result has as many rows as ξ
     * @throws IllegalArgumentException if it is not for samples of this dimension
     */
    Architecture network(int dimension, int classes, boolean planes);

    /**
     * The sides of ξ for one sample.
     *
     * @return empty if there is none
     */
    List<Integer> noise();

    /**
     * The same with other noise.
     *
     * @param count how many numbers, or channels, ξ has; 0 for a network that is not random, as flow matching needs
     * @return the network
     * @throws IllegalArgumentException if the number is negative, or the network is your own
     */
    Denoiser latents(int count);

    /**
     * The shape of the images it is for.
     *
     * @return null for points
     */
    @Nullable
    ImageShape shape();

    /**
     * The sides of one sample.
     *
     * @param dimension d
     * @return d, or channels, height and width
     */
    default List<Integer> sides(int dimension) {
        ImageShape shape = shape();
        return shape == null ? List.of(dimension) : List.of(shape.channels(), shape.height(), shape.width());
    }
}
