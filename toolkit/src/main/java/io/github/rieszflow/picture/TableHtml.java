package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Digits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as plain HTML, without styles or scripts, so that every notebook viewer shows it: numbers with about four
 * significant digits ({@link Digits}) and to the right, everything else as text.
 */
public final class TableHtml implements Drawable {
    private final String caption;
    private final List<String> columns;
    private final List<List<String>> rows;
    /** The same with all digits. */
    private final List<List<String>> exact;

    private final List<Boolean> numeric;
    private final String note;

    private TableHtml(
            String caption,
            List<String> columns,
            List<List<String>> rows,
            List<List<String>> exact,
            List<Boolean> numeric,
            String note) {
        this.caption = caption;
        this.columns = columns;
        this.rows = rows;
        this.exact = exact;
        this.numeric = numeric;
        this.note = note;
    }

    /**
     * A table.
     *
     * @param columns the columns' names, at least one
     * @param rows cells row by row: numbers, or anything with a {@code toString()}; null is an empty cell
     * @return the table
     * @throws IllegalArgumentException if there is no column or a row has another number of cells
     */
    public static TableHtml of(List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        Check.notEmpty("Columns", columns.size());
        List<List<String>> cells = new ArrayList<>();
        List<List<String>> exact = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            numeric.add(true);
        }
        for (int r = 0; r < rows.size(); r++) {
            List<? extends @Nullable Object> row = rows.get(r);
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("Row " + r + " (counted from 0): expected " + columns.size()
                        + " cells, one for each column, got " + row.size());
            }
            List<String> texts = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                Object cell = row.get(c);
                texts.add(text(cell));
                numeric.set(c, numeric.get(c) && (cell == null || cell instanceof Number));
            }
            cells.add(List.copyOf(texts));
            exact.add(row.stream()
                    .map(cell -> cell == null ? "" : cell.toString())
                    .toList());
        }
        return new TableHtml(
                "", List.copyOf(columns), List.copyOf(cells), List.copyOf(exact), List.copyOf(numeric), "");
    }

    /**
     * Sets the caption above the table.
     *
     * @param text the caption
     * @return the table with the caption
     */
    public TableHtml caption(String text) {
        return new TableHtml(text, columns, rows, exact, numeric, note);
    }

    /**
     * Sets a remark below the table, such as how many rows are left out.
     *
     * @param text the remark
     * @return the table with the remark
     */
    public TableHtml note(String text) {
        return new TableHtml(caption, columns, rows, exact, numeric, text);
    }

    /**
     * The table as HTML.
     *
     * @return a {@code <table>} element, and the remark in a {@code <p>}
     */
    public String html() {
        StringBuilder out = new StringBuilder("<table>\n");
        if (!caption.isEmpty()) {
            out.append("<caption>").append(Escape.html(caption)).append("</caption>\n");
        }
        out.append("<thead><tr>");
        for (int c = 0; c < columns.size(); c++) {
            out.append(numeric.get(c) ? "<th align=\"right\">" : "<th align=\"left\">");
            out.append(Escape.html(columns.get(c))).append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            for (int c = 0; c < columns.size(); c++) {
                out.append(numeric.get(c) ? "<td align=\"right\">" : "<td align=\"left\">");
                out.append(Escape.html(row.get(c))).append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table>");
        if (!note.isEmpty()) {
            out.append("\n<p>").append(Escape.html(note)).append("</p>");
        }
        return out.toString();
    }

    /**
     * The table as lines of text with aligned columns.
     *
     * @return the lines, without a line end after the last
     */
    public String text() {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = columns.get(c).length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder out = new StringBuilder(caption.isEmpty() ? "" : caption + "\n");
        line(out, columns, widths);
        for (List<String> row : rows) {
            out.append('\n');
            line(out, row, widths);
        }
        return note.isEmpty() ? out.toString() : out.append('\n').append(note).toString();
    }

    /** The content of a file that ends so, null if there is none of that kind. */
    byte @Nullable [] file(String ending) {
        return switch (ending) {
            case "csv" -> TableFile.csv(columns, exact).getBytes(StandardCharsets.UTF_8);
            case "tex" -> TableFile.tex(caption, columns, rows, numeric, note).getBytes(StandardCharsets.UTF_8);
            case "txt" -> text().getBytes(StandardCharsets.UTF_8);
            default -> null;
        };
    }

    @Override
    public Picture picture() {
        return Picture.of(this);
    }

    @Override
    public String toString() {
        return "Table[" + (caption.isEmpty() ? "" : caption + ": ") + rows.size() + " rows: "
                + String.join(", ", columns) + "]";
    }

    private void line(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String space = " ".repeat(widths[c] - cells.get(c).length());
            line.append(c > 0 ? "  " : "");
            line.append(numeric.get(c) ? space + cells.get(c) : cells.get(c) + space);
        }
        out.append(line.toString().stripTrailing());
    }

    private static String text(@Nullable Object cell) {
        if (cell instanceof Float f) {
            // By way of its own digits: 0.1f is 0.1, not 0.10000000149.
            return Digits.text(Double.parseDouble(Float.toString(f)));
        }
        if (cell instanceof Double d) {
            return Digits.text(d);
        }
        return cell == null ? "" : cell.toString();
    }
}
