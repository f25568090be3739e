package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Points;
import java.util.Arrays;

/** The units of the diffusion, in which data have about mean 0 and deviation 1. */
record Unit(double scale, Points offset) {
    /** Of points: their mean, and the root mean square of their coordinates around it. */
    static Unit of(Points data) {
        double[] mean = data.mean();
        float[] offset = new float[mean.length];
        for (int k = 0; k < mean.length; k++) {
            offset[k] = (float) mean[k];
        }
        double squares = 0;
        var values = data.values();
        for (int i = 0; i < values.limit(); i++) {
            double x = values.get(i) - offset[i % mean.length];
            squares += x * x;
        }
        double scale = Math.sqrt(squares / values.limit());
        if (!(scale > 0)) {
            throw new IllegalArgumentException("all " + data.size() + " points to learn from are the same one");
        }
        return new Unit(scale, Points.adopt(offset, 1, offset.length));
    }

    /** Of images: from [0,1] to [−1,1]. */
    static Unit image(int dimension) {
        float[] half = new float[dimension];
        Arrays.fill(half, 0.5f);
        return new Unit(0.5, Points.adopt(half, 1, dimension));
    }

    Points in(Points points) {
        float[] values = points.toArray();
        var by = offset.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - by.get(i % offset.dimension())) / scale);
        }
        return Points.adopt(values, points.size(), points.dimension());
    }

    Points out(Points points) {
        float[] values = points.toArray();
        var by = offset.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale + by.get(i % offset.dimension()));
        }
        return Points.adopt(values, points.size(), points.dimension());
    }
}
