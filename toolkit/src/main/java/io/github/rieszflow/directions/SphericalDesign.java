package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.Progress;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Symmetric spherical designs: P points whose mean, with their opposites, of every polynomial of degree at most t is the
 * mean over the sphere (Delsarte, Goethals and Seidel 1977). The degree is the largest odd one at which the equations
 * are no more than the unknowns, and there they are solved by the method of Levenberg and Marquardt from points that are
 * far apart. For r the vector of the means of all harmonics Y of even degrees 2, …, t−1, everything that needs is the
 * zonal kernel k(⟨ξ,η⟩) = Σ_Y Y(ξ)Y(η): ‖r‖² is its mean over all pairs.
 */
final class SphericalDesign implements SphereSet {
    /** The highest dimension: in higher ones the degree barely grows with P. */
    static final int HIGHEST = 10;
    /** Largest number of unknowns P(d−1): ten seconds or so. */
    private static final int MOST_UNKNOWNS = 1200;

    private static final int STEPS = 60;
    private static final double LEAST_DAMPING = 1e-9;

    /** How small r must be for its equations to count as solved, relative to the number of harmonics. */
    private static final double SOLVED = 1e-12;

    private static final SphereSet START = new DistanceSet();

    @Override
    public int most(int dimension) {
        return MOST_UNKNOWNS / (dimension - 1);
    }

    @Override
    public double[] points(int dimension, int count) {
        return design(dimension, count).points();
    }

    /** The points and the degree they have. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Design(int degree, double[] points) {}

    static Design design(int dimension, int count) {
        double[] start = START.points(dimension, count);
        // Where the numbers of equations and unknowns all but agree there may be no solution.
        for (int even = degree(dimension, count) - 1; even >= 2; even -= 2) {
            Solver solver = new Solver(dimension, count, even, start);
            double[] points = solver.run();
            if (solver.error(points, start) <= SOLVED * solver.harmonics) {
                return new Design(even + 1, points);
            }
        }
        return new Design(1, start);
    }

    /** The degree that P points in R^d can be expected to have: odd, at least 1. */
    private static int degree(int d, int count) {
        long free = (long) count * (d - 1) - (long) d * (d - 1) / 2;
        long equations = 0;
        int even = 0;
        while (equations + harmonics(d, even + 2) <= free) {
            even += 2;
            equations += harmonics(d, even);
        }
        return even + 1;
    }

    /** How many independent harmonics of one degree there are in R^d: (2l+d−2)/(d−2) · C(l+d−3, l). */
    static long harmonics(int d, int degree) {
        double binomial = 1;
        for (int i = 1; i <= d - 3; i++) {
            binomial = binomial * (degree + i) / i;
        }
        return Math.round(binomial * (2.0 * degree + d - 2) / (d - 2));
    }

    /** Damped Gauss–Newton steps along the sphere. */
    private static final class Solver {
        private final int d;
        private final int count;
        private final int even;
        private final int unknowns;
        private final double harmonics;
        private final double[] weights;
        private final double[] kernel = new double[3];
        private final double[] tangents;
        private final DMatrixRMaj normal;
        private final DMatrixRMaj rhs;
        private double[] x;

        Solver(int d, int count, int even, double[] start) {
            this.d = Require.positive(d, "dimension");
            this.count = count;
            this.even = even;
            this.unknowns = count * (d - 1);
            this.x = start;
            this.tangents = new double[unknowns * d];
            this.normal = new DMatrixRMaj(unknowns, unknowns);
            this.rhs = new DMatrixRMaj(unknowns, 1);
            this.weights = new double[even + 1];
            for (int l = 2; l <= even; l += 2) {
                weights[l] = harmonics(d, l);
            }
            kernel(1);
            this.harmonics = kernel[0];
        }

        double[] run() {
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(unknowns);
            DMatrixRMaj delta = new DMatrixRMaj(unknowns, 1);
            double damping = 1e-3;
            double value = value(x);
            double slope = Double.POSITIVE_INFINITY;
            try (Progress progress = Progress.start("solving for a spherical design", STEPS)) {
                for (int k = 1; k <= STEPS; k++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted while directions were being placed");
                    }
                    linearise();
                    // The mean over pairs knows ‖r‖² only up to rounding: near the end the gradient must say.
                    boolean near = value < 1e-9 * harmonics;
                    double now = norm(rhs);
                    if ((near && now > 0.5 * slope) || now == 0) {
                        break;
                    }
                    slope = near ? now : Double.POSITIVE_INFINITY;
                    double mean = 0;
                    for (int i = 0; i < unknowns; i++) {
                        mean += normal.get(i, i) / unknowns;
                    }
                    DMatrixRMaj damped = normal.copy();
                    for (int i = 0; i < unknowns; i++) {
                        damped.add(i, i, damping * mean);
                    }
                    if (!solver.setA(damped)) {
                        damping *= 10;
                        continue;
                    }
                    solver.solve(rhs, delta);
                    double[] next = moved(delta);
                    double reached = value(next);
                    if (near || reached < value) {
                        x = next;
                        value = reached;
                        damping = Math.max(LEAST_DAMPING, damping / 10);
                    } else {
                        damping *= 10;
                    }
                    progress.step(k);
                }
            }
            return x;
        }

