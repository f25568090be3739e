package io.github.rieszflow.generate;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.picture.ImageShape;

/** How images pass through the networks of a chain and from one resolution to the next. */
final class Links {
    /** Images joined with their planes at a time. */
    private static final int BLOCK = 500;

    private Links() {}

    /** z ← z − Φ(z, y), where known pixels stay; modifies the images. */
    static void pass(Network network, float[] images, ImageShape shape, Given given) {
        int count = images.length / shape.dimension();
        int channels = shape.channels() + given.planes();
        // With planes beside them all images at once would take several times their memory.
        int block = given.planes() == 0 ? count : BLOCK;
        for (int first = 0; first < count; first += block) {
            int some = Math.min(block, count - first);
            float[] seen = given.planes() == 0 ? images : seen(images, first, some, shape, given);
            float[] step = network.apply(Batch.of(seen, some, channels, shape.height(), shape.width()));
            for (int i = 0; i < step.length; i++) {
                images[first * shape.dimension() + i] -= step[i];
            }
        }
        given.keep(images, shape);
    }

    private static float[] seen(float[] images, int first, int count, ImageShape shape, Given given) {
        int length = (shape.channels() + given.planes()) * shape.height() * shape.width();
        float[] seen = new float[Math.multiplyExact(count, length)];
        for (int i = 0; i < count; i++) {
            see(images, first + i, shape, given, seen, i * length);
        }
        return seen;
    }

    /** Writes what a network sees of one image: its own planes and those of what is given. */
    static void see(float[] images, int image, ImageShape shape, Given given, float[] into, int at) {
        System.arraycopy(images, image * shape.dimension(), into, at, shape.dimension());
        given.planes(image, shape, into, at + shape.dimension());
    }

    /** The noise a chain begins with: uniform in [0,1]. Image i has its own part of the seed, counted from the first. */
    static float[] latents(int first, int count, ImageShape shape, Seed seed) {
        float[] z = new float[Math.multiplyExact(count, shape.dimension())];
        for (int i = 0; i < count; i++) {
            RandomStream stream = seed.split(first + i).stream();
            for (int k = 0; k < shape.dimension(); k++) {
                z[i * shape.dimension() + k] = stream.nextFloat();
            }
        }
        return z;
    }

    /** Twice as many pixels each way by nearest neighbours, with normal noise; image i has its own part of the seed. */
    static float[] finer(float[] images, int first, ImageShape coarse, double noise, Seed seed) {
        int count = images.length / coarse.dimension();
        int width = 2 * coarse.width();
        float[] finer = new float[Math.multiplyExact(4, images.length)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            RandomStream stream = seed.split(first + i).stream();
            for (int plane = 0; plane < coarse.channels(); plane++) {
                int from = (i * coarse.channels() + plane) * coarse.height() * coarse.width();
                for (int row = 0; row < 2 * coarse.height(); row++) {
                    for (int column = 0; column < width; column++) {
                        float pixel = images[from + row / 2 * coarse.width() + column / 2];
                        finer[at++] = (float) (pixel + noise * stream.nextGaussian());
                    }
                }
            }
        }
        return finer;
    }
}
