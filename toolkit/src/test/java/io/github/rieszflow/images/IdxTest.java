package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    @Test
    void whatIsNoIdxFileIsCalledWhatItIs() throws IOException {
        Map<String, String> others = Map.of(
                "<!DOCTYPE html>\n<html><body>not found",
                "a web page: download the file again",
                "  <html lang=en>",
                "a web page: download the file again",
                "PK\3\4\24\0\0\0\0\0",
                "a zip archive: unpack it",
                "version https://git-lfs.github.com/spec/v1\noid sha256:440fcabf73cc546fa21475e81ea370265605f56be210a40",
                "a pointer of Git LFS in place of the file: fetch it with git lfs pull",
                "<?xml version=\"1.0\"?><Error><Code>AccessDenied",
                "an XML document, as servers send with an error: download the file again",
                "\u0089PNG\r\n\u001a\n",
                "a PNG picture",
                "just some words",
                "text");
        for (Map.Entry<String, String> other : others.entrySet()) {
            byte[] bytes = other.getKey().getBytes(StandardCharsets.ISO_8859_1);
            for (Path file : List.of(file(bytes), file(gzip(bytes)))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Idx.images(file))
                        .withMessage(file + " is no IDX file of images: it is " + other.getValue());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Idx.labels(file))
                        .withMessage(file + " is no IDX file of labels: it is " + other.getValue());
            }
        }
    }

    /** 2 GB are claimed by files of a few bytes; nothing of the kind is allocated, so the heap does not matter. */
    @Test
    void theLengthOfTheFileIsLookedAtFirst() throws IOException {
        byte[] claim = idx(0x0803, new int[] {1_500, 1_000, 1_000}, 1);
        for (byte[] bytes : List.of(claim, gzip(claim))) {
            Path file = file(bytes);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Idx.images(file))
                    .withMessage(
                            file + " is too short: its header says 1500 images of 1000×1000, so expected 1500000000"
                                    + " bytes after the header, found 1; download or copy it again");
        }
        long before = allocated();
        Path plain = file(claim);
        Path packed = file(gzip(claim));
        assertThatIllegalArgumentException().isThrownBy(() -> Idx.images(plain));
        assertThatIllegalArgumentException().isThrownBy(() -> Idx.images(packed));
        assertThat(allocated() - before).isLessThan(20_000_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Two packed files behind each other are one, and their last length says nothing. */
    @Test
    void packedFilesOfSeveralPartsAreRead() throws IOException {
        byte[] images = idx(0x0803, new int[] {3, 1000, 1000}, 3_000_000);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.write(gzip(Arrays.copyOf(images, 1_700_000)));
        parts.write(gzip(Arrays.copyOfRange(images, 1_700_000, images.length)));
        assertThat(Idx.images(file(parts.toByteArray()))).isEqualTo(Idx.images(file(images)));
    }
}
