package io.github.rieszflow.kernel;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.jspecify.annotations.Nullable;

/** Completion, documentation and the question whether an input is complete. Positions count UTF-16 units. */
final class Assistance {
    /**
     * What may stand at the cursor.
     *
     * @param names the names, the fitting ones first
     * @param from where the text begins that a name replaces
     */
    record Choice(List<String> names, int from) {}

    /** How far an input is from being a cell. */
    enum State {
        COMPLETE,
        INCOMPLETE,
        INVALID
    }

    private static final int MOST_STARTS = 12;

    private final SourceCodeAnalysis analysis;
    private boolean sourcesAdded;

    Assistance(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /** The names that may stand at a position of a cell. */
    Choice complete(String cell, int at) {
        Choice magics = Magics.complete(cell, at);
        if (magics != null && state(cell.substring(0, cell.lastIndexOf('\n', at - 1) + 1)) == State.COMPLETE) {
            return magics;
        }
        String code = Magics.blank(cell);
        for (int start : starts(code, at)) {
            Choice choice = suggestions(code, at, start);
            if (!choice.names().isEmpty()) {
                return choice;
            }
        }
        return new Choice(List.of(), at);
    }

    private Choice suggestions(String code, int at, int start) {
        int[] anchor = {at - start};
        List<String> names = analysis.completionSuggestions(code.substring(start), at - start, anchor).stream()
                .sorted(Comparator.comparing(suggestion -> !suggestion.matchesType()))
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return new Choice(names, anchor[0] + start);
    }

    /** Signature and Javadoc of what stands at a position of a cell, or null if nothing is known about it. */
    @Nullable
    String document(String cell, int at) {
        String magic = Magics.document(cell, at);
        if (magic != null) {
            return magic;
        }
        String code = Magics.blank(cell);
        if (!sourcesAdded) {
            sourcesAdded = true;
            addSources();
        }
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        if (end < code.length() && code.charAt(end) == '(') {
            end++;
        }
        for (int start : starts(code, end)) {
            String text = documentation(code.substring(start, end));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private String documentation(String code) {
        return analysis.documentation(code, code.length(), true).stream()
                .map(Assistance::text)
                .distinct()
                .collect(Collectors.joining("\n\n"));
    }

    private static String text(Documentation documentation) {
        String javadoc = documentation.javadoc();
        return documentation.signature() + (javadoc == null ? "" : "\n" + JavadocText.of(javadoc));
    }

    /**
     * Where to cut off the beginning of a cell, from nothing to all before the last snippet. JShell looks at a text as
     * at the body of a method: from an early start it knows the variables of the cell, but then no import, method or
     * class may follow.
     */
    private List<Integer> starts(String code, int at) {
        var starts = new ArrayList<Integer>();
        String rest = code.substring(0, at);
        while (true) {
            starts.add(at - rest.length());
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (!info.completeness().isComplete() || info.remaining().isBlank()) {
                int surplus = Math.max(0, starts.size() - MOST_STARTS);
                return starts.subList(surplus, starts.size());
            }
            rest = info.remaining();
        }
    }

    /** Whether an input may be run as it is. */
    State state(String code) {
        String rest = Magics.blank(code);
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY -> {
                    return State.COMPLETE;
                }
                case COMPLETE, COMPLETE_WITH_SEMI -> rest = info.remaining();
                case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE -> {
                    return State.INCOMPLETE;
                }
                case UNKNOWN -> {
                    return State.INVALID;
                }
            }
        }
        return State.COMPLETE;
    }

    /**
     * JShell reads Javadoc from the JDK's sources only. Those beside our jars are added to its list by reflection,
     * which works if the JVM opens the package; else there are just no texts for them.
     */
    private void addSources() {
        try {
            Field field = analysis.getClass().getDeclaredField("availableSources");
            Method finder = analysis.getClass().getDeclaredMethod("findSources");
            if (field.trySetAccessible()
                    && finder.trySetAccessible()
                    && finder.invoke(analysis) instanceof List<?> found) {
                var all = new ArrayList<Object>(found);
                all.addAll(sourceJars());
                field.set(analysis, all);
            }
        } catch (ReflectiveOperationException | IOException e) {
            // Signatures without texts are still of use.
        }
    }

    private static List<Path> sourceJars() throws IOException {
        String folder = System.getProperty(KernelSpec.SOURCES);
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
