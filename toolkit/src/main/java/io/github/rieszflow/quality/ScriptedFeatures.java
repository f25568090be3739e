package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ScriptedNetwork;
import io.github.rieszflow.picture.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Features from a network in a TorchScript file. With the Inception network of the FID's authors the Fréchet distance on
 * them is the FID; that file is not part of the toolkit and is not fetched by it.
 *
 * <pre>{@code
 * var inception = ScriptedFeatures.of(Path.of("inception.pt")).side(299).range(-1, 1);
 * ImageQuality.against(test).features(inception)
 * }</pre>
 *
 * <p>Images come to the network in colour, N×3×side×side; grey ones have three equal channels.
 *
 * @param file the TorchScript file
 * @param device where to compute
 * @param side to which images are resized, 0 for not at all
 * @param low what black becomes
 * @param high what white becomes
 */
public record ScriptedFeatures(Path file, Device device, int side, double low, double high) implements ImageFeatures {
    private static final int BLOCK = 50;

    /**
     * Checks the numbers.
     *
     * @param file the TorchScript file
     * @param device where to compute
     * @param side to which images are resized, 0 for not at all
     * @param low what black becomes
     * @param high what white becomes
     * @throws IllegalArgumentException if the side is negative, or a level is not finite
     * @throws IllegalStateException if the device is a GPU that is not there
     */
    public ScriptedFeatures {
        device.require();
        Require.between(side, 0, Integer.MAX_VALUE, "the side of an image");
        Require.between(low, -Double.MAX_VALUE, Double.MAX_VALUE, "the level of black");
        Require.between(high, -Double.MAX_VALUE, Double.MAX_VALUE, "the level of white");
    }

    /**
     * Features of images as they are, levels from 0 to 1, on the processor.
     *
     * @param file a TorchScript file that maps N×3×height×width to N rows
     * @return the features; the file is read when they are asked for
     */
    public static ScriptedFeatures of(Path file) {
        return new ScriptedFeatures(file, Device.cpu(), 0, 0, 1);
    }

    /**
     * Resizes images before the network sees them.
     *
     * @param pixels the side of the square that it takes
     * @return the features of resized images
     */
    public ScriptedFeatures side(int pixels) {
        return new ScriptedFeatures(file, device, pixels, low, high);
    }

    /**
     * Sets which levels the network takes.
     *
     * @param black what black becomes, 0 by default
     * @param white what white becomes, 1 by default
     * @return the features of images with these levels
     */
    public ScriptedFeatures range(double black, double white) {
        return new ScriptedFeatures(file, device, side, black, white);
    }

    /**
     * Sets where to compute.
     *
     * @param place the device
     * @return the features, computed there
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public ScriptedFeatures on(Device place) {
        return new ScriptedFeatures(file, place, side, low, high);
    }

    @Override
    public Points features(ImageSet images) {
        float[] all = {};
        int row = 0;
        try (ScriptedNetwork network = ScriptedNetwork.load(file, device);
                Progress progress = Progress.start("features", images.size())) {
            for (int from = 0; from < images.size(); from += BLOCK) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("computing features was interrupted after " + from);
                }
                ImageSet some = images.select(IntStream.range(from, Math.min(images.size(), from + BLOCK))
                        .toArray());
                some = side > 0 ? some.resized(side) : some;
                float[] part = network.apply(colour(some), some.size(), 3, some.height(), some.width());
                row = part.length / some.size();
                all = from == 0 ? new float[Math.multiplyExact(row, images.size())] : all;
                System.arraycopy(part, 0, all, from * row, part.length);
                progress.step(from + some.size());
            }
        }
        return Points.of(all, images.size(), row);
    }

    private float[] colour(ImageSet images) {
        float[] levels = images.points().toArray();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (float) (low + (high - low) * levels[i]);
        }
        if (images.channels() == 3) {
            return levels;
        }
        int plane = levels.length / images.size();
        float[] three = new float[3 * levels.length];
        for (int p = 0; p < 3 * images.size(); p++) {
            System.arraycopy(levels, p / 3 * plane, three, p * plane, plane);
        }
        return three;
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public String toString() {
        return "ScriptedFeatures[" + Arrays.asList(file, device) + (side > 0 ? ", side " + side : "") + "]";
    }
}
