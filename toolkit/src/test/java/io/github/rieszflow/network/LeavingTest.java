package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is told to end while it trains. */
@Tag("slow")
final class LeavingTest {
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    /** Trains without end. */
    static final class Training {
        private Training() {}

        public static void main(String[] args) {
            Architecture net = UNet.small(8, 1, 2).between(1, 1);
            try (Trainer trainer = Trainer.open(net, Loss.squared(), TrainingState.start(net, seed(1)), Device.cpu())) {
                trainer.train(
                        Integer.MAX_VALUE,
                        k -> 1e-3,
                        // Always other sizes, so that native tables are always at work.
                        k -> Batch.of(new float[(1 + k % 61) * 64], 1 + k % 61, 1, 8, 8)
                                .and(new float[(1 + k % 61) * 64], 1 + k % 61, 1, 8, 8),
                        (k, loss, note) -> {
                            if (k == 5) {
                                System.out.println("training");
                            }
                        });
            }
        }
    }

    @Test
    void endsWithoutACrash() throws IOException, InterruptedException {
        for (int time = 0; time < 6; time++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Training.class.getName())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out = child.inputReader()) {
                String line = out.readLine();
                while (line != null && !line.equals("training")) {
                    line = out.readLine();
                }
                assertThat(line).isEqualTo("training");
                Thread.sleep(37L * time);
                // Process.destroy would close the streams too.
                assertThat(child.toHandle().destroy()).isTrue();
                assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue())
                        .as(out.lines().collect(Collectors.joining("\n")))
                        .isEqualTo(TERMINATED);
            } finally {
                child.destroyForcibly();
            }
        }
        assertThat(folder).isEmptyDirectory();
    }
}
