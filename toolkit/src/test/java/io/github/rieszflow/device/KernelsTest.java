package io.github.rieszflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kernels in the jar are those of the source: whoever changes one has to run src/main/cuda/compile. */
class KernelsTest {
    private static final Path SOURCE = Path.of("src/main/cuda");
    private static final Path COMPILED = Path.of("src/main/resources/io/github/rieszflow/device");

    @Test
    void sourceAndCompiledKernelsBelongTogether() throws IOException, GeneralSecurityException {
        List<String> known = Files.readAllLines(COMPILED.resolve("kernels.sha256"));
        for (String line : known) {
            String name = line.substring(line.indexOf("./") + 2);
            Path file = (name.endsWith(".ptx") ? COMPILED : SOURCE).resolve(name);
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            assertThat(line).as("run src/main/cuda/compile after a change").startsWith(sum);
        }
        try (Stream<Path> sources = Files.list(SOURCE);
                Stream<Path> compiled = Files.list(COMPILED)) {
            assertThat(Stream.concat(sources, compiled)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> name.matches(".*\\.(cu|cuh|ptx)")))
                    .hasSize(known.size());
        }
    }

    @Test
    void driversAndCardsOfSomeYearsAgoUnderstandThem() throws IOException {
        try (Stream<Path> compiled = Files.list(COMPILED)) {
            assertThat(compiled.filter(file -> file.toString().endsWith(".ptx")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains(".version 7.8\n", ".target sm_80\n")
                            // Products and sums are fused where the source says so: rounded to nearest, and never else.
                            .doesNotContain("mad.f32", "mad.rn.f32"));
        }
    }
}
