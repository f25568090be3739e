package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.measure.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class GeneratorProcessTest {
    private static final int KILLS = 12;
    /** Kills fall into a training of about this many milliseconds. */
    private static final int LONGEST = 6000;

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Kills a training at random moments; what is left can always be read and trained on, to bit for bit the same end. */
    @Test
    void killedAtAnyMomentItCanGoOn(@TempDir Path temporary) throws Exception {
        ChainState whole = GeneratorChild.KILLED.train(GeneratorChild.DIGITS).state();
        RandomStream random = seed(11).stream();
        int kills = 0;
        int found = 0;
        int run = 0;
        Path folder = temporary.resolve("run-0");
        while (kills < KILLS) {
            Process process = GeneratorChild.start(List.of(), folder.toString());
            assertThat(output(process).readLine()).isEqualTo("ready");
            Thread.sleep(random.nextInt(LONGEST));
            boolean killed = process.isAlive();
            process.destroyForcibly().waitFor();
            if (killed) {
                kills++;
                if (ChainFiles.at(folder).exists()) {
                    found++;
                    MmdModel.load(folder).state();
                }
            } else {
                assertThat(GeneratorChild.KILLED
                                .in(folder)
                                .train(GeneratorChild.DIGITS)
                                .state())
                        .isEqualTo(whole);
                folder = temporary.resolve("run-" + ++run);
            }
        }
        assertThat(found).as("kills that left a checkpoint").isGreaterThan(KILLS / 2);
        assertThat(GeneratorChild.KILLED.in(folder).train(GeneratorChild.DIGITS).state())
                .isEqualTo(whole);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fiftyNetworksTakeNoMoreMemoryThanFive() throws IOException, InterruptedException {
        // Heap pages are all there from the beginning, so that only native memory can grow.
        Process process = GeneratorChild.start(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"));
        List<Long> resident;
        try (BufferedReader lines = output(process)) {
            resident = lines.lines()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf)
                    .toList();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(resident).hasSize(50);
        assertThat(resident.get(49)).isLessThan((long) (1.1 * resident.get(4)));
    }
}
