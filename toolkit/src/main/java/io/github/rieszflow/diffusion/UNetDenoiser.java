package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;

/** A U-Net that draws images. */
record UNetDenoiser(ImageShape shape, ConditionalUNet net) implements Denoiser {
    @Override
    public Architecture network(int dimension, int classes, boolean planes) {
        if (dimension != shape.dimension()) {
            throw new IllegalArgumentException("this network is for images " + shape + ", that is dimension "
                    + shape.dimension() + ": received points of dimension " + dimension);
        }
        return net.conditional(shape, classes, planes);
    }

    @Override
    public List<Integer> noise() {
        return net.noise(shape);
    }

    @Override
    public Denoiser latents(int count) {
        return new UNetDenoiser(shape, net.latents(count));
    }

    @Override
    public String toString() {
        return net + " of images " + shape;
    }
}
