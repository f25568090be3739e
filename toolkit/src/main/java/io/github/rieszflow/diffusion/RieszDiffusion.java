package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Riesz diffusion: a network that says what lies behind a noisy image. It <i>draws</i> a clean image, trained by the energy score
 * of what it draws, whole or sliced ({@link RieszPreset#energyScore}): as it learns the whole distribution of x given
 * x_τ = τx + (1−τ)ε, steps from noise to data may be long, and one or two calls of the network make an image. Or it predicts
 * the <i>mean</i>, by squared error ({@link RieszPreset#flowMatching}), which is learned sooner and takes four to sixteen calls.
 * One trainer does both. Immutable: methods that change one thing return a new model.
 *
 * <pre>{@code
 * var model = RieszDiffusion.preset("mnist").in(folder).atMost(Duration.ofMinutes(15)).train(digits);
 * model.sample(100, seed(4), 8).grid();                 // eight network calls
 * model.sampleGiven(7, 20, seed(5)).images();           // sevens
 * model.with(RieszSampler.calls(4).guidance(1.5)).sample(100, seed(6)).path();
 * }</pre>
 *
 * <p>Source: De Bortoli, Galashov, Guntupalli, Zhou, Murphy, Gretton, Doucet, <i>Distributional Diffusion Models with Scoring Rules</i>
 * (ICML 2025, arXiv 2502.02483); sliced scores and the networks are our own.
 */
public final class RieszDiffusion {
    private final RieszRun run;

    private RieszDiffusion(RieszRun run) {
        this.run = run;
    }

    /**
     * An untrained model.
     *
     * @param name of a preset, see {@link RieszPreset#of(String)}; laptop size
     * @return the model
     * @throws IllegalArgumentException if there is no preset of this name
     */
    public static RieszDiffusion preset(String name) {
        return of(RieszPreset.of(name));
    }

    /**
     * An untrained model.
     *
     * @param name of a preset, see {@link RieszPreset#of(String)}
     * @param size how large
     * @return the model
     * @throws IllegalArgumentException if there is no preset of this name
     */
    public static RieszDiffusion preset(String name, Size size) {
        return of(RieszPreset.of(name, size));
    }

    /**
     * An untrained model.
     *
     * @param preset all choices
     * @return the model, on the processor
     */
    public static RieszDiffusion of(RieszPreset preset) {
        return new RieszDiffusion(RieszRun.of(preset));
    }

    /**
     * The same on another device.
     *
     * @param other where to compute
     * @return the model
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public RieszDiffusion on(Device other) {
        return new RieszDiffusion(run.on(other.require()));
    }

    /**
     * The same with other randomness in training: weights and batches.
     *
     * @param other the seed
     * @return the model
     * @throws IllegalStateException if training has begun
     */
    public RieszDiffusion seed(Seed other) {
        return new RieszDiffusion(run.seed(other));
    }

    /**
     * The same with a folder in which training is saved: at its beginning, after each twentieth of it, every minute, and when it
     * ends or is interrupted. Unless this model is itself trained, training continues from what is there.
     *
     * @param folder the folder; created when needed
     * @return the model; {@link #load(Path)} reads the folder
     */
    public RieszDiffusion in(Path folder) {
        return new RieszDiffusion(run.keeping(run.keeping().in(folder)));
    }

    /**
     * The same, saved more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the model
     * @throws IllegalArgumentException if it is negative
     */
    public RieszDiffusion saveEvery(Duration time) {
        return new RieszDiffusion(run.keeping(run.keeping().saveEvery(time)));
    }

    /**
     * The same, where training ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the model
     * @throws IllegalArgumentException if it is not positive
     */
    public RieszDiffusion atMost(Duration time) {
        return new RieszDiffusion(run.keeping(run.keeping().atMost(time)));
    }

    /**
     * The same with another sampler.
     *
     * @param sampler how it samples
     * @return the model, trained if this one is
     * @throws IllegalArgumentException if it guides and there is nothing to guide by
     */
    public RieszDiffusion with(RieszSampler sampler) {
        return new RieszDiffusion(run.preset(preset().sampler(sampler)));
    }

    /**
     * Trains on points, or continues where an interrupted training stopped: bit for bit as if it had not been interrupted. If the
     * thread is interrupted, or the time is up, it returns what it has; the thread's interrupt status is not cleared.
     * Reports progress.
     *
     * @param data N×d points, N ≥ 2
     * @return the trained model
     * @throws IllegalArgumentException if the dimension does not fit, the preset is given labels or pixels, a training would be
     *     continued with other data, or the folder holds a training of another preset or seed
     * @throws IllegalStateException if PyTorch's native library or the device is missing, or another training is being kept
     *     in the folder right now
     * @throws java.io.UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws ArithmeticException if the training diverges
     */
    public RieszDiffusion train(Points data) {
        return train(data, Integer.MAX_VALUE);
    }

    /**
     * Trains as {@link #train(Points)}, but not to the end.
     *
     * @param data N×d points, N ≥ 2
     * @param steps how many training steps more, at most
     * @return the model, trained so far
     * @throws IllegalArgumentException as there, or if the number is not positive
     */
    public RieszDiffusion train(Points data, int steps) {
        return new RieszDiffusion(run.train(data, steps));
    }

    /**
     * Trains on images, as {@link #train(Points)}.
     *
     * @param data N images, N ≥ 2, labelled if the preset is given labels
     * @return the trained model
     * @throws IllegalArgumentException as for points, or if the images have another shape, or lack labels that are needed
     * @throws IllegalStateException as for points
     * @throws ArithmeticException if the training diverges
     */
    public RieszDiffusion train(ImageSet data) {
        return train(data, Integer.MAX_VALUE);
    }

    /**
     * Trains as {@link #train(ImageSet)}, but not to the end.
     *
     * @param data N images
     * @param steps how many training steps more, at most
     * @return the model, trained so far
     * @throws IllegalArgumentException as there, or if the number is not positive
     */
    public RieszDiffusion train(ImageSet data, int steps) {
        return new RieszDiffusion(run.train(data, steps));
    }

    /**
     * Trains on samples, each with the {@linkplain DiffusionSamples#noise noise} it began with: what the network then learns is the
     * way of a model that is there already, of any kind, see {@link #distilled()}.
     *
     * @param pairs N samples, N ≥ 2, that reached their end
     * @return the trained model
     * @throws IllegalArgumentException as for images or points, if the samples were interrupted, or the plan pairs or mirrors by itself
     * @throws IllegalStateException as for points
     * @throws ArithmeticException if the training diverges
     */
    public RieszDiffusion train(DiffusionSamples pairs) {
        return train(pairs, Integer.MAX_VALUE);
    }

    /**
     * Trains as {@link #train(DiffusionSamples)}, but not to the end.
     *
     * @param pairs N samples
     * @param steps how many training steps more, at most
     * @return the model, trained so far
     * @throws IllegalArgumentException as there, or if the number is not positive
     */
    public RieszDiffusion train(DiffusionSamples pairs, int steps) {
        return new RieszDiffusion(run.train(pairs, steps));
    }

    /**
     * Samples. If labels were given in training each sample gets one, drawn as often as in training.
     *
     * @param count how many
     * @param noise the seed; sample i depends on it and i alone, up to rounding
     * @return the samples
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if the network is not trained, pixels must be given, or PyTorch's native library or the device
     *     is missing
     */
    public DiffusionSamples sample(int count, Seed noise) {
        Require.positive(count, "the number of samples");
        RieszTrained t = run.requireTrained();
        return sampled(
                RieszPath.start(count, t.dimension(), noise), RieszGiven.drawn(preset(), t, count, noise), noise);
    }

    /**
     * Samples with another number of network calls.
     *
     * @param count how many
     * @param noise the seed
     * @param calls K
     * @return the samples
     * @throws IllegalArgumentException if a number is not positive
     * @throws IllegalStateException as for {@link #sample(int, Seed)}
     */
    public DiffusionSamples sample(int count, Seed noise, int calls) {
        return with(preset().sampler().again(calls)).sample(count, noise);
    }

    /**
     * Samples from a start of your own.
     *
     * @param start N×d points in the units of the diffusion, standard normal as a rule
     * @param noise the seed of ξ, ε' and labels
     * @return the samples
     * @throws IllegalArgumentException if the dimension does not fit
     * @throws IllegalStateException as for {@link #sample(int, Seed)}
     */
    public DiffusionSamples sampleFrom(Points start, Seed noise) {
        requireDimension(start);
        return sampled(start, RieszGiven.drawn(preset(), run.requireTrained(), start.size(), noise), noise);
    }

    /**
     * Samples of one class, from a model that was given labels.
     *
     * @param label the class
     * @param count how many
     * @param noise as for {@link #sample(int, Seed)}
     * @return the samples
     * @throws IllegalArgumentException if there was no such label in training, or the number is not positive
     * @throws IllegalStateException if the network is not trained or was not given labels
     */
    public DiffusionSamples sampleGiven(int label, int count, Seed noise) {
        Require.positive(count, "the number of samples");
        int[] labels = new int[Memory.length(count, Integer.BYTES, count + " samples", "take fewer samples")];
        Arrays.fill(labels, label);
        return sampleGiven(labels, noise);
    }

    /**
     * Samples of given classes, from a model that was given labels.
     *
     * @param labels the class of each sample
     * @param noise sample i depends on it, i and its class alone, up to rounding
     * @return the samples
     * @throws IllegalArgumentException if there was no such label in training, or there are none
     * @throws IllegalStateException as there
     */
    public DiffusionSamples sampleGiven(int[] labels, Seed noise) {
        RieszTrained t = run.requireTrained();
        RieszGiven given = RieszGiven.asked(preset(), t, labels);
        Points start = RieszPath.start(labels.length, t.dimension(), noise);
        return sampled(start, given, noise);
    }

    /**
     * Completions of images, from a model that was given pixels, all but {@linkplain Observation#hidden hidden} ones: draws from
     * the posterior. What an image has in the hidden rectangle is ignored.
     *
     * @param observed N images
     * @param each m, how many completions of each
     * @param noise completion i depends on it, i and its image alone, up to rounding
     * @return N·m samples, those of the first image first, with the observed pixels as they were
     * @throws IllegalArgumentException if the images have another shape than those in training, or the number is not positive
     * @throws IllegalStateException if the network is not trained or was not given pixels
     */
    public DiffusionSamples sampleGiven(ImageSet observed, int each, Seed noise) {
        RieszTrained t = run.requireTrained();
        RieszGiven given = RieszGiven.observed(preset(), t, observed, run.requireShape(observed.shape()), each);
        return sampled(RieszPath.start(observed.size() * each, t.dimension(), noise), given, noise);
    }

    private DiffusionSamples sampled(Points start, RieszGiven given, Seed noise) {
        RieszTrained t = run.requireTrained();
        SamplePath path = new RieszPath(preset(), t, run.device(), given).run(start, noise);
        return new DiffusionSamples(
                path, preset().sampler(), t.unit(), preset().denoiser().shape(), given.labels());
    }

    /**
     * What the network itself has learned: draws of x given x_τ, all in the units of the diffusion; from a model that is given
     * labels, draws for an unknown label.
     *
     * @param noisy N×d points x_τ
     * @param time τ in [0,1)
     * @param particles m, how many draws for each
     * @param noise the seed of ξ
     * @return N·m points, those of the first x_τ first
     * @throws IllegalArgumentException if the dimension does not fit, τ is out of range or the number is not positive
     * @throws IllegalStateException if the network is not trained, or is given pixels
     */
    public Points posterior(Points noisy, double time, int particles, Seed noise) {
        requireDimension(noisy);
        Require.between(time, 0, Math.nextDown(1.0), "the time τ");
        Require.positive(particles, "the number of draws");
        RieszGiven.requireNoPixels(preset());
        RieszPreset plain = preset().sampler(RieszSampler.calls(1));
        return new RieszPath(plain, run.requireTrained(), run.device(), RieszGiven.nothing())
                .posterior(noisy, time, particles, noise);
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
        requireDimension(data);
        return run.requireTrained().unit().in(data);
    }

    private void requireDimension(Points points) {
        Require.sameDimension(points, run.requireTrained().unit().offset());
    }

    /**
     * The same network, to be trained anew from the weights it has: with another plan, or on other data.
     *
     * @param plan how
     * @return a model that keeps nothing in a folder yet
     * @throws IllegalArgumentException if the plan does not fit
     * @throws IllegalStateException if this one is not trained
     */
    public RieszDiffusion fineTuned(RieszPlan plan) {
        return new RieszDiffusion(run.fineTuned(plan));
    }

    /**
     * A model that is to make in one network call what this one makes in many: the same network, which learns from samples of this one
     * what becomes of each noise.
     *
     * <pre>{@code
     * var quick = model.distilled().train(model.sample(10_000, seed(5)));
     * quick.sample(100, seed(2)).grid();                    // one call
     * }</pre>
     *
     * <p>Noise and sample determine each other, unless the sampler adds noise on its way: the paths between them are straight and do
     * not cross, and from its very beginning each one's end can be told. A second and fourth call still help. MNIST: one call then has the
     * energy distance that three calls have of the model it learned from. After Liu, Gong, Liu, <i>Flow Straight and Fast: Learning to
     * Generate and Transfer Data with Rectified Flow</i> (ICLR 2023), where this is called reflow.
     *
     * @return a model with the plan {@link RieszPlan#distillation}
     * @throws IllegalStateException if this one is not trained
     */
    public RieszDiffusion distilled() {
        return with(RieszSampler.calls(1)).fineTuned(preset().training().distillation());
    }

    /**
     * The same with weights in half precision, eleven binary digits, as {@link #save} then writes them: half as many bytes. Samples
     * change as little.
     *
     * @return the model
     * @throws IllegalStateException if its training is not complete
     */
    public RieszDiffusion half() {
        RieszTrained t = run.requireTrained();
        if (!complete()) {
            throw new IllegalStateException("the training is only at step " + steps() + " of "
                    + preset().training().steps() + ": round its weights when it is complete");
        }
        return new RieszDiffusion(run.trained(t.with(t.average().half())));
    }

    /**
     * Writes the model as a checkpoint; of a complete one only the weights that sample.
     *
     * @param folder where to save it
     * @throws IllegalStateException if it is not trained, or a training is being kept in the folder right now
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path folder) {
        RieszFiles.at(folder).save(run.snapshot());
    }

    /**
     * Reads a model that was saved, or a training that was kept; the folder itself says what it is.
     *
     * @param folder where it is
     * @return the model on the processor, whose training continues if it was interrupted
     * @throws IllegalArgumentException if the folder is damaged, or its network or directions are your own: then load it with
     *     {@link #load(RieszPreset, Path)}
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static RieszDiffusion load(Path folder) {
        return of(RieszFiles.at(folder).read(RieszFiles::read), folder);
    }

    /**
     * Reads the same with a preset that is known.
     *
     * @param preset the preset it was trained with; its sampler may be another one
     * @param folder where it is
     * @return the model on the processor, whose training continues if it was interrupted
     * @throws IllegalArgumentException if the folder is damaged or of another preset
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static RieszDiffusion load(RieszPreset preset, Path folder) {
        return of(RieszFiles.at(folder).read(found -> RieszFiles.read(preset, found)), folder);
    }

    private static RieszDiffusion of(RieszFiles.Kept kept, Path folder) {
        return new RieszDiffusion(RieszRun.of(kept, folder));
    }

    /**
     * How far training has got.
     *
     * @return training steps done
     */
    public long steps() {
        RieszTrained trained = run.trained();
        return trained == null ? 0 : trained.steps();
    }

    /**
     * Whether the training is complete.
     *
     * @return true if all steps of the plan are done
     */
    public boolean complete() {
        return run.complete();
    }

    /**
     * Whether the training was stopped before its end, by an interrupt or because its time was up, and can go on.
     *
     * @return true if it has begun and is not complete
     */
    public boolean interrupted() {
        return run.trained() != null && !complete();
    }

    /**
     * All choices.
     *
     * @return the preset
     */
    public RieszPreset preset() {
        return run.preset();
    }

    @Nullable
    RieszTrained trained() {
        return run.trained();
    }

    @Override
    public String toString() {
        return "RieszDiffusion[" + preset().title() + ", step " + steps() + " of "
                + preset().training().steps() + "]";
    }
}
