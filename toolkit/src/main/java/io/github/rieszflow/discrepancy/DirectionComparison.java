package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Progress;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.SlicedDescent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The error of the sliced gradient for each rule that draws directions, over the number of slices, on two clouds of the
 * user's: √(E Σ_i ‖g̃_i−g_i‖² / Σ_i ‖g_i‖²), with g the exact gradient. From {@link SlicedMmd#compareDirections}.
 */
public final class DirectionComparison implements Drawable {
    private static final int FEWEST = 8;
    private static final int DRAWS = 20;
    /** Above this many operations the exact gradient is replaced. */
    private static final double MOST_WORK = 3e10;

    private static final int REFERENCE_TIMES = 64;

    /**
     * The error of one rule with one number of slices.
     *
     * @param directions the rule
     * @param slices P
     * @param gradient the error of the gradient, relative to the length of the exact one
     * @param uncertainty the standard error of that error, over draws
     * @param value the root mean square error of MMD², relative to the exact one; directions that depend on each other as
     *     a whole are drawn as eight sets for it
     */
    public record Measurement(String directions, int slices, double gradient, double uncertainty, double value) {}

    private final String data;
    private final String reference;
    private final List<Measurement> errors;

    private DirectionComparison(String data, String reference, List<Measurement> errors) {
        this.data = data;
        this.reference = reference;
        this.errors = List.copyOf(errors);
    }

    static DirectionComparison of(SlicedMmd sliced, Measure x, Measure y, List<Directions> rules) {
        Require.sameDimension(x, y);
        int d = x.dimension();
        int most = Require.between(sliced.slices(), 2 * FEWEST, Integer.MAX_VALUE, "the number of slices");
        List<Directions> able = new ArrayList<>();
        long work = 0;
        for (Directions rule : rules) {
            if (rule.slices() > 0 || rule.most(d) < 2 * FEWEST) {
                continue;
            }
            // Rules that are the same in this dimension are compared once.
            boolean chooses = d == 2 || rule.equals(Directions.hadamard());
            Directions here = chooses ? rule.within(d, most) : rule;
            if (!able.contains(here)) {
                able.add(here);
                work += 2L * Math.min(most, rule.most(d));
            }
        }
        if (able.isEmpty()) {
            throw new IllegalArgumentException(
                    "no rule draws " + 2 * FEWEST + " directions in dimension " + d + ": received " + rules);
        }
        for (Directions rule : able) {
            // Whether the memory is there for the most slices is not to be found out at the end.
            sliced.slices(Math.min(most, rule.most(d))).with(rule).descent(x, y).close();
        }
        Reference reference = Reference.of(sliced, x, y);
        List<Measurement> errors = new ArrayList<>();
        long done = 0;
        try (Progress progress = Progress.start("comparing directions", work)) {
            for (Directions rule : able) {
                for (int slices = FEWEST; slices <= Math.min(most, rule.most(d)); slices *= 2) {
                    errors.add(reference.error(sliced.slices(slices).with(rule), x, y));
                    progress.step(done += slices, rule.toString());
                }
            }
        }
        return new DirectionComparison(x.shape() + " against " + y.shape(), reference.name(), errors);
    }

    /** What is compared with. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
    private record Reference(String name, float[] gradient, double squared, double length) {
        static Reference of(SlicedMmd sliced, Measure x, Measure y) {
            double work = (double) x.size() * (x.size() + y.size()) * x.dimension();
            if (work <= MOST_WORK) {
                Mmd exact = sliced.exact();
                return of("the exact gradient", exact, exact.squared(x, y), x, y);
            }
            int slices = (int) Math.min(Integer.MAX_VALUE, (long) REFERENCE_TIMES * sliced.slices());
            SlicedMmd many = sliced.slices(slices)
                    .with(Directions.automatic())
                    .seed(sliced.seed().split(-1));
            return of(slices + " automatic slices", many, many.squared(x, y).value(), x, y);
        }

        private static Reference of(String name, Discrepancy discrepancy, double squared, Measure x, Measure y) {
            float[] gradient = new float[Math.multiplyExact(x.size(), x.dimension())];
            try (Descent descent = discrepancy.descent(x, y)) {
                descent.gradient(discrepancy instanceof SlicedMmd sliced ? sliced.seed() : Seed.DEFAULT, gradient);
            }
            double length = 0;
            for (float g : gradient) {
                length += (double) g * g;
            }
            return new Reference(name, gradient, squared, length);
        }

        Measurement error(SlicedMmd sliced, Measure x, Measure y) {
            float[] g = gradient;
            float[] estimate = new float[g.length];
            double sum = 0;
            double ofSquares = 0;
            double value = 0;
            try (SlicedDescent descent = sliced.descent(x, y)) {
                for (int draw = 0; draw < DRAWS; draw++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted while directions were being compared");
                    }
                    Seed own = sliced.seed().split(draw);
                    descent.gradient(own, estimate);
                    double square = 0;
                    for (int i = 0; i < g.length; i++) {
                        square += ((double) estimate[i] - g[i]) * ((double) estimate[i] - g[i]);
                    }
                    square /= length > 0 ? length : 1;
                    sum += square / DRAWS;
                    ofSquares += square * square / DRAWS;
                    double miss = descent.read(sliced.seed(own).drawing(own))
                                    .squared()
                                    .value()
                            - squared;
                    value += miss * miss / DRAWS;
                }
            }
            double error = Math.sqrt(sum);
            double spread = Math.sqrt(Math.max(0, ofSquares - sum * sum) / (DRAWS - 1));
            return new Measurement(
                    sliced.directions().toString(),
                    sliced.slices(),
                    error,
                    error > 0 ? spread / (2 * error) : 0,
                    Math.sqrt(value) / (squared > 0 ? squared : 1));
        }
    }

    /**
     * All errors.
     *
     * @return rule by rule, in the order of P
     */
    public List<Measurement> errors() {
        return errors;
    }

