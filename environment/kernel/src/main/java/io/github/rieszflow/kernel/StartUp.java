package io.github.rieszflow.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What every notebook may use without importing it: the list that the toolkit ships for jshell as well. */
final class StartUp {
    /** The list on the class path: one import a line, comments and blank lines allowed. */
    static final String RESOURCE = "/io/github/rieszflow/imports.jsh";

    /** Without the toolkit the kernel is still a Java kernel. */
    private static final List<String> PLAIN = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;");

    private StartUp() {}

    /** The import lines. */
    static List<String> imports() {
        try (InputStream list = StartUp.class.getResourceAsStream(RESOURCE)) {
            return list == null ? PLAIN : parse(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println(
                    "Start-up: " + RESOURCE + " cannot be read (" + e + "), the plain imports serve instead");
            return PLAIN;
        }
    }

    static List<String> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .toList();
    }

    /** Makes the imports; one that fails costs a line on the terminal, not the kernel. */
    static void run(Session session, List<String> imports) {
        for (String line : imports) {
            try {
                session.evaluate(line, 0);
            } catch (CellError e) {
                System.err.println("Start-up: left out \"" + line + "\": " + e.getMessage());
            }
        }
    }
}
