package io.github.rieszflow.transport;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What is known between MMD with a Riesz kernel and transport distances, evaluated for two measures. MMD is un-halved, R is
 * the radius of the smallest ball that holds both supports, SW1 = E_ξ W1 of the projections, c_{d,1} the slicing
 * constant.
 *
 * <ul>
 *   <li>Transport bounds MMD: MMD_r² ≤ 2 min E‖X−Y‖^r for every r in (0,2), for r = 1 MMD² ≤ 2 W1. An equality for two
 *       point masses.
 *   <li>Slicing shortens: SW1 ≤ W1/c_{d,1}, as E|⟨ξ,x⟩| = ‖x‖/c_{d,1}.
 *   <li>MMD bounds transport on the line: W1 ≤ √R MMD. An equality for point masses at the ends of the interval.
 *   <li>MMD bounds sliced transport: SW1 ≤ √(R/c_{d,1}) MMD, the same on each line.
 *   <li>MMD bounds transport: W1 ≤ C_d R^((2d+1)/(2d+2)) MMD^(1/(d+1)). No value of C_d is known to us, so the two sides are
 *       given without C_d: their quotient is what C_d must be at least.
 * </ul>
 *
 * <p>Bounds by MMD need bounded supports; the first two do not. Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024),
 * Theorem 2; the constants on the line and of slicing follow from the Cauchy–Schwarz inequality for distribution functions.
 */
public final class Bounds implements Drawable {
    /** For SW1 in more than one dimension. */
    private static final int SLICES = 1000;
    /** What sums of distances may be off by rounding, as a part of the largest. */
    private static final double ROUNDING = 1e-12;
    /** Lines are in single precision. */
    private static final double ROUNDING_OF_LINES = 1e-6;
    /** Inequalities are sharp for point masses and translations: then only this often one fails by chance. */
    private static final double CHANCE = 1e-12;

    /**
     * One inequality left ≤ right.
     *
     * @param name what it says
     * @param formula how it is written
     * @param left the left side, with its standard error where it comes from slices
     * @param right the right side
     * @param constant whether the right side is complete; if not, a factor that depends on d alone is missing
     * @param rounding what the right side may be too small by against the left one, as both are rounded
     */
    public record Inequality(
            String name, String formula, Estimate left, double right, boolean constant, double rounding) {
        /**
         * How much of the right side the left one takes: 1 is sharp. Where a constant is missing, what it must be at
         * least.
         *
         * @return left/right, 0 where both are 0
         */
        public double sharpness() {
            return left.value() == 0 ? 0 : left.value() / right;
        }

        /**
         * Whether it holds up to rounding and what is left to chance, as far as the directions of slices were drawn: the left side
         * is taken at the lower end of an interval that misses once in 10¹² times, or not at all where its error is not known.
         * With a constant missing it holds for some constant.
         *
         * @return true unless something is wrong
         */
        public boolean holds() {
            return !constant || !(least() > right + rounding);
        }

        private double least() {
            if (left.over() == Estimate.Over.NOTHING) {
                return left.value();
            }
            boolean known = left.degreesOfFreedom() > 0 && !Double.isNaN(left.standardError());
            return known ? left.interval(1 - CHANCE).low() : Double.NEGATIVE_INFINITY;
        }

        /** Both sides, for example {@code 1.000 ≤ C · 0.6300}. */
        private String sides() {
            String number = left.over() == Estimate.Over.NOTHING
                    ? String.format(Locale.ROOT, "%.4g", left.value())
                    : left.number();
            return number
                    + (holds() ? " ≤ " : " > ")
                    + String.format(Locale.ROOT, constant ? "%.4g" : "C · %.4g", right);
        }
    }

    private final double radius;
    private final List<Inequality> inequalities;

    private Bounds(double radius, List<Inequality> inequalities) {
        this.radius = radius;
        this.inequalities = List.copyOf(inequalities);
    }