    /**
     * The slope of the error of the gradient over P, both logarithmic, by least squares: −½ for independent directions.
     *
     * @param directions the rule
     * @return the exponent of P
     * @throws IllegalArgumentException if the rule was not compared
     */
    public double slope(Directions directions) {
        return slope(directions.toString());
    }

    private double slope(String rule) {
        List<Measurement> of = of(rule);
        double meanX =
                of.stream().mapToDouble(e -> Math.log(e.slices())).average().orElse(0);
        double meanY =
                of.stream().mapToDouble(e -> Math.log(e.gradient())).average().orElse(0);
        double above = 0;
        double below = 0;
        for (Measurement e : of) {
            above += (Math.log(e.slices()) - meanX) * (Math.log(e.gradient()) - meanY);
            below += Math.pow(Math.log(e.slices()) - meanX, 2);
        }
        return above / below;
    }

    private List<Measurement> of(String rule) {
        List<Measurement> of =
                errors.stream().filter(e -> e.directions().equals(rule)).toList();
        if (of.isEmpty()) {
            throw new IllegalArgumentException(rule + " directions were not compared: there are " + rules());
        }
        return of;
    }

    private List<String> rules() {
        return errors.stream().map(Measurement::directions).distinct().toList();
    }

    /**
     * All errors as a table: directions, slices, error of the gradient, its standard error, error of MMD².
     *
     * @return one row for each rule and P
     */
    public Table table() {
        return Printed.table(Table.create(
                "errors",
                StringColumn.create("directions", errors.stream().map(Measurement::directions)),
                IntColumn.create(
                        "slices", errors.stream().mapToInt(Measurement::slices).toArray()),
                column("gradient", Measurement::gradient),
                column("±", Measurement::uncertainty),
                column("MMD²", Measurement::value)));
    }

    private DoubleColumn column(String name, ToDoubleFunction<Measurement> value) {
        return DoubleColumn.create(name, errors.stream().mapToDouble(value).toArray());
    }

    /**
     * The errors over P.
     *
     * @return a chart with logarithmic axes, with the fitted slopes in its legend
     */
    public Chart chart() {
        Chart chart = Chart.of("Error of the sliced gradient, " + data)
                .x("slices P")
                .y("relative error")
                .logX()
                .logY();
        List<String> slopes = new ArrayList<>();
        for (String rule : rules()) {
            List<Measurement> of = of(rule);
            String name = String.format(Locale.ROOT, "%s: slope %.2f", rule, slope(rule));
            slopes.add(name);
            chart = chart.marked(
                    name,
                    of.stream().mapToDouble(Measurement::slices).toArray(),
                    of.stream().mapToDouble(Measurement::gradient).toArray());
        }
        return chart.alternative("Error of the sliced gradient over the number of slices, " + data + ", against "
                + reference + ", both axes logarithmic. " + String.join("; ", slopes));
    }

    @Override
    public Picture picture() {
        return chart().picture();
    }

    @Override
    public String toString() {
        List<String> best = new ArrayList<>();
        for (String rule : rules()) {
            List<Measurement> of = of(rule);
            Measurement last = of.get(of.size() - 1);
            best.add(String.format(Locale.ROOT, "%s %.3g (P = %d)", rule, last.gradient(), last.slices()));
        }
        return "DirectionComparison[" + data + ": " + String.join(", ", best) + "]";
    }
}
