package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.SinglePrecision;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Points to and from tables of Tablesaw. Tablesaw's own reader silently drops commas from numbers, so that {@code 1,5} becomes 15:
 * read files with decimal commas by {@link CsvReader#decimalComma()}.
 */
public final class Tables {
    private Tables() {}

    /**
     * The rows of a table as points.
     *
     * @param table N rows
     * @param columns the d columns to take, in this order; none named means all numeric columns as they stand
     * @return N×d points
     * @throws IllegalArgumentException if there is no such column, if a column holds no numbers, if a value is missing, with
     *     the number of its row (the first row is row 0), or if a column does not survive single precision, as for
     *     {@link Points#of(double[][])}
     */
    public static Points points(Table table, String... columns) {
        List<NumericColumn<?>> taken = new ArrayList<>();
        if (columns.length == 0) {
            taken.addAll(table.numericColumns());
        }
        for (String name : columns) {
            NumericColumn<?> column = numeric(table, name);
            if (taken.contains(column)) {
                throw new IllegalArgumentException("expected each column once: received \"" + name + "\" twice");
            }
            taken.add(column);
        }
        if (taken.isEmpty() || table.rowCount() == 0) {
            throw new IllegalArgumentException("expected a table with rows and numeric columns: \"" + table.name()
                    + "\" has " + table.rowCount() + " rows and the columns " + describe(table));
        }
        int d = taken.size();
        float[] data = new float[Math.multiplyExact(table.rowCount(), d)];
        SinglePrecision single = new SinglePrecision(table.rowCount(), d);
        for (int k = 0; k < d; k++) {
            NumericColumn<?> column = taken.get(k);
            for (int row = 0; row < table.rowCount(); row++) {
                if (column.isMissing(row)) {
                    throw new IllegalArgumentException("expected a number in every row: column \"" + column.name()
                            + "\" has no value in row " + row
                            + "; drop such rows first with table.dropRowsWithMissingValues()");
                }
                data[row * d + k] = single.round(column.getDouble(row), k);
            }
        }
        Points points = Points.adopt(data, table.rowCount(), d);
        single.require(
                k -> "column \"" + taken.get(k).name() + "\"",
                (k, origin) -> "table.numberColumn(\"" + taken.get(k).name() + "\").subtract(" + origin + ")");
        return points;
    }

    /**
     * Points as a table with one row per point.
     *
     * @param points N×d points
     * @param names the names of the d columns; none named means x1, …, xd
     * @return a table with N rows and d columns of floats
     * @throws IllegalArgumentException if the number of names is neither 0 nor d, or if two are the same
     */
    public static Table table(Points points, String... names) {
        int d = points.dimension();
        if (names.length != 0 && names.length != d) {
            throw new IllegalArgumentException("a table of " + points.shape() + " points needs " + d
                    + " names of columns or none: received " + names.length);
        }
        for (int k = 0; k < names.length; k++) {
            for (int j = 0; j < k; j++) {
                // Tables tell columns apart without regard to case.
                if (names[j].equalsIgnoreCase(names[k])) {
                    throw new IllegalArgumentException("expected a name of its own for each column: columns " + j
                            + " and " + k + " are both called \"" + names[k] + "\"");
                }
            }
        }
        Table table = Table.create("points");
        for (int k = 0; k < d; k++) {
            table.addColumns(FloatColumn.create(names.length == 0 ? "x" + (k + 1) : names[k], points.column(k)));
        }
        return Printed.table(table);
    }

    /**
     * All rows of a table to show and to save, as CSV or LaTeX too: {@code Tables.shown(path.table()).save("error.tex")}.
     *
     * @param table any table
     * @return the table with four digits; in a CSV file it has all
     */
    public static TableHtml shown(Table table) {
        return shown(table, Math.max(1, table.rowCount()));
    }

    /**
     * The first rows of a table to show and to save.
     *
     * @param table any table
     * @param most rows, at least 1; a note says how many there are if there are more
     * @return the rows with four digits; in a CSV file they have all
     * @throws IllegalArgumentException if the number is not positive
     */
    public static TableHtml shown(Table table, int most) {
        int rows = Math.min(Require.positive(most, "the number of rows"), table.rowCount());
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                row.add(column.isMissing(r) ? null : column.get(r));
            }
            cells.add(row);
        }
        TableHtml shown = TableHtml.of(table.columnNames(), cells);
        String name = table.name();
        shown = name == null || name.isBlank() ? shown : shown.caption(name);
        return rows == table.rowCount()
                ? shown
                : shown.note("The first " + rows + " of " + table.rowCount() + " rows.");
    }

    private static NumericColumn<?> numeric(Table table, String name) {
        if (!table.containsColumn(name)) {
            throw new IllegalArgumentException(
                    "expected one of the columns " + describe(table) + ": received \"" + name + "\"");
        }
        Column<?> column = table.column(name);
        if (column instanceof NumericColumn<?> numbers) {
            return numbers;
        }
        throw new IllegalArgumentException("expected a column of numbers: column \"" + name + "\" holds "
                + column.type().name() + "; the columns are " + describe(table));
    }

    private static String describe(Table table) {
        return table.columns().stream()
                .map(c -> c.name() + " (" + c.type().name() + ")")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
