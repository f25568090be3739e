package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Powers;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Line;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Sums over all pairs with one cloud, in double precision. Every sum belongs to one point: no order depends on threads. */
public final class Pairwise {
    /** Points in a panel, stored coordinate by coordinate so that the compiler makes vector code. */
    private static final int WIDTH = 64;
    /** Rows done between two looks at whether somebody wants this to stop. */
    private static final double PAIRS_BETWEEN_LOOKS = 2e8;

    private final double exponent;
    private final int size;
    private final int dimension;
    private final double[] panels;
    /** Null if uniform; padded with zeros to whole panels. */
    private final double @Nullable [] weights;
    /** What sums have to be divided by to be means. */
    private final double total;

    private final Team team = Team.standard();

    /**
     * The cloud that all sums are taken with.
     *
     * @param exponent r
     * @param measure M×d points with their weights
     * @throws IllegalArgumentException if the memory is not there
     */
    public Pairwise(double exponent, Measure measure) {
        Points y = measure.points();
        this.exponent = exponent;
        this.size = y.size();
        this.dimension = y.dimension();
        int count = (size + WIDTH - 1) / WIDTH;
        requireMemory(size, dimension);
        this.panels = new double[Math.multiplyExact(count * WIDTH, dimension)];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < dimension; k++) {
                panels[(j / WIDTH * dimension + k) * WIDTH + j % WIDTH] = y.get(j, k);
            }
        }
        this.weights = measure.uniform() ? null : Arrays.copyOf(measure.weights(), count * WIDTH);
        this.total = measure.uniform() ? size : 1;
    }

    /** Refuses clouds that do not fit. */
    static void requireMemory(int size, int dimension) {
        int panels = (size + WIDTH - 1) / WIDTH;
        Memory.require(
                8.0 * panels * WIDTH * dimension,
                "the exact discrepancy of " + size + "×" + dimension + " points",
                "slice instead, or take fewer points");
    }

    static Line line(Measure x, Measure y) {
        return x.uniform() && y.uniform()
                ? Line.of(doubles(x.points()), doubles(y.points()))
                : Line.of(doubles(x.points()), x.weights(), doubles(y.points()), y.weights());
    }

    private static double[] doubles(Points x) {
        double[] values = new double[x.size()];
        Arrays.setAll(values, i -> x.get(i, 0));
        return values;
    }

    /** What is done with the sums of one point. */
    @FunctionalInterface
    interface Use {
        void row(int i, double[] sums);
    }

    /** The mean of ‖x_i − y_j‖^r over all pairs, by weight. */
    double mean(Measure x) {
        double[] rows = sums(x.points());
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += x.uniform() ? rows[i] : x.weight(i) * rows[i];
        }
        return sum / (x.uniform() ? x.size() : 1) / total;
    }

    /** For each point the mean of ‖x_i − y_j‖^r over j, by weight. */
    double[] means(Points x) {
        double[] rows = sums(x);
        Arrays.setAll(rows, i -> rows[i] / total);
        return rows;
    }

    /** The same before it is divided by what makes a mean of it. */
    private double[] sums(Points x) {
        double[] rows = new double[x.size()];
        rows(x, (i, row, distances, sums) -> {
            double sum = 0;
            for (int j = 0; j < size; j += WIDTH) {
                squaredDistances(row, j, distances);
                int count = Math.min(WIDTH, size - j);
                for (int l = 0; l < count; l++) {
                    double power = power(distances[l]);
                    sum += weights == null ? power : weights[j + l] * power;
                }
            }
            rows[i] = sum;
        });
        return rows;
    }

    /** For each point the gradient of the mean of ‖x_i − y_j‖^r over j, by weight; coincident pairs contribute nothing. */
    void gradient(Points x, Use use) {
        rows(x, (i, row, distances, sums) -> {
            Arrays.fill(sums, 0);
            double whole = 0;
            for (int j = 0; j < size; j += WIDTH) {
                squaredDistances(row, j, distances);
                int count = Math.min(WIDTH, size - j);
                for (int l = 0; l < WIDTH; l++) {
                    double s = distances[l];
                    // ‖·‖^(r−2)
                    distances[l] = l < count && s > 0 ? power(s) / s : 0;
                }
                if (weights != null) {
                    for (int l = 0; l < WIDTH; l++) {
                        distances[l] *= weights[j + l];
                    }
                }
                for (int l = 0; l < WIDTH; l++) {
                    whole += distances[l];
                }
                weightedSums(j, distances, sums);
            }
            for (int k = 0; k < dimension; k++) {
                sums[k] = exponent * (row[k] * whole - sums[k]) / total;
            }
            use.row(i, sums);
        });
    }

    /**
     * The powers ‖x_i − y_j‖^r of chosen points, row by row.
     *
     * @param x N×d points
     * @param rows which of them
     * @param columns which of the cloud
     * @param out modified: one number for each pair
     */
    public void powers(Points x, int[] rows, int[] columns, double[] out) {
        rows(x.select(rows), (i, row, distances, sums) -> {
            int at = -1;
            for (int k = 0; k < columns.length; k++) {
                int j = columns[k];
                if (j / WIDTH != at) {
                    at = j / WIDTH;
                    squaredDistances(row, at * WIDTH, distances);
                }
                out[i * columns.length + k] = power(distances[j % WIDTH]);
            }
        });
    }

    /** The powers ‖x_i − x_j‖^r for j below i, where x is the cloud itself. */
    void lowerTriangle(Points x, double[] out) {
        rows(x, (i, row, distances, sums) -> {
            int o = (int) ((long) i * (i - 1) / 2);
            for (int j = 0; j < i; j += WIDTH) {
                squaredDistances(row, j, distances);
                for (int l = 0; l < Math.min(WIDTH, i - j); l++) {
                    out[o + j + l] = power(distances[l]);
                }
            }
        });
    }

    private interface Row {
        void run(int i, double[] row, double[] distances, double[] sums);
    }

    private void rows(Points x, Row task) {
        double[][] distances = new double[team.threads()][WIDTH];
        double[][] row = new double[team.threads()][dimension];
        double[][] sums = new double[team.threads()][dimension];
        int chunk = (int) Math.max(16, PAIRS_BETWEEN_LOOKS / ((double) size * (dimension + 2)));
        for (int from = 0; from < x.size(); from += chunk) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "the exact discrepancy was interrupted after " + from + " of " + x.size() + " points");
            }
            int first = from;
            int count = Math.min(chunk, x.size() - from);
            int grain = (double) count * size * (dimension + 2) < 2e5 ? count : Math.max(1, count / 64);
            team.run(count, grain, (i, worker) -> {
                for (int k = 0; k < dimension; k++) {
                    row[worker][k] = x.get(first + i, k);
                }
                task.run(first + i, row[worker], distances[worker], sums[worker]);
            });
        }
    }

    private void squaredDistances(double[] row, int j, double[] out) {
        Arrays.fill(out, 0);
        int o = j * dimension;
        for (int k = 0; k < dimension; k++) {
            accumulate(row[k], panels, o + k * WIDTH, out);
        }
    }

    private static void accumulate(double x, double[] panels, int o, double[] out) {
        for (int l = 0; l < WIDTH; l++) {
            double difference = x - panels[o + l];
            out[l] = Math.fma(difference, difference, out[l]);
        }
    }

    private void weightedSums(int j, double[] weights, double[] sums) {
        int o = j * dimension;
        for (int k = 0; k < dimension; k++) {
            sums[k] += dot(weights, panels, o + k * WIDTH);
        }
    }

    private static double dot(double[] weights, double[] panels, int o) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int l = 0; l < WIDTH; l += 4) {
            a = Math.fma(weights[l], panels[o + l], a);
            b = Math.fma(weights[l + 1], panels[o + l + 1], b);
            c = Math.fma(weights[l + 2], panels[o + l + 2], c);
            d = Math.fma(weights[l + 3], panels[o + l + 3], d);
        }
        return (a + b) + (c + d);
    }

    private double power(double square) {
        return Powers.ofSquare(square, exponent);
    }
}
