package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;

/** Formulas as they are written down, in double precision, with nothing clever: what tests compare with. */
public final class Brute {
    /** The gradient N ∂_iF of one line for one rule of ties. */
    public interface LineGradient {
        double[] of(double[] x, double[] y);
    }

    private Brute() {}

    /** The gradient of a descent, in an array of its own. */
    public static float[] gradient(Descent descent, Seed seed) {
        Points x = descent.particles();
        float[] gradient = new float[x.size() * x.dimension()];
        descent.gradient(seed, gradient);
        return gradient;
    }

    public static double[] project(Points x, Points directions, int p) {
        double[] line = new double[x.size()];
        for (int i = 0; i < line.length; i++) {
            for (int k = 0; k < x.dimension(); k++) {
                line[i] += (double) x.get(i, k) * directions.get(p, k);
            }
        }
        return line;
    }

    /** N ∂_iF = mean_j sign(x_i − y_j) − mean_j sign(x_i − x_j) with sign(0) = 0. */
    public static double[] frozen(double[] x, double[] y) {
        double[] g = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (double z : y) {
                g[i] += Math.signum(x[i] - z) / y.length;
            }
            for (double z : x) {
                g[i] -= Math.signum(x[i] - z) / x.length;
            }
        }
        return g;
    }

    /** The same with coincident particles ranked by their index, unless the targets at their place weigh as much. */
    public static double[] split(double[] x, double[] y) {
        double[] g = frozen(x, y);
        for (int i = 0; i < x.length; i++) {
            double place = x[i];
            long particles = Arrays.stream(x).filter(z -> z == place).count();
            long targets = Arrays.stream(y).filter(z -> z == place).count();
            if (particles * y.length == targets * x.length) {
                continue;
            }
            for (int j = 0; j < x.length; j++) {
                if (x[i] == x[j]) {
                    g[i] -= (double) Integer.compare(i, j) / x.length;
                }
            }
        }
        return g;
    }

    /** (c/P) Σ_p N ∂_iF(⟨ξ_p,x⟩) ξ_p, one particle after the other. */
    public static double[] sliced(Points x, Points y, Points directions, double constant, LineGradient rule) {
        int d = x.dimension();
        double[] g = new double[x.size() * d];
        for (int p = 0; p < directions.size(); p++) {
            double[] line = rule.of(project(x, directions, p), project(y, directions, p));
            for (int i = 0; i < line.length; i++) {
                for (int k = 0; k < d; k++) {
                    g[i * d + k] += constant * line[i] * directions.get(p, k) / directions.size();
                }
            }
        }
        return g;
    }

    /** The mean of ‖x_i − y_j‖^r over all pairs. */
    public static double meanDistance(Points x, Points y, double r) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < y.size(); j++) {
                sum += Math.pow(distance(x, i, y, j), r);
            }
        }
        return sum / x.size() / y.size();
    }

    public static double squared(Points x, Points y, double r) {
        return 2 * meanDistance(x, y, r) - meanDistance(x, x, r) - meanDistance(y, y, r);
    }

    /** N ∇_{x_i}F by formula (0.1) of the pairwise sums, one particle after the other. */
    public static double[] exact(Points x, Points y, double r) {
        int d = x.dimension();
        double[] g = new double[x.size() * d];
        for (int i = 0; i < x.size(); i++) {
            addForces(x, i, y, r, 1.0 / y.size(), g);
            addForces(x, i, x, r, -1.0 / x.size(), g);
        }
        return g;
    }

    private static void addForces(Points x, int i, Points y, double r, double weight, double[] g) {
        int d = x.dimension();
        for (int j = 0; j < y.size(); j++) {
            double distance = distance(x, i, y, j);
            for (int k = 0; k < d && distance > 0; k++) {
                g[i * d + k] += weight * r * Math.pow(distance, r - 2) * ((double) x.get(i, k) - y.get(j, k));
            }
        }
    }

    private static double distance(Points x, int i, Points y, int j) {
        double sum = 0;
        for (int k = 0; k < x.dimension(); k++) {
            double difference = (double) x.get(i, k) - y.get(j, k);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** ‖actual − expected‖ / ‖expected‖. */
    public static double relative(float[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(error / norm);
    }

    public static Directions named(String rule) {
        return switch (rule) {
            case "automatic" -> Directions.automatic();
            case "iid" -> Directions.iid();
            case "orthogonal" -> Directions.orthogonal();
            case "hadamard" -> Directions.hadamard();
            case "equispaced" -> Directions.equispaced();
            case "fibonacci" -> Directions.fibonacci();
            case "sobol" -> Directions.sobol();
            case "distance" -> Directions.distance();
            case "design" -> Directions.sphericalDesign();
            default -> throw new IllegalArgumentException(rule);
        };
    }

    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
