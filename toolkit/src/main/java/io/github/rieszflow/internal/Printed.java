package io.github.rieszflow.internal;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables that print the same in every language of the machine. */
public final class Printed {
    /** As many digits as a double has. */
    private static final int DIGITS = 340;

    private Printed() {}

    /**
     * Sets how numbers are printed; modifies the table.
     *
     * @param table the table
     * @return the same table
     */
    public static Table table(Table table) {
        for (Column<?> column : table.columns()) {
            if (column instanceof NumberColumn<?, ?> numbers) {
                DecimalFormat format = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
                format.setMaximumFractionDigits(DIGITS);
                numbers.setPrintFormatter(format, "");
            }
        }
        return table;
    }
}
