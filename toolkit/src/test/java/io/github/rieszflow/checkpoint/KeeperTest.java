package io.github.rieszflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    @TempDir
    private Path folder;

    private static Snapshot step(int step) {
        return Snapshot.of(Settings.none(), Settings.none().with("step", step))
                .with("x", NamedTensors.of("x", new float[] {step}, 1));
    }

    private static Keeper open(Keeping keeping) {
        return Keeper.open(keeping, "test", 2);
    }

    private Keeping here() {
        return Keeping.nowhere().in(folder);
    }

    private int kept() {
        return RunFolder.at(folder, "test", 2).read().progress().count("step");
    }

    @Test
    void keepsTheBeginningEachUnitAndTheEnd() {
        try (Keeper keeper = open(here())) {
            assertThat(keeper.found()).isNull();
            keeper.begin(() -> step(0));
            assertThat(kept()).isZero();
            keeper.at(() -> step(1));
            assertThat(kept()).as("not yet due").isZero();
            keeper.done(() -> step(2));
            assertThat(kept()).isEqualTo(2);
            keeper.end(() -> step(3));
        }
        try (Keeper keeper = open(here().saveEvery(Duration.ZERO))) {
            assertThat(Objects.requireNonNull(keeper.found()).progress().count("step"))
                    .isEqualTo(3);
            keeper.begin(() -> step(3));
            keeper.at(() -> step(4));
            assertThat(kept()).isEqualTo(4);
        }
    }

    @Test
    void keepsNothingWithoutAFolder() {
        Supplier<Snapshot> never = () -> {
            throw new AssertionError("asked for what nobody keeps");
        };
        try (Keeper keeper = open(Keeping.nowhere())) {
            keeper.begin(never);
            keeper.at(never);
            keeper.done(never);
            keeper.end(never);
        }
    }

    @Test
    void whatIsCompleteIsReadWhileAnotherRunHoldsTheFolder() {
        assertThat(complete(Keeping.nowhere())).isNull();
        assertThat(complete(here())).as("nothing there").isNull();
        try (Keeper keeper = open(here())) {
            keeper.begin(() -> step(2));
            assertThat(complete(here())).as("more to do").isNull();
            keeper.end(() -> step(3));
            assertThat(complete(here())).isEqualTo(3);
        }
        assertThatThrownBy(() -> Keeper.complete(here(), "other", 2, found -> found))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    /** Of three steps. */
    private static @Nullable Integer complete(Keeping keeping) {
        return Keeper.complete(keeping, "test", 2, found -> {
            int steps = found.progress().count("step");
            return steps == 3 ? steps : null;
        });
    }

    @Test
    void aFolderIsForOneRunAtATime() {
        try (Keeper first = open(here())) {
            first.begin(() -> step(1));
            assertThatThrownBy(() -> open(here()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a run is being kept in " + folder
                            + " right now in this process: wait until it ends, stop it, or choose another folder");
            assertThatThrownBy(() -> RunFolder.at(folder, "test", 2).save(step(2)))
                    .hasMessageContaining("is being kept");
            first.end(() -> step(3));
        }
        assertThat(kept()).isEqualTo(3);
        open(here()).close();
    }

    /** The lock of a process ends with it, however it ends. */
    @Test
    @Timeout(60)
    void anotherProcessHoldsTheFolderUntilItDies() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(child.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> open(here()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("right now by the process " + child.pid() + ": wait until it ends");
        } finally {
            child.destroyForcibly().waitFor();
        }
        open(here()).close();
    }

    /** A process that holds a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            open(Keeping.nowhere().in(Path.of(arguments[0])));
            System.out.println("held");
            Thread.sleep(60_000);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsKnownBeforeAnyWork() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> open(Keeping.nowhere().in(file)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot keep a run in " + file + " (")
                .hasMessageEndingWith("): choose a folder that can be written");
        assertThat(file).hasContent("mine");
    }

    /** As with a full disk: it is said once, and the run goes on and is kept again when there is room. */
    @Test
    void whatCannotBeKeptInBetweenIsSaidOnce() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Supplier<Snapshot> full = () -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        };
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (Keeper keeper = open(here().saveEvery(Duration.ZERO))) {
            keeper.begin(() -> step(1));
            keeper.at(full);
            keeper.done(full);
            keeper.end(full);
            assertThat(kept()).isEqualTo(1);
            keeper.end(() -> step(2));
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("The run could not be kept in " + folder)
                .contains("No space left on device")
                .contains("It goes on in memory");
        assertThat(kept()).isEqualTo(2);
    }

    /** Users interrupt just when something is to be kept. */
    @Test
    void anInterruptBreaksNeitherWritingNorReadingOff() {
        Thread.currentThread().interrupt();
        try (Keeper keeper = open(here())) {
            keeper.begin(() -> step(1));
            keeper.end(() -> step(2));
            assertThat(kept()).isEqualTo(2);
            assertThat(RunFolder.at(folder, "test", 2).read().part("x").get("x"))
                    .containsExactly(2);
            assertThatThrownBy(() -> open(here())).as("still locked").isInstanceOf(IllegalStateException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @Timeout(30)
    void timeThatIsUpInterruptsAndLeavesNoInterrupt() throws InterruptedException {
        try (Keeper keeper = open(Keeping.nowhere().atMost(Duration.ofMillis(50)))) {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            assertThat(keeper.timeIsUp()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        try (Keeper keeper = open(Keeping.nowhere().atMost(Duration.ofMillis(50)))) {
            assertThat(keeper.timeIsUp()).isFalse();
        }
        Thread.sleep(100);
        assertThat(Thread.currentThread().isInterrupted()).as("after its end").isFalse();
    }

    @Test
    void anInterruptOfTheUserStays() {
        try (Keeper keeper = open(Keeping.nowhere().atMost(Duration.ofMinutes(1)))) {
            Thread.currentThread().interrupt();
            assertThat(keeper.timeIsUp()).isFalse();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void timesAreChecked() {
        assertThatThrownBy(() -> Keeping.nowhere().atMost(Duration.ZERO))
                .hasMessage("the time a run may take must be positive: received PT0S");
        assertThatThrownBy(() -> Keeping.nowhere().saveEvery(Duration.ofSeconds(-1)))
                .hasMessage("the time between two saves must not be negative: received PT-1S");
        assertThat(List.of(Keeping.nowhere().every())).containsExactly(Duration.ofSeconds(60));
    }
}
