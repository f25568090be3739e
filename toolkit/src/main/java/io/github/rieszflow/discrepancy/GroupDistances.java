package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Heatmap;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MMD² between many groups: of each with each other, or of each with one reference. From {@link SlicedMmd#between(Map)} and
 * {@link Mmd#between(Map)}; in a notebook it is its table.
 */
public final class GroupDistances implements Drawable {
    /** A square table of more columns is not read but searched. */
    private static final int SQUARE = 12;

    private static final int ROWS = 50;

    /**
     * One pair.
     *
     * @param x a group
     * @param y another one, or {@code reference}
     * @param squared MMD²(x,y), un-halved, with its standard error over slices
     */
    public record Pair(String x, String y, Estimate squared) {}

    private final String discrepancy;
    private final GroupPairs asked;
    private final List<Estimate> squared;

    GroupDistances(String discrepancy, GroupPairs asked, List<Estimate> squared) {
        this.discrepancy = discrepancy;
        this.asked = asked;
        this.squared = List.copyOf(squared);
    }

    /**
     * The names of the groups.
     *
     * @return in the order in which they were given, without the reference
     */
    public List<String> names() {
        return asked.names();
    }

    /**
     * All pairs that were asked for.
     *
     * @return in the order of the groups
     */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int k = 0; k < squared.size(); k++) {
            int[] pair = asked.pairs().get(k);
            pairs.add(new Pair(asked.name(pair[0]), asked.name(pair[1]), squared.get(k)));
        }
        return pairs;
    }

    /**
     * The pairs that are furthest apart.
     *
     * @return all pairs, by falling MMD²
     */
    public List<Pair> furthest() {
        return pairs().stream()
                .sorted(Comparator.comparingDouble((Pair pair) -> pair.squared().value())
                        .reversed())
                .toList();
    }

    /**
     * MMD² of one pair.
     *
     * @param x a group, or the reference
     * @param y another one
     * @return MMD²(x,y), un-halved, with its standard error over slices
     * @throws IllegalArgumentException if this pair was not asked for
     */
    public Estimate squared(String x, String y) {
        return pairs().stream()
                .filter(p -> (p.x().equals(x) && p.y().equals(y)) || (p.x().equals(y) && p.y().equals(x)))
                .findFirst()
                .map(Pair::squared)
                .orElseThrow(() -> new IllegalArgumentException("there is no pair \"" + x + "\" and \"" + y
                        + "\" among " + squared.size() + " pairs: the groups are " + asked.listed()));
    }

    /**
     * MMD² as numbers: of all pairs the square of them, symmetric and 0 on the diagonal; with a reference one row.
     *
     * @return G×G or 1×G numbers in the order of {@link #names}, a copy
     */
    public double[][] matrix() {
        int count = names().size();
        double[][] matrix = new double[asked.reference() ? 1 : count][count];
        for (int k = 0; k < squared.size(); k++) {
            int[] pair = asked.pairs().get(k);
            double value = squared.get(k).value();
            if (asked.reference()) {
                matrix[0][pair[0]] = value;
            } else {
                matrix[pair[0]][pair[1]] = value;
                matrix[pair[1]][pair[0]] = value;
            }
        }
        return matrix;
    }

    /**
     * The values as a table. With a reference there is one row for each group, in their order; of all pairs of up to 12 groups the
     * square of them, of more the pairs that are furthest apart. Beyond 50 rows it says how many are left out.
     *
     * @return the table
     */
    public TableHtml table() {
        if (asked.reference()) {
            return list(pairs(), false);
        }
        return names().size() <= SQUARE ? square() : list(furthest(), true);
    }

    private TableHtml list(List<Pair> pairs, boolean both) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Pair pair : pairs.subList(0, Math.min(ROWS, pairs.size()))) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(pair.x());
            row.add(both ? pair.y() : asked.size(pair.x()));
            row.add(pair.squared().value());
            row.add(pair.squared().standardError());
            rows.add(row);
        }
        TableHtml table = TableHtml.of(List.of("group", both ? "and group" : "points", "MMD²", "standard error"), rows)
                .caption(both ? "MMD² of the groups furthest apart" : "MMD² of each group to the reference");
        int more = pairs.size() - rows.size();
        return table.note(discrepancy + (more > 0 ? "; " + more + " more in pairs()" : ""));
    }

    private TableHtml square() {
        List<String> columns = new ArrayList<>(List.of("group", "points"));
        columns.addAll(names());
        double[][] matrix = matrix();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < matrix.length; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(names().get(i));
            row.add(asked.size(names().get(i)));
            for (int j = 0; j < matrix.length; j++) {
                row.add(i == j ? null : (Object) matrix[i][j]);
            }
            rows.add(row);
        }
        double error =
                squared.stream().mapToDouble(Estimate::standardError).max().orElse(0);
        String errors = error > 0 ? String.format(Locale.ROOT, "; standard errors up to %.2g", error) : "";
        return TableHtml.of(columns, rows).caption("MMD² of each two groups").note(discrepancy + errors);
    }

    /**
     * The values as a picture: with a reference a curve over the groups in their order, with two standard errors, as windows of a
     * sequence want it; of all pairs a heat map.
     *
     * @return a {@link Chart} or a {@link Heatmap}
     */
    public Drawable chart() {
        if (!asked.reference()) {
            double[] numbers =
                    IntStream.range(0, names().size()).asDoubleStream().toArray();
            return Heatmap.of(matrix())
                    .x("group, counted from 0", numbers)
                    .y("group, counted from 0", numbers)
                    .title("MMD² of each two groups")
                    .value("MMD²")
                    .alternative(this + ": heat map of all pairs, in the order " + asked.listed());
        }
        double[] index = new double[squared.size()];
        double[] values = new double[index.length];
        double[] errors = new double[index.length];
        for (int k = 0; k < index.length; k++) {
            index[k] = k;
            values[k] = squared.get(k).value();
            double error = squared.get(k).standardError();
            errors[k] = Double.isNaN(error) ? 0 : 2 * error;
        }
        return Chart.of("MMD² of each group to the reference")
                .x("group, counted from 0")
                .y("MMD²")
                .errors("± 2 standard errors", index, values, errors)
                .alternative(this + ": a curve over the groups " + asked.listed());
    }

    @Override
    public Picture picture() {
        return table().picture();
    }

    @Override
    public String toString() {
        Pair most = furthest().get(0);
        return "GroupDistances[" + names().size() + " groups"
                + (asked.reference() ? " against " + most.y() : ", " + squared.size() + " pairs") + ", " + discrepancy
                + "; furthest: " + most.x() + (asked.reference() ? "" : " and " + most.y()) + ", MMD² "
                + most.squared().number() + "]";
    }
}
