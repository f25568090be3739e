package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.picture.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Samples on their way from noise to data, in the units of the network. Sample i depends on the seed, i and what it is given: whatever
 * is drawn for it comes from a part of the seed that is its own.
 */
final class RieszPath {
    /** Number of samples that go through the network, and have their noise drawn, together. */
    private static final int BLOCK = 256;

    private static final long START = 0;
    private static final long NOISE = 1;
    private static final long STIR = 2;

    private final RieszPreset preset;
    private final RieszTrained trained;
    private final Device device;
    private final RieszGiven given;

    RieszPath(RieszPreset preset, RieszTrained trained, Device device, RieszGiven given) {
        this.preset = preset;
        this.trained = trained;
        this.device = device;
        this.given = given;
    }

    /** Standard normal noise, each row from its own part of the seed. */
    static Points start(int count, int dimension, Seed seed) {
        float[] z = new float[Math.multiplyExact(count, dimension)];
        for (int i = 0; i < count; i++) {
            fill(z, i * dimension, (i + 1) * dimension, seed.split(START).split(i).stream());
        }
        return Points.adopt(z, count, dimension);
    }

    private static void fill(float[] into, int from, int to, RandomStream stream) {
        for (int k = from; k < to; k++) {
            into[k] = (float) stream.nextGaussian();
        }
    }

    /** From noise to data; where it is if it is interrupted. */
    SamplePath run(Points start, Seed seed) {
        RieszSampler sampler = preset.sampler();
        int n = start.size();
        int d = start.dimension();
        int kept = SamplePath.kept(n, d);
        SamplePath.requireMemory(sampler.calls() + 1.0, kept, d);
        int blocks = (n + BLOCK - 1) / BLOCK;
        float[] z = start.toArray();
        List<SamplePath.AtLevel> frames = new ArrayList<>();
        frames.add(new SamplePath.AtLevel(1, start.take(kept)));
        int done = 0;
        boolean smooth = sampler.order() == 2
                && sampler.stir() == 0
                && preset.denoiser().noise().isEmpty();
        float[] last = new float[0];
        try (Network network = open();
                Progress progress = Progress.start("sampling", Math.multiplyExact(sampler.calls(), blocks))) {
            for (int call = 0; call < sampler.calls(); call++) {
                double time = (double) call / sampler.calls();
                double next = (double) (call + 1) / sampler.calls();
                float[] moved = new float[z.length];
                float[] said = new float[smooth ? z.length : 0];
                for (int block = 0; block < blocks && !Thread.currentThread().isInterrupted(); block++) {
                    int from = block * BLOCK;
                    int to = Math.min(n, from + BLOCK);
                    float[] some = Arrays.copyOfRange(z, from * d, to * d);
                    float[] clean = clean(network, some, from, to, time, seed.split(NOISE), call);
                    if (smooth && call > 0) {
                        bent(some, clean, last, from * d, time, next, call, ending(call));
                    } else {
                        step(some, clean, from, time, next, seed.split(STIR), call);
                    }
                    if (smooth) {
                        System.arraycopy(clean, 0, said, from * d, clean.length);
                    }
                    System.arraycopy(some, 0, moved, from * d, some.length);
                    progress.step(
                            call * blocks + block + 1,
                            0,
                            String.format(Locale.ROOT, "call %d of %d", call + 1, sampler.calls()));
                }
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                z = moved;
                last = said;
                done += sampler.guided() ? 2 : 1;
                frames.add(new SamplePath.AtLevel(1 - next, Points.of(z, n, d).take(kept)));
            }
        }
        return new SamplePath(start, Points.of(z, n, d), frames, done, done < sampler.evaluations());
    }

