package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Session.Place;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Puts what went wrong in a cell into words: the cell's own lines and the causes, none of the kernel's frames. */
final class Failures {
    private static final String TOOLKIT = "io.github.rieszflow.";
    /** The name of a failure that is no exception. */
    private static final String COMPILER = "CompileError";

    /** What tablesaw shows figures with outside of notebooks. */
    private static final String BROWSER = "tech.tablesaw.plotly.display.Browser";

    private static final int MOST_CAUSES = 8;
    private static final int MOST_FRAMES = 12;
    private static final int FEW_FRAMES = 3;

    private final JShell shell;
    private final Map<String, Place> places;
    private final Missing missing;

    /**
     * @param places where each snippet stands, by its id
     * @param missing what is not there as its cell failed
     */
    Failures(JShell shell, Map<String, Place> places, Missing missing) {
        this.shell = shell;
        this.places = places;
        this.missing = missing;
    }

    /**
     * A snippet that threw.
     *
     * @param seen the exception as JShell tells it, with the places in the cell
     * @param thrown the exception itself, where it is known
     * @param interrupted whether the cell had been interrupted before
     */
    CellError thrown(JShellException seen, @Nullable Throwable thrown, boolean interrupted) {
        if (seen instanceof UnresolvedReferenceException unresolved) {
            return unresolved(unresolved.getSnippet());
        }
        Throwable root = thrown == null ? null : root(thrown);
        if (root instanceof CellStopped || (interrupted && isInterruption(root))) {
            return CellError.interrupted();
        }
        if (interrupted && root instanceof CancellationException) {
            // The toolkit says how far it came.
            return CellError.interrupted(root.getMessage() == null ? "" : capital(root.getMessage()) + ".");
        }
        CellError oneLine = thrown == null ? null : oneLine(thrown);
        if (oneLine != null) {
            return oneLine;
        }
        var lines = new ArrayList<String>();
        if (interrupted) {
            lines.add("Interrupted.");
        }
        String before = "";
        Throwable now = seen;
        for (int i = 0; now != null && i < MOST_CAUSES; i++) {
            lines.addAll(describe(before, now).lines().toList());
            lines.addAll(frames(now.getStackTrace()));
            before = "Caused by: ";
            now = now.getCause();
        }
        String message = seen.getMessage();
        return new CellError(shortName(seen), message == null ? "" : Definitions.plain(message), lines);
    }

    /** What to say of a cell that ended by anything at all. */
    static CellError ofCell(Throwable thrown) {
        if (thrown instanceof CellError error) {
            return error;
        }
        // JShell hides the errors of its compiler in the text of its own.
        String text = thrown + " " + root(thrown);
        if (text.contains("StackOverflowError")) {
            return new CellError(
                    COMPILER,
                    "This code is nested too deeply for the compiler: split the expression into several statements,"
                            + " or compute it in a loop");
        }
        if (text.contains("OutOfMemoryError")) {
            return new CellError(
                    "OutOfMemoryError", "The memory of the kernel did not suffice to compile this: " + root(thrown));
        }
        return new CellError(shortName(thrown), "The kernel could not run this: " + thrown);
    }

    /** What to say if a value cannot be shown. */
    static CellError unshowable(Object value, Exception wrapped) {
        Throwable cause = wrapped.getCause();
        Throwable thrown = wrapped instanceof InvocationTargetException && cause != null ? cause : wrapped;
        CellError oneLine = oneLine(thrown);
        return oneLine != null
                ? oneLine
                : new CellError(
                        thrown.getClass().getName(),
                        "Could not show a " + value.getClass().getName() + ": " + thrown);
    }

    /** A snippet that the compiler refused. */
    CellError rejected(Snippet snippet) {
        var lines = new ArrayList<String>();
        String first = "";
        for (Diag diag : shell.diagnostics(snippet).filter(Diag::isError).toList()) {
            List<String> message = diag.getMessage(Locale.ROOT)
                    .lines()
                    .filter(line -> !line.strip().startsWith("location:"))
                    .toList();
            if (first.isEmpty() && !message.isEmpty()) {
                first = message.get(0);
            }
            lines.addAll(pointAt(snippet, (int) diag.getPosition()));
            lines.addAll(message);
            lines.addAll(missing.reasons(String.join("\n", message)));
        }
        if (lines.isEmpty() && snippet instanceof DeclarationSnippet declaration) {
            return unresolved(declaration);
        }
        return lines.isEmpty()
                ? new CellError(COMPILER, "The compiler refused: " + snippet.source())
                : new CellError(COMPILER, first, lines);
    }

    private CellError unresolved(DeclarationSnippet snippet) {
        String unresolved =
                String.join(", ", shell.unresolvedDependencies(snippet).toList());
        String line = unresolved.isEmpty()
                ? snippet.name() + " does not compile any more" + Changes.why(shell, snippet)
                : snippet.name() + " uses what is not defined (yet): " + unresolved;
        var lines = new ArrayList<String>(List.of(line));
        lines.addAll(missing.reasons(unresolved));
        return new CellError(COMPILER, line, lines);
    }

