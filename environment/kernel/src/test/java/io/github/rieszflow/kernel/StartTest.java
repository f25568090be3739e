package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every start of the kernel leads to an answer. */
class StartTest {
    @TempDir
    private Path temp;

    @Test
    void startsTwiceAtOnce() throws Exception {
        startAndAnswer(2, NotebookRunner.ownKernel());
    }

    @Tag("slow")
    @Test
    void startsAHundredTimesInARow() throws Exception {
        // Code that lives for two seconds is not worth the better compiler: half the processor time.
        KernelSpec quick = KernelSpec.of("Java", System.getProperty("java.class.path"), null)
                .with(List.of("-XX:TieredStopAtLevel=1"));
        startAndAnswer(100, quick.write(temp.resolve("kernel.json")));
    }

    /** Two at a time: what one start leaves of the machine is for the other to stumble in. */
    private static void startAndAnswer(int times, Path specification) throws Exception {
        var pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<String>> starts = IntStream.range(0, times)
                    .<Callable<String>>mapToObj(i -> () -> {
                        try (var fresh = new LiveKernel(specification)) {
                            return fresh.shown("40 + " + i);
                        }
                    })
                    .toList();
            List<Future<String>> answers = pool.invokeAll(starts, 20, TimeUnit.MINUTES);
            for (int i = 0; i < times; i++) {
                assertThat(answers.get(i).get()).as("start %d", i).isEqualTo(Integer.toString(40 + i));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** One line of ours after the JVM's own about the incubating module. */
    @Test
    void aBadStartSaysWhyInOneLine() throws IOException {
        Path json = KernelSpec.of("Java", System.getProperty("java.class.path"), null)
                .write(temp.resolve("kernel.json"));
        String text = Files.readString(json);
        Files.writeString(json, text.replace("{connection_file}", temp + "/none.json"));
        assertThat(lastWords(json))
                .contains("The connection file", "none.json", "cannot be read")
                .hasLineCount(2);
        for (String broken : List.of("{", "", "[1]", "{\"shell_port\": \"many\"}")) {
            Path file = Files.writeString(temp.resolve("broken.json"), broken);
            Files.writeString(json, text.replace("{connection_file}", file.toString()));
            assertThat(lastWords(json))
                    .contains("The connection file", "broken.json", "cannot be read")
                    .hasLineCount(2);
        }
        Files.writeString(json, text.replace("  \"{connection_file}\"", "  \"a\", \"b\""));
        assertThat(lastWords(json))
                .contains("A Jupyter front end starts this with one argument")
                .hasLineCount(2);
    }

    private String lastWords(Path json) throws IOException {
        try (var kernel = new KernelProcess(json, temp, Map.of())) {
            kernel.awaitReady(java.time.Duration.ofSeconds(60));
            throw new AssertionError("The kernel answers");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
