package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;

/** Features φ(x,t) of a point at a noise level: what the kernel compares. {@link #of} takes a network of your own. */
public sealed interface FeatureNetwork permits Coordinates, Perceptron, Encoder, OwnFeatures {
    /** How many numbers stand for a noise level t as an input: 2t − 1 and, for k = 1, …, 6, cos πkt and sin πkt in turn. */
    int LEVEL = Level.WIDTH;

    /**
     * Features by a network of your own. Before training it is tried on two points, and refused if it does not fit.
     *
     * @param network maps points N×d, in units in which data have mean 0 and deviation 1 (images: rows of C·H·W levels from −1
     *     to 1), and noise levels N×{@value #LEVEL} to features N×F; differentiable in the points, twice if there is a penalty on slopes
     * @param dimension d of the points
     * @param features F
     * @return the features
     * @throws IllegalArgumentException if a number is not positive
     */
    static FeatureNetwork of(Architecture network, int dimension, int features) {
        return new OwnFeatures(network, network.identity(), dimension, features);
    }

    /**
     * No network: φ(x,t) = x, which leaves the kernel nothing to learn but its width.
     *
     * @return the coordinates themselves
     */
    static FeatureNetwork coordinates() {
        return new Coordinates();
    }

    /**
     * A perceptron with SiLU between its layers; each layer sees the noise level, the first one also waves of the
     * coordinates, so that what is small in space can be told apart.
     *
     * @param features how many features there are
     * @param widths the widths of the hidden layers
     * @return the network
     * @throws IllegalArgumentException if a number is not positive
     */
    static FeatureNetwork perceptron(int features, int... widths) {
        return new Perceptron(features, java.util.Arrays.stream(widths).boxed().toList());
    }

    /**
     * The encoder of a U-Net for images, conditioned on the noise level, with an affine map at its bottom.
     *
     * @param shape of the images
     * @param features how many features there are
     * @param net the U-Net
     * @return the network
     * @throws IllegalArgumentException if a number is not positive, or the sides are not divisible as the U-Net requires
     */
    static FeatureNetwork encoder(ImageShape shape, int features, UNet net) {
        UNet noisy = net.withNoise();
        noisy.encoder(shape, features);
        return new Encoder(shape, features, noisy);
    }

    /**
     * The weights.
     *
     * @param dimension of the points
     * @return their names and shapes
     * @throws IllegalArgumentException if these features are of points of another dimension
     */
    List<Slot> slots(int dimension);

    /**
     * How many features there are.
     *
     * @param dimension of the points
     * @return their number
     */
    int features(int dimension);

    /**
     * The method {@code features(self, w, x, e)} of points and levels, row by row.
     *
     * @param dimension of the points
     * @return TorchScript in its resolved form
     */
    String source(int dimension);
}
