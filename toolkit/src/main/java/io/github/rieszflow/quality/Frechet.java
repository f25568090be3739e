package io.github.rieszflow.quality;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The Fréchet distance between two clouds of features, each replaced by the Gaussian with its mean m and covariance Σ:
 * ‖m₁−m₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁^½ Σ₂ Σ₁^½)^½, the square of the Wasserstein-2 distance between the Gaussians
 * (Dowson and Landau 1982). On features of the Inception network this is the FID (Heusel et al. 2017); on others it is not.
 *
 * <p>With finitely many images it is too large, by about a constant over their number: compare only numbers that come from equally
 * many images, and compare them with what other real images give.
 */
public final class Frechet {
    /** In inverses, eigenvalues below this part of the largest count as zero. */
    private static final double ROUNDING = 1e-13;

    private Frechet() {}

    /**
     * The distance between two clouds.
     *
     * @param x N×F features, N at least 2
     * @param y M×F features, M at least 2; covariances are divided by N−1 and M−1
     * @return the distance; its standard error is that of the linear part in both distributions (delta method), which is exact
     *     in the limit of many images as long as the distributions differ
     * @throws IllegalArgumentException if the dimensions differ or there are fewer than 2 points
     */
    public static Estimate distance(Points x, Points y) {
        Require.sameDimension(x, y);
        Moments a = Moments.of(x);
        Moments b = Moments.of(y);
        Transport way = new Transport(a.covariance(), b.covariance());
        double error =
                Math.sqrt(a.spread(b.mean(), way.map(b.covariance())) + b.spread(a.mean(), way.map(a.covariance())));
        return Estimate.overSamples(squared(a, b, way), error, x.size()).against(y.size());
    }

