package io.github.rieszflow.transport;

import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** The points of measures that have mass, as seen from the first: so that data far from zero lose nothing. */
final class Support {
    /** Coordinates that a task looks at. */
    private static final int CHUNK = 1 << 18;

    private final FloatBuffer[] values;
    private final int[] measure;
    private final int[] point;
    private final int dimension;
    private final float[] origin;

    Support(Measure... measures) {
        this.dimension = measures[0].dimension();
        this.values = new FloatBuffer[measures.length];
        int most = Arrays.stream(measures).mapToInt(Measure::size).sum();
        int[] which = new int[most];
        int[] place = new int[most];
        int count = 0;
        for (int m = 0; m < measures.length; m++) {
            values[m] = measures[m].points().values();
            for (int i = 0; i < measures[m].size(); i++) {
                if (measures[m].weight(i) > 0) {
                    which[count] = m;
                    place[count++] = i;
                }
            }
        }
        this.measure = Arrays.copyOf(which, count);
        this.point = Arrays.copyOf(place, count);
        this.origin = new float[dimension];
        row(0, origin);
    }

    int dimension() {
        return dimension;
    }

    private void row(int i, float[] row) {
        values[measure[i]].get(point[i] * dimension, row);
    }

    /** Where a place lies that is seen from the first point. */
    double[] absolute(double[] place) {
        double[] moved = place.clone();
        for (int k = 0; k < dimension; k++) {
            moved[k] += origin[k];
        }
        return moved;
    }

    double[] row(int i) {
        float[] row = new float[dimension];
        row(i, row);
        double[] wide = new double[dimension];
        Arrays.setAll(wide, k -> (double) row[k] - origin[k]);
        return wide;
    }

    /** The point that is farthest from a place, the first of several. */
    int farthest(double[] from) {
        int size = point.length;
        int chunk = Math.max(1, CHUNK / dimension);
        int tasks = (size + chunk - 1) / chunk;
        int[] best = new int[tasks];
        double[] square = new double[tasks];
        (tasks == 1 ? Team.of(1) : Team.standard()).run(tasks, 1, (task, worker) -> {
            float[] row = new float[dimension];
            best[task] = task * chunk;
            for (int i = task * chunk; i < Math.min(size, (task + 1) * chunk); i++) {
                row(i, row);
                double distance = square(row, from);
                if (distance > square[task]) {
                    square[task] = distance;
                    best[task] = i;
                }
            }
        });
        int first = 0;
        for (int task = 1; task < tasks; task++) {
            first = square[task] > square[first] ? task : first;
        }
        return best[first];
    }

    private double square(float[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < b.length; k++) {
            double difference = (double) a[k] - origin[k] - b[k];
            sum += difference * difference;
        }
        return sum;
    }
}
