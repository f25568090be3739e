package io.github.rieszflow.transport;

import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * The ball of a few points, which takes in others until it holds all. Its centre is Σ λ_i p_i with λ ≥ 0 over points at the
 * same distance, so that it is the smallest that holds these: its radius only grows.
 */
final class GrowingBall {
    /** A point is outside if its squared distance is larger by this part. */
    private static final double OUTSIDE = 1e-14;
    /** A point this near to the span of others, as a part of the extent, lies in it. */
    private static final double FLAT = 1e-11;
    /** How far the squared radius may be above the least one that is possible, as a part of it. */
    private static final double EXACT = 2e-9;

    private final Support support;
    private final AffineSpan span;
    private final double[] centre;
    private double[] best;
    private double square = Double.POSITIVE_INFINITY;
    /** What any ball's squared radius is at least. */
    private double least;

    private double[] weights = {1};
    private final double flat;

    GrowingBall(Support support) {
        this.support = support;
        this.centre = support.row(0);
        this.best = centre.clone();
        this.span = new AffineSpan(support.row(0), 0);
        double extent = distance(support.row(support.farthest(centre)), centre);
        this.flat = FLAT * FLAT * extent;
    }

    double[] centre() {
        return support.absolute(best);
    }

    /** One that is sure to hold all points. */
    double radius() {
        return Math.sqrt(square);
    }

    /**
     * What the squared radius of any ball that holds all is at least: Σ λ_i ‖p_i − c‖² with c = Σ λ_i p_i, for any weights λ ≥ 0
     * that add up to 1.
     */
    double bound() {
        double all = 0;
        double[] middle = new double[centre.length];
        for (int i = 0; i < span.size(); i++) {
            double weight = Math.max(0, weights[i]);
            all += weight;
            for (int k = 0; k < middle.length; k++) {
                middle[k] += weight * span.point(i)[k];
            }
        }
        for (int k = 0; k < middle.length; k++) {
            middle[k] /= all;
        }
        double sum = 0;
        for (int i = 0; i < span.size(); i++) {
            sum += Math.max(0, weights[i]) / all * distance(span.point(i), middle);
        }
        return sum;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double difference = a[k] - b[k];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * Takes in points until none is outside, and makes sure that no smaller ball holds all.
     *
     * @throws CancellationException if the thread is interrupted
     */
    void grow() {
        takeAll();
        if (square - bound() > EXACT * square) {
            throw new IllegalStateException(
                    "the smallest ball that holds these points was found to lie between the radii "
                            + Math.sqrt(bound()) + " and " + radius()
                            + " only: their differences span too many powers of ten; leave out points that are far away");
        }
    }

    private void takeAll() {
        // Rounding could make the same points come and go; that ends after as many rounds without gain.
        int idle = 0;
        while (idle < 20 + 2 * span.size()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the enclosing ball was growing");
            }
            int name = support.farthest(centre);
            double[] point = support.row(name);
            double outer = distance(point, centre);
            double inner = distance(span.point(0), centre);
            boolean gain = outer < square * (1 - 1e-15) || inner > least * (1 + 1e-15);
            if (outer < square) {
                square = outer;
                best = centre.clone();
            }
            least = Math.max(least, inner);
            if (outer <= inner * (1 + OUTSIDE) || span.has(name)) {
                return;
            }
            idle = gain ? 0 : idle + 1;
            take(point, name);
        }
    }

    /**
     * Moves the centre at the same distance from all points of the span, away from it towards a point outside, until that is no
     * farther than they are. A point whose weight would become negative on the way is let go.
     */
    private void take(double[] point, int name) {
        while (true) {
            double height = span.project(point);
            double excess = Math.max(0, distance(point, centre) - distance(span.point(0), centre));
            double whole = height > (span.size() > 1 ? flat : 0) ? excess / (2 * height) : Double.POSITIVE_INFINITY;
            double step = whole;
            int hinders = -1;
            for (int i = 0; i < span.size(); i++) {
                double part = span.barycentric[i];
                if (part > 0 && Math.max(0, weights[i]) / part < step) {
                    step = Math.max(0, weights[i]) / part;
                    hinders = i;
                }
            }
            for (int k = 0; k < centre.length; k++) {
                centre[k] += step * span.rest[k];
            }
            for (int i = 0; i < span.size(); i++) {
                weights[i] -= step * span.barycentric[i];
            }
            if (hinders < 0) {
                span.add(point, name, Math.sqrt(height));
                break;
            }
            span.remove(hinders);
            System.arraycopy(weights, hinders + 1, weights, hinders, span.size() - hinders);
        }
        // Afresh, so that rounding does not add up.
        span.circumcentre(centre);
        weights = Arrays.copyOf(span.barycentric, span.size());
    }
}
