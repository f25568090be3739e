package io.github.rieszflow.notebook;

import io.github.rieszflow.exchange.Tables;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import tech.tablesaw.api.Table;

/** Tables of tablesaw as pictures. */
final class TablePictures {
    private static final int MOST = 50;

    private TablePictures() {}

    /** The first 50 rows, and how many there are if there are more. */
    static TableHtml html(Table table) {
        return Tables.shown(table, MOST);
    }

    static Picture picture(Table table) {
        return html(table).picture();
    }
}
