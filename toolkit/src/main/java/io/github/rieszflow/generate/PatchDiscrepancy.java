package io.github.rieszflow.generate;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.ImageShape;
import org.jspecify.annotations.Nullable;

/**
 * The sliced discrepancy of images along directions that see a patch of them, at each of some scales, or all of them where
 * there are no patches, jointly with what is given of each image.
 */
record PatchDiscrepancy(SlicedMmd sliced, @Nullable Patches patches, ImageShape shape, Given given)
        implements Discrepancy {
    /** Of the joint vectors: cells, and what is given beside them. */
    int dimension() {
        return given.beside()
                + (patches == null ? shape.dimension() : shape.channels() * patches.side() * patches.side());
    }

    /** What the sum over scales is multiplied with. */
    double factor() {
        boolean amplified = patches != null && patches.amplified();
        double ratio = amplified
                ? SlicingConstant.of(shape.dimension() + given.beside(), 1) / SlicingConstant.of(dimension(), 1)
                : 1;
        return ratio / (patches != null && patches.mean() ? patches.scales().size() : 1);
    }

    @Override
    public Estimate estimate(Measure x, Measure y) {
        try (PatchDescent descent = descent(x, y)) {
            return descent.read(Seed.DEFAULT).squared();
        }
    }

    @Override
    public Points gradient(Measure x, Measure y) {
        float[] gradient = new float[Math.multiplyExact(x.size(), x.dimension())];
        try (PatchDescent descent = descent(x, y)) {
            descent.gradient(Seed.DEFAULT, gradient);
        }
        return Points.adopt(gradient, x.size(), x.dimension()).scale(1.0 / x.size());
    }

    @Override
    public PatchDescent descent(Measure particles, Measure targets) {
        return new PatchDescent(this, particles, targets);
    }
}
