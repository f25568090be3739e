package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.measure.RandomStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes run into one folder at the same moment, again and again: one of them is refused in one sentence or goes on
 * where the other ended, and the folder holds the whole run.
 */
@Tag("slow")
final class TwoRunsInOneFolderTest {
    private static final int TIMES = 8;
    private static final int EFFORT = 2;
    /** The one begins at most so many milliseconds before the other. */
    private static final int AHEAD = 40;

    /** The other process: runs into each folder that it is told of, and says what came of it. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            RunKind kind = RunKind.valueOf(arguments[0]);
            BufferedReader folders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println(run(kind, null));
            for (String folder = folders.readLine(); folder != null; folder = folders.readLine()) {
                System.out.println(run(kind, Path.of(folder)));
            }
        }
    }

    /** The numbers a run comes to, or how it was refused. */
    private static String run(RunKind kind, @Nullable Path folder) {
        try {
            RunKind.Outcome outcome = kind.run(folder, RunKind.LONG, EFFORT);
            return outcome.complete() + " " + Arrays.hashCode(outcome.points().toArray());
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(600)
    void noFolderIsLost(RunKind kind, @TempDir Path temporary) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        kind.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int refused = 0;
        try (PrintStream told = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String whole = run(kind, null);
            assertThat(whole).startsWith("true ");
            assertThat(said.readLine()).isEqualTo(whole);
            RandomStream random = seed(3).stream();
            for (int time = 0; time < TIMES; time++) {
                Path folder = temporary.resolve("run-" + time);
                told.println(folder);
                Thread.sleep(random.nextInt(AHEAD));
                String here = run(kind, folder);
                String there = said.readLine();
                String sentence = "a run is being kept in " + folder + " right now by the process "
                        + (here.equals(whole) ? ProcessHandle.current().pid() : process.pid())
                        + ": wait until it ends, stop it, or choose another folder";
                assertThat(Stream.of(here, there))
                        .as("time " + time)
                        .contains(whole)
                        .allMatch(result -> result.equals(whole)
                                || result.equals(sentence)
                                || result.equals(sentence.replaceFirst("the process \\d+", "another process")));
                refused += here.equals(there) ? 0 : 1;
                assertThat(run(kind, folder))
                        .as("time " + time + ", read afterwards")
                        .isEqualTo(whole);
                try (Stream<Path> files = Files.list(folder)) {
                    assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(refused).as("times that one came while the other ran").isPositive();
    }
}
