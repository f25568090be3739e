package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.WeightedPoints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads points from text files when the choice of columns matters: by name, without some, split by a column of groups. A
 * value: each method that changes a choice returns a new one.
 *
 * <pre>{@code
 * Csv.reader().columns("length", "width").read(Path.of("iris.csv"));
 * Csv.reader().without("id").readGroups(Path.of("iris.csv"), "species");
 * }</pre>
 *
 * <p>The first line names the columns if it holds words and no numbers, or if it holds all names that are asked for. One that
 * counts from 0, as in {@code 0,1,2}, or holds words and numbers, is refused until {@link #header} says what it is; so is one
 * that counts from 1 above numbers with a decimal point. Words may be quoted. Empty lines and lines that begin with
 * {@code #} and a blank are left out; a line that begins with {@code #} and would be a point without it is refused. Where no
 * line names the columns, the last comment above the first point may.
 */
public final class CsvReader {
    private final CsvChoice choice;

    CsvReader(CsvChoice choice) {
        this.choice = choice;
    }

    /**
     * Takes only these columns.
     *
     * @param names their names, in the order of the coordinates; none means all
     * @return a reader that does
     * @throws IllegalArgumentException if a name occurs twice
     */
    public CsvReader columns(String... names) {
        return with(distinct(List.of(names)), List.of(), choice.without());
    }

    /**
     * Takes only these columns.
     *
     * @param numbers their numbers, 1 the first, in the order of the coordinates; none means all
     * @return a reader that does
     * @throws IllegalArgumentException if a number is not positive or occurs twice
     */
    public CsvReader columns(int... numbers) {
        for (int number : numbers) {
            Require.positive(number, "the number of a column");
        }
        return with(List.of(), distinct(Arrays.stream(numbers).boxed().toList()), choice.without());
    }

    /**
     * Leaves columns out.
     *
     * @param names their names
     * @return a reader that does
     * @throws IllegalArgumentException if a name occurs twice
     */
    public CsvReader without(String... names) {
        return with(choice.columns(), choice.numbers(), distinct(List.of(names)));
    }

    /**
     * Measures a column from an origin, as {@link Points#around} does: each number less the origin, then rounded to single
     * precision. For dates, map coordinates and ids, which lie far from 0 and close together. Take one origin for all files
     * that are compared.
     *
     * @param column the name of the column
     * @param origin what is subtracted
     * @return a reader that does
     * @throws IllegalArgumentException if the origin is not finite
     */
    public CsvReader around(String column, double origin) {
        return seen(added(choice.origins(), column, origin), choice.originsOf());
    }

    /**
     * Measures a column from an origin, by its number.
     *
     * @param column the number of the column, 1 the first
     * @param origin what is subtracted
     * @return a reader that does
     * @throws IllegalArgumentException if the number is not positive or the origin not finite
     */
    public CsvReader around(int column, double origin) {
        Require.positive(column, "the number of a column");
        return seen(choice.origins(), added(choice.originsOf(), column, origin));
    }

    /**
     * Leaves out lines at the top, such as titles.
     *
     * @param lines how many
     * @return a reader that does
     * @throws IllegalArgumentException if the number is negative
     */
    public CsvReader skip(int lines) {
        Require.between(lines, 0, Integer.MAX_VALUE, "the number of lines to skip");
        return form(lines, choice.header(), choice.decimalComma(), choice.comment());
    }

    /**
     * Says whether the first line names the columns, where that cannot be seen from it.
     *
     * @param named true if it does, false if it is the first point
     * @return a reader that knows
     */
    public CsvReader header(boolean named) {
        return form(choice.skip(), named, choice.decimalComma(), choice.comment());
    }

    /**
     * Reads numbers with a comma in place of the decimal point, {@code 1,5;2,5}; the columns are then separated by
     * semicolons, tabs or spaces.
     *
     * @return a reader that does
     */
    public CsvReader decimalComma() {
        return form(choice.skip(), choice.header(), true, choice.comment());
    }

    /**
     * Leaves out lines that begin with a sign, whatever follows it.
     *
     * @param sign such as {@code %} or {@code //}, in place of {@code #}; empty to leave out none
     * @return a reader that does
     */
    public CsvReader comments(String sign) {
        return form(choice.skip(), choice.header(), choice.decimalComma(), sign);
    }

    /**
     * Points, one per line.
     *
     * @param file the file
     * @return N×d points, d the number of columns that are taken
     * @throws IllegalArgumentException if a word is not a finite number, if a line has another number of words, if a column is
     *     not there, if it cannot be seen whether the first line names the columns, or if there is no point; with file, line,
     *     column and what was found; or if a column does not survive single precision, as for {@link Points#of(double[][])},
     *     until {@link #around} measures it from an origin
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted
     */
    public Points read(Path file) {
        return CsvTable.read(file, choice, null, null).points();
    }

    /**
     * Points with weights, one per line.
     *
     * @param file the file
     * @param weights the name of the column of weights: finite, not negative, divided by their sum
     * @return N×d points with their weights, d the number of the other columns that are taken
     * @throws IllegalArgumentException as for {@link #read}, or if the weights are negative or all zero
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted
     */
    public WeightedPoints readWeighted(Path file, String weights) {
        return CsvTable.read(file, choice, null, weights).weighted();
    }

    /**
     * Clouds of points, one for each value of a column.
     *
     * @param file the file
     * @param group the name of the column that says to which cloud a point belongs, by words or by numbers
     * @return the clouds by the values of that column, in the order of their first occurrence; d is the number of the
     *     other columns that are taken
     * @throws IllegalArgumentException as for {@link #read}, or if a point belongs nowhere
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted
     */
    public Map<String, Points> readGroups(Path file, String group) {
        return CsvTable.read(file, choice, group, null).groups();
    }

    private CsvReader with(List<String> columns, List<Integer> numbers, List<String> without) {
        return new CsvReader(new CsvChoice(
                columns,
                numbers,
                without,
                choice.origins(),
                choice.originsOf(),
                choice.skip(),
                choice.header(),
                choice.decimalComma(),
                choice.comment()));
    }

    private CsvReader seen(Map<String, Double> origins, Map<Integer, Double> originsOf) {
        return new CsvReader(new CsvChoice(
                choice.columns(),
                choice.numbers(),
                choice.without(),
                origins,
                originsOf,
                choice.skip(),
                choice.header(),
                choice.decimalComma(),
                choice.comment()));
    }

    private static <K> Map<K, Double> added(Map<K, Double> origins, K column, double origin) {
        if (!Double.isFinite(origin)) {
            throw new IllegalArgumentException(
                    "an origin must be finite: received " + origin + " for column " + column);
        }
        Map<K, Double> all = new LinkedHashMap<>(origins);
        all.put(column, origin);
        return Collections.unmodifiableMap(all);
    }

    private CsvReader form(int skip, @Nullable Boolean header, boolean decimalComma, @Nullable String comment) {
        return new CsvReader(new CsvChoice(
                choice.columns(),
                choice.numbers(),
                choice.without(),
                choice.origins(),
                choice.originsOf(),
                skip,
                header,
                decimalComma,
                comment));
    }

    private static <T> List<T> distinct(List<T> all) {
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException("expected each column once: received " + all);
        }
        return all;
    }

    @Override
    public String toString() {
        return "CsvReader" + choice.toString().substring("CsvChoice".length());
    }
}
