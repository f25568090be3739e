package io.github.rieszflow.conformance;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** What a radial kernel must do to be one of an MMD. */
public final class KernelConformance {
    /** In lengths: from where a kernel begins to where it has ended. */
    private static final double[] DISTANCES = {1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10};

    private static final double[] WIDTHS = {0.3, 1, 3};
    private static final int POINTS = 40;

    private final RadialKernel kernel;
    private final double length;
    private final int[] dimensions;
    private final Mmd mmd;

    private KernelConformance(RadialKernel kernel, double length, int[] dimensions) {
        this.kernel = kernel;
        // A power of two, so that coordinates stay exact in single precision.
        this.length = Math.scalb(1.0, (int) Math.rint(Math.log(length) / Math.log(2)));
        this.dimensions = dimensions;
        this.mmd = Mmd.radial(kernel);
    }

    /**
     * Checks a kernel whose width is of order 1, in dimensions 1, 2, 3 and 8.
     *
     * @param kernel f
     * @return what was found
     * @throws IllegalArgumentException if f(0) is not finite
     */
    public static Conformance of(RadialKernel kernel) {
        return of(kernel, 1, 1, 2, 3, 8);
    }

    /**
     * Checks a kernel: f and f′ are finite and the same at each call, on any number of threads; f′ is the derivative of f; MMD² of
     * two Diracs is 2(f(0) − f(ρ)); gradients are those of ½MMD²; MMD² is symmetric, invariant under translations and, as f is
     * conditionally positive definite, at least 0.
     *
     * @param kernel f
     * @param length a length in the middle of those where f changes, such as σ of a Gaussian
     * @param dimensions in which it must be a kernel; some functions are positive definite up to some dimension only
     * @return what was found
     * @throws IllegalArgumentException if f(0) is not finite, the length is not positive, or a dimension is not
     */
    public static Conformance of(RadialKernel kernel, double length, int... dimensions) {
        Require.positive(length, "the length of a kernel");
        for (int d : dimensions) {
            Require.positive(d, "dimension");
        }
        KernelConformance check = new KernelConformance(kernel, length, dimensions.clone());
        return Conformance.of(kernel.name())
                .and("f and f′ are finite", check::finite)
                .and("f and f′ are the same at each call, on any number of threads", check::repeatable)
                .and("f′ is the derivative of f", check::derivative)
                .and("MMD² of two Diracs is 2(f(0) − f(ρ)), and its half has the slope −f′", check::diracs)
                .and("gradients are those of ½MMD²", check::gradients)
                .and("MMD² is symmetric", check::symmetric)
                .and("MMD² does not change if both measures are translated", check::translated)
                .and("f is conditionally positive definite: Σ a_i a_j f(‖x_i−x_j‖) ≥ 0 if Σ a_i = 0", check::definite);
    }

    private String finite() {
        for (double distance : DISTANCES) {
            for (double rho : new double[] {distance * length, 1e-6 * distance * length, 1e4 * distance * length}) {
                double f = kernel.value(rho);
                double slope = kernel.derivative(rho);
                if (!Double.isFinite(f) || !Double.isFinite(slope)) {
                    throw new AssertionError("f = " + f + ", f′ = " + slope + " at distance " + rho);
                }
            }
        }
        return "at " + 3 * DISTANCES.length + " distances";
    }

    private double[] numbers() {
        return Arrays.stream(DISTANCES)
                .flatMap(z -> DoubleStream.of(kernel.value(z * length), kernel.derivative(z * length)))
                .toArray();
    }

    private String repeatable() {
        double[] once = numbers();
        boolean same = IntStream.range(0, 64).parallel().allMatch(k -> Arrays.equals(once, numbers()));
        return require(
                same, "64 calls on several threads " + (same ? "gave the same bits" : "did not give the same bits"));
    }

    /** How much f changes, which errors are measured by. */
    private double amplitude() {
        double most = 0;
        for (double z : DISTANCES) {
            most = Math.max(most, Math.abs(kernel.value(z * length) - kernel.value(0)));
        }
        return most;
    }

    private String derivative() {
        double worst = 0;
        for (double z : DISTANCES) {
            double rho = z * length;
            double h = rho / 256;
            double found = (8 * (kernel.value(rho + h) - kernel.value(rho - h))
                            - (kernel.value(rho + 2 * h) - kernel.value(rho - 2 * h)))
                    / (12 * h);
            double given = kernel.derivative(rho);
            double error = Math.abs(given - found) * rho / amplitude();
            worst = Math.max(worst, error);
            if (!(error < 1e-6)) {
                throw new AssertionError(
                        "f′ = " + given + " at distance " + rho + ", where differences of f give " + found);
            }
        }
        return text("differences agree up to %.1e of the amplitude of f over ρ", worst);
    }

    private String diracs() {
        double worst = 0;
        for (double z : DISTANCES) {
            double rho = (float) (z * length);
            for (int d : dimensions) {
                Points a = Points.dirac(1, d);
                double[] away = new double[d];
                away[d - 1] = rho;
                Points b = a.translate(away);
                double expected = 2 * (kernel.value(0) - kernel.value(rho));
                double squared = mmd.squared(a, b);
                double scale = amplitude() + Math.abs(kernel.value(0));
                worst = Math.max(worst, Math.abs(squared - expected) / scale);
                double slope = mmd.gradient(b, a).get(0, d - 1);
                double should = -kernel.derivative(rho);
                if (!(worst < 1e-14) || !(Math.abs(slope - should) <= 1e-6 * Math.abs(should) + 1e-37)) {
                    throw new AssertionError("at distance " + rho + " in dimension " + d + " MMD² = " + squared
                            + " where 2(f(0) − f(ρ)) = " + expected + ", slope " + slope + " where −f′ = " + should);
                }
            }
        }
        return text("up to %.1e", worst);
    }

