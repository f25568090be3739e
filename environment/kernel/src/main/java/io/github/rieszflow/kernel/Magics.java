package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The two lines a cell may hold that are not Java: {@code %maven group:artifact:version} and {@code %jars path-or-glob}. */
final class Magics {
    private static final String NAME = "Magic";
    private static final String BOTH =
            "The magics here are %maven group:artifact:version and %jars path-or-glob, each on a line of its own";

    /** What looks like such a line. */
    static final Pattern LINE = Pattern.compile("(?m)^[ \t]*%[%A-Za-z].*$");

    private static final Pattern COORDINATES = Pattern.compile("[^:\\s]+(:[^:\\s]+){2,4}");

    private final Consumer<Path> classPath;

    /** @param classPath takes the jars */
    Magics(Consumer<Path> classPath) {
        this.classPath = classPath;
    }

    /** The code with such lines blank, every other character in its place. */
    static String blank(String code) {
        return LINE.matcher(code).replaceAll(match -> " ".repeat(match.group().length()));
    }

    /**
     * Does what a line says.
     *
     * @param line the line, with its percent sign
     * @throws CellError if there is no such magic, or it fails
     */
    void run(String line) throws CellError {
        String[] words = line.split("\\s+", -1);
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        if (arguments.isEmpty() || !(words[0].equals("%maven") || words[0].equals("%jars"))) {
            throw new CellError(NAME, BOTH + "; this is \"" + line + "\"");
        }
        List<Path> jars = words[0].equals("%maven") ? resolve(arguments) : find(arguments);
        jars.forEach(classPath);
    }

    private static List<Path> find(List<String> globs) throws CellError {
        var jars = new ArrayList<Path>();
        for (String glob : globs) {
            int before = jars.size();
            try {
                for (Path file : new GlobFinder(glob).computeMatchingFiles()) {
                    if (file.toString().endsWith(".jar")) {
                        jars.add(file.toAbsolutePath().normalize());
                    }
                }
            } catch (IOException e) {
                // A folder that is not there, for instance.
            }
            if (jars.size() == before) {
                throw new CellError(
                        NAME,
                        "%jars: no jar is called " + glob + ", seen from "
                                + Path.of("").toAbsolutePath());
            }
        }
        return jars;
    }

    private static List<Path> resolve(List<String> coordinates) throws CellError {
        for (String one : coordinates) {
            if (!COORDINATES.matcher(one).matches()) {
                throw new CellError(
                        NAME,
                        "%maven: expected group:artifact:version, such as org.ejml:ejml-ddense:0.46.1; got " + one);
            }
        }
        try {
            return ResolverLoader.resolver().apply(coordinates);
        } catch (RuntimeException | LinkageError e) {
            throw new CellError(NAME, "%maven: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }
}
