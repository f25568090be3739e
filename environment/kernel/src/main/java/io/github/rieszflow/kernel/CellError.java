package io.github.rieszflow.kernel;

import java.util.ArrayList;
import java.util.List;

/** Why a cell failed, in lines for its reader; its own stack trace is of no use to them and is left out. */
final class CellError extends Exception {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final List<String> lines;

    /**
     * @param name the name of what was thrown, or of the kind of failure
     * @param detail what went wrong, without that name
     * @param lines what the notebook shows
     */
    CellError(String name, String detail, List<String> lines) {
        super(detail, null, false, false);
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    /** A failure that one line says all about. */
    CellError(String name, String line) {
        this(name, line, List.of(line));
    }

    /** The end of a cell that was interrupted. */
    static CellError interrupted() {
        return interrupted("");
    }

    /** @param more what else is to be said, or nothing */
    static CellError interrupted(String more) {
        return new CellError("Interrupted", "Interrupted." + (more.isEmpty() ? "" : " " + more));
    }

    /** The same with a line more. */
    CellError and(String line) {
        var more = new ArrayList<>(lines);
        more.add(line);
        return new CellError(name, String.valueOf(getMessage()), more);
    }

    String name() {
        return name;
    }

    List<String> lines() {
        return lines;
    }
}
