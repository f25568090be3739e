package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private static void write(Path file, String text) {
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAsAWholeAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(folder.resolve("a.csv.part"), "mine");
        write(file, "one");
        write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(folder.resolve("a.csv.part")).hasContent("mine");
        assertThat(files()).containsExactly("a.csv", "a.csv.part");
    }

    @Test
    void aFailureLeavesTheFileAndSaysWhich() throws IOException {
        Path file = folder.resolve("a.csv");
        write(file, "one");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file + ": No space left on device");
        assertThat(file).hasContent("one");
        assertThat(files()).containsExactly("a.csv");
        Path nowhere = folder.resolve("no/b.csv");
        assertThatThrownBy(() -> write(nowhere, "one"))
                .hasMessage("cannot write " + nowhere + ": there is no such file or folder");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("a.csv");
        write(file, "one");
        Path link = Files.createSymbolicLink(folder.resolve("b.csv"), file);
        write(link, "two");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("two");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceStaysADevice() {
        write(Path.of("/dev/null"), "gone");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThat(Path.of("/dev/null")).exists();
    }

    @Test
    void anInterruptDoesNotBreakItOff() {
        Path file = folder.resolve("a.csv");
        Thread.currentThread().interrupt();
        try {
            write(file, "one");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("one");
    }
}
