package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The notebooks of this project are fit to be published, and both maps show the way to each of them. */
class NotebooksTest {
    private static final int MOST_CODE_CELLS = 20;
    private static final int MOST_BYTES = 1_000_000;

    /** What another machine does not have, in code or in an output. */
    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?:^|[\\s\"'(=])(?:/(?:home|root|tmp|usr|opt|Users|var)/|[A-Z]:\\\\\\\\)|file:///");

    private static final Pattern MAGIC = Pattern.compile("(?m)^\\s*%");

    private static final Pattern PICTURE_WITHOUT_WORDS = Pattern.compile("!\\[\\s*]\\(|<img(?![^>]*\\balt=\"[^\"])");

    /** A row of a map: link, question, time. */
    private static final Pattern ROW =
            Pattern.compile("\\| \\[([^]]+)]\\((?:notebooks/)?([^)]+\\.ipynb)\\) \\| ([^|]+) \\| ([^|]+) \\|");

    @TestFactory
    Stream<DynamicTest> isFitToBePublished() throws IOException {
        return Project.notebooks().stream().map(file -> DynamicTest.dynamicTest(Project.name(file), () -> check(file)));
    }

    @Test
    void bothMapsShowTheWay() throws IOException {
        List<String> readme = rows(Files.readString(Project.root().resolve("README.md")));
        Path index = Project.notebooks().get(0);
        assertThat(index).hasFileName(Project.INDEX);
        List<String> inIndex = rows(firstText(Notebook.read(index)));
        assertThat(inIndex).as("rows of the map in " + Project.INDEX).isEqualTo(readme);
        var expected = new ArrayList<String>();
        for (Path file : Project.notebooks()) {
            if (!file.equals(index)) {
                expected.add(Project.name(file));
            }
        }
        assertThat(readme.stream().map(row -> row.substring(0, row.indexOf(' '))))
                .as("rows of the maps in README.md and " + Project.INDEX + ": | [name](file) | its question | time |")
                .isEqualTo(expected);
        for (String row : readme) {
            String[] parts = row.split(" ", 2);
            String title =
                    title(Notebook.read(Project.root().resolve("notebooks").resolve(parts[0])));
            assertThat(title.toLowerCase(Locale.ROOT))
                    .as("title of %s, whose question in the maps is the same", parts[0])
                    .endsWith(parts[1].toLowerCase(Locale.ROOT));
        }
    }

    /** The rows of a map, each as the file's name, a blank and the question. */
    private static List<String> rows(String text) {
        var rows = new ArrayList<String>();
        for (Matcher row = ROW.matcher(text); row.find(); ) {
            assertThat(row.group(1) + ".ipynb").isEqualTo(row.group(2));
            assertThat(row.group(4)).as("time in the row of %s", row.group(1)).containsPattern("\\d+ (s|min)\\b");
            rows.add(row.group(2) + " " + row.group(3));
        }
        return rows;
    }

    private static String firstText(Notebook notebook) {
        JsonObject first = notebook.json().getAsJsonArray("cells").get(0).getAsJsonObject();
        assertThat(first.get("cell_type").getAsString()).isEqualTo("markdown");
        return Notebook.text(first.get("source"));
    }

    private static String title(Notebook notebook) {
        return firstText(notebook).lines().findFirst().orElse("");
    }

    private static void check(Path file) throws IOException {
        assertThat(Project.name(file)).matches("\\d\\d-[a-z0-9-]+\\.ipynb");
        Notebook notebook = Notebook.read(file);
        JsonObject json = notebook.json();
        assertThat(json.get("nbformat").getAsInt()).isEqualTo(4);
        assertThat(json.get("nbformat_minor").getAsInt()).isEqualTo(5);
        JsonObject kernelspec = json.getAsJsonObject("metadata").getAsJsonObject("kernelspec");
        assertThat(kernelspec.get("name").getAsString()).isEqualTo(KernelSpec.NAME);
        assertThat(title(notebook))
                .as("a title that asks the notebook's question")
                .matches("# \\S.*\\?");
        assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        assertThat(notebook.size()).isBetween(1, MOST_CODE_CELLS);
        Set<String> ids = new HashSet<>();
        for (JsonElement element : json.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            assertThat(ids.add(cell.get("id").getAsString()))
                    .as("id of its own: %s", cell)
                    .isTrue();
            String source = Notebook.text(cell.get("source"));
            assertThat(source).isNotBlank().doesNotContainPattern(ABSOLUTE_PATH);
            if (cell.get("cell_type").getAsString().equals("code")) {
                assertThat(source).doesNotContainPattern(MAGIC);
                cell.getAsJsonArray("outputs").forEach(output -> checkOutput(output.getAsJsonObject()));
            } else {
                assertThat(source).doesNotContainPattern(PICTURE_WITHOUT_WORDS);
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
            JsonObject data = output.getAsJsonObject("data");
            JsonElement plain = data.get("text/plain");
            assertThat(plain).as("text for those who see no pictures").isNotNull();
            // An object's default text differs from run to run.
            assertThat(Notebook.text(plain))
                    .isNotBlank()
                    .doesNotContainPattern(ABSOLUTE_PATH)
                    .doesNotContainPattern("@[0-9a-f]{5,8}\\b");
            if (data.has("text/html")) {
                assertThat(Notebook.text(data.get("text/html"))).doesNotContainPattern(PICTURE_WITHOUT_WORDS);
            }
            if (data.has("image/png")) {
                JsonObject about = output.getAsJsonObject("metadata").getAsJsonObject("image/png");
                assertThat(about.get("alt").getAsString()).isNotBlank();
            }
        }
    }
}
