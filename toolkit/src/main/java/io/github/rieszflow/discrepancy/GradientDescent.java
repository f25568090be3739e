package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/** Descent along the gradient of any discrepancy. */
final class GradientDescent extends PointsDescent {
    private final Discrepancy discrepancy;

    GradientDescent(Discrepancy discrepancy, Measure particles, Measure targets) {
        super(particles, targets);
        this.discrepancy = discrepancy;
    }

    @Override
    void perWeight(Measure x, Measure targets, PairSums.Use use) {
        Points g = discrepancy.gradient(x, targets);
        int d = x.dimension();
        if (g.size() != x.size() || g.dimension() != d) {
            throw new IllegalArgumentException("a gradient must have the shape of the particles: expected " + x.shape()
                    + ", received " + g.shape() + " from " + discrepancy);
        }
        double[] row = new double[d];
        for (int i = 0; i < x.size(); i++) {
            double weight = x.weight(i);
            if (weight == 0) {
                throw new IllegalArgumentException("particle " + i + " has weight 0, and so no gradient to move by: "
                        + discrepancy + " must implement descent for such particles");
            }
            for (int k = 0; k < d; k++) {
                row[k] = g.get(i, k) / weight;
            }
            use.row(i, row);
        }
    }

    @Override
    public Distances read(Seed seed) {
        Place now = place();
        return new Distances(discrepancy.estimate(now.x(), now.targets()), null);
    }
}