    /** Points that keep a quarter of a length from each other, on a grid of 1/1024. */
    private Points cloud(int size, int d, double offset, Seed seed) {
        RandomStream stream = seed.stream();
        double[][] rows = new double[size][d];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < d; k++) {
                double jitter = k == 0 ? stream.nextDouble() / 8 : stream.nextGaussian();
                rows[i][k] = length * Math.rint(1024 * ((k == 0 ? i + offset : 0) + jitter)) / 1024;
            }
        }
        return Points.of(rows);
    }

    private Points left(int d) {
        return cloud(6, d, 0, Seed.seed(1).split(d));
    }

    private Points right(int d) {
        return cloud(5, d, 0.5, Seed.seed(2).split(d));
    }

    private String gradients() {
        double worst = 0;
        for (int d : dimensions) {
            Points x = left(d);
            Points y = right(d);
            Points gradient = mmd.gradient(x, y);
            for (int i = 0; i < x.size(); i++) {
                for (int k = 0; k < d; k++) {
                    double h = length / 256;
                    double found = (8 * (half(x, i, k, h, y) - half(x, i, k, -h, y))
                                    - (half(x, i, k, 2 * h, y) - half(x, i, k, -2 * h, y)))
                            / (12 * h);
                    double error = Math.abs(gradient.get(i, k) - found) * length / amplitude();
                    worst = Math.max(worst, error);
                    if (!(error < 1e-6)) {
                        throw new AssertionError("the gradient of point " + i + ", coordinate " + k + " in dimension "
                                + d + " is " + gradient.get(i, k) + ", where differences of ½MMD² give " + found);
                    }
                }
            }
        }
        return text("differences agree up to %.1e of the amplitude of f", worst);
    }

    private double half(Points x, int point, int coordinate, double by, Points y) {
        float[] moved = x.toArray();
        moved[point * x.dimension() + coordinate] += (float) by;
        return mmd.squared(Points.of(moved, x.size(), x.dimension()), y) / 2;
    }

    private String symmetric() {
        double worst = 0;
        for (int d : dimensions) {
            double one = mmd.squared(left(d), right(d));
            double other = mmd.squared(right(d), left(d));
            worst = Math.max(worst, Math.abs(one - other));
        }
        return require(worst <= 1e-12 * (amplitude() + Math.abs(kernel.value(0))), text("up to %.1e", worst));
    }

    private String translated() {
        double worst = 0;
        for (int d : dimensions) {
            double[] by = new double[d];
            Arrays.setAll(by, k -> (k + 1) * length * 0.75);
            double before = mmd.squared(left(d), right(d));
            double after = mmd.squared(left(d).translate(by), right(d).translate(by));
            worst = Math.max(worst, Math.abs(before - after));
        }
        return require(worst <= 1e-12 * (amplitude() + Math.abs(kernel.value(0))), text("up to %.1e", worst));
    }

    /** The eigenvalues of the matrix that is left when constants are taken out. */
    private String definite() {
        double least = Double.POSITIVE_INFINITY;
        for (int d : dimensions) {
            for (double width : WIDTHS) {
                Points x = Points.gaussian(POINTS, d, Seed.seed(3).split(d)).scale(width * length);
                double[] extremes = eigenvalues(centred(x));
                double share = extremes[0] / extremes[1];
                least = Math.min(least, share);
                if (!(share >= -1e-9)) {
                    throw new AssertionError(text(
                            "on %d normal points of width %.2g in dimension %d the least eigenvalue is %.3g, the largest %.3g",
                            POINTS, width * length, d, extremes[0], extremes[1]));
                }
            }
        }
        return text("the least eigenvalue is %.1e of the largest", least);
    }

    private DMatrixRMaj centred(Points x) {
        int n = x.size();
        DMatrixRMaj matrix = new DMatrixRMaj(n, n);
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double f = kernel.value(distance(x, i, j));
                matrix.set(i, j, f);
                means[i] += f / n;
                mean += f / n / n;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix.set(i, j, matrix.get(i, j) - means[i] - means[j] + mean);
            }
        }
        return matrix;
    }

    private static double distance(Points x, int i, int j) {
        double square = 0;
        for (int k = 0; k < x.dimension(); k++) {
            double difference = (double) x.get(i, k) - x.get(j, k);
            square += difference * difference;
        }
        return Math.sqrt(square);
    }

    /** The least and the largest. */
    private static double[] eigenvalues(DMatrixRMaj symmetric) {
        int n = symmetric.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, true);
        if (!eigen.decompose(symmetric)) {
            throw new AssertionError("the eigenvalues of the kernel's matrix were not found");
        }
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, eigen.getEigenvalue(i).real);
            most = Math.max(most, Math.abs(eigen.getEigenvalue(i).real));
        }
        return new double[] {least, most};
    }

    private static String require(boolean met, String seen) {
        if (!met) {
            throw new AssertionError(seen);
        }
        return seen;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
