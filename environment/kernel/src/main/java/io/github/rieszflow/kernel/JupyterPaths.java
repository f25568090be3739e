package io.github.rieszflow.kernel;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Jupyter keeps and looks for kernels, from the environment it would see. */
final class JupyterPaths {
    private final Map<String, String> environment;
    private final Path home;
    private final String system;

    /** The paths of this process. */
    JupyterPaths() {
        this(System.getenv(), home(), System.getProperty("os.name"));
    }

    /** As Jupyter sees it: the variable comes before what the system knows of the user. */
    private static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
    }

    /**
     * The paths in a given environment.
     *
     * @param environment the environment variables
     * @param home the user's home
     * @param system the name of the operating system, as in the property {@code os.name}
     */
    JupyterPaths(Map<String, String> environment, Path home, String system) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.system = system.toLowerCase(Locale.ROOT);
    }

    /** The data directory of the user. */
    Path user() {
        String given = variable("JUPYTER_DATA_DIR");
        if (given != null) {
            return Path.of(given);
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Jupyter");
        }
        String roaming = variable("APPDATA");
        if (system.startsWith("windows") && roaming != null) {
            return Path.of(roaming, "jupyter");
        }
        String data = variable("XDG_DATA_HOME");
        return (data == null ? home.resolve(".local/share") : Path.of(data)).resolve("jupyter");
    }

    /** Every data directory that a Jupyter of this user may search. */
    List<Path> all() {
        var paths = new LinkedHashSet<Path>();
        String more = variable("JUPYTER_PATH");
        if (more != null) {
            for (String entry : more.split(File.pathSeparator, -1)) {
                if (!entry.isBlank()) {
                    paths.add(Path.of(entry));
                }
            }
        }
        paths.add(user());
        for (String prefix : List.of("VIRTUAL_ENV", "CONDA_PREFIX", "NB_PYTHON_PREFIX")) {
            String path = variable(prefix);
            if (path != null) {
                paths.add(Path.of(path, "share", "jupyter"));
            }
        }
        String shared = variable("PROGRAMDATA");
        if (system.startsWith("windows") && shared != null) {
            paths.add(Path.of(shared, "jupyter"));
        } else {
            paths.add(Path.of("/usr/local/share/jupyter"));
            paths.add(Path.of("/usr/share/jupyter"));
        }
        return List.copyOf(paths);
    }

    /** The specification of a kernel in a data directory, whether or not it exists. */
    static Path kernelJson(Path data, String name) {
        return data.resolve("kernels").resolve(name).resolve("kernel.json");
    }

    /** Another project's kernel of this name among the data directories, or null. */
    static @Nullable Path foreign(List<Path> directories, String name) {
        var found = new ArrayList<Path>();
        for (Path directory : directories) {
            Path file = kernelJson(directory, name);
            if (Files.exists(file) && !KernelSpec.isOurs(file)) {
                found.add(file);
            }
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
