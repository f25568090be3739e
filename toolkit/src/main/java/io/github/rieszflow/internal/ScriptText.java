package io.github.rieszflow.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of methods in TorchScript that are put together from several. */
public final class ScriptText {
    private static final Pattern DEFINITION = Pattern.compile("(?m)^(\\s*)def (\\w+)\\(self");

    private ScriptText() {}

    /**
     * The same methods under names of their own, so that no method beside them has the same.
     *
     * @param source methods in resolved form
     * @param prefix what each name begins with from now on
     * @return the methods, with their calls of each other
     */
    public static String prefixed(String source, String prefix) {
        String text = source;
        Matcher definition = DEFINITION.matcher(source);
        while (definition.find()) {
            String name = definition.group(2);
            text = text.replace("def " + name + "(self", "def " + prefix + name + "(self")
                    .replace("(self)." + name + "(", "(self)." + prefix + name + "(");
        }
        return text;
    }
}
