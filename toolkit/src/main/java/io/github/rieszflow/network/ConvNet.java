package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.Locale;

/**
 * A small convolutional network that tells classes of images apart: twice a 3×3 convolution, ReLU and 2×2 max pooling, then a
 * linear layer with ReLU, whose outputs are the features, and a linear layer to the scores of the classes.
 *
 * @param channels channels after the first convolution, twice as many after the second
 * @param features how many features there are
 */
public record ConvNet(int channels, int features) implements ClassifierArchitecture {
    /**
     * Checks the sizes.
     *
     * @param channels channels after the first convolution
     * @param features how many features there are
     * @throws IllegalArgumentException if a number is not positive
     */
    public ConvNet {
        Require.positive(channels, "the number of channels");
        Require.positive(features, "the number of features");
    }

    /**
     * The architecture for images of one size. It maps N×channels×height×width to N×(features+classes), a row of which
     * holds the features and then the scores, whose softmax are the probabilities.
     *
     * @param inputs channels of an image
     * @param height of an image, at least 4
     * @param width of an image, at least 4
     * @param classes how many classes there are
     * @return what the network computes
     * @throws IllegalArgumentException if a number is too small
     */
    public Architecture between(int inputs, int height, int width, int classes) {
        Require.positive(inputs, "the number of channels that come in");
        Require.between(height, 4, Integer.MAX_VALUE, "the height of an image");
        Require.between(width, 4, Integer.MAX_VALUE, "the width of an image");
        Require.between(classes, 2, Integer.MAX_VALUE, "the number of classes");
        return new Net(this, inputs, (height / 4) * (width / 4), classes);
    }

    @Override
    public Architecture of(ImageShape images, int classes) {
        return between(images.channels(), images.height(), images.width(), classes);
    }

    private record Net(ConvNet net, int inputs, int places, int classes) implements Architecture {
        @Override
        public List<Slot> slots() {
            ImageLayers layers = new ImageLayers(1);
            write(layers);
            return layers.slots();
        }

        @Override
        public String source() {
            ImageLayers layers = new ImageLayers(1);
            return layers.net(write(layers));
        }

        private String write(ImageLayers layers) {
            int c = net.channels;
            String h = layers.convolution("conv.0", layers.let("torch.cat(x, 1)"), inputs, c);
            h = layers.halved(layers.relu(h));
            h = layers.halved(layers.relu(layers.convolution("conv.1", h, c, 2 * c)));
            h = layers.let("torch.flatten(" + h + ", 1, -1)");
            String features = layers.relu(layers.linear("features", h, 2 * c * places, net.features));
            return layers.let(String.format(
                    Locale.ROOT,
                    "torch.cat([%s, %s], 1)",
                    features,
                    layers.linear("scores", features, net.features, classes)));
        }

        @Override
        public String toString() {
            return net + " for " + classes + " classes";
        }
    }
}
