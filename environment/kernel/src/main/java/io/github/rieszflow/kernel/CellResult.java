package io.github.rieszflow.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one code cell.
 *
 * @param cell its number among the code cells, from 1
 * @param mimeTypes the MIME types of its results and displays, in their order, several of one output side by side
 * @param out what it printed
 * @param err what it printed to the error stream
 * @param error what the notebook shows of its failure, or null if it did not fail
 * @param millis how long it took, in milliseconds
 */
public record CellResult(
        int cell,
        List<String> mimeTypes,
        String out,
        String err,
        @Nullable String error,
        long millis) {
    /**
     * Makes an unmodifiable copy of the list.
     *
     * @param cell its number among the code cells, from 1
     * @param mimeTypes the MIME types of its results and displays
     * @param out what it printed
     * @param err what it printed to the error stream
     * @param error what the notebook shows of its failure, or null
     * @param millis how long it took, in milliseconds
     */
    public CellResult {
        mimeTypes = List.copyOf(mimeTypes);
    }

    /**
     * Whether the cell ran as a published notebook should: without an error and without a word on the error stream.
     *
     * @return true if it did
     */
    public boolean isClean() {
        return error == null && err.isEmpty();
    }
}
