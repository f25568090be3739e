package io.github.rieszflow.directions;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Sobol points in the cube, scrambled digit by digit (Owen 1995), taken to normal vectors coordinate by coordinate and
 * normalised. Direction numbers by Joe and Kuo (2008), from Hipparchus.
 */
final class SobolDirections extends Rule {
    /** As many dimensions as there are direction numbers for. */
    static final int HIGHEST = 21_201;

    private static final NormalDistribution NORMAL = new NormalDistribution();

    SobolDirections() {
        super("Sobol");
    }

    @Override
    Rule in(int dimension, int slices) {
        requireDimension(1, HIGHEST, dimension);
        return this;
    }

    @Override
    public int most(int dimension) {
        return dimension <= HIGHEST ? Integer.MAX_VALUE : 0;
    }

    @Override
    int block(int dimension) {
        return DrawnDirections.WHOLE;
    }

    @Override
    void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare) {
        SobolSequenceGenerator sobol = new SobolSequenceGenerator(dimension);
        long[] coordinate = new long[dimension];
        for (int k = 0; k < dimension; k++) {
            coordinate[k] = seed.split(k).value();
        }
        RandomStream rest = seed.split(-1).stream();
        // This many leading digits differ from point to point; those after them are scrambled independently, that is
        // random.
        int digits = 32 - Integer.numberOfLeadingZeros(count - 1);
        double[] row = new double[dimension];
        for (int p = 0; p < count; p++) {
            double[] point = sobol.nextVector();
            double square = 0;
            for (int k = 0; k < dimension; k++) {
                row[k] = NORMAL.inverseCumulativeProbability(scrambled(point[k], digits, coordinate[k], rest));
                square += row[k] * row[k];
            }
            double scale = 1 / Math.sqrt(square);
            for (int k = 0; k < dimension; k++) {
                rows[(from + p) * dimension + k] = (float) (row[k] * scale);
            }
        }
    }

    /** Flips each leading digit as the digits before it say: a point uniform in (0,1) that keeps its stratum's company. */
    private static double scrambled(double u, int digits, long seed, RandomStream rest) {
        long bits = (long) (u * 0x1p32);
        long out = 0;
        for (int i = 0; i < digits; i++) {
            // A one before the digits tells prefixes of different lengths apart.
            long before = (1L << i) | (bits >>> (32 - i));
            long flip = new Seed(seed).split(before).value() >>> 63;
            out = (out << 1) | (((bits >>> (31 - i)) & 1) ^ flip);
        }
        return (out + (rest.nextLong() >>> 11) * 0x1p-53 + 0x1p-54) / (1L << digits);
    }
}
