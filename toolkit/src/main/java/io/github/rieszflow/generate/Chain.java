package io.github.rieszflow.generate;

import io.github.rieszflow.flow.FlowDivergedException;
import io.github.rieszflow.flow.FlowRun;
import io.github.rieszflow.flow.FlowState;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The training of a chain, network after network: particles flow T_l steps, a network learns x − x̃ at x, and the particles
 * become x − Φ(x). Each method goes from one {@link ChainState} to a later one, as far as it gets before the thread is
 * interrupted.
 */
final class Chain {
    static final long START = 0;
    static final long FLOW = 1;
    private static final long WEIGHTS = 2;
    static final long ORDER = 3;
    static final long FINER = 4;
    /** Between two looks at the clock. */
    private static final int STRIDE = 10;

    /** Sees a chain at work. */
    interface Watcher {
        /** One more step of the flow is done. */
        void flowed(int network, int step, int of);

        /** One more step of the training is done. */
        void trained(int network, int step, int of, double loss);

        /** A state that could be kept, should it be time. */
        void at(Supplier<ChainState> state);

        /** A flow or a network is complete. */
        default void done(ChainState state) {
            at(() -> state);
        }
    }

    private final MmdPreset preset;
    private final Device device;
    private final Engine engine;
    private final Seed seed;
    private final ImageSet images;
    private final ImageShape full;
    private final List<Integer> schedule;
    private final Given given;
    private final LinkNetworks networks;

    Chain(MmdPreset preset, @Nullable ImageArchitecture own, Device device, Engine engine, Seed seed, ImageSet images) {
        Fit.require(preset, own == null, images.height(), images.width(), images.size());
        this.preset = preset;
        this.device = device;
        this.engine = engine;
        this.seed = seed;
        this.images = images.take(preset.particles());
        this.full = images.shape();
        this.schedule = preset.schedule();
        this.given = Given.of(
                preset.given(), this.images, Fit.classes(preset, this.images).size());
        this.networks = new LinkNetworks(preset, full, given.planes(), own);
        networks.require(device);
    }

    ChainState start() {
        ImageShape coarse = full.pooled(preset.resolutions().get(0).pooling());
        float[] z = Links.latents(0, preset.particles(), coarse, seed.split(START));
        given.keep(z, coarse);
        return ChainState.flowing(List.of(), List.of(), points(z, coarse), null);
    }

    private static Points points(float[] values, ImageShape shape) {
        return Points.adopt(values, values.length / shape.dimension(), shape.dimension());
    }

    /** All networks that are still missing. */
    ChainState run(ChainState from, Watcher watcher) {
        ChainState state = from;
        while (state.networks().size() < preset.networks()) {
            int network = state.networks().size();
            if (state.training() == null) {
                state = flow(state, watcher);
                if (state.flowSteps() < schedule.get(network)) {
                    return state;
                }
                state = state.training(untrained(state), 0);
                watcher.done(state);
            }
            state = train(state, watcher);
            TrainingState trained = state.training();
            if (trained == null || trained.steps() < preset.training().iterations()) {
                return state;
            }
            state = next(state, trained);
            watcher.done(state);
        }
        return state;
    }

    private Resolution resolution(int network) {
        return preset.resolutions().get(preset.level(network));
    }

    private Seed seed(long what, int network) {
        return seed.split(what).split(network);
    }

    private ChainState flow(ChainState state, Watcher watcher) {
        int network = state.networks().size();
        Resolution resolution = resolution(network);
        int steps = schedule.get(network);
        ParticleFlow flow = ImageFlow.toward(
                        images.pooledPoints(resolution.pooling()),
                        full.pooled(resolution.pooling()),
                        preset,
                        resolution,
                        given,
                        engine)
                .stepSize(step -> resolution.stepSize(step, steps))
                .momentum(resolution.momentum() ? preset.momentum().at(network) : 0)
                .seed(seed(FLOW, network));
        try (FlowRun run = flow.open(FlowState.of(state.flowSteps(), 0, state.moved(), state.momentum()))) {
            while (run.steps() < steps && !Thread.currentThread().isInterrupted()) {
                run.step();
                watcher.flowed(network, run.steps(), steps);
                if (run.steps() % STRIDE == 0) {
                    watcher.at(() -> state.flowed(run.state()));
                }
            }
            return state.flowed(run.state());
        } catch (FlowDivergedException e) {
            throw e.within("network " + (network + 1));
        }
    }

