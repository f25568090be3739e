package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every notebook runs in the installed kernel, and shows what it is published with: the same kinds of output. */
@Tag("notebooks")
class NotebooksIT {
    private static final Duration CELL_LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path temp;

    @TestFactory
    Stream<DynamicTest> runsInSmokeSize() throws IOException, InterruptedException {
        Path spec = InstalledKernel.into(temp);
        // With CI set there is no progress, which comes only where a run takes long.
        var runner = new NotebookRunner(spec, CELL_LIMIT, Map.of("RIESZFLOW_SIZE", "smoke", "CI", "true"));
        return Project.notebooks().stream()
                .map(file -> DynamicTest.dynamicTest(Project.name(file), () -> check(runner, file)));
    }

    private void check(NotebookRunner runner, Path file) throws IOException {
        Path out = temp.resolve(Project.name(file));
        List<CellResult> results = runner.run(file, out, result -> {});
        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.isClean()).as("%s", result).isTrue());
        Notebook published = Notebook.read(file);
        Notebook now = Notebook.read(out);
        for (int i = 0; i < published.size(); i++) {
            assertThat(kinds(now, i))
                    .as("kinds of output of code cell %d; publish the new ones with environment/notebooks", i + 1)
                    .isEqualTo(kinds(published, i));
        }
    }

    /** For each output the stream or the MIME types. */
    private static List<String> kinds(Notebook notebook, int cell) {
        var kinds = new ArrayList<String>();
        for (JsonElement element : notebook.outputs(cell)) {
            JsonObject output = element.getAsJsonObject();
            kinds.add(
                    output.has("data")
                            ? String.join(
                                    " ",
                                    new TreeSet<>(output.getAsJsonObject("data").keySet()))
                            : output.get("name").getAsString());
        }
        return kinds;
    }
}
