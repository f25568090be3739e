package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final byte[] IMAGES = idx(0x0803, new int[] {2, 2, 3}, 12);
    private static final byte[] LABELS = idx(0x0801, new int[] {2}, 2);

    @TempDir
    Path folder;

    /** A header and then bytes that count down from 255. */
    private static byte[] idx(int magic, int[] sizes, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + length).putInt(magic);
        Arrays.stream(sizes).forEach(bytes::putInt);
        for (int i = 0; i < length; i++) {
            bytes.put((byte) (255 - i));
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "some", ".idx"), bytes);
    }

    @Test
    void plainAndPackedFilesAreToldApartByTheirBytes() throws IOException {
        for (byte[] bytes : new byte[][] {IMAGES, gzip(IMAGES)}) {
            ImageSet set = Idx.images(file(bytes));
            assertThat(set).hasToString("ImageSet[2 images 2×3×1]");
            assertThat(set.level(0, 0, 0, 0)).isEqualTo(255);
            assertThat(set.level(1, 0, 1, 2)).isEqualTo(244);
        }
        for (byte[] bytes : new byte[][] {LABELS, gzip(LABELS)}) {
            assertThat(Idx.labels(file(bytes))).containsExactly(255, 254);
        }
        assertThat(Idx.read(file(gzip(IMAGES)), file(LABELS)).labels()).containsExactly(255, 254);
    }

    @Test
    void aWrongMagicNumberIsNamed() throws IOException {
        Path swapped = file(IMAGES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.labels(swapped))
                .withMessage(swapped + " is no IDX file of labels: expected the magic number 00000801, found 00000803;"
                        + " this one holds images: are the two files swapped?");
        Path other = file(idx(0x0D03, new int[] {2, 2, 3}, 12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(other))
                .withMessage(other + " is no IDX file of images: expected the magic number 00000803, found 00000d03;"
                        + " give an unsigned-byte IDX file, plain or gzip");
        Path labels = file(Arrays.copyOf(LABELS, 30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(labels))
                .withMessageContaining("this one holds labels");
    }

    @Test
    void aFileThatBreaksOffIsRefusedWithBothLengths() throws IOException {
        Path cut = file(Arrays.copyOf(IMAGES, IMAGES.length - 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(cut))
                .withMessage(
                        cut + " is too short: its header says 2 images of 2×3, so expected 12 bytes after the header,"
                                + " found 7; download or copy it again");
        Path header = file(Arrays.copyOf(IMAGES, 9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(header))
                .withMessage(header + " is too short for an IDX file of images: expected a header of 16 bytes,"
                        + " found 9 bytes in all; download or copy it again");
        Path empty = file(new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.labels(empty))
                .withMessageContaining("found 0 bytes in all");
    }

    @Test
    void aPackedFileThatBreaksOffOrIsDamagedIsRefused() throws IOException {
        byte[] noise = new byte[100_000];
        new java.util.Random(1).nextBytes(noise);
        ByteBuffer images = ByteBuffer.allocate(16 + noise.length)
                .putInt(0x0803)
                .putInt(1)
                .putInt(100)
                .putInt(1000)
                .put(noise);
        byte[] packed = gzip(images.array());
        Path cut = file(Arrays.copyOf(packed, packed.length / 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(cut))
                .withMessageMatching(".* is too short: its header says 1 images of 100×1000, so expected 100000 bytes"
                        + " after the header, found \\d+; download or copy it again");
        Path start = file(Arrays.copyOf(packed, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(start))
                .withMessageContaining("breaks off in its header");
        packed[packed.length - 5] ^= 1;
        Path damaged = file(packed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(damaged))
                .withMessageStartingWith(damaged + " is a damaged gzip file");
    }

    @Test
    void bytesBeyondTheEndAreRefused() throws IOException {
        for (byte[] bytes :
                new byte[][] {Arrays.copyOf(IMAGES, IMAGES.length + 4), gzip(Arrays.copyOf(IMAGES, IMAGES.length + 4))
                }) {
            Path longer = file(bytes);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Idx.images(longer))
                    .withMessage(
                            longer + " is too long: its header says 2 images of 2×3, so expected 12 bytes after the"
                                    + " header, found 16; download or copy it again");
        }
    }

    @Test
    void claimsThatNoMemoryHoldsAreRefusedBeforeAnythingIsTaken() throws IOException {
        Path many = file(idx(0x0803, new int[] {Integer.MIN_VALUE, 28, 28}, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(many))
                .withMessageStartingWith(
                        many + " with 2147483648 images of 28×28 would take 1.7 TB, one set holds at most" + " 2.1 GB");
        Path most = file(idx(0x0801, new int[] {-1}, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.labels(most))
                .withMessageContaining("4294967295 labels would take 4.3 GB");
        Path none = file(idx(0x0803, new int[] {0, 28, 28}, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.images(none))
                .withMessage(none + " holds no images: its header says 0 images of 28×28");
    }

    @Test
    void labelsMustBeAsManyAsImages() throws IOException {
        Path images = file(IMAGES);
        Path labels = file(idx(0x0801, new int[] {3}, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idx.read(images, labels))
                .withMessage("expected as many labels as images: " + images + " holds 2 images, " + labels
                        + " holds 3 labels; take both files from the same part of the same set");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path absent = folder.resolve("absent");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Idx.images(absent))
                .withMessage("there is no file " + absent);
    }
}
