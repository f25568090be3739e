package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import java.util.concurrent.CancellationException;

/**
 * Points that are far from each other and from each other's opposites: a maximum of Σ_{p<q} ‖ξ_p−ξ_q‖ + ‖ξ_p+ξ_q‖, found
 * by ascent along the sphere with the step sizes of Barzilai and Borwein. Up to d points an orthonormal system is the
 * maximum. The sum is largest where the MMD between the set with its opposites and the uniform measure is smallest.
 */
final class DistanceSet implements SphereSet {
    /** Largest P²(d+10): half a minute on two cores. */
    private static final double MOST_WORK = 3e8;

    private static final int STEPS = 300;
    /** Ends where the part of the gradient along the sphere is so much shorter than at the start. */
    private static final double ENOUGH = 1e-4;
    /** Below this many operations a second thread costs more than it saves. */
    private static final double SMALL = 2e6;

    @Override
    public int most(int dimension) {
        return Math.max(dimension, (int) Math.sqrt(MOST_WORK / (dimension + 10)));
    }

    @Override
    public double[] points(int dimension, int count) {
        if (count <= dimension) {
            double[] axes = new double[count * dimension];
            for (int p = 0; p < count; p++) {
                axes[p * dimension + p] = 1;
            }
            return axes;
        }
        double work = (double) count * count * (dimension + 10);
        return new Ascent(dimension, count, work < SMALL ? Team.of(1) : Team.standard()).run();
    }

    /** The way up from orthonormal blocks. */
    private static final class Ascent {
        private final int d;
        private final int count;
        private final Team team;
        private double[] x;
        private double[] g;
        private final double[] sums;

        Ascent(int d, int count, Team team) {
            this.d = Require.positive(d, "dimension");
            this.count = count;
            this.team = team;
            this.x = new double[count * d];
            this.g = new double[count * d];
            this.sums = new double[count];
            float[] start = Directions.orthogonal()
                    .draw(count, d, Seed.seed(1))
                    .points()
                    .toArray();
            for (int i = 0; i < start.length; i++) {
                x[i] = start[i];
            }
            normalise(x);
        }

        double[] run() {
            double value = climb(x, g);
            double[] best = x.clone();
            double highest = value;
            double enough = ENOUGH * norm(g);
            // The first step: no farther than a tenth of the way to a neighbour.
            double step = 0.1 / Math.sqrt(count) / Math.max(1e-300, largest(g));
            try (Progress progress = Progress.start("placing " + count + " directions", STEPS)) {
                for (int k = 1; k <= STEPS && norm(g) > enough; k++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted while directions were being placed");
                    }
                    double[] next = x.clone();
                    for (int i = 0; i < next.length; i++) {
                        next[i] += step * g[i];
                    }
                    normalise(next);
                    double[] slope = new double[g.length];
                    double reached = climb(next, slope);
                    step = length(next, slope, step);
                    x = next;
                    g = slope;
                    if (reached > highest) {
                        highest = reached;
                        best = next;
                    }
                    progress.step(k);
                }
            }
            return best;
        }

        /** ⟨s,s⟩/⟨s,y⟩ of Barzilai and Borwein, s the last step and y how the gradient changed. */
        private double length(double[] next, double[] slope, double step) {
            double ss = 0;
            double sy = 0;
            for (int i = 0; i < next.length; i++) {
                double s = next[i] - x[i];
                ss += s * s;
                sy += s * (g[i] - slope[i]);
            }
            return sy > 0 ? Math.min(ss / sy, 10 * step) : step;
        }

        /** The sum of distances; fills its gradient along the sphere. */
        private double climb(double[] at, double[] gradient) {
            team.run(count, 8, (p, worker) -> sums[p] = row(at, p, gradient));
            double sum = 0;
            for (double s : sums) {
                sum += s;
            }
            return sum / 2;
        }

        private double row(double[] at, int p, double[] gradient) {
            int o = p * d;
            double sum = 0;
            double[] force = new double[d];
            double radial = 0;
            for (int q = 0; q < count; q++) {
                if (q == p) {
                    continue;
                }
                double t = 0;
                for (int k = 0; k < d; k++) {
                    t += at[o + k] * at[q * d + k];
                }
                double near = Math.sqrt(Math.max(1e-18, 2 - 2 * t));
                double far = Math.sqrt(Math.max(1e-18, 2 + 2 * t));
                sum += near + far;
                double push = 1 / far - 1 / near;
                radial += push * t;
                for (int k = 0; k < d; k++) {
                    force[k] += push * at[q * d + k];
                }
            }
            for (int k = 0; k < d; k++) {
                gradient[o + k] = force[k] - radial * at[o + k];
            }
            return sum;
        }

        private void normalise(double[] at) {
            for (int o = 0; o < at.length; o += d) {
                double square = 0;
                for (int k = 0; k < d; k++) {
                    square += at[o + k] * at[o + k];
                }
                double scale = 1 / Math.sqrt(square);
                for (int k = 0; k < d; k++) {
                    at[o + k] *= scale;
                }
            }
        }

        private double largest(double[] gradient) {
            double most = 0;
            for (int o = 0; o < gradient.length; o += d) {
                double square = 0;
                for (int k = 0; k < d; k++) {
                    square += gradient[o + k] * gradient[o + k];
                }
                most = Math.max(most, square);
            }
            return Math.sqrt(most);
        }

        private static double norm(double[] v) {
            double square = 0;
            for (double k : v) {
                square += k * k;
            }
            return Math.sqrt(square);
        }
    }
}
