package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.internal.SoftStop;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Generative sliced MMD flows: a chain of networks that follow the particle flow from noise to images. Particles begin
 * uniform in [0,1]^d; for l = 1, …, L they flow T_l steps toward the images, to x̃, a network Φ_l learns the displacement x − x̃ at x, and
 * the particles become x − Φ_l(x). New images are new noise sent through all networks. With an {@link Observation} they can be
 * asked for by label or by a part of the image.
 *
 * <pre>{@code
 * var digits = Images.drawnDigits(500);
 * var model = MmdGenerator.preset("drawn-digits", Size.SMOKE).train(digits);
 * model.sample(50, seed(4));
 * MmdGenerator.preset("mnist").in(Path.of("mnist-flow")).train(Images.mnist());   // may be stopped and called again
 * }</pre>
 *
 * <p>Training reports its progress, also to a program that {@linkplain io.github.rieszflow.picture.Progress#listen listens},
 * shows the particles in a notebook every 15 seconds, and can be interrupted: what is done is
 * kept in the model and, with {@link #in}, in a folder, and continues from there to the same result, bit for bit, as long as
 * PyTorch computes on the same kind of processor with the same number of threads.
 *
 * <p>A value: each method that changes one choice returns a new generator.
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann: Generative Sliced MMD Flows with Riesz Kernels (ICLR 2024), Algorithm 3.
 */
public final class MmdGenerator {
    private record Choices(
            MmdPreset preset,
            @Nullable ImageArchitecture network,
            Device device,
            Engine engine,
            Seed seed,
            Keeping keeping) {
        static Choices of(MmdPreset preset) {
            return new Choices(preset, null, Device.cpu(), Engine.cpu(), Seed.DEFAULT, Keeping.nowhere());
        }

        Choices preset(MmdPreset other) {
            return new Choices(other, network, device, engine, seed, keeping);
        }

        Choices network(ImageArchitecture other) {
            return new Choices(preset, other, device, engine, seed, keeping);
        }

        Choices device(Device other) {
            return new Choices(preset, network, other, engine, seed, keeping);
        }

        Choices engine(Engine other) {
            return new Choices(preset, network, device, other, seed, keeping);
        }

        Choices seed(Seed other) {
            return new Choices(preset, network, device, engine, other, keeping);
        }

        Choices keeping(Keeping other) {
            return new Choices(preset, network, device, engine, seed, other);
        }
    }

    private final Choices choices;

    private MmdGenerator(Choices choices) {
        this.choices = choices;
    }

    /**
     * A generator with these settings, on the processor.
     *
     * @param preset the settings
     * @return the generator
     */
    public static MmdGenerator of(MmdPreset preset) {
        return new MmdGenerator(Choices.of(preset));
    }

    /**
     * A generator with the settings of a preset, at laptop size.
     *
     * @param name as for {@link MmdPreset#of(String)}
     * @return the generator
     * @throws IllegalArgumentException if there is no such preset
     */
    public static MmdGenerator preset(String name) {
        return of(MmdPreset.of(name));
    }

    /**
     * A generator with the settings of a preset in a given size.
     *
     * @param name as for {@link MmdPreset#of(String)}
     * @param size how large
     * @return the generator
     * @throws IllegalArgumentException if there is no such preset
     */
    public static MmdGenerator preset(String name, Size size) {
        return of(MmdPreset.of(name, size));
    }

    /**
     * The settings.
     *
     * @return the preset
     */
    public MmdPreset preset() {
        return choices.preset();
    }

    /**
     * The same with changed settings, as in {@code change(p -> p.particles(1000))}.
     *
     * @param change makes new settings from the present ones
     * @return the generator
     */
    public MmdGenerator change(UnaryOperator<MmdPreset> change) {
        return new MmdGenerator(choices.preset(change.apply(choices.preset())));
    }

    /**
     * The same with networks of your own in place of the preset's U-Net. The function is asked once for each resolution; before
     * any work each network is tried on two images, and refused if it does not map N×(C+K)×H×W to N×C×H×W.
     *
     * @param networks gives the network for images of a shape; a folder is continued, and a model {@linkplain MmdModel#load(Path,
     *     ImageArchitecture) loaded}, with networks of the same {@linkplain io.github.rieszflow.network.Architecture#identity
     *     identity}
     * @return the generator
     */
    public MmdGenerator network(ImageArchitecture networks) {
        return new MmdGenerator(choices.network(networks));
    }

    /**
     * The same with networks on another device. The particle flow runs on its {@linkplain #on(Engine) engine}.
     *
     * @param device where networks train
     * @return the generator
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public MmdGenerator on(Device device) {
        return new MmdGenerator(choices.device(device.require()));
    }

    /**
     * The same with particle flows on another engine than the processor.
     *
     * @param engine where particles flow
     * @return the generator
     */
    public MmdGenerator on(Engine engine) {
        return new MmdGenerator(choices.engine(engine));
    }

    /**
     * The same with another seed, from which all randomness of a training comes.
     *
     * @param seed the seed
     * @return the generator
     */
    public MmdGenerator seed(Seed seed) {
        return new MmdGenerator(choices.seed(seed));
    }

    /**
     * The same with a folder in which training is saved: at its beginning, after each flow and each network, every minute
     * within them, and when it ends or is interrupted. {@link #train} continues from what is there.
     *
     * @param folder the folder; created when needed
     * @return the generator
     */
    public MmdGenerator in(Path folder) {
        return new MmdGenerator(choices.keeping(choices.keeping().in(folder)));
    }

    /**
     * The same, saved more or less often within a flow or the training of a network.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the generator
     * @throws IllegalArgumentException if it is negative
     */
    public MmdGenerator saveEvery(Duration time) {
        return new MmdGenerator(choices.keeping(choices.keeping().saveEvery(time)));
    }

    /**
     * The same, where {@link #train} ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the generator
     * @throws IllegalArgumentException if it is not positive
     */
    public MmdGenerator atMost(Duration time) {
        return new MmdGenerator(choices.keeping(choices.keeping().atMost(time)));
    }

    /**
     * Trains the chain, or continues the training in the folder. If the thread is interrupted, or the time is up, it
     * returns what there is; the thread's interrupt status is not cleared.
     *
     * @param images at least as many as there are particles, the first ones of which are the targets
     * @return the model
     * @throws IllegalArgumentException if the images do not fit the preset, or the folder holds something else: the training
     *     of another preset, seed or set of images
     * @throws IllegalStateException if PyTorch's native library or the device is missing, or another training is being kept
     *     in the folder right now
     * @throws java.io.UncheckedIOException if the folder cannot be read, or cannot be written at the beginning
     * @throws ArithmeticException if the flow or a training diverges
     */
    public MmdModel train(ImageSet images) {
        return SoftStop.call(() -> train(images, null));
    }

    /** The same, watched by a test, which does the saving between beginning and end too. */
    MmdModel train(ImageSet images, Chain.@Nullable Watcher watcher) {
        Chain chain = new Chain(
                choices.preset(), choices.network(), choices.device(), choices.engine(), choices.seed(), images);
        ChainFiles.Origin origin = origin(images);
        MmdModel complete = complete(origin);
        if (complete != null) {
            return complete;
        }
        try (Keeper keeper = Keeper.open(choices.keeping(), ChainFiles.KIND, ChainFiles.VERSION)) {
            Checkpoint found = keeper.found();
            ChainState from = found == null
                    ? chain.start()
                    : ChainFiles.state(
                            found,
                            requireSame(ChainFiles.origin(found), origin, found).networks(choices.network()));
            return run(chain, origin, from, keeper, watcher);
        }
    }

    /** What the folder holds if nothing is left to do; then it need not be writable. */
    private @Nullable MmdModel complete(ChainFiles.Origin origin) {
        return Keeper.complete(choices.keeping(), ChainFiles.KIND, ChainFiles.VERSION, found -> {
            requireSame(ChainFiles.origin(found), origin, found);
            return found.progress().count("networks") < choices.preset().networks() || !ChainFiles.isWhole(found)
                    ? null
                    : MmdModel.of(found, origin.networks(choices.network()), choices.device());
        });
    }

    /**
     * Continues a training that was interrupted, in memory, and from now on in the folder if one is given.
     *
     * @param model what {@link #train} returned
     * @param images the same images
     * @return the model
     * @throws IllegalArgumentException if the model was trained with another preset, seed or set of images, was loaded without
     *     its particles, or the folder holds more of this training or another one
     * @throws IllegalStateException if PyTorch's native library or the device is missing, or another training is being kept
     *     in the folder right now
     * @throws ArithmeticException if the flow or a training diverges
     */
    public MmdModel resume(MmdModel model, ImageSet images) {
        return SoftStop.call(() -> goOn(model, images));
    }

    private MmdModel goOn(MmdModel model, ImageSet images) {
        Chain chain = new Chain(
                choices.preset(), choices.network(), choices.device(), choices.engine(), choices.seed(), images);
        ChainFiles.Origin origin = origin(images);
        model.origin().settings().requireSame(origin.settings(), "the model");
        try (Keeper keeper = Keeper.open(choices.keeping(), ChainFiles.KIND, ChainFiles.VERSION)) {
            Checkpoint found = keeper.found();
            if (found != null) {
                requireSame(ChainFiles.origin(found), origin, found);
                int there = found.progress().count("networks");
                if (there > model.networks()) {
                    throw new IllegalArgumentException("the training in " + found.path() + " has done " + there
                            + " networks, the model " + model.networks()
                            + ": go on there by train(images), or use another folder");
                }
            }
            return run(chain, origin, model.state(), keeper, null);
        }
    }

    private MmdModel run(
            Chain chain, ChainFiles.Origin origin, ChainState from, Keeper keeper, Chain.@Nullable Watcher watcher) {
        keeper.begin(() -> ChainFiles.snapshot(origin, from, true));
        ChainState to;
        if (watcher != null) {
            to = chain.run(from, watcher);
        } else {
            try (ChainProgress progress = new ChainProgress(
                    choices.preset(),
                    origin.shape(),
                    from,
                    keeper,
                    state -> ChainFiles.snapshot(origin, state, true))) {
                to = chain.run(from, progress);
            }
        }
        keeper.end(() -> ChainFiles.snapshot(origin, to, true));
        return new MmdModel(
                origin, to.networks(), to.losses(), to, origin.networks(choices.network()), choices.device());
    }

    private ChainFiles.Origin origin(ImageSet images) {
        ImageSet used = images.take(choices.preset().particles());
        List<Integer> classes = Fit.classes(choices.preset(), used);
        Fingerprint all = Fingerprint.begin().bytes(used.pixels());
        if (!classes.isEmpty()) {
            all.integers(used.labels());
        }
        String data = used.size() + " images " + used.shape() + (classes.isEmpty() ? "" : " with labels") + ", sha256 "
                + all.hex();
        MmdPreset preset = choices.preset();
        ImageShape shape = images.shape();
        int planes = Given.planes(preset.given(), shape.channels(), classes.size());
        String network = new LinkNetworks(preset, shape, planes, choices.network()).identity();
        return new ChainFiles.Origin(preset, choices.seed(), shape, data, classes, network);
    }

    private static ChainFiles.Origin requireSame(ChainFiles.Origin then, ChainFiles.Origin now, Checkpoint where) {
        then.settings().requireSame(now.settings(), "the training in " + where.path());
        return now;
    }

    @Override
    public String toString() {
        return "MmdGenerator[" + choices.preset()
                + (choices.network() == null ? "" : "\n  with networks of your own") + "\n  on " + choices.device()
                + ", seed "
                + choices.seed().value()
                + (choices.keeping().folder() == null
                        ? ""
                        : ", in " + choices.keeping().folder()) + "]";
    }
}
