package io.github.rieszflow.diffusion;

import io.github.rieszflow.flow.FlowDivergedException;
import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Moves particles from noise to data. Everything is in the units of the network. */
final class WitnessFlow {
    private final KernelSession session;
    private final KernelNetwork network;
    private final WitnessSampler sampler;
    private final NoiseSchedule schedule;
    private final Points clean;
    private final MeanFeatures means;
    private double limit;
    private int done;

    WitnessFlow(
            KernelSession session,
            KernelNetwork network,
            WitnessSampler sampler,
            NoiseSchedule schedule,
            Points clean,
            MeanFeatures means) {
        this.session = session;
        this.network = network;
        this.sampler = sampler;
        this.schedule = schedule;
        this.clean = clean;
        this.means = means;
    }

    SamplePath run(Points start) {
        int kept = SamplePath.kept(start.size(), start.dimension());
        SamplePath.requireMemory(sampler.levels() + 2.0, kept, start.dimension());
        limit = FlowDivergedException.limit(start, clean);
        float[] z = start.toArray();
        double[] levels = sampler.noiseLevels();
        List<SamplePath.AtLevel> frames = new ArrayList<>();
        frames.add(new SamplePath.AtLevel(levels[0], start.take(kept)));
        try (Progress progress = Progress.start(sampler.variant().name(), sampler.evaluations())) {
            for (int i = 0; i < levels.length; i++) {
                boolean last = i == levels.length - 1;
                int steps = sampler.steps() + (last ? sampler.extraSteps() : 0);
                boolean whole = atLevel(z, i, steps, sampler.variant(), progress);
                if (whole && last && sampler.denoiseSteps() > 0) {
                    whole = atLevel(z, i, sampler.denoiseSteps(), WitnessSampler.Variant.DMMD, progress);
                }
                Points now = Points.of(z, start.size(), start.dimension());
                frames.add(new SamplePath.AtLevel(levels[i], now.take(kept)));
                if (!whole) {
                    break;
                }
            }
        }
        return new SamplePath(
                start, Points.of(z, start.size(), start.dimension()), frames, done, done < sampler.evaluations());
    }

    /** Moves the particles in place; false if it was interrupted between two steps. */
    private boolean atLevel(float[] z, int level, int steps, WitnessSampler.Variant variant, Progress progress) {
        int width = network.width();
        double t = sampler.noiseLevels()[level];
        double size = sampler.stepSizeAt(level, schedule);
        boolean approximate = variant == WitnessSampler.Variant.APPROXIMATE;
        float[] data = approximate ? means.clean(t) : session.features(clean.toArray(), t);
        float[] target = approximate ? data : session.summary(data);
        float[] zeros = new float[width];
        float[] h = {};
        for (int step = 0; step < steps; step++) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            float[] gradient;
            if (variant == WitnessSampler.Variant.KALE) {
                float[] mean = KernelSession.mean(session.features(z, t), width);
                h = Kale.solve(mean, data, sampler.regularisation(), h).weights();
                gradient = session.gradient(z, h, zeros, t);
            } else {
                float[] particles = approximate ? means.noisy(t) : session.summary(z, t);
                gradient = session.gradient(z, particles, target, t);
            }
            double factor = variant == WitnessSampler.Variant.KALE ? size * (1 + sampler.regularisation()) : size;
            double squares = 0;
            double largest = 0;
            for (int i = 0; i < z.length; i++) {
                z[i] = (float) HeavyBall.place(z[i], gradient[i], factor);
                squares += (double) gradient[i] * gradient[i];
                largest = Math.max(largest, Math.abs(z[i]));
            }
            double length = Math.sqrt(squares / (z.length / (double) network.dimension()));
            done++;
            FlowDivergedException.require("the flow at noise level " + t, done, largest, limit, size);
            progress.step(done, String.format(Locale.ROOT, "noise %.2f, slope %.3g", t, length));
        }
        return true;
    }
}
