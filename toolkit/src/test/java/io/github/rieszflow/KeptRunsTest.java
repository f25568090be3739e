package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.checkpoint.Mutations;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.measure.RandomStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs of every kind share when they are kept. */
final class KeptRunsTest {
    @TempDir
    private Path temporary;

    private RunKind.Outcome whole(RunKind kind, Path folder) {
        return kind.run(folder, RunKind.LONG, 1);
    }

    @ParameterizedTest
    @EnumSource
    void stopsWhenTheTimeIsUpAndGoesOnBitForBit(RunKind kind) {
        RunKind.Outcome whole = kind.run(null, RunKind.LONG, 1);
        assertThat(whole.complete()).isTrue();
        assertThat(whole.interrupted()).isFalse();
        Path folder = temporary.resolve("run");
        RunKind.Outcome part = kind.run(folder, Duration.ofNanos(1), 1);
        assertThat(part.complete()).isFalse();
        assertThat(part.interrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        // Once more from somewhere in the middle, as far as it gets.
        kind.run(folder, Duration.ofMillis(100), 1);
        assertThat(whole(kind, folder)).isEqualTo(whole);
        assertThat(whole(kind, folder)).as("found complete").isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWhereAnotherOneIsBeingKept(RunKind kind) {
        try (Keeper other = Keeper.open(Keeping.nowhere().in(temporary), kind.kind, 2)) {
            assertThat(other.found()).isNull();
            assertThatThrownBy(() -> whole(kind, temporary))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a run is being kept in " + temporary
                            + " right now in this process: wait until it ends, stop it, or choose another folder");
        }
        RunKind.Outcome whole = whole(kind, temporary);
        assertThat(whole.complete()).isTrue();
        try (Keeper other = Keeper.open(Keeping.nowhere().in(temporary), kind.kind, 2)) {
            assertThat(other.found()).isNotNull();
            assertThat(whole(kind, temporary))
                    .as("what is complete is only read")
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesTheFolderBeforeAnyWork(RunKind kind) throws IOException {
        Path file = temporary.resolve("file");
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> whole(kind, file)).hasMessageStartingWith("cannot keep a run in " + file + " (");
        assertThat(file).hasContent("mine");
    }

    /** Half of them single bits: none is taken for another run. */
    @ParameterizedTest
    @EnumSource
    void noWrongByteInItsIndexIsTakenForAnotherRun(RunKind kind) throws IOException {
        kind.run(temporary, Duration.ofMillis(100), 1);
        Path index = temporary.resolve("checkpoint.json");
        byte[] right = Files.readAllBytes(index);
        String content = RunFolder.at(temporary, kind.kind, 2).read().toString();
        RandomStream random = seed(kind.kind.hashCode()).stream();
        int refused = 0;
        for (int k = 0; k < 1000; k++) {
            byte[] wrong = Mutations.mutate(right, random);
            Files.write(index, wrong);
            try {
                assertThat(RunFolder.at(temporary, kind.kind, 2).read())
                        .as(new String(wrong, StandardCharsets.UTF_8))
                        .hasToString(content);
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e).hasMessageContaining(temporary.toString());
            }
        }
        assertThat(refused).isGreaterThan(700);
    }
}
