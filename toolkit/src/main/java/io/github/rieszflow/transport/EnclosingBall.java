package io.github.rieszflow.transport;

import com.dreizak.miniball.highdim.Miniball;
import com.dreizak.miniball.model.PointSet;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import java.util.Arrays;
import java.util.Locale;

/**
 * The smallest ball that holds the supports of measures; points of weight 0 are outside of them. Exact up to rounding, for
 * dimensions up to hundreds: 2,000 random points took 16 ms in 10 dimensions and 1 s in 784 (one core at 2.5 GHz), longer the
 * more of them lie on the boundary.
 *
 * <p>Source: Fischer, Gärtner and Kutz, Fast smallest-enclosing-ball computation in high dimensions (ESA 2003), in the first
 * author's implementation.
 */
public final class EnclosingBall {
    private final double[] centre;
    private final double radius;

    private EnclosingBall(double[] centre, double radius) {
        this.centre = centre;
        this.radius = radius;
    }

    /**
     * The smallest ball that holds all points with mass.
     *
     * @param measures at least one, all in R^d
     * @return the ball
     * @throws IllegalArgumentException if there is none or the dimensions differ
     */
    public static EnclosingBall of(Measure... measures) {
        Require.positive(measures.length, "the number of measures");
        for (Measure measure : measures) {
            Require.sameDimension(measures[0], measure);
        }
        Support support = Support.of(measures);
        double[] centre = support.size() == 1 ? support.row(0) : new Miniball(support).center();
        // Not the radius that was found but one that is sure to hold all.
        double square = 0;
        for (int i = 0; i < support.size(); i++) {
            double sum = 0;
            for (int k = 0; k < centre.length; k++) {
                double difference = support.coord(i, k) - centre[k];
                sum += difference * difference;
            }
            square = Math.max(square, sum);
        }
        return new EnclosingBall(centre.clone(), Math.sqrt(square));
    }

    /** Points with mass, as the library wants them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Support(Measure[] of, int[] measure, int[] point) implements PointSet {
        static Support of(Measure... measures) {
            int most = Arrays.stream(measures).mapToInt(Measure::size).sum();
            int[] measure = new int[most];
            int[] point = new int[most];
            int count = 0;
            for (int m = 0; m < measures.length; m++) {
                for (int i = 0; i < measures[m].size(); i++) {
                    if (measures[m].weight(i) > 0) {
                        measure[count] = m;
                        point[count++] = i;
                    }
                }
            }
            return new Support(measures, Arrays.copyOf(measure, count), Arrays.copyOf(point, count));
        }

        double[] row(int i) {
            double[] row = new double[dimension()];
            Arrays.setAll(row, k -> coord(i, k));
            return row;
        }

        @Override
        public int size() {
            return point.length;
        }

        @Override
        public int dimension() {
            return of[0].dimension();
        }

        @Override
        public double coord(int i, int k) {
            return of[measure[i]].points().get(point[i], k);
        }
    }

    /**
     * Its centre.
     *
     * @return d numbers, a copy
     */
    public double[] centre() {
        return centre.clone();
    }

    /**
     * Its radius.
     *
     * @return at least 0
     */
    public double radius() {
        return radius;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "EnclosingBall[radius %.5g in dimension %d]", radius, centre.length);
    }
}
