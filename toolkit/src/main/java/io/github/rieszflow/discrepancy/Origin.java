package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What is subtracted from clouds before they are projected: lines are kept in single precision, and a cloud that is narrow and
 * far from the origin would lose on them what it still has in its coordinates. Differences alone count, so that nothing else
 * changes.
 *
 * <p>The origin comes from the targets alone, as these stay where they are: a flow that is stopped and taken up again finds
 * the same one. It is 0, and every bit as it was, where the targets lie no further from 0 than {@link #FAR} times their root mean
 * square distance from their mean. Else it is their mean, rounded to a power of two of about the size of the cloud: to
 * subtract such a number from single precision is exact, or nearly so.
 */
final class Origin {
    /** Up to here at most three bits of the 24 are lost. */
    private static final double FAR = 8;
    /** Number of targets, evenly chosen, that tell where all are. */
    private static final int SAMPLE = 256;
    /** Beyond this, differences might leave single precision. */
    private static final double LARGEST = 1e37;

    /** Empty where there is nothing to subtract. */
    private final double[] place;

    private Origin(double[] place) {
        this.place = place;
    }

    static Origin of(Points targets) {
        int d = targets.dimension();
        int count = Math.min(targets.size(), SAMPLE);
        FloatBuffer values = targets.values();
        float[] row = new float[d];
        double[] first = new double[d];
        double[] sums = new double[d];
        double[] squares = new double[d];
        for (int i = 0; i < count; i++) {
            values.get((int) ((long) i * targets.size() / count) * d, row);
            for (int k = 0; k < d; k++) {
                first[k] = i == 0 ? row[k] : first[k];
                double difference = row[k] - first[k];
                sums[k] += difference;
                squares[k] += difference * difference;
            }
        }
        double distance = 0;
        double spread = 0;
        for (int k = 0; k < d; k++) {
            double mean = sums[k] / count;
            spread += Math.max(0, squares[k] / count - mean * mean);
            first[k] += mean;
            distance += first[k] * first[k];
        }
        if (distance <= FAR * FAR * spread || distance > LARGEST * LARGEST) {
            return new Origin(new double[0]);
        }
        double coordinate = Math.sqrt(spread / d);
        if (coordinate > 0) {
            double step = Math.scalb(4.0, Math.getExponent(coordinate) + 1);
            Arrays.setAll(first, k -> Math.rint(first[k] / step) * step);
        }
        return new Origin(first);
    }

    /** Whether there is nothing to subtract. */
    boolean zero() {
        return place.length == 0;
    }

    /** The points as they are seen from here. */
    Points from(Points points) {
        if (zero()) {
            return points;
        }
        int d = place.length;
        float[] near = points.toArray();
        for (int o = 0; o < near.length; o += d) {
            for (int k = 0; k < d; k++) {
                near[o + k] = (float) (near[o + k] - place[k]);
            }
        }
        return Points.adopt(near, points.size(), d);
    }

    /** The measure as it is seen from here. */
    Measure seen(Measure measure) {
        return zero() ? measure : measure.at(from(measure.points()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin origin && Arrays.equals(place, origin.place);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(place);
    }
}
