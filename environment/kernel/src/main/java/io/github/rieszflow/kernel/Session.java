package io.github.rieszflow.kernel;

import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** The definitions and values of one notebook: cuts cells into snippets and has them run. */
final class Session implements AutoCloseable {
    /** The incubating module the toolkit uses for speed where the JVM has it. */
    static final String VECTOR_MODULE = "jdk.incubator.vector";

    private static final String GOES_ON =
            "What the cell has called does not respond to interrupts: it goes on until it returns to the cell.";

    /**
     * Where a snippet stands.
     *
     * @param cell the number of its cell
     * @param line the line of the cell, from 1, on which the snippet's source begins
     * @param source the snippet's source
     */
    record Place(int cell, int line, String source) {}

    private final CellControl control;
    private final JShell shell;
    private final Magics magics;
    private final Map<String, Place> places = new HashMap<>();
    private final Missing missing = new Missing();

    Session() {
        var controls = new ArrayList<CellControl>();
        // Made inside build(), which first sets the context class loader that CellControl keeps for its threads.
        var provider = new ExecutionControlProvider() {
            @Override
            public String name() {
                return "cell";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                controls.add(new CellControl());
                return controls.get(0);
            }
        };
        var options = new ArrayList<String>();
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
            options.addAll(List.of("--add-modules", VECTOR_MODULE));
        }
        shell = JShell.builder()
                .executionEngine(provider, Map.of())
                .compilerOptions(options.toArray(String[]::new))
                .build();
        control = controls.get(0);
        magics = new Magics(jar -> shell.addToClasspath(jar.toString()));
    }

    /** Whether this Java brings the incubating module, whether or not it is switched on. */
    static boolean vectorModuleExists() {
        return ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent();
    }

    CellControl control() {
        return control;
    }

    JShell shell() {
        return shell;
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /**
     * Runs a cell, snippet by snippet and magic by magic.
     *
     * @param code the cell
     * @param cell its number, for the places named in errors
     * @return the value of the last snippet if that is an expression to be shown; after an interrupt, the value of the
     *     snippet that ended early
     * @throws CellError if a snippet does not compile, throws, or had to be abandoned
     */
    @Nullable
    Object evaluate(String code, int cell) throws CellError {
        Matcher magic = Magics.LINE.matcher(code);
        int from = 0;
        while (magic.find()) {
            String before = code.substring(from, magic.start());
            // Else it stands in the middle of something, perhaps of a block of text.
            if (new Assistance(analysis()).state(before) == Assistance.State.COMPLETE) {
                Object value = evaluateJava(before, cell, 1 + newlines(code, from));
                if (control.interrupted()) {
                    return value;
                }
                runMagic(magic.group().strip());
                from = magic.end();
            }
        }
        return evaluateJava(code.substring(from), cell, 1 + newlines(code, from));
    }

    /** On a thread of its own as code is, since a download can be interrupted. */
    private void runMagic(String line) throws CellError {
        try {
            control.call(() -> {
                magics.run(line);
                return null;
            });
        } catch (CellError e) {
            throw e;
        } catch (Exception e) {
            throw control.interrupted()
                    ? CellError.interrupted()
                    : new CellError(e.getClass().getName(), line + ": " + e);
        }
    }

    private @Nullable Object evaluateJava(String code, int cell, int firstLine) throws CellError {
        Object value = null;
        String rest = code;
        while (true) {
            // JShell's line numbers do not count blank lines before a snippet.
            rest = rest.stripLeading();
            int line = firstLine + newlines(code, code.length() - rest.length());
            CompletionInfo info = analysis().analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return value;
            }
            // Code that is incomplete or cannot be parsed goes to the compiler as it is: its diagnostics say why.
            boolean whole = info.completeness().isComplete() && info.source() != null;
            String source = whole ? info.source() : rest;
            rest = whole ? info.remaining() : "";
            Snippets.requireClosed(whole ? "" : source, line);
            Snippets.requireNoReturn(source, line);
            try {
                value = evaluateSnippet(source, cell, line);
            } catch (CellError e) {
                missing.notReached(Snippets.names(analysis(), rest), cell);
                throw e;
            }
            if (control.interrupted()) {
                missing.notReached(Snippets.names(analysis(), rest), cell);
                return value;
            }
        }
    }

    private @Nullable Object evaluateSnippet(String source, int cell, int line) throws CellError {
        Object value = null;
        CellError problem = null;
        control.beginSnippet();
        List<SnippetEvent> events = shell.eval(source);
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            Snippet snippet = event.snippet();
            places.put(snippet.id(), new Place(cell, line, snippet.source()));
            CellError wrong = problem(event);
            Object result = control.takeValue();
            wrong = wrong == null && !control.interrupted() ? Snippets.returned(snippet, result) : wrong;
            if (wrong == null) {
                missing.defined(snippet);
                value = control.interrupted() || isShown(snippet, result) ? result : null;
            } else {
                problem = problem == null ? afterwards(event, wrong, cell) : problem;
            }
        }
        Changes.of(shell, events, control.definitions()).forEach((name, change) -> {
            System.out.println(change);
            missing.changed(name, change);
        });
        if (problem != null) {
            throw problem;
        }
        return value;
    }

    /** What went wrong with a snippet, or null. */
    private @Nullable CellError problem(SnippetEvent event) {
        var failures = new Failures(shell, places, missing);
        if (control.stopped()) {
            return CellError.interrupted(control.abandoned() ? GOES_ON : "");
        }
        if (event.exception() != null) {
            return failures.thrown(event.exception(), control.failure(), control.interrupted());
        }
        if (!runs(event)) {
            return failures.rejected(event.snippet());
        }
        return null;
    }

    /** A variable that got no value keeps the one it had; one that had none is there no more, rather than null or 0. */
    private CellError afterwards(SnippetEvent event, CellError wrong, int cell) {
        if (!(event.snippet() instanceof VarSnippet variable)) {
            return wrong;
        }
        boolean declared = runs(event);
        if (declared
                && missing.hasValue(variable.name())
                && !control.definitions().lost(variable.name())) {
            return wrong.and(variable.name() + " keeps the value it had before.");
        }
        if (declared) {
            shell.drop(variable);
        }
        missing.failed(variable.name(), cell);
        return wrong;
    }

    /** A method or class may use what is defined later; a variable may not, as its initial value would be lost. */
    private static boolean runs(SnippetEvent event) {
        Status status = event.status();
        return status == Status.VALID
                || (event.snippet().kind() != Kind.VAR
                        && (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED));
    }

    private static boolean isShown(Snippet snippet, @Nullable Object value) {
        SubKind kind = snippet.subKind();
        return (kind == SubKind.VAR_VALUE_SUBKIND
                        || kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                        || kind == SubKind.OTHER_EXPRESSION_SUBKIND)
                && !Snippets.onlyPrints(snippet.source(), value);
    }

    private static int newlines(String text, int end) {
        return (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }

    @Override
    public void close() {
        shell.close();
    }
}
