package io.github.rieszflow.generate;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Require;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Checkpoint;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A trained chain of networks, or the part of it that was trained before an interrupt. Gives any number of new images. */
public final class MmdModel implements Visible {
    /** So many images go through the networks together. */
    private static final int BLOCK = 500;

    private static final int SHOWN = 50;
    private static final long START = 0;
    private static final long FINER = 1;

    private final ChainFiles.Origin origin;
    private final List<Weights> networks;
    private final List<Double> losses;
    private final @Nullable ChainState state;
    private final Device device;

    MmdModel(
            ChainFiles.Origin origin,
            List<Weights> networks,
            List<Double> losses,
            @Nullable ChainState state,
            Device device) {
        this.origin = origin;
        this.networks = List.copyOf(networks);
        this.losses = List.copyOf(losses);
        this.state = state;
        this.device = device;
    }

    ChainFiles.Origin origin() {
        return origin;
    }

    ChainState state() {
        if (state == null) {
            throw new IllegalArgumentException(
                    "this model was loaded without its particles and cannot be trained on: use"
                            + " MmdGenerator.in(folder), which keeps them");
        }
        return state;
    }

    /**
     * The settings it was trained with.
     *
     * @return the preset
     */
    public MmdPreset preset() {
        return origin.preset();
    }

    /**
     * What it was trained on.
     *
     * @return number and shape of the images and a hash of their bytes
     */
    public String data() {
        return origin.data();
    }

    /**
     * How many networks are done.
     *
     * @return at most as many as the preset says
     */
    public int networks() {
        return networks.size();
    }

    /**
     * Whether all networks are done.
     *
     * @return false after an interrupt
     */
    public boolean isComplete() {
        return networks.size() == preset().networks();
    }

    /**
     * How well each network learned its displacements.
     *
     * @return the mean loss over the last quarter of each training
     */
    public List<Double> losses() {
        return losses;
    }

    /**
     * The particles as they are, which the networks were trained on: images that the model knows, not new ones.
     *
     * @return N images, at the resolution that was reached
     * @throws IllegalArgumentException if the model was loaded without them
     */
    public ImageSet particles() {
        int network = Math.min(state().networks().size(), preset().networks() - 1);
        Mover.Shape shape = shape(preset().level(network));
        return ImageSet.of(state().moved(), shape.height(), shape.width(), shape.channels());
    }

    private Mover.Shape shape(int level) {
        return origin.shape().pooled(preset().resolutions().get(level).pooling());
    }

    /**
     * The same on another device.
     *
     * @param device where the networks run
     * @return the model
     */
    public MmdModel on(Device device) {
        return new MmdModel(origin, networks, losses, state, device);
    }

    /**
     * New images: noise sent through all networks.
     *
     * @param count how many
     * @param seed the seed; image i depends on the seed and i alone, up to rounding
     * @return the images, clipped to [0,1]
     * @throws IllegalArgumentException if the count is not positive or the images do not fit into memory
     * @throws IllegalStateException if no network is done, or PyTorch's native library or the device is missing
     */
    public ImageSet sample(int count, Seed seed) {
        Mover.Shape shape = shape(level());
        byte[] pixels = new byte[Math.multiplyExact(Require.positive(count, "the number of samples"), shape.size())];
        int[] at = {0};
        stream(count, seed).forEach(block -> {
            int bytes = block.pixels().remaining();
            block.pixels().get(pixels, at[0], bytes);
            at[0] += bytes;
        });
        return ImageSet.of(pixels, shape.height(), shape.width(), shape.channels());
    }

    /**
     * New images from {@link Seed#DEFAULT}.
     *
     * @param count how many
     * @return as {@link #sample(int, Seed)}
     */
    public ImageSet sample(int count) {
        return sample(count, Seed.DEFAULT);
    }

