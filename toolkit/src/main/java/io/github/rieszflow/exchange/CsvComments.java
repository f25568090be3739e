package io.github.rieszflow.exchange;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which lines are comments: none that might be a point is taken for one in silence. */
final class CsvComments {
    /** A comment above the first line of the table, where it cannot be seen yet how points look. */
    record Above(String text, int line) {}

    private static final String SIGN = "#";

    private final @Nullable String chosen;
    private final List<Above> above = new ArrayList<>();

    CsvComments(CsvChoice choice) {
        chosen = choice.comment();
    }

    private boolean begins(String text) {
        String sign = chosen == null ? SIGN : chosen;
        return !sign.isEmpty()
                && text.startsWith(sign)
                && (chosen != null || !CsvWords.ERROR_VALUE.matcher(text).lookingAt());
    }

    /** Whether a line above the table begins as a comment; it is kept to be looked at later. */
    boolean isAbove(String line, int number) {
        String text = line.strip();
        if (!begins(text)) {
            return false;
        }
        above.add(new Above(text, number));
        return true;
    }

    List<Above> above() {
        return above;
    }

    /** What the last comment above the table says; empty if there is none. */
    String last() {
        return above.isEmpty()
                ? ""
                : above.get(above.size() - 1).text().substring((chosen == null ? SIGN : chosen).length());
    }

    /**
     * Whether a line is a comment.
     *
     * @param words the words of the table; not those that they were afterwards
     * @param count how many a point has
     * @throws IllegalArgumentException if it might be a point as well
     */
    boolean has(String line, CsvWords words, int count) {
        String text = line.strip();
        if (!begins(text)) {
            return false;
        }
        String rest = text.substring(SIGN.length());
        if (chosen == null
                && !rest.isBlank()
                && (Character.isLetterOrDigit(rest.codePointAt(0)) || "+-.\"".indexOf(rest.charAt(0)) >= 0)) {
            requireNoPoint(rest, words, count);
        }
        return true;
    }

    private static void requireNoPoint(String rest, CsvWords words, int count) {
        try {
            words.split(rest);
        } catch (IllegalArgumentException e) {
            return; // what has quotes that do not close is no point
        }
        if (words.count() == count && words.any(CsvWords.Kind.NUMBER)) {
            throw new IllegalArgumentException(
                    "expected a point or a comment: the line begins with # and would be a point"
                            + " without it; put a blank behind the # if it is a comment, or leave out all such lines by"
                            + " Csv.reader().comments(\"#\")");
        }
    }
}
