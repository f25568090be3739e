package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;

/**
 * A sliced problem of few points with its answer by the formulas as they are written, pair by pair in double precision:
 * on each line N∂_iF = Σ_j v_j φ′(z_i−y_j) − Σ_j w_j φ′(z_i−z_j) with φ = |·|^r, MMD² and W1.
 */
final class SliceProblem {
    final SlicedProblem problem;
    final Measure x;
    final Measure y;
    private final Points directions;
    private final double[] weights;
    private final double constant;
    private final double shorter;
    private final boolean split;

    /**
     * @param directions P×D unit vectors, all but the first d coordinates of which meet zeros
     * @param weights of the directions
     */
    SliceProblem(SlicedProblem problem, Measure x, Measure y, Points directions, double[] weights, Ties ties) {
        this.problem = problem;
        this.x = x;
        this.y = y;
        this.directions = directions;
        this.weights = weights;
        this.constant = SlicingConstant.of(directions.dimension(), problem.exponent());
        this.shorter = SlicingConstant.of(directions.dimension(), 1) / SlicingConstant.of(x.dimension(), 1);
        this.split = ties == Ties.SPLIT;
    }

    int length() {
        return x.size() * x.dimension();
    }

    private double[] project(Points points, int slice) {
        double[] z = new double[points.size()];
        for (int i = 0; i < z.length; i++) {
            for (int k = 0; k < points.dimension(); k++) {
                z[i] += (double) points.get(i, k) * directions.get(slice, k);
            }
        }
        return z;
    }

    /** ∇_{x_i}F/w_i, particle after particle. */
    double[] gradient() {
        int d = x.dimension();
        double[] sum = new double[length()];
        for (int p = 0; p < weights.length; p++) {
            double[] z = project(x.points(), p);
            double[] t = project(y.points(), p);
            for (int i = 0; i < z.length; i++) {
                double force = force(z, t, i);
                for (int k = 0; k < d; k++) {
                    sum[i * d + k] += constant * weights[p] * force * directions.get(p, k);
                }
            }
        }
        return sum;
    }

    /**
     * By how much each number of the gradient may differ for r = 1: single precision cannot tell which of two projections
     * is larger where they differ by less than the rounding of their sums, and each such pair turns a force by twice its
     * weight.
     */
    double[] doubt() {
        int d = x.dimension();
        double[] sum = new double[length()];
        for (int p = 0; problem.exponent() == 1 && p < weights.length; p++) {
            double[] z = project(x.points(), p);
            double[] t = project(y.points(), p);
            double[] ofZ = rounding(x.points(), p);
            double[] ofT = rounding(y.points(), p);
            for (int i = 0; i < z.length; i++) {
                double force = 0;
                for (int j = 0; j < t.length; j++) {
                    force += near(z[i] - t[j], ofZ[i] + ofT[j]) ? 2 * y.weight(j) : 0;
                }
                for (int j = 0; j < z.length; j++) {
                    force += near(z[i] - z[j], ofZ[i] + ofZ[j]) ? 2 * x.weight(j) : 0;
                }
                for (int k = 0; force > 0 && k < d; k++) {
                    sum[i * d + k] += Math.abs(constant * weights[p] * force * directions.get(p, k));
                }
            }
        }
        return sum;
    }

    /** Points that coincide have no difference at all, whatever their rounding. */
    private static boolean near(double difference, double rounding) {
        return difference != 0 && Math.abs(difference) <= rounding;
    }

    /** Four units in the last place of the sum of absolute products, in whichever order they are summed. */
    private double[] rounding(Points points, int slice) {
        double[] error = new double[points.size()];
        for (int i = 0; i < error.length; i++) {
            for (int k = 0; k < points.dimension(); k++) {
                error[i] += 0x1p-22 * Math.abs((double) points.get(i, k) * directions.get(slice, k));
            }
        }
        return error;
    }

    private double force(double[] z, double[] t, int i) {
        double force = 0;
        double targets = 0;
        for (int j = 0; j < t.length; j++) {
            force += y.weight(j) * slope(z[i] - t[j]);
            targets += (float) t[j] == (float) z[i] ? y.weight(j) : 0;
        }
        double particles = 0;
        for (int j = 0; j < z.length; j++) {
            particles += (float) z[j] == (float) z[i] ? x.weight(j) : 0;
        }
        // Targets that weigh as much as the particles on them hold these together.
        boolean apart = split && problem.exponent() == 1 && Math.abs(particles - targets) > 1e-9 * particles;
        for (int j = 0; j < z.length; j++) {
            // Who comes later is ranked higher, and so pushed up, where coincident particles are split.
            boolean tied = apart && j != i && (float) z[j] == (float) z[i];
            force -= x.weight(j) * (tied ? Integer.signum(i - j) : slope(z[i] - z[j]));
        }
        return force;
    }

    private double slope(double z) {
        double r = problem.exponent();
        return z == 0 ? 0 : r * Math.signum(z) * Math.pow(Math.abs(z), r - 1);
    }

    /** c·MMD² of the projections on one direction. */
    double squared(int slice) {
        double[] z = project(x.points(), slice);
        double[] t = project(y.points(), slice);
        return constant * (2 * mean(z, x, t, y) - mean(z, x, z, x) - mean(t, y, t, y));
    }

    private double mean(double[] a, Measure of, double[] b, Measure and) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum += of.weight(i) * and.weight(j) * Math.pow(Math.abs(a[i] - b[j]), problem.exponent());
            }
        }
        return sum;
    }

    /** W1 of the projections on one direction: ∫ |F_x − F_y|. */
    double wasserstein(int slice) {
        double[] z = project(x.points(), slice);
        double[] t = project(y.points(), slice);
        double[] all = new double[z.length + t.length];
        System.arraycopy(z, 0, all, 0, z.length);
        System.arraycopy(t, 0, all, z.length, t.length);
        java.util.Arrays.sort(all);
        double sum = 0;
        for (int k = 1; k < all.length; k++) {
            sum += (all[k] - all[k - 1]) * Math.abs(below(z, x, all[k]) - below(t, y, all[k]));
        }
        return shorter * sum;
    }

    private static double below(double[] z, Measure of, double place) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += z[i] < place ? of.weight(i) : 0;
        }
        return sum;
    }

    double weight(int slice) {
        return weights[slice];
    }

    double constant() {
        return constant;
    }
}
