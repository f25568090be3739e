package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.measure.RandomStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills runs of every kind at random moments: what is left can be read and gone on with, to the same end bit for bit. */
@Tag("slow")
final class KilledRunsTest {
    private static final int KILLS = 4;
    /** Runs of a few seconds: longer ones are killed no differently. */
    private static int effort(RunKind kind) {
        return kind == RunKind.CHAIN || kind == RunKind.CLASSIFIER ? 15 : 40;
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println("ready");
            RunKind kind = RunKind.valueOf(arguments[0]);
            kind.run(Path.of(arguments[1]), RunKind.LONG, effort(kind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnToTheSameEnd(RunKind kind, @TempDir Path temporary) throws Exception {
        long begin = System.nanoTime();
        RunKind.Outcome whole = kind.run(null, RunKind.LONG, effort(kind));
        assertThat(whole.complete()).isTrue();
        // A child has to begin before it can be killed in the middle.
        int longest = (int) Duration.ofNanos(System.nanoTime() - begin).toMillis() + 3000;
        RandomStream random = seed(11).stream();
        int run = 0;
        int kills = 0;
        int found = 0;
        Path folder = temporary.resolve("run-0");
        while (kills < KILLS) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            kind.name(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            Thread.sleep(random.nextInt(longest));
            boolean killed = process.isAlive();
            process.destroyForcibly().waitFor();
            if (killed) {
                kills++;
                found += Files.exists(folder.resolve("checkpoint.json")) ? 1 : 0;
            } else {
                assertThat(process.exitValue()).isZero();
                assertThat(kind.run(folder, RunKind.LONG, effort(kind))).isEqualTo(whole);
                folder = temporary.resolve("run-" + ++run);
            }
        }
        assertThat(kind.run(folder, RunKind.LONG, effort(kind))).isEqualTo(whole);
        assertThat(found).as("kills that left a checkpoint").isPositive();
    }
}