    /** The network before, with a fresh optimiser, or weights at random where a resolution begins. */
    private TrainingState untrained(ChainState state) {
        int network = state.networks().size();
        if (network > 0 && preset.pooling(network) == preset.pooling(network - 1)) {
            return TrainingState.start(state.networks().get(network - 1));
        }
        return TrainingState.start(networks.at(network), seed(WEIGHTS, network));
    }

    private ChainState train(ChainState state, Watcher watcher) {
        int network = state.networks().size();
        TrainingState begin = java.util.Objects.requireNonNull(state.training());
        ImageShape shape = full.pooled(resolution(network).pooling());
        Pairs pairs = new Pairs(state.start(), state.moved(), shape, given, seed(ORDER, network));
        int iterations = preset.training().iterations();
        int batch = preset.training().batch();
        int done = (int) begin.steps();
        int quarter = iterations - Math.max(1, iterations / 4);
        double[] sum = {state.lossSum()};
        Loss loss = preset.training().norm() == 1 ? Loss.absolute() : Loss.squared();
        try (Trainer trainer = Trainer.open(
                networks.at(network), loss, begin, device, preset.training().optimizer())) {
            trainer.train(
                    iterations - done,
                    k -> preset.training().rate((long) done + k),
                    k -> pairs.batch(done + k, batch),
                    (k, now, note) -> {
                        int step = done + (int) k;
                        sum[0] += step > quarter ? now : 0;
                        watcher.trained(network, step, iterations, now);
                        if (step % STRIDE == 0) {
                            watcher.at(() -> state.training(trainer.state(), sum[0]));
                        }
                    });
            return state.training(trainer.state(), sum[0]);
        }
    }

    /** The network is done: particles pass through it, and go up if another resolution follows. */
    private ChainState next(ChainState state, TrainingState trained) {
        int network = state.networks().size();
        Weights weights = trained.weights();
        Resolution resolution = resolution(network);
        ImageShape shape = full.pooled(resolution.pooling());
        float[] particles;
        if (resolution.replaced()) {
            particles = state.start().toArray();
            try (Network link = Network.open(networks.at(network), weights, device)) {
                Links.pass(link, particles, shape, given);
            }
        } else {
            particles = state.moved().toArray();
        }
        List<Double> losses = new ArrayList<>(state.losses());
        losses.add(state.lossSum() / Math.max(1, preset.training().iterations() / 4));
        boolean last = network + 1 == preset.networks();
        if (last || preset.pooling(network + 1) == resolution.pooling()) {
            boolean goesOn = last || preset.level(network + 1) == preset.level(network);
            Points momentum = goesOn && preset.momentum().kept() ? state.momentum() : null;
            return ChainState.flowing(state.with(weights), losses, points(particles, shape), momentum);
        }
        double noise = resolution(network + 1).noise();
        float[] finer = Links.finer(particles, 0, shape, noise, seed(FINER, network));
        given.keep(finer, shape.enlarged(2));
        return ChainState.flowing(state.with(weights), losses, points(finer, shape.enlarged(2)), null);
    }

    /** Inputs and displacements in random order, each once before any comes again. */
    private static final class Pairs {
        private final float[] from;
        private final float[] to;
        private final int count;
        private final ImageShape shape;
        private final Given given;
        private final Seed seed;
        private int epoch = -1;
        private int[] order = new int[0];

        Pairs(Points from, Points to, ImageShape shape, Given given, Seed seed) {
            this.from = from.toArray();
            this.to = to.toArray();
            this.count = from.size();
            this.shape = shape;
            this.given = given;
            this.seed = seed;
        }

        Batch batch(int step, int size) {
            int d = shape.dimension();
            int channels = shape.channels() + given.planes();
            int length = channels * shape.height() * shape.width();
            float[] inputs = new float[size * length];
            float[] displacements = new float[size * d];
            for (int i = 0; i < size; i++) {
                long place = (long) step * size + i;
                int now = (int) (place / count);
                if (now != epoch) {
                    epoch = now;
                    order = seed.split(epoch).stream().permutation(count);
                }
                int image = order[(int) (place % count)];
                Links.see(from, image, shape, given, inputs, i * length);
                int at = image * d;
                for (int k = 0; k < d; k++) {
                    displacements[i * d + k] = from[at + k] - to[at + k];
                }
            }
            return Batch.of(inputs, size, channels, shape.height(), shape.width())
                    .and(displacements, size, shape.channels(), shape.height(), shape.width());
        }
    }
}