    /** Clean samples drawn given noisy ones at one time, the particles of the first one first. */
    Points posterior(Points noisy, double time, int particles, Seed seed) {
        int d = noisy.dimension();
        float[] rows = noisy.toArray();
        float[] copies = new float[Math.multiplyExact(rows.length, particles)];
        int n = noisy.size() * particles;
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i / particles * d, copies, i * d, d);
        }
        float[] all = new float[copies.length];
        try (Network network = open()) {
            for (int from = 0; from < n; from += BLOCK) {
                int to = Math.min(n, from + BLOCK);
                float[] some = Arrays.copyOfRange(copies, from * d, to * d);
                float[] clean = clean(network, some, from, to, time, seed.split(NOISE), 0);
                System.arraycopy(clean, 0, all, from * d, clean.length);
            }
        }
        return Points.adopt(all, n, d);
    }

    private Network open() {
        return Network.open(
                preset.network(trained.dimension(), trained.classes().size()), trained.average(), device);
    }

    /** Draws x̂ for samples from, …, to − 1 at their noisy places. */
    private float[] clean(Network network, float[] some, int from, int to, double time, Seed noise, int call) {
        List<Integer> sides = preset.denoiser().noise();
        int width = sides.stream().reduce(1, Math::multiplyExact);
        float[] xi = new float[sides.isEmpty() ? 0 : (to - from) * width];
        for (int i = from; i < to && xi.length > 0; i++) {
            fill(xi, (i - from) * width, (i - from + 1) * width, noise.split(i).split(call).stream());
        }
        RieszSampler sampler = preset.sampler();
        float[] f = network.apply(inputs(some, xi, from, to, time, true));
        if (sampler.guided()) {
            float[] without = network.apply(inputs(some, xi, from, to, time, false));
            for (int k = 0; k < f.length; k++) {
                f[k] = (float) (without[k] + sampler.guidance() * (f[k] - without[k]));
            }
        }
        double square = time * time + (1 - time) * (1 - time);
        int d = trained.dimension();
        float[] known = given.known();
        for (int k = 0; k < f.length; k++) {
            f[k] = known == null || given.hidden()[k % d]
                    ? (float) ((time * some[k] + (1 - time) * Math.sqrt(square) * f[k]) / square)
                    : known[from * d + k];
        }
        return f;
    }

    private Batch inputs(float[] some, float[] xi, int from, int to, double time, boolean told) {
        int n = to - from;
        int d = trained.dimension();
        int classes = trained.classes().size();
        int[] sides = RieszBatches.sides(n, preset.denoiser().sides(d));
        float[] times = new float[n];
        Arrays.fill(times, (float) time);
        Batch batch = Batch.of(some, sides).and(times, n, 1);
        if (classes > 0) {
            float[] rows = new float[n * classes];
            int[] labels = given.labels();
            for (int i = from; i < to && told && labels != null; i++) {
                rows[(i - from) * classes + labels[i]] = 1;
            }
            batch = batch.and(rows, n, classes);
        }
        if (given.known() != null) {
            batch = batch.and(Arrays.copyOfRange(given.known(), from * d, to * d), sides);
        }
        return xi.length == 0
                ? batch
                : batch.and(xi, RieszBatches.sides(n, preset.denoiser().noise()));
    }

    /** Moves noisy samples in place, to less noise. */
    private void step(float[] some, float[] clean, int from, double time, double next, Seed stir, int call) {
        double fresh = preset.sampler().stir();
        double kept = Math.sqrt(1 - fresh * fresh);
        int d = trained.dimension();
        for (int i = 0; i < some.length / d; i++) {
            RandomStream stream = fresh > 0 ? stir.split(from + i).split(call).stream() : null;
            for (int k = i * d; k < (i + 1) * d; k++) {
                double noise = (some[k] - time * clean[k]) / (1 - time);
                double other = stream == null ? kept * noise : kept * noise + fresh * stream.nextGaussian();
                some[k] = (float) (next * clean[k] + (1 - next) * other);
            }
        }
    }

    /**
     * How far a step goes on. Near points of a smooth density x̂ comes to rest like x̂_1 − a(1−τ)², so that a third of what it did in the step
     * before is left for the last of three or more. Images are not that smooth: their finest parts are decided last.
     */
    private double ending(int call) {
        int calls = preset.sampler().calls();
        boolean rests = call == calls - 1 && calls > 2 && preset.denoiser().shape() == null;
        return rests ? 1.0 / 3 : 1;
    }

    /** The same in second order: x̂ goes on as it did since the last call, one step before, or by a part of that. */
    static void bent(
            float[] some, float[] clean, float[] last, int at, double time, double next, int call, double part) {
        double left = 1 - time;
        double then = 1 - next;
        double kept = then / left;
        double slope = part * (left - then - (then > 0 ? then * StrictMath.log(left / then) : 0)) * call / time;
        for (int k = 0; k < some.length; k++) {
            some[k] = (float) (kept * some[k] + (1 - kept) * clean[k] + slope * (clean[k] - last[at + k]));
        }
    }
}