    /**
     * The same images block after block, in bounded memory, however many there are.
     *
     * @param count how many
     * @param seed the seed
     * @return sets of at most 500 images, made when they are asked for
     * @throws IllegalArgumentException if the count is not positive
     * @throws IllegalStateException if no network is done
     */
    public Stream<ImageSet> stream(int count, Seed seed) {
        Require.positive(count, "the number of samples");
        Mover.Shape shape = shape(level());
        return IntStream.range(0, (count + BLOCK - 1) / BLOCK).mapToObj(block -> {
            int first = block * BLOCK;
            List<Frame> frames = through(first, Math.min(BLOCK, count - first), seed, false);
            return frames.get(0).images(shape);
        });
    }

    /**
     * New images on their way through the networks.
     *
     * @param count how many
     * @param seed as for {@link #sample(int, Seed)}, for the same images
     * @return the images after each network
     * @throws IllegalArgumentException if the count is not positive
     * @throws IllegalStateException if no network is done, or PyTorch's native library or the device is missing
     */
    public SampleTrajectory trajectory(int count, Seed seed) {
        List<ImageSet> sets = new ArrayList<>();
        for (Frame frame : through(0, Require.positive(count, "the number of samples"), seed, true)) {
            sets.add(frame.images(frame.shape()));
        }
        return new SampleTrajectory(sets);
    }

    /** The resolution that is reached. */
    private int level() {
        if (networks.isEmpty()) {
            throw new IllegalStateException(
                    "no network is done yet, so there is nothing to sample from: train on with MmdGenerator.resume");
        }
        return preset().level(networks.size() - 1);
    }

    private record Frame(Points points, Mover.Shape shape) {
        ImageSet images(Mover.Shape as) {
            return ImageSet.of(points, as.height(), as.width(), as.channels());
        }
    }

    /** The images at the end, or before and after each network. */
    private List<Frame> through(int first, int count, Seed seed, boolean all) {
        level();
        List<Frame> frames = new ArrayList<>();
        Mover.Shape shape = shape(0);
        float[] z = Links.latents(first, count, shape, seed.split(START));
        for (int l = 0; l < networks.size(); l++) {
            int level = preset().level(l);
            if (l > 0 && preset().pooling(l) != preset().pooling(l - 1)) {
                double noise = preset().resolutions().get(level).noise();
                z = Links.finer(z, first, shape, noise, seed.split(FINER).split(level));
                shape = shape.finer();
            }
            if (all) {
                frames.add(new Frame(Points.of(z, count, shape.size()), shape));
            }
            try (Trainer trainer = Links.open(preset(), shape, networks.get(l), device)) {
                Links.pass(trainer, z, shape);
            }
        }
        frames.add(new Frame(Points.adopt(z, count, shape.size()), shape));
        return frames;
    }

    /**
     * Saves what is needed to sample: networks, preset, seed and versions, as {@code checkpoint.json} and safetensors files.
     *
     * @param folder where to; made if it is not there
     * @throws IllegalArgumentException if the folder holds a checkpoint of another kind
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path folder) {
        ChainState saved = state != null ? state : new ChainState(networks, losses, NONE, NONE, null, 0, null, 0);
        new ChainFiles(folder).write(origin, saved, false);
    }

    private static final Points NONE = Points.dirac(1, 1);

    /**
     * Loads a model that was saved, or the networks in the folder of a training.
     *
     * @param folder where it is
     * @return the model, on the processor; with its particles if they are there
     * @throws IllegalArgumentException if there is none, it is damaged, or a later version wrote it
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static MmdModel load(Path folder) {
        Checkpoint checkpoint = new ChainFiles(folder).read();
        ChainFiles.Origin origin = ChainFiles.origin(checkpoint);
        ChainState state = checkpoint.parts().contains("start") ? ChainFiles.state(checkpoint, origin) : null;
        List<Weights> networks = state != null ? state.networks() : ChainFiles.networks(checkpoint, origin);
        return new MmdModel(origin, networks, checkpoint.numbers("losses"), state, Device.cpu());
    }

    /**
     * What this looks like: fifty samples.
     *
     * @return a grid of images
     */
    @Override
    public Picture picture() {
        return sample(SHOWN).picture();
    }

    @Override
    public String toString() {
        return "MmdModel[" + preset().name() + ", " + networks.size() + " of " + preset().networks() + " networks of "
                + (networks.isEmpty() ? "?" : networks.get(0).size()) + " weights, trained on " + origin.data() + "]";
    }
}
