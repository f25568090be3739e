package io.github.rieszflow.generate;

import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.UNet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All choices of a network chain, to be printed and changed one at a time:
 *
 * <pre>{@code
 * MmdPreset.of("mnist", "laptop").particles(4000).iterations(100)
 * }</pre>
 *
 * @param name which data it was made for
 * @param size {@code paper}, {@code laptop}, {@code smoke}, or what you call it
 * @param particles N, how many particles flow; as many targets, the first images of the set
 * @param resolutions from the coarsest to the full one
 * @param flowSteps T_l, how many steps the particles flow for each network
 * @param momentum of the flow
 * @param fast whether the flow uses automatic directions and ranks in 2¹⁴ bins, or else independent directions and exact
 *     ranks
 * @param network the U-Net of each link
 * @param training how each network is trained
 * @param given what is known of an image before it is generated, nothing at first
 */
public record MmdPreset(
        String name,
        String size,
        int particles,
        List<Resolution> resolutions,
        FlowSteps flowSteps,
        Momentum momentum,
        boolean fast,
        UNet network,
        Training training,
        Observation given) {
    /**
     * One resolution of a pyramid, or a part of the work there: the next one may have the same pooling and other directions.
     *
     * @param pooling how many pixels each way are averaged into one
     * @param networks how many networks work at this resolution
     * @param firstSteps T_l of its first network, 0 to go on from the resolution before
     * @param stepSize τ of the first step of each network's flow
     * @param lastStepSize τ of its last step, by equal factors from one to the next: long steps carry particles far, short
     *     ones take out again what random directions shook into them; 0 for the same as the first
     * @param slices P, with patches for each of their scales
     * @param momentum whether the flow has momentum here
     * @param noise standard deviation of the noise on particles that come up from a coarser one
     * @param replaced whether particles become what the networks make of them, as when sampling; else they flow on exactly
     * @param patches the part of an image that a direction sees; null for all of it
     */
    public record Resolution(
            int pooling,
            int networks,
            int firstSteps,
            double stepSize,
            double lastStepSize,
            int slices,
            boolean momentum,
            double noise,
            boolean replaced,
            @Nullable Patches patches) {
        /**
         * Checks the numbers.
         *
         * @param pooling how many pixels each way are averaged into one
         * @param networks how many networks work at this resolution
         * @param firstSteps T_l of its first network, 0 to go on
         * @param stepSize the first τ of a flow
         * @param lastStepSize the last τ of a flow, or 0 for the first one
         * @param slices P
         * @param momentum whether the flow has momentum here
         * @param noise standard deviation of the noise on particles that come up
         * @param replaced whether particles become what the networks make of them
         * @param patches the part of an image that a direction sees
         * @throws IllegalArgumentException if a number is out of range
         */
        public Resolution {
            Require.positive(pooling, "the pooling of a resolution");
            Require.positive(networks, "the number of networks of a resolution");
            Require.between(firstSteps, 0, Integer.MAX_VALUE, "the first number of flow steps of a resolution");
            Require.positive(stepSize, "the step size of a resolution");
            // A checkpoint without it was written for constant ones.
            lastStepSize = lastStepSize == 0 ? stepSize : lastStepSize;
            Require.positive(lastStepSize, "the last step size of a resolution");
            Require.positive(slices, "the number of slices of a resolution");
            Require.between(noise, 0, Double.MAX_VALUE, "the noise of a resolution");
        }

        /**
         * A resolution to begin with: one network, τ = 1 at every step, 100 slices of whole images, momentum, no noise, and
         * particles that become what the network makes of them.
         *
         * @param pooling how many pixels each way are averaged into one
         * @return the resolution
         * @throws IllegalArgumentException if the number is not positive
         */
        public static Resolution pooled(int pooling) {
            return new Resolution(pooling, 1, 0, 1, 1, 100, true, 0, true, null);
        }

        /** τ of one step of a flow of so many. */
        double stepSize(int step, int steps) {
            return Schedule.geometric(stepSize, lastStepSize, Math.max(1, steps - 1))
                    .applyAsDouble(step);
        }

        /**
         * The same with another number of networks.
         *
         * @param count how many
         * @return the resolution
         * @throws IllegalArgumentException if it is not positive
         */
        public Resolution networks(int count) {
            return new Resolution(
                    pooling, count, firstSteps, stepSize, lastStepSize, slices, momentum, noise, replaced, patches);
        }

        /**
         * The same with another number of flow steps for its first network.
         *
         * @param steps T_l, or 0 to go on from the resolution before
         * @return the resolution
         * @throws IllegalArgumentException if it is negative
         */
        public Resolution firstSteps(int steps) {
            return new Resolution(
                    pooling, networks, steps, stepSize, lastStepSize, slices, momentum, noise, replaced, patches);
        }

        /**
         * The same with another step size.
         *
         * @param size τ of every step
         * @return the resolution
         * @throws IllegalArgumentException if it is not positive
         */
        public Resolution stepSize(double size) {
            return stepSizes(size, size);
        }

        /**
         * The same with step sizes that change by equal factors within the flow of each network.
         *
         * @param first τ of the first step
         * @param last τ of the last step
         * @return the resolution
         * @throws IllegalArgumentException if one is not positive
         */
        public Resolution stepSizes(double first, double last) {
            // The record takes 0 for the first one.
            Require.positive(last, "the last step size of a resolution");
            return new Resolution(
                    pooling, networks, firstSteps, first, last, slices, momentum, noise, replaced, patches);
        }

        /**
         * The same with another number of slices.
         *
         * @param count P, with patches for each of their scales
         * @return the resolution
         * @throws IllegalArgumentException if it is not positive
         */
        public Resolution slices(int count) {
            return new Resolution(
                    pooling, networks, firstSteps, stepSize, lastStepSize, count, momentum, noise, replaced, patches);
        }

        /**
         * The same with or without momentum.
         *
         * @param on whether the flow has momentum here
         * @return the resolution
         */
        public Resolution momentum(boolean on) {
            return new Resolution(
                    pooling, networks, firstSteps, stepSize, lastStepSize, slices, on, noise, replaced, patches);
        }

        /**
         * The same with noise on particles that come up from a coarser one.
         *
         * @param deviation its standard deviation
         * @return the resolution
         * @throws IllegalArgumentException if it is negative
         */
        public Resolution noise(double deviation) {
            return new Resolution(
                    pooling,
                    networks,
                    firstSteps,
                    stepSize,
                    lastStepSize,
                    slices,
                    momentum,
                    deviation,
                    replaced,
                    patches);
        }

        /**
         * The same with particles that become what the networks make of them, or flow on exactly.
         *
         * @param replaced whether they become that
         * @return the resolution
         */
        public Resolution replaced(boolean replaced) {
            return new Resolution(
                    pooling, networks, firstSteps, stepSize, lastStepSize, slices, momentum, noise, replaced, patches);
        }

        /**
         * The same with directions that see a part of an image.
         *
         * @param squares which part; null for all of it
         * @return the resolution
         */
        public Resolution patches(@Nullable Patches squares) {
            return new Resolution(
                    pooling, networks, firstSteps, stepSize, lastStepSize, slices, momentum, noise, replaced, squares);
        }
    }

    /**
     * Locally connected directions: in each step and for each scale s one random square of (s+1)·side pixels each way, the
     * same for all images, over the border to the other side; its pixels are averaged to side×side, and directions are drawn
     * there.
     *
     * @param side of a patch at scale 0
     * @param scales the scales, each with its own step one after the other in the same gradient
     * @param mean whether gradients of the scales are averaged, or else added
     * @param amplified whether the slicing constant c_{d,1} is that of the whole image, as in the published code, or that
     *     of the patch, which makes it the exact gradient of the discrepancy of patches; the former makes steps longer, for
     *     d = 3072 and patches 7×7×3 by 69.46/15.17 = 4.6
     */
    public record Patches(int side, List<Integer> scales, boolean mean, boolean amplified) {
        /**
         * Checks and copies.
         *
         * @param side of a patch at scale 0
         * @param scales the scales
         * @param mean whether gradients of the scales are averaged
         * @param amplified whether the slicing constant is that of the whole image
         * @throws IllegalArgumentException if there is no scale or a number is out of range
         */
        public Patches {
            scales = List.copyOf(scales);
            Require.positive(side, "the side of a patch");
            Require.positive(scales.size(), "the number of scales of patches");
            scales.forEach(s -> Require.between(s, 0, 1000, "a scale of patches"));
        }

        /**
         * Patches whose scales' gradients are added, with the slicing constant of the whole image.
         *
         * @param side of a patch at scale 0
         * @param scales the scales
         * @return the patches
         * @throws IllegalArgumentException if there is no scale or a number is out of range
         */
        public static Patches of(int side, Integer... scales) {
            return new Patches(side, List.of(scales), false, true);
        }
    }

    /**
     * T_1 = first, T_{l+1} = min(T_l + min(2^(l−1)·first, growth), most): doubling, then growing evenly.
     *
     * @param first T_1
     * @param growth the largest difference between two
     * @param most the largest of all
     */
    public record FlowSteps(int first, int growth, int most) {
        /**
         * Checks the numbers.
         *
         * @param first T_1
         * @param growth the largest difference between two
         * @param most the largest of all
         * @throws IllegalArgumentException if one is not positive
         */
        public FlowSteps {
            Require.positive(first, "the first number of flow steps");
            Require.positive(growth, "the growth of the number of flow steps");
            Require.positive(most, "the largest number of flow steps");
        }

        /**
         * The schedule.
         *
         * @param count how many
         * @return T_1, …, T_count
         */
        public List<Integer> take(int count) {
            List<Integer> all = new ArrayList<>();
            long steps = Math.min(first, most);
            long difference = first;
            for (int l = 0; l < count; l++) {
                all.add((int) steps);
                steps = Math.min(steps + Math.min(difference, growth), most);
                difference = Math.min(2 * difference, growth);
            }
            return all;
        }
    }

    /**
     * Momentum of the flow for the l-th network, l = 0, 1, …: min(first + l·growth, most).
     *
     * @param first for the first network
     * @param growth from one network to the next
     * @param most the largest
     * @param kept whether the velocity of one network's flow goes on in the next
     */
    public record Momentum(double first, double growth, double most, boolean kept) {
        /**
         * Checks the numbers.
         *
         * @param first for the first network
         * @param growth from one network to the next
         * @param most the largest
         * @param kept whether the velocity goes on
         * @throws IllegalArgumentException if one is not in [0,1)
         */
        public Momentum {
            for (double m : new double[] {first, growth, most}) {
                if (!(m >= 0 && m < 1)) {
                    throw new IllegalArgumentException("momentum must lie in [0, 1), where 0 is none: received " + m);
                }
            }
        }

        double at(int network) {
            return Math.min(first + network * growth, most);
        }
    }

    /**
     * Training of one network: mean over the batch of Σ over pixels of |e|^p, with Adam, which is begun anew for each network
     * while the weights go on from the network before.
     *
     * @param norm p: 1 or 2
     * @param iterations how many steps
     * @param batch how many images each sees
     * @param learningRate of the first step
     * @param lastRate of the last step, along half a cosine; equal to the first for a constant one
     */
    public record Training(int norm, int iterations, int batch, double learningRate, double lastRate) {
        /**
         * Checks the numbers.
         *
         * @param norm p
         * @param iterations how many steps
         * @param batch how many images each sees
         * @param learningRate of the first step
         * @param lastRate of the last step
         * @throws IllegalArgumentException if one is out of range
         */
        public Training {
            Require.between(norm, 1, 2, "the norm of the loss");
            Require.positive(iterations, "the number of iterations of a training");
            Require.positive(batch, "the batch of a training");
            Require.positive(learningRate, "the learning rate");
            Require.positive(lastRate, "the last learning rate");
        }

        double rate(long step) {
            double cosine = StrictMath.cos(Math.PI * step / iterations);
            return lastRate + (learningRate - lastRate) * 0.5 * (1 + cosine);
        }
    }

    /**
     * Checks and copies.
     *
     * @param name which data it was made for
     * @param size what it is called
     * @param particles N
     * @param resolutions from the coarsest to the full one
     * @param flowSteps T_l
     * @param momentum of the flow
     * @param fast whether the flow approximates ranks
     * @param network the U-Net of each link
     * @param training how each network is trained
     * @param given what is known of an image before it is generated
     * @throws IllegalArgumentException if N is not positive or the resolutions are not from coarse to full
     */
    public MmdPreset {
        // A checkpoint without it was written for nothing.
        given = given == null ? Observation.none() : given;
        Require.positive(particles, "the number of particles");
        resolutions = List.copyOf(resolutions);
        Require.positive(resolutions.size(), "the number of resolutions");
        for (int k = 0; k < resolutions.size(); k++) {
            int pooling = resolutions.get(k).pooling();
            int next = k + 1 < resolutions.size() ? resolutions.get(k + 1).pooling() : 1;
            boolean last = k + 1 == resolutions.size();
            if (last ? pooling != 1 : pooling != 2 * next && pooling != next) {
                throw new IllegalArgumentException(
                        "resolutions must stay or double, up to the full one: received poolings "
                                + resolutions.stream().map(Resolution::pooling).toList());
            }
        }
    }

    /**
     * A preset by name and size.
     *
     * <p>{@code paper} has the settings of the published code. {@code laptop} is made for two processor cores: some 20 to
     * 30 minutes. {@code smoke} shows in seconds that all works, not how good it gets.
     *
     * @param name {@code mnist}, {@code fashion-mnist}, {@code cifar10}, {@code celeba} or {@code drawn-digits}
     * @param size {@code paper}, {@code laptop} or {@code smoke}
     * @return the preset
     * @throws IllegalArgumentException if there is no such preset
     */
    public static MmdPreset of(String name, String size) {
        return Presets.of(name, size);
    }

    /**
     * How many networks there are.
     *
     * @return L
     */
    public int networks() {
        return resolutions.stream().mapToInt(Resolution::networks).sum();
    }

    /**
     * The flow steps of all networks.
     *
     * @return T_1, …, T_L
     */
    public List<Integer> schedule() {
        List<Integer> all = new ArrayList<>();
        int since = 0;
        FlowSteps now = flowSteps;
        for (Resolution resolution : resolutions) {
            if (resolution.firstSteps() > 0) {
                now = new FlowSteps(resolution.firstSteps(), flowSteps.growth(), flowSteps.most());
                since = 0;
            }
            List<Integer> more = now.take(since + resolution.networks());
            all.addAll(more.subList(since, more.size()));
            since += resolution.networks();
        }
        return all;
    }

    /** The resolution at which a network works. */
    int level(int networkIndex) {
        int first = 0;
        for (int k = 0; k < resolutions.size(); k++) {
            first += resolutions.get(k).networks();
            if (networkIndex < first) {
                return k;
            }
        }
        throw new IndexOutOfBoundsException("there is no network " + networkIndex + " among " + networks());
    }

    int pooling(int networkIndex) {
        return resolutions.get(level(networkIndex)).pooling();
    }

    /**
     * The same with another number of particles and targets.
     *
     * @param count N
     * @return the preset
     */
    public MmdPreset particles(int count) {
        return new MmdPreset(name, size, count, resolutions, flowSteps, momentum, fast, network, training, given);
    }

    /**
     * The same with other numbers of networks.
     *
     * @param counts one for each resolution, the coarsest first
     * @return the preset
     * @throws IllegalArgumentException if there is not one for each resolution
     */
    public MmdPreset networks(int... counts) {
        if (counts.length != resolutions.size()) {
            throw new IllegalArgumentException("this preset has " + resolutions.size()
                    + " resolutions and needs a number of networks for each: received " + counts.length);
        }
        List<Resolution> changed = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            changed.add(resolutions.get(k).networks(counts[k]));
        }
        return new MmdPreset(name, size, particles, changed, flowSteps, momentum, fast, network, training, given);
    }

    /**
     * The same with another number of slices at all resolutions.
     *
     * @param count P
     * @return the preset
     */
    public MmdPreset slices(int count) {
        List<Resolution> changed =
                resolutions.stream().map(r -> r.slices(count)).toList();
        return new MmdPreset(name, size, particles, changed, flowSteps, momentum, fast, network, training, given);
    }

    /**
     * The same with all step sizes multiplied.
     *
     * @param factor of the step sizes; larger than 1 where labels are {@linkplain Observation.Labels given}
     * @return the preset
     * @throws IllegalArgumentException if a step size is then not positive and finite
     */
    public MmdPreset stepSizes(double factor) {
        List<Resolution> changed = resolutions.stream()
                .map(r -> r.stepSizes(factor * r.stepSize(), factor * r.lastStepSize()))
                .toList();
        return new MmdPreset(name, size, particles, changed, flowSteps, momentum, fast, network, training, given);
    }

    /**
     * The same with other resolutions.
     *
     * @param changed from the coarsest to the full one
     * @return the preset
     */
    public MmdPreset resolutions(Resolution... changed) {
        return new MmdPreset(
                name, size, particles, List.of(changed), flowSteps, momentum, fast, network, training, given);
    }

    /**
     * The same with other numbers of flow steps.
     *
     * @param first T_1
     * @param growth the largest difference between two
     * @param most the largest of all
     * @return the preset
     */
    public MmdPreset flowSteps(int first, int growth, int most) {
        FlowSteps changed = new FlowSteps(first, growth, most);
        return new MmdPreset(name, size, particles, resolutions, changed, momentum, fast, network, training, given);
    }

    /**
     * The same with constant momentum.
     *
     * @param constant m in [0,1)
     * @param kept whether the velocity of one network's flow goes on in the next
     * @return the preset
     */
    public MmdPreset momentum(double constant, boolean kept) {
        Momentum changed = new Momentum(constant, 0, constant, kept);
        return new MmdPreset(name, size, particles, resolutions, flowSteps, changed, fast, network, training, given);
    }

    /**
     * The same with another network.
     *
     * @param net the U-Net of each link
     * @return the preset
     */
    public MmdPreset network(UNet net) {
        return new MmdPreset(name, size, particles, resolutions, flowSteps, momentum, fast, net, training, given);
    }

    /**
     * The same with another training.
     *
     * @param changed how each network is trained
     * @return the preset
     */
    public MmdPreset training(Training changed) {
        return new MmdPreset(name, size, particles, resolutions, flowSteps, momentum, fast, network, changed, given);
    }

    /**
     * The same with longer or shorter trainings.
     *
     * @param count how many steps for each network
     * @return the preset
     */
    public MmdPreset iterations(int count) {
        return training(
                new Training(training.norm(), count, training.batch(), training.learningRate(), training.lastRate()));
    }

    /**
     * The same for what is known of an image before it is generated, its label or some of its pixels.
     *
     * @param observation what is known
     * @return the preset
     */
    public MmdPreset given(Observation observation) {
        return new MmdPreset(
                name, size, particles, resolutions, flowSteps, momentum, fast, network, training, observation);
    }

    @Override
    public String toString() {
        return PresetText.of(this);
    }
}
