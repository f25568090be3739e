package io.github.rieszflow.internal;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a radial function over all pairs with one cloud, in double precision. Every sum belongs to one point: no order
 * depends on threads.
 */
public final class PairSums {
    /** Points in a panel, stored coordinate by coordinate so that the compiler makes vector code. */
    private static final int WIDTH = 64;
    /** Operations between interrupt checks. */
    private static final double BETWEEN_CHECKS = 2e8;

    /** Coordinates of points. */
    @FunctionalInterface
    public interface Places {
        /**
         * One coordinate.
         *
         * @param point 0, …, N−1
         * @param coordinate 0, …, d−1
         * @return the number
         */
        double get(int point, int coordinate);

        /**
         * The places in an array.
         *
         * @param rowMajor point after point
         * @param dimension d
         * @return a view
         */
        static Places of(double[] rowMajor, int dimension) {
            return (i, k) -> rowMajor[i * dimension + k];
        }
    }

    /** What is done with the gradient at one point. */
    @FunctionalInterface
    public interface Use {
        /**
         * Takes one gradient.
         *
         * @param point 0, …, N−1
         * @param gradient d numbers, overwritten afterwards
         */
        void row(int point, double[] gradient);
    }

    private final Profile profile;
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
     * @param profile φ
     * @param places M points
     * @param size M
     * @param dimension d
     * @param weights M numbers that add up to 1, or null for 1/M each
     * @throws IllegalArgumentException if the memory is not there
     */
    public PairSums(Profile profile, Places places, int size, int dimension, double @Nullable [] weights) {
        this.profile = profile;
        this.size = size;
        this.dimension = dimension;
        int count = (size + WIDTH - 1) / WIDTH;
        requireMemory(size, dimension);
        this.panels = new double[Math.multiplyExact(count * WIDTH, dimension)];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < dimension; k++) {
                panels[(j / WIDTH * dimension + k) * WIDTH + j % WIDTH] = places.get(j, k);
            }
        }
        this.weights = weights == null ? null : Arrays.copyOf(weights, count * WIDTH);
        this.total = weights == null ? size : 1;
    }

    /**
     * Refuses clouds that do not fit.
     *
     * @param size M
     * @param dimension d
     * @throws IllegalArgumentException if the memory is not there
     */
    public static void requireMemory(int size, int dimension) {
        int panels = (size + WIDTH - 1) / WIDTH;
        Memory.require(
                8.0 * panels * WIDTH * dimension,
                "the exact discrepancy of " + size + "×" + dimension + " points",
                "slice instead, or take fewer points");
    }

    /**
     * The mean of φ(‖x_i − y_j‖) over all pairs, by weight.
     *
     * @param x N points
     * @param count N
     * @param own their weights, or null for 1/N each
     * @return the mean
     */
    public double mean(Places x, int count, double @Nullable [] own) {
        double[] rows = sums(x, count);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += own == null ? rows[i] : own[i] * rows[i];
        }
        return sum / (own == null ? count : 1) / total;
    }

    /**
     * For each point the mean of φ(‖x_i − y_j‖) over j, by weight.
     *
     * @param x N points
     * @param count N
     * @return N numbers
     */
    public double[] means(Places x, int count) {
        double[] rows = sums(x, count);
        Arrays.setAll(rows, i -> rows[i] / total);
        return rows;
    }

    /** The same before it is divided by what makes a mean of it. */
    private double[] sums(Places x, int count) {
        double[] rows = new double[count];
        rows(x, count, (i, row, distances, sums) -> {
            double sum = 0;
            for (int j = 0; j < size; j += WIDTH) {
                squaredDistances(row, j, distances);
                int some = Math.min(WIDTH, size - j);
                profile.values(distances, some);
                for (int l = 0; l < some; l++) {
                    sum += weights == null ? distances[l] : weights[j + l] * distances[l];
                }
            }
            rows[i] = sum;
        });
        return rows;
    }

    /**
     * For each point the gradient of the mean of φ(‖x_i − y_j‖) over j, by weight; coincident pairs contribute nothing. It is
     * x_i Σ_j c_j − Σ_j c_j y_j, which loses digits where points are much nearer to each other than to the origin: enough
     * for points in single precision.
     *
     * @param x N points
     * @param count N
     * @param use takes each gradient
     */
    public void gradient(Places x, int count, Use use) {
        rows(x, count, (i, row, distances, sums) -> {
            Arrays.fill(sums, 0);
            double whole = 0;
            for (int j = 0; j < size; j += WIDTH) {
                coefficients(row, j, distances);
                for (int l = 0; l < WIDTH; l++) {
                    whole += distances[l];
                }
                weightedSums(j, distances, sums);
            }
            for (int k = 0; k < dimension; k++) {
                sums[k] = profile.factor() * (row[k] * whole - sums[k]) / total;
            }
            use.row(i, sums);
        });
    }

    /**
     * The same from the differences x_i − y_j one by one, which keeps all digits also of a cloud that is narrow and far away.
     *
     * @param x N points
     * @param count N
     * @param use takes each gradient
     */
    public void gradientOfNear(Places x, int count, Use use) {
        rows(x, count, (i, row, distances, sums) -> {
            Arrays.fill(sums, 0);
            for (int j = 0; j < size; j += WIDTH) {
                coefficients(row, j, distances);
                for (int k = 0; k < dimension; k++) {
                    sums[k] += apart(distances, row[k], panels, (j * dimension) + k * WIDTH);
                }
            }
            for (int k = 0; k < dimension; k++) {
                sums[k] = profile.factor() * sums[k] / total;
            }
            use.row(i, sums);
        });
    }

    /** What each x − y of a panel is multiplied by in the gradient; 0 behind the last point. */
    private void coefficients(double[] row, int j, double[] out) {
        squaredDistances(row, j, out);
        int count = Math.min(WIDTH, size - j);
        profile.slopes(out, count);
        Arrays.fill(out, count, WIDTH, 0);
        if (weights != null) {
            for (int l = 0; l < WIDTH; l++) {
                out[l] *= weights[j + l];
            }
        }
    }

    /**
     * The values φ(‖x_i − y_j‖) of chosen points, row by row.
     *
     * @param x points
     * @param rows which of them
     * @param columns which of the cloud
     * @param out modified: one number for each pair
     */
    public void values(Places x, int[] rows, int[] columns, double[] out) {
        rows((i, k) -> x.get(rows[i], k), rows.length, (i, row, distances, sums) -> {
            int at = -1;
            for (int k = 0; k < columns.length; k++) {
                int j = columns[k];
                if (j / WIDTH != at) {
                    at = j / WIDTH;
                    squaredDistances(row, at * WIDTH, distances);
                    profile.values(distances, WIDTH);
                }
                out[i * columns.length + k] = distances[j % WIDTH];
            }
        });
    }

    /**
     * The values φ(‖x_i − x_j‖) for j below i, where x is the cloud itself.
     *
     * @param x the cloud
     * @param out modified: M(M−1)/2 numbers
     */
    public void lowerTriangle(Places x, double[] out) {
        rows(x, size, (i, row, distances, sums) -> {
            int o = (int) ((long) i * (i - 1) / 2);
            for (int j = 0; j < i; j += WIDTH) {
                squaredDistances(row, j, distances);
                int count = Math.min(WIDTH, i - j);
                profile.values(distances, count);
                System.arraycopy(distances, 0, out, o + j, count);
            }
        });
    }

    private interface Row {
        void run(int i, double[] row, double[] distances, double[] sums);
    }

    private void rows(Places x, int total, Row task) {
        double[][] distances = new double[team.threads()][WIDTH];
        double[][] row = new double[team.threads()][dimension];
        double[][] sums = new double[team.threads()][dimension];
        int chunk = (int) Math.max(16, BETWEEN_CHECKS / ((double) size * (dimension + 2)));
        for (int from = 0; from < total; from += chunk) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "the sums over pairs were interrupted after " + from + " of " + total + " points");
            }
            int first = from;
            int count = Math.min(chunk, total - from);
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

    private static double apart(double[] weights, double x, double[] panels, int o) {
        double a = 0;
        double b = 0;
        for (int l = 0; l < WIDTH; l += 2) {
            a = Math.fma(weights[l], x - panels[o + l], a);
            b = Math.fma(weights[l + 1], x - panels[o + l + 1], b);
        }
        return a + b;
    }
}
