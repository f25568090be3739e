package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.exchange.Csv;
import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.flow.FlowState;
import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrong copies of files of every kind that hold numbers: read, or refused in one sentence. */
class FuzzedReadersTest {
    private static final Points SOME = Points.gaussian(5, 3, seed(1));

    /** What reads a kind of files, and good ones of them. */
    enum Kind {
        CSV {
            @Override
            FileFuzz fuzz(Path folder) {
                return FileFuzz.of("points.csv", Csv::read)
                        .good(
                                text("1,-2.5\n3e2,.5\n0.25,7\n"),
                                text("# by hand\n\"x (cm)\";\"y\"\n1;-2.5\n300;0.5\n"),
                                text("x y z\r\n1 2 3\r\n4 5 6\r\n"));
            }
        },
        NPY {
            @Override
            FileFuzz fuzz(Path folder) throws IOException {
                Path file = folder.resolve("good.npy");
                NumPy.write(SOME, file);
                return FileFuzz.of("points.npy", NumPy::read).good(Files.readAllBytes(file));
            }
        },
        NPZ {
            @Override
            FileFuzz fuzz(Path folder) throws IOException {
                Path file = folder.resolve("good.npz");
                Map<String, Object> arrays = new LinkedHashMap<>();
                arrays.put("points", SOME);
                arrays.put("step", 7L);
                arrays.put("time", 0.5);
                arrays.put("weights", new double[] {1, 2, 3});
                NumPy.writeArchive(arrays, file);
                return FileFuzz.of("arrays.npz", NumPy::readArchive).good(Files.readAllBytes(file));
            }
        },
        FLOW_STATE {
            @Override
            FileFuzz fuzz(Path folder) throws IOException {
                Path file = folder.resolve("good.npz");
                FlowState plain = FlowState.of(3, 0.25, SOME, SOME);
                FlowState weighted = FlowState.start(SOME.weighted(1, 2, 3, 4, 5));
                plain.save(file);
                byte[] first = Files.readAllBytes(file);
                weighted.save(file);
                return FileFuzz.of("state.npz", wrong -> {
                            FlowState state = FlowState.load(wrong);
                            assertThat(state).as("another state").isIn(plain, weighted);
                            return state;
                        })
                        .good(first, Files.readAllBytes(file));
            }
        },
        SAFETENSORS {
            @Override
            FileFuzz fuzz(Path folder) throws IOException {
                Path file = folder.resolve("good.safetensors");
                NamedTensors.of("weight", SOME.toArray(), 5, 3)
                        .and("bias", new double[] {1, 2}, 2)
                        .save(file);
                return FileFuzz.of("tensors.safetensors", NamedTensors::load).good(Files.readAllBytes(file));
            }
        },
        RUN_INDEX {
            @Override
            FileFuzz fuzz(Path folder) throws IOException {
                RunKind kind = RunKind.FLOW;
                kind.run(folder, Duration.ofMillis(100), 1);
                String content = RunFolder.at(folder, kind.kind, 2).read().toString();
                return FileFuzz.of("checkpoint.json", wrong -> {
                            String read =
                                    RunFolder.at(folder, kind.kind, 2).read().toString();
                            assertThat(read).as("another run").isEqualTo(content);
                            return read;
                        })
                        // Another kind or a later version is refused by its folder.
                        .unnamed()
                        .good(Files.readAllBytes(folder.resolve("checkpoint.json")));
            }
        };

        abstract FileFuzz fuzz(Path folder) throws IOException;
    }

    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aFewWrongCopies(Kind kind) throws Exception {
        feed(kind, 500);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void manyWrongCopies(Kind kind) throws Exception {
        feed(kind, 8_000);
    }

    private void feed(Kind kind, int copies) throws Exception {
        FileFuzz.Result result = kind.fuzz(folder).run(folder, copies);
        assertThat(result.faults()).as(kind + " " + result).isEmpty();
        assertThat(result.read() + result.refused()).isEqualTo(copies);
        assertThat(result.refused()).isGreaterThan(copies / 10);
    }
}
