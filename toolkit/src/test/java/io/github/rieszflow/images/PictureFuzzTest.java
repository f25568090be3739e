package io.github.rieszflow.images;

import static io.github.rieszflow.TestPictures.exif;
import static io.github.rieszflow.TestPictures.exifSegment;
import static io.github.rieszflow.TestPictures.fourComponents;
import static io.github.rieszflow.TestPictures.gif;
import static io.github.rieszflow.TestPictures.jpeg;
import static io.github.rieszflow.TestPictures.noise;
import static io.github.rieszflow.TestPictures.tiff;
import static io.github.rieszflow.TestPictures.withChunk;
import static io.github.rieszflow.TestPictures.withSegment;
import static io.github.rieszflow.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.FileFuzz;
import io.github.rieszflow.TestPictures.Chunk;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong copies of pictures and data files: a value or a refusal in one sentence, in bounded time and memory. */
@Tag("slow")
class PictureFuzzTest {
    private static final int COPIES = 8_000;

    @TempDir
    Path folder;

    private static final BufferedImage COLOUR = noise(24, 16, BufferedImage.TYPE_INT_RGB, 1);
    private static final BufferedImage GREY = noise(16, 24, BufferedImage.TYPE_BYTE_GRAY, 2);
    private static final BufferedImage PALETTE = noise(16, 16, BufferedImage.TYPE_BYTE_INDEXED, 3);

    /** Half of them as density, half as image; what has no dark pixel is refused, too. */
    private void pictures(String name, byte[]... good) throws IOException, InterruptedException {
        Path alone = Files.createDirectories(folder.resolve("alone"));
        int[] turn = {0};
        FileFuzz.Result result = FileFuzz.of(
                        name,
                        file -> ++turn[0] % 2 == 0
                                ? Images.folder(Objects.requireNonNull(file.getParent()))
                                        .read(8)
                                : Shapes.picture(file, 5, Seed.seed(1)))
                .good(good)
                // A wrong size is a picture of that size: as large as half of the heap of 256 MB allows.
                .room(300L << 20)
                .run(alone, COPIES);
        assertThat(result.faults()).isEmpty();
        assertThat(result.refused()).isGreaterThan(COPIES / 10);
    }

    @Test
    void pngs() throws IOException, InterruptedException {
        byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, 5);
        pictures(
                "a.png",
                write(COLOUR, "png"),
                withChunk(write(GREY, "png"), new Chunk("eXIf", exif)),
                write(PALETTE, "png"));
    }

    @Test
    void jpegs() throws IOException, InterruptedException {
        byte[] exif = exifSegment(exif(ByteOrder.BIG_ENDIAN, 6));
        pictures(
                "a.jpg",
                withSegment(jpeg(COLOUR, false), 0xE1, exif),
                jpeg(COLOUR, true),
                jpeg(GREY, false),
                fourComponents(16, 16, 9, 99, 199, 222));
    }

    @Test
    void gifs() throws IOException, InterruptedException {
        pictures("a.gif", write(PALETTE, "gif"), gif(PALETTE, 20, 30, 3, 4));
    }

    @Test
    void bmps() throws IOException, InterruptedException {
        pictures("a.bmp", write(COLOUR, "bmp"), write(PALETTE, "bmp"));
    }

    @Test
    void tiffs() throws IOException, InterruptedException {
        pictures(
                "a.tif",
                tiff(9, 7, 3, 2, 6, null),
                tiff(9, 7, 1, 1, 1, null),
                write(COLOUR, "tiff"),
                write(GREY, "tiff"));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] idx(int magic, int... sizes) {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + count).putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        while (bytes.hasRemaining()) {
            bytes.put((byte) bytes.position());
        }
        return bytes.array();
    }

    private void data(String name, FileFuzz.Reader reader, byte[]... good) throws IOException, InterruptedException {
        assertThat(FileFuzz.of(name, reader).good(good).run(folder, COPIES).faults())
                .isEmpty();
    }

    @Test
    void idxPlainAndPacked() throws IOException, InterruptedException {
        byte[] images = idx(0x0803, 3, 4, 5);
        byte[] labels = idx(0x0801, 9);
        data("images", Idx::images, images);
        data("images.gz", Idx::images, gzip(images));
        data("labels", Idx::labels, labels);
        data("labels.gz", Idx::labels, gzip(labels));
    }

    @Test
    void arraysOfImages() throws IOException, InterruptedException {
        Path file = folder.resolve("good.npy");
        ImageSet.of(Points.uniform(3, 12, Seed.seed(1)), 2, 2, 3).save(file);
        byte[] colour = Files.readAllBytes(file);
        ImageSet.of(Points.uniform(3, 12, Seed.seed(1)), 3, 4, 1).save(file);
        data("some.npy", ImageFile::read, colour, Files.readAllBytes(file));
    }
}
