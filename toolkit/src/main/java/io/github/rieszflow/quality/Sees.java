package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ClassifierArchitecture;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;

/**
 * What a classifier is given and what it says.
 *
 * @param net the network
 * @param shape of the images
 * @param features how many there are
 * @param classes how many there are
 */
record Sees(Architecture net, ImageShape shape, int features, int classes) {
    /** By one forward pass, which also shows whether the network fits and the device is there. */
    static Sees of(ClassifierArchitecture network, ImageSet images, int classes, Device device) {
        ImageShape shape = images.shape();
        Architecture net = network.of(shape, classes);
        List<Integer> out = Network.tried(
                "the network of the classifier",
                net,
                device,
                List.of(List.of(shape.channels(), shape.height(), shape.width())));
        if (out.size() != 1 || out.get(0) <= classes) {
            throw new IllegalArgumentException("the network of the classifier must return at least one feature and the"
                    + " scores of " + classes + " classes in each row: " + net + " returns rows of the shape " + out);
        }
        return new Sees(net, shape, out.get(0) - classes, classes);
    }

    int row() {
        return features + classes;
    }
}
