package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The notebooks of this project: fit to be published, and each of them runs. */
class NotebooksTest {
    private static final int MOST_CODE_CELLS = 20;
    private static final int MOST_BYTES = 1_000_000;
    private static final Duration CELL_LIMIT = Duration.ofMinutes(2);

    /** What another machine does not have, in code or in an output. */
    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?:^|[\\s\"'(=])(?:/(?:home|root|tmp|usr|opt|Users|var)/|[A-Z]:\\\\\\\\)|file:///");

    private static final Pattern MAGIC = Pattern.compile("(?m)^\\s*%");

    private static List<Path> notebooks() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("environment/kernel/pom.xml"))) {
            root = Objects.requireNonNull(root.getParent(), "the test runs inside the project");
        }
        Path folder = root.resolve("notebooks");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> isFitToBePublished() throws IOException {
        return notebooks().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> runsInSmokeSize() throws IOException {
        Path spec = NotebookRunner.ownKernel();
        var runner = new NotebookRunner(spec, CELL_LIMIT, Map.of("RIESZFLOW_SIZE", "smoke"));
        return notebooks().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(runner.run(file, null, result -> {}))
                                .allSatisfy(result -> assertThat(result.isClean())
                                        .as("%s", result)
                                        .isTrue())));
    }

    private static void check(Path file) throws IOException {
        Notebook notebook = Notebook.read(file);
        JsonObject json = notebook.json();
        assertThat(json.get("nbformat").getAsInt()).isEqualTo(4);
        assertThat(json.get("nbformat_minor").getAsInt()).isGreaterThanOrEqualTo(5);
        JsonObject kernelspec = json.getAsJsonObject("metadata").getAsJsonObject("kernelspec");
        assertThat(kernelspec.get("name").getAsString()).isEqualTo(KernelSpec.NAME);
        assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        assertThat(notebook.size()).isBetween(1, MOST_CODE_CELLS);
        Set<String> ids = new HashSet<>();
        for (JsonElement element : json.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            assertThat(ids.add(cell.get("id").getAsString()))
                    .as("id of its own: %s", cell)
                    .isTrue();
            String source = Notebook.text(cell.get("source"));
            assertThat(source).doesNotContainPattern(ABSOLUTE_PATH);
            if (cell.get("cell_type").getAsString().equals("code")) {
                assertThat(source).isNotBlank().doesNotContainPattern(MAGIC);
                cell.getAsJsonArray("outputs").forEach(output -> checkOutput(output.getAsJsonObject()));
            }
        }
    }

    private static void checkOutput(JsonObject output) {
        assertThat(output.get("output_type").getAsString()).isNotEqualTo("error");
        if (output.has("name")) {
            assertThat(output.get("name").getAsString()).isNotEqualTo("stderr");
            assertThat(Notebook.text(output.get("text"))).doesNotContainPattern(ABSOLUTE_PATH);
        }
        if (output.has("data")) {
            JsonElement plain = output.getAsJsonObject("data").get("text/plain");
            assertThat(plain).as("text for those who see no pictures").isNotNull();
            // An object's default text differs from run to run.
            assertThat(Notebook.text(plain))
                    .doesNotContainPattern(ABSOLUTE_PATH)
                    .doesNotContainPattern("@[0-9a-f]{5,8}\\b");
        }
    }
}
