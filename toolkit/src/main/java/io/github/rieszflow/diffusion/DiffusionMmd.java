package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.SoftStop;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Diffusion MMD: a generator without a generator. A kernel that knows the noise level is trained to tell noisy data from clean
 * data; then particles flow from noise to data along its witness, from high noise to low. No training is adversarial. Immutable:
 * methods that change one thing return a new model.
 *
 * <pre>{@code
 * var model = DiffusionMmd.preset("mnist").train(digits);
 * model.sample(64, seed(5)).grid();
 * model.save(Path.of("mnist-dmmd"));
 * }</pre>
 *
 * <p>Source: Galashov, De Bortoli, Gretton (ICLR 2025, arXiv 2405.06780). The structure is theirs; the numbers of the presets, the
 * estimate of MMD² within a batch and the emphasis on low noise are ours.
 */
public final class DiffusionMmd {
    private final DiffusionPreset preset;
    private final Seed seed;
    private final Device device;
    private final Keeping keeping;
    private final @Nullable Trained trained;

    DiffusionMmd(DiffusionPreset preset, Seed seed, Device device, Keeping keeping, @Nullable Trained trained) {
        this.preset = preset;
        this.seed = seed;
        this.device = device;
        this.keeping = keeping;
        this.trained = trained;
    }

    /**
     * An untrained model.
     *
     * @param name of a preset, see {@link DiffusionPreset#of(String)}; laptop size
     * @return the model
     * @throws IllegalArgumentException if there is no preset of this name
     */
    public static DiffusionMmd preset(String name) {
        return of(DiffusionPreset.of(name));
    }

    /**
     * An untrained model.
     *
     * @param name of a preset, see {@link DiffusionPreset#of(String)}
     * @param size how large
     * @return the model
     * @throws IllegalArgumentException if there is no preset of this name
     */
    public static DiffusionMmd preset(String name, Size size) {
        return of(DiffusionPreset.of(name, size));
    }

    /**
     * An untrained model.
     *
     * @param preset all choices
     * @return the model, on the processor
     */
    public static DiffusionMmd of(DiffusionPreset preset) {
        return new DiffusionMmd(preset, Seed.DEFAULT, Device.cpu(), Keeping.nowhere(), null);
    }

    /**
     * The same on another device.
     *
     * @param other where to compute
     * @return the model
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public DiffusionMmd on(Device other) {
        return new DiffusionMmd(preset, seed, other.require(), keeping, trained);
    }

    /**
     * The same with other randomness in training: weights and batches.
     *
     * @param other the seed
     * @return the model
     * @throws IllegalStateException if training has begun
     */
    public DiffusionMmd seed(Seed other) {
        if (trained != null) {
            throw new IllegalStateException("training has begun with the " + seed + ": set another before it");
        }
        return new DiffusionMmd(preset, other, device, keeping, null);
    }

    /**
     * The same with a folder in which training is saved: at its beginning, after each twentieth of it, every minute, and when it
     * ends or is interrupted. Unless this model is itself trained, {@link #train(Points)} continues from what is there.
     *
     * @param folder the folder; created when needed
     * @return the model; {@link #load(Path)} reads the folder
     */
    public DiffusionMmd in(Path folder) {
        return new DiffusionMmd(preset, seed, device, keeping.in(folder), trained);
    }

    /**
     * The same, saved more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the model
     * @throws IllegalArgumentException if it is negative
     */
    public DiffusionMmd saveEvery(Duration time) {
        return new DiffusionMmd(preset, seed, device, keeping.saveEvery(time), trained);
    }

    /**
     * The same, where {@link #train(Points)} ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the model
     * @throws IllegalArgumentException if it is not positive
     */
    public DiffusionMmd atMost(Duration time) {
        return new DiffusionMmd(preset, seed, device, keeping.atMost(time), trained);
    }

    /**
     * The same with another sampler.
     *
     * @param sampler how particles flow
     * @return the model, trained if this one is
     * @throws IllegalArgumentException if the sampler needs another base kernel
     */
    public DiffusionMmd with(WitnessSampler sampler) {
        return new DiffusionMmd(preset.sampler(sampler), seed, device, keeping, trained);
    }

    /**
     * The model before its first training step, ready to sample: what there is without learning. With
     * {@link FeatureNetwork#coordinates} and an RBF its kernel has one width at all noise levels: a flow in a fixed kernel.
     *
     * @param data N×d points, N ≥ 2, from which it keeps its clean points and its units
     * @return the model, which {@link #train(Points)} trains from its first step
     * @throws IllegalArgumentException if the dimension does not fit, or there are fewer than two points
     * @throws IllegalStateException if training has begun
     */
    public DiffusionMmd untrained(Points data) {
        if (trained != null) {
            throw new IllegalStateException(
                    "training has begun: take DiffusionMmd.of(…).untrained(…) of the same preset");
        }
        return training(data).begin();
    }

