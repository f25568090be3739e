package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.ImageShape;
import org.jspecify.annotations.Nullable;

/**
 * All choices of a diffusion MMD: schedule, kernel, training and sampling. Every {@code with…} changes one thing.
 *
 * @param name what it is for
 * @param size how large: smoke, laptop, paper or custom
 * @param schedule the forward diffusion
 * @param features φ
 * @param base k
 * @param training how the kernel is trained
 * @param sampler how particles flow
 * @param clean how many data points the flow compares particles with, and a trained model keeps
 */
public record DiffusionPreset(
        String name,
        String size,
        NoiseSchedule schedule,
        FeatureNetwork features,
        BaseKernel base,
        TrainingPlan training,
        WitnessSampler sampler,
        int clean) {
    private static final String CUSTOM = "custom";

    /**
     * Checks that it fits together.
     *
     * @param name what it is for
     * @param size how large
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
     * A preset by name: {@code eight-gaussians}, {@code spirals}, {@code checkerboard}, {@code mnist}, {@code fashion-mnist},
     * {@code cifar10}, {@code celeba}, {@code lsun-church}; in laptop size.
     *
     * @param name one of these
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static DiffusionPreset of(String name) {
        return Presets.laptop(name);
    }

    /**
     * A preset by name and size.
     *
     * @param name as for {@link #of(String)}
     * @param size {@code paper}, {@code laptop} or {@code smoke}
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name or size
     */
    public static DiffusionPreset of(String name, String size) {
        return switch (size) {
            case "paper" -> Presets.paper(name);
            case "laptop" -> Presets.laptop(name);
            case "smoke" -> Presets.smoke(name);
            default -> throw new IllegalArgumentException("expected the size paper, laptop or smoke: received " + size);
        };
    }

    /**
     * The same task in seconds: just to see that everything runs.
     *
     * @return the preset of this name in smoke size
     */
    public DiffusionPreset smoke() {
        return Presets.smoke(name);
    }

    /**
     * The same task in minutes on two cores.
     *
     * @return the preset of this name in laptop size
     */
    public DiffusionPreset laptop() {
        return Presets.laptop(name);
    }

    /**
     * The same task with the numbers of the paper as far as they are known: days on a processor, for a GPU.
     *
     * @return the preset of this name in paper size
     */
    public DiffusionPreset paper() {
        return Presets.paper(name);
    }

    /**
     * The same with another schedule.
     *
     * @param other the forward diffusion
     * @return the preset
     */
    public DiffusionPreset withSchedule(NoiseSchedule other) {
        return new DiffusionPreset(name, CUSTOM, other, features, base, training, sampler, clean);
    }

    /**
     * The same with other features.
     *
     * @param other φ
     * @return the preset
     */
    public DiffusionPreset withFeatures(FeatureNetwork other) {
        return new DiffusionPreset(name, CUSTOM, schedule, other, base, training, sampler, clean);
    }

    /**
     * The same with another base kernel.
     *
     * @param other k
     * @return the preset
     */
    public DiffusionPreset withBase(BaseKernel other) {
        return new DiffusionPreset(name, CUSTOM, schedule, features, other, training, sampler, clean);
    }

    /**
     * The same with another kernel.
     *
     * @param otherFeatures φ
     * @param otherBase k
     * @return the preset
     */
    public DiffusionPreset withKernel(FeatureNetwork otherFeatures, BaseKernel otherBase) {
        return new DiffusionPreset(name, CUSTOM, schedule, otherFeatures, otherBase, training, sampler, clean);
    }

    /**
     * The same with another training.
     *
     * @param other the plan
     * @return the preset
     */
    public DiffusionPreset withTraining(TrainingPlan other) {
        return new DiffusionPreset(name, CUSTOM, schedule, features, base, other, sampler, clean);
    }

    /**
     * The same with another sampler.
     *
     * @param other the sampler
     * @return the preset
     */
    public DiffusionPreset withSampler(WitnessSampler other) {
        return new DiffusionPreset(name, CUSTOM, schedule, features, base, training, other, clean);
    }

    /**
     * The same with another number of clean points at sampling.
     *
     * @param count at least 2
     * @return the preset
     * @throws IllegalArgumentException if it is less
     */
    public DiffusionPreset withClean(int count) {
        return new DiffusionPreset(
                name, CUSTOM, schedule, features, base, training, sampler, Require.positive(count, "the clean batch"));
    }

    /** The shape of the images it is for, or null. */
    @Nullable
    ImageShape shape() {
        return features instanceof Encoder encoder ? encoder.shape() : null;
    }

    @Override
    public String toString() {
        return "DiffusionPreset[" + name + " in " + size + " size: " + schedule + ", " + base + " of " + features + "; "
                + training + "; " + sampler + "; " + clean + " clean points]";
    }
}
