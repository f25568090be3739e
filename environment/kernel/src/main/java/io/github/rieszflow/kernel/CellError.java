package io.github.rieszflow.kernel;

import java.util.List;

/** Why a cell failed, in lines for its reader; its own stack trace is of no use to them and is left out. */
final class CellError extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> lines;

    /**
     * @param message one line that says what went wrong
     * @param lines what the notebook shows
     */
    CellError(String message, List<String> lines) {
        super(message, null, false, false);
        this.lines = List.copyOf(lines);
    }

    /** A failure that one line says all about. */
    CellError(String line) {
        this(line, List.of(line));
    }

    List<String> lines() {
        return lines;
    }
}
