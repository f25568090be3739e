package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.Observation;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.ImageShape;
import java.util.function.Consumer;

/**
 * All choices of a Riesz diffusion. Changed one at a time, by name:
 *
 * <pre>{@code
 * RieszPreset.of("mnist").energyScore().given(Observation.none())
 * }</pre>
 *
 * @param name what it is for
 * @param size which of the three sizes it was before anything was changed
 * @param score what the network is trained by
 * @param denoiser the network
 * @param training how it is trained
 * @param sampler how it samples
 * @param given what is observed of an image
 */
public record RieszPreset(
        String name,
        Size size,
        ScoringRule score,
        Denoiser denoiser,
        RieszPlan training,
        RieszSampler sampler,
        Observation given) {
    /**
     * Checks that it fits together.
     *
     * @param name what it is for
     * @param size which of the three sizes it was
     * @param score what the network is trained by
     * @param denoiser the network
     * @param training how it is trained
     * @param sampler how it samples
     * @param given what is observed of an image
     * @throws IllegalArgumentException if something asks for images, noise or labels that there are none of
     */
    public RieszPreset {
        ImageShape shape = denoiser.shape();
        if (score.particles() > 1 && denoiser.noise().isEmpty()) {
            throw new IllegalArgumentException("particles differ by the noise of the network alone, and this one has"
                    + " none: received " + score.particles() + " particles; take net.latents(8), or"
                    + " ScoringRule.squared()");
        }
        if (shape == null) {
            if (!given.equals(Observation.none())) {
                throw new IllegalArgumentException("what is observed is observed of images: received " + given
                        + " for points; take given(Observation.none())");
            }
            if (training.mirrored()) {
                throw new IllegalArgumentException("images are mirrored, points are not: take mirrored(false)");
            }
            if (score.slices() instanceof ScoreSlices.Squares) {
                throw new IllegalArgumentException(
                        "squares are of pixels: received points; take ScoreSlices.whole(), axes() or directions(…)");
            }
        } else {
            // Refuses squares that are too wide.
            new ScoreLoss(score, shape.dimension(), shape).loss(0, false);
            if (given instanceof Observation.Hidden hidden) {
                hidden.requireInside(shape.height(), shape.width());
            }
        }
        if (given instanceof Observation.Hidden && !(training.coupling() instanceof Coupling.Independent)) {
            throw new IllegalArgumentException(
                    "coupled noise tells of the hidden pixels, and the fresh noise that completions"
                            + " begin with does not: take coupling(Coupling.independent()) in training for " + given);
        }
        requireGuidable(sampler, given, training);
    }

    private static void requireGuidable(RieszSampler sampler, Observation given, RieszPlan training) {
        if (sampler.guided() && !(given instanceof Observation.Labels)) {
            throw new IllegalArgumentException("guidance is toward a label: received guidance " + sampler.guidance()
                    + " for a model given " + given + "; take guidance(1), or given(Observation.labels())");
        }
        if (sampler.guided() && training.unknown() == 0) {
            throw new IllegalArgumentException(
                    "guidance compares with what the network says without the label, which it"
                            + " does not learn if no labels are withheld: take unknown(0.1) in training, or guidance(1)");
        }
    }

    /**
     * A preset by name, in laptop size.
     *
     * @param name {@code eight-gaussians}, {@code spirals}, {@code checkerboard}, {@code drawn-digits}, {@code mnist},
     *     {@code fashion-mnist}, {@code cifar10}, {@code celeba} or {@code lsun-church}
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static RieszPreset of(String name) {
        return of(name, Size.LAPTOP);
    }

    /**
     * A preset by name and size: seconds, just to see that everything runs; on two cores two minutes for points, fifteen for grey
     * and thirty for colour images; or a network for a GPU. Digits, clothes and CIFAR-10 are given their labels. Images in laptop size
     * learn by {@link #flowMatching}, all others by {@link #energyScore}.
     *
     * @param name as for {@link #of(String)}
     * @param size how large
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static RieszPreset of(String name, Size size) {
        return RieszPresets.of(name, size);
    }

    /** The settings that all presets are changes of. */
    static RieszPreset standard(String name, Size size, Denoiser denoiser) {
        Draft draft = new Draft(name, size);
        draft.denoiser = denoiser;
        return draft.done();
    }

    private RieszPreset change(Consumer<Draft> change) {
        Draft draft = new Draft(name, size);
        draft.score = score;
        draft.denoiser = denoiser;
        draft.training = training;
        draft.sampler = sampler;
        draft.given = given;
        change.accept(draft);
        return draft.done();
    }

    /** Settings to begin with, of which some change. */
    private static final class Draft {
        private final String name;
        private final Size size;
        private ScoringRule score = ScoringRule.energy();
        private Denoiser denoiser = Denoiser.perceptron(128, 128, 128);
        private RieszPlan training = RieszPlan.standard();
        private RieszSampler sampler = RieszSampler.calls(4);
        private Observation given = Observation.none();

        private Draft(String name, Size size) {
            this.name = name;
            this.size = size;
        }

        private RieszPreset done() {
            return new RieszPreset(name, size, score, denoiser, training, sampler, given);
        }
    }

    /**
     * The same with another score.
     *
     * @param other what the network is trained by
     * @return the preset
     * @throws IllegalArgumentException if it does not fit the network
     */
    public RieszPreset score(ScoringRule other) {
        return change(draft -> draft.score = other);
    }

    /**
     * The same with another network.
     *
     * @param other the network
     * @return the preset
     * @throws IllegalArgumentException if it does not fit the score or what is observed
     */
    public RieszPreset denoiser(Denoiser other) {
        return change(draft -> draft.denoiser = other);
    }

    /**
     * The same with another training.
     *
     * @param other the plan
     * @return the preset
     * @throws IllegalArgumentException if it does not fit
     */
    public RieszPreset training(RieszPlan other) {
        return change(draft -> draft.training = other);
    }

    /**
     * The same with another sampler.
     *
     * @param other the sampler
     * @return the preset
     * @throws IllegalArgumentException if it guides and there is nothing to guide by
     */
    public RieszPreset sampler(RieszSampler other) {
        return change(draft -> draft.sampler = other);
    }

    /**
     * The same with another observation.
     *
     * @param other what is observed of an image
     * @return the preset
     * @throws IllegalArgumentException if it does not fit the network
     */
    public RieszPreset given(Observation other) {
        return change(draft -> draft.given = other);
    }

    /**
     * Flow matching with the same network, without its noise: the control of {@link #energyScore}.
     *
     * @return the preset with {@link ScoringRule#squared}
     * @throws IllegalArgumentException if the network is your own and takes noise
     */
    public RieszPreset flowMatching() {
        return change(draft -> {
            draft.score = ScoringRule.squared();
            draft.denoiser = denoiser.latents(0);
        });
    }

    /**
     * A network that draws: trained by the energy score, by slices of squares of pixels beside the squared error for images, with
     * eight channels of noise of its own if it has none yet. It needs few calls, one or two, and {@link RieszDiffusion#posterior}
     * says what may lie behind a noisy image; in many calls, and after a short training, images of {@link #flowMatching} are
     * better.
     *
     * @return the preset with {@link ScoringRule#energy}
     * @throws IllegalArgumentException if the network is your own and takes no noise
     */
    public RieszPreset energyScore() {
        return change(draft -> {
            draft.score = RieszPresets.score(denoiser.shape(), size);
            draft.denoiser = denoiser.noise().isEmpty() ? denoiser.latents(RieszPresets.LATENTS) : denoiser;
        });
    }

    /** The network for data of this dimension and number of classes. */
    Architecture network(int dimension, int classes) {
        return denoiser.network(dimension, classes, given instanceof Observation.Hidden);
    }

    /** What it is called, and whether it still is that. */
    String title() {
        boolean changed = !RieszPresets.has(name) || !equals(of(name, size));
        return name + " in " + size + " size" + (changed ? ", changed" : "");
    }

    @Override
    public String toString() {
        return "RieszPreset[" + title() + ": " + score + "; " + denoiser + "; " + training + "; " + sampler + "; given "
                + given + "]";
    }
}
