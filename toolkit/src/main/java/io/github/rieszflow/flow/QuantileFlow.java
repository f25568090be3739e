package io.github.rieszflow.flow;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The flow of F = ½MMD²(·,ν) for r = 1 on the line, in quantile form. With the quantile function g(s) of the moving measure
 * and the distribution function R of ν it is the Cauchy problem ∂_t g(s) ∈ 2s − 2R(g(s)), one for each level s on its own
 * (R is set-valued at atoms), and so solved in closed form for every discrete and every uniform ν.
 *
 * <p>A moving measure is given by N numbers in ascending order, its quantiles at the levels s_i = (i+½)/N, i = 0, …, N−1: as
 * particles, they are where the particle flow puts them.
 *
 * <p>Source: Hertrich, Beinert, Gräf, Steidl (2023); Duong, Stein, Beinert, Hertrich, Steidl (2024).
 */
public final class QuantileFlow {
    /** A level and a mass that differ by no more are the same: weights add up to 1 to within this. */
    private static final double ROUNDING = 1e-12;

    /** Atoms in ascending order and the mass up to and with each; for a uniform target its two ends. */
    private final double[] atoms;

    private final double[] mass;
    private final boolean uniform;

    private QuantileFlow(double[] atoms, double[] mass, boolean uniform) {
        this.atoms = atoms;
        this.mass = mass;
        this.uniform = uniform;
    }

