package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/** Mean features of noisy and of clean data at some noise levels: all that a-DMMD needs of the data. Never changed. */
final class MeanFeatures {
    /** Linear schedules of levels are sums of doubles; a level read from a file is the nearest single. */
    private static final double CLOSE = 1e-6;

    private final double[] levels;
    private final float[][] noisy;
    private final float[][] clean;

    private MeanFeatures(double[] levels, float[][] noisy, float[][] clean) {
        this.levels = levels;
        this.noisy = noisy;
        this.clean = clean;
    }

    static MeanFeatures none() {
        return new MeanFeatures(new double[0], new float[0][], new float[0][]);
    }

    /** From data in the units of the network; the noise of each level has its own part of the seed. */
    static MeanFeatures of(
            KernelSession session, int width, Points data, NoiseSchedule schedule, double[] levels, Seed seed) {
        float[][] noisy = new float[levels.length][];
        float[][] clean = new float[levels.length][];
        for (int i = 0; i < levels.length; i++) {
            Points with = schedule.noisy(data, levels[i], seed.split(i));
            noisy[i] = KernelSession.mean(session.features(with.toArray(), levels[i]), width);
            clean[i] = KernelSession.mean(session.features(data.toArray(), levels[i]), width);
        }
        return new MeanFeatures(levels.clone(), noisy, clean);
    }

    boolean has(double[] wanted) {
        return Arrays.stream(wanted).allMatch(t -> find(t) >= 0);
    }

    float[] noisy(double t) {
        return noisy[find(t)];
    }

    float[] clean(double t) {
        return clean[find(t)];
    }

    private int find(double t) {
        for (int i = 0; i < levels.length; i++) {
            if (Math.abs(levels[i] - t) < CLOSE) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty() {
        return levels.length == 0;
    }

    NamedTensors tensors() {
        int width = noisy[0].length;
        float[] t = new float[levels.length];
        float[] rows = new float[2 * levels.length * width];
        for (int i = 0; i < levels.length; i++) {
            t[i] = (float) levels[i];
            System.arraycopy(noisy[i], 0, rows, 2 * i * width, width);
            System.arraycopy(clean[i], 0, rows, (2 * i + 1) * width, width);
        }
        return NamedTensors.of("levels", t, levels.length).and("means", rows, levels.length, 2, width);
    }

    static MeanFeatures of(NamedTensors tensors) {
        float[] t = tensors.get("levels");
        float[] rows = tensors.get("means");
        int width = rows.length / (2 * t.length);
        double[] levels = new double[t.length];
        float[][] noisy = new float[t.length][];
        float[][] clean = new float[t.length][];
        for (int i = 0; i < t.length; i++) {
            levels[i] = t[i];
            noisy[i] = Arrays.copyOfRange(rows, 2 * i * width, (2 * i + 1) * width);
            clean[i] = Arrays.copyOfRange(rows, (2 * i + 1) * width, (2 * i + 2) * width);
        }
        return new MeanFeatures(levels, noisy, clean);
    }
}
