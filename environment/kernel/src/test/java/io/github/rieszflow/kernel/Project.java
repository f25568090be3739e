package io.github.rieszflow.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the tests find the rest of the project. */
final class Project {
    /** The notebook that maps the others. */
    static final String INDEX = "00-index.ipynb";

    private Project() {}

    /** The folder of the whole project. */
    static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("environment/kernel/pom.xml"))) {
            root = Objects.requireNonNull(root.getParent(), "the test runs inside the project");
        }
        return root;
    }

    /** All notebooks, in their order. */
    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    /** The name of a file without its folder. */
    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
