package io.github.rieszflow.exchange;

import static io.github.rieszflow.exchange.NumPyTest.array;
import static io.github.rieszflow.exchange.NumPyTest.header;
import static io.github.rieszflow.exchange.NumPyTest.little;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.images.Idx;
import io.github.rieszflow.images.ImageFile;
import io.github.rieszflow.measure.Points;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as others write them. */
class NumPyArchiveTest {
    @TempDir
    private Path folder;

    /** As numpy.savez stores it, or as it does where it cannot go back: the sizes come behind the content. */
    private Path stored(boolean piped, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        short flags = (short) (piped ? 8 : 0);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] body = entry.getValue();
            CRC32 sum = new CRC32();
            sum.update(body);
            int at = out.size();
            byte[] sizes = little(12)
                    .putInt((int) sum.getValue())
                    .putInt(body.length)
                    .putInt(body.length)
                    .array();
            out.write(little(14)
                    .putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort(flags)
                    .array());
            out.write(piped ? new byte[12] : sizes);
            out.write(little(4).putShort((short) name.length).array());
            out.write(name);
            out.write(body);
            if (piped) {
                out.write(little(4).putInt(0x08074b50).array());
                out.write(sizes);
            }
            directory.write(little(16)
                    .putInt(0x02014b50)
                    .putInt(20 | 20 << 16)
                    .putShort(flags)
                    .array());
            directory.write(sizes);
            directory.write(
                    little(18).putShort((short) name.length).putInt(14, at).array());
            directory.write(name);
        }
        int begin = out.size();
        directory.writeTo(out);
        short count = (short) entries.size();
        out.write(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt(directory.size())
                .putInt(begin)
                .array());
        return Files.write(folder.resolve("stored.npz"), out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storedEntriesAreReadAlsoFromPipes(boolean piped) throws IOException {
        byte[] answer =
                array(1, header("<i8", "False", ""), little(8).putLong(42).array());
        byte[] line = array(
                1,
                header("<f4", "False", "2,"),
                little(8).putFloat(1).putFloat(2).array());
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("answer.npy", answer);
        entries.put("line.npy", line);
        Path file = stored(piped, entries);
        assertThat(NumPy.readArchive(file)).isEqualTo(Map.of("answer", 42L, "line", Points.line(1, 2)));
        // One wrong bit in the numbers of the second.
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("shape': (2,), }") + 20;
        bytes[at] ^= 1;
        Files.write(file, bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(file, "line"))
                .withMessage(file + ", array line is damaged (its checksum is another one): write it again");
    }

    /** Strings, a text, and images with their labels beside an array of numbers. */
    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void arraysAreReadByNameWhateverElseIsThere() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("names.npy", array(1, header("<U3", "False", "2,"), new byte[24]));
        byte[] two = ByteBuffer.allocate(8).putFloat(1).putFloat(2).array();
        entries.put("a.npy", array(1, header(">f4", "True", "1, 2"), two));
        byte[] images = {1, 2, 3, 4, 5, 6, 7, (byte) 255};
        entries.put("x_train.npy", array(1, header("|u1", "False", "2, 2, 2"), images));
        entries.put("y_train.npy", array(1, header("|u1", "False", "2,"), new byte[] {7, 9}));
        entries.put("flag.npy", array(1, header("|b1", "False", ""), new byte[] {1}));
        entries.put(
                "rate.npy",
                array(1, header("<f4", "False", ""), little(4).putFloat(0.5f).array()));
        String table = "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }";
        entries.put("table.npy", array(1, table, new byte[4]));
        entries.put("readme.txt", new byte[] {'h', 'i'});
        Path file = stored(false, entries);
        assertThat(NumPy.names(file)).containsExactly("names", "a", "x_train", "y_train", "flag", "rate", "table");
        assertThat(NumPy.read(file, "a")).isEqualTo(Points.of(new double[] {1, 2}));
        assertThat(NumPy.read(file, "x_train")).isEqualTo(Points.of(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 255}}));
        assertThat(NumPy.read(file, "y_train")).isEqualTo(Points.line(7, 9));
        assertRefused(() -> NumPy.read(file, "names"), file + ", array names holds values of type <U3");
        assertRefused(() -> NumPy.read(file, "table"), file + ", array table holds values of type a table with named");
        assertRefused(
                () -> NumPy.read(file, "flag"), file + ", array flag holds a single number: expected an N×d array");
        assertRefused(
                () -> NumPy.read(file, "b"),
                file + " has no array \"b\": it holds [names, a, x_train, y_train, flag, rate, table]");
        assertRefused(
                () -> NumPy.read(file),
                file + " is an archive with the arrays [names, a, x_train, y_train, flag, rate, table]:"
                        + " NumPy.read(file, name) reads one of them");
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            Map<String, Object> all = NumPy.readArchive(file);
            assertThat(all.keySet()).containsExactly("a", "x_train", "y_train", "flag", "rate");
            assertThat(all).containsEntry("flag", 1L).containsEntry("rate", 0.5);
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("stored.npz: left out readme.txt, names, table, which are no arrays of numbers.");
    }

    private static void assertRefused(Runnable read, String message) {
        assertThatIllegalArgumentException().isThrownBy(read::run).withMessageStartingWith(message);
    }

    @Test
    void otherFilesAreCalledWhatTheyAre() throws IOException {
        Path array = folder.resolve("a.npy");
        NumPy.write(Points.line(1, 2), array);
        assertRefused(
                () -> NumPy.readArchive(array),
                array + " is no archive of NumPy arrays (.npz): it is one array, NumPy.read reads it");
        Path texts = stored(false, Map.of("a.txt", new byte[] {'a'}));
        assertRefused(() -> NumPy.names(texts), texts + " is no archive of NumPy arrays (.npz): it holds [a.txt]");
        byte[] text = array(1, header("<U1", "False", "1,"), new byte[4]);
        Path words = stored(false, Map.of("a.npy", text));
        assertRefused(() -> NumPy.readArchive(words), words + " has no array of numbers: [");
        Path none = folder.resolve("none.npz");
        for (Runnable read : new Runnable[] {
            () -> NumPy.read(none), () -> NumPy.read(none, "a"), () -> NumPy.readArchive(none), () -> NumPy.names(none)
        }) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(read::run)
                    .withMessage("there is no file " + none);
        }
    }

    /** As archives beyond 4 GB are, and those that Python's zipfile is told to make so: numbers of 64 bits. */
    @Test
    void largeArchivesAreReadAndTheirNamesCompared() throws IOException {
        byte[] body =
                array(1, header("<f4", "False", "1,"), little(4).putFloat(7).array());
        CRC32 sum = new CRC32();
        sum.update(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] name = "a.npy".getBytes(StandardCharsets.UTF_8);
        byte[] noSizes =
                little(12).putInt((int) sum.getValue()).putInt(-1).putInt(-1).array();
        out.write(little(14).putInt(0x04034b50).putShort((short) 45).array());
        out.write(noSizes);
        out.write(little(4).putShort((short) name.length).putShort((short) 20).array());
        out.write(name);
        out.write(little(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(body.length)
                .putLong(body.length)
                .array());
        out.write(body);
        int begin = out.size();
        out.write(little(16).putInt(0x02014b50).putInt(45 | 45 << 16).array());
        out.write(noSizes);
        out.write(little(18)
                .putShort((short) name.length)
                .putShort((short) 28)
                .putInt(14, -1)
                .array());
        out.write(name);
        out.write(little(28)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(body.length)
                .putLong(body.length)
                .putLong(0)
                .array());
        int size = out.size() - begin;
        out.write(little(56)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(45 | 45 << 16)
                .putLong(0)
                .putLong(1)
                .putLong(1)
                .putLong(size)
                .putLong(begin)
                .array());
        out.write(little(20)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong((long) begin + size)
                .putInt(1)
                .array());
        out.write(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putInt(-1)
                .putInt(-1)
                .putInt(-1)
                .array());
        byte[] bytes = out.toByteArray();
        Path file = Files.write(folder.resolve("large.npz"), bytes);
        assertThat(NumPy.read(file, "a")).isEqualTo(Points.line(7));
        // The name before the array becomes another one.
        bytes[30] ^= 1;
        Files.write(file, bytes);
        assertRefused(() -> NumPy.read(file, "a"), file + " is damaged (its directory tells of another name");
    }

    /** Nobody writes into the pipe: who opens it waits for ever. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipesAreRefused() throws Exception {
        Path pipe = folder.resolve("pipe.npy");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String refusal = pipe + " is a pipe or a device: expected a file; write what comes from it to one first";
        assertRefused(() -> NumPy.read(pipe), refusal);
        assertRefused(() -> NumPy.read(pipe, "a"), refusal);
        assertRefused(() -> NumPy.readArchive(pipe), refusal);
        assertRefused(() -> ImageFile.read(pipe), refusal);
        assertRefused(() -> Idx.labels(pipe), refusal);
    }

    @Test
    void aNameThatIsNoTextIsRefusedWithTheFilesName() throws IOException {
        Path file = stored(false, Map.of("a.npy", array(1, header("<f4", "False", "1,"), new byte[4])));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("a.npy")] = (byte) 0xff;
        bytes[text.lastIndexOf("a.npy")] = (byte) 0xff;
        Files.write(file, bytes);
        assertRefused(() -> NumPy.readArchive(file), file + " ");
        assertRefused(() -> NumPy.names(file), file + " ");
    }

    /** Keras has its sets of images in archives. */
    @Test
    void archivesOfImagesAreToBeUnpacked() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] images = {1, 2, 3, 4, 5, 6, 7, (byte) 255};
        entries.put("x_train.npy", array(1, header("|u1", "False", "2, 2, 2"), images));
        entries.put("y_train.npy", array(1, header("|u1", "False", "2,"), new byte[] {7, 9}));
        Path file = stored(false, entries);
        assertRefused(
                () -> ImageFile.read(file),
                file
                        + " is an archive of [x_train, y_train]: unpack it and read one of them, such as x_train.npy, with its"
                        + " labels beside it as x_train-labels.npy");
        Path unpacked = Files.write(folder.resolve("x_train.npy"), entries.get("x_train.npy"));
        Files.write(folder.resolve("x_train-labels.npy"), entries.get("y_train.npy"));
        assertThat(ImageFile.read(unpacked).labels()).containsExactly(7, 9);
        assertThat(ImageFile.read(unpacked).level(1, 0, 1, 1)).isEqualTo(255);
    }

    /** What would fill the memory when it is unpacked is refused by what the directory says. */
    @Test
    void impossibleSizesAreRefused() throws IOException {
        Path file = stored(false, Map.of("a.npy", array(1, header("<f4", "False", "1,"), new byte[4])));
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, Integer.MAX_VALUE);
        Files.write(file, bytes);
        assertRefused(() -> NumPy.read(file, "a"), file + ", array a is damaged (it would have 2147483647 bytes)");
    }
}
