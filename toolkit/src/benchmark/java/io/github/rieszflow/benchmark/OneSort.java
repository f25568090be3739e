package io.github.rieszflow.benchmark;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The step as one would write it first: independent directions, one sort for each line, plain loops on all cores. */
final class OneSort {
    private final float[] x;
    private final float[] y;
    private final float[] velocity;
    private final Setting s;

    OneSort(float[] x, float[] y, Setting setting) {
        this.x = x;
        this.y = y;
        this.velocity = new float[x.length];
        this.s = setting;
    }

    double step(Seed seed) {
        Points directions = Directions.iid().draw(s.slices, s.dimension, seed).points();
        float[][] gradients = new float[s.slices][];
        IntStream.range(0, s.slices).parallel().forEach(p -> gradients[p] = line(directions.row(p)));
        float scale = (float) (SlicingConstant.of(s.dimension, 1) / s.slices);
        float[] rows = directions.toArray();
        IntStream.range(0, s.size).parallel().forEach(i -> {
            float[] sum = new float[s.dimension];
            for (int p = 0; p < s.slices; p++) {
                float g = scale * gradients[p][i];
                for (int k = 0; k < s.dimension; k++) {
                    sum[k] += g * rows[p * s.dimension + k];
                }
            }
            for (int k = 0; k < s.dimension; k++) {
                int o = i * s.dimension + k;
                velocity[o] = 0.7f * velocity[o] + sum[k];
                x[o] -= 1e-6f * velocity[o];
            }
        });
        return x[0];
    }

    private float[] line(float[] direction) {
        long[] keys = new long[2 * s.size];
        for (int i = 0; i < s.size; i++) {
            keys[i] = key(x, i, direction) | i;
            keys[s.size + i] = key(y, i, direction) | (s.size + i);
        }
        Arrays.sort(keys);
        float[] gradient = new float[s.size];
        int targets = 0;
        for (int k = 0; k < keys.length; k++) {
            int i = (int) keys[k];
            if (i >= s.size) {
                targets++;
            } else {
                gradient[i] = (float) (2.0 * targets / s.size - (2.0 * (k - targets) + 1) / s.size);
            }
        }
        return gradient;
    }

    private long key(float[] points, int i, float[] direction) {
        float sum = 0;
        for (int k = 0; k < s.dimension; k++) {
            sum += points[i * s.dimension + k] * direction[k];
        }
        int bits = Float.floatToRawIntBits(sum);
        return (long) (bits ^ ((bits >> 31) & 0x7fffffff)) << 32;
    }
}
