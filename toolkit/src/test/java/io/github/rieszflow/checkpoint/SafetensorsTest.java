package io.github.rieszflow.checkpoint;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {
    @TempDir
    Path folder;

    /** Byte for byte, as the format's description has it. */
    @Test
    void writesTheFormat() throws IOException {
        Path file = folder.resolve("a.safetensors");
        NamedTensors.of("w", new float[] {1, -2.5f}, 2, 1).note("k", "v").save(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "{\"__metadata__\":{\"k\":\"v\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getFloat()).isEqualTo(-2.5f);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void writesAndReadsHalfPrecision() throws IOException {
        Path file = folder.resolve("a.safetensors");
        float[] values = {1, -2.5f, 0x1p-24f, 65504, -0f};
        NamedTensors.of("v", new float[] {3}, 1).and("w", values, 5).half().save(file);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer numbers = ByteBuffer.wrap(bytes, bytes.length - 10, 10).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits : new int[] {0x3c00, 0xc100, 0x0001, 0x7bff, 0x8000}) {
            assertThat(numbers.getShort()).isEqualTo((short) bits);
        }
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("\"dtype\":\"F16\"");
        assertThat(NamedTensors.load(file).get("w")).isEqualTo(values);
    }

    private Path file(String header, int floats) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        Path file = folder.resolve("made.safetensors");
        Files.write(file, bytes.array());
        return file;
    }

    @Test
    void readsWhatOthersWrite() throws IOException {
        Path file = file(
                "{\"a\":{\"shape\":[],\"dtype\":\"F32\",\"data_offsets\":[8,12]},"
                        + "\"b\":{\"shape\":[1],\"dtype\":\"F64\",\"data_offsets\":[0,8]}}   ",
                3);
        NamedTensors read = Safetensors.read(file);
        assertThat(read.tensors()).hasEntrySatisfying("a", scalar -> {
            assertThat(scalar.shape()).isEmpty();
            assertThat(scalar.values()).containsExactly(0f);
        });
        assertThat(read.doubles("b")).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
                "{\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[4,12]}}",
                "{\"a\":{\"shape\":[-1],\"dtype\":\"F32\",\"data_offsets\":[4,0]}}",
                "{\"a\":{\"shape\":[1],\"dtype\":\"BF16\",\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
                // A hole, a repetition, an overlap, and a name twice.
                "{\"a\":{\"shape\":[1],\"dtype\":\"F32\",\"data_offsets\":[4,8]}}",
                "{\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]},"
                        + "\"b\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
                "{\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]},"
                        + "\"b\":{\"shape\":[1],\"dtype\":\"F32\",\"data_offsets\":[4,8]}}",
                "{\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]},"
                        + "\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
                "{\"a\":[1]}",
                "[]",
                "{\"a\":"
            })
    void refusesDamagedHeaders(String header) throws IOException {
        Path file = file(header, 2);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void refusesFilesThatAreCutOrSomethingElse() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        Architecture net = Mlp.hidden(3).between(2, 1);
        TrainingState state = TrainingState.start(net, seed(1));
        state.save(whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.safetensors");
        for (int length : new int[] {0, 7, 8, 40, bytes.length - 1}) {
            Files.write(cut, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> TrainingState.load(net, cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(cut.toString());
        }
        assertThatThrownBy(() -> TrainingState.load(Mlp.hidden(4).between(2, 1), whole))
                .hasMessageContaining("belongs to another network: 0.weight must have the shape [4, 2], it has [3, 2]");
        Path alien = file("{\"a\":{\"shape\":[1],\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 1);
        assertThatThrownBy(() -> TrainingState.load(net, alien))
                .hasMessageContaining("is not a training of Rieszflow: it holds [a]");
    }

    /** Many tensors over the same bytes would take memory without end. */
    @Test
    void tensorsOverTheSameBytesAreRefused() throws IOException {
        for (int step : new int[] {0, 1, 4}) {
            StringBuilder header = new StringBuilder("{");
            for (int i = 0; i < 2000; i++) {
                int from = i == 0 ? 0 : step;
                header.append(i == 0 ? "" : ",")
                        .append("\"t" + i + "\":{\"dtype\":\"F32\",\"shape\":[1000],\"data_offsets\":[" + from + ","
                                + (from + 4000) + "]}");
            }
            Path file = file(header + "}", 1001);
            assertThatThrownBy(() -> NamedTensors.load(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(".*made.safetensors is damaged \\(the tensor t\\d+ lies at byte " + step
                            + ", where the one before ends at 4000\\): write it again");
        }
    }

    /** The file says how much it holds, and nothing of it is read if that is too much. */
    @Test
    void aFileLargerThanTheMemoryIsRefused() throws IOException {
        Path file = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);
        try (java.io.RandomAccessFile hole = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(Runtime.getRuntime().maxMemory());
        }
        assertThatThrownBy(() -> NamedTensors.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "the tensors of .*made.safetensors would take .+ GB, the Java heap has .+ left of .+:"
                                + " split the file, or start Java with a larger heap \\(-Xmx\\)");
    }

    @Test
    void shapesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> NamedTensors.of("a", new float[6], -2, -3))
                .hasMessage("the sides of a tensor must not be negative: received [-2, -3]");
        assertThatThrownBy(() -> NamedTensors.of("a", new float[6], 65536, 65536, 65536, 65536))
                .hasMessage(
                        "a tensor of shape [65536, 65536, 65536, 65536] holds more than 2147483647 numbers: received 6");
        assertThatThrownBy(() -> NamedTensors.of("a", new float[6], 5))
                .hasMessage("a tensor of shape [5] holds 5 numbers: received 6");
        assertThat(NamedTensors.of("a", new float[0], 0, 3).get("a")).isEmpty();
    }

    /** More numbers than are written at a time. */
    @Test
    void largeTensorsKeepEveryNumber() {
        float[] singles = new float[(1 << 20) + 3];
        double[] doubles = new double[(1 << 20) + 1];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = i;
        }
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = i / 3.0;
        }
        Path file = folder.resolve("large.safetensors");
        NamedTensors.of("f", singles, singles.length)
                .and("d", doubles, doubles.length)
                .save(file);
        NamedTensors read = NamedTensors.load(file);
        assertThat(read.get("f")).isEqualTo(singles);
        assertThat(read.doubles("d")).isEqualTo(doubles);
    }
}