    /**
     * The distance between Gaussians.
     *
     * @param mean1 F numbers
     * @param covariance1 F×F, symmetric, without negative eigenvalues
     * @param mean2 F numbers
     * @param covariance2 F×F
     * @return the distance
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double betweenGaussians(
            double[] mean1, double[][] covariance1, double[] mean2, double[][] covariance2) {
        int d = mean1.length;
        for (double[][] covariance : new double[][][] {covariance1, covariance2}) {
            for (double[] row : covariance) {
                if (covariance.length != d || row.length != d || mean2.length != d) {
                    throw new IllegalArgumentException("Gaussians in dimension " + d + " need means of " + d
                            + " numbers and covariances of " + d + "×" + d + ": received a mean of " + mean2.length
                            + " and a covariance of " + covariance.length + "×" + row.length);
                }
            }
        }
        DMatrixRMaj s1 = new DMatrixRMaj(covariance1);
        DMatrixRMaj s2 = new DMatrixRMaj(covariance2);
        return squared(
                new Moments(mean1, s1, new DMatrixRMaj(1, d)),
                new Moments(mean2, s2, new DMatrixRMaj(1, d)),
                new Transport(s1, s2));
    }

    private static double squared(Moments a, Moments b, Transport way) {
        double square = 0;
        for (int k = 0; k < a.mean().length; k++) {
            double difference = a.mean()[k] - b.mean()[k];
            square += difference * difference;
        }
        double traces = CommonOps_DDRM.trace(a.covariance()) + CommonOps_DDRM.trace(b.covariance());
        return square + Math.max(0, traces - 2 * way.trace());
    }

    /** Mean, covariance and the points around their mean. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Moments(double[] mean, DMatrixRMaj covariance, DMatrixRMaj centred) {
        static Moments of(Points points) {
            int n = Require.between(points.size(), 2, Integer.MAX_VALUE, "the number of images for a covariance");
            int d = points.dimension();
            double[] mean = points.mean();
            DMatrixRMaj centred = new DMatrixRMaj(n, d);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < d; k++) {
                    centred.set(i, k, points.get(i, k) - mean[k]);
                }
            }
            DMatrixRMaj covariance = new DMatrixRMaj(d, d);
            CommonOps_DDRM.multInner(centred, covariance);
            CommonOps_DDRM.divide(covariance, n - 1.0);
            return new Moments(mean, covariance, centred);
        }

        /**
         * The variance that the distance has because these are N random points: their influence on it is
         * 2(m−m′)·(x−m) + (x−m)ᵀ(I−T)(x−m), where T is the linear map that takes one covariance to the other.
         */
        double spread(double[] other, DMatrixRMaj map) {
            int n = centred.getNumRows();
            int d = centred.getNumCols();
            DMatrixRMaj mapped = new DMatrixRMaj(n, d);
            CommonOps_DDRM.mult(centred, map, mapped);
            double[] influences = new double[n];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < d; k++) {
                    double c = centred.get(i, k);
                    influences[i] += c * (2 * (mean[k] - other[k]) + c - mapped.get(i, k));
                }
                sum += influences[i];
            }
            double square = 0;
            for (double influence : influences) {
                square += (influence - sum / n) * (influence - sum / n);
            }
            return square / (n - 1.0) / n;
        }
    }

    /** The roots that belong to a pair of covariances. */
    private static final class Transport {
        private final DMatrixRMaj first;
        private final DMatrixRMaj second;
        private final double trace;

        Transport(DMatrixRMaj first, DMatrixRMaj second) {
            this.first = first;
            this.second = second;
            this.trace = singularValues(root(first), root(second));
        }

        /**
         * tr (Σ₁^½ Σ₂ Σ₁^½)^½ as the sum of the singular values of Σ₁^½ Σ₂^½: the eigenvalues of the product would be their squares,
         * of which half of the digits were lost.
         */
        private static double singularValues(DMatrixRMaj root1, DMatrixRMaj root2) {
            int d = root1.getNumRows();
            DMatrixRMaj product = new DMatrixRMaj(d, d);
            CommonOps_DDRM.mult(root1, root2, product);
            SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(d, d, false, false, true);
            if (!svd.decompose(product)) {
                throw new ArithmeticException("the singular values of a " + d + "×" + d + " matrix were not found");
            }
            double sum = 0;
            for (int i = 0; i < svd.numberOfSingularValues(); i++) {
                sum += svd.getSingularValues()[i];
            }
            return sum;
        }

        /** tr (Σ₁^½ Σ₂ Σ₁^½)^½. */
        double trace() {
            return trace;
        }

        /** The map from the other covariance S to this one, R: R^½ (R^½ S R^½)^(−½) R^½. */
        DMatrixRMaj map(DMatrixRMaj to) {
            DMatrixRMaj root = root(to);
            return between(root, power(between(root, to == first ? second : first), -0.5));
        }

        private static DMatrixRMaj root(DMatrixRMaj matrix) {
            return power(matrix, 0.5);
        }

        private static DMatrixRMaj between(DMatrixRMaj outer, DMatrixRMaj inner) {
            DMatrixRMaj half = new DMatrixRMaj(outer.getNumRows(), outer.getNumRows());
            DMatrixRMaj all = half.createLike();
            CommonOps_DDRM.mult(outer, inner, half);
            CommonOps_DDRM.mult(half, outer, all);
            return all;
        }

        /** A power of a symmetric matrix; of zero it is zero. */
        private static DMatrixRMaj power(DMatrixRMaj matrix, double exponent) {
            int d = matrix.getNumRows();
            DMatrixRMaj symmetric = matrix.copy();
            for (int i = 0; i < d; i++) {
                for (int k = 0; k < i; k++) {
                    double mean = (matrix.get(i, k) + matrix.get(k, i)) / 2;
                    symmetric.set(i, k, mean);
                    symmetric.set(k, i, mean);
                }
            }
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
            if (!eigen.decompose(symmetric)) {
                throw new ArithmeticException("the eigenvalues of a " + d + "×" + d + " covariance were not found");
            }
            double most = 0;
            double least = 0;
            for (int i = 0; i < d; i++) {
                most = Math.max(most, eigen.getEigenvalue(i).real);
                least = Math.min(least, eigen.getEigenvalue(i).real);
            }
            // How far below 0 rounding has brought one says how much of another is rounding.
            double zero = exponent < 0 ? ROUNDING * d * most : -least;
            DMatrixRMaj scaled = new DMatrixRMaj(d, d);
            DMatrixRMaj vectors = new DMatrixRMaj(d, d);
            for (int i = 0; i < d; i++) {
                double value = eigen.getEigenvalue(i).real;
                double power = value > zero ? Math.pow(value, exponent) : 0;
                DMatrixRMaj vector = eigen.getEigenVector(i);
                for (int k = 0; k < d; k++) {
                    vectors.set(k, i, vector.get(k));
                    scaled.set(k, i, power * vector.get(k));
                }
            }
            CommonOps_DDRM.multTransB(scaled, vectors, symmetric);
            return symmetric;
        }
    }
}
