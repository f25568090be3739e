package io.github.rieszflow.directions;

import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A good set of points, found once for each dimension and number, under one random rotation. */
final class RotatedDirections extends Rule {
    static final RotatedDirections FIBONACCI = new RotatedDirections("Fibonacci", 3, 3, new FibonacciLattice());
    static final RotatedDirections DISTANCE =
            new RotatedDirections("distance", 1, Integer.MAX_VALUE, new DistanceSet());
    static final RotatedDirections DESIGN =
            new RotatedDirections("spherical design", 1, SphericalDesign.HIGHEST, new SphericalDesign());

    /** Which set. */
    private record Size(int dimension, int count) {}

    private final int lowest;
    private final int highest;
    private final SphereSet set;
    private final Map<Size, double[]> found = new ConcurrentHashMap<>();

    private RotatedDirections(String name, int lowest, int highest, SphereSet set) {
        super(name);
        this.lowest = lowest;
        this.highest = highest;
        this.set = set;
    }

    @Override
    Rule in(int dimension, int slices) {
        requireDimension(lowest, highest, dimension);
        return switch (dimension) {
            // One direction says it all.
            case 1 -> new IidDirections();
            // Equal angles are farthest apart, and a design of degree 2P−1.
            case 2 -> new EquispacedDirections();
            default -> this;
        };
    }

    @Override
    public int most(int dimension) {
        return dimension < lowest || dimension > highest ? 0 : dimension <= 2 ? Integer.MAX_VALUE : set.most(dimension);
    }

    @Override
    int block(int dimension) {
        return DrawnDirections.WHOLE;
    }

    /** Here, because it may take long and uses all threads: not within one of them. */
    @Override
    void prepare(int dimension, int count) {
        points(dimension, count);
    }

    private double[] points(int dimension, int count) {
        requireMost(dimension, count);
        return found.computeIfAbsent(new Size(dimension, count), size -> set.points(size.dimension(), size.count()));
    }

    @Override
    int spare(int dimension, int count) {
        return dimension + 1;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        double[] points = points(dimension, count);
        // Only even functions are integrated: that a Haar frame may also reflect does no harm.
        OrthogonalDirections.frame(spare, dimension, seed.stream());
        double[] row = spare[dimension];
        for (int p = 0; p < count; p++) {
            Arrays.fill(row, 0);
            for (int j = 0; j < dimension; j++) {
                double x = points[p * dimension + j];
                for (int k = 0; k < dimension; k++) {
                    row[k] += x * (float) spare[j][k];
                }
            }
            for (int k = 0; k < dimension; k++) {
                rows[(from + p) * dimension + k] = (float) row[k];
            }
        }
    }
}
