package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;

/** Gradients of discrepancies from a descent that is opened for one of them. */
final class Gradients {
    private Gradients() {}

    /** ∇_{x_i}F. */
    static Points gradient(Discrepancy discrepancy, Seed seed, Measure x, Measure y) {
        float[] g = perWeight(discrepancy, seed, x, y);
        int d = x.dimension();
        for (int i = 0; i < g.length; i++) {
            g[i] = x.uniform() ? (float) (g[i] * (1.0 / x.size())) : g[i] * (float) x.weight(i / d);
        }
        return Points.adopt(g, x.size(), d);
    }

    /** −∇_{x_i}F/w_i. */
    static Points velocity(Discrepancy discrepancy, Seed seed, Measure x, Measure y) {
        float[] g = perWeight(discrepancy, seed, x, y);
        for (int i = 0; i < g.length; i++) {
            g[i] = -g[i];
        }
        return Points.adopt(g, x.size(), x.dimension());
    }

    private static float[] perWeight(Discrepancy discrepancy, Seed seed, Measure x, Measure y) {
        Require.sameDimension(x, y);
        try (Descent descent = discrepancy.descent(x, y)) {
            float[] g = new float[Math.multiplyExact(x.size(), x.dimension())];
            descent.gradient(seed, g);
            return g;
        }
    }
}
