package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Line;
import io.github.rieszflow.slicing.Ties;
import org.jspecify.annotations.Nullable;

/** Descent along the exact gradient, in double precision but for where particles and momentum are kept. */
final class ExactDescent extends PointsDescent {
    private final Mmd mmd;
    /** Sums with the targets, and of which they are. */
    private @Nullable PairSums pairs;

    private @Nullable Measure of;

    ExactDescent(Mmd mmd, Measure particles, Measure targets) {
        super(particles, targets);
        this.mmd = mmd;
        pairs(targets);
    }

    private PairSums pairs(Measure targets) {
        PairSums known = pairs;
        if (known == null || of != targets) {
            known = Pairwise.with(mmd.kernel(), targets);
            pairs = known;
            of = targets;
        }
        return known;
    }

    @Override
    void perWeight(Measure x, Measure targets, PairSums.Use use) {
        perWeight(mmd.kernel(), x, targets, pairs(targets), use);
    }

    /** ∇_{x_i}F/w_i for each particle. */
    static void perWeight(RadialKernel kernel, Measure mu, Measure nu, PairSums targets, PairSums.Use use) {
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
    public Distances read(Seed seed) {
        Place now = place();
        boolean line = now.x().dimension() == 1;
        return new Distances(
                Estimate.exact(mmd.squared(now.x(), now.targets())),
                line ? Estimate.exact(Pairwise.line(now.x(), now.targets()).wasserstein()) : null);
    }

    @Override
    public void close() {
        super.close();
        pairs = null;
        of = null;
    }
}
