package io.github.rieszflow.exchange;

import static io.github.rieszflow.exchange.NumPyTest.array;
import static io.github.rieszflow.exchange.NumPyTest.header;
import static io.github.rieszflow.exchange.NumPyTest.little;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of every type that single precision holds, in either order of bytes and of axes. */
class NumPyTypesTest {
    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("array.npy"), bytes);
    }

    /** As numpy.array([[1, 0, 2], [3, 1, 5]]) in every type, −3 in those with a sign, and true where it is not 0. */
    @ParameterizedTest
    @CsvSource({
        "|u1, 3, 010002030105",
        "|i1, -3, 010002fd0105",
        "<u1, 3, 010002030105",
        "<i2, -3, 010000000200fdff01000500",
        ">i2, -3, 000100000002fffd00010005",
        "<u2, 3, 010000000200030001000500",
        ">u4, 3, 000000010000000000000002000000030000000100000005",
        "<i4, -3, 010000000000000002000000fdffffff0100000005000000",
        ">i8, -3, 000000000000000100000000000000000000000000000002fffffffffffffffd00000000000000010000000000000005",
        "<u8, 3, 010000000000000000000000000000000200000000000000030000000000000001000000000000000500000000000000",
        "<f2, 3, 003c00000040 0042003c0045",
        ">f2, -3, 3c0000004000 c2003c004500",
        ">f4, 3, 3f8000000000000040000000404000003f80000040a00000",
        "<f4, 3, 0000803f0000000000000040000040400000803f0000a040",
        ">f8, 3, 3ff00000000000000000000000000000400000000000000040080000000000003ff00000000000004014000000000000",
        "|b1, 1, 010001010101",
    })
    void everyTypeThatSinglePrecisionHoldsIsRead(String type, double third, String hex) throws IOException {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        boolean bool = type.equals("|b1");
        double two = bool ? 1 : 2;
        double five = bool ? 1 : 5;
        assertThat(NumPy.read(file(array(1, header(type, "False", "2, 3"), body))))
                .isEqualTo(Points.of(new double[][] {{1, 0, two}, {third, 1, five}}));
        assertThat(NumPy.read(file(array(2, header(type, "True", "3, 2"), body))))
                .isEqualTo(Points.of(new double[][] {{1, third}, {0, 1}, {two, five}}));
        assertThat(NumPy.read(file(array(3, header(type, "True", "6,"), body))))
                .isEqualTo(Points.line(1, 0, two, third, 1, five));
    }

    @Test
    void halvesAreReadExactly() throws IOException {
        short[] bits = {0x0001, (short) 0x83ff, 0x0400, 0x7bff, (short) 0x8000, 0x3555};
        double[] right = {0x1p-24, -1023 * 0x1p-24, 0x1p-14, 65504, -0.0, 0.333251953125};
        byte[] body = new byte[12];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(bits);
        assertThat(NumPy.read(file(array(1, header("<f2", "False", "6,"), body)))
                        .toArray())
                .isEqualTo(Points.line(right).toArray());
        for (short half : new short[] {0x7c00, (short) 0xfc00, 0x7e00}) {
            Path file = file(array(
                    1, header("<f2", "False", "1,"), little(2).putShort(half).array()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NumPy.read(file))
                    .withMessageStartingWith(file + ": points must be finite");
        }
    }

    /** 24 binary digits wherever they stand are exact; one more is not. */
    @Test
    void wholeNumbersAreExactOrRefused() throws IOException {
        long[] exact = {1 << 24, -(1 << 24) + 1, 0xffffffL << 39, Long.MIN_VALUE, 3L << 61};
        for (long value : exact) {
            byte[] body = little(8).putLong(value).array();
            float[] read = NumPy.read(file(array(1, header("<i8", "False", "1,"), body)))
                    .toArray();
            assertThat((long) read[0]).isEqualTo(value);
        }
        for (long value : new long[] {-1L << 40, 1L << 63}) {
            byte[] body = little(8).putLong(value).array();
            assertThat(NumPy.read(file(array(1, header("<u8", "False", "1,"), body))))
                    .isEqualTo(Points.line(value + 0x1p64));
        }
        long[] wrong = {(1 << 24) + 1, 1_700_000_001L, -(1 << 24) - 1, Long.MAX_VALUE, Long.MIN_VALUE + 1};
        for (long value : wrong) {
            byte[] body = little(16).putLong(7).putLong(value).array();
            Path file = file(array(1, header("<i8", "False", "1, 2"), body));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NumPy.read(file))
                    .withMessageStartingWith(file + " holds " + value + " in row 0, column 1, which single precision"
                            + " would round: subtract the same number");
        }
        Path file =
                file(array(1, header("<u4", "False", "1,"), little(4).putInt(-1).array()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(file))
                .withMessageContaining("holds 4294967295 in row 0, column 0");
    }

    /** As array.reshape(len(array), -1) and numpy.asfortranarray lay them. */
    @Test
    void furtherAxesAreLaidEndToEnd() throws IOException {
        byte[] images = new byte[2 * 2 * 3];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) i;
        }
        Points right = Points.of(new double[][] {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}});
        assertThat(NumPy.read(file(array(1, header("|u1", "False", "2, 2, 3"), images))))
                .isEqualTo(right);
        byte[] turned = new byte[images.length];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                for (int k = 0; k < 3; k++) {
                    turned[i + 2 * j + 4 * k] = images[6 * i + 3 * j + k];
                }
            }
        }
        assertThat(NumPy.read(file(array(1, header("|u1", "True", "2, 2, 3"), turned))))
                .isEqualTo(right);
        assertThat(NumPy.read(file(array(1, header("|u1", "False", "2, 1, 2, 3"), images))))
                .isEqualTo(right);
    }

    /** What a header claims and the file has not is refused before it is allocated, also where a row alone is 4 GB. */
    @Test
    void claimsAreComparedWithTheFile() throws IOException {
        for (String claim : new String[] {"1, 300000000", "536870913, 1", "1, 536870913", "2000000000,"}) {
            for (String type : new String[] {"<f4", "<f8", "|u1"}) {
                Path file = file(array(1, header(type, "False", claim), new byte[16]));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> NumPy.read(file))
                        .withMessageStartingWith(file.toString())
                        .withMessageContaining("ends too early: the array is cut off");
            }
        }
    }

    @Test
    void manyShortRowsAndOneLongRowAreRead() {
        Path file = folder.resolve("points.npy");
        for (Points points : new Points[] {Points.uniform(300_000, 1), Points.uniform(1, 300_000)}) {
            NumPy.write(points, file);
            assertThat(NumPy.read(file)).isEqualTo(points);
        }
    }
}
