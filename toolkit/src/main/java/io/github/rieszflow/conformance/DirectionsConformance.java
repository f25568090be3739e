package io.github.rieszflow.conformance;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SliceValues;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a rule that draws directions must do: draw unit vectors, the same for the same seed, uniform on the sphere as far as
 * even functions tell, and say truly which of them depend on each other.
 *
 * <pre>{@code
 * DirectionsConformance.of(new MyDirections()).require();
 * }</pre>
 *
 * <p>Means over many draws are compared with the integrals over the sphere, E ξ_k² = 1/d, E ξ_k⁴ = 3/(d(d+2)), E ξ_jξ_k = 0 and
 * E|⟨ξ,x⟩| = ‖x‖/c_{d,1}, and the sliced MMD² of two point masses with 2‖x−y‖^r. A mean may miss by five of its standard
 * errors and by 10⁻⁵ for rounding; all draws come from fixed seeds. A bias that is smaller is not found: about 2 % in up to
 * five dimensions, 5 % in twenty.
 */
public final class DirectionsConformance {
    private static final int[] DIMENSIONS = {1, 2, 3, 5, 20, 130};
    /** Up to this many dimensions drawing is cheap for any rule. */
    private static final int FEW = 5;

    private static final double ERRORS = 5;
    private static final double ROUNDING = 1e-5;

    private final Directions rule;
    private final int[] dimensions;

    private DirectionsConformance(Directions rule, int[] dimensions) {
        this.rule = rule;
        this.dimensions = dimensions;
    }

    /**
     * Tries a rule in those of the dimensions 1, 2, 3, 5, 20 and 130 for which it is.
     *
     * @param rule the rule
     * @return what was found
     */
    public static Conformance of(Directions rule) {
        return of(rule, Arrays.stream(DIMENSIONS).filter(d -> isFor(rule, d)).toArray());
    }

    /**
     * Tries a rule in dimensions of your choice.
     *
     * @param rule the rule
     * @param dimensions where it is tried
     * @return what was found
     */
    public static Conformance of(Directions rule, int... dimensions) {
        DirectionsConformance tried = new DirectionsConformance(rule, dimensions.clone());
        Conformance found = Conformance.of(rule + " directions")
                .and("there is a dimension it is for", tried::somewhere)
                .and("P directions of length 1 in R^D, D ≥ d, for P = 1 and many", tried::shapes)
                .and("the same seed draws the same directions, from any thread", tried::determined)
                .and("weights are not negative and add up to 1", tried::weights)
                .and(
                        "counts that are not positive and dimensions it is not for are refused in one sentence",
                        tried::refusals)
                .and("an engine can draw from it", tried::source);
        if (rule.slices() > 0) {
            // A fixed set is as good as it is: nothing is drawn.
            return found;
        }
        return found.and("another seed draws other directions", tried::differs)
                .and("means of even functions are those over the sphere", tried::evenFunctions)
                .and("one direction alone is uniform", tried::oneDirection)
                .and("the sliced MMD² of two point masses is 2‖x−y‖^r in the mean", tried::pointMasses)
                .and("the standard error over blocks is not too small", tried::blocks);
    }

    private static boolean isFor(Directions rule, int dimension) {
        try {
            return rule.most(dimension) > 0 && rule.within(dimension, rule.slices() > 0 ? rule.slices() : 1) != null;
        } catch (IllegalArgumentException no) {
            return false;
        }
    }

    private static void check(boolean met, String format, Object... seen) {
        if (!met) {
            throw new AssertionError(String.format(Locale.ROOT, format, seen));
        }
    }

    /** As many as are wanted, or as there are. */
    private int slices(int dimension, int wanted) {
        return rule.slices() > 0 ? rule.slices() : Math.min(wanted, rule.most(dimension));
    }

    private String somewhere() {
        check(dimensions.length > 0, "none of the dimensions %s", Arrays.toString(DIMENSIONS));
        return "dimensions " + Arrays.toString(dimensions);
    }

