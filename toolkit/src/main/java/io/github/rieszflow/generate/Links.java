package io.github.rieszflow.generate;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;

/** How images pass through the networks of a chain and from one resolution to the next. */
final class Links {
    private Links() {}

    static Architecture architecture(MmdPreset preset, Mover.Shape shape) {
        return preset.network().between(shape.channels(), shape.channels());
    }

    static Loss loss(MmdPreset preset) {
        return preset.training().norm() == 1 ? Loss.absolute() : Loss.squared();
    }

    static Trainer open(MmdPreset preset, Mover.Shape shape, TrainingState state, Device device) {
        return Trainer.open(architecture(preset, shape), loss(preset), state, device);
    }

    static Trainer open(MmdPreset preset, Mover.Shape shape, Weights weights, Device device) {
        return open(preset, shape, TrainingState.start(weights), device);
    }

    /** z ← z − Φ(z); modifies the images. */
    static void pass(Trainer network, float[] images, Mover.Shape shape) {
        int count = images.length / shape.size();
        float[] step = network.apply(Batch.of(images, count, shape.channels(), shape.height(), shape.width()));
        for (int i = 0; i < images.length; i++) {
            images[i] -= step[i];
        }
    }

    /** The noise a chain begins with: uniform in [0,1]. Image i has its own part of the seed, counted from the first. */
    static float[] latents(int first, int count, Mover.Shape shape, Seed seed) {
        float[] z = new float[Math.multiplyExact(count, shape.size())];
        for (int i = 0; i < count; i++) {
            RandomStream stream = seed.split(first + i).stream();
            for (int k = 0; k < shape.size(); k++) {
                z[i * shape.size() + k] = stream.nextFloat();
            }
        }
        return z;
    }

    /** Twice as many pixels each way by nearest neighbours, with normal noise; image i has its own part of the seed. */
    static float[] finer(float[] images, int first, Mover.Shape coarse, double noise, Seed seed) {
        int count = images.length / coarse.size();
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
