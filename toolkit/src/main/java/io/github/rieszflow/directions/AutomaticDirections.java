package io.github.rieszflow.directions;

import io.github.rieszflow.measure.Seed;

/** The rule that suits the dimension and the number of slices; it never draws itself. */
final class AutomaticDirections extends Rule {
    /** From here on fast transforms beat dense products. */
    private static final int HIGH = 128;
    /** Up to here directions that are far apart are worth being found. */
    private static final int LOW = 20;
    /** Values come from eight sets of P/8 directions; sets of fewer than 2d are no better than orthogonal ones. */
    private static final int FEW = 16;
    /** Largest P²(d+10) at which finding takes a second or less. */
    private static final double CHEAP = 5e6;

    AutomaticDirections() {
        super("automatic");
    }

    @Override
    Rule in(int dimension, int slices) {
        if (dimension <= 2) {
            return dimension == 1 ? new IidDirections() : new EquispacedDirections();
        }
        if (dimension >= HIGH) {
            return new HadamardDirections();
        }
        boolean cheap = (double) slices * slices * (dimension + 10) <= CHEAP;
        if (dimension <= LOW && slices >= FEW * dimension && cheap) {
            return RotatedDirections.DISTANCE;
        }
        return dimension == 3 ? RotatedDirections.FIBONACCI : new OrthogonalDirections();
    }

    @Override
    int block(int dimension) {
        throw new IllegalStateException("automatic directions are another rule by now");
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        throw new IllegalStateException("automatic directions are another rule by now");
    }
}
