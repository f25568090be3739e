package io.github.rieszflow.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/** What a definition that was run again has done to others: a line for each that is not as it was, by its name. */
final class Changes {
    private Changes() {}

    /** The lines; none if all has kept its value. */
    static Map<String, String> of(JShell shell, List<SnippetEvent> events, Definitions definitions) {
        Set<String> own = new LinkedHashSet<>();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null && event.snippet() instanceof PersistentSnippet declared) {
                own.add(declared.name());
            }
        }
        String cause = own.stream().filter(name -> !name.isEmpty()).collect(Collectors.joining(", "));
        var lines = new LinkedHashMap<String, String>();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null
                    && event.previousStatus() == Status.VALID
                    && isBroken(event.status())
                    && event.snippet() instanceof DeclarationSnippet declared) {
                lines.put(declared.name(), declared.name() + " does not fit the new " + cause + why(shell, declared));
            }
        }
        definitions
                .lost()
                .forEach((name, now) -> lines.putIfAbsent(
                        name, name + " was reset to " + now + ", as " + cause + " has changed: run its cell again."));
        for (String name : definitions.outdated()) {
            lines.putIfAbsent(
                    name, name + " still holds what was made with the earlier " + cause + ": run its cell again.");
        }
        lines.keySet().removeIf(name -> own.contains(name) || name.startsWith("$"));
        return lines;
    }

    /** The first thing that the compiler says against it. */
    static String why(JShell shell, DeclarationSnippet snippet) {
        List<String> reasons = new ArrayList<>(shell.diagnostics(snippet)
                .filter(Diag::isError)
                .map(diag -> diag.getMessage(Locale.ROOT).lines().findFirst().orElse(""))
                .toList());
        shell.unresolvedDependencies(snippet).forEach(name -> reasons.add(name + " is not defined"));
        return reasons.isEmpty() ? "." : ": " + Definitions.plain(reasons.get(0)) + ".";
    }

    private static boolean isBroken(Status status) {
        return status == Status.RECOVERABLE_DEFINED
                || status == Status.RECOVERABLE_NOT_DEFINED
                || status == Status.REJECTED;
    }
}