    /**
     * Trains on points, or continues where an interrupted training stopped: bit for bit as if it had not been interrupted. If the
     * thread is interrupted, or the time is up, it returns what it has; the thread's interrupt status is not cleared.
     * Reports progress.
     *
     * @param data N×d points, N ≥ 2
     * @return the trained model
     * @throws IllegalArgumentException if the dimension does not fit, or a training would be continued with other data, or the folder holds
     *     a training of another preset or seed
     * @throws IllegalStateException if PyTorch's native library or the device is missing, or another training is being kept
     *     in the folder right now
     * @throws java.io.UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws ArithmeticException if the training diverges
     */
    public DiffusionMmd train(Points data) {
        return train(data, Integer.MAX_VALUE);
    }

    /**
     * Trains as {@link #train(Points)}, but not to the end.
     *
     * @param data N×d points, N ≥ 2
     * @param steps how many training steps more, at most
     * @return the model, trained so far
     * @throws IllegalArgumentException if the number is not positive, the dimension does not fit, a training would be continued
     *     with other data, or the folder holds a training of another preset or seed
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     * @throws ArithmeticException if the training diverges
     */
    public DiffusionMmd train(Points data, int steps) {
        Require.positive(steps, "the number of training steps");
        return SoftStop.call(() -> trained(data, steps));
    }

    private DiffusionMmd trained(Points data, int steps) {
        DiffusionMmd complete = trained != null
                ? null
                : Keeper.complete(keeping, DiffusionFiles.KIND, DiffusionFiles.VERSION, found -> complete(found, data));
        if (complete != null) {
            return complete;
        }
        try (Keeper keeper = Keeper.open(keeping, DiffusionFiles.KIND, DiffusionFiles.VERSION)) {
            Checkpoint found = keeper.found();
            DiffusionTraining there = (found == null ? this : from(found)).training(data);
            return (trained == null ? there : training(data)).run(steps, keeper);
        }
    }

    private @Nullable DiffusionMmd complete(Checkpoint found, Points data) {
        DiffusionMmd there = from(found);
        if (!there.complete()) {
            return null;
        }
        // Refuses other data.
        there.training(data);
        return there;
    }

    /** With what a folder holds. */
    private DiffusionMmd from(Checkpoint found) {
        DiffusionFiles.Kept kept = DiffusionFiles.read(preset, found);
        if (!kept.seed().equals(seed)) {
            throw new IllegalArgumentException("the training in " + found.path() + " has seed "
                    + kept.seed().value() + " and cannot go on with " + seed.value()
                    + ": use the same, or another folder");
        }
        return with(kept.trained());
    }

    private DiffusionTraining training(Points data) {
        Unit unit = preset.shape() == null ? Unit.of(data) : Unit.image(data.dimension());
        return new DiffusionTraining(this, unit, unit.in(data));
    }

    /**
     * Trains on images, as {@link #train(Points)}.
     *
     * @param data N images, N ≥ 2
     * @return the trained model
     * @throws IllegalArgumentException if the images have another shape than those of the preset
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     * @throws ArithmeticException if the training diverges
     */
    public DiffusionMmd train(ImageSet data) {
        ImageShape shape = data.shape();
        if (!shape.equals(preset.shape())) {
            throw new IllegalArgumentException("the preset " + preset.name() + " is for "
                    + (preset.shape() == null ? "points" : "images " + preset.shape()) + ": received images " + shape
                    + "; change its features with preset.features(FeatureNetwork.encoder(…))");
        }
        return train(data.points());
    }

    /**
     * Samples: lets particles from N(0,I) flow.
     *
     * @param count how many
     * @param noise the seed of the start
     * @return the samples
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if the features are not trained
     * @throws ArithmeticException if the particles diverge
     */
    public DiffusionSamples sample(int count, Seed noise) {
        Require.positive(count, "the number of samples");
        Trained t = requireTrained();
        return sampleFrom(Points.gaussian(count, t.clean().dimension(), noise));
    }

    /**
     * Samples from a start of your own.
     *
     * @param start N×d points in the units of the diffusion, standard normal as a rule
     * @return the samples
     * @throws IllegalArgumentException if the dimension does not fit
     * @throws IllegalStateException if the features are not trained
     * @throws ArithmeticException if the particles diverge
     */
    public DiffusionSamples sampleFrom(Points start) {
        Trained t = requireTrained();
        Require.sameDimension(start, t.clean());
        KernelNetwork network = network(t.clean().dimension());
        WitnessSampler sampler = preset.sampler();
        try (KernelSession session = new KernelSession(network, t.average(), device)) {
            MeanFeatures means = t.means();
            if (sampler.variant() == WitnessSampler.Variant.APPROXIMATE && !means.has(sampler.noiseLevels())) {
                means = MeanFeatures.of(
                        session, network.width(), t.clean(), preset.schedule(), sampler.noiseLevels(), seed.split(-3));
            }
            WitnessFlow flow = new WitnessFlow(session, network, sampler, preset.schedule(), t.clean(), means);
            return new DiffusionSamples(flow.run(start), sampler, t.unit(), t.shape());
        }
    }

