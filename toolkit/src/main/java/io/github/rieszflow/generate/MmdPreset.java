package io.github.rieszflow.generate;

import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All choices of a network chain, to be printed and changed one at a time:
 *
 * <pre>{@code
 * MmdPreset.of("mnist").particles(4000).iterations(100)
 * }</pre>
 *
 * @param name which data it was made for
 * @param size which of the three sizes it was before anything was changed
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
        Size size,
        int particles,
        List<Resolution> resolutions,
        FlowSteps flowSteps,
        Momentum momentum,
        boolean fast,
        UNet network,
        Training training,
        Observation given) {
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
     * @param kept whether the momentum gathered in one network's flow carries over to the next
     */
    public record Momentum(double first, double growth, double most, boolean kept) {
        /**
         * Checks the numbers.
         *
         * @param first for the first network
         * @param growth from one network to the next
         * @param most the largest
         * @param kept whether momentum carries over
         * @throws IllegalArgumentException if one is not in [0,1)
         */
        public Momentum {
            for (double m : new double[] {first, growth, most}) {
                if (!(m >= 0 && m < 1)) {
                    throw new IllegalArgumentException("momentum must lie in [0, 1), where 0 is none: received " + m);
                }
            }
        }

        /**
         * The same for all networks, starting from rest for each.
         *
         * @param constant m in [0,1), 0 for none
         * @return the momentum
         * @throws IllegalArgumentException if it is out of range
         */
        public static Momentum constant(double constant) {
            return new Momentum(constant, 0, constant, false);
        }

        /**
         * From none for the first network upwards, starting from rest for each.
         *
         * @param growth from one network to the next
         * @param most the largest, in [0,1)
         * @return the momentum
         * @throws IllegalArgumentException if one is out of range
         */
        public static Momentum growing(double growth, double most) {
            return new Momentum(0, growth, most, false);
        }

        /**
         * The same where momentum gathered in one network's flow carries over to the next.
         *
         * @return the momentum
         */
        public Momentum keep() {
            return new Momentum(first, growth, most, true);
        }

        double at(int network) {
            return Math.min(first + network * growth, most);
        }
    }

    /**
     * Checks and copies.
     *
     * @param name which data it was made for
     * @param size which of the three sizes it was
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
        // Checkpoints from before there was this setting were trained with nothing given.
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
     * A preset by name, at laptop size.
     *
     * @param name {@code mnist}, {@code fashion-mnist}, {@code cifar10}, {@code celeba} or {@code drawn-digits}
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static MmdPreset of(String name) {
        return of(name, Size.LAPTOP);
    }

    /**
     * A preset by name and size. At paper size it has the settings of the published code. At laptop size it is made for two CPU
     * cores: some 20 to 30 minutes. At smoke size it shows in seconds that everything works, not how good it gets.
     *
     * @param name as for {@link #of(String)}
     * @param size how large
     * @return the preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static MmdPreset of(String name, Size size) {
        return MmdPresets.of(name, size);
    }

    /** The settings that all presets are changes of: 5,000 particles, one network, no momentum. */
    static MmdPreset standard(String name, Size size) {
        return new Draft(name, size).done();
    }

    private MmdPreset change(Consumer<Draft> change) {
        Draft draft = new Draft(name, size);
        draft.particles = particles;
        draft.resolutions = resolutions;
        draft.flowSteps = flowSteps;
        draft.momentum = momentum;
        draft.fast = fast;
        draft.network = network;
        draft.training = training;
        draft.given = given;
        change.accept(draft);
        return draft.done();
    }

    /** Settings to begin with, of which some change. */
    private static final class Draft {
        private final String name;
        private final Size size;
        private int particles = 5000;
        private List<Resolution> resolutions = List.of(Resolution.pooled(1));
        private FlowSteps flowSteps = new FlowSteps(64, 64, 1024);
        private Momentum momentum = Momentum.constant(0);
        private boolean fast = true;
        private UNet network = UNet.small(8, 1, 4).attention(true);
        private Training training = Training.standard();
        private Observation given = Observation.none();

        private Draft(String name, Size size) {
            this.name = name;
            this.size = size;
        }

        private MmdPreset done() {
            return new MmdPreset(
                    name, size, particles, resolutions, flowSteps, momentum, fast, network, training, given);
        }
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
        return change(draft -> draft.particles = count);
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
        return change(draft -> draft.resolutions = changed);
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
        return change(draft -> draft.resolutions = changed);
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
        return change(draft -> draft.resolutions = changed);
    }

    /**
     * The same with other resolutions.
     *
     * @param changed from the coarsest to the full one
     * @return the preset
     */
    public MmdPreset resolutions(Resolution... changed) {
        return change(draft -> draft.resolutions = List.of(changed));
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
        return change(draft -> draft.flowSteps = new FlowSteps(first, growth, most));
    }

    /**
     * The same with constant momentum.
     *
     * @param constant m in [0,1)
     * @param kept whether the momentum gathered in one network's flow carries over to the next
     * @return the preset
     */
    public MmdPreset momentum(double constant, boolean kept) {
        Momentum same = Momentum.constant(constant);
        return momentum(kept ? same.keep() : same);
    }

    /**
     * The same with other momentum.
     *
     * @param changed of the flow
     * @return the preset
     */
    public MmdPreset momentum(Momentum changed) {
        return change(draft -> draft.momentum = changed);
    }

    /**
     * The same with the fast choice of directions and ranks or the exact one.
     *
     * @param on whether directions are automatic and ranks in 2¹⁴ bins, or else directions independent and ranks exact
     * @return the preset
     */
    public MmdPreset fast(boolean on) {
        return change(draft -> draft.fast = on);
    }

    /**
     * The same with another network.
     *
     * @param net the U-Net of each link
     * @return the preset
     */
    public MmdPreset network(UNet net) {
        return change(draft -> draft.network = net);
    }

    /**
     * The same with another training.
     *
     * @param changed how each network is trained
     * @return the preset
     */
    public MmdPreset training(Training changed) {
        return change(draft -> draft.training = changed);
    }

    /**
     * The same with longer or shorter trainings.
     *
     * @param count how many steps for each network
     * @return the preset
     */
    public MmdPreset iterations(int count) {
        return training(training.iterations(count));
    }

    /**
     * The same with larger or smaller batches.
     *
     * @param images how many images each training step sees
     * @return the preset
     */
    public MmdPreset batch(int images) {
        return training(training.batch(images));
    }

    /**
     * The same with another learning rate, along half a cosine.
     *
     * @param start of the first step of each network
     * @param end of the last
     * @return the preset
     */
    public MmdPreset learningRate(double start, double end) {
        return training(training.learningRate(start, end));
    }

    /**
     * The same with what is known of an image before it is generated, its label or some of its pixels.
     *
     * @param observation what is known
     * @return the preset
     */
    public MmdPreset given(Observation observation) {
        return change(draft -> draft.given = observation);
    }

    @Override
    public String toString() {
        return PresetText.of(this);
    }
}
