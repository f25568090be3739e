package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables of tablesaw as pictures. */
final class TablePictures {
    private static final int MOST = 50;

    private TablePictures() {}

    /** The first 50 rows, and how many there are if there are more. */
    static TableHtml html(Table table) {
        int shown = Math.min(MOST, table.rowCount());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int r = 0; r < shown; r++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                row.add(column.isMissing(r) ? null : column.get(r));
            }
            rows.add(row);
        }
        TableHtml html = TableHtml.of(table.columnNames(), rows);
        String name = table.name();
        html = name == null || name.isBlank() ? html : html.caption(name);
        return shown == table.rowCount()
                ? html
                : html.note("The first " + shown + " of " + table.rowCount() + " rows.");
    }

    static Picture picture(Table table) {
        return html(table).picture();
    }
}
