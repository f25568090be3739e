package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/**
 * Two samples pooled, and the signed weights that a labelling gives to their points: +w_i/W_x to those labelled x
 * and −w_i/W_y to the others. If both samples have weights or none has, weights stay with their points; if one has, they
 * stay at the places of its sample, where points come and go. Points without weight are left out.
 */
final class Pool {
    /** How many labellings are worked on side by side. */
    static final int BATCH = 8;

    private final Points points;
    /** How many are labelled x. */
    private final int first;
    /** Each sample's weights scaled to mean 1. */
    private final double[] weights;
    /** Whether weights belong to places and not to points. */
    private final boolean placed;

    Pool(Measure x, Measure y) {
        Points a = massive(x);
        Points b = massive(y);
        this.points = a.concat(b);
        this.first = a.size();
        this.weights = new double[points.size()];
        scaled(x, 0, first);
        scaled(y, first, points.size());
        this.placed = even(0, first) != even(first, points.size());
    }

    private boolean even(int from, int to) {
        return Arrays.stream(weights, from, to).allMatch(weight -> weight == weights[from]);
    }

    /** Fills in the weights of one sample, scaled to mean 1. */
    private void scaled(Measure measure, int from, int to) {
        int k = from;
        for (int i = 0; i < measure.size(); i++) {
            if (measure.weight(i) > 0) {
                weights[k++] = measure.uniform() ? 1 : measure.weight(i) * (to - from);
            }
        }
    }

    private static Points massive(Measure measure) {
        if (measure.uniform()) {
            return measure.points();
        }
        int[] some = new int[measure.size()];
        int count = 0;
        for (int i = 0; i < some.length; i++) {
            if (measure.weight(i) > 0) {
                some[count++] = i;
            }
        }
        return measure.points().select(Arrays.copyOf(some, count));
    }

    /** How many are labelled x. */
    int first() {
        return first;
    }

    Points points() {
        return points;
    }

    int size() {
        return points.size();
    }

    /** What the points of one sample weigh, all together 1; the others nothing. */
    double[] weights(boolean ofFirst) {
        int from = ofFirst ? 0 : first;
        int to = ofFirst ? first : size();
        double sum = Arrays.stream(weights, from, to).sum();
        double[] own = new double[size()];
        for (int i = from; i < to; i++) {
            own[i] = weights[i] / sum;
        }
        return own;
    }

    /**
     * Signed weights of eight labellings, from labelling number {@code from} on; number 0 is the one that was observed, all
     * others are uniform over all labellings.
     *
     * @param signs T×8 numbers; modified
     */
    void label(int from, Seed seed, double[] signs) {
        int size = size();
        boolean[] isFirst = new boolean[size];
        int[] order = new int[size];
        for (int k = 0; k < BATCH; k++) {
            if (placed) {
                place(from + k, seed, signs, k);
                continue;
            }
            if (from + k == 0) {
                Arrays.fill(isFirst, 0, first, true);
            } else {
                draw(seed.split(from + k).stream(), order, isFirst);
            }
            double sum = 0;
            double other = 0;
            for (int i = 0; i < size; i++) {
                sum += isFirst[i] ? weights[i] : 0;
                other += isFirst[i] ? 0 : weights[i];
            }
            for (int i = 0; i < size; i++) {
                signs[i * BATCH + k] = isFirst[i] ? weights[i] / sum : -weights[i] / other;
            }
        }
    }

    /** Puts points at random places of both samples, which keep their weights. */
    private void place(int labelling, Seed seed, double[] signs, int k) {
        int[] point = labelling == 0 ? null : seed.split(labelling).stream().permutation(size());
        double sum = Arrays.stream(weights, 0, first).sum();
        double other = Arrays.stream(weights, first, size()).sum();
        for (int place = 0; place < size(); place++) {
            int i = point == null ? place : point[place];
            signs[i * BATCH + k] = place < first ? weights[place] / sum : -weights[place] / other;
        }
    }

    /** Draws the smaller group without putting back. */
    private void draw(RandomStream random, int[] order, boolean[] isFirst) {
        int size = order.length;
        int drawn = Math.min(first, size - first);
        boolean label = drawn == first;
        Arrays.fill(isFirst, !label);
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = 0; i < drawn; i++) {
            int j = i + random.nextInt(size - i);
            int chosen = order[j];
            order[j] = order[i];
            isFirst[chosen] = label;
        }
    }
}
