package io.github.rieszflow.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Installs the kernel for Jupyter: {@code kernels/java/kernel.json} in a data directory of Jupyter, with the jars it
 * needs copied beside it. Run with the jars to be installed as the class path. Doing so again renews the installation.
 *
 * <p>Another project's kernel of the name {@code java} is never touched: then ours is called {@code rieszflow}.
 */
public final class Install {
    private static final String OTHER_NAME = "rieszflow";
    private static final String USAGE = """
            usage: Install [--dir DIR] [--name NAME]
              --dir DIR    data directory of Jupyter to install into (default: the user's own)
              --name NAME  name of the kernel (default: java, or rieszflow where another kernel is called java)""";

    /** What went wrong in one line for the user. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    private final JupyterPaths paths;
    private @Nullable Path directory;
    private @Nullable String name;

    private Install(JupyterPaths paths) {
        this.paths = paths;
    }

    /**
     * Installs the kernel.
     *
     * @param args {@code --dir DIR} and {@code --name NAME}, both optional
     */
    public static void main(String[] args) {
        System.exit(run(new JupyterPaths(), args));
    }

    /** Does the work of {@link #main(String[])} and returns the exit code. */
    static int run(JupyterPaths paths, String... args) {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return 0;
        }
        try {
            var install = new Install(paths);
            install.read(List.of(args));
            install.install();
            return 0;
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("The kernel could not be installed: " + e);
            return 1;
        }
    }

    private void read(List<String> args) throws Refusal {
        for (int i = 0; i < args.size(); i += 2) {
            String option = args.get(i);
            if (!option.equals("--dir") && !option.equals("--name")) {
                throw new Refusal("Unknown argument " + option + "\n" + USAGE);
            }
            if (i + 1 == args.size()) {
                throw new Refusal(option + " needs a value\n" + USAGE);
            }
            String value = args.get(i + 1);
            if (option.equals("--dir")) {
                directory = Path.of(value).toAbsolutePath().normalize();
            } else if (value.matches("[A-Za-z0-9._-]+")) {
                name = value;
            } else {
                throw new Refusal("A kernel's name is made of letters, digits, '.', '_' and '-', not " + value);
            }
        }
    }

    private void install() throws IOException, Refusal {
        Path data = directory == null ? paths.user() : directory;
        String chosen = name == null ? choose(data) : name;
        Path json = JupyterPaths.kernelJson(data, chosen);
        if (Files.exists(json) && !KernelSpec.isOurs(json)) {
            throw new Refusal(json + " belongs to another kernel and is left as it is; choose a name with --name");
        }
        Path lib = json.resolveSibling("lib");
        List<Path> jars = classPath();
        copyJars(jars, lib);
        for (String folder : List.of(KernelSpec.SOURCES_FOLDER, KernelSpec.RESOLVER_FOLDER)) {
            copyJars(beside(jars, folder), json.resolveSibling(folder));
        }
        String title = chosen.equals(KernelSpec.NAME) ? "Java" : "Java (" + chosen + ")";
        Path home = Objects.requireNonNull(json.getParent());
        Parts.sweep(home);
        ClassArchive.added(KernelSpec.of(title, lib.resolve("*").toString(), home), home)
                .write(json);
        System.out.println("Installed the kernel " + chosen + " (" + jars.size() + " jars) in " + json.getParent());
    }

    private String choose(Path data) {
        var directories = new ArrayList<Path>(List.of(data));
        directories.addAll(paths.all());
        Path other = JupyterPaths.foreign(directories, KernelSpec.NAME);
        if (other == null) {
            return KernelSpec.NAME;
        }
        System.out.println(
                "Another kernel is called java (" + other.getParent() + "): this one is called " + OTHER_NAME);
        return OTHER_NAME;
    }

    /** The jars of this process. */
    private static List<Path> classPath() throws Refusal {
        var jars = new ArrayList<Path>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.endsWith(".jar") || !Files.isRegularFile(Path.of(entry))) {
                throw new Refusal("Only jars can be installed, but the class path holds " + entry
                        + "; run with -cp 'environment/kernel/target/lib/*' after mvn package");
            }
            jars.add(Path.of(entry));
        }
        return jars;
    }

    /** The jars in the folders of this name beside the jars. */
    private static List<Path> beside(List<Path> jars, String name) throws IOException {
        var found = new ArrayList<Path>();
        for (Path folder :
                new HashSet<>(jars.stream().map(jar -> jar.resolveSibling(name)).toList())) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                    files.forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Makes a folder hold copies of jars and nothing else. */
    private static void copyJars(List<Path> jars, Path folder) throws IOException {
        Files.createDirectories(folder);
        Set<String> names = new HashSet<>();
        for (Path jar : jars) {
            String name = String.valueOf(jar.getFileName());
            names.add(name);
            Path target = folder.resolve(name);
            // A running kernel has the old file open: it is replaced by a new one, never written into.
            if (!isThere(jar, target)) {
                try (var part = new Parts(folder)) {
                    Files.copy(jar, part.file(), StandardCopyOption.REPLACE_EXISTING);
                    part.moveTo(target);
                }
            }
        }
        Parts.sweep(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                // Another installation may be at work here; what it is writing is not ours to delete.
                if (!names.contains(name) && !name.endsWith(Parts.ENDING)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isThere(Path jar, Path target) throws IOException {
        try {
            return Files.exists(target) && Files.mismatch(jar, target) < 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
