package io.github.rieszflow.kernel;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/** What is not there as the cell that should have defined it failed, so that a later cell can be told why. */
final class Missing {
    /** How the compiler, and JShell after it, names what it does not find. */
    private static final Pattern SYMBOL =
            Pattern.compile("\\b(?:variable|method|class|interface|enum|record) ([\\p{L}_$][\\p{L}\\p{N}_$]*)");

    private final Map<String, String> reasons = new HashMap<>();
    private final Set<String> valued = new HashSet<>();

    /** A snippet came to its end. */
    void defined(Snippet snippet) {
        if (snippet instanceof DeclarationSnippet declaration) {
            reasons.remove(declaration.name());
            if (snippet instanceof VarSnippet) {
                valued.add(declaration.name());
            }
        }
    }

    /** Whether a variable has been given a value. */
    boolean hasValue(String variable) {
        return valued.contains(variable);
    }

    /** A variable got no value. */
    void failed(String variable, int cell) {
        valued.remove(variable);
        reasons.put(
                variable, variable + " was never set: cell " + cell + ", which should have set it, did not get there.");
    }

    /** What stands behind the end of a cell that failed, unless it is there from before. */
    void notReached(Collection<String> names, int cell) {
        for (String name : names) {
            if (!valued.contains(name)) {
                reasons.put(
                        name,
                        name + " was not defined: cell " + cell + ", which should have defined it, ended before.");
            }
        }
    }

    /** A definition is not as it was. */
    void changed(String name, String line) {
        reasons.put(name, line);
    }

    /** Why the symbols that a text says are not found are not there, as far as that is known. */
    List<String> reasons(String text) {
        Matcher symbol = SYMBOL.matcher(text);
        return symbol.results()
                .map(match -> reasons.get(match.group(1)))
                .filter(reason -> reason != null)
                .distinct()
                .toList();
    }
}