    /**
     * All inequalities for r = 1.
     *
     * @param x N points in R^d, with weights or without
     * @param y M points in R^d
     * @return both sides of each
     * @throws IllegalArgumentException if the dimensions differ or exact transport does not fit into memory
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Bounds between(Measure x, Measure y) {
        return between(x, y, 1);
    }

    /**
     * All inequalities for r = 1, with sliced transport by slices of your choice.
     *
     * <pre>{@code
     * Bounds.between(x, y, Mmd.riesz(1).sliced(4096).on(engine));
     * }</pre>
     *
     * @param x N points in R^d, with weights or without
     * @param y M points in R^d
     * @param sliced whose directions, number of slices, seed and engine give SW1
     * @return both sides of each
     * @throws IllegalArgumentException if the dimensions differ, exact transport does not fit into memory, directions are given
     *     and not drawn, or the engine refuses
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Bounds between(Measure x, Measure y, SlicedMmd sliced) {
        return between(x, y, 1, sliced);
    }

    /**
     * All inequalities for one exponent: for r ≠ 1 only the first.
     *
     * @param x N points in R^d, with weights or without
     * @param y M points in R^d
     * @param exponent r in (0,2)
     * @return both sides of each
     * @throws IllegalArgumentException if the dimensions differ, r is out of range, or exact transport does not fit into
     *     memory
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Bounds between(Measure x, Measure y, double exponent) {
        return between(x, y, exponent, Mmd.riesz(1).sliced(SLICES));
    }

    private static Bounds between(Measure x, Measure y, double exponent, SlicedMmd sliced) {
        Require.sameDimension(x, y);
        Mmd mmd = Mmd.riesz(exponent);
        double cost = Wasserstein.order(exponent).cost(x, y);
        double squared = Math.max(0, mmd.squared(x, y));
        EnclosingBall ball = EnclosingBall.of(x, y);
        double radius = ball.radius();
        // Of a difference of means of powers of distances.
        double rounding = ROUNDING * StrictMath.pow(2 * radius, exponent);
        List<Inequality> all = new ArrayList<>();
        all.add(new Inequality(
                "transport bounds MMD",
                exponent == 1 ? "MMD² ≤ 2 W1" : "MMD² ≤ 2 min E‖X−Y‖^" + Numbers.text(exponent),
                Estimate.exact(squared),
                2 * cost,
                true,
                rounding));
        if (exponent == 1) {
            requireDrawn(sliced);
            ofOrderOne(x, y, cost, squared, ball, sliced, all);
        }
        return new Bounds(radius, all);
    }

    private static void requireDrawn(SlicedMmd sliced) {
        if (sliced.problem().directions().slices() > 0) {
            throw new IllegalArgumentException(
                    "SW1 is a mean over all directions, of which given ones say nothing sure:" + " received " + sliced
                            + "; take a rule that draws them, Mmd.riesz(1).sliced(P)");
        }
    }

    private static void ofOrderOne(
            Measure x,
            Measure y,
            double w1,
            double squared,
            EnclosingBall ball,
            SlicedMmd slices,
            List<Inequality> all) {
        int d = x.dimension();
        double radius = ball.radius();
        double mmd = Math.sqrt(squared);
        double c = SlicingConstant.of(d, 1);
        // The root of a square that is off by rounding: where clouds agree it may be 0.
        double root = Math.sqrt(squared + ROUNDING * 2 * radius) - mmd;
        if (d == 1) {
            all.add(new Inequality(
                    "MMD bounds transport on the line",
                    "W1 ≤ √R MMD",
                    Estimate.exact(w1),
                    Math.sqrt(radius) * mmd,
                    true,
                    Math.sqrt(radius) * root + ROUNDING * radius));
        } else {
            Estimate sliced = slices.wasserstein(x, y);
            double far = Math.sqrt(Arrays.stream(ball.centre()).map(k -> k * k).sum());
            double rounding = ROUNDING_OF_LINES * (radius + far);
            all.add(new Inequality("slicing shortens", "SW1 ≤ W1/c", sliced, w1 / c, true, rounding));
            all.add(new Inequality(
                    "MMD bounds sliced transport",
                    "SW1 ≤ √(R/c) MMD",
                    sliced,
                    Math.sqrt(radius / c) * mmd,
                    true,
                    Math.sqrt(radius / c) * root + rounding));
        }
        double power = (2 * d + 1) / (2 * d + 2.0);
        all.add(new Inequality(
                "MMD bounds transport",
                String.format(Locale.ROOT, "W1 ≤ C R^(%d/%d) MMD^(1/%d)", 2 * d + 1, 2 * d + 2, d + 1),
                Estimate.exact(w1),
                StrictMath.pow(radius, power) * StrictMath.pow(mmd, 1.0 / (d + 1)),
                false,
                0));
    }

    /**
     * The radius R of the smallest ball that holds both supports.
     *
     * @return at least 0
     */
    public double radius() {
        return radius;
    }

    /**
     * The inequalities.
     *
     * @return in the order in which the class lists them
     */
    public List<Inequality> inequalities() {
        return inequalities;
    }

    /**
     * Whether all of them hold.
     *
     * @return true unless something is wrong
     */
    public boolean hold() {
        return inequalities.stream().allMatch(Inequality::holds);
    }

    /**
     * The inequalities as a table: name, formula, both sides, sharpness, whether it holds.
     *
     * @return one row for each
     */
    public Table table() {
        return Printed.table(Table.create(
                "bounds",
                StringColumn.create("name", inequalities.stream().map(Inequality::name)),
                StringColumn.create("formula", inequalities.stream().map(Inequality::formula)),
                DoubleColumn.create(
                        "left",
                        inequalities.stream().mapToDouble(i -> i.left().value()).toArray()),
                DoubleColumn.create(
                        "±",
                        inequalities.stream()
                                .mapToDouble(i -> i.left().standardError())
                                .toArray()),
                DoubleColumn.create(
                        "right",
                        inequalities.stream().mapToDouble(Inequality::right).toArray()),
                DoubleColumn.create(
                        "left/right",
                        inequalities.stream().mapToDouble(Inequality::sharpness).toArray()),
                BooleanColumn.create(
                        "holds", inequalities.stream().map(Inequality::holds).toList())));
    }

    @Override
    public Picture picture() {
        List<List<Object>> rows = new ArrayList<>();
        for (Inequality i : inequalities) {
            rows.add(List.of(
                    i.name(),
                    i.formula(),
                    i.left().value(),
                    i.right(),
                    i.sharpness(),
                    i.constant() ? (i.holds() ? "holds" : "FAILS") : "with C ≥ left/right"));
        }
        return TableHtml.of(List.of("name", "formula", "left", "right", "left/right", ""), rows)
                .caption(String.format(Locale.ROOT, "Bounds, R = %.4g", radius))
                .picture();
    }

    @Override
    public String toString() {
        return inequalities.stream().map(i -> i.formula() + ": " + i.sides()).collect(Collectors.joining("; "));
    }
}
