package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import org.jspecify.annotations.Nullable;

/** A descent whose particles, momentum and targets are plain points. */
abstract class PointsDescent implements Descent {
    private final int size;
    private final int targetSize;
    private final int dimension;
    private @Nullable Place place;

    /** Where everything is until this is closed. */
    record Place(Measure x, Points v, Measure targets) {}

    PointsDescent(Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        this.size = particles.size();
        this.targetSize = targets.size();
        this.dimension = targets.dimension();
        this.place = new Place(particles, still(), targets);
    }

    /** Finds ∇_{x_i}F/w_i for each particle, in any order. */
    abstract void perWeight(Measure x, Measure targets, PairSums.Use use);

    private Points still() {
        return Points.dirac(size, dimension);
    }

    final Place place() {
        Place open = place;
        if (open == null) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
        return open;
    }

    @Override
    public final void load(Points particles, @Nullable Points momentum) {
        Place now = place();
        Require.shape(particles, size, dimension, "particles");
        if (momentum != null) {
            Require.shape(momentum, size, dimension, "momentum");
        }
        place = new Place(now.x().at(particles), momentum == null ? still() : momentum, now.targets());
    }

    @Override
    public final void aim(Points targets) {
        Place now = place();
        Require.shape(targets, targetSize, dimension, "targets");
        place = new Place(now.x(), now.v(), now.targets().at(targets));
    }

    @Override
    public final void gradient(Seed seed, float[] gradient) {
        Place now = place();
        Require.length(gradient.length, size, dimension);
        perWeight(now.x(), now.targets(), (i, row) -> {
            for (int k = 0; k < dimension; k++) {
                gradient[i * dimension + k] = (float) row[k];
            }
        });
    }

    @Override
    public final double step(Seed seed, double stepSize, double momentum) {
        Place now = place();
        float[] x = now.x().points().toArray();
        float[] v = now.v().toArray();
        perWeight(now.x(), now.targets(), (i, row) -> {
            for (int k = 0; k < dimension; k++) {
                HeavyBall.step(x, v, i * dimension + k, row[k], stepSize, momentum);
            }
        });
        double largest = 0;
        for (float coordinate : x) {
            largest = Math.max(largest, Math.abs(coordinate));
        }
        if (largest < Double.POSITIVE_INFINITY) {
            place = new Place(
                    now.x().at(Points.adopt(x, size, dimension)), Points.adopt(v, size, dimension), now.targets());
        }
        return largest;
    }

    @Override
    public final Points particles() {
        return place().x().points();
    }

    @Override
    public final Points momentum() {
        return place().v();
    }

    @Override
    public void close() {
        place = null;
    }
}
