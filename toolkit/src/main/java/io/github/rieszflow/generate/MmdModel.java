package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A trained chain of networks, or the part of it that was trained before an interrupt. Gives any number of new images. */
public final class MmdModel implements Visible {
    private static final int SHOWN = 50;
    private static final int COLUMNS = 10;

    private final ChainFiles.Origin origin;
    private final List<Weights> networks;
    private final List<Double> losses;
    private final @Nullable ChainState state;
    private final LinkNetworks links;
    private final Device device;

    MmdModel(
            ChainFiles.Origin origin,
            List<Weights> networks,
            List<Double> losses,
            @Nullable ChainState state,
            LinkNetworks links,
            Device device) {
        this.origin = origin;
        this.networks = List.copyOf(networks);
        this.losses = List.copyOf(losses);
        this.state = state;
        this.links = links;
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
     * @return false after an interrupt, or when the time was up
     */
    public boolean complete() {
        return networks.size() == preset().networks();
    }

    /**
     * Whether the training was stopped before its end, by an interrupt or because its time was up, and can go on.
     *
     * @return true if networks are missing
     */
    public boolean interrupted() {
        return !complete();
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
     * The particles that the networks were trained on, as they are: images that the model knows, not new ones.
     *
     * @return N images, at the resolution that was reached
     * @throws IllegalArgumentException if the model was loaded without them
     */
    public ImageSet particles() {
        int network = Math.min(state().networks().size(), preset().networks() - 1);
        ImageShape shape = origin.shape(preset().level(network));
        return ImageSet.of(state().moved(), shape.height(), shape.width(), shape.channels());
    }

    /**
     * The same on another device.
     *
     * @param device where the networks run
     * @return the model
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public MmdModel on(Device device) {
        return new MmdModel(origin, networks, losses, state, links, device.require());
    }

    /**
     * New images: noise sent through all networks. If labels are given in training each gets one, drawn as often as in training.
     *
     * @param count how many
     * @param seed the seed; image i depends on the seed and i alone, up to rounding
     * @return the images, clipped to [0,1]; with their labels, if there were labels in training
     * @throws IllegalArgumentException if the count is not positive or the images do not fit into memory
     * @throws IllegalStateException if no network is done, or PyTorch's native library or the device is missing, or if pixels
     *     must be given
     */
    public ImageSet sample(int count, Seed seed) {
        return sampler().all(count, seed, asked(seed));
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
     * @throws IllegalStateException if no network is done, or pixels must be given
     */
    public Stream<ImageSet> stream(int count, Seed seed) {
        return sampler().stream(count, seed, asked(seed));
    }

    /**
     * New images on their way through the networks.
     *
     * @param count how many
     * @param seed as for {@link #sample(int, Seed)}, for the same images
     * @return the images after each network
     * @throws IllegalArgumentException if the count is not positive, or they do not fit into memory
     * @throws IllegalStateException if no network is done, or PyTorch's native library or the device is missing, or if pixels
     *     must be given
     */
    public SampleTrajectory trajectory(int count, Seed seed) {
        return new SampleTrajectory(sampler().steps(count, seed, asked(seed)));
    }

    /**
     * New images of one class, from a model that was trained given {@linkplain Observation#labels() labels}.
     *
     * @param label the class
     * @param count how many
     * @param seed as for {@link #sample(int, Seed)}
     * @return the images with their label
     * @throws IllegalArgumentException if there was no such label in training, the count is not positive or the images do not
     *     fit into memory
     * @throws IllegalStateException if labels were not given in training, no network is done, or PyTorch's native library or the
     *     device is missing
     */
    public ImageSet sampleGiven(int label, int count, Seed seed) {
        Require.positive(count, "the number of samples");
        int[] labels = new int[Memory.length(count, Integer.BYTES, count + " samples", "take fewer samples")];
        Arrays.fill(labels, label);
        return sampleGiven(labels, seed);
    }

    /**
     * New images of given classes, from a model that was trained given {@linkplain Observation#labels() labels}.
     *
     * @param labels the class of each image
     * @param seed image i depends on the seed, i and its class alone, up to rounding
     * @return the images with these labels
     * @throws IllegalArgumentException if there was no such label in training, there are none, or the images do not fit into
     *     memory
     * @throws IllegalStateException if labels were not given in training, no network is done, or PyTorch's native library or the
     *     device is missing
     */
    public ImageSet sampleGiven(int[] labels, Seed seed) {
        Observation observation = preset().given();
        if (!(observation instanceof Observation.Labels)) {
            throw new IllegalStateException("this model was trained given " + observation
                    + " and cannot be asked for labels: " + instead(observation)
                    + ", or train with preset.given(Observation.labels())");
        }
        List<Integer> classes = origin.classes();
        Observation.Labels.require(classes, labels);
        return sampler()
                .all(
                        labels.length,
                        seed,
                        (first, count) -> Given.of(
                                observation, Arrays.copyOfRange(labels, first, first + count), classes.size()));
    }

    /**
     * One completion of each image, as {@link #sampleGiven(ImageSet, int, Seed)}.
     *
     * @param observed the images
     * @param seed completion i depends on the seed, i and its image alone, up to rounding
     * @return as many images, with the observed pixels as they were
     * @throws IllegalArgumentException if they have another shape than the images in training
     * @throws IllegalStateException as for {@link #sampleGiven(ImageSet, int, Seed)}
     */
    public ImageSet sampleGiven(ImageSet observed, Seed seed) {
        return sampleGiven(observed, 1, seed);
    }

    /**
     * Completions of images from a model that was trained given pixels, all but
     * {@linkplain Observation#hidden(int, int, int, int) hidden} ones: samples of the posterior. What an image has in the hidden
     * rectangle is ignored.
     *
     * @param observed the images
     * @param each how many completions of each
     * @param seed completion i depends on the seed, i and its image alone, up to rounding
     * @return all completions of the first image, then those of the second, …, with the observed pixels as they were
     * @throws IllegalArgumentException if the images have another shape than those in training, the number is not positive, or
     *     the completions do not fit into memory
     * @throws IllegalStateException if pixels were not given in training, no network is done, or PyTorch's native library or the
     *     device is missing
     */
    public ImageSet sampleGiven(ImageSet observed, int each, Seed seed) {
        Observation observation = preset().given();
        if (!(observation instanceof Observation.Hidden hidden)) {
            throw new IllegalStateException("this model was trained given " + observation
                    + " and cannot complete images: " + instead(observation)
                    + ", or train with preset.given(Observation.hidden(top, left, height, width))");
        }
        ImageShape shape = origin.shape();
        if (!observed.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "images to complete must be as those in training, " + shape + ": received " + observed);
        }
        Require.positive(each, "the number of completions of each image");
        int all = Memory.length(
                (double) each * observed.size(),
                1,
                each + " completions of each of " + observed,
                "take fewer completions");
        return sampler().all(all, seed, (first, count) -> {
            int[] images =
                    IntStream.range(first, first + count).map(i -> i / each).toArray();
            return new Given.Pixels(observed.select(images), hidden);
        });
    }

    private static String instead(Observation observation) {
        return observation instanceof Observation.Labels
                ? "use sampleGiven(labels, seed)"
                : observation instanceof Observation.Hidden
                        ? "use sampleGiven(images, seed)"
                        : "use sample(count, seed)";
    }

    private ChainSampler sampler() {
        return new ChainSampler(origin, networks, links, device);
    }

    /** What samples are given when the user says nothing. */
    private ChainSampler.Asked asked(Seed seed) {
        Observation observation = preset().given();
        if (observation instanceof Observation.Hidden) {
            throw new IllegalStateException(
                    "this model was trained given " + observation + ", and completes images: " + instead(observation));
        }
        return observation instanceof Observation.Labels ? sampler().drawn(seed) : (first, count) -> Given.NOTHING;
    }

    /**
     * Saves what is needed to sample: networks, preset, seed and versions, as {@code checkpoint.json} and safetensors files.
     *
     * @param folder where to save it; created if it is not there
     * @throws IllegalArgumentException if the folder holds a checkpoint of another kind
     * @throws IllegalStateException if a training is being kept in the folder right now
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path folder) {
        ChainState saved = state != null ? state : new ChainState(networks, losses, NONE, NONE, null, 0, null, 0);
        ChainFiles.at(folder).save(ChainFiles.snapshot(origin, saved, false));
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
        return read(folder, null);
    }

    /**
     * Loads a model whose networks are your own.
     *
     * @param folder where it is
     * @param networks what was given to {@link MmdGenerator#network}
     * @return the model, on the processor; with its particles if they are there
     * @throws IllegalArgumentException if there is none, it is damaged, a later version wrote it, or it was trained with other
     *     networks
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static MmdModel load(Path folder, ImageArchitecture networks) {
        return read(folder, networks);
    }

    private static MmdModel read(Path folder, @Nullable ImageArchitecture own) {
        return ChainFiles.at(folder)
                .read(found -> of(found, ChainFiles.origin(found).networks(own), Device.cpu()));
    }

    static MmdModel of(Checkpoint found, LinkNetworks links, Device device) {
        ChainState state = ChainFiles.isWhole(found) ? ChainFiles.state(found, links) : null;
        List<Weights> networks = state != null ? state.networks() : ChainFiles.networks(found, links);
        return new MmdModel(
                ChainFiles.origin(found), networks, found.progress().numbers("losses"), state, links, device);
    }

    /**
     * What this looks like: fifty samples; for a model that completes images, its particles, or words if it was loaded without them.
     *
     * @return a grid of images, a column for each class if there are ten
     */
    @Override
    public Picture picture() {
        Observation observation = preset().given();
        if (observation instanceof Observation.Hidden) {
            return state == null
                    ? Picture.text(this + "; " + instead(observation))
                    : particles().picture();
        }
        boolean ten = origin.classes().size() == COLUMNS && !origin.classes().contains(0);
        int[] labels = IntStream.range(0, SHOWN).map(i -> i % COLUMNS).toArray();
        return (ten ? sampleGiven(labels, Seed.DEFAULT) : sample(SHOWN)).picture();
    }

    @Override
    public String toString() {
        return "MmdModel[" + preset().name() + ", " + networks.size() + " of " + preset().networks() + " networks of "
                + (networks.isEmpty() ? "?" : networks.get(0).size()) + " weights"
                + (preset().given().equals(Observation.none()) ? "" : " given " + preset().given()) + ", trained on "
                + origin.data() + "]";
    }
}
