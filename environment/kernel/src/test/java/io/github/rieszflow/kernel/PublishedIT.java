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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the quickest notebooks are published with is what their code says today, at the size they are published at: the
 * same words, and the same numbers up to one unit in the last place shown. Pictures are compared by what they say of
 * themselves, as their pixels depend on the fonts of the machine.
 */
@Tag("notebooks")
class PublishedIT {
    private static final List<String> QUICK = List.of("00-index", "02-what-mmd-measures");
    private static final List<String> LONGER = List.of("00-quickstart");
    private static final Duration CELL_LIMIT = Duration.ofMinutes(5);
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.(\\d+))?(?:[eE]([-+]?\\d+))?");
    /** What rounding in another order may change in a double that is printed whole. */
    private static final double ROUNDING = 1e-9;

    @TempDir
    private Path temp;

    @TestFactory
    Stream<DynamicTest> quickNotebooksSayWhatTheirCodeSays() {
        return QUICK.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> longerNotebooksSayWhatTheirCodeSays() {
        return LONGER.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    @Test
    void anotherNumberOrWordIsSeen() {
        assertThat(sameText("MMD² 0.0123 ± 0.0004, 5 points", "MMD² 0.0124 ± 0.0004, 5 points"))
                .isTrue();
        assertThat(sameText("1.5555555555555556", "1.5555555555555554")).isTrue();
        assertThat(sameText("1.544e-7", "1.543e-7")).isTrue();
        assertThat(sameText("MMD² 0.0123", "MMD² 0.0125")).isFalse();
        assertThat(sameText("1.55555555", "1.5555")).isFalse();
        assertThat(sameText("500 points", "502 points")).isFalse();
        assertThat(sameText("step 1", "steps 1")).isFalse();
        assertThat(sameText("1.544e-7", "1.544e-6")).isFalse();
    }

    private void check(String name) throws IOException, InterruptedException {
        Path file = Project.root().resolve("notebooks").resolve(name + ".ipynb");
        Path out = temp.resolve(name + ".ipynb");
        var runner = new NotebookRunner(
                InstalledKernel.into(temp), CELL_LIMIT, Map.of("RIESZFLOW_SIZE", "laptop", "CI", "true"));
        assertThat(runner.run(file, out, result -> {}))
                .allSatisfy(
                        result -> assertThat(result.isClean()).as("%s", result).isTrue());
        Notebook published = Notebook.read(file);
        Notebook now = Notebook.read(out);
        for (int i = 0; i < published.size(); i++) {
            List<String> old = texts(published, i);
            List<String> today = texts(now, i);
            assertThat(today)
                    .as("outputs of code cell %d; publish the new ones with environment/notebooks", i + 1)
                    .hasSameSizeAs(old);
            for (int k = 0; k < old.size(); k++) {
                assertThat(sameText(old.get(k), today.get(k)))
                        .as(
                                "code cell %d is published with%n%s%nand says today%n%s%nPublish it with environment/notebooks",
                                i + 1, old.get(k), today.get(k))
                        .isTrue();
            }
        }
    }

    private static List<String> texts(Notebook notebook, int cell) {
        var texts = new ArrayList<String>();
        for (JsonElement element : notebook.outputs(cell)) {
            JsonObject output = element.getAsJsonObject();
            texts.add(Notebook.text(
                    output.has("data") ? output.getAsJsonObject("data").get("text/plain") : output.get("text")));
        }
        return texts;
    }

    /** Whether words are the same, and numbers have as many places and differ by at most one unit in the last. */
    private static boolean sameText(String one, String other) {
        if (!NUMBER.matcher(one).replaceAll("0").equals(NUMBER.matcher(other).replaceAll("0"))) {
            return false;
        }
        Matcher first = NUMBER.matcher(one);
        Matcher second = NUMBER.matcher(other);
        while (first.find() && second.find()) {
            if (first.group().equals(second.group())) {
                continue;
            }
            double a = Double.parseDouble(first.group());
            double b = Double.parseDouble(second.group());
            double allowed = Math.max(unit(first), ROUNDING * Math.abs(a));
            // A number without a point counts something.
            if (first.group(1) == null || second.group(1) == null || Math.abs(a - b) > 1.5 * allowed) {
                return false;
            }
        }
        return true;
    }

    /** The unit of the last place of a number. */
    private static double unit(Matcher number) {
        int places = number.group(1) == null ? 0 : number.group(1).length();
        int exponent = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
        return Math.pow(10, exponent - places);
    }
}
