package io.github.rieszflow.discrepancy;

import static io.github.rieszflow.discrepancy.Pool.BATCH;

import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.SlicedDescent;
import org.jspecify.annotations.Nullable;

/**
 * MMD² for many labellings on an engine that knows nothing of labels: each is a value of its own. Without weights one descent
 * serves all; weights belong to points, and so each labelling of weighted points takes a descent of its own.
 */
final class RelabelledByEngine implements Relabelled {
    private final SlicedMmd sliced;
    private final Points z;
    private final int first;
    private final boolean uniform;
    private @Nullable SlicedDescent open;

    /**
     * @param z T pooled points
     * @param first how many of them are labelled x
     * @param uniform whether all weigh the same
     */
    RelabelledByEngine(SlicedMmd sliced, Points z, int first, boolean uniform) {
        this.sliced = sliced;
        this.z = z;
        this.first = first;
        this.uniform = uniform;
        int[] all = new int[z.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        // Also to be refused at once if it has to be.
        this.open = sliced.descent(part(all, 0, first), part(all, first, all.length));
        if (!uniform) {
            close();
        }
    }

    private Points part(int[] indices, int from, int to) {
        return z.select(java.util.Arrays.copyOfRange(indices, from, to));
    }

    @Override
    public void squared(double[] signs, double[] out) {
        int[] order = new int[z.size()];
        for (int k = 0; k < BATCH; k++) {
            int x = 0;
            int y = first;
            for (int i = 0; i < order.length; i++) {
                order[signs[i * BATCH + k] > 0 ? x++ : y++] = i;
            }
            out[k] = uniform ? loaded(order) : opened(order, signs, k);
        }
    }

    private double loaded(int[] order) {
        SlicedDescent descent = java.util.Objects.requireNonNull(open);
        descent.load(part(order, 0, first), null);
        descent.aim(part(order, first, order.length));
        return value(descent);
    }

    private double opened(int[] order, double[] signs, int k) {
        try (SlicedDescent descent =
                sliced.descent(weighted(order, 0, first, signs, k), weighted(order, first, order.length, signs, k))) {
            return value(descent);
        }
    }

    private double value(SlicedDescent descent) {
        return descent.read(sliced.seed()).squared().value();
    }

    /** An engine says what two clouds differ by, not what lies between them: this is found on the processor. */
    @Override
    public double mean(double[] a, double[] b) {
        return Relabelled.lines(z, sliced.directions(), sliced.slices(), sliced.seed(), team())
                .mean(a, b);
    }

    private Measure weighted(int[] order, int from, int to, double[] signs, int k) {
        double[] weights = new double[to - from];
        for (int i = from; i < to; i++) {
            weights[i - from] = Math.abs(signs[order[i] * BATCH + k]);
        }
        return part(order, from, to).weighted(weights);
    }

    @Override
    public double work() {
        // A sort for each slice.
        return 20.0 * BATCH * sliced.slices() * z.size();
    }

    /** The engine shares the work as it likes. */
    @Override
    public Team team() {
        return Team.of(1);
    }

    @Override
    public void close() {
        SlicedDescent descent = open;
        if (descent != null) {
            descent.close();
            open = null;
        }
    }
}
