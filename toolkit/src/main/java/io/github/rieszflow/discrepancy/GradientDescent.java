package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.jspecify.annotations.Nullable;

/** Descent along the gradient of any discrepancy. */
final class GradientDescent implements Descent {
    private final Discrepancy discrepancy;
    private final Measure targets;
    private Measure x;
    private Points v;

    GradientDescent(Discrepancy discrepancy, Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        this.discrepancy = discrepancy;
        this.targets = targets;
        this.x = particles;
        this.v = Points.dirac(particles.size(), particles.dimension());
    }

    /** ∇_{x_i}F/w_i for each particle. */
    static Points wasserstein(Discrepancy discrepancy, Measure x, Measure y) {
        Require.sameDimension(x, y);
        float[] g = discrepancy.gradient(x, y).toArray();
        int d = x.dimension();
        if (g.length != x.size() * d) {
            throw new IllegalArgumentException("a gradient must have the shape of the particles: expected " + x.shape()
                    + ", received " + g.length + " numbers from " + discrepancy);
        }
        for (int i = 0; i < x.size(); i++) {
            double weight = x.weight(i);
            if (weight == 0) {
                throw new IllegalArgumentException("particle " + i + " has weight 0, and so no gradient to move by: "
                        + discrepancy + " must implement velocity and descent for such particles");
            }
            for (int k = 0; k < d; k++) {
                g[i * d + k] = (float) (g[i * d + k] / weight);
            }
        }
        return Points.adopt(g, x.size(), d);
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        Require.sameShape(particles, x);
        x = x.at(particles);
        v = velocity == null ? Points.dirac(particles.size(), particles.dimension()) : velocity;
        Require.sameShape(particles, v);
    }

    @Override
    public double step(Seed seed, double step, double momentum) {
        Points g = discrepancy.velocity(x, targets);
        float[] position = x.points().toArray();
        float[] velocity = v.toArray();
        double largest = 0;
        for (int i = 0; i < position.length; i++) {
            double w = momentum * velocity[i] - g.values().get(i);
            velocity[i] = (float) w;
            position[i] = (float) (position[i] - step * w);
            largest = Math.max(largest, Math.abs(position[i]));
        }
        if (largest < Double.POSITIVE_INFINITY) {
            x = x.at(Points.adopt(position, x.size(), x.dimension()));
            v = Points.adopt(velocity, x.size(), x.dimension());
        }
        return largest;
    }

    @Override
    public Reading read(Seed seed) {
        return new Reading(discrepancy.estimate(x, targets), null);
    }

    @Override
    public Points particles() {
        return x.points();
    }

    @Override
    public Points velocity() {
        return v;
    }
}
