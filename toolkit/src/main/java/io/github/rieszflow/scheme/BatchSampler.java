package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Cumulative;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.network.Batch;
import org.jspecify.annotations.Nullable;

/** Draws what a training step sees: two independent batches of particles with latent variables, and targets. */
final class BatchSampler {
    /** At most this many targets are seen at once; their mean stays unbiased. */
    private static final int TARGETS = 2000;

    private final Points x;
    private final Units units;
    private final float[] factors;
    private final RandomStream stream;
    private final int[] order;
    private final int batch;
    private final int dimension;
    private final int latent;
    private final @Nullable Measure target;
    private @Nullable Points drawn;
    private float[] targets = {};

    BatchSampler(
            Points x,
            Units units,
            float[] factors,
            int batch,
            int latent,
            @Nullable Measure target,
            RandomStream stream) {
        this.x = x;
        this.units = units;
        this.factors = factors;
        this.stream = stream;
        this.order = stream.permutation(x.size());
        this.batch = Math.min(batch, x.size());
        this.dimension = x.dimension();
        this.latent = latent;
        this.target = target;
    }

    /**
     * The tensors of one step: for each batch what the network sees, places in the units of the loss, and latents; then the
     * factors, then targets if there are any.
     */
    Batch next() {
        // Together without repetition where there are enough particles, so that none meets itself.
        boolean apart = 2 * batch <= x.size();
        shuffle(apart ? 2 * batch : batch);
        Batch both = half(null, 0);
        if (!apart) {
            shuffle(batch);
        }
        both = half(both, apart ? batch : 0).and(factors, factors.length);
        if (target == null) {
            return both;
        }
        Points some = draw(target, batch, stream);
        if (drawn == null || !drawn.equals(some)) {
            drawn = some;
            targets = units.places(some);
        }
        return both.and(targets, some.size(), dimension);
    }

    private void shuffle(int count) {
        for (int i = 0; i < count; i++) {
            int j = i + stream.nextInt(order.length - i);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    private Batch half(@Nullable Batch before, int from) {
        float[] seen = new float[batch * dimension];
        float[] places = new float[batch * dimension];
        for (int i = 0; i < batch; i++) {
            units.seen(x, order[from + i], seen, i * dimension);
            units.place(x, order[from + i], places, i * dimension);
        }
        Batch half = before == null ? Batch.of(seen, batch, dimension) : before.and(seen, batch, dimension);
        return half.and(places, batch, dimension).and(normals(batch, stream), batch, latent);
    }

    /** What the network needs to move all particles, with fresh latents. */
    Batch all(RandomStream latents) {
        int n = x.size();
        float[] seen = new float[n * dimension];
        for (int i = 0; i < n; i++) {
            units.seen(x, i, seen, i * dimension);
        }
        return Batch.of(seen, n, dimension).and(normals(n, latents), n, latent);
    }

    private float[] normals(int rows, RandomStream from) {
        float[] normals = new float[rows * latent];
        for (int i = 0; i < normals.length; i++) {
            normals[i] = (float) from.nextGaussian();
        }
        return normals;
    }

    /**
     * Some targets: all of them, in their order, if weights are uniform and they are not too many; else independent draws.
     *
     * @param most how many at most, beyond a fixed least number
     */
    static Points draw(Measure target, int most, RandomStream stream) {
        int count = Math.min(target.size(), Math.max(most, TARGETS));
        if (target instanceof Points points && count == points.size()) {
            return points;
        }
        Cumulative cumulative = Cumulative.adopt(target.weights());
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = cumulative.at(stream.nextDouble());
        }
        return target.points().select(drawn);
    }
}
