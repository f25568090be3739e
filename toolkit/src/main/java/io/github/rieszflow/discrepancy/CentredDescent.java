package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import org.jspecify.annotations.Nullable;

/**
 * A sliced descent on any engine that sees clouds from an {@link Origin}. Usually that is 0, and all is left to the engine's
 * descent. Else the particles and their momentum are kept here, in the coordinates in which they came, and the engine is
 * asked for gradients.
 */
final class CentredDescent implements SlicedDescent {
    private final SlicedDescent inner;
    private final int size;
    private final int targets;
    private final int dimension;
    private Origin origin;
    /** Where the particles are, what moves them, and their gradient; empty where the engine's descent keeps them. */
    private float[] x = {};

    private float[] v = {};
    private float[] g = {};
    /** Whether the engine knows where the particles are. */
    private boolean known;

    private boolean closed;

    CentredDescent(Engine engine, SlicedProblem problem, Measure particles, Measure targets) {
        this.size = particles.size();
        this.targets = targets.size();
        this.dimension = particles.dimension();
        this.origin = Origin.of(targets.points());
        this.inner = engine.open(problem, seen(particles), seen(targets));
        keep(particles.points(), null);
        known = true;
    }

    private Measure seen(Measure measure) {
        return origin.seen(measure);
    }

    /** Puts particles where they belong, which the engine's descent does not know of yet. */
    private void keep(Points particles, @Nullable Points momentum) {
        known = origin.zero();
        if (known) {
            x = new float[0];
            v = x;
            g = x;
        } else {
            x = particles.toArray();
            v = momentum == null ? new float[x.length] : momentum.toArray();
            g = new float[x.length];
        }
    }

    /** The engine's descent with the particles in their place. */
    private SlicedDescent ready() {
        if (!known && !closed) {
            inner.load(origin.from(Points.of(x, size, dimension)), null);
            known = true;
        }
        return inner;
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        if (origin.zero() || closed) {
            inner.load(particles, momentum);
            return;
        }
        Require.shape(particles, size, dimension, "particles");
        if (momentum != null) {
            Require.shape(momentum, size, dimension, "momentum");
        }
        keep(particles, momentum);
    }

    @Override
    public void aim(Points points) {
        Require.shape(points, targets, dimension, "targets");
        Origin next = closed ? origin : Origin.of(points);
        if (origin.zero() && next.zero()) {
            inner.aim(points);
            return;
        }
        Points here = particles();
        Points moving = momentum();
        inner.aim(next.from(points));
        origin = next;
        keep(here, moving);
        if (next.zero()) {
            inner.load(here, moving);
        }
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        ready().gradient(seed, gradient);
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        if (origin.zero()) {
            return inner.step(seed, stepSize, momentum);
        }
        ready().gradient(seed, g);
        known = false;
        float largest = 0;
        for (int i = 0; i < x.length; i++) {
            HeavyBall.step(x, v, i, g[i], stepSize, momentum);
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest;
    }

    @Override
    public SliceValues values(Seed seed) {
        SliceValues values = ready().values(seed);
        for (int p = 0; p < values.slices(); p++) {
            if (!Double.isFinite(values.squared(p) + values.wasserstein(p))) {
                throw new IllegalArgumentException(
                        "expected finite coordinates whose projections single precision holds, at most 3.4e38: received "
                                + size + "×" + dimension + " and " + targets + "×" + dimension
                                + " points with others; multiply both clouds by the same small number first");
            }
        }
        return values;
    }

    @Override
    public Points particles() {
        return origin.zero() || closed ? inner.particles() : Points.of(x, size, dimension);
    }

    @Override
    public Points momentum() {
        return origin.zero() || closed ? inner.momentum() : Points.of(v, size, dimension);
    }

    @Override
    public void close() {
        closed = true;
        x = new float[0];
        v = x;
        g = x;
        inner.close();
    }
}
