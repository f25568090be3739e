package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user sees: the rooms with Javadoc are those at the prompt, and a public type in them is a decision. */
class PublicFaceTest {
    private static final Path MAIN = Path.of("src/main/java/io/github/rieszflow");

    /** One public type to a line, as room.Type: to add one here is to promise it to users. */
    private static final Path FACE = Path.of("src/test/resources/public-types.txt");

    /** Rooms whose public types serve other rooms only. */
    private static final Set<String> HIDDEN = Set.of("internal", "glyph", "checkpoint");

    /** Types that were public once for the sake of the next room. */
    private static final List<String> PLUMBING = List.of(
            "Fingerprint",
            "Memory",
            "Release",
            "Require",
            "WholeFile",
            "Polyline",
            "StrokeFont",
            "Team",
            "Checkpoint",
            "CheckpointFolder",
            "RunFolder",
            "NamedTensors",
            "Digits",
            "PictureFile",
            "LivePicture",
            "Frames",
            "ImageEncoder",
            "MovingAverage",
            "Probe",
            "ScriptText",
            "TrainingScript");

    private static final Pattern PUBLIC =
            Pattern.compile("(?m)^public (?:\\w+[ -])*(?:class|interface|record|enum|@interface) (\\w+)");

    @Test
    void everyPublicTypeIsADecision() throws IOException {
        assertThat(face()).isEqualTo(new TreeSet<>(Files.readAllLines(FACE)));
    }

    @Test
    void plumbingIsNotPublic() throws IOException {
        assertThat(face().stream().map(type -> type.substring(type.indexOf('.') + 1)))
                .doesNotContainAnyElementsOf(PLUMBING);
    }

    @Test
    void theJavadocLeavesHiddenRoomsOut() throws IOException {
        Matcher excluded = Pattern.compile("<excludePackageNames>(.*?)</excludePackageNames>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(excluded.find()).isTrue();
        assertThat(Arrays.stream(excluded.group(1).split(":"))
                        .map(name -> name.strip().replace("io.github.rieszflow.", "")))
                .containsExactlyInAnyOrderElementsOf(HIDDEN);
    }

    @Test
    void thePromptImportsAllOtherRooms() throws IOException {
        List<String> imported =
                Files.readAllLines(Path.of("src/main/resources/io/github/rieszflow/imports.jsh")).stream()
                        .filter(line -> line.startsWith("import io.github.rieszflow.") && line.endsWith(".*;"))
                        .map(line ->
                                line.substring("import io.github.rieszflow.".length(), line.length() - ".*;".length()))
                        .toList();
        Set<String> rooms = face().stream()
                .map(type -> type.substring(0, type.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(imported).containsExactlyInAnyOrderElementsOf(rooms);
    }

    /**
     * A user who imports tablesaw's figures on demand beside the rooms cannot write a name that both have: "ambiguous",
     * says the compiler. Two are shared; their owners are imported by name where both are needed.
     */
    @Test
    void namesOfTablesawStayFree() throws IOException {
        Set<String> theirs = new TreeSet<>();
        for (Class<?> known : List.of(tech.tablesaw.api.Table.class, tech.tablesaw.plotly.Plot.class)) {
            try (var jar = new JarFile(new File(
                    known.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
                jar.stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.matches("tech/tablesaw/(api|plotly(/\\w+)*)/\\w+\\.class"))
                        .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".class".length()))
                        .forEach(theirs::add);
            } catch (URISyntaxException wrong) {
                throw new AssertionError(wrong);
            }
        }
        assertThat(theirs).contains("Table", "Figure", "Line", "ScatterTrace");
        assertThat(face().stream()
                        .map(type -> type.substring(type.indexOf('.') + 1))
                        .filter(theirs::contains))
                .containsExactlyInAnyOrder("Heatmap", "Line");
    }

    private static Set<String> face() throws IOException {
        Set<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
                String room = MAIN.relativize(file).getName(0).toString();
                Matcher type = PUBLIC.matcher(Files.readString(file));
                if (!HIDDEN.contains(room) && type.find()) {
                    types.add(room + "." + type.group(1));
                }
            }
        }
        return types;
    }
}
