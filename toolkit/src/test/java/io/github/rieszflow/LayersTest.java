package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms stand on each other: an import only ever leads down. */
class LayersTest {
    private static final Path MAIN = Path.of("src/main/java/io/github/rieszflow");

    /** From the roof to the ground. */
    private static final List<String> ROOMS = List.of(
            "notebook",
            "conformance",
            "generate",
            "diffusion",
            "scheme",
            "quality",
            "flow",
            "device",
            "network",
            "transport",
            "discrepancy",
            "slicing",
            "directions",
            "images",
            "checkpoint",
            "exchange",
            "measure",
            "picture",
            "glyph",
            "internal");

    /** Libraries that only some rooms may know, by the beginning of an import. */
    private static final Map<String, Set<String>> OWNERS = Map.of(
            "ai.djl.", Set.of("network"),
            "org.rapaio.", Set.of("notebook"),
            "org.dflib.", Set.of("notebook"),
            "com.google.gson.", Set.of("checkpoint"),
            "com.sun.jna.", Set.of("device", "network"));

    /** An import, or a type named in full within code; comments may name what they like. */
    private static final Pattern NAMED = Pattern.compile("\\bio\\.github\\.rieszflow\\.([a-z]+)\\.[A-Z]\\w*");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    @Test
    void everyRoomIsOnThePlan() throws IOException {
        try (Stream<Path> folders = Files.list(MAIN)) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ROOMS);
        }
    }

    @Test
    void importsLeadDown() throws IOException {
        List<String> upward = new ArrayList<>();
        for (Path file : sources()) {
            String room = room(file);
            String text = Files.readString(file);
            Matcher named = NAMED.matcher(withoutComments(text));
            while (named.find()) {
                // The kernel that the notebook room looks for by name is no room of the toolkit.
                int floor = ROOMS.indexOf(named.group(1));
                if (floor >= 0 && floor < ROOMS.indexOf(room)) {
                    upward.add(file + ": " + named.group());
                }
            }
        }
        assertThat(upward).as("from a room to one above it").isEmpty();
    }

    @Test
    void librariesHaveTheirRoom() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        for (Path file : sources()) {
            for (String line : Files.readAllLines(file)) {
                OWNERS.forEach((library, rooms) -> {
                    if (line.startsWith("import " + library) && !rooms.contains(room(file))) {
                        elsewhere.add(file + ": " + line);
                    }
                });
            }
        }
        assertThat(elsewhere).as("knows a library that is another room's").isEmpty();
    }

    @Test
    void anImportUpwardsIsFound() {
        assertThat(NAMED.matcher(
                                withoutComments("/* io.github.rieszflow.flow.Keep */ // io.github.rieszflow.flow.Keep"))
                        .find())
                .isFalse();
        assertThat(NAMED.matcher(withoutComments("import io.github.rieszflow.flow.Keep;"))
                        .find())
                .isTrue();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().collect(Collectors.toList());
        }
    }

    private static String room(Path file) {
        return MAIN.relativize(file).getName(0).toString();
    }

    /** Lines stay where they are, so that the name that is found can be looked up. */
    private static String withoutComments(String text) {
        return COMMENT.matcher(text).replaceAll(" ");
    }
}