    /**
     * The flow toward a discrete measure.
     *
     * @param target points on the line, with or without weights
     * @return the flow
     * @throws IllegalArgumentException if the points do not lie on a line
     */
    public static QuantileFlow toward(Measure target) {
        if (target.dimension() != 1) {
            throw new IllegalArgumentException(
                    "a flow in quantile form needs a target on the line, N×1: received " + target.shape());
        }
        int[] order = IntStream.range(0, target.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> target.points().get(i, 0)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] atoms = new double[order.length];
        double[] mass = new double[order.length];
        int count = 0;
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            double place = target.points().get(order[i], 0);
            sum += target.weight(order[i]);
            if (count == 0 || place != atoms[count - 1]) {
                atoms[count++] = place;
            }
            mass[count - 1] = target.uniform() ? (i + 1.0) / order.length : sum;
        }
        mass[count - 1] = 1;
        return new QuantileFlow(Arrays.copyOf(atoms, count), Arrays.copyOf(mass, count), false);
    }

    /**
     * The flow toward the uniform distribution on an interval.
     *
     * @param low its left end
     * @param high its right end
     * @return the flow
     * @throws IllegalArgumentException if the ends are not finite or not in order
     */
    public static QuantileFlow towardUniform(double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "an interval needs two finite ends, the left one first: received " + low + " and " + high);
        }
        return new QuantileFlow(new double[] {low, high}, new double[] {0, 1}, true);
    }

    /** R at a place: the mass up to there, without what lies at the place itself if it is to be strict. */
    private double distribution(double place, boolean strict) {
        if (uniform) {
            return Math.min(1, Math.max(0, (place - atoms[0]) / (atoms[1] - atoms[0])));
        }
        int found = Arrays.binarySearch(atoms, place);
        int below = found >= 0 ? (strict ? found : found + 1) : -found - 1;
        return below == 0 ? 0 : mass[below - 1];
    }

    /**
     * The quantile of the target, where a level ends up.
     *
     * @param level s in (0,1)
     * @return the smallest x with R(x) ≥ s
     * @throws IllegalArgumentException if the level is out of range
     */
    public double quantile(double level) {
        Require.between(level, 0, 1, "a level");
        if (uniform) {
            return atoms[0] + level * (atoms[1] - atoms[0]);
        }
        int k = 0;
        while (mass[k] < level - ROUNDING) {
            k++;
        }
        return atoms[k];
    }

    /**
     * How fast a level moves, the mean of both sides at an atom of the target.
     *
     * @param level s in [0,1]
     * @param place g(s)
     * @return 2s − R(x−) − R(x)
     */
    public double velocity(double level, double place) {
        return 2 * level - distribution(place, true) - distribution(place, false);
    }

    /**
     * The exact flow.
     *
     * @param start N quantiles in ascending order
     * @param time t ≥ 0
     * @return N quantiles in ascending order
     * @throws IllegalArgumentException if the quantiles descend or are not finite, or if the time is negative
     */
    public double[] exact(double[] start, double time) {
        Require.between(time, 0, Double.MAX_VALUE, "the time of a flow");
        return each(
                start, (level, place) -> uniform ? intoInterval(level, place, time) : intoAtoms(level, place, time));
    }

    private double intoInterval(double level, double place, double time) {
        double low = atoms[0];
        double high = atoms[1];
        double rest = time;
        double x = place;
        // Outside the interval at constant speed until its nearer end is reached.
        double speed = x < low ? 2 * level : x > high ? 2 * level - 2 : 0;
        if (speed != 0) {
            double end = x < low ? low : high;
            double needed = (end - x) / speed;
            if (needed >= rest) {
                return x + speed * rest;
            }
            x = end;
            rest -= needed;
        }
        double goal = quantile(level);
        return goal + (x - goal) * StrictMath.exp(-2 * rest / (high - low));
    }

    private double intoAtoms(double level, double place, double time) {
        double x = place;
        double rest = time;
        while (true) {
            double before = distribution(x, true);
            double after = distribution(x, false);
            boolean right = level > after + ROUNDING;
            if (!right && level >= before - ROUNDING) {
                return x;
            }
            double speed = 2 * (level - (right ? after : before));
            int found = Arrays.binarySearch(atoms, x);
            int next = right ? (found >= 0 ? found + 1 : -found - 1) : (found >= 0 ? found : -found - 1) - 1;
            double needed = (atoms[next] - x) / speed;
            if (needed >= rest) {
                return x + speed * rest;
            }
            x = atoms[next];
            rest -= needed;
        }
    }

    /**
     * One explicit Euler step, which is that of the particle flow: g ← g + τ(2s − R(g−) − R(g)).
     *
     * @param quantiles N quantiles in ascending order
     * @param stepSize τ &gt; 0
     * @return N quantiles, in ascending order where τ is small enough
     * @throws IllegalArgumentException if the quantiles descend or are not finite, or if τ is not positive
     */
    public double[] explicitEuler(double[] quantiles, double stepSize) {
        Require.positive(stepSize, "the step size");
        return each(quantiles, (level, place) -> place + stepSize * velocity(level, place));
    }

    /**
     * One implicit Euler step, which is that of the backward (JKO) scheme: the x that solves x + 2τR(x) ∋ g + 2τs.
     *
     * @param quantiles N quantiles in ascending order
     * @param stepSize τ &gt; 0
     * @return N quantiles in ascending order
     * @throws IllegalArgumentException if the quantiles descend or are not finite, or if τ is not positive
     */
    public double[] implicitEuler(double[] quantiles, double stepSize) {
        Require.positive(stepSize, "the step size");
        return each(quantiles, (level, place) -> {
            double goal = place + 2 * stepSize * level;
            double low = goal - 2 * stepSize;
            double high = goal;
            // The left side grows by at least as much as x: halves the interval until its ends are neighbours.
            while (true) {
                double middle = low + (high - low) / 2;
                if (middle <= low || middle >= high) {
                    return high;
                }
                if (middle + 2 * stepSize * distribution(middle, false) < goal) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
        });
    }

    /**
     * The Wasserstein-2 distance to the target, by the midpoint rule over the levels.
     *
     * @param quantiles N quantiles in ascending order
     * @return √((1/N) Σ (g_i − Q_ν(s_i))²)
     * @throws IllegalArgumentException if the quantiles descend or are not finite
     */
    public double wasserstein2(double[] quantiles) {
        double[] distances = each(quantiles, (level, place) -> place - quantile(level));
        double sum = 0;
        for (double distance : distances) {
            sum += distance * distance;
        }
        return Math.sqrt(sum / distances.length);
    }

    private interface Level {
        double at(double level, double place);
    }

    private static double[] each(double[] quantiles, Level task) {
        Require.positive(quantiles.length, "the number of quantiles");
        double[] moved = new double[quantiles.length];
        for (int i = 0; i < moved.length; i++) {
            Require.between(quantiles[i], -Double.MAX_VALUE, Double.MAX_VALUE, "a quantile");
            if (i > 0 && quantiles[i] < quantiles[i - 1]) {
                throw new IllegalArgumentException("quantiles must be in ascending order: number " + i + " is "
                        + quantiles[i] + " after " + quantiles[i - 1] + "; sort them");
            }
            moved[i] = task.at((i + 0.5) / moved.length, quantiles[i]);
        }
        return moved;
    }
}
