package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int RECORD = 3073;
    private static final byte[] BATCH = new byte[10_000 * RECORD];

    @TempDir
    Path folder;

    @BeforeAll
    static void recordsOfNoise() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i += 97) {
            byte[] some = new byte[RECORD];
            random.nextBytes(some);
            System.arraycopy(some, 0, BATCH, i * RECORD, RECORD);
        }
        for (int i = 0; i < 10_000; i++) {
            BATCH[i * RECORD] = (byte) (i % 7 % 10);
        }
    }

    @Test
    void unpackedRecordsAreRead() throws IOException {
        Path file =
                Files.createDirectories(folder.resolve("cifar-10-batches-bin")).resolve("test_batch.bin");
        Files.write(file, BATCH);
        assertThat(Cifar10.readIfPresent(folder, Split.TRAIN)).isEmpty();
        same(Cifar10.readIfPresent(folder, Split.TEST).orElseThrow());

        Files.write(file, Arrays.copyOf(BATCH, 5 * RECORD + 17));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TEST))
                .withMessage(file + " is too short: expected 10000 records of 3073 bytes, found 5 and 17 bytes;"
                        + " download or copy it again");
        Files.write(file, Arrays.copyOf(BATCH, BATCH.length + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TEST))
                .withMessageStartingWith(file + " is too long: expected 10000 records");
        byte[] damaged = BATCH.clone();
        damaged[12 * RECORD] = (byte) 200;
        Files.write(file, damaged);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TEST))
                .withMessageContaining("image 12 (counted from 0) must have a label from 0 to 9, it has 200");
    }

    @Test
    void theArchiveIsReadWithoutUnpacking() throws IOException {
        Path archive = folder.resolve("cifar-10-binary.tar.gz");
        byte[] packed = archive();
        Files.write(archive, packed);
        same(Cifar10.readIfPresent(folder, Split.TEST).orElseThrow());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TRAIN))
                .withMessage(archive + " breaks off before data_batch_1.bin, data_batch_2.bin, data_batch_3.bin,"
                        + " data_batch_4.bin, data_batch_5.bin; download or copy it again");
        Files.write(archive, Arrays.copyOf(packed, packed.length / 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TEST))
                .withMessageStartingWith(archive + ", test_batch.bin is too short: expected 10000 records");
        packed[packed.length / 2] ^= 1;
        Files.write(archive, packed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TEST))
                .withMessageContaining(archive.toString());
    }

    @Test
    void sheetsAreReadSampleBySample() throws IOException {
        sheet("test_batch.png", 3200);
        labels(60_000);
        same(Cifar10.readIfPresent(folder, Split.TEST).orElseThrow());
    }

    @Test
    void sheetsThatAreMissingOrForeignAreNamed() throws IOException {
        labels(60_000);
        Path second = sheet("data_batch_2.png", 32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TRAIN))
                .withMessage("a batch of CIFAR-10 is missing: " + folder.resolve("data_batch_1.png")
                        + " is not there, but later ones are; copy it there");
        Files.move(second, folder.resolve("data_batch_1.png"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TRAIN))
                .withMessageContaining("data_batch_1.png is no sheet of CIFAR-10: expected a PNG of 3200×3200 pixels");
        labels(50_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cifar10.readIfPresent(folder, Split.TRAIN))
                .withMessageContaining("must hold 60000 labels, of five batches and the test batch: it holds 50000");
    }

    /** The checksums of the records, as they are published with the set. */
    @Test
    @Tag("slow")
    void theRealSheetsHoldTheRecordsOfTheOriginal() throws NoSuchAlgorithmException {
        Optional<ImageSet> present = Images.cifar10IfPresent();
        assumeTrue(present.isPresent() && present.get().size() >= 30_000, "needs RIESZFLOW_DATA");
        String[] published = {
            "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
            "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
            "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"
        };
        ImageSet images = present.get();
        int[] labels = images.labels();
        ByteBuffer pixels = images.pixels();
        byte[] image = new byte[RECORD - 1];
        for (int batch = 0; batch < published.length; batch++) {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < 10_000; i++) {
                sum.update((byte) labels[batch * 10_000 + i]);
                pixels.get(image);
                sum.update(image);
            }
            assertThat(HexFormat.of().formatHex(sum.digest())).isEqualTo(published[batch]);
        }
    }

    private static void same(ImageSet set) {
        assertThat(set).hasToString("ImageSet[10000 images 32×32×3, labels 0…6]");
        byte[] image = new byte[RECORD - 1];
        ByteBuffer pixels = set.pixels();
        int[] labels = set.labels();
        for (int i = 0; i < 10_000; i++) {
            pixels.get(image);
            assertThat(Arrays.mismatch(image, 0, image.length, BATCH, i * RECORD + 1, (i + 1) * RECORD))
                    .isEqualTo(-1);
            assertThat(labels[i]).isEqualTo(BATCH[i * RECORD]);
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            entry(out, "cifar-10-batches-bin/", new byte[0]);
            entry(out, "cifar-10-batches-bin/batches.meta.txt", new byte[61]);
            entry(out, "cifar-10-batches-bin/test_batch.bin", BATCH);
            out.write(new byte[1024]);
        }
        return packed.toByteArray();
    }

    private static void entry(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 0, text.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        out.write(header);
        out.write(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    /** The records as one picture, as large as asked for. */
    private Path sheet(String name, int side) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = (y / 32 * 100 + x / 32) * RECORD + 1 + y % 32 * 32 + x % 32;
                int green = BATCH[at + 1024];
                int red = (BATCH[at] - green) & 255;
                int blue = (BATCH[at + 2048] - green) & 255;
                picture.setRGB(x, y, red << 16 | (green & 255) << 8 | blue);
            }
        }
        Path file = folder.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private void labels(int count) throws IOException {
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x0801).putInt(count);
        for (int i = 0; i < count; i++) {
            labels.put(i < 50_000 ? 9 : BATCH[(i - 50_000) * RECORD]);
        }
        Files.write(folder.resolve("labels-idx1-ubyte"), labels.array());
    }
}