    /** The line of the cell, its text, and a caret under the position. */
    private List<String> pointAt(Snippet snippet, int position) {
        Place place = places.get(snippet.id());
        String source = snippet.source();
        int at = Math.max(0, Math.min(position, source.length()));
        int from = source.lastIndexOf('\n', at - 1) + 1;
        int to = source.indexOf('\n', at);
        String text = source.substring(from, to < 0 ? source.length() : to);
        int row = (int) source.chars().limit(from).filter(c -> c == '\n').count();
        // Tabs stay tabs, so that the caret stands under its character at any tab width.
        String indent = text.substring(0, at - from).replaceAll("[^\t]", " ");
        var lines = new ArrayList<String>();
        if (place != null) {
            lines.add("line " + (place.line() + row) + ":");
        }
        lines.add("    " + text);
        lines.add("    " + indent + "^");
        return lines;
    }

    private static String describe(String before, Throwable thrown) {
        String message = thrown.getMessage();
        return before + shortName(thrown) + (message == null ? "" : ": " + Definitions.plain(message));
    }

    private static String shortName(Throwable thrown) {
        String name = thrown instanceof EvalException e
                ? e.getExceptionClassName()
                : thrown.getClass().getName();
        return name.replaceFirst("^java\\.lang\\.", "");
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** The lines of cells and of libraries; those of the JDK only where there are no others. */
    private List<String> frames(StackTraceElement[] stack) {
        var lines = new ArrayList<String>();
        var deep = new ArrayList<String>();
        int foreign = 0;
        for (StackTraceElement frame : stack) {
            String file = frame.getFileName();
            Place place = file != null && file.startsWith("#") ? places.get(file.substring(1)) : null;
            if (place != null) {
                lines.add(inCell(frame, place));
            } else if (isOfTheJdk(frame)) {
                deep.add("    at " + frame);
            } else if (!isMachinery(frame.getClassName()) && foreign++ < MOST_FRAMES) {
                lines.add("    at " + frame);
            }
            if (lines.size() > 3 * MOST_FRAMES) {
                break;
            }
        }
        if (foreign > MOST_FRAMES) {
            lines.add("    ... and " + (foreign - MOST_FRAMES) + " more");
        }
        return lines.isEmpty() ? deep.subList(0, Math.min(deep.size(), FEW_FRAMES)) : lines;
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private static String inCell(StackTraceElement frame, Place place) {
        String method = frame.getMethodName().replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
        boolean topLevel = method.isEmpty() || method.startsWith("do_it$");
        int line = frame.getLineNumber();
        String where = "cell " + place.cell() + ", line " + (place.line() + line - 1);
        String text = place.source()
                .lines()
                .skip(Math.max(0, line - 1))
                .findFirst()
                .orElse("")
                .strip();
        String owner = frame.getClassName().isEmpty() ? "" : frame.getClassName() + ".";
        return "    at " + (topLevel ? where : owner + method + " (" + where + ")") + ":  " + text;
    }

    private static boolean isMachinery(String className) {
        return className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.reflect.")
                || className.startsWith("jdk.jshell.")
                || className.startsWith("REPL.")
                || className.startsWith(TOOLKIT + "kernel.");
    }

    /** The toolkit's own refusals say in their message how to fix it: one line, or null if this is none. */
    private static @Nullable CellError toolkitRefusal(Throwable thrown) {
        // Parallel streams rethrow a copy whose cause is the original.
        Throwable origin = root(thrown);
        boolean refusal = (origin instanceof IllegalArgumentException || origin instanceof IllegalStateException)
                && origin.getClass() == thrown.getClass()
                && isOfTheToolkit(origin);
        if (!refusal) {
            return null;
        }
        String name = shortName(origin);
        String message = String.valueOf(origin.getMessage());
        return new CellError(name, message, List.of(name + ": " + message));
    }

    /** What one sentence says all about: a refusal of the toolkit, or a file that is not as it should be. */
    private static @Nullable CellError oneLine(Throwable thrown) {
        CellError refusal = toolkitRefusal(thrown);
        if (refusal != null) {
            return refusal;
        }
        Throwable origin = root(thrown);
        if (Arrays.stream(origin.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(BROWSER))) {
            return new CellError(
                    shortName(origin),
                    "Plot.show opens a browser, which a kernel has none of: end the cell with the figure, or call"
                            + " show(figure)");
        }
        String sentence = FileErrors.sentence(origin);
        if (sentence == null) {
            return null;
        }
        String said = thrown.getMessage();
        String message = isOfTheToolkit(thrown) && said != null && !said.contains(String.valueOf(origin.getMessage()))
                ? said + ": " + sentence
                : sentence;
        String name = shortName(origin);
        return new CellError(name, message, List.of(name.substring(name.lastIndexOf('.') + 1) + ": " + message));
    }

    private static boolean isOfTheToolkit(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith(TOOLKIT);
    }

    private static Throwable root(Throwable thrown) {
        Throwable now = thrown;
        for (int i = 0; i < MOST_CAUSES && now.getCause() != null; i++) {
            now = now.getCause();
        }
        return now;
    }

    private static boolean isInterruption(@Nullable Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
    }
}
