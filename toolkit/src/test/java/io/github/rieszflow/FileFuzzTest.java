package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A harness that finds nothing proves nothing: here it finds what it is for. */
class FileFuzzTest {
    private static final byte[] GOOD = "1,2\n3,4\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private FileFuzz.Result fed(FileFuzz.Reader reader) throws Exception {
        return FileFuzz.of("a.csv", new FirstIsRight(reader))
                .good(GOOD)
                .room(1 << 20)
                .longest(Duration.ofMillis(500))
                .run(folder, 50);
    }

    /** The good file is read; what follows is the reader's. */
    private static final class FirstIsRight implements FileFuzz.Reader {
        private final FileFuzz.Reader rest;
        private boolean first = true;

        FirstIsRight(FileFuzz.Reader rest) {
            this.rest = rest;
        }

        @Override
        public Object read(Path file) {
            if (first) {
                first = false;
                return "right";
            }
            return rest.read(file);
        }
    }

    @Test
    void valuesAndRefusalsAreRight() throws Exception {
        assertThat(fed(file -> "value")).isEqualTo(new FileFuzz.Result(50, 0, List.of()));
        assertThat(fed(file -> {
                    throw new IllegalArgumentException(file + " is damaged");
                }))
                .isEqualTo(new FileFuzz.Result(0, 50, List.of()));
    }

    @Test
    void everythingElseIsFound() throws Exception {
        assertThat(fed(file -> "1".repeat(file.toString().length() - 10_000)).faults())
                .singleElement()
                .asString()
                .contains("copy 0: ");
        assertThat(fed(file -> Integer.valueOf("x")).faults())
                .singleElement()
                .asString()
                .contains("not documented");
        assertThat(fed(file -> {
                            throw new StackOverflowError();
                        })
                        .faults())
                .singleElement()
                .asString()
                .contains("StackOverflowError");
        assertThat(fed(file -> {
                            throw new IllegalArgumentException("damaged");
                        })
                        .faults())
                .singleElement()
                .asString()
                .contains("does not name the file");
        assertThat(fed(file -> new byte[2 << 20]).faults())
                .singleElement()
                .asString()
                .contains("bytes for a file of");
    }

    @Test
    void aHangIsFoundWithItsPlace() throws Exception {
        assertThat(fed(file -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                Thread.onSpinWait();
                            }
                            return "late";
                        })
                        .faults())
                .singleElement()
                .asString()
                .contains("copy 0 hangs", "FileFuzzTest");
    }

    @Test
    void copiesAreManyAndAlwaysTheSame() {
        FileFuzz fuzz = FileFuzz.of("a.csv", file -> file).good(GOOD, "x;y\n1;2\n".getBytes(StandardCharsets.US_ASCII));
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < 2000; k++) {
            assertThat(fuzz.copy(k)).isEqualTo(fuzz.copy(k));
            seen.add(new String(fuzz.copy(k), StandardCharsets.ISO_8859_1));
        }
        assertThat(seen).hasSizeGreaterThan(1000);
    }
}
