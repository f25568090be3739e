package io.github.rieszflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NumPy's format 1.0: \x93NUMPY, version, length of the header, a Python dictionary padded to 64 bytes, the numbers. */
class NumPyTest {
    private static final Points SOME =
            Points.of(new float[] {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -7}, 2, 3);

    @TempDir
    private Path folder;

    /** An array as NumPy would write it. */
    static byte[] array(int version, String header, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        out.write(
                version == 1
                        ? length.putShort((short) text.length).array()
                        : length.putInt(text.length).array());
        out.write(text);
        out.write(body);
        return out.toByteArray();
    }

    static String header(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }";
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("array.npy"), bytes);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("points.npy");
        NumPy.write(SOME, file);
        byte[] bytes = Files.readAllBytes(file);
        int header = (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8;
        assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        assertThat((10 + header) % 64).isZero();
        String text = new String(bytes, 10, header, StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith("\n");
        assertThat(text.strip()).isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        ByteBuffer body = ByteBuffer.wrap(bytes, 10 + header, 24).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : SOME.toArray()) {
            assertThat(Float.floatToRawIntBits(body.getFloat())).isEqualTo(Float.floatToRawIntBits(value));
        }
        assertThat(bytes).hasSize(10 + header + 24);
    }

    @Test
    void pointsComeBackInEveryBit() {
        Path file = folder.resolve("points.npy");
        for (Points points : new Points[] {SOME, Points.gaussian(1000, 7, Seed.seed(1)), Points.line(5)}) {
            NumPy.write(points, file);
            assertThat(NumPy.read(file)).isEqualTo(points);
        }
        assertThat(folder.toFile().list()).containsExactly("points.npy");
    }

    @Test
    void otherTypesAndShapesAreRead() throws IOException {
        byte[] doubles = little(32)
                .putDouble(0.1)
                .putDouble(-2)
                .putDouble(3e10)
                .putDouble(4)
                .array();
        assertThat(NumPy.read(file(array(1, header("<f8", "False", "2, 2"), doubles))))
                .isEqualTo(Points.of(new double[][] {{0.1, -2}, {3e10, 4}}));
        assertThat(NumPy.read(file(array(1, header("<f8", "False", "4,"), doubles))))
                .isEqualTo(Points.line(0.1, -2, 3e10, 4));
        byte[] longs = little(24).putLong(-1).putLong(1L << 40).putLong(7).array();
        assertThat(NumPy.read(file(array(2, header("<i8", "False", "1, 3"), longs))))
                .isEqualTo(Points.of(new double[] {-1, 1L << 40, 7}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "<U6 ¦ False ¦ 2, 1 ¦ holds values of type <U6: expected whole numbers, bool, float16, float32 or float64",
                "<c8 ¦ False ¦ 1, 1 ¦ holds values of type <c8",
                "<M8[s] ¦ False ¦ 1, 1 ¦ holds values of type <M8[s]",
                "|O ¦ False ¦ 1, 1 ¦ holds values of type |O",
                "<f16 ¦ False ¦ 1, 1 ¦ holds values of type <f16",
                "<f4 ¦ False ¦ 0, 3 ¦ has the shape 0×3",
                "<f4 ¦ False ¦ 100000, 100000 ¦ has the shape 100000×100000, which would take 40.0 GB",
                "<f4 ¦ False ¦ 99999999999999999999, 2 ¦ has an axis of length '99999999999999999999', which is no length",
                "<f4 ¦ False ¦ 3,, ¦ has an axis of length '', which is no length",
                "<f4 ¦ False ¦ 1, 1 ¦ goes on after its array: its shape 1×1 needs 4 bytes and it has 8",
                "<f8 ¦ False ¦ \"\" ¦ holds a single number: expected an N×d array",
                "<f4 ¦ Maybe ¦ 2, 1 ¦ has a header that is not understood",
                "<f4 ¦ False ¦ 3, 1 ¦ ends too early: the array is cut off",
            },
            quoteCharacter = '"')
    void arraysOfOtherKindsAreRefused(String type, String order, String shape, String message) throws IOException {
        Path file = file(array(1, header(type, order, shape), new byte[8]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = file("1,2,3 and so on".getBytes(StandardCharsets.US_ASCII));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(text))
                .withMessage(text + " is no NumPy array (.npy): it does not start with \\x93NUMPY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.readArchive(text))
                .withMessage(text + " is no archive of NumPy arrays (.npz): it has no zip entries");
        Path empty = file(new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(empty))
                .withMessageContaining("ends too early");
        byte[] nan = little(4).putFloat(Float.NaN).array();
        Path notFinite = file(array(1, header("<f4", "False", "1, 1"), nan));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(notFinite))
                .withMessageContaining("points must be finite");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> NumPy.read(folder.resolve("none.npy")));
    }

    private Path archive() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("points", SOME);
        arrays.put("count", 1L << 60);
        arrays.put("time", 0.1);
        arrays.put("more", Points.gaussian(200, 3, Seed.seed(2)));
        Path file = folder.resolve("arrays.npz");
        NumPy.writeArchive(arrays, file);
        assertThat(NumPy.readArchive(file)).isEqualTo(arrays);
        assertThat(NumPy.readArchive(file).keySet()).containsExactly("points", "count", "time", "more");
        return file;
    }

    @Test
    void archivesComeBackAndAreAlwaysTheSame() throws IOException {
        byte[] first = Files.readAllBytes(archive());
        assertThat(Files.readAllBytes(archive())).isEqualTo(first);
        try (ZipFile zip = new ZipFile(archive().toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("points.npy", "count.npy", "time.npy", "more.npy");
        }
    }

    /** Any bit flipped in the compressed numbers, and any cut, is seen: by the format, the compression or the checksum. */
    @Test
    void damageIsSeen() throws IOException {
        byte[] good = Files.readAllBytes(archive());
        Path file = folder.resolve("damaged.npz");
        for (int at = good.length / 3; at < good.length / 2; at += 97) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Files.write(file, bad);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NumPy.readArchive(file))
                    .withMessageStartingWith(file.toString());
            Files.write(file, Arrays.copyOf(good, at));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NumPy.readArchive(file))
                    .withMessageStartingWith(file.toString());
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = archive();
        byte[] before = Files.readAllBytes(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.writeArchive(Map.of("text", "no array"), file))
                .withMessage("a NumPy archive takes points, double[] and single numbers: received String");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("arrays.npz");
    }
}