    /**
     * The same with other clean data to compare particles with.
     *
     * @param data M×d points in the units of the data, M ≥ 2
     * @return the model
     * @throws IllegalArgumentException if there are fewer than two or the dimension does not fit
     * @throws IllegalStateException if the features are not trained
     */
    public DiffusionMmd clean(Points data) {
        Trained t = requireTrained();
        Require.sameDimension(data, t.clean());
        Require.between(data.size(), 2, Integer.MAX_VALUE, "the size of the clean batch");
        Trained other = new Trained(
                t.state(), t.average(), t.unit(), t.shape(), t.unit().in(data), t.means(), t.data());
        return new DiffusionMmd(preset, seed, device, keeping, other);
    }

    /**
     * The kernels of all noise levels, in the units of the diffusion.
     *
     * @return the kernel, with the averaged weights
     * @throws IllegalStateException if it is not trained
     */
    public NoiseKernel kernel() {
        Trained t = requireTrained();
        return new NoiseKernel(network(t.clean().dimension()), t.average(), device);
    }

    /**
     * Points in the units of the diffusion: mean 0, deviation 1; of images, from [0,1] to [−1,1].
     *
     * @param data N×d points in the units of the data
     * @return N×d points
     * @throws IllegalArgumentException if the dimension does not fit
     * @throws IllegalStateException if it is not trained
     */
    public Points standardised(Points data) {
        Trained t = requireTrained();
        Require.sameDimension(data, t.clean());
        return t.unit().in(data);
    }

    /**
     * Writes the model as a checkpoint.
     *
     * @param folder where to save it
     * @throws IllegalStateException if it is not trained, or a training is being kept in the folder right now
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path folder) {
        DiffusionFiles.at(folder).save(DiffusionFiles.snapshot(preset, seed, requireTrained()));
    }

    /**
     * Reads a model that was saved, or a training that was kept; the folder itself says what it is.
     *
     * @param folder where it is
     * @return the model on the processor, which {@link #train(Points)} continues if it was interrupted
     * @throws IllegalArgumentException if the folder is damaged, or its features are your own: then load it with
     *     {@link #load(DiffusionPreset, Path)}
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static DiffusionMmd load(Path folder) {
        return of(DiffusionFiles.at(folder).read(DiffusionFiles::read), folder);
    }

    /**
     * Reads a model that was saved, or a training that was kept, with a preset that is known.
     *
     * @param preset the preset it was trained with; its sampler may be another one
     * @param folder where it is
     * @return the model on the processor, which {@link #train(Points)} continues if it was interrupted
     * @throws IllegalArgumentException if the folder is damaged or of another preset
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static DiffusionMmd load(DiffusionPreset preset, Path folder) {
        return of(DiffusionFiles.at(folder).read(found -> DiffusionFiles.read(preset, found)), folder);
    }

    private static DiffusionMmd of(DiffusionFiles.Kept kept, Path folder) {
        return new DiffusionMmd(
                kept.preset(), kept.seed(), Device.cpu(), Keeping.nowhere().in(folder), kept.trained());
    }

    /**
     * How far training has got.
     *
     * @return training steps done
     */
    public long steps() {
        return trained == null ? 0 : trained.state().steps();
    }

    /**
     * Whether the training is complete.
     *
     * @return true if all steps of the plan are done
     */
    public boolean complete() {
        return steps() >= preset.training().steps();
    }

    /**
     * Whether the training was stopped before its end, by an interrupt or because its time was up, and can go on.
     *
     * @return true if it has begun and is not complete
     */
    public boolean interrupted() {
        return trained != null && !complete();
    }

    /**
     * All choices.
     *
     * @return the preset
     */
    public DiffusionPreset preset() {
        return preset;
    }

    KernelNetwork network(int dimension) {
        return new KernelNetwork(preset.features(), preset.base(), dimension);
    }

    Seed seed() {
        return seed;
    }

    Device device() {
        return device;
    }

    @Nullable
    Trained trained() {
        return trained;
    }

    DiffusionMmd with(Trained other) {
        return new DiffusionMmd(preset, seed, device, keeping, other);
    }

    private Trained requireTrained() {
        if (trained == null) {
            throw new IllegalStateException("the features are not trained: call train(…) first, or load(…)");
        }
        return trained;
    }

    @Override
    public String toString() {
        return "DiffusionMmd[" + preset.title() + ", step " + steps() + " of "
                + preset.training().steps() + "]";
    }
}
