package io.github.rieszflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
    private static final Settings SETTINGS =
            Settings.none().with("preset", "mnist").with("seed", Long.MIN_VALUE).with("rate", 0.1);
    private static final Settings PROGRESS = Settings.none()
            .with("losses", List.of(Math.PI, 2.0, Double.MIN_VALUE))
            .with("done", false);
    private static final Points FIRST = Points.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    private static final NamedTensors SECOND = NamedTensors.none().and("y", new double[] {Math.E}, 1);

    @TempDir
    private Path temp;

    private Path path;
    private RunFolder folder;

    @BeforeEach
    void choose() {
        path = temp.resolve("runs/mnist");
        folder = RunFolder.at(path, "test", 3);
    }

    private static Snapshot snapshot() {
        return Snapshot.of(SETTINGS, PROGRESS).with("a", FIRST);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.equals(FolderLock.FILE))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsWrittenIsReadBitForBit() {
        assertThat(folder.exists()).isFalse();
        folder.save(snapshot().with("b", SECOND));
        assertThat(folder.exists()).isTrue();
        Checkpoint read = RunFolder.at(path, "test", 3).read();
        assertThat(read.version()).isEqualTo(3);
        assertThat(read.settings()).isEqualTo(SETTINGS);
        assertThat(read.settings().whole("seed")).isEqualTo(Long.MIN_VALUE);
        assertThat(read.progress()).isEqualTo(PROGRESS);
        assertThat(read.progress().numbers("losses")).containsExactly(Math.PI, 2.0, Double.MIN_VALUE);
        assertThat(read.parts()).containsExactly("a", "b");
        assertThat(read.points("a")).isEqualTo(FIRST);
        assertThat(read.part("b").doubles("y")).containsExactly(Math.E);
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgainAndWhatIsNotNeededIsRemoved() throws IOException {
        folder.save(snapshot().with("b", SECOND));
        Files.writeString(path.resolve("notes.txt"), "mine");
        Files.writeString(path.resolve("mine.part"), "mine");
        for (String left : List.of("c.7.safetensors.1f.part", "c.7.safetensors.part", "checkpoint.json.2e.part")) {
            Files.writeString(path.resolve(left), "left by a process that was killed");
        }
        folder.save(snapshot().with("b", NamedTensors.none().and("y", new double[] {8}, 1)));
        assertThat(files())
                .containsExactly("a.1.safetensors", "b.2.safetensors", "checkpoint.json", "mine.part", "notes.txt");

        RunFolder later = RunFolder.at(path, "test", 3);
        Points a = later.read().points("a");
        later.save(Snapshot.of(SETTINGS, PROGRESS).with("a", a));
        assertThat(files()).containsExactly("a.1.safetensors", "checkpoint.json", "mine.part", "notes.txt");
    }

    @Test
    void partsThatAreGoneOrCutAreWrittenAgain() throws IOException {
        folder.save(snapshot().with("b", SECOND));
        Files.delete(path.resolve("a.1.safetensors"));
        Files.write(path.resolve("b.1.safetensors"), new byte[3]);
        folder.save(snapshot().with("b", SECOND));
        assertThat(files()).containsExactly("a.2.safetensors", "b.2.safetensors", "checkpoint.json");
        Checkpoint read = RunFolder.at(path, "test", 3).read();
        assertThat(read.points("a")).isEqualTo(FIRST);
        assertThat(read.part("b").doubles("y")).containsExactly(Math.E);
    }

    @Test
    void aSaveThatFailsLeavesTheOneBeforeAndNothingElse() throws IOException {
        folder.save(snapshot());
        NamedTensors more = NamedTensors.of("z", new float[2], 2);
        Snapshot fails = snapshot().with("b", more).with("c", FIRST, () -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });
        // The part a is of the same points and stays; c, of the same too, is theirs.
        folder.save(snapshot().with("c", FIRST));
        Snapshot full = Snapshot.of(SETTINGS, PROGRESS).with("b", more).with("d", "nothing", () -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });
        assertThat(fails).hasToString(fails.toString());
        assertThatThrownBy(() -> folder.save(full))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot keep a run in " + path
                        + " (No space left on device): choose a folder that can be written");
        assertThat(folder.read().points("a")).isEqualTo(FIRST);
        assertThat(files()).containsExactly("a.1.safetensors", "checkpoint.json");
        assertThatThrownBy(() -> snapshot().with("../a", SECOND))
                .hasMessageContaining("small letters, digits and single hyphens only")
                .hasMessageContaining("received ../a");
        assertThatThrownBy(() -> snapshot().with("a", SECOND)).hasMessage("there is a part a already");
    }

    @ParameterizedTest
    @CsvSource({
        "'{', is damaged",
        "'', is damaged",
        "'[]', 'is no checkpoint of Rieszflow, or damaged: choose another folder'",
        "'{\"a\":1}', 'is no checkpoint of Rieszflow, or damaged: choose another folder'",
        "'{\"format\":\"rieszflow-checkpoint\"}', (version is missing)",
        "'{\"format\":\"rieszflow-checkpoint\",\"version\":2}', (its checksum is another one)",
        "'{\"format\":\"rieszflow-checkpoint\",\"version\":2,\"version\":2}', it has version twice",
        "'{\"format\":\"rieszflow-checkpoint\",\"version\":tRue}', is damaged",
        "'{''format'':\"rieszflow-checkpoint\"}', is damaged",
    })
    void refusesAnIndexThatIsDamagedOrForeign(String text, String message) throws IOException {
        folder.save(snapshot());
        Files.writeString(path.resolve("checkpoint.json"), text);
        assertThatThrownBy(() -> folder.read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path.resolve("checkpoint.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnIndexThatIsNotText() throws IOException {
        folder.save(snapshot());
        Path index = path.resolve("checkpoint.json");
        byte[] bytes = Files.readAllBytes(index);
        bytes[20] = (byte) 0xff;
        Files.write(index, bytes);
        assertThatThrownBy(() -> folder.read())
                .hasMessage(index + " is damaged (it is not in UTF-8): restore it from a copy");
    }

    /** Half of them single bits, half pieces that are cut out, doubled or exchanged: none is taken for another run. */
    @Test
    void noWrongByteIsTakenForAnotherRun() throws IOException {
        folder.save(snapshot().with("b", SECOND));
        Path index = path.resolve("checkpoint.json");
        byte[] right = Files.readAllBytes(index);
        String whole = folder.read().toString();
        RandomStream random = new Seed(5).stream();
        int refused = 0;
        for (int k = 0; k < 2000; k++) {
            byte[] wrong = Mutations.mutate(right, random);
            Files.write(index, wrong);
            try {
                assertThat(RunFolder.at(path, "test", 3).read())
                        .as(new String(wrong, StandardCharsets.UTF_8))
                        .hasToString(whole);
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e).hasMessageContaining(path.toString());
                assertThat(e.getMessage()).as("one sentence").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }

    @Test
    void refusesFilesOutsideTheFolder() throws IOException {
        folder.save(snapshot());
        Path index = path.resolve("checkpoint.json");
        JsonObject json = JsonParser.parseString(Files.readString(index)).getAsJsonObject();
        json.getAsJsonObject("parts").getAsJsonObject("a").addProperty("file", "../a.1.safetensors");
        // Somebody who means it can make a right checksum.
        assertThat(Objects.requireNonNull(json.remove("sha256"))).isNotNull();
        json.addProperty("sha256", RunIndex.checksum(json));
        Files.writeString(index, json.toString());
        assertThatThrownBy(() -> folder.read()).hasMessageContaining("is damaged (no part has a file called ../a.1");
    }

    @Test
    void refusesOtherKindsAndLaterVersions() {
        folder.save(snapshot());
        RunFolder other = RunFolder.at(path, "other", 3);
        assertThatThrownBy(other::read)
                .hasMessage(path + " holds a checkpoint of the kind test, not other: choose another folder");
        assertThatThrownBy(() -> other.save(snapshot())).hasMessageContaining("choose another folder");
        assertThatThrownBy(() -> RunFolder.at(path, "test", 2).read())
                .hasMessage(
                        "the checkpoint in " + path
                                + " was written by a later release (version 3 of test, this one reads up to 2): update Rieszflow");
        assertThat(RunFolder.at(path, "test", 4).read().settings()).isEqualTo(SETTINGS);
        assertThatThrownBy(() -> RunFolder.at(temp, "test", 2).read())
                .hasMessage("there is no checkpoint in " + temp + ": it would have a file checkpoint.json");
    }

    @Test
    void refusesPartsThatAreMissingOrChanged() throws IOException {
        folder.save(snapshot());
        Checkpoint read = folder.read();
        assertThatThrownBy(() -> read.part("b"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("has no part b: there are [a]");
        Path file = path.resolve("a.1.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> read.part("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was changed after it was written");
        Files.delete(file);
        assertThatThrownBy(() -> read.part("a")).hasMessageContaining("lacks its file a.1.safetensors");
        assertThatThrownBy(() -> folder.read(there -> there.points("a")))
                .hasMessageContaining("lacks its file a.1.safetensors");
    }

    /** A run that is being kept may replace a part between the reading of the index and that of the part. */
    @Test
    void readsWhatIsThereAlsoWhileItIsReplaced() {
        folder.save(snapshot());
        int[] attempts = {0};
        Points other = FIRST.scale(2);
        Points read = RunFolder.at(path, "test", 3).read(there -> {
            if (attempts[0]++ == 0) {
                folder.save(Snapshot.of(SETTINGS, PROGRESS).with("a", other));
            }
            return there.points("a");
        });
        assertThat(read).isEqualTo(other);
        assertThat(attempts[0]).isEqualTo(2);
    }

    @Test
    void pointsAreTwoSided() {
        assertThatThrownBy(() -> Checkpoint.points(NamedTensors.of("x", new float[6], 6), "x"))
                .hasMessage("these tensors should hold points N×d under x: it holds [6]");
        assertThatThrownBy(() -> NamedTensors.of("x", new float[5], 2, 3))
                .hasMessage("a tensor of shape [2, 3] holds 6 numbers: received 5");
        NamedTensors one = NamedTensors.of("x", new float[1], 1);
        assertThatThrownBy(() -> one.and("x", new float[1], 1)).hasMessageContaining("called x already");
        assertThatThrownBy(() -> one.get("z")).hasMessage("there is no tensor z in these tensors, only [x]");
        assertThatThrownBy(() -> one.doubles("x")).hasMessageContaining("is in single precision");
        assertThatThrownBy(() -> SECOND.get("y")).hasMessageContaining("is in double precision");
        assertThat(Arrays.stream(SECOND.doubles("y")).sum()).isEqualTo(Math.E);
    }
}
