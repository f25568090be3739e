package io.github.rieszflow.images;

import static io.github.rieszflow.TestPictures.adobe;
import static io.github.rieszflow.TestPictures.corners;
import static io.github.rieszflow.TestPictures.exif;
import static io.github.rieszflow.TestPictures.exifSegment;
import static io.github.rieszflow.TestPictures.fourComponents;
import static io.github.rieszflow.TestPictures.gif;
import static io.github.rieszflow.TestPictures.jpeg;
import static io.github.rieszflow.TestPictures.noise;
import static io.github.rieszflow.TestPictures.plain;
import static io.github.rieszflow.TestPictures.png;
import static io.github.rieszflow.TestPictures.withSegment;
import static io.github.rieszflow.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.TestPictures.Chunk;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class PictureFolderTest {
    @TempDir
    Path folder;

    private Path put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static byte[] grey(int level) throws IOException {
        return write(plain(4, 4, 0x010101 * level), "png");
    }

    /** What is said on the error stream. */
    private static String said(Supplier<ImageSet> reading) {
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            ImageSet unused = reading.get();
        } finally {
            System.setErr(before);
        }
        return heard.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatIsNoPictureIsLeftOutAndSaid() throws IOException {
        for (int i = 0; i < 4; i++) {
            put(i + ".png", grey(10 * i));
        }
        assertThat(said(() -> Images.folder(folder, 4))).isEmpty();
        put("._a.png", new byte[] {0, 5, 22, 7, 0, 2, 0, 0});
        put("1b.png", new byte[0]);
        put("1c.jpg", "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII));
        ImageSet[] four = new ImageSet[1];
        assertThat(said(() -> four[0] = Images.folder(folder, 4)))
                .isEqualTo(folder
                        + ": read 4 pictures and left out 3 files: ._a.png (hidden), 1b.png (it is an empty file),"
                        + " 1c.jpg (it is a web page: download the file again)");
        assertThat(four[0]).hasToString("ImageSet[4 images 4×4×3]");
        assertThat(four[0].level(3, 0, 0, 0)).isEqualTo(30);
        put("2d.webp", "RIFF1234WEBP".getBytes(StandardCharsets.US_ASCII));
        put("2e.png", "RIFF1234WEBP".getBytes(StandardCharsets.US_ASCII));
        Files.createDirectories(folder.resolve("masks"));
        assertThat(said(() -> Images.folder(folder, 4)))
                .isEqualTo(folder
                        + ": read 4 pictures and left out 6 files: ._a.png (hidden), 2d.webp (no name of a picture"
                        + " that this Java reads), masks (a folder beside pictures) and 3 more");
        assertThat(Images.folder(folder)).hasToString("PictureFolder[" + folder + ": 7 pictures, 3 other files]");
        // The first two are read before anything is left out but what the names tell.
        assertThat(Images.folder(folder, 4, 2)).isEqualTo(four[0].take(2));
        assertThat(Images.folder(folder, 4, 3)).isEqualTo(four[0].take(3));
    }

    @Test
    void theStrictReadingRefusesWhateverWouldBeLeftOut() throws IOException {
        put("a.png", grey(1));
        put("b.png", grey(2));
        assertThat(Images.folder(folder).strict().read(4).size()).isEqualTo(2);
        Path empty = put("c.png", new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder).strict().read(4))
                .withMessage("strict() leaves nothing out, and " + folder
                        + " holds 1 file: c.png (it is an empty file); move them"
                        + " elsewhere, or read without strict()");
        Files.delete(empty);
        put(".hidden.png", grey(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder).strict().read())
                .withMessageContaining(".hidden.png (hidden)");
    }

    @Test
    void damagedPicturesAreRefusedByNameOrLeftOutIfAskedFor() throws IOException {
        put("a.png", grey(1));
        byte[] whole = jpeg(noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), false);
        Path cut = put("b.jpg", Arrays.copyOf(whole, whole.length * 6 / 10));
        byte[] progressive = jpeg(noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), true);
        put("c.jpg", Arrays.copyOf(progressive, progressive.length * 3 / 10));
        put("d.png", grey(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder, 4))
                .withMessageStartingWith(
                        cut + " holds no picture that can be read (the JPEG file is damaged: Truncated")
                .withMessageEndingWith("Images.folder(path).skipDamaged() leaves such files out");
        ImageSet[] two = new ImageSet[1];
        assertThat(said(() -> two[0] = Images.folder(folder).skipDamaged().read(4)))
                .startsWith(
                        folder + ": read 2 pictures and left out 2 files: b.jpg (the JPEG file is damaged: Truncated");
        assertThat(two[0].level(1, 0, 0, 0)).isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> Shapes.picture(cut, 10));
    }

    @Test
    void foldersOfClassesGiveLabels() throws IOException {
        put("dogs/1.png", grey(50));
        put("cats/2.png", grey(20));
        put("cats/1.png", grey(10));
        put("cats/.DS_Store", new byte[9]);
        put("readme.txt", new byte[9]);
        Files.createDirectories(folder.resolve("empty"));
        put(".thumbnails/1.png", grey(99));
        PictureFolder pets = Images.folder(folder);
        assertThat(pets.classes()).hasToString("{0=cats, 1=dogs}");
        assertThat(pets.size()).isEqualTo(3);
        assertThat(pets).hasToString("PictureFolder[" + folder + ": 3 pictures in 2 classes, 4 other files]");
        ImageSet[] images = new ImageSet[1];
        assertThat(said(() -> images[0] = pets.read(2)))
                .isEqualTo(folder
                        + ": read 3 pictures and left out 4 files: readme.txt (no name of a picture that this Java"
                        + " reads), .thumbnails (a folder without pictures), cats/.DS_Store (hidden) and 1 more");
        assertThat(images[0].labels()).containsExactly(0, 0, 1);
        assertThat(images[0].level(0, 0, 0, 0)).isEqualTo(10);
        assertThat(images[0].level(2, 0, 0, 0)).isEqualTo(50);
        assertThat(Images.folder(folder, 2)).isEqualTo(images[0]);
        assertThat(Images.folder(folder, 2, 2)).isEqualTo(images[0].take(2));
    }

    @Test
    void labelsKeepToTheirPicturesWhereSomeAreLeftOut() throws IOException {
        put("a/1.png", new byte[0]);
        put("a/2.png", grey(2));
        put("b/1.png", new byte[0]);
        put("c/1.png", grey(4));
        ImageSet images = Images.folder(folder, 4);
        assertThat(images.labels()).containsExactly(0, 2);
        assertThat(images.level(1, 0, 0, 0)).isEqualTo(4);
    }

    @Test
    void foldersThatAreNumbersAreTheLabels() throws IOException {
        put("10/1.png", grey(100));
        put("2/1.png", grey(20));
        put("007/1.png", grey(70));
        PictureFolder numbers = Images.folder(folder);
        assertThat(numbers.classes()).hasToString("{2=2, 7=007, 10=10}");
        assertThat(numbers.read(4).labels()).containsExactly(2, 7, 10);
        assertThat(numbers.read(4).level(2, 0, 0, 0)).isEqualTo(100);
        put("7/1.png", grey(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder))
                .withMessage("the folders 007 and 7 in " + folder + " name the same label: rename one of them");
    }

    @Test
    void whatIsNoFolderOrHoldsNothingIsRefused() throws IOException {
        Path zip = put("faces.zip", new byte[5]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(zip, 8))
                .withMessage(zip + " is a file: expected a folder of pictures; if it is an archive, unpack it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder, 8))
                .withMessageContaining("holds no pictures: expected files that end in bmp, ")
                .withMessageEndingWith("; found 1 file: faces.zip (no name of a picture that this Java reads)");
        Path absent = folder.resolve("absent");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Images.folder(absent, 8))
                .withMessage("there is no folder " + absent);
        put("set/train/a/1.png", grey(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder.resolve("set"), 8))
                .withMessageContaining("found 1 file: train (a folder without pictures)");
        Path lfs = put("lfs/a.png", "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII));
        put("lfs/b.png", "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder.resolve("lfs"), 8))
                .withMessageStartingWith(lfs + " holds no picture that can be read (it is a pointer of Git LFS")
                .withMessageContaining("; nor is the other file beside it");
    }

    /** Earlier versions wrote such files, and Java reads them as black pictures. */
    @Test
    void dataUnderTheNameOfAPictureIsNoPicture() throws IOException {
        Path old = put("boot.png", new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 9, 9, 9, 9});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder, 8))
                .withMessageStartingWith(old + " holds no picture that can be read (it is an IDX file)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.picture(old, 8))
                .withMessageContaining("it is an IDX file");
    }

    @Test
    void aLargePictureCanBeInterrupted() throws IOException {
        Path large = put("a.png", write(noise(500, 400, BufferedImage.TYPE_INT_RGB, 1), "png"));
        for (Supplier<Object> reading :
                List.<Supplier<Object>>of(() -> Shapes.picture(large, 5), () -> Images.folder(folder, 8))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(java.util.concurrent.CancellationException.class)
                    .isThrownBy(reading::get)
                    .withMessageContaining("was interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void picturesOfOneSizeAreReadAsTheyAre() throws IOException {
        put("a.png", write(noise(7, 5, BufferedImage.TYPE_INT_RGB, 1), "png"));
        put("b.png", write(noise(7, 5, BufferedImage.TYPE_INT_RGB, 2), "png"));
        ImageSet images = Images.folder(folder).read();
        assertThat(images).hasToString("ImageSet[2 images 5×7×3]");
        BufferedImage second = noise(7, 5, BufferedImage.TYPE_INT_RGB, 2);
        assertThat(images.level(1, 1, 4, 6)).isEqualTo(second.getRGB(6, 4) >> 8 & 255);
        Path other = put("c.png", write(noise(5, 7, BufferedImage.TYPE_INT_RGB, 2), "png"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder).read())
                .withMessage("pictures that are read as they are have one size: " + folder.resolve("a.png")
                        + " has 5×7×3, " + other + " has 7×5×3; give a side to resize them, as in read(64)");
    }

    @Test
    void transparencyOfGreyLetsWhiteThrough() throws IOException {
        byte[] raw = new byte[32 * 65];
        byte[] plain = new byte[32 * 33];
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                boolean inside = (x - 16) * (x - 16) + (y - 16) * (y - 16) < 100;
                raw[65 * y + 2 + 2 * x] = (byte) (inside ? 255 : 0);
                plain[33 * y + 1 + x] = (byte) (inside ? 100 : 0);
            }
        }
        put("a.png", png(32, 32, 8, 4, raw));
        put("b.png", png(32, 32, 8, 0, plain, new Chunk("tRNS", new byte[2])));
        ImageSet both = Images.folder(folder, 32);
        assertThat(both.level(0, 0, 0, 0)).isEqualTo(255);
        assertThat(both.level(0, 2, 16, 16)).isZero();
        assertThat(both.level(1, 0, 0, 0)).isEqualTo(255);
        assertThat(both.level(1, 0, 16, 16)).isEqualTo(100);
        for (String name : new String[] {"a.png", "b.png"}) {
            Points disc = Shapes.picture(folder.resolve(name), 500, Seed.seed(1));
            for (int i = 0; i < disc.size(); i++) {
                assertThat(Math.hypot(disc.get(i, 0) - 0.5, disc.get(i, 1) - 0.5))
                        .isLessThan(0.36);
            }
        }
    }

    @Test
    void photographsAreTurnedUpright() throws IOException {
        byte[] lying = withSegment(jpeg(corners(48, 48), false), 0xE1, exifSegment(exif(ByteOrder.LITTLE_ENDIAN, 6)));
        put("a.jpg", lying);
        put("b.jpg", withSegment(jpeg(corners(48, 48), false), 0xE1, exifSegment(exif(ByteOrder.BIG_ENDIAN, 3))));
        ImageSet both = Images.folder(folder, 8);
        // Red upper left, green upper right, blue below; then blue at the left, red over green at the right.
        assertThat(List.of(
                        both.level(0, 0, 1, 1), both.level(0, 1, 1, 6), both.level(0, 2, 6, 1), both.level(0, 2, 6, 6)))
                .allMatch(level -> level > 200);
        assertThat(List.of(
                        both.level(1, 2, 1, 1), both.level(1, 2, 6, 1), both.level(1, 0, 1, 6), both.level(1, 1, 6, 6)))
                .allMatch(level -> level > 200);
        // Black at the left of the stored picture is black at the top of the upright one.
        BufferedImage half = plain(40, 20, 0xFFFFFF);
        half.getRaster().setSamples(0, 0, 20, 20, 0, new int[400]);
        half.getRaster().setSamples(0, 0, 20, 20, 1, new int[400]);
        half.getRaster().setSamples(0, 0, 20, 20, 2, new int[400]);
        Path dark = put("c.jpg", withSegment(jpeg(half, false), 0xE1, exifSegment(exif(ByteOrder.BIG_ENDIAN, 6))));
        Points ink = Shapes.picture(dark, 400, Seed.seed(1));
        double mean = 0;
        for (int i = 0; i < ink.size(); i++) {
            assertThat((double) ink.get(i, 0)).isBetween(0.25, 0.75);
            mean += ink.get(i, 1) / ink.size();
        }
        assertThat(mean).isCloseTo(0.75, within(0.03));
    }

    @Test
    void inksAndCanvasesAreReadIntoImages() throws IOException {
        put("a.jpg", withSegment(fourComponents(16, 16, 200, 100, 50, 255), 0xEE, adobe(0)));
        put("b.jpg", fourComponents(16, 16, 255, 255, 255, 128));
        put("c.gif", gif(plain(8, 8, 0), 16, 16, 8, 0));
        ImageSet all = Images.folder(folder, 4);
        assertThat(all.level(0, 0, 1, 1)).isBetween(198, 202);
        assertThat(all.level(0, 1, 1, 1)).isBetween(98, 102);
        assertThat(all.level(0, 2, 1, 1)).isBetween(48, 52);
        assertThat(all.level(1, 1, 1, 1)).isBetween(126, 130);
        assertThat(all.level(2, 0, 0, 0)).isEqualTo(255);
        assertThat(all.level(2, 0, 0, 3)).isLessThan(20);
        assertThat(all.level(2, 0, 3, 3)).isEqualTo(255);
    }

    @Test
    void largePicturesTakeTheMemoryOfOneCopy() throws IOException {
        // 16 megapixels of black and white: 2 MB as a picture, where three planes of doubles would take 384 MB.
        byte[] raw = new byte[4000 * 501];
        Arrays.fill(raw, (byte) 0xFF);
        for (int y = 0; y < 4000; y++) {
            raw[501 * y] = 0;
        }
        put("a.png", png(4000, 4000, 1, 0, raw));
        long before = allocated();
        ImageSet image = Images.folder(folder, 64);
        assertThat(allocated() - before).isLessThan(60_000_000);
        assertThat(image.level(0, 0, 30, 30)).isEqualTo(255);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void picturesThatAreWrittenAreRead() throws IOException {
        ImageSet digits = Images.drawnDigits(12, Seed.seed(2));
        ImageSet plain = ImageSet.of(digits.points(), digits.shape());
        Path pngs = folder.resolve("pngs");
        plain.savePngs(pngs);
        assertThat(pngs.resolve("00.png")).exists();
        assertThat(pngs.resolve("11.png")).exists();
        assertThat(Images.folder(pngs).read().grey()).isEqualTo(plain);
        digits.savePngs(folder.resolve("classes"));
        PictureFolder classes = Images.folder(folder.resolve("classes"));
        assertThat(classes.classes()).hasSize(10);
        int[] byLabel = java.util.stream.IntStream.range(0, 12)
                .boxed()
                .sorted(java.util.Comparator.comparing(i -> digits.labels()[i]))
                .mapToInt(i -> i)
                .toArray();
        assertThat(classes.read().grey()).isEqualTo(digits.select(byLabel));
        ImageSet odd = digits.take(3).labelled(3, 120, 7);
        odd.savePngs(folder.resolve("odd"));
        assertThat(folder.resolve("odd/003/0.png")).exists();
        assertThat(Images.folder(folder.resolve("odd")).read().labels()).containsExactly(3, 7, 120);
        ImageSet colour = ImageSet.of(new byte[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}, 1, 2, 3);
        colour.savePngs(Files.createDirectories(folder.resolve("colour")));
        assertThat(Images.folder(folder.resolve("colour")).read()).isEqualTo(colour);
    }

    @Test
    void picturesAreNotWrittenAmongOthers() throws IOException {
        Path other = put("some/notes.txt", new byte[1]);
        ImageSet one = ImageSet.of(new byte[4], 2, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.savePngs(Objects.requireNonNull(other.getParent())))
                .withMessage("pictures go to a new or empty folder, where no others are among them: "
                        + other.getParent() + " holds notes.txt; give another name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.savePngs(other))
                .withMessageContaining(other + " is a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.labelled(-1).savePngs(folder.resolve("new")))
                .withMessageStartingWith("a folder for each label takes labels from 0 on: received -1");
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(java.util.concurrent.CancellationException.class)
                .isThrownBy(() -> one.savePngs(folder.resolve("new")));
        assertThat(Thread.interrupted()).isTrue();
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(other.getParent());
        }
    }
}
