package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Line;
import io.github.rieszflow.slicing.Ties;
import org.jspecify.annotations.Nullable;

/** Descent along the exact gradient. */
final class ExactDescent implements Descent {
    private final Mmd mmd;
    private final int size;
    private final Measure targets;
    private final PairSums pairs;
    private Measure x;
    private Points v;

    ExactDescent(Mmd mmd, Measure particles, Measure targets) {
        this.mmd = mmd;
        this.size = particles.size();
        this.targets = targets;
        this.pairs = Pairwise.with(mmd.kernel(), targets);
        this.x = particles;
        this.v = Points.dirac(size, targets.dimension());
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        if (particles.size() != size || particles.dimension() != targets.dimension()) {
            throw new IllegalArgumentException("this descent is for " + size + "×" + targets.dimension()
                    + " particles: received " + particles.shape());
        }
        x = x.at(particles);
        v = velocity == null ? Points.dirac(size, particles.dimension()) : velocity;
        Require.sameShape(particles, v);
    }

    @Override
    public double step(Seed seed, double step, double momentum) {
        int d = x.dimension();
        float[] position = x.points().toArray();
        float[] velocity = v.toArray();
        wasserstein(mmd.kernel(), x, targets, pairs, (i, gradient) -> {
            for (int k = 0; k < d; k++) {
                int o = i * d + k;
                double w = gradient[k] + momentum * velocity[o];
                velocity[o] = (float) w;
                position[o] = (float) (position[o] - step * w);
            }
        });
        double largest = 0;
        for (float p : position) {
            largest = Math.max(largest, Math.abs(p));
        }
        if (largest < Double.POSITIVE_INFINITY) {
            x = x.at(Points.adopt(position, size, d));
            v = Points.adopt(velocity, size, d);
        }
        return largest;
    }

    /** ∇_{x_i}F/w_i for each particle. */
    static void wasserstein(RadialKernel kernel, Measure mu, Measure nu, PairSums targets, PairSums.Use use) {
        Points x = mu.points();
        if (Mmd.sorts(kernel, mu.dimension())) {
            Line line = Pairwise.line(mu, nu);
            double[] g = line.gradient(Ties.FREEZE);
            for (int i = 0; i < g.length; i++) {
                use.row(i, new double[] {g[i]});
            }
            return;
        }
        int d = x.dimension();
        double[] attraction = new double[Math.multiplyExact(x.size(), d)];
        targets.gradient(x::get, x.size(), (i, sums) -> System.arraycopy(sums, 0, attraction, i * d, d));
        Pairwise.with(kernel, mu).gradient(x::get, x.size(), (i, sums) -> {
            for (int k = 0; k < d; k++) {
                sums[k] = attraction[i * d + k] - sums[k];
            }
            use.row(i, sums);
        });
    }

    @Override
    public Reading read(Seed seed) {
        boolean line = x.dimension() == 1;
        return new Reading(
                Estimate.exact(mmd.squared(x, targets)),
                line ? Estimate.exact(Pairwise.line(x, targets).wasserstein()) : null);
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
