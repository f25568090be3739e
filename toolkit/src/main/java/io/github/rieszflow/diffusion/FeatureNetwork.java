package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Slot;
import java.util.List;

/** Features φ(x,t) of a point at a noise level: what the kernel compares. */
public sealed interface FeatureNetwork permits Coordinates, Perceptron {
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

    /** The weights for points of this dimension. */
    List<Slot> slots(int dimension);

    /** How many features there are. */
    int features(int dimension);

    /** The method {@code features(self, w, x, e)} of points and levels, row by row. */
    String source(int dimension);
}
