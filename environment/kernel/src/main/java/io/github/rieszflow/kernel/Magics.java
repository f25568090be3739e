package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Assistance.Choice;
import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two lines a cell may hold that are not Java: {@code %maven group:artifact:version} and {@code %jars path-or-glob}. */
final class Magics {
    private static final String NAME = "Magic";
    private static final String BOTH =
            "The magics here are %maven group:artifact:version and %jars path-or-glob, each on a line of its own";

    /** What looks like such a line. */
    static final Pattern LINE = Pattern.compile("(?m)^[ \t]*%[%A-Za-z].*$");

    /** The magics, each with what it does. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "%jars",
            "%jars path-or-glob ...\nPuts jars on the class path for this and all later cells, such as %jars lib/*.jar.",
            "%maven",
            "%maven group:artifact:version ...\nPuts libraries, with all that they need, on the class path for this and"
                    + " all later cells: from the local repository, else by download. Such as"
                    + " %maven org.ejml:ejml-ddense:0.46.1."));

    private static final Pattern BEGUN = Pattern.compile("^[ \t]*(%[A-Za-z]*)$");
    private static final Pattern JARS = Pattern.compile("^[ \t]*%jars[ \t](?:.*[ \t])?([^ \t]*)$");
    private static final int MOST_PATHS = 100;

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

    /** What may stand at a position of a line that begins with a percent sign; null if the line is none. */
    static @Nullable Choice complete(String cell, int at) {
        int from = cell.lastIndexOf('\n', at - 1) + 1;
        String line = cell.substring(from, at);
        Matcher begun = BEGUN.matcher(line);
        if (begun.matches()) {
            List<String> names = KNOWN.keySet().stream()
                    .filter(name -> name.startsWith(begun.group(1)))
                    .map(name -> name + " ")
                    .toList();
            return new Choice(names, from + begun.start(1));
        }
        Matcher jars = JARS.matcher(line);
        return jars.matches() ? new Choice(paths(jars.group(1)), from + jars.start(1)) : null;
    }

    /** The folders and jars whose paths begin so. */
    private static List<String> paths(String begin) {
        String folder = begin.substring(0, begin.lastIndexOf('/') + 1);
        var found = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
            for (Path file : files) {
                String path = folder + file.getFileName();
                boolean enter = Files.isDirectory(file);
                if (path.startsWith(begin) && (enter || path.endsWith(".jar"))) {
                    found.add(enter ? path + "/" : path);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            // Then there is nothing to choose from.
        }
        return found.stream().sorted().limit(MOST_PATHS).toList();
    }

    /** What the magic does in whose line a position is; null if it is in none. */
    static @Nullable String document(String cell, int at) {
        int from = cell.lastIndexOf('\n', at - 1) + 1;
        int to = cell.indexOf('\n', from);
        String line = cell.substring(from, to < 0 ? cell.length() : to).strip();
        return KNOWN.entrySet().stream()
                .filter(magic -> line.equals(magic.getKey()) || line.startsWith(magic.getKey() + " "))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
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
