package io.github.rieszflow.checkpoint;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointTest {
    private static final Map<String, ?> HEADER = Map.of(
            "preset", "mnist", "seed", Long.MIN_VALUE, "rate", 0.1, "losses", List.of(Math.PI, 2, Double.MIN_VALUE));
    private static final NamedTensors FIRST = NamedTensors.of("x", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    private static final NamedTensors SECOND = NamedTensors.of("y", new float[] {7}, 1);

    @TempDir
    private Path temp;

    private Path path;
    private CheckpointFolder folder;

    @BeforeEach
    void choose() {
        path = temp.resolve("runs/mnist");
        folder = CheckpointFolder.at(path, "test", 2);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsReadInEveryBit() {
        assertThat(folder.exists()).isFalse();
        folder.write(HEADER, Map.of("particles", FIRST));
        assertThat(folder.exists()).isTrue();
        Checkpoint read = CheckpointFolder.at(path, "test", 2).read();
        assertThat(read.text("preset")).isEqualTo("mnist");
        assertThat(read.whole("seed")).isEqualTo(Long.MIN_VALUE);
        assertThat(read.number("rate")).isEqualTo(0.1);
        assertThat(read.numbers("losses")).containsExactly(Math.PI, 2.0, Double.MIN_VALUE);
        assertThat(read.parts()).containsExactly("particles");
        assertThat(read.part("particles").get("x")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.part("particles").shape("x")).containsExactly(2, 3);
    }

    @Test
    void aTrainingComesBackAndBelongsToItsNetwork() {
        Architecture net = Mlp.hidden(3).between(2, 1);
        TrainingState state = TrainingState.start(net, seed(1));
        folder.write(Map.of(), Map.of("network-001", state.tensors()));
        NamedTensors read = folder.read().part("network-001");
        assertThat(TrainingState.of(net, read)).isEqualTo(state);
        assertThat(Weights.of(net, read)).isEqualTo(state.weights());
        assertThatThrownBy(() -> TrainingState.of(Mlp.hidden(4).between(2, 1), read))
                .hasMessageContaining("network-001.1.safetensors belongs to another network: 0.weight");
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgainAndWhatIsNotNeededIsRemoved() throws IOException {
        folder.write(HEADER, Map.of("a", FIRST, "b", SECOND));
        Files.writeString(path.resolve("notes.txt"), "mine");
        Files.writeString(path.resolve("c.7.safetensors.part"), "left by a killed process");
        folder.write(HEADER, Map.of("a", FIRST, "b", NamedTensors.of("y", new float[] {8}, 1)));
        assertThat(files()).containsExactly("a.1.safetensors", "b.2.safetensors", "checkpoint.json", "notes.txt");

        CheckpointFolder later = CheckpointFolder.at(path, "test", 2);
        NamedTensors a = later.read().part("a");
        later.write(HEADER, Map.of("a", a));
        assertThat(files()).containsExactly("a.1.safetensors", "checkpoint.json", "notes.txt");
    }

    @Test
    void aSaveThatFailsLeavesTheOneBefore() throws IOException {
        folder.write(HEADER, Map.of("a", FIRST));
        assertThatThrownBy(() -> folder.write(Map.of("loss", Double.NaN), Map.of("a", SECOND)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.write(HEADER, Map.of("../a", SECOND)))
                .hasMessageContaining("small letters, digits and single hyphens only")
                .hasMessageContaining("received ../a");
        assertThat(folder.read().part("a").get("x")).hasSize(6);
        folder.write(HEADER, Map.of("a", FIRST));
        assertThat(files()).contains("checkpoint.json").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'{', is damaged",
        "'', is damaged",
        "'[]', is damaged",
        "'{\"a\":1}', is no checkpoint of Rieszflow: choose another folder",
        "'{\"format\":\"rieszflow-checkpoint\"}', is damaged",
    })
    void refusesAnIndexThatIsDamagedOrForeign(String text, String message) throws IOException {
        folder.write(HEADER, Map.of("a", FIRST));
        Files.writeString(path.resolve("checkpoint.json"), text);
        assertThatThrownBy(() -> folder.read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path.resolve("checkpoint.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesFilesOutsideTheFolder() throws IOException {
        folder.write(HEADER, Map.of("a", FIRST));
        Path index = path.resolve("checkpoint.json");
        Files.writeString(index, Files.readString(index).replace("a.1.safetensors", "../a.1.safetensors"));
        assertThatThrownBy(() -> folder.read()).hasMessageContaining("is damaged (no part has a file called ../a.1");
    }

    @Test
    void refusesOtherKindsAndLaterVersions() {
        folder.write(HEADER, Map.of("a", FIRST));
        CheckpointFolder other = CheckpointFolder.at(path, "other", 2);
        assertThatThrownBy(other::read)
                .hasMessageContaining("holds a checkpoint of the kind test, not other: choose another folder");
        assertThatThrownBy(() -> other.write(HEADER, Map.of())).hasMessageContaining("choose another folder");
        assertThatThrownBy(() -> CheckpointFolder.at(path, "test", 1).read())
                .hasMessageContaining("written by a later release (version 2 of test, this one reads 1)");
        assertThat(CheckpointFolder.at(path, "test", 3).read().text("preset")).isEqualTo("mnist");
        assertThatThrownBy(() -> CheckpointFolder.at(temp, "test", 1).read())
                .hasMessage("there is no checkpoint in " + temp + ": it would have a file checkpoint.json");
    }

    @Test
    void refusesPartsThatAreMissingOrChanged() throws IOException {
        folder.write(HEADER, Map.of("a", FIRST));
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
    }

    @Test
    void saysWhatTheHeaderLacks() {
        folder.write(HEADER, Map.of());
        Checkpoint read = folder.read();
        assertThatThrownBy(() -> read.text("seed"))
                .hasMessage("the checkpoint in " + path + " should have a text under seed: it has " + Long.MIN_VALUE);
        assertThatThrownBy(() -> read.whole("nothing")).hasMessageEndingWith("under nothing: it has nothing");
        assertThatThrownBy(() -> read.numbers("preset")).hasMessageContaining("a list of numbers");
    }

    @Test
    void tensorsMustFitTheirShape() {
        assertThatThrownBy(() -> NamedTensors.of("x", new float[5], 2, 3))
                .hasMessage("a tensor of shape [2, 3] holds 6 numbers: received 5");
        assertThatThrownBy(() -> FIRST.and("x", new float[1], 1)).hasMessageContaining("called x already");
        assertThatThrownBy(() -> FIRST.get("z")).hasMessage("there is no tensor z in these tensors, only [x]");
    }
}
