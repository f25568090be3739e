package io.github.rieszflow.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a text file.
 *
 * @param columns the names of the columns to take; empty means all
 * @param numbers or their numbers, 1 the first; empty means all
 * @param without the names of the columns to leave out
 * @param origins what to subtract from columns, by their names
 * @param originsOf or by their numbers, 1 the first
 * @param skip how many lines at the top are no part of the table
 * @param header whether the first line names the columns; null to see from it
 * @param decimalComma whether numbers are written with a comma
 * @param comment what lines begin with that are left out; empty if none are, null for # where it begins no point
 */
record CsvChoice(
        List<String> columns,
        List<Integer> numbers,
        List<String> without,
        Map<String, Double> origins,
        Map<Integer, Double> originsOf,
        int skip,
        @Nullable Boolean header,
        boolean decimalComma,
        @Nullable String comment) {
    static final CsvChoice ALL =
            new CsvChoice(List.of(), List.of(), List.of(), Map.of(), Map.of(), 0, null, false, null);

    /** Whether all columns are taken because nothing was said. */
    boolean everything() {
        return columns.isEmpty() && numbers.isEmpty() && without.isEmpty();
    }
}