    private String shapes() {
        int largest = 0;
        for (int d : dimensions) {
            int many = d > 3 ? 129 : rule.most(d) == Integer.MAX_VALUE ? 10_000 : 300;
            for (int wanted : new int[] {1, 2, 7, 64, many}) {
                int slices = slices(d, wanted);
                DrawnDirections drawn = rule.draw(slices, d, Seed.seed(1));
                check(drawn.slices() == slices, "%d directions in dimension %d, not %d", drawn.slices(), d, slices);
                check(drawn.space() >= d, "directions in R^%d in dimension %d", drawn.space(), d);
                int other = rule.draw(slices, d, Seed.seed(2)).space();
                check(other == drawn.space(), "R^%d and R^%d in dimension %d", drawn.space(), other, d);
                for (int p = 0; p < slices; p++) {
                    double length = norm(drawn.points().row(p));
                    check(Math.abs(length - 1) <= 1e-5, "direction %d has length %s in dimension %d", p, length, d);
                }
                largest = Math.max(largest, slices);
            }
        }
        return "up to P = " + largest;
    }

    private static double norm(float[] row) {
        double square = 0;
        for (float k : row) {
            square += (double) k * k;
        }
        return Math.sqrt(square);
    }

    private String determined() {
        for (int d : dimensions) {
            int slices = slices(d, 33);
            DrawnDirections once = rule.draw(slices, d, Seed.seed(3));
            boolean same = IntStream.range(0, 4)
                    .parallel()
                    .allMatch(i -> rule.draw(slices, d, Seed.seed(3)).equals(once));
            check(same, "two drawings from one seed differ in dimension %d", d);
            DrawnDirections chosen = rule.within(d, slices).draw(slices, d, Seed.seed(3));
            check(chosen.equals(once), "within(%d, %d) draws something else", d, slices);
        }
        return "bit for bit";
    }

    private String weights() {
        double worst = 0;
        for (int d : dimensions) {
            int slices = slices(d, 50);
            DrawnDirections drawn = rule.draw(slices, d, Seed.seed(4));
            double sum = 0;
            for (int p = 0; p < slices; p++) {
                check(drawn.weight(p) >= 0, "weight %d is %s", p, drawn.weight(p));
                sum += drawn.weight(p);
            }
            check(Math.abs(sum - 1) <= 1e-9, "they add up to %s in dimension %d", sum, d);
            worst = Math.max(worst, Math.abs(sum - 1));
        }
        return String.format(Locale.ROOT, "1 ± %.0e", worst);
    }

    private String refusals() {
        int d = dimensions[0];
        String seen = refused(d, 0);
        refused(0, 1);
        refused(d, -1);
        refused(-1, 1);
        if (rule.most(d) < Integer.MAX_VALUE) {
            seen = refused(d, rule.most(d) + 1);
        }
        for (int other : DIMENSIONS) {
            if (!isFor(rule, other)) {
                seen = refused(other, slices(other, 1));
            }
        }
        return seen;
    }

    private String refused(int dimension, int slices) {
        try {
            rule.within(dimension, slices);
        } catch (IllegalArgumentException expected) {
            String message = expected.getMessage();
            check(message != null && !message.isBlank() && !message.contains("\n"), "no sentence: %s", expected);
            return String.valueOf(message);
        }
        throw new AssertionError(
                String.format(Locale.ROOT, "%d directions in dimension %d are not refused", slices, dimension));
    }

    private String source() {
        for (int d : dimensions) {
            for (int wanted : new int[] {1, 5, 50}) {
                int slices = slices(d, wanted);
                DirectionSource source = DirectionSource.open(rule, d, slices, 2);
                float[] rows = new float[slices * d];
                source.draw(Seed.seed(5), rows);
                DrawnDirections drawn = rule.draw(slices, d, Seed.seed(5));
                for (int p = 0; p < slices; p++) {
                    for (int k = 0; k < d; k++) {
                        check(rows[p * d + k] == drawn.points().get(p, k), "direction %d is another one", p);
                    }
                }
                source.drawSets(Seed.seed(6), rows);
            }
        }
        return "rows and sets for values";
    }

