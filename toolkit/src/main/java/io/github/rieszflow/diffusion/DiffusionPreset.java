package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.ImageShape;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All choices of a diffusion MMD: schedule, kernel, training and sampling. Changed one at a time, by name:
 *
 * <pre>{@code
 * DiffusionPreset.of("mnist").clean(1000).sampler(WitnessSampler.dmmd().levels(40))
 * }</pre>
 *
 * @param name what it is for
 * @param size which of the three sizes it was before anything was changed
 * @param schedule the forward diffusion
 * @param features φ
 * @param base k
 * @param training how the kernel is trained
 * @param sampler how particles flow
 * @param clean how many data points the flow compares particles with, and a trained model keeps
 */
public record DiffusionPreset(
        String name,
        Size size,
        NoiseSchedule schedule,
        FeatureNetwork features,
        BaseKernel base,
        TrainingPlan training,
        WitnessSampler sampler,
        int clean) {
    /**
     * Checks that it fits together.
     *
     * @param name what it is for
     * @param size which of the three sizes it was
     * @param schedule the forward diffusion
     * @param features φ
     * @param base k
     * @param training how the kernel is trained
     * @param sampler how particles flow
     * @param clean at least 2
     * @throws IllegalArgumentException if the clean batch is too small, or the sampler needs another base kernel
     */
    public DiffusionPreset {
        if (clean < 2) {
            throw new IllegalArgumentException(
                    "the flow compares particles with a batch of at least 2 clean points: received " + clean);
        }
        if (features instanceof Coordinates && base.isLinear()) {
            throw new IllegalArgumentException("coordinates and a linear kernel leave nothing to learn: take"
                    + " FeatureNetwork.perceptron(…) or BaseKernel.rbf(…)");
        }
        requireLinear(sampler, base);
    }

    static void requireLinear(WitnessSampler sampler, BaseKernel base) {
        if (sampler.variant() != WitnessSampler.Variant.DMMD && !base.isLinear()) {
            throw new IllegalArgumentException("a-DMMD and KALE need the linear base kernel, whose witness is made of"
                    + " features: received the " + base + "; take WitnessSampler.dmmd() or BaseKernel.linear()");
        }
    }

    /**
     * A preset by name, at laptop size.
     *
     * @param name {@code eight-gaussians}, {@code spirals}, {@code checkerboard}, {@code mnist}, {@code fashion-mnist},
     *     {@code cifar10}, {@code celeba} or {@code lsun-church}
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static DiffusionPreset of(String name) {
        return of(name, Size.LAPTOP);
    }

    /**
     * A preset by name and size: seconds, just to see that everything runs; minutes on two cores; or the numbers of the paper as
     * far as they are known, which take days on a CPU and are meant for a GPU.
     *
     * @param name as for {@link #of(String)}
     * @param size how large
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static DiffusionPreset of(String name, Size size) {
        return DiffusionPresets.of(name, size);
    }

    /** The settings that all presets are changes of. */
    static DiffusionPreset standard(String name, Size size) {
        return new Draft(name, size).done();
    }

    private DiffusionPreset change(Consumer<Draft> change) {
        Draft draft = new Draft(name, size);
        draft.schedule = schedule;
        draft.features = features;
        draft.base = base;
        draft.training = training;
        draft.sampler = sampler;
        draft.clean = clean;
        change.accept(draft);
        return draft.done();
    }

    /** Settings to begin with, of which some change. */
    private static final class Draft {
        private final String name;
        private final Size size;
        private NoiseSchedule schedule = NoiseSchedule.cosine();
        private FeatureNetwork features = FeatureNetwork.perceptron(64, 128, 128);
        private BaseKernel base = BaseKernel.linear();
        private TrainingPlan training = TrainingPlan.standard();
        private WitnessSampler sampler = WitnessSampler.dmmd();
        private int clean = 500;

        private Draft(String name, Size size) {
            this.name = name;
            this.size = size;
        }

        private DiffusionPreset done() {
            return new DiffusionPreset(name, size, schedule, features, base, training, sampler, clean);
        }
    }

    /**
     * The same with another schedule.
     *
     * @param other the forward diffusion
     * @return the preset
     */
    public DiffusionPreset schedule(NoiseSchedule other) {
        return change(draft -> draft.schedule = other);
    }

    /**
     * The same with other features.
     *
     * @param other φ
     * @return the preset
     * @throws IllegalArgumentException if they leave nothing to learn
     */
    public DiffusionPreset features(FeatureNetwork other) {
        return change(draft -> draft.features = other);
    }

    /**
     * The same with another base kernel.
     *
     * @param other k
     * @return the preset
     * @throws IllegalArgumentException if the sampler needs another one, or it leaves nothing to learn
     */
    public DiffusionPreset base(BaseKernel other) {
        return change(draft -> draft.base = other);
    }

    /**
     * The same with other features and another base kernel.
     *
     * @param otherFeatures φ
     * @param otherBase k
     * @return the preset
     * @throws IllegalArgumentException if the sampler needs another base kernel, or they leave nothing to learn
     */
    public DiffusionPreset kernel(FeatureNetwork otherFeatures, BaseKernel otherBase) {
        return change(draft -> {
            draft.features = otherFeatures;
            draft.base = otherBase;
        });
    }

    /**
     * The same with another training.
     *
     * @param other the plan
     * @return the preset
     */
    public DiffusionPreset training(TrainingPlan other) {
        return change(draft -> draft.training = other);
    }

    /**
     * The same with another sampler.
     *
     * @param other the sampler
     * @return the preset
     * @throws IllegalArgumentException if it needs another base kernel
     */
    public DiffusionPreset sampler(WitnessSampler other) {
        return change(draft -> draft.sampler = other);
    }

    /**
     * The same with another number of clean points for sampling.
     *
     * @param count at least 2
     * @return the preset
     * @throws IllegalArgumentException if it is less
     */
    public DiffusionPreset clean(int count) {
        return change(draft -> draft.clean = count);
    }

    /** The shape of the images it is for, or null. */
    @Nullable
    ImageShape shape() {
        return features instanceof Encoder encoder ? encoder.shape() : null;
    }

    /** What it is called, and whether it still is that. */
    String title() {
        boolean changed = !DiffusionPresets.has(name) || !equals(of(name, size));
        return name + " in " + size + " size" + (changed ? ", changed" : "");
    }

    @Override
    public String toString() {
        return "DiffusionPreset[" + title() + ": " + schedule + ", " + base + " of " + features + "; " + training + "; "
                + sampler + "; " + clean + " clean points]";
    }
}