        /** JᵀJ and −Jᵀr in a basis of the tangent spaces, up to a common factor. */
        private void linearise() {
            for (int p = 0; p < count; p++) {
                tangentsAt(p);
            }
            int t = d - 1;
            rhs.zero();
            double[] ofP = new double[t];
            double[] ofQ = new double[t];
            for (int p = 0; p < count; p++) {
                for (int q = 0; q <= p; q++) {
                    kernel(dot(x, p * d, x, q * d));
                    for (int a = 0; a < t; a++) {
                        ofP[a] = dot(tangents, (p * t + a) * d, x, q * d);
                        ofQ[a] = dot(tangents, (q * t + a) * d, x, p * d);
                        if (q < p) {
                            rhs.add(p * t + a, 0, -kernel[1] * ofP[a]);
                            rhs.add(q * t + a, 0, -kernel[1] * ofQ[a]);
                        }
                    }
                    for (int a = 0; a < t; a++) {
                        for (int b = 0; b < t; b++) {
                            double product = dot(tangents, (p * t + a) * d, tangents, (q * t + b) * d);
                            double entry = kernel[1] * product + kernel[2] * ofP[a] * ofQ[b];
                            normal.set(p * t + a, q * t + b, entry);
                            normal.set(q * t + b, p * t + a, entry);
                        }
                    }
                }
            }
        }

        /** An orthonormal basis of the tangent space: the columns of the reflection that takes an axis to the point. */
        private void tangentsAt(int p) {
            int o = p * d;
            int axis = 0;
            for (int k = 1; k < d; k++) {
                axis = Math.abs(x[o + k]) > Math.abs(x[o + axis]) ? k : axis;
            }
            double sign = x[o + axis] < 0 ? -1 : 1;
            double[] v = Arrays.copyOfRange(x, o, o + d);
            v[axis] += sign;
            double scale = 2 / dot(v, 0, v, 0);
            int to = p * (d - 1) * d;
            for (int j = 0; j < d; j++) {
                if (j != axis) {
                    for (int k = 0; k < d; k++) {
                        tangents[to + k] = (j == k ? 1 : 0) - scale * v[j] * v[k];
                    }
                    to += d;
                }
            }
        }

        private double[] moved(DMatrixRMaj delta) {
            double[] next = x.clone();
            for (int p = 0; p < count; p++) {
                for (int a = 0; a < d - 1; a++) {
                    double by = delta.get(p * (d - 1) + a, 0);
                    for (int k = 0; k < d; k++) {
                        next[p * d + k] += by * tangents[(p * (d - 1) + a) * d + k];
                    }
                }
                double scale = 1 / Math.sqrt(dot(next, p * d, next, p * d));
                for (int k = 0; k < d; k++) {
                    next[p * d + k] *= scale;
                }
            }
            return next;
        }

        /** ‖r‖ as good as rounding allows: the root mean square of the even part of the error at other points. */
        double error(double[] at, double[] others) {
            double square = 0;
            for (int p = 0; p < count; p++) {
                double sum = 0;
                for (int q = 0; q < count; q++) {
                    kernel(dot(others, p * d, at, q * d));
                    sum += kernel[0] / count;
                }
                square += sum * sum / count;
            }
            return Math.sqrt(square);
        }

        /** ‖r‖². */
        private double value(double[] at) {
            double sum = 0;
            for (int p = 0; p < count; p++) {
                for (int q = 0; q < p; q++) {
                    kernel(dot(at, p * d, at, q * d));
                    sum += kernel[0];
                }
            }
            return (2 * sum / count + harmonics) / count;
        }

        /** The kernel and its first two derivatives, by the recurrence of the Gegenbauer polynomials with value 1 at 1. */
        private void kernel(double t) {
            double before = 1;
            double before1 = 0;
            double before2 = 0;
            double now = t;
            double now1 = 1;
            double now2 = 0;
            kernel[0] = 0;
            kernel[1] = 0;
            kernel[2] = 0;
            for (int l = 1; l < even; l++) {
                double a = (2.0 * l + d - 2) / (l + d - 2);
                double b = (double) l / (l + d - 2);
                double next = a * t * now - b * before;
                double next1 = a * (now + t * now1) - b * before1;
                double next2 = a * (2 * now1 + t * now2) - b * before2;
                before = now;
                before1 = now1;
                before2 = now2;
                now = next;
                now1 = next1;
                now2 = next2;
                double weight = weights[l + 1];
                if (weight > 0) {
                    kernel[0] += weight * now;
                    kernel[1] += weight * now1;
                    kernel[2] += weight * now2;
                }
            }
        }

        private double dot(double[] a, int ao, double[] b, int bo) {
            double sum = 0;
            for (int k = 0; k < d; k++) {
                sum += a[ao + k] * b[bo + k];
            }
            return sum;
        }

        private static double norm(DMatrixRMaj v) {
            double square = 0;
            for (int i = 0; i < v.getNumElements(); i++) {
                square += v.get(i) * v.get(i);
            }
            return Math.sqrt(square);
        }
    }
}
