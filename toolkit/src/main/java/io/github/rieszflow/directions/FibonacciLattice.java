package io.github.rieszflow.directions;

/** The Fibonacci lattice of the half-sphere. */
final class FibonacciLattice implements SphereSet {
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

    @Override
    public int most(int dimension) {
        return Integer.MAX_VALUE;
    }

    @Override
    public double[] points(int dimension, int count) {
        double[] points = new double[3 * count];
        for (int k = 0; k < count; k++) {
            double z = (k + 0.5) / count;
            double radius = Math.sqrt(1 - z * z);
            points[3 * k] = radius * StrictMath.cos(GOLDEN_ANGLE * k);
            points[3 * k + 1] = radius * StrictMath.sin(GOLDEN_ANGLE * k);
            points[3 * k + 2] = z;
        }
        return points;
    }
}
