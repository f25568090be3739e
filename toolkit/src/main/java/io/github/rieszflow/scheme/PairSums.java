package io.github.rieszflow.scheme;

import io.github.rieszflow.internal.Powers;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.concurrent.CancellationException;

/** Sums of ‖x − y‖^r over pairs of particles in double precision; every sum belongs to one row, whoever computes it. */
final class PairSums {
    private PairSums() {}

    static double[] doubles(Points points) {
        FloatBuffer values = points.values();
        double[] doubles = new double[values.remaining()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.get(i);
        }
        return doubles;
    }

    private interface Row {
        double sum(int i);
    }

    /** The sum of all rows, added up in their order. */
    private static double rows(int size, Row row) {
        double[] sums = new double[size];
        each(size, i -> sums[i] = row.sum(i));
        double sum = 0;
        for (double s : sums) {
            sum += s;
        }
        return sum;
    }

    private interface Task {
        void run(int i);
    }

    private static void each(int size, Task task) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the sums over pairs were interrupted");
        }
        Team.standard().run(size, Math.max(1, size / 64), (i, worker) -> task.run(i));
    }

    static double square(double[] x, int i, double[] y, int j, int d) {
        double square = 0;
        for (int k = 0; k < d; k++) {
            double difference = x[i * d + k] - y[j * d + k];
            square += difference * difference;
        }
        return square;
    }

    /** Σ_j u_j ‖x_i − y_j‖^r, averaged over i. */
    static double mean(double r, double[] x, double[] y, double[] u, int d) {
        return rows(x.length / d, i -> {
                    double sum = 0;
                    for (int j = 0; j < u.length; j++) {
                        sum += u[j] * Powers.ofSquare(square(x, i, y, j, d), r);
                    }
                    return sum;
                })
                / ((double) x.length / d);
    }

    /** Adds factor · ∇ Σ_j u_j ‖x_i − y_j‖^r to each row; coincident pairs add nothing. */
    static void gradient(double r, double factor, double[] x, double[] y, double[] u, int d, double[] out) {
        each(x.length / d, i -> {
            double[] sums = new double[d];
            for (int j = 0; j < u.length; j++) {
                double square = square(x, i, y, j, d);
                if (square > 0) {
                    double weight = u[j] * Powers.ofSquare(square, r) / square;
                    for (int k = 0; k < d; k++) {
                        sums[k] += weight * (x[i * d + k] - y[j * d + k]);
                    }
                }
            }
            for (int k = 0; k < d; k++) {
                out[i * d + k] += factor * r * sums[k];
            }
        });
    }

    /** How the mean of ‖x − y‖^r grows when both samples move with their velocities. */
    static Functional.Slope slope(double r, Functional.Sample a, Functional.Sample b, double[] u) {
        int d = a.dimension();
        double[] power = new double[a.size()];
        double linear = rows(a.size(), i -> {
            double sum = 0;
            for (int j = 0; j < u.length; j++) {
                double square = square(a.x(), i, b.x(), j, d);
                if (square > Functional.SAME * Functional.SAME) {
                    double inner = 0;
                    for (int k = 0; k < d; k++) {
                        inner += (a.x()[i * d + k] - b.x()[j * d + k]) * (a.v()[i * d + k] - b.v()[j * d + k]);
                    }
                    sum += u[j] * r * Powers.ofSquare(square, r) / square * inner;
                } else if (r <= 1) {
                    double apart = u[j] * Powers.ofSquare(square(a.v(), i, b.v(), j, d), r);
                    sum += r == 1 ? apart : 0;
                    power[i] += r == 1 ? 0 : apart;
                }
            }
            return sum;
        });
        double fast = 0;
        for (double p : power) {
            fast += p;
        }
        return new Functional.Slope(linear / a.size(), fast / a.size());
    }

    /** N weights 1/N. */
    static double[] uniform(int size) {
        double[] weights = new double[size];
        java.util.Arrays.fill(weights, 1.0 / size);
        return weights;
    }
}
