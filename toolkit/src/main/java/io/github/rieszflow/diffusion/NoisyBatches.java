package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import java.nio.FloatBuffer;

/** Draws what a training step sees. The batch of a step depends on its number only, so that a training can go on anywhere. */
final class NoisyBatches {
    private final Points data;
    private final NoiseSchedule schedule;
    private final int size;
    private final int levels;
    private final double least;
    private final double power;
    private final Seed seed;

    /**
     * From data in the units of the network.
     *
     * @param size rows of each level
     * @param levels how many levels a step sees
     * @param least the lowest of them
     */
    NoisyBatches(Points data, NoiseSchedule schedule, int size, int levels, double least, double power, Seed seed) {
        this.data = data;
        this.schedule = schedule;
        this.size = size;
        this.levels = levels;
        this.least = least;
        this.power = power;
        this.seed = seed;
    }

    /** Clean rows, as many noisy rows of other points, levels, and places between the two, 0 at the noisy one. */
    Batch of(long step) {
        RandomStream stream = seed.split(step).stream();
        int dimension = data.dimension();
        int rows = levels * size;
        float[] clean = new float[rows * dimension];
        float[] noisy = new float[rows * dimension];
        float[] places = new float[rows];
        double[] t = new double[levels];
        float[] emphasis = new float[levels];
        FloatBuffer values = data.values();
        for (int level = 0; level < levels; level++) {
            // One in each part of the range, so that no step misses high or low noise.
            t[level] = least + (1 - least) * (level + stream.nextDouble()) / levels;
            emphasis[level] = (float) StrictMath.pow(schedule.beta(t[level]), -power);
            for (int row = level * size; row < (level + 1) * size; row++) {
                values.get(stream.nextInt(data.size()) * dimension, clean, row * dimension, dimension);
                System.arraycopy(clean, row * dimension, noisy, row * dimension, dimension);
                schedule.noise(noisy, row * dimension, (row + 1) * dimension, t[level], stream);
                places[row] = stream.nextFloat();
            }
        }
        return Batch.of(clean, rows, dimension)
                .and(noisy, rows, dimension)
                .and(Level.rows(t), levels, Level.WIDTH)
                .and(places, rows, 1)
                .and(emphasis, levels);
    }
}
