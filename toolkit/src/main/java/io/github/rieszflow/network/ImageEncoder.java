package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import java.util.List;

/**
 * The way down of a {@link UNet}, from images to features: all that is at the bottom, through a norm, swish and an affine map. The
 * last input is a column N×1 of noise levels in [0,1].
 *
 * @param net the U-Net whose way down it is, with noise embedding
 * @param features how many features an image has
 */
record ImageEncoder(UNet net, int features) {
    /**
     * Checks the number.
     *
     * @param net the U-Net whose way down it is
     * @param features how many features an image has
     * @throws IllegalArgumentException if it is not positive, or the network is not conditioned on the noise level
     */
    public ImageEncoder {
        Require.positive(features, "the number of features");
        if (!net.noise()) {
            throw new IllegalArgumentException(
                    "an encoder is conditioned on the noise level: take a U-Net withNoise()");
        }
    }

    /**
     * The architecture for images of a size.
     *
     * @param inputs channels of the images
     * @param height of the images, divisible by the network's divisor
     * @param width of the images, divisible by the network's divisor
     * @return what the network computes: N×features of [N×inputs×height×width, N×1]
     * @throws IllegalArgumentException if a number is not positive or does not divide
     */
    public Architecture of(int inputs, int height, int width) {
        Require.positive(inputs, "the number of channels that come in");
        if (height % net.divisor() != 0 || width % net.divisor() != 0) {
            throw new IllegalArgumentException(
                    "the sides of images must be divisible by " + net.divisor() + ": received " + height + "×" + width);
        }
        return new Down(this, inputs, height / net.divisor() * (width / net.divisor()));
    }

    private record Down(ImageEncoder encoder, int inputs, int places) implements Architecture {
        @Override
        public List<Slot> slots() {
            ImageLayers layers = new ImageLayers(encoder.net.groups());
            write(layers);
            return layers.slots();
        }

        @Override
        public String source() {
            ImageLayers layers = new ImageLayers(encoder.net.groups());
            return layers.net(write(layers));
        }

        private String write(ImageLayers layers) {
            UNet net = encoder.net;
            String embedding = net.embedding(layers);
            List<String> stages = net.down(layers, net.images(layers), inputs, embedding);
            int width = net.width(net.multipliers().size() - 1);
            String h = layers.swish(layers.norm("out.norm", stages.get(stages.size() - 1), width));
            String flat = layers.let("torch.flatten(" + h + ", 1, -1)");
            return layers.linear("out.features", flat, width * places, encoder.features);
        }

        @Override
        public String toString() {
            return encoder + " of " + inputs + " channels";
        }
    }

    @Override
    public String toString() {
        return "encoder with " + features + " features by " + net;
    }
}
