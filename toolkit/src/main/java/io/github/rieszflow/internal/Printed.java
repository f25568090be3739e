package io.github.rieszflow.internal;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables that print four digits, the same in every language of the machine; what they hold and write to files is exact. */
public final class Printed {
    /** Numbers as {@link Digits} writes them. */
    private static final class FourDigits extends NumberFormat {
        private static final long serialVersionUID = 1;

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition where) {
            return to.append(Digits.text(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition where) {
            return to.append(number);
        }

        @Override
        public Number parse(String text, ParsePosition where) {
            throw new UnsupportedOperationException("numbers are written in this form, never read: \"" + text + "\"");
        }
    }

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
                numbers.setPrintFormatter(new FourDigits(), "");
            }
        }
        return table;
    }
}
