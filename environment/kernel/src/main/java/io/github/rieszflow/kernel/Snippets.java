package io.github.rieszflow.kernel;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.StatementSnippet;
import org.jspecify.annotations.Nullable;

/** What can be told of pieces of cells from their text. */
final class Snippets {
    private static final String COMPILER = "CompileError";
    private static final String RETURNED =
            "return stands outside of a method: to see a value, end the cell with the expression alone";
    private static final Pattern COMMENTS = Pattern.compile("^(?:\\s+|//[^\\n]*(?:\\n|$)|/\\*(?s:.*?)\\*/)+");
    private static final Pattern RETURN = Pattern.compile("^return\\b");
    private static final Pattern PRINTING =
            Pattern.compile("\\.\\s*(?:printf|format|append)\\s*\\((?s:.*)\\)\\s*;?\\s*$");
    private static final int MOST_NAMES = 50;

    private Snippets() {}

    /** The text without the comments and the white space it begins with. */
    private static String code(String text) {
        return COMMENTS.matcher(text).replaceFirst("");
    }

    /** Refuses a comment or block of text that has no end: JShell would pass over what stands behind its beginning. */
    static void requireClosed(String source, int line) throws CellError {
        int open = unclosed(source);
        if (open >= 0) {
            boolean comment = source.startsWith("/*", open);
            int row = line
                    + (int) source.chars().limit(open).filter(c -> c == '\n').count();
            String text = source.substring(open).lines().findFirst().orElse("");
            throw new CellError(
                    COMPILER,
                    (comment
                                    ? "This comment is not closed, */ is missing"
                                    : "This text is not closed, \"\"\" is missing")
                            + " (line " + row + "): " + text);
        }
    }

    /** Where a comment or a block of text begins that does not end, or -1. */
    private static int unclosed(String source) {
        int at = 0;
        while (at < source.length()) {
            int begin = at;
            if (source.startsWith("//", at)) {
                at = after(source, "\n", at + 2, source.length());
            } else if (source.startsWith("/*", at)) {
                at = after(source, "*/", at + 2, -1);
            } else if (source.startsWith("\"\"\"", at)) {
                at = afterQuoted(source, "\"\"\"", at + 3, -1);
            } else if (source.charAt(at) == '"' || source.charAt(at) == '\'') {
                // One that does not end on its line is the compiler's to tell.
                int end = after(source, "\n", at, source.length());
                at = afterQuoted(source.substring(0, end), source.substring(at, at + 1), at + 1, end);
            } else {
                at++;
            }
            if (at < 0) {
                return begin;
            }
        }
        return -1;
    }

    private static int after(String source, String end, int from, int otherwise) {
        int at = source.indexOf(end, from);
        return at < 0 ? otherwise : at + end.length();
    }

    private static int afterQuoted(String source, String quote, int from, int otherwise) {
        for (int at = from; at < source.length(); at++) {
            if (source.charAt(at) == '\\') {
                at++;
            } else if (source.startsWith(quote, at)) {
                return at + quote.length();
            }
        }
        return otherwise;
    }

    /** What to say of a statement that returned a value, or null; JShell runs it and forgets the value. */
    static @Nullable CellError returned(Snippet snippet, @Nullable Object value) {
        return snippet instanceof StatementSnippet && value != null ? new CellError(COMPILER, RETURNED) : null;
    }

    /** Refuses what JShell takes and forgets: a value returned to nobody. */
    static void requireNoReturn(String source, int line) throws CellError {
        String code = code(source);
        if (RETURN.matcher(code).lookingAt()) {
            throw new CellError(COMPILER, RETURNED + " (line " + line + ")");
        }
    }

    /** The names that a text would define. */
    static List<String> names(SourceCodeAnalysis analysis, String text) {
        var names = new ArrayList<String>();
        String rest = text;
        while (!rest.isBlank() && names.size() < MOST_NAMES) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (!info.completeness().isComplete() || info.source() == null) {
                break;
            }
            for (Snippet snippet : analysis.sourceToSnippets(info.source())) {
                if (snippet instanceof DeclarationSnippet declaration
                        && !declaration.name().isEmpty()) {
                    names.add(declaration.name());
                }
            }
            rest = info.remaining();
        }
        return names;
    }

    /** Whether an expression is there for what it prints: its value is the stream it printed to. */
    static boolean onlyPrints(String source, @Nullable Object value) {
        return (value instanceof PrintStream || value instanceof PrintWriter)
                && PRINTING.matcher(source).find();
    }
}