    private String differs() {
        for (int d : dimensions) {
            if (d > 1) {
                int slices = slices(d, 20);
                boolean other = !rule.draw(slices, d, Seed.seed(7)).equals(rule.draw(slices, d, Seed.seed(8)));
                check(other, "two seeds draw the same in dimension %d", d);
            }
        }
        return "all differ";
    }

    private String evenFunctions() {
        Worst worst = new Worst();
        for (int d : dimensions) {
            even(worst, d, slices(d, 64), draws(d));
        }
        return worst.toString();
    }

    private static int draws(int dimension) {
        return dimension <= FEW ? 400 : dimension <= 20 ? 100 : 40;
    }

    private String oneDirection() {
        Worst worst = new Worst();
        for (int d : dimensions) {
            if (d <= FEW) {
                even(worst, d, 1, 20_000 / d);
            }
        }
        return worst.toString();
    }

    /** A function of one direction, whose mean over the sphere is 1 or 0. */
    private record Even(String name, double expected, ToDoubleFunction<float[]> at) {}

    private static Even[] functions(int d, int space) {
        double c = SlicingConstant.of(space, 1);
        double fourth = space * (space + 2) / 3.0;
        return new Even[] {
            new Even("d ξ_1²", 1, u -> space * square(u[0])),
            new Even("d ξ_d²", 1, u -> space * square(u[d - 1])),
            new Even("d ξ_1 ξ_d", d == 1 ? 1 : 0, u -> (double) space * u[0] * u[d - 1]),
            new Even("d(d+2)/3 ξ_1⁴", 1, u -> fourth * square(square(u[0]))),
            new Even("c|ξ_1|", 1, u -> c * Math.abs(u[0])),
            new Even(
                    "c|ξ_1+ξ_d|/√2",
                    1,
                    u -> c * Math.abs(u[0] + (d == 1 ? 0 : u[d - 1])) / (d == 1 ? 1 : Math.sqrt(2))),
            new Even("c|Σξ_k|/√d", 1, u -> c * Math.abs(sum(u, d)) / Math.sqrt(d)),
        };
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sum(float[] u, int d) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += u[k];
        }
        return sum;
    }

    private void even(Worst worst, int d, int slices, int draws) {
        Even[] functions = functions(d, rule.draw(slices, d, Seed.seed(9)).space());
        Mean[] means = new Mean[functions.length];
        Arrays.setAll(means, f -> new Mean());
        for (int draw = 0; draw < draws; draw++) {
            DrawnDirections drawn = rule.draw(slices, d, Seed.seed(10).split(draw));
            double[] of = new double[functions.length];
            for (int p = 0; p < slices; p++) {
                float[] row = drawn.points().row(p);
                for (int f = 0; f < of.length; f++) {
                    of[f] += drawn.weight(p) * functions[f].at().applyAsDouble(row);
                }
            }
            for (int f = 0; f < of.length; f++) {
                means[f].add(of[f]);
            }
        }
        for (int f = 0; f < means.length; f++) {
            String what = "the mean of " + functions[f].name() + " for P = " + slices + " in dimension " + d;
            worst.compare(what, means[f], functions[f].expected());
        }
    }

    /** One at the origin, one at distance 0.7 along the first axis, along the diagonal, and somewhere. */
    private String pointMasses() {
        Worst worst = new Worst();
        for (int d : dimensions) {
            double[][] places = new double[3][d];
            places[0][0] = 0.7;
            Arrays.fill(places[1], 0.7 / Math.sqrt(d));
            float[] somewhere =
                    Directions.iid().draw(1, d, Seed.seed(11)).points().row(0);
            Arrays.setAll(places[2], k -> 0.7 * somewhere[k]);
            for (double r : new double[] {1, 1.5}) {
                SlicedMmd sliced = Mmd.riesz(r).sliced(slices(d, 32)).with(rule);
                for (double[] place : places) {
                    Mean mean = new Mean();
                    for (int draw = 0; draw < draws(d) / 2; draw++) {
                        mean.add(sliced.seed(Seed.seed(12).split(draw))
                                .squared(Points.of(place), Points.dirac(1, d))
                                .value());
                    }
                    worst.compare("MMD² for r = " + r + " in dimension " + d, mean, 2 * Math.pow(0.7, r));
                }
            }
        }
        return worst.toString();
    }

    /** Var Σ w f(ξ) against the mean of what independent blocks claim for it; a claim may be too large. */
    private String blocks() {
        String least = "";
        double smallest = Double.POSITIVE_INFINITY;
        for (int d : dimensions) {
            if (d == 1 || d > FEW) {
                continue;
            }
            int block = Arrays.stream(
                            DirectionSource.open(rule, d, slices(d, 64), 1).blocks())
                    .max()
                    .orElseThrow();
            int slices = slices(d, block < 64 ? block * Math.max(8, 64 / block) : 8 * block);
            DirectionSource source = DirectionSource.open(rule, d, slices, 1);
            if (source.blocks().length == 1) {
                continue;
            }
            int draws = 1000;
            double ratio = ratio(source, draws);
            // The sample variance of a mean has a relative error of √(2/draws); the claim's is as large for eight
            // blocks.
            double allowed = 1 - ERRORS * Math.sqrt(4.0 / draws);
            check(ratio >= allowed, "in dimension %d the claimed variance is %.2f of the true one", d, ratio);
            if (ratio < smallest) {
                smallest = ratio;
                least = String.format(Locale.ROOT, "at least %.2f of the true variance, in dimension %d", ratio, d);
            }
        }
        return least.isEmpty() ? "no set has two blocks" : least;
    }

    private static double ratio(DirectionSource source, int draws) {
        int d = source.dimension();
        int slices = source.slices();
        float[] rows = new float[slices * d];
        double[] f = new double[slices];
        Mean means = new Mean();
        double claimed = 0;
        for (int draw = 0; draw < draws; draw++) {
            source.drawSets(Seed.seed(13).split(draw), rows);
            double mean = 0;
            for (int p = 0; p < slices; p++) {
                f[p] = Math.abs(0.8 * rows[p * d] + 0.6 * rows[p * d + d - 1]);
                mean += source.weight(p) * f[p];
            }
            means.add(mean);
            double[] weights = new double[slices];
            Arrays.setAll(weights, source::weight);
            // Any constant but 1, which is that of the line.
            double error =
                    SliceValues.of(f, f, weights, 2, source).reading().squared().standardError() / 2;
            claimed += error * error / draws;
        }
        // Rounding to single precision where a rule is exact for this function.
        double rounding = 1e-12;
        return (claimed + rounding) / (means.variance() + rounding);
    }

    /** A mean over draws. */
    private static final class Mean {
        private int count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double step = value - mean;
            mean += step / count;
            squares += step * (value - mean);
        }

        double variance() {
            return squares / (count - 1);
        }

        double error() {
            return Math.sqrt(variance() / count);
        }
    }

    /** The mean that is farthest off, in units of what is allowed. */
    private static final class Worst {
        private double share = -1;
        private String text = "";

        void compare(String what, Mean seen, double expected) {
            double allowed = ERRORS * seen.error() + ROUNDING;
            double off = Math.abs(seen.mean - expected);
            String now = String.format(
                    Locale.ROOT, "%s is %.6f ± %.6f where %.6f was expected", what, seen.mean, seen.error(), expected);
            check(off <= allowed, "%s", now);
            if (off / allowed > share) {
                share = off / allowed;
                text = now;
            }
        }

        @Override
        public String toString() {
            return "at worst " + text;
        }
    }
}
